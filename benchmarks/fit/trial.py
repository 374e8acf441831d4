"""Cross-validation: every line heard by a pack whose numbers were fitted without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.language import Pack
from app.language.calibration import margin
from app.language.evaluate import Judged, summary
from benchmarks.fit.lines import CORPUS, Line, corpus_lines, judge
from benchmarks.fit.numbers import Number, numbers_of, rounded, with_curve, with_numbers
from benchmarks.fit.solve import Aim, fit, part, sharpness
from benchmarks.fit.table import Table, tabulate

KEYS = (
    "accuracy",
    "spin_macro_f1",
    "fab_macro_f1",
    "seven_macro_f1",
    "others_taken_for_spin_or_fab",
)
FLAT = (0.1, 0.0)
"""A curve so flat that the margin can be read back from any confidence."""
REPAIRS = 6
"""How often a corpus line that a fit would lose is made to count double."""


@dataclass(frozen=True, slots=True)
class Means:
    """How a fit is made."""

    folds: int
    most: int
    """New `against` at the most."""
    step: float
    """The grid of written numbers."""
    rest: float
    """What keeps a number exactly as it is; see Aim."""


Score = Mapping[str, float]


def score(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures a fit is chosen by."""
    found: dict[str, Any] = summary(judged)
    return {key: float(found[key] or 0.0) for key in KEYS}


def worth(one: Score) -> float:
    """One figure to choose by: right moves, and the seven kinds alike."""
    return one["accuracy"] + one["seven_macro_f1"]


def table_of(lines: Sequence[Line], pack: Pack) -> Table:
    """The lines and the pack's own corpus, laid out."""
    return tabulate([*lines, *corpus_lines(pack)], pack)


def cross(table: Table, pack: Pack, pull: float, means: Means) -> list[Judged]:
    """Every line but the corpus, heard by the engine with numbers fitted on the other folds."""
    fold = np.array([line.fold(means.folds) for line in table.lines])
    kept = np.array([line.source == CORPUS for line in table.lines])
    aim = Aim(pull, means.rest, sharpness(table))
    out: list[Judged] = []
    for at in range(means.folds):
        held = (fold == at) & ~kept
        numbers = fit(part(table, (~held).astype(float)), aim, means.most)
        other = with_numbers(pack, rounded(numbers, numbers_of(pack), means.step))
        out += judge((table.lines[i] for i in np.flatnonzero(held)), flat(other))
    return out


def flat(pack: Pack) -> Pack:
    """The pack with a curve that hides no margin, and no floor."""
    return with_curve(pack, *FLAT, 0.0)


def margins(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Margin and whether right, of lines heard by a `flat` pack."""
    return [(margin(one.confidence, *FLAT), one.right) for one in judged]


def settle(
    table: Table, pack: Pack, pull: float, means: Means
) -> tuple[dict[Number, float], list[Line]]:
    """Numbers fitted to all lines, on the grid, and the corpus lines that they would still lose.

    A corpus line that the pack hears now must be heard afterwards: one that is lost counts double,
    again and again, before it is given up.
    """
    before = numbers_of(pack)
    aim = Aim(pull, means.rest, sharpness(table))
    own = [at for at, line in enumerate(table.lines) if line.source == CORPUS]
    proved = judge((table.lines[at] for at in own), pack)
    promised = [at for at, one in zip(own, proved, strict=True) if one.right]
    keep = np.ones(len(table.lines))
    numbers, lost = before, list[int]()
    for _ in range(REPAIRS):
        numbers = rounded(fit(part(table, keep), aim, means.most), before, means.step)
        heard = judge((table.lines[at] for at in promised), with_numbers(pack, numbers))
        lost = [at for at, one in zip(promised, heard, strict=True) if not one.right]
        if not lost:
            break
        keep[lost] *= 2
    return numbers, [table.lines[at] for at in lost]
