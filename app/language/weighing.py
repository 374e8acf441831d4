"""A stretch of a turn as weighed: its form, the rules that spoke, and the points of each move."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.language.pack import Rule
from app.notation import Heard
from app.vocabulary import LEADING, Form, Move

TIES: Mapping[Move, int] = {move: at for at, move in enumerate(LEADING)}
"""Of moves with equal points the earliest is heard; LEADING begins with the SPIN order of tests."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that spoke and where, in units of the turn."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """One stretch of units as weighed; `points` holds every move that has any."""

    start: int
    end: int
    form: Form
    points: Mapping[Move, float]
    spoken: tuple[Spoken, ...]
    heard: Heard

    best: tuple[Move, float] = field(init=False)
    """The move with the most points."""

    def __post_init__(self) -> None:
        most = max(self.points.values())
        best = [move for move, points in self.points.items() if points == most]
        first = best[0] if len(best) == 1 else min(best, key=TIES.__getitem__)
        object.__setattr__(self, "best", (first, most))

    def second(self, best: Move) -> tuple[Move | None, float]:
        """The runner-up and its points; none scores 0."""
        rest = [one for one in self.points.items() if one[0] is not best and one[1] > 0]
        if not rest:
            return None, 0.0
        return min(rest, key=lambda one: (-one[1], TIES[one[0]]))
