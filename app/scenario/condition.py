"""What a scenario may ask of the talk (`when:`) and do to it (`then:`), and its field types."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from app.vocabulary import Fault, NeedState, Outcome, Wording, split_label

Item = TypeVar("Item")


class Data(BaseModel):
    """A part of a scenario file: nothing unknown in it, nothing changed after it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _many(value: object) -> object:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _label(text: str) -> str:
    split_label(text)
    return text


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


MOST = 200
"""How many items a list of a scenario may have; checks are at worst quadratic in it."""

Listed = Annotated[tuple[Item, ...], Field(max_length=MOST)]
"""A list of parts, of a length that can be checked and read."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=48)]
"""A name that other parts of the file refer to: small letters, digits, - and _."""

Label = Annotated[str, AfterValidator(_label)]
"""A move, or a move with its variant: `problem`, `close:sign`."""

Comparison = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=str | int | float),
    StringConstraints(pattern=r"^(>=|<=|>|<|=)? ?-?\d+(\.\d+)?$"),
]
"""A bound on a number: `">=4"`, `"<2"`, `3`."""

Patterns = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1, max_length=200)], ...],
    Field(max_length=MOST),
    BeforeValidator(_many, json_schema_input_type=str | list[str]),
]
"""Words by which a topic is recognised, in the notation of the language packs; one or a list."""

Says = Annotated[
    tuple[Wording, ...],
    Field(max_length=MOST),
    BeforeValidator(_many, json_schema_input_type=Wording | list[Wording]),
]
"""What the buyer says: one wording, or a list of variants to pick from."""

Ids = Annotated[
    tuple[Id, ...],
    Field(max_length=MOST),
    BeforeValidator(_many, json_schema_input_type=str | list[str]),
]
Labels = Annotated[
    tuple[Label, ...], BeforeValidator(_many, json_schema_input_type=str | list[str])
]
Words = Annotated[
    tuple[str, ...],
    Field(max_length=MOST),
    BeforeValidator(_many, json_schema_input_type=str | list[str]),
]
Faults = Annotated[
    tuple[Fault, ...], BeforeValidator(_many, json_schema_input_type=Fault | list[Fault])
]


_CHEAP_FIRST = (
    *(
        "person",
        "visit",
        "flag",
        "no_flag",
        "action",
        "commit",
        "turn",
        "clause",
        "need",
        "met",
        "trust",
    ),
    *("patience", "interest", "met_any", "resolved", "open", "told", "shown", "said_any"),
    *("unless", "any_of"),
)


Wanted = tuple[frozenset[str], frozenset[str], frozenset[Fault]]
"""What one clause must be: one of these moves, topics, faults; none given means any."""


def full_topic(topic: str) -> str:
    """A topic as the ear reports it: a bare id is one of the file's own."""
    return topic if ":" in topic else f"topic:{topic}"


class When(Data):
    """A condition on the talk; every field that is given must hold.

    `move`, `topic` and `fault` must hold in one and the same clause of this turn. A topic is the
    id of an entry of `topics`, or any `need:ID`, `fact:ID`, `feature:ID` … of the file. `said_any`
    asks whether such a topic was named in this turn or before. `commit` holds when the trainee
    asks for a step or the order and the buyer is willing to give it.
    """

    turn: Comparison | None = None
    trust: Comparison | None = None
    patience: Comparison | None = None
    interest: Comparison | None = None
    move: Labels = ()
    topic: Words = ()
    fault: Faults = ()
    action: Words = ()
    person: Ids = ()
    visit: Ids = ()
    need: Mapping[Id, NeedState] = Field(default_factory=dict)
    met: Ids = ()
    met_any: bool | None = None
    resolved: Ids = ()
    open: Ids = ()
    flag: Ids = ()
    no_flag: Ids = ()
    told: Ids = ()
    shown: Ids = ()
    said_any: Words = ()
    commit: bool | None = None
    unless: "When | None" = None
    any_of: Listed["When"] = ()

    def nested(self) -> Iterator["When"]:
        """This condition and every one inside it."""
        yield self
        for inner in (*self.any_of, *((self.unless,) if self.unless else ())):
            yield from inner.nested()

    @cached_property
    def given(self) -> tuple[tuple[str, Any], ...]:
        """What is asked, cheap questions first: the field and its value.

        `clause`, with moves, topics and faults, stands for what one clause must be.
        """
        asked = {
            name: value
            for name in self.model_fields_set
            if (value := getattr(self, name)) not in (None, (), {})
        }
        if any([asked.pop(name, None) for name in ("move", "topic", "fault")]):
            topics = frozenset(map(full_topic, self.topic))
            asked["clause"] = (frozenset(self.move), topics, frozenset(self.fault))
        return tuple(sorted(asked.items(), key=lambda item: _CHEAP_FIRST.index(item[0])))


class Effects(Data):
    """What a scripted moment does to the talk."""

    trust: float = 0
    patience: float = 0
    interest: float = 0
    flag: Ids = ()
    unflag: Ids = ()
    bring: Id | None = None
    visit: Id | None = None
    need: Mapping[Id, NeedState] = Field(default_factory=dict)
    raises: Ids = Field(default=(), alias="raise")
    resolves: Ids = Field(default=(), alias="resolve")
    end: Outcome | None = None


@lru_cache(maxsize=4096)
def bound_of(comparison: str) -> tuple[str, float]:
    """The operator and the number of a comparison; a bare number means equality."""
    bare = comparison.lstrip("<>=")
    return comparison[: len(comparison) - len(bare)] or "=", float(bare)


def holds(comparison: str, value: float) -> bool:
    """Whether `value` satisfies `comparison`."""
    operator, bound = bound_of(comparison)
    if operator == "=":
        return value == bound
    if operator == ">=":
        return value >= bound
    if operator == "<=":
        return value <= bound
    return value > bound if operator == ">" else value < bound


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of what a person may write, for editors that complete and check."""
    return model.model_json_schema(by_alias=True, mode="validation")
