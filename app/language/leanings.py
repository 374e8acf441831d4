"""Words that lean a clause toward a move, fitted on labelled talk.

Rules hear what a sentence is; most sentences also hold small words that each say a little. Every
run of words that is listed adds its points to the moves it is mostly heard in, as the named rule of
that move, so a leaning has a reason and can be shown like any other evidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from struct import Struct
from typing import NamedTuple

from app.notation import Folding, Root, Vocabulary
from app.notation.fold import NUMBER
from app.vocabulary import Move

OPENING, CLOSING = "^", "$"
"""Stand for a clause's beginning and end in a run of words."""
ANY_NUMBER = "#"
GIVEN = "{"
"""Begins a row that speaks of the surroundings: `{question}`, `{after price}`, `{objection}`."""
CLASS = "class "
"""In braces before the name of a word class: any of its members counts, and counts once."""

MOVES = tuple(Move)
MOST = 100.0
"""Points a run may give or take at most."""
_LANE = 32
_SCALE = 100
"""Points are kept in hundredths."""
_ZERO = 1 << _LANE - 1
_MASK = (1 << _LANE) - 1
_ZEROS = sum(_ZERO << _LANE * at for at in range(len(MOVES)))
_LANES = Struct(f"<{len(MOVES)}I")
_SHIFT = {move: _LANE * at for at, move in enumerate(MOVES)}

Points = tuple[tuple[Move, float], ...]
Packed = int
"""The points of every move in one integer, a lane each: a sum of points is one addition."""


def pack_points(points: Points) -> Packed:
    """Points of some moves as one integer."""
    total = 0
    for move, more in points:
        total += round(more * _SCALE) << _SHIFT[move]
    return total


def unpack_points(packed: Packed) -> Iterator[tuple[Move, float]]:
    """The moves that have points, and these."""
    if packed:
        lanes = _LANES.unpack((packed + _ZEROS).to_bytes(_LANES.size, "little"))
        for move, lane in zip(MOVES, lanes, strict=True):
            if lane != _ZERO:
                yield move, (lane - _ZERO) / _SCALE


def points_of(packed: Packed, move: Move) -> float:
    """What one move has among packed points."""
    lane = (packed + _ZEROS >> _SHIFT[move]) & _MASK
    return (lane - _ZERO) / _SCALE


class Lean(NamedTuple):
    """A listed run of words where it was found, in units of the turn."""

    start: int
    end: int
    packed: Packed


@dataclass(frozen=True, slots=True)
class Leanings:
    """The listed runs of words as codes, by where in a clause they count, and their points."""

    inside: Mapping[str, Packed] = field(default_factory=dict)
    opening: Mapping[str, Packed] = field(default_factory=dict)
    closing: Mapping[str, Packed] = field(default_factory=dict)
    whole: Mapping[str, Packed] = field(default_factory=dict)
    given: Mapping[str, Packed] = field(default_factory=dict)
    classes: Mapping[int, tuple[Root, Packed]] = field(default_factory=dict)
    """By the symbol of the class."""
    longest: int = 0
    numbers: Mapping[int, str] = field(default_factory=dict)

    def find(self, codes: str) -> "Leant":
        """What is listed in a text."""
        return Leant(self, codes.translate(self.numbers))


NO_LEANINGS = Leanings()


