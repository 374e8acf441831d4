"""Where a talk turned: the buyer's mood over time, where its greatest fall and rise began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    played = [one for one in transcript if one.no > 0]
    changes = [(one.no, one.trust + one.interest / 2 + one.patience / 2) for one in played]
    if any(change for _, change in changes):
        return changes
    points = {one.no: 0.0 for one in played}
    for remark in remarks:
        if remark.turns and remark.turns[-1] in points:
            points[remark.turns[-1]] += remark.points / 4
    return list(points.items())


def greatest(
    changes: Sequence[tuple[int, float]], remarks: Sequence[Remark], *, fall: bool
) -> Swing | None:
    """The greatest fall (or rise) from a high to a later low, dated to where it began."""
    sign = -1.0 if fall else 1.0
    best: tuple[float, int, int] | None = None
    run, began = 0.0, 0
    for turn, change in changes:
        if run <= 0:
            run, began = 0.0, turn
        run += sign * change
        if best is None or run > best[0]:
            best = (run, began, turn)
    if best is None or best[0] < _LEAST:
        return None
    return Swing(best[1], best[2], sign * best[0], _cause(remarks, best[1], best[2], good=not fall))


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
