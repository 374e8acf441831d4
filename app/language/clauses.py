"""Cutting a turn into clauses: where a listener would hear another move begin.

Marks and strong opening words propose where to cut. Of all ways to cut, the one is taken whose
clauses are each heard most clearly as one move, less what its cuts cost: a cut is dear where the
two sides lean on each other and cheap where a listener expects one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log1p

from app.language.pack import Cue, Pack
from app.language.source import CostSource
from app.language.weigh import Hearing
from app.language.weighing import Weighing
from app.notation import Units
from app.notation.fold import is_cjk
from app.vocabulary import Form

MOST_SEGMENTS = 24
"""Soft marks beyond so many segments no longer cut."""
FEW = 12
"""Of more pieces than these two at most make a clause."""
MOST_PIECES = 50
"""Beyond so many segments nothing cuts: nobody speaks like that."""
WIDEST = 3
"""So many pieces at most make a clause."""
ROOM = 120
"""Units that are heard together at most; turns as people type them are shorter."""
MOST_UNITS = 240
"""Words or characters of a turn that are heard, within the characters that are folded."""
DEFAULT_WEIGHT = 1.0
"""Rules that weigh no more are defaults: they alone do not make a clause clear."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between marks; `hard` when the mark at its end ends a sentence.

    `marked` when a mark, and not only an opening word, sets it off from what is before.
    """

    start: int
    end: int
    hard: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment with its units without marks, and what its first words say of its neighbours."""

    segment: Segment
    length: int
    cues: frozenset[Cue]


@dataclass(frozen=True, slots=True)
class Path:
    """A way to cut the pieces so far: its score, its last clause, and the way before that."""

    score: float = 0.0
    clause: Weighing | None = None
    before: "Path | None" = None


def cut(hearing: Hearing) -> tuple[Weighing, ...]:
    """The clauses of a turn, weighed, in order; none when there is nothing to hear."""
    pieces = tuple(_pieces(hearing))
    short, costs = hearing.pack.clauses.short, hearing.pack.clauses.costs
    paths = [Path()]
    for last in range(len(pieces)):
        best: Path | None = None
        for first in _beginnings(pieces, last, short):
            before = paths[first]
            heard = hearing.part(pieces[first].segment.start, pieces[last].segment.end)
            weighing = hearing.weigh(heard, before.clause.best[0] if before.clause else None)
            score = before.score + _clarity(weighing, short, costs)
            if before.clause:
                score -= _cost(
                    before.clause, weighing, pieces[first - 1], pieces[first], short, costs
                )
            if best is None or score > best.score:
                best = Path(score, weighing, before)
        assert best is not None
        paths.append(best)
    clauses: list[Weighing] = []
    path: Path | None = paths[-1]
    while path and path.clause:
        clauses.append(path.clause)
        path = path.before
    return tuple(reversed(clauses))


def stretches(pack: Pack, units: Units) -> Iterator[Units]:
    """A long text in stretches that are heard one by one, so that its cost grows with its length.

    It is divided at the last sentence's end, or else the last mark, that a stretch has room for.
    """
    size = min(len(units.codes), MOST_UNITS)
    start = 0
    while size - start > ROOM:
        end = start + ROOM
        marks = list(pack.clauses.marks.finditer(units.codes, start + 1, end))
        hard = [one for one in marks if _is_hard(pack, units, *one.span())]
        if marks:
            end = (hard or marks)[-1].end()
        yield units.part(start, end)
        start = end
    yield units.part(start, size) if start or size < len(units.codes) else units


def whole(hearing: Hearing) -> tuple[Weighing, ...]:
    """The turn as the one clause that it is known to be; none when there is nothing to hear."""
    end = len(hearing.units.codes)
    return (hearing.weigh(hearing.part(0, end)),) if end else ()


def _pieces(hearing: Hearing) -> Iterator[Piece]:
    for one in segments(hearing):
        heard = hearing.part(one.start, one.end)
        yield Piece(one, heard.length, hearing.cues(heard))


def _beginnings(pieces: Sequence[Piece], last: int, short: int) -> Iterator[int]:
    """Where a clause that ends with piece `last` may begin; only a brief sentence joins another."""
    yield last
    widest = WIDEST if len(pieces) <= FEW else 2
    for first in range(last - 1, max(-1, last - widest), -1):
        if pieces[first].segment.hard and pieces[first].length > short:
            return
        yield first


