"""A language's compiled words: hears a stretch of units, with or without an overlay on top."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.notation import match
from app.notation.compile import NUMBER_CLASS, Automaton, Compiler, Inflect, cycle
from app.notation.fold import NUMBER, UNKNOWN, Folding, Units, Words
from app.notation.match import Heard, Node
from app.notation.pattern import Pattern, PatternError, class_names, parse


@dataclass(frozen=True, slots=True)
class Overlay:
    """A scenario's topics and a trainer's words, heard together with a pack's own."""

    words: Words
    automaton: Automaton
    members: Mapping[int, Sequence[Node]]
    wakes: Mapping[int, tuple[int, ...]]
    """Symbols whose presence may make a composed member of a class match."""
    topics: tuple[tuple[str, Node], ...]
    keys: Mapping[int, tuple[int, ...]]
    """Which topics, by index, a symbol's presence may mean."""
    number: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything one language's patterns can match."""

    folding: Folding
    automaton: Automaton
    classes: Mapping[str, int]
    parents: Mapping[int, frozenset[int]]
    uses: Mapping[str, frozenset[str]]
    members: Mapping[int, Sequence[Node]]
    symbols: int
    inflect: Inflect
    gap: int
    numerals: frozenset[str]
    number: re.Pattern[str]
    filler: Node | None = None
    frequency: Mapping[int, int] = field(default_factory=dict)

    def fold(self, text: str, overlay: Overlay | None = None) -> Units:
        """The units of a text; an overlay knows more words."""
        return self.folding.fold(text, overlay.words if overlay else None)

    def hear(self, units: Units, start: int, end: int, overlay: Overlay | None = None) -> Heard:
        """What is found in the units from `start` to `end`."""
        codes = units.codes
        heard = Heard(end - start, overlay.members if overlay else self.members)
        self.automaton.find(codes, start, end, heard)
        number = self.number
        if overlay:
            number = overlay.number
            overlay.automaton.find(codes, start, end, heard)
        _find_numbers(number, self.classes[NUMBER_CLASS], codes, start, end, heard)
        if overlay:
            for symbol, woken in overlay.wakes.items():
                if symbol in heard.hits:
                    for one in woken:
                        heard.hits.setdefault(one, {})
        self._find_edges(codes, start, end, heard)
        return heard

    def topics(self, heard: Heard, overlay: Overlay) -> tuple[str, ...]:
        """The overlay's topics that a heard stretch names, in the overlay's order."""
        keys = overlay.keys
        woken = {at for symbol in heard.hits for at in keys.get(symbol, ())}
        return tuple(
            name
            for name, node in map(overlay.topics.__getitem__, sorted(woken))
            if node.forward(heard.inside, heard) & heard.inside
        )

    def keys(self, node: Node) -> frozenset[int]:
        """Symbols one of which must be there for the node to match: the rarest such set."""
        found = _keys(node, self.members, self.frequency)
        if found is None:
            raise PatternError("no word or class that must be there", 1)
        return found[1]

    def _find_edges(self, codes: str, start: int, end: int, heard: Heard) -> None:
        low, high = start, end
        while high > low and _is_mark(codes[high - 1]):
            high -= 1
        while low < high and _is_mark(codes[low]):
            low += 1
        heard.last = ((1 << (end - high + 1)) - 1) << (high - start)
        first = (1 << (low - start + 1)) - 1
        if self.filler is not None:
            while True:
                wider = first | (self.filler.forward(first, heard) & heard.inside)
                top = wider.bit_length() - 1
                while start + top < high and _is_mark(codes[start + top]):
                    top += 1
                    wider |= 1 << top
                if wider == first:
                    break
                first = wider
        heard.first = first


