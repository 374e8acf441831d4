"""The confidence curve: what is said with much confidence must nearly always be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

from app.language.calibration import confidence, error, fit

SURE = 0.8
"""What the coach says with so much confidence …"""
RIGHT = 0.9
"""… is to be right in so large a share."""
UNSURE = 0.25
"""Where fewer than one in four is right, the coach had better say that it is not sure."""
ENOUGH = 15
"""Lines on which such a share can be read."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Slope, intercept and floor for `pack.yaml`, and what they give on the lines of the fit."""

    slope: float
    intercept: float
    floor: float
    sure: int
    """Lines said with much confidence, and the share of them that are right."""
    right: float
    unsure: int
    error: float


def sure_margin(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The least margin from which on enough lines are right; None when no margin suffices."""
    ranked = sorted(judged, reverse=True)
    best = None
    good = 0
    for at, (margin, right) in enumerate(ranked, 1):
        good += right
        last_of_its_margin = at == len(ranked) or ranked[at][0] < margin
        if last_of_its_margin and at >= ENOUGH and good >= RIGHT * at:
            best = margin
    return best


def floor_margin(judged: Sequence[tuple[float, bool]], unsure: float = UNSURE) -> float | None:
    """The margin below which too few lines are right to name a move; None where there is none."""
    best = None
    good = 0
    ranked = sorted(judged)
    for at, (margin, right) in enumerate(ranked, 1):
        good += right
        last_of_its_margin = at == len(ranked) or ranked[at][0] > margin
        if last_of_its_margin and at >= ENOUGH and good < unsure * at:
            best = margin
    return best


def draw(judged: Sequence[tuple[float, bool]], floor: float, unsure: float = UNSURE) -> Curve:
    """The likeliest curve that passes SURE where RIGHT is reached.

    `judged` are margins and whether right, of lines that no part of the fit has seen; `floor` is
    kept, or lowered, so that nothing is abstained from, where a share of `unsure` is right at every
    margin.
    """
    at = sure_margin(judged)
    slope, intercept = fit(judged)
    if at is not None:
        level = log(SURE / (1 - SURE))
        slope = min(
            (one / 100 for one in range(5, 301, 5)),
            key=lambda one: _surprise(judged, one, level - one * at),
        )
        # Down to the next thousandth, so that rounding leaves the margin itself within.
        intercept = -(-(level - slope * at) * 1000 // 1) / 1000
    slope = max(round(slope, 2), 0.05)
    low = floor_margin(judged, unsure)
    if low is not None:
        floor = ceil(100 * confidence(low, slope, intercept) + 1e-6) / 100
    elif judged:
        least = min(margin for margin, _ in judged)
        floor = min(floor, int(100 * confidence(least, slope, intercept)) / 100)
    chances = [(confidence(margin, slope, intercept), right) for margin, right in judged]
    sure = [right for chance, right in chances if chance >= SURE]
    return Curve(
        slope,
        round(intercept, 3),
        floor,
        len(sure),
        sum(sure) / len(sure) if sure else 0.0,
        sum(chance < floor for chance, _ in chances),
        error(chances),
    )


def _surprise(judged: Sequence[tuple[float, bool]], slope: float, intercept: float) -> float:
    total = 0.0
    for margin, right in judged:
        chance = min(max(confidence(margin, slope, intercept), 1e-9), 1 - 1e-9)
        total -= log(chance if right else 1 - chance)
    return total
