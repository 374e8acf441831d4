"""What a trainee is told beside the rules: the words that leaned a clause, what would tip it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.language.leanings import Packed, is_mark, unpack_points
from app.language.pack import Pack
from app.language.weigh import Hearing
from app.notation import Heard
from app.notation.fold import UNKNOWN
from app.reading import Evidence
from app.vocabulary import Move, Wording

MOST_LEANINGS = 3
"""So many runs of words at most are shown as what leaned a clause toward its move."""
LEAST_LEANING = 0.5
"""Words that give fewer points leaned nothing that anybody would notice."""
CLOSE_CALL = 0.85
"""A clause heard more surely than this was never near its runner-up: nothing small tips it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that lean, from `start` to `end` in units of the turn, and the points they give."""

    start: int
    end: int
    points: float


def leaning(hearing: Hearing, heard: Heard, move: Move) -> Iterator[Evidence]:
    """The words that leaned a stretch most toward a move, as evidence; none without a reason."""
    pack, units = hearing.pack, hearing.units
    why = pack.leaning.get(move)
    if why is None:
        return
    name = f"{pack.language}-leans-{move.replace('_', '-')}"
    for run in _joined(_strongest(_telling(_runs(hearing, heard, move), hearing))):
        yield Evidence(name, units.starts[run.start], units.ends[run.end - 1], why)


def tipping(pack: Pack, move: Move, second: Move | None, chance: float) -> Wording:
    """What would have made the runner-up of a clause; empty where the call was not close."""
    if second is None or chance >= CLOSE_CALL:
        return Wording()
    return pack.tipping.get((move, second)) or pack.tipping.get((None, second)) or Wording()


def _runs(hearing: Hearing, heard: Heard, move: Move) -> Iterator[Run]:
    """Every listed run and class of words in a stretch with the points it gives a move."""
    told: list[tuple[int, int, Packed]] = list(hearing.leans(heard))
    known = hearing.pack.leanings.classes
    for symbol in hearing.whole.present.intersection(known):
        root, packed = known[symbol]
        if span := heard.span(root):
            told.append((*span, packed))
    for start, end, packed in told:
        for one, points in unpack_points(packed):
            if one is move:
                yield Run(start, end, points)


def _telling(runs: Iterable[Run], hearing: Hearing) -> list[Run]:
    """The runs that say something to a reader, without the marks around them.

    A run gives what all the runs within it give, so that a longer one goes before its parts.
    """
    bare: dict[tuple[int, int], float] = {}
    for run in runs:
        span = _bare(hearing.units.codes, run.start, run.end)
        bare[span] = bare.get(span, 0.0) + run.points
    return [
        Run(start, end, sum(more for (a, b), more in bare.items() if start <= a and b <= end))
        for start, end in bare
        if start < end and not _is_empty(hearing, start, end)
    ]


def _strongest(runs: Sequence[Run]) -> list[Run]:
    """A few runs that do not overlap, those that give most."""
    chosen: list[Run] = []
    for run in sorted(runs, key=lambda one: (-one.points, one.start, one.end)):
        apart = all(run.end <= one.start or one.end <= run.start for one in chosen)
        if apart and run.points >= LEAST_LEANING:
            chosen.append(run)
        if len(chosen) == MOST_LEANINGS:
            break
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


def _bare(codes: str, start: int, end: int) -> tuple[int, int]:
    while start < end and is_mark(codes[start]):
        start += 1
    while start < end and is_mark(codes[end - 1]):
        end -= 1
    return start, end


def _is_empty(hearing: Hearing, start: int, end: int) -> bool:
    """Whether a run is stop words only, or a single character of those that make up words."""
    units, text, stop = hearing.units, hearing.around.text, hearing.pack.stop
    codes = units.codes[start:end]
    if any(code >= UNKNOWN for code in codes):
        said = (text[units.starts[at] : units.ends[at]].lower() for at in range(start, end))
        return all(word in stop for word in said)
    return end - start == 1 or codes in stop
