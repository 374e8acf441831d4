"""A language's compiled words: hears a stretch of units, with or without an overlay on top."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.notation.classes import NUMBER_CLASS, refuse_unknown, uses_of
from app.notation.compile import Compiler, Inflect
from app.notation.fold import UNKNOWN, Folding, Units
from app.notation.heard import NUMBERS, Heard
from app.notation.index import (
    Index,
    Wakes,
    by_owner_of,
    edged_symbols,
    keys,
    make_wakes,
    minds_edges,
    needs,
    number_pattern,
    symbols_of,
)
from app.notation.nodes import Class, Either, Node, Root
from app.notation.overlay import Overlay
from app.notation.pattern import Pattern

NO_WAKES = Wakes({}, {})
EDGE = 32
"""So many marks at a clause's edge are seen past."""
FILLERS = 6
"""So many fillers, with a mark after each, are seen past at a clause's start."""


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

    def find(self, units: Units, overlay: Overlay | None = None) -> Heard:
        """What is found in a whole text; `part` then hears any stretch of it."""
        return (overlay.index if overlay else self.index).find(units.codes)

    def part(self, whole: Heard, units: Units, start: int, end: int) -> Heard:
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

    def class_root(self, name: str) -> Root:
        """A pattern that any member of a class matches; KeyError for a class there is not."""
        node = Class(self.classes[name])
        edged = edged_symbols(self.index.members)
        return Root(node, needs(node), minds_edges(node, edged))

    def wakes(self, nodes: Iterable[tuple[int, Node]]) -> Wakes:
        """What tells which of these numbered nodes may match."""
        index = self.index
        return make_wakes(
            nodes, index.fragments, by_owner_of(index.members), self.frequency, index.number_symbol
        )

    def _find_edges(self, codes: str, start: int, end: int, heard: Heard) -> None:
        low, high = start, end
        while high > max(low, end - EDGE) and is_mark(codes[high - 1]):
            high -= 1
        while low < min(high, start + EDGE) and is_mark(codes[low]):
            low += 1
        heard.last = (2 << end) - (1 << high)
        heard.first = (2 << low) - (1 << start)
        if self.filler is None or self.filling.isdisjoint(heard.present):
            return
        for _ in range(FILLERS):
            wider = heard.first | (self.filler.forward(heard.first, heard) & heard.inside)
            top = wider.bit_length() - 1
            if top < high and is_mark(codes[top]):
                wider |= 2 << top
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
    uses = uses_of(classes)
    refuse_unknown(patterns, fillers, uses, known=set(classes) | {NUMBER_CLASS})
    compiler = Compiler(folding, folding.words, inflect, gap)
    number_symbol = compiler.declare(NUMBER_CLASS)
    compiler.define(classes)
    written = tuple(compiler.compile(one.root) for one in patterns)
    filling = tuple(compiler.compile(written.root) for written in fillers)
    numeral_codes = frozenset(folding.fold(numeral).codes for numeral in numerals)
    folding.words.learning = False
    machine, lengths, fragments = compiler.build()
    number = number_pattern(numeral_codes, folding.words)
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
    by_owner = by_owner_of(members)
    edged = edged_symbols(members)
    nodes = tuple(Root(node, needs(node), minds_edges(node, edged)) for node in written)
    wakes = make_wakes(
        enumerate(node for _, node in members), fragments, by_owner, frequency, number_symbol
    )
    filler = Either(filling) if filling else None
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


def is_mark(code: str) -> bool:
    """Whether a unit is neither word nor character."""
    return code < UNKNOWN and not code.isalnum()