def compile_vocabulary(
    folding: Folding,
    classes: Mapping[str, Sequence[Pattern]],
    patterns: Iterable[Pattern],
    *,
    inflect: Inflect,
    gap: int,
    numerals: Sequence[str] = (),
    fillers: Sequence[Pattern] = (),
) -> tuple[Vocabulary, tuple[Node, ...]]:
    """A language's vocabulary and the node of each pattern, in order.

    Raises PatternError for a class without definition or within itself.
    """
    patterns = tuple(patterns)
    uses = _uses(classes)
    known = set(classes) | {NUMBER_CLASS}
    for used in (*uses.values(), *(class_names(one.root) for one in (*patterns, *fillers))):
        if unknown := sorted(used - known):
            raise PatternError(f"no class {unknown[0]!r}", 1)
    if circle := cycle(uses):
        raise PatternError(f"classes within themselves: {' > '.join(circle)}", 1)
    compiler = Compiler(folding, folding.words, inflect, gap)
    compiler.declare(NUMBER_CLASS)
    compiler.define(classes)
    nodes = tuple(compiler.compile(written.root) for written in patterns)
    filling = [compiler.compile(written.root) for written in fillers]
    numeral_codes = frozenset(folding.fold(numeral).codes for numeral in numerals)
    folding.words.learning = False
    vocabulary = Vocabulary(
        folding,
        compiler.build(),
        compiler.classes,
        compiler.parents,
        uses,
        {symbol: tuple(nodes) for symbol, nodes in compiler.members.items()},
        compiler.next_symbol,
        inflect,
        gap,
        numeral_codes,
        _number(numeral_codes, folding.words),
        match.Either(tuple(filling)) if filling else None,
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
    members = {name: _parse_all(name, sources) for name, sources in classes.items()}
    about = {name: _parse_all(name, sources) for name, sources in topics.items()}
    uses = {name: names for name, names in vocabulary.uses.items()}
    for name, names in _uses(members).items():
        uses[name] = uses.get(name, frozenset()) | names
    if circle := cycle(uses):
        raise PatternError(f"classes within themselves: {' > '.join(circle)}", 1)
    known = set(vocabulary.classes) | set(members)
    for name, patterns in (*members.items(), *about.items()):
        for written in patterns:
            if unknown := sorted(class_names(written.root) - known):
                raise PatternError(f"{name}: no class {unknown[0]!r}", 1)
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
    compiler.define(members)
    nodes = [
        (name, compiler.compile(written.root))
        for name, patterns in about.items()
        for written in patterns
    ]
    words.learning = False
    everything = dict(vocabulary.members)
    wakes: dict[int, set[int]] = {}
    for symbol, added in compiler.members.items():
        everything[symbol] = (*everything.get(symbol, ()), *added)
    for symbol, added in compiler.members.items():
        for node in added:
            found = _keys(node, everything, vocabulary.frequency)
            for key in found[1] if found else ():
                wakes.setdefault(key, set()).add(symbol)
    merged: dict[str, list[Node]] = {}
    for name, node in nodes:
        merged.setdefault(name, []).append(node)
    said = tuple((name, match.Either(tuple(group))) for name, group in merged.items())
    keys: dict[int, list[int]] = {}
    for at, (_, node) in enumerate(said):
        found = _keys(node, everything, vocabulary.frequency)
        for key in found[1] if found else ():
            keys.setdefault(key, []).append(at)
    return Overlay(
        words,
        compiler.build(),
        everything,
        {key: tuple(sorted(woken)) for key, woken in wakes.items()},
        said,
        {key: tuple(ats) for key, ats in keys.items()},
        _number(vocabulary.numerals, words),
    )


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


def _keys(
    node: Node, members: Mapping[int, Sequence[Node]], frequency: Mapping[int, int]
) -> tuple[int, frozenset[int]] | None:
    """The cost and symbols of the rarest thing a match needs; None when it needs nothing."""
    match node:
        case match.Fragments(symbol):
            return frequency.get(symbol, 0), frozenset((symbol,))
        case match.Class(symbol):
            keys = {symbol}
            for member in members.get(symbol, ()):
                if found := _keys(member, members, frequency):
                    keys |= found[1]
            return sum(frequency.get(key, 0) for key in keys), frozenset(keys)
        case match.Row(nodes):
            every = [found for part in nodes if (found := _keys(part, members, frequency))]
            return min(every, key=lambda found: (found[0], len(found[1]))) if every else None
        case match.Either(nodes):
            some = [_keys(part, members, frequency) for part in nodes]
            known = [found for found in some if found is not None]
            if len(known) < len(some):
                return None
            return sum(cost for cost, _ in known), frozenset().union(*(k for _, k in known))
        case _:
            return None


def _number(numerals: Iterable[str], words: Words) -> re.Pattern[str]:
    codes = "".join(map(re.escape, sorted({NUMBER, *numerals, *words.digits})))
    return re.compile(f"[{codes}]+(%)?")


def _find_numbers(
    number: re.Pattern[str], symbol: int, codes: str, start: int, end: int, heard: Heard
) -> None:
    found: dict[int, int] = {}
    for run in number.finditer(codes, start, end):
        low, high = run.span()
        bit = 1 << (low - start)
        found[high - low] = found.get(high - low, 0) | bit
        if run.lastindex:
            found[high - low - 1] = found.get(high - low - 1, 0) | bit
    if not found:
        return
    known = heard.hits.setdefault(symbol, {})
    for length, bits in found.items():
        known[length] = known.get(length, 0) | bits


def _is_mark(code: str) -> bool:
    return code < UNKNOWN and not code.isalnum()
