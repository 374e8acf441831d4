"""The score: what the trainee did, in six visible parts; each point with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.coaching.exchange import Exchange
from app.coaching.observe import Terms, begin, conclude, observe, terms_of
from app.coaching.remark import Remark
from app.coaching.rules import RULES_VERSION, SILENT
from app.vocabulary import Outcome, Part, Rubric


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part: points won of those it can give, and the remarks that gave and took them.

    What is won beyond `out_of` makes up for losses. Losses take at most three quarters of what was
    won (in conduct, all of it), so that one slip never hides the rest.
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


_FLOOR = 0.25
"""How much of what was won in a part is kept whatever was lost there; none in conduct."""


def score(
    transcript: Sequence[Exchange],
    rubric: Rubric,
    weights: Mapping[Part, float] | None = None,
    *,
    since: int = 0,
) -> Score:
    """Score a recorded talk; the same talk under the same rules always gets the same score.

    Turns up to `since` are listened to and not counted: those inherited by another try.
    """
    terms = terms_of(rubric, weights)
    if not transcript:
        return _total((), terms, None, {})
    ledger = begin(transcript[0])
    remarks: list[Remark] = []
    outcome, result = None, dict[str, int]()
    for exchange in transcript:
        if exchange.no > 0:
            ledger, spoken = observe(ledger, exchange, terms)
            if exchange.no > since:
                remarks += spoken
        outcome = exchange.outcome or outcome
        result |= exchange.result
    remarks += conclude(ledger, transcript[-1], terms)
    return _total(remarks, terms, outcome, result)


def _total(
    remarks: Sequence[Remark], terms: Terms, outcome: Outcome | None, result: Mapping[str, int]
) -> Score:
    parts = {part: _part(part, remarks, terms.points[part]) for part in Part}
    return Score(
        total=round(sum(part.points for part in parts.values())),
        parts=parts,
        findings=tuple(remark for remark in remarks if remark.rule not in SILENT),
        rubric=terms.rubric,
        rules_version=RULES_VERSION,
        outcome=outcome,
        result=result,
    )


def _part(part: Part, remarks: Sequence[Remark], out_of: float) -> PartScore:
    evidence = tuple(remark for remark in remarks if remark.part is part)
    won = sum(remark.points for remark in evidence if remark.points > 0)
    lost = -sum(remark.points for remark in evidence if remark.points < 0)
    floor = 0.0 if part is Part.CONDUCT else min(won, out_of) * _FLOOR
    points = round(min(out_of, max(floor, won - lost)), 1)
    return PartScore(part, points, round(out_of, 1), round(won, 1), round(lost, 1), evidence)
