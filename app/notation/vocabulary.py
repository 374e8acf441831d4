"""A language's compiled words: hears a stretch of units, with or without an overlay on top."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.notation import match
from app.notation.compile import NUMBER_CLASS, Compiler, Inflect, cycle
from app.notation.fold import NUMBER, UNKNOWN, Folding, Units, Words
from app.notation.index import Index, Wakes, keys, make_wakes, needs, symbols_of
from app.notation.match import NUMBERS, Found, Heard, Node, Root
from app.notation.pattern import Pattern, PatternError, class_names, parse

Members = tuple[tuple[tuple[int, ...], Node], ...]
NO_WAKES = Wakes({}, {})
EDGE = 32
"""So many marks at a clause's edge are seen past."""
FILLERS = 6
"""So many fillers, with a mark after each, are seen past at a clause's start."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A scenario's topics and a trainer's words, heard together with a vocabulary's own."""

    words: Words
    index: Index
    topics: tuple[tuple[str, Root], ...]
    wakes: Wakes


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything one language's patterns can match."""

    folding: Folding
    index: Index
    classes: Mapping[str, int]
    parents: Mapping[int, frozenset[int]]
    uses: Mapping[str, frozenset[str]]
    symbols: int
    inflect: Inflect
    gap: int
    numerals: frozenset[str]
    filler: Node | None
    filling: frozenset[int]
    """Symbols one of which is there when a filler is."""
    frequency: Mapping[int, int]

    def fold(self, text: str, overlay: Overlay | None = None) -> Units:
        """The units of a text; an overlay knows more words."""
        return self.folding.fold(text, overlay.words if overlay else None)

    def find(self, units: Units, overlay: Overlay | None = None) -> Found:
        """What is found in a whole text; `part` then hears any stretch of it."""
        return (overlay.index if overlay else self.index).find(units.codes)

    def part(self, whole: Found, units: Units, start: int, end: int) -> Heard:
        """What is heard in the units from `start` to `end` of a text, as if they stood alone."""
        heard = whole.part(start, end)
        self._find_edges(units.codes, start, end, heard)
        return heard

    def hear(self, units: Units, overlay: Overlay | None = None) -> Heard:
        """What is heard in a whole text."""
        return self.part(self.find(units, overlay), units, 0, len(units.codes))

    def topics(self, heard: Heard, overlay: Overlay) -> tuple[str, ...]:
        """The overlay's topics that a heard stretch names, in the overlay's order."""
        return tuple(
            name
            for name, node in map(overlay.topics.__getitem__, overlay.wakes.among(heard))
            if heard.matches(node)
        )

    def wakes(self, nodes: Iterable[tuple[int, Node]]) -> Wakes:
        """What tells which of these numbered nodes may match."""
        index = self.index
        return make_wakes(
            nodes, index.fragments, _by_owner(index.members), self.frequency, index.number_symbol
        )

    def _find_edges(self, codes: str, start: int, end: int, heard: Heard) -> None:
        low, high = start, end
        while high > max(low, end - EDGE) and _is_mark(codes[high - 1]):
            high -= 1
        while low < min(high, start + EDGE) and _is_mark(codes[low]):
            low += 1
        heard.last = ((1 << (end - high + 1)) - 1) << (high - start)
        heard.first = (1 << (low - start + 1)) - 1
        if self.filler is None or self.filling.isdisjoint(heard.present):
            return
        for _ in range(FILLERS):
            wider = heard.first | (self.filler.forward(heard.first, heard) & heard.inside)
            top = start + wider.bit_length() - 1
            if top < high and _is_mark(codes[top]):
                wider |= 1 << top + 1 - start
            if wider == heard.first:
                break
            heard.first = wider


def compile_vocabulary(
    folding: Folding,
    classes: Mapping[str, Sequence[Pattern]],
    patterns: Iterable[Pattern],
    *,
    inflect: Inflect,
    gap: int,
    numerals: Sequence[str] = (),
    fillers: Sequence[Pattern] = (),
    sample: Iterable[str] = (),
) -> tuple[Vocabulary, tuple[Root, ...]]:
    """A language's vocabulary and the node of each pattern, in order.

    `sample` are lines that show which words are common. Raises PatternError for a class that is
    not defined or within itself.
    """
    patterns = tuple(patterns)
    uses = _uses(classes)
    _refuse_unknown(patterns, fillers, uses, known=set(classes) | {NUMBER_CLASS})
    compiler = Compiler(folding, folding.words, inflect, gap)
    number_symbol = compiler.declare(NUMBER_CLASS)
    compiler.define(classes)
    written = tuple(compiler.compile(one.root) for one in patterns)
    filling = tuple(compiler.compile(written.root) for written in fillers)
    numeral_codes = frozenset(folding.fold(numeral).codes for numeral in numerals)
    folding.words.learning = False
    machine, lengths, fragments = compiler.build()
    number = _number(numeral_codes, folding.words)
    members = tuple(compiler.members)
    index = Index(
        machine,
        None,
        lengths,
        fragments,
        symbols_of(fragments, number_symbol),
        members,
        NO_WAKES,
        {},
        number,
        number_symbol,
    )
    frequency = _frequency(folding, index, sample)
    by_owner = _by_owner(members)
    nodes = tuple(Root(node, needs(node, by_owner)) for node in written)
    wakes = make_wakes(
        enumerate(node for _, node in members), fragments, by_owner, frequency, number_symbol
    )
    filler = match.Either(filling) if filling else None
    found = keys(filler, by_owner, frequency) if filler else None
    vocabulary = Vocabulary(
        folding,
        replace(index, member_wakes=wakes),
        compiler.classes,
        compiler.parents,
        uses,
        compiler.next_symbol,
        inflect,
        gap,
        numeral_codes,
        filler,
        found[1] if found else frozenset(),
        frequency,
    )
    return vocabulary, nodes


