"""What speaks in every labelled line, as arrays: the ground that a fit stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.language import Ear, Pack, weigh_turn
from app.vocabulary import LEADING, Move
from benchmarks.fit.lines import Line
from benchmarks.fit.numbers import Number, numbers_of

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]

MOVES = tuple(move for move in LEADING if move is not Move.ABSTAIN)
"""In the order in which a turn's move is chosen, which also breaks ties."""
RANK: dict[Move, int] = {move: at for at, move in enumerate(MOVES)}


@dataclass(frozen=True, slots=True)
class Table:
    """Clauses and, for each, which number adds to (or takes from) the points of which move."""

    lines: tuple[Line, ...]
    line_of: Ints
    """Each clause's line; ascending, every line has at least one."""
    numbers: tuple[Number, ...]
    start: Floats
    """The numbers as the pack has them; 0 for one that it does not have."""
    clause: Ints
    move: Ints
    number: Ints
    sign: Floats
    candidates: Flags
    """Clause by move: whether anything speaks for it."""
    wanted: Flags
    """Line by move."""
    counts: Floats
    """How much each line weighs."""
    spoken: tuple[tuple[str, ...], ...]
    """Each clause's rules."""

    def points(self, values: Floats) -> Floats:
        """Clause by move, without regard to whether anything speaks for the move."""
        size = len(self.line_of) * len(MOVES)
        flat = self.clause * len(MOVES) + self.move
        found: Floats = np.bincount(flat, self.sign * values[self.number], size).astype(float)
        return found.reshape(len(self.line_of), len(MOVES))

    def heard(self, values: Floats) -> Ints:
        """The move of each clause."""
        points = np.where(self.candidates, self.points(values).round(6), -np.inf)
        return np.asarray(points.argmax(axis=1), np.intp)

    def leading(self, values: Floats) -> Ints:
        """The move of each line."""
        first = np.flatnonzero(np.diff(self.line_of, prepend=-1))
        return np.asarray(np.minimum.reduceat(self.heard(values), first), np.intp)

    def right(self, values: Floats) -> Flags:
        """Whether each line is heard as labelled."""
        return np.asarray(self.wanted[np.arange(len(self.lines)), self.leading(values)], bool)

    def with_against(self, offered: Sequence[Number]) -> "Table":
        """The table with further points that rules may take from rivals, none as yet."""
        number = {one: len(self.numbers) + at for at, one in enumerate(offered)}
        new = [
            (clause, RANK[Move(one.move)], at)
            for one, at in number.items()
            for clause, rules in enumerate(self.spoken)
            if one.owner in rules
        ]
        clause, move, index = (np.array(column, np.intp) for column in zip(*new, strict=True))
        return replace(
            self,
            numbers=(*self.numbers, *offered),
            start=np.concatenate([self.start, np.zeros(len(offered))]),
            clause=np.concatenate([self.clause, clause]),
            move=np.concatenate([self.move, move]),
            number=np.concatenate([self.number, index]),
            sign=np.concatenate([self.sign, -np.ones(len(new))]),
        )


def tabulate(lines: Sequence[Line], pack: Pack) -> Table:
    """Hear every line with the engine and lay out what speaks in it."""
    ear = Ear({pack.language: pack})
    heard = [weigh_turn(line.text, ear, pack.language, line.context) for line in lines]
    shapes = [(at, one) for at, turn in enumerate(heard) for one in turn]
    start = numbers_of(pack)
    index = {one: at for at, one in enumerate(start)}
    entries: list[tuple[int, int, int, float]] = []
    candidates = np.zeros((len(shapes), len(MOVES)), bool)
    bases: dict[str, list[Number]] = {}
    rivals: dict[str, list[Number]] = {}
    for one in start:
        if one.kind == "base":
            bases.setdefault(one.owner, []).append(one)
        elif one.kind == "against":
            rivals.setdefault(one.owner, []).append(one)
    for at, (_, weighing) in enumerate(shapes):
        for one in bases.get(weighing.form, ()):
            entries.append((at, RANK[Move(one.move)], index[one], 1.0))
            candidates[at, RANK[Move(one.move)]] = True
        last = lines[shapes[at][0]].context.last_question
        for rule in (spoken.rule for spoken in weighing.spoken):
            if rule.move is None:
                continue
            move = last if rule.probe and last is not None else rule.move
            entries.append((at, RANK[move], index[Number("weight", rule.id)], 1.0))
            candidates[at, RANK[move]] = True
            for one in rivals.get(rule.id, ()):
                entries.append((at, RANK[Move(one.move)], index[one], -1.0))
        if not candidates[at].any():
            candidates[at, RANK[Move.OTHER]] = True
    columns = list(zip(*entries, strict=True))
    wanted = np.array([[move in line.wanted for move in MOVES] for line in lines])
    return Table(
        lines=tuple(lines),
        line_of=np.array([line for line, _ in shapes], np.intp),
        numbers=tuple(start),
        start=np.array(list(start.values())),
        clause=np.array(columns[0], np.intp),
        move=np.array(columns[1], np.intp),
        number=np.array(columns[2], np.intp),
        sign=np.array(columns[3]),
        candidates=candidates,
        wanted=wanted,
        counts=np.array([line.counts for line in lines]),
        spoken=tuple(
            tuple(one.rule.id for one in weighing.spoken if one.rule.move is not None)
            for _, weighing in shapes
        ),
    )