def _clarity(weighing: Weighing, short: int, costs: CostSource) -> float:
    """The logarithm of how likely it is that the stretch is one clause with its best move."""
    best, points = weighing.best
    margin = points - weighing.second(best)[1]
    score = -log1p(exp(-(costs.slope * margin + costs.level)))
    top = max([one.rule.weight for one in weighing.spoken if one.rule.move], default=0.0)
    if not top:
        score -= costs.silent
    elif top <= DEFAULT_WEIGHT:
        score -= costs.faint
    if weighing.heard.length <= short:
        score -= costs.tiny
    return score


def _cost(
    before: Weighing,
    after: Weighing,
    left: Piece,
    right: Piece,
    short: int,
    costs: CostSource,
) -> float:
    """What a cut costs between two clauses, of which `left` and `right` are the pieces at it."""
    cost = costs.cut
    brief = before.heard.length <= short
    asks = after.form is Form.QUESTION
    if left.segment.hard:
        cost += costs.sentence + (costs.brief_sentence if brief else 0.0)
    else:
        if not right.segment.marked:
            cost += costs.unmarked
        if Cue.DEPENDS in left.cues:
            cost += costs.premise if asks else costs.leaning
        if Cue.TAIL in right.cues and Cue.DEPENDS not in right.cues:
            cost += costs.tail
        if brief:
            cost += costs.brief
    if Cue.DEPENDS in right.cues and after.end == right.segment.end and not asks:
        cost += costs.left_over
    if Cue.CONNECTIVE in right.cues:
        cost += costs.connective
    if asks:
        cost += costs.asks
    elif before.form is Form.QUESTION:
        cost += costs.asked
    if before.best[0] is after.best[0] and not asks:
        cost += costs.same
    return cost


def segments(hearing: Hearing) -> Iterator[Segment]:
    """The stretches between marks, closing marks included; a blank one joins the next."""
    pack, units = hearing.pack, hearing.units
    breaks: dict[int, bool] = {}
    for mark in pack.clauses.marks.finditer(units.codes):
        hard = _is_hard(pack, units, mark.start(), mark.end())
        if hard is not None:
            breaks[mark.end()] = hard
    for at in units.spaces:
        if 0 < at < len(units.codes) and is_cjk(units.codes[at - 1]) and is_cjk(units.codes[at]):
            breaks.setdefault(at, False)
    openers = frozenset(_openers(hearing)).difference(breaks)
    for at in openers:
        breaks[at] = False
    for at in units.lines:
        breaks[at] = True
    start = 0
    count = 0
    for at in sorted(breaks):
        if at <= start or not any(c.isalnum() or c >= "\U000f0000" for c in units.codes[start:at]):
            continue
        hard = breaks[at]
        if count > (MOST_PIECES if hard else MOST_SEGMENTS):
            continue
        count += 1
        yield Segment(start, at, hard, start not in openers)
        start = at
    if start < len(units.codes):
        yield Segment(start, len(units.codes), True, start not in openers)


def _is_hard(pack: Pack, units: Units, start: int, end: int) -> bool | None:
    """Whether marks end a clause, or only may; None for a dot that is no mark at all."""
    marks = units.codes[start:end]
    ends = pack.clauses.ends
    if marks == ".":
        if start and units.codes[start - 1] in pack.clauses.keep:
            return None
        if end < len(units.codes) and units.ends[start] == units.starts[end]:
            return None
    elif len(marks) > 1 and set(marks) <= {".", "…"}:
        return "…" in ends
    return any(mark in ends for mark in marks)


def _openers(hearing: Hearing) -> Iterator[int]:
    """Where a pattern that opens a clause without any mark begins."""
    starts = hearing.openers()
    if not starts:
        return
    pack, codes = hearing.pack, hearing.units.codes
    heard = hearing.part(0, len(codes))
    begins = 0
    for root in starts:
        if ends := root.forward(heard.inside, heard) & heard.inside:
            begins |= root.backward(ends, heard) & heard.inside
    while begins:
        low = begins & -begins
        at = low.bit_length() - 1
        if at and codes[at - 1] not in pack.clauses.binders:
            yield at
        begins ^= low