def compile_overlay(
    topics: Mapping[str, Sequence[str]],
    classes: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
) -> Overlay:
    """An overlay on a vocabulary: topics by id, and more members for word classes.

    Raises PatternError naming the topic or class whose pattern cannot be read.
    """
    added = {name: _parse_all(name, sources) for name, sources in classes.items()}
    about = {name: _parse_all(name, sources) for name, sources in topics.items()}
    uses = dict(vocabulary.uses)
    for name, names in _uses(added).items():
        uses[name] = uses.get(name, frozenset()) | names
    known = set(vocabulary.classes) | set(added)
    for name, patterns in (*added.items(), *about.items()):
        try:
            _refuse_unknown(patterns, (), uses, known)
        except PatternError as error:
            raise PatternError(f"{name}: {error.message}", error.column) from error
    words = Words(vocabulary.folding.words)
    compiler = Compiler(
        vocabulary.folding,
        words,
        vocabulary.inflect,
        vocabulary.gap,
        vocabulary.classes,
        vocabulary.parents,
        vocabulary.symbols,
        overlaid=True,
    )
    compiler.define(added)
    said = tuple(
        (name, match.Either(tuple(compiler.compile(written.root) for written in patterns)))
        for name, patterns in about.items()
        if patterns
    )
    words.learning = False
    return _overlay(vocabulary, compiler, words, said)


def _overlay(
    vocabulary: Vocabulary,
    compiler: Compiler,
    words: Words,
    topics: tuple[tuple[str, Node], ...],
) -> Overlay:
    base = vocabulary.index
    machine, lengths, fragments = compiler.build(first=len(base.lengths))
    merged = dict(base.fragments)
    rouses: dict[int, set[int]] = {}
    for symbol, own in fragments.items():
        merged[symbol] = merged.get(symbol, frozenset()) | own
        if symbol < vocabulary.symbols:
            for fragment in own:
                rouses.setdefault(fragment, set()).add(symbol)
    members = (*base.members, *compiler.members)
    by_owner = _by_owner(members)
    frequency, number_symbol = vocabulary.frequency, base.number_symbol
    member_wakes = make_wakes(
        enumerate(node for _, node in members), merged, by_owner, frequency, number_symbol
    )
    new = range(len(base.members), len(members))
    for fragment, woken in member_wakes.fragments.items():
        for at in woken:
            if at in new:
                rouses.setdefault(fragment, set()).update(members[at][0])
    index = Index(
        base.machine,
        machine,
        [*base.lengths, *lengths],
        merged,
        symbols_of(merged, number_symbol),
        members,
        member_wakes,
        {fragment: tuple(sorted(symbols)) for fragment, symbols in rouses.items()},
        _number(vocabulary.numerals, words),
        number_symbol,
    )
    rooted = tuple((name, Root(node, needs(node, by_owner))) for name, node in topics)
    wakes = make_wakes(
        ((at, node) for at, (_, node) in enumerate(rooted)),
        merged,
        by_owner,
        frequency,
        number_symbol,
    )
    return Overlay(words, index, rooted, wakes)


def _refuse_unknown(
    patterns: Sequence[Pattern],
    fillers: Sequence[Pattern],
    uses: Mapping[str, frozenset[str]],
    known: set[str],
) -> None:
    named = (class_names(written.root) for written in (*patterns, *fillers))
    for names in (*named, *uses.values()):
        if unknown := sorted(names - known):
            raise PatternError(f"no class {unknown[0]!r}", 1)
    if circle := cycle(uses):
        raise PatternError(f"classes within themselves: {' > '.join(circle)}", 1)


def _frequency(folding: Folding, index: Index, sample: Iterable[str]) -> Mapping[int, int]:
    """In how many lines of the sample each symbol is found."""
    counts: Counter[int] = Counter()
    for line in sample:
        units = folding.fold(line)
        counts.update(index.find(units.codes).found.keys())
    return {
        symbol: sum(counts[fragment] for fragment in fragments)
        for symbol, fragments in index.fragments.items()
    } | {index.number_symbol: counts[NUMBERS]}


def _by_owner(members: Members) -> dict[int, list[Node]]:
    out: dict[int, list[Node]] = {}
    for owners, node in members:
        for owner in owners:
            out.setdefault(owner, []).append(node)
    return out


def _parse_all(name: str, sources: Sequence[str]) -> tuple[Pattern, ...]:
    try:
        return tuple(parse(source) for source in sources)
    except PatternError as error:
        raise PatternError(f"{name}: {error.message}", error.column) from error


def _uses(classes: Mapping[str, Sequence[Pattern]]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(used for one in patterns for used in class_names(one.root))
        for name, patterns in classes.items()
    }


def _number(numerals: Iterable[str], words: Words) -> re.Pattern[str]:
    codes = "".join(map(re.escape, sorted({NUMBER, *numerals, *words.digits})))
    return re.compile(f"[{codes}]+(%)?")


def _is_mark(code: str) -> bool:
    return code < UNKNOWN and not code.isalnum()
