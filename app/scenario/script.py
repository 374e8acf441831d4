"""The scenario file, format 1: who the buyer is, what the buyer needs, and where the story bends.

How a buyer of a given temperament reacts is the engine's knowledge, not the file's.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from app.scenario.condition import (
    MOST,
    Comparison,
    Data,
    Effects,
    Id,
    Ids,
    Label,
    Labels,
    Listed,
    Patterns,
    Says,
    When,
    full_topic,
    schema_of,
)
from app.scenario.letters import letters_of
from app.scenario.parts import (
    Fact,
    Known,
    Material,
    Need,
    Person,
    Product,
    Resistance,
    Rival,
    Visit,
)
from app.vocabulary import BuyerAct, Language, Outcome, Part, Rubric, Wording


class Reply(Data):
    """A line that takes the place of the temperament's stock line for an occasion."""

    id: Id
    zh: str = ""
    en: str = ""
    person: Id | None = None


class Beat(Data):
    """A scripted moment; it is said instead of the buyer's answer, or with `also`, after it."""

    id: Id
    when: When
    person: Id | None = None
    says: Says = ()
    acts: Listed[BuyerAct] = ()
    cue: bool = False
    also: bool = False
    again: bool = False
    then: Effects = Effects()
    note: Wording = Wording()


class End(Data):
    """A way the talk may end, checked after each turn; the first that holds is taken."""

    id: Id | None = None
    outcome: Outcome
    when: When = When()
    says: Says
    person: Id | None = None
    result: Mapping[Id, int] = Field(default_factory=dict)
    note: Wording = Wording()


class Draw(Data):
    """A number drawn by the seed; `{id}` in any text of the file stands for it.

    `says` words each number, lowest first, for speech that has no figures in it.
    """

    id: Id
    low: int
    high: int
    step: int = Field(default=1, ge=1)
    says: Listed[Wording] = ()

    @property
    def many(self) -> int:
        """How many numbers may be drawn."""
        return (self.high - self.low) // self.step + 1


class PlayTurn(Data):
    """One turn of a play: what is said or done, and what must come of it."""

    you: Wording = Wording()
    action: str | None = None
    move: Label | None = None
    buyer: str | None = None
    trust: Comparison | None = None
    need: Mapping[Id, str] = Field(default_factory=dict)


class Play(Data):
    """A talk played through as proof that the scenario works."""

    name: str
    kind: Literal[
        "expert", "middling", "poor", "pusher", "pitcher", "interrogator", "rambler", "other"
    ] = Field(default="other", alias="as")
    seed: int = 1
    turns: Listed[PlayTurn]
    ends: Outcome | None = None
    result: Mapping[Id, int] = Field(default_factory=dict)
    score: Comparison | None = None


class Script(Data):
    """A whole scenario as read from its file."""

    format: Literal[1]
    id: Id
    version: int = Field(default=1, ge=1)
    title: Wording
    summary: Wording = Wording()
    minutes: int = Field(default=10, ge=1, le=120)
    level: Literal[1, 2, 3] = 1
    rubric: Rubric = Rubric.RACKHAM
    weights: Mapping[Part, Annotated[float, Field(ge=0, le=100)]] = Field(default_factory=dict)
    trains: Labels = ()
    cards: Ids = ()
    organisation: Literal["state", "private", "foreign", "public", "none"] = "none"
    stage: str = ""
    visit: int = Field(default=1, ge=1, le=9)
    briefing: Wording
    known: Listed[Known] = ()
    draws: Listed[Draw] = ()
    product: Product
    rivals: Listed[Rival] = ()
    visits: Listed[Visit] = ()
    people: Annotated[Listed[Person], Field(min_length=1)]
    opening: Says
    needs: Annotated[Listed[Need], Field(min_length=1)]
    facts: Listed[Fact] = ()
    materials: Listed[Material] = ()
    resistances: Listed[Resistance] = ()
    topics: Mapping[Id, Patterns] = Field(default_factory=dict, max_length=MOST)
    replies: Mapping[Id, tuple[Reply, ...]] = Field(default_factory=dict)
    beats: Listed[Beat] = ()
    ends: Listed[End] = ()
    max_turns: int = Field(default=20, ge=3, le=100)
    hints: Mapping[Id, tuple[Wording, ...]] = Field(default_factory=dict)
    plays: Listed[Play] = ()

    @cached_property
    def letters(self) -> Mapping[Language, frozenset[str]]:
        """The letters that this scenario's people speak in, by language."""
        own = (self.title, self.briefing, *self.opening)
        return {
            language: letters_of(" ".join(wording.to(language) for wording in own))
            for language in get_args(Language)
        }

    @cached_property
    def remembered(self) -> frozenset[str]:
        """The topics that some condition asks after later, with their prefixes."""
        whens = (
            *(beat.when for beat in self.beats),
            *(end.when for end in self.ends),
            *(resistance.when for resistance in self.resistances),
        )
        return frozenset(
            full_topic(topic)
            for outer in whens
            for when in outer.nested()
            for topic in when.said_any
        )

    @cached_property
    def need_by_id(self) -> Mapping[str, Need]:
        """The needs by their ids."""
        return {need.id: need for need in self.needs}

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """The people by their ids."""
        return {person.id: person for person in self.people}

    @cached_property
    def visit_by_id(self) -> Mapping[str, Visit]:
        """The visits by their ids."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """The facts by their ids."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def known_by_id(self) -> Mapping[str, Known]:
        """What the briefing answers, by id."""
        return {known.id: known for known in self.known}

    @cached_property
    def material_by_id(self) -> Mapping[str, Material]:
        """The materials by their ids."""
        return {material.id: material for material in self.materials}

    @cached_property
    def resistance_by_id(self) -> Mapping[str, Resistance]:
        """The resistances by their ids."""
        return {resistance.id: resistance for resistance in self.resistances}


def schema() -> dict[str, Any]:
    """The JSON schema of the scenario file, for editors."""
    return schema_of(Script)
