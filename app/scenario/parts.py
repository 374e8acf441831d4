"""What a scenario is made of: the product, the people, their needs, facts and resistances."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from app.scenario.condition import (
    MOST,
    Data,
    Effects,
    Id,
    Ids,
    Labels,
    Listed,
    Patterns,
    Says,
    When,
)
from app.vocabulary import Outcome, Seat, Temperament, Wording

Kind = Literal[
    "business.money",
    "business.output",
    "business.image",
    "personal.power",
    "personal.achievement",
    "personal.recognition",
    "personal.acceptance",
    "personal.order",
    "personal.security",
]


class Known(Data):
    """Something the briefing already answers; asking for it again is homework not done."""

    id: Id
    about: Patterns
    answer: Says = ()


class Feature(Data):
    """A part of the product: what it is and does, why that is better, and whose need it serves."""

    id: Id
    about: Patterns = ()
    says: Wording
    function: Wording = Wording()
    advantage: Wording = Wording()
    benefit: Wording = Wording()
    serves: Ids = ()


class Spec(Data):
    """A fact about the product; with `low` and `high`, a claimed number outside them overclaims."""

    says: Wording
    about: Patterns = ()
    low: float | None = None
    high: float | None = None


def _spec(value: object) -> object:
    """A bare value stands for a fact that reads the same in every language."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    bounds = {} if isinstance(value, str) else {"low": value, "high": value}
    return {"says": {"zh": str(value), "en": str(value)}, **bounds}


class Product(Data):
    """What is being sold; `about` are the words it goes by."""

    name: Wording
    about: Patterns = ()
    features: Listed[Feature] = ()
    facts: Mapping[
        Id, Annotated[Spec, BeforeValidator(_spec, json_schema_input_type=Spec | str | float)]
    ] = Field(default_factory=dict, max_length=MOST)


class Rival(Data):
    """Another supplier, with what is really good and bad about it."""

    id: Id | None = None
    name: Wording
    about: Patterns = ()
    strong: Wording = Wording()
    weak: Wording = Wording()


class Limit(Data):
    """How much a person may sign for, and to whom they refer beyond that."""

    outcome: Outcome = Outcome.ORDER
    result: Mapping[Id, int] = Field(default_factory=dict)
    refers_to: Id | None = None
    says: Says = ()


class Profile(Data):
    """What moves this person, for the debrief and the trainer."""

    maslow: str = ""
    change: str = ""
    decides_by: str = ""
    closeness: int = Field(default=1, ge=0, le=5)
    attitude: str = ""


class Person(Data):
    """Somebody on the buyer's side; trust, patience and interest default to the temperament's."""

    id: Id = "buyer"
    name: Wording
    seat: Seat = Seat.DECISION_MAKER
    temperament: Temperament = Temperament.OPEN
    about: Patterns = ()
    role: Wording = Wording()
    profile: Profile = Profile()
    trust: float | None = Field(default=None, ge=0, le=10)
    patience: float | None = Field(default=None, ge=0, le=10)
    interest: float | None = Field(default=None, ge=0, le=10)
    max_words: int | None = Field(default=None, ge=5, le=500)
    presence: Literal["start", "later"] = "start"
    opening: Says = ()
    limit: Limit | None = None


class Visit(Data):
    """One of several meetings: who is there, the first of them speaks, and how it opens."""

    id: Id
    title: Wording
    opening: Says = ()
    people: Ids = ()
    after_days: int = Field(default=0, ge=0, le=365)


class Answer(Data):
    """The only kind of answer that will do: one of these moves, about one of these things."""

    moves: Labels = ()
    about: Patterns = ()


class Implication(Data):
    """A consequence of a need's trouble, drawn out by asking for it."""

    id: Id
    about: Patterns
    says: Says


class Need(Data):
    """A gap the buyer feels, and what they say at each step of admitting it."""

    id: Id
    name: Wording = Wording()
    kind: Kind
    owner: Id | None = None
    origin: Literal["trouble", "aspiration"] = "trouble"
    about: Patterns
    after: Mapping[Id, Literal["implied", "developed", "explicit", "met"]] = Field(
        default_factory=dict
    )
    must_name: bool = False
    private: bool = False
    needs_trust: float = Field(default=0, ge=0, le=10)
    cover: Says = ()
    problem: Says
    implications: Listed[Implication] = ()
    explicit: Says
    met_by: Answer = Answer()
    acknowledged: Says = ()
    asks_for: Outcome = Outcome.ADVANCE


class Fact(Data):
    """What a situation question on it draws out; a `general` one answers vague questions too."""

    id: Id
    about: Patterns
    says: Says
    person: Id | None = None
    general: bool = False
    serves: Ids = ()


class Material(Data):
    """Something to show or hand over, and what the buyer does with it."""

    id: Id
    name: Wording
    about: Patterns = ()
    shows: Says
    serves: Ids = ()
    then: Effects = Effects()


class Resistance(Data):
    """What the buyer puts in the way, its root, and the kind of answer that clears it."""

    id: Id
    kind: Literal["objection", "doubt", "requirement", "question"] = "objection"
    person: Id | None = None
    when: When = When()
    about: Patterns = ()
    says: Says
    root: Wording = Wording()
    set_by: Wording = Wording()
    why: Says = ()
    resolved_by: Answer = Answer()
    resolved: Says = ()
    again: Says = ()
    then: Effects = Effects()
