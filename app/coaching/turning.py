"""Where a talk turned: the buyer's mood over time, where its greatest fall and rise began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.coaching.exchange import Exchange
from app.coaching.remark import Remark

_LEAST = 0.8
"""A smaller movement of trust and patience together is no turning point."""


@dataclass(frozen=True, slots=True)
class Swing:
    """A fall or rise of the mood: the turn it began with, the turn it ended, and how much."""

    began: int
    ended: int
    change: float
    cause: Remark | None


def mood_changes(
    transcript: Sequence[Exchange], remarks: Sequence[Remark]
) -> list[tuple[int, float]]:
    """How each turn moved trust, interest and (half) patience; by points where no mood is known."""
    changes = [
        # Another person brings a mood of their own: such a turn moved nobody's.
        (now.no, 0.0)
        if now.standing.person != before.standing.person
        else (now.no, now.trust + now.interest / 2 + now.patience / 2)
        for before, now in pairwise(transcript)
    ]
    if any(change for _, change in changes):
        return changes
    points = {one.no: 0.0 for one in transcript if one.no > 0}
    for remark in remarks:
        if remark.turns and remark.turns[-1] in points:
            points[remark.turns[-1]] += remark.points / 4
    return list(points.items())


def greatest_fall(changes: Sequence[tuple[int, float]], remarks: Sequence[Remark]) -> Swing | None:
    """The greatest fall from a high to a later low, dated to the turn it began with."""
    best: Swing | None = None
    run, began = 0.0, 0
    for turn, change in changes:
        if run >= 0:
            run, began = 0.0, turn
        run += change
        if run < (best.change if best else -_LEAST):
            best = Swing(began, turn, run, None)
    if best is None:
        return None
    return replace(best, cause=_cause(remarks, best.began, best.ended, good=False))


def greatest_rise(changes: Sequence[tuple[int, float]], remarks: Sequence[Remark]) -> Swing | None:
    """The turn that lifted the mood most."""
    turn, change = max(changes, key=lambda one: one[1], default=(0, 0.0))
    if change < _LEAST:
        return None
    return Swing(turn, turn, change, _cause(remarks, turn, turn, good=True))


def _cause(remarks: Sequence[Remark], began: int, ended: int, *, good: bool) -> Remark | None:
    """The weightiest remark on the turn it began with, else the first one after."""
    fitting = [
        remark
        for remark in remarks
        if remark.good is good and remark.turns and began <= remark.turns[-1] <= ended
    ]
    at_once = [remark for remark in fitting if remark.turns[-1] == began]
    if at_once:
        return max(at_once, key=lambda remark: abs(remark.points))
    return min(fitting, key=lambda remark: remark.turns[-1], default=None)


def worth(remarks: Sequence[Remark]) -> Mapping[str, float]:
    """How many points each rule cost in all, by its key."""
    lost: dict[str, float] = {}
    for remark in remarks:
        if remark.points < 0:
            lost[remark.key] = lost.get(remark.key, 0.0) - remark.points
    return lost