class Leant:
    """The listed runs of one text: found once, then summed for any stretch of it."""

    __slots__ = ("_codes", "_found", "_sums", "_table")

    def __init__(self, table: Leanings, codes: str) -> None:
        self._table = table
        self._codes = codes
        known, size, reach = table.inside.get, len(codes), table.longest + 1
        self._found: list[list[tuple[int, Packed]]] = [
            [
                (end, packed)
                for end in range(start + 1, min(start + reach, size + 1))
                if (packed := known(codes[start:end]))
            ]
            for start in range(size)
        ]
        totals = (sum([packed for _, packed in runs]) for runs in self._found)
        self._sums = tuple(accumulate(totals, initial=0))

    def total(self, start: int, end: int) -> Packed:
        """The points of every run inside a stretch and at its edges."""
        table = self._table
        sure = min(end, max(start, end - table.longest + 1))
        total = self._sums[sure] - self._sums[start]
        for runs in self._found[sure:end]:
            total += sum([packed for last, packed in runs if last <= end])
        clause = self._codes[start:end]
        size = len(clause)
        for length in range(1, min(table.longest, size) + 1):
            total += table.opening.get(clause[:length], 0)
            total += table.closing.get(clause[size - length :], 0)
        return total + table.whole.get(clause, 0)

    def each(self, start: int, end: int) -> Iterator[Lean]:
        """Every run that `total` sums."""
        table = self._table
        for first in range(start, end):
            for last, packed in self._found[first]:
                if last <= end:
                    yield Lean(first, last, packed)
        clause = self._codes[start:end]
        size = len(clause)
        for length in range(1, min(table.longest, size) + 1):
            if opens := table.opening.get(clause[:length]):
                yield Lean(start, start + length, opens)
            if closes := table.closing.get(clause[size - length :]):
                yield Lean(end - length, end, closes)
        if fills := table.whole.get(clause):
            yield Lean(start, end, fills)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: a run of words, or a condition in braces, and its points."""

    words: str
    points: Points


def read_rows(text: str) -> Iterator[Row | int]:
    """The rows of a file; for a line that cannot be read, its number from 1.

    A line is the words, a tab, then `move points` pairs between spaces; one that begins with `//`
    is a comment.
    """
    moves = {str(move): move for move in MOVES}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("//"):
            continue
        words, _, told = line.partition("\t")
        pairs = told.split()
        try:
            points = tuple(
                (moves[name], float(much))
                for name, much in zip(pairs[::2], pairs[1::2], strict=True)
            )
        except (KeyError, ValueError):
            yield number
            continue
        sane = all(abs(more) <= MOST for _, more in points)
        yield Row(words, points) if words and points and sane else number


def write_rows(rows: Iterable[Row]) -> str:
    """The file that `read_rows` reads back."""
    return "".join(
        f"{row.words}\t{' '.join(f'{move} {much:g}' for move, much in row.points)}\n"
        for row in rows
    )


def compile_leanings(rows: Sequence[Row], folding: Folding) -> Leanings:
    """The rows as codes, for `settle`; call while the folding still learns words."""
    inside: dict[str, Packed] = {}
    opening: dict[str, Packed] = {}
    closing: dict[str, Packed] = {}
    whole: dict[str, Packed] = {}
    given: dict[str, Packed] = {}
    longest = 0
    known = {ANY_NUMBER: NUMBER}
    for row in rows:
        packed = pack_points(row.points)
        if row.words.startswith(GIVEN):
            given[row.words.strip("{}")] = packed
            continue
        begins, ends = row.words.startswith(OPENING), row.words.endswith(CLOSING)
        place = whole if begins and ends else opening if begins else closing if ends else inside
        bare = row.words.removeprefix(OPENING).removesuffix(CLOSING)
        codes = ""
        for word in bare.split():
            if word not in known:
                known[word] = folding.codes_of(word)
            codes += known[word]
        place[codes] = packed
        longest = max(longest, len(codes))
    return Leanings(inside, opening, closing, whole, given, {}, longest)


def settle(leanings: Leanings, vocabulary: Vocabulary) -> Leanings:
    """The leanings with the classes and numbers that a vocabulary knows."""
    named = {
        name.removeprefix(CLASS): packed
        for name, packed in leanings.given.items()
        if name.startswith(CLASS)
    }
    classes = {
        symbol: (vocabulary.class_root(name), named[name])
        for name, symbol in vocabulary.classes.items()
        if name in named
    }
    numbers = {ord(code): NUMBER for code in vocabulary.folding.words.digits}
    return replace(leanings, classes=classes, numbers=numbers)
