"""What a trainee is told beside the rules: the words that leaned a clause, what would tip it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.language.leanings import Packed, points_of
from app.language.pack import Pack
from app.language.weigh import Hearing
from app.notation import Heard
from app.notation.fold import UNKNOWN
from app.notation.vocabulary import is_mark
from app.reading import UNSAID, Evidence
from app.vocabulary import Move, Wording

MOST_LEANINGS = 3
"""So many runs of words at most are shown as what leaned a clause toward its move."""
LEAST_LEANING = 0.4
"""Words that give fewer points leaned nothing that anybody would notice."""
LEAST_SHARE = 0.5
"""Nor did words that give less than this share of what the strongest give."""
CLOSE_CALL = 0.9
"""A clause heard more surely than this was never near its runner-up: nothing small tips it."""


_MARK, _STOP, _WORD = range(3)
"""What a unit is to a reader: punctuation, a word that says nothing by itself, or a word."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that lean, from `start` to `end` in units of the turn, and the points they give."""

    start: int
    end: int
    points: float


def leaning(
    hearing: Hearing,
    heard: Heard,
    move: Move,
    second: Move | None = None,
    ruled: Sequence[Evidence] = (),
) -> Iterator[Evidence]:
    """The words that leaned a stretch most toward a move, as evidence; none without a reason.

    Words that lean as much toward the runner-up, `second`, decided nothing. Words that a rule named
    already, in `ruled`, are not named again.
    """
    pack, starts, ends = hearing.pack, hearing.units.starts, hearing.units.ends
    why = pack.leaning.get(move)
    if why is None:
        return
    named = [(one.start, one.end) for one in ruled]
    runs = [
        run
        for run in _telling(_points(hearing, heard, move, second), hearing, heard)
        if not any(a <= starts[run.start] and ends[run.end - 1] <= b for a, b in named)
    ]
    name = f"{pack.language}-leans-{move.replace('_', '-')}"
    for run in _joined(_strongest(runs)):
        yield Evidence(name, starts[run.start], ends[run.end - 1], why)


def tipping(pack: Pack, move: Move, second: Move | None, chance: float) -> Wording:
    """What would have made the runner-up of a clause; empty where the call was not close."""
    if second is None or chance >= CLOSE_CALL:
        return UNSAID
    return pack.tipping.get((move, second)) or pack.tipping.get((None, second)) or UNSAID


def unmarked(codes: str, start: int, end: int) -> Span:
    """A run of units without the marks around it; as it is where it holds nothing else."""
    first, last = start, end
    while first < last and is_mark(codes[first]):
        first += 1
    while first < last and is_mark(codes[last - 1]):
        last -= 1
    return (first, last) if first < last else (start, end)


def _points(
    hearing: Hearing, heard: Heard, move: Move, second: Move | None
) -> Iterator[tuple[Span, float]]:
    """The listed runs and classes of words in a stretch that give a move more than its rival."""
    told: dict[Span, Packed] = {}
    for start, end, packed in hearing.leans(heard):
        told[start, end] = told.get((start, end), 0) + packed
    known = hearing.pack.leanings.classes
    for symbol in hearing.whole.present.intersection(known):
        root, packed = known[symbol]
        if span := heard.span(root):
            told[span] = told.get(span, 0) + packed
    for span, packed in told.items():
        points = points_of(packed, move)
        if points > 0 and second is not None:
            points -= max(points_of(packed, second), 0.0)
        if points > 0:
            yield span, points


def _telling(given: Iterable[tuple[Span, float]], hearing: Hearing, heard: Heard) -> Iterator[Run]:
    """The runs that say something to a reader, without the marks and stop words that follow.

    A run is one piece and holds a word, or two characters, that are no stop words. It gives what
    all the runs within it give, so that a longer one goes before its parts.
    """
    kinds, first = _kinds(hearing, heard), heard.start
    cut: dict[Span, float] = {}
    for (start, end), points in given:
        while start < end and kinds[start - first] == _MARK:
            start += 1
        while start < end and kinds[end - 1 - first] != _WORD:
            end -= 1
        cut[start, end] = cut.get((start, end), 0.0) + points
    least = 1 if hearing.pack.settings.word_boundaries else 2
    codes, stop = hearing.units.codes, hearing.pack.stop
    for start, end in cut:
        part = kinds[start - first : end - first]
        if part.count(_WORD) < least or _MARK in part or codes[start:end] in stop:
            continue
        inside = [more for (a, b), more in cut.items() if start <= a and b <= end]
        yield Run(start, end, sum(inside))


def _kinds(hearing: Hearing, heard: Heard) -> bytes:
    """What each unit of a stretch is; a word is also known by what comes before its apostrophe."""
    units, text, stop = hearing.units, hearing.around.text, hearing.pack.stop
    kinds = bytearray()
    for at in range(heard.start, heard.end):
        code = units.codes[at]
        if is_mark(code):
            kinds.append(_MARK)
        elif code < UNKNOWN:
            kinds.append(_STOP if code in stop else _WORD)
        else:
            said = text[units.starts[at] : units.ends[at]].lower().replace("’", "'")
            bare = said.removesuffix("n't") if said.endswith("n't") else said.partition("'")[0]
            kinds.append(_STOP if bare in stop else _WORD)
    return bytes(kinds)


def _strongest(runs: Iterable[Run]) -> list[Run]:
    """A few runs that do not overlap, those that give most."""
    chosen: list[Run] = []
    for run in sorted(runs, key=lambda one: (-one.points, one.start, one.end)):
        least = max(LEAST_LEANING, chosen[0].points * LEAST_SHARE if chosen else 0.0)
        if run.points < least or len(chosen) == MOST_LEANINGS:
            break
        if all(run.end <= one.start or one.end <= run.start for one in chosen):
            chosen.append(run)
    return chosen


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs in the order of the text, those that touch made one."""
    joined: list[Run] = []
    for run in sorted(runs, key=lambda one: one.start):
        if joined and joined[-1].end == run.start:
            last = joined.pop()
            run = Run(last.start, run.end, last.points + run.points)
        joined.append(run)
    return joined
