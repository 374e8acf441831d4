"""The numbers of a pack that a fit may move, and a pack with other numbers in their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.language import Pack
from app.language.source import BaseSource, CalibrationSource
from app.vocabulary import Form, Move

LOWEST, HIGHEST = 0.3, 6.0
"""A rule's weight stays within; below the first it would be a rule that says nothing."""
MOST_AGAINST = 4.0
MOST_BASE = 2.5
LEAST = 0.1
"""An `against` or a base of less is not written."""


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One number: a rule's weight, a form's base for a move, or a rule's points against a move."""

    kind: str
    """weight, base or against."""
    owner: str
    """A rule's id, or a form."""
    move: str = ""

    def __str__(self) -> str:
        return f"{self.owner} {self.kind} {self.move}".rstrip()

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most it may become."""
        if self.kind == "weight":
            return LOWEST, HIGHEST
        # A base of nothing would leave clauses in which no rule speaks without any move.
        return (0.0, MOST_AGAINST) if self.kind == "against" else (LEAST, MOST_BASE)


Numbers = Mapping[Number, float]


def numbers_of(pack: Pack) -> dict[Number, float]:
    """Every number that decides between moves, as the pack has it."""
    out: dict[Number, float] = {}
    for rule in pack.rules:
        if rule.move is not None:
            out[Number("weight", rule.id)] = rule.weight
            for rival, less in rule.against:
                out[Number("against", rule.id, rival)] = less
    for form in Form:
        for move, points in getattr(pack.settings.base, form).items():
            out[Number("base", form, move)] = points
    return out


def against_of(numbers: Numbers, rule: str) -> dict[str, float]:
    """What a rule takes from rivals; what is next to nothing left out."""
    return {
        one.move: points
        for one, points in numbers.items()
        if one.kind == "against" and one.owner == rule and points >= LEAST
    }


def base_of(numbers: Numbers, form: str) -> dict[str, float]:
    """What every clause of a form starts with; what is next to nothing left out."""
    return {
        one.move: points
        for one, points in numbers.items()
        if one.kind == "base" and one.owner == form and points >= LEAST
    }


def with_numbers(pack: Pack, numbers: Numbers) -> Pack:
    """The pack with these numbers in place of its own."""
    rules = tuple(
        rule
        if rule.move is None
        else replace(
            rule,
            weight=numbers[Number("weight", rule.id)],
            against=tuple((Move(m), less) for m, less in against_of(numbers, rule.id).items()),
        )
        for rule in pack.rules
    )
    forms = {str(form): base_of(numbers, form) for form in Form}
    base = BaseSource.model_validate({**pack.settings.base.model_dump(), **forms})
    return replace(pack, rules=rules, settings=pack.settings.model_copy(update={"base": base}))


def with_curve(pack: Pack, slope: float, intercept: float, floor: float) -> Pack:
    """The pack with another confidence curve and floor."""
    curve = CalibrationSource(slope=slope, intercept=intercept)
    settings = pack.settings.model_copy(update={"calibration": curve, "floor": floor})
    return replace(pack, settings=settings)


def without(pack: Pack, rules: Sequence[str]) -> Pack:
    """The pack in which these rules stay silent."""
    return replace(
        pack,
        rules=tuple(
            replace(rule, move=None, fault=None, act=None, probe=False)
            if rule.id in rules
            else rule
            for rule in pack.rules
        ),
    )


def rounded(numbers: Numbers, before: Numbers, step: float) -> dict[Number, float]:
    """The numbers on a grid; one that moved by less than a step stays as it was written."""
    out: dict[Number, float] = {}
    for one, value in numbers.items():
        was = before.get(one, 0.0)
        low, high = one.bounds
        near = min(max(round(value / step) * step, low), high)
        out[one] = was if abs(value - was) < step else round(near, 4)
    return out
