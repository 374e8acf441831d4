"""What a trainee is told beside the rules: the words that leaned a clause, what would tip it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.language.leanings import Packed, is_mark, points_of
from app.language.pack import Pack
from app.language.weigh import Hearing
from app.notation import Heard
from app.notation.fold import UNKNOWN
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


@dataclass(frozen=True, slots=True)
class Run:
    """Words that lean, from `start` to `end` in units of the turn, and the points they give."""

    start: int
    end: int
    points: float


def leaning(
    hearing: Hearing, heard: Heard, move: Move, ruled: Sequence[Evidence] = ()
) -> Iterator[Evidence]:
    """The words that leaned a stretch most toward a move, as evidence; none without a reason.

    Words that a rule named already, in `ruled`, are not named again.
    """
    pack, units = hearing.pack, hearing.units
    why = pack.leaning.get(move)
    if why is None:
        return
    name = f"{pack.language}-leans-{move.replace('_', '-')}"

    def evidence(run: Run) -> Evidence:
        return Evidence(name, units.starts[run.start], units.ends[run.end - 1], why)

    runs = _telling(_runs(hearing, heard, move), hearing)
    for run in _joined(_strongest([one for one in runs if not _within(evidence(one), ruled)])):
        yield evidence(run)


def tipping(pack: Pack, move: Move, second: Move | None, chance: float) -> Wording:
    """What would have made the runner-up of a clause; empty where the call was not close."""
    if second is None or chance >= CLOSE_CALL:
        return UNSAID
    return pack.tipping.get((move, second)) or pack.tipping.get((None, second)) or UNSAID


def _within(one: Evidence, others: Iterable[Evidence]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _runs(hearing: Hearing, heard: Heard, move: Move) -> Iterator[Run]:
    """Every listed run and class of words in a stretch with the points it gives a move."""
    told: list[tuple[int, int, Packed]] = list(hearing.leans(heard))
    known = hearing.pack.leanings.classes
    for symbol in hearing.whole.present.intersection(known):
        root, packed = known[symbol]
        if span := heard.span(root):
            told.append((*span, packed))
    for start, end, packed in told:
        if points := points_of(packed, move):
            yield Run(start, end, points)


def _telling(runs: Iterable[Run], hearing: Hearing) -> list[Run]:
    """The runs that say something to a reader, without the marks and stop words that follow.

    A run gives what all the runs within it give, so that a longer one goes before its parts.
    """
    cut: dict[tuple[int, int], float] = {}
    for run in runs:
        span = _cut(hearing, run.start, run.end)
        cut[span] = cut.get(span, 0.0) + run.points
    return [
        Run(start, end, sum(more for (a, b), more in cut.items() if start <= a and b <= end))
        for start, end in cut
        if _tells(hearing, start, end)
    ]


def _strongest(runs: Sequence[Run]) -> list[Run]:
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


def _cut(hearing: Hearing, start: int, end: int) -> tuple[int, int]:
    codes = hearing.units.codes
    while start < end and is_mark(codes[start]):
        start += 1
    while start < end and (is_mark(codes[end - 1]) or _stops(hearing, end - 1)):
        end -= 1
    return start, end


def _tells(hearing: Hearing, start: int, end: int) -> bool:
    """Whether a run is one piece and holds a word, or two characters, that are no stop words."""
    codes = hearing.units.codes[start:end]
    words = sum(not _stops(hearing, at) for at in range(start, end))
    least = 1 if hearing.pack.settings.word_boundaries else 2
    return words >= least and codes not in hearing.pack.stop and not any(map(is_mark, codes))


def _stops(hearing: Hearing, at: int) -> bool:
    """Whether a unit is a stop word, alone or with what an apostrophe ties to it."""
    units, code, stop = hearing.units, hearing.units.codes[at], hearing.pack.stop
    if code < UNKNOWN:
        return code in stop
    said = hearing.around.text[units.starts[at] : units.ends[at]].lower().replace("’", "'")
    return said.removesuffix("n't") in stop or said.partition("'")[0] in stop
