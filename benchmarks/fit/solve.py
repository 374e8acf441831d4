"""The numbers that make the labelled lines likeliest, pulled toward those the pack has.

Each clause's moves are as likely as their points say (a softmax), and a line's move is the leading
one of its clauses, so the chance of the label is exact for lines of many clauses too. A share of
doubt is left to every move, so that a line which no rule can hear, or a wrong label, pulls little.
"""

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.fit.numbers import Number
from benchmarks.fit.table import MOVES, RANK, Floats, Table

DOUBT = 0.03
"""Share of chance spread over all moves."""
ROUNDS = 250
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Aim:
    """How hard a fit is held to the present numbers, and the scale from points to chances."""

    pull: float
    """On the square of a change: large changes are dear."""
    rest: float
    """On its size: a number that little speaks against stays exactly as it is."""
    sharp: float


def loss(table: Table, values: Floats, sharp: float) -> tuple[float, Floats, Floats]:
    """Minus the log chance of the labels; its slope by number, and by clause and move."""
    scaled = np.where(table.candidates, sharp * table.points(values), -np.inf)
    scaled -= scaled.max(axis=1, keepdims=True)
    soft = np.exp(scaled)
    soft /= soft.sum(axis=1, keepdims=True)
    chance = (1 - DOUBT) * soft + DOUBT / len(MOVES)
    # The chance that a clause's move leads no sooner than the k-th, and the same of a whole line.
    tail = np.maximum(chance[:, ::-1].cumsum(axis=1)[:, ::-1], TINY)
    first = np.flatnonzero(np.diff(table.line_of, prepend=-1))
    whole = np.exp(np.add.reduceat(np.log(tail), first, axis=0))
    after = np.concatenate([whole[:, 1:], np.zeros((len(whole), 1))], axis=1)
    right = np.maximum((table.wanted * (whole - after)).sum(axis=1), TINY)
    total = -float((table.counts * np.log(right)).sum())
    # From the chance of the label back to each clause's tails, then to its chances and points.
    change = table.wanted.astype(float)
    change[:, 1:] -= table.wanted[:, :-1]
    per_line = -(table.counts / right)[:, None] * change * whole
    by_tail = per_line[table.line_of] / tail
    by_chance = by_tail.cumsum(axis=1) * (1 - DOUBT)
    by_points = sharp * soft * (by_chance - (by_chance * soft).sum(axis=1, keepdims=True))
    pushed = table.sign * by_points[table.clause, table.move]
    slope: Floats = np.bincount(table.number, pushed, len(table.numbers)).astype(float)
    return total, slope, by_points


def sharpness(table: Table) -> float:
    """The scale from points to chances under which the present numbers do best."""
    grid = np.geomspace(0.3, 3.0, 24)
    return float(min(grid, key=lambda one: loss(table, table.start, float(one))[0]))


def solve(table: Table, aim: Aim) -> Floats:
    """Numbers of least loss within their bounds."""
    low, high = np.array([one.bounds for one in table.numbers]).T
    low, high = np.minimum(low, table.start), np.maximum(high, table.start)

    def cost(values: Floats) -> tuple[float, Floats]:
        fit, slope, _ = loss(table, values, aim.sharp)
        away = values - table.start
        return fit + aim.pull / 2 * float(away @ away), slope + aim.pull * away

    def shrunk(values: Floats, by: float) -> Floats:
        away = values - table.start
        near = table.start + np.sign(away) * np.maximum(np.abs(away) - by, 0)
        return np.asarray(np.clip(near, low, high), float)

    # Nesterov's method with a proximal step, and a step that is shortened as needed.
    at = ahead = table.start.copy()
    worth, _ = cost(at)
    step, pace = 0.1, 1.0
    for _ in range(ROUNDS):
        here, slope = cost(ahead)
        while True:
            there = shrunk(ahead - step * slope, step * aim.rest)
            move = there - ahead
            smooth, _ = cost(there)
            if smooth <= here + float(slope @ move) + float(move @ move) / (2 * step) + 1e-9:
                break
            step /= 2
        found = smooth + aim.rest * float(np.abs(there - table.start).sum())
        if found > worth:
            ahead, pace = at, 1.0
            if np.abs(move).max() < 1e-4:
                break
            continue
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = np.clip(there + (pace - 1) / faster * (there - at), low, high)
        done = worth - found < 1e-3
        at, worth, pace = there, found, float(faster)
        step *= 1.2
        if done:
            break
    return at


def propose(table: Table, values: Floats, aim: Aim, most: int, support: int = 4) -> list[Number]:
    """New `against` numbers: a rule that speaks where a rival is wrongly heard, again and again.

    Only where at least `support` lines would gain, and more than twice as many as could lose; the
    steepest first.
    """
    _, _, by_points = loss(table, values, aim.sharp)
    heard = table.heard(values)
    wanted = table.wanted[table.line_of]
    known = set(table.numbers)
    gain: dict[tuple[str, int], float] = {}
    wrong: dict[tuple[str, int], set[int]] = {}
    lost: dict[tuple[str, int], set[int]] = {}
    rights = [set(np.flatnonzero(row)) for row in wanted]
    weight = {one.owner: at for at, one in enumerate(table.numbers) if one.kind == "weight"}
    own = {
        int(number): int(move)
        for number, move, sign in zip(table.number, table.move, table.sign, strict=True)
        if sign > 0
    }
    for clause, rules in enumerate(table.spoken):
        for rule in rules:
            for rival in np.flatnonzero(table.candidates[clause]):
                if own[weight[rule]] == rival:
                    continue
                pair = (rule, int(rival))
                gain[pair] = gain.get(pair, 0.0) + float(by_points[clause, rival])
                if rival in rights[clause]:
                    lost.setdefault(pair, set()).add(int(table.line_of[clause]))
                elif heard[clause] == rival:
                    wrong.setdefault(pair, set()).add(int(table.line_of[clause]))
    steep = sorted(gain, key=lambda pair: (-gain[pair], pair))
    names = {at: str(move) for move, at in RANK.items()}
    found = [
        Number("against", rule, names[rival])
        for rule, rival in steep
        if gain[rule, rival] > 0
        and len(wrong.get((rule, rival), ())) >= support
        and len(wrong[rule, rival]) > 2 * len(lost.get((rule, rival), ()))
    ]
    return [one for one in found if one not in known][:most]


def fit(table: Table, aim: Aim, most: int) -> dict[Number, float]:
    """The fitted numbers; at most so many `against` that the pack has not yet."""
    values = solve(table, aim)
    new = propose(table, values, aim, most)
    if new:
        table = table.with_against(new)
        values = solve(table, aim)
    return dict(zip(table.numbers, map(float, values), strict=True))


def part(table: Table, keep: Floats) -> Table:
    """The table with each line counting as much as `keep` says, 0 for not at all."""
    return replace(table, counts=table.counts * keep)
