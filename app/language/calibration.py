"""Confidence that means what it says: the curve from margin to the share heard rightly."""

from collections.abc import Sequence
from math import exp, log

ROUNDS = 50
RIDGE = 1e-3
"""Keeps the curve finite where every line is heard rightly."""


def confidence(margin: float, slope: float, intercept: float) -> float:
    """The chance, in 0..1, that a move which leads by `margin` points is the right one."""
    x = slope * margin + intercept
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def margin(chance: float, slope: float, intercept: float) -> float:
    """The margin that `confidence` was told of."""
    chance = min(max(chance, 1e-9), 1 - 1e-9)
    return (log(chance / (1 - chance)) - intercept) / slope


def fit(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and intercept of the likeliest curve through margins heard rightly or wrongly."""
    slope = intercept = 0.0
    for _ in range(ROUNDS):
        g0 = g1 = 0.0
        h00, h01, h11 = RIDGE, 0.0, RIDGE
        for at, right in judged:
            chance = confidence(at, slope, intercept)
            miss, weight = right - chance, chance * (1 - chance)
            g0 += miss
            g1 += miss * at
            h00 += weight
            h01 += weight * at
            h11 += weight * at * at
        g0 -= RIDGE * intercept
        g1 -= RIDGE * slope
        determinant = h00 * h11 - h01 * h01
        if abs(determinant) < 1e-12:
            break
        intercept += (h11 * g0 - h01 * g1) / determinant
        slope += (h00 * g1 - h01 * g0) / determinant
        if abs(g0) + abs(g1) < 1e-6:
            break
    return slope, intercept


def error(judged: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error of (confidence, right): 0 is honest, 1 is not."""
    bands: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for chance, right in judged:
        bands[min(bins - 1, int(chance * bins))].append((chance, right))
    gaps = (abs(sum(chance - right for chance, right in band)) for band in bands)
    return sum(gaps) / len(judged) if judged else 0.0
