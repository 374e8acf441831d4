"""Points for words: the multinomial logistic regression that starts from what the rules say.

A line's moves are as likely as a softmax of `scale` times the points of its rules plus the points
of what else is in it. The words' points are held toward zero by a ridge, so what is rare says
little. The optimum is found with SciPy's L-BFGS-B.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from app.language import Pack
from app.language.leanings import Row
from app.vocabulary import LEADING, BuyerAct, Form, Move
from benchmarks.fit.features import Seen

Floats: TypeAlias = npt.NDArray[np.float64]
MOVES = tuple(move for move in LEADING if move is not Move.ABSTAIN)
AT: Mapping[Move, int] = {move: at for at, move in enumerate(MOVES)}
SURROUNDINGS = frozenset(
    (*(f"{{{act}}}" for act in BuyerAct), *(f"{{after {move}}}" for move in MOVES))
)
ROUNDS = 200
DEAF = 0.55
"""Share of the lines known to the rules' writers whose rules are silenced in the fit.

On such lines rules are right far too often; on lines of others they are silent or wrong in about
half. Silencing so many keeps the scale of the rules, and lets their lines teach words.
"""


@dataclass(frozen=True, slots=True)
class Means:
    """How a fit is held back."""

    ridge: float = 1.2
    least: int = 4
    """Lines that a run of words must occur in."""
    faint: float = 0.08
    """Weights below this are dropped."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of features by move, in the scale of chances, and the scale of rules' points."""

    places: Mapping[str, int]
    weights: Floats
    scale: float

    def scores(self, seen: Sequence[Seen]) -> Floats:
        """Line by move, in the scale of chances."""
        found: Floats = _matrix(seen, self.places) @ self.weights
        return found + self.scale * _points(seen)

    def rows(self) -> list[Row]:
        """The leanings to write, in the scale of rules' points, by what they say most for."""
        out = []
        for name, at in self.places.items():
            points = tuple(
                (MOVES[move], round(float(self.weights[at, move]) / self.scale, 2))
                for move in np.argsort(-self.weights[at])
                if self.weights[at, move]
            )
            if points:
                out.append(Row(name, points))
        return sorted(out, key=lambda row: (AT[row.points[0][0]], -row.points[0][1], row.words))


def fit(fresh: Sequence[Seen], known: Sequence[Seen], pack: Pack, means: Means) -> Fitted:
    """Fit to lines; `known` are those that the rules' writers had read."""
    seen = [twin for one in (*fresh, *_silenced(known, pack)) for twin in _twins(one)]
    counts = Counter(name for one in seen for name in one.features)
    names = sorted(name for name, many in counts.items() if many >= means.least)
    places = {name: at for at, name in enumerate(names)}
    matrix, points = _matrix(seen, places), _points(seen)
    turned = matrix.T.tocsr()
    wanted = np.zeros(points.shape)
    counted = np.array([one.line.counts for one in seen])[:, None]
    for at, one in enumerate(seen):
        wanted[at, [AT[move] for move in one.line.wanted]] = 1.0
    shape = (len(names), len(MOVES))

    def cost(flat: Floats) -> tuple[float, Floats]:
        weights = flat[1:].reshape(shape)
        scores = matrix @ weights + flat[0] * points
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        right = np.maximum((chances * wanted).sum(axis=1, keepdims=True), 1e-12)
        slope = counted * (chances - chances * wanted / right)
        total = -float((counted * np.log(right)).sum()) + means.ridge / 2 * float(
            (weights * weights).sum()
        )
        by_weight = turned @ slope + means.ridge * weights
        return total, np.concatenate([[float((slope * points).sum())], by_weight.ravel()])

    start = np.zeros(1 + shape[0] * shape[1])
    start[0] = 0.7
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    weights = found[1:].reshape(shape)
    weights[np.abs(weights) < means.faint] = 0.0
    return Fitted(places, weights, max(float(found[0]), 0.1))


def _silenced(known: Sequence[Seen], pack: Pack) -> list[Seen]:
    """The lines known to the rules' writers, a share of them as if no rule had spoken."""
    chance = Random(1)
    base = pack.settings.base
    out = []
    for one in known:
        form = next(form for form in Form if f"{{{form}}}" in one.features)
        bare: Mapping[Move, float] = getattr(base, form)
        out.append(Seen(one.line, bare, one.features) if chance.random() < DEAF else one)
    return out


def _twins(one: Seen) -> list[Seen]:
    """A line with and without its surroundings, each counting half: words must do alone too."""
    bare = frozenset(name for name in one.features if name not in SURROUNDINGS)
    if bare == one.features:
        return [one]
    half = replace(one.line, counts=one.line.counts / 2)
    return [replace(one, line=half), replace(one, line=half, features=bare)]


def _matrix(seen: Sequence[Seen], places: Mapping[str, int]) -> csr_matrix:
    rows, columns = [], []
    for at, one in enumerate(seen):
        for name in one.features:
            if name in places:
                rows.append(at)
                columns.append(places[name])
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(seen), len(places)))


def _points(seen: Sequence[Seen]) -> Floats:
    out = np.zeros((len(seen), len(MOVES)))
    for at, one in enumerate(seen):
        for move, points in one.points.items():
            out[at, AT[move]] = points
    return out
