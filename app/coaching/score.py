"""The score: what the trainee did, in six visible parts; each point with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.coaching.exchange import Exchange
from app.coaching.remark import Remark
from app.vocabulary import Outcome, Part, Rubric


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part: points won of those it can give, and the remarks that gave and took them.

    What is won stops at `out_of`; losses take at most three quarters of what was won (in conduct,
    all of it), so that one slip never hides the rest.
    """

    part: Part
    points: float
    out_of: float
    won: float
    lost: float
    evidence: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The whole score, 0..100, with its parts, every remark, and the rules it was made by.

    `outcome` and `result` are what the buyer did; they are reported beside the score and are no
    part of it.
    """

    total: int
    parts: Mapping[Part, PartScore]
    findings: tuple[Remark, ...]
    rubric: Rubric
    rules_version: str
    outcome: Outcome | None
    result: Mapping[str, int]


def score(
    transcript: Sequence[Exchange], rubric: Rubric, weights: Mapping[Part, float] | None = None
) -> Score:
    """Score a recorded talk; the same talk under the same rules always gets the same score."""
    raise NotImplementedError
