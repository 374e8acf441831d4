"""Words that lean a clause toward a move, fitted on labelled talk.

Rules hear what a sentence is; most sentences also hold small words that each say a little. Every
run of words that is listed adds its points to the moves it is mostly heard in, as the named rule of
that move, so a leaning has a reason and can be shown like any other evidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.notation import Folding, Root, Vocabulary
from app.notation.fold import NUMBER, UNKNOWN
from app.vocabulary import Move

OPENING, CLOSING = "^", "$"
"""Stand for a clause's beginning and end in a run of words."""
ANY_NUMBER = "#"
GIVEN = "{"
"""Begins a row that speaks of the surroundings: `{question}`, `{after price}`, `{objection}`."""
CLASS = "class "
"""In braces before the name of a word class: any of its members counts, and counts once."""

Points = tuple[tuple[Move, float], ...]


class Lean(NamedTuple):
    """A listed run of words where it was found, in units of the turn."""

    start: int
    end: int
    points: Points


@dataclass(frozen=True, slots=True)
class Leanings:
    """The listed runs of words as codes, by where in a clause they count, and their points."""

    inside: Mapping[str, Points] = field(default_factory=dict)
    opening: Mapping[str, Points] = field(default_factory=dict)
    closing: Mapping[str, Points] = field(default_factory=dict)
    whole: Mapping[str, Points] = field(default_factory=dict)
    given: Mapping[str, Points] = field(default_factory=dict)
    classes: tuple[tuple[Root, Points], ...] = ()
    longest: int = 0
    numbers: Mapping[int, str] = field(default_factory=dict)

    def find(self, codes: str) -> tuple[Lean, ...]:
        """Every listed run inside a text."""
        return tuple(self._inside(codes.translate(self.numbers)))

    def _inside(self, codes: str) -> Iterator[Lean]:
        known = self.inside.get
        size = len(codes)
        for start in range(size):
            for end in range(start + 1, min(start + self.longest, size) + 1):
                if points := known(codes[start:end]):
                    yield Lean(start, end, points)

    def at_edges(self, codes: str, start: int, end: int) -> Iterator[Lean]:
        """Every listed run with which a clause from `start` to `end` begins, ends, or both."""
        clause = codes[start:end].translate(self.numbers)
        size = len(clause)
        for length in range(1, min(self.longest, size) + 1):
            if points := self.opening.get(clause[:length]):
                yield Lean(start, start + length, points)
            if points := self.closing.get(clause[size - length :]):
                yield Lean(end - length, end, points)
        if points := self.whole.get(clause):
            yield Lean(start, end, points)


NO_LEANINGS = Leanings()


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
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("//"):
            continue
        words, _, told = line.partition("\t")
        pairs = told.split()
        try:
            points = tuple(
                (Move(name), float(much))
                for name, much in zip(pairs[::2], pairs[1::2], strict=True)
            )
        except ValueError:
            yield number
            continue
        yield Row(words, points) if words and points else number


def write_rows(rows: Iterable[Row]) -> str:
    """The file that `read_rows` reads back."""
    return "".join(
        f"{row.words}\t{' '.join(f'{move} {much:g}' for move, much in row.points)}\n"
        for row in rows
    )


def compile_leanings(rows: Sequence[Row], folding: Folding) -> Leanings:
    """The rows as codes, for `with_numbers`; call while the folding still learns words."""
    inside: dict[str, Points] = {}
    opening: dict[str, Points] = {}
    closing: dict[str, Points] = {}
    whole: dict[str, Points] = {}
    given: dict[str, Points] = {}
    longest = 0
    for row in rows:
        if row.words.startswith(GIVEN):
            given[row.words.strip("{}")] = row.points
            continue
        begins, ends = row.words.startswith(OPENING), row.words.endswith(CLOSING)
        place = whole if begins and ends else opening if begins else closing if ends else inside
        bare = row.words.removeprefix(OPENING).removesuffix(CLOSING)
        codes = "".join(
            NUMBER if word == ANY_NUMBER else folding.codes_of(word) for word in bare.split()
        )
        place[codes] = row.points
        longest = max(longest, len(codes))
    return Leanings(inside, opening, closing, whole, given, (), longest)


def settle(leanings: Leanings, vocabulary: Vocabulary) -> Leanings:
    """The leanings with the classes and numbers that a vocabulary knows."""
    classes = tuple(
        (vocabulary.class_root(name.removeprefix(CLASS)), points)
        for name, points in leanings.given.items()
        if name.startswith(CLASS) and name.removeprefix(CLASS) in vocabulary.classes
    )
    numbers = {ord(code): NUMBER for code in vocabulary.folding.words.digits}
    return replace(leanings, classes=classes, numbers=numbers)


def is_mark(code: str) -> bool:
    """Whether a unit is neither word nor character."""
    return code < UNKNOWN and not code.isalnum()
