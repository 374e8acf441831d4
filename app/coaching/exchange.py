"""The stored form of a turn: what was said, how it was heard, and what the buyer did about it.

Score, debrief and replay read exchanges and nothing else; they never need the engine or the ear.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import TypeAdapter

from app.reading import Reading
from app.scenario.step import Line, NeedMoved
from app.vocabulary import BuyerAct, Outcome, Seat, Temperament


@dataclass(frozen=True, slots=True)
class Said:
    """What the trainee gave for a turn: words, or an action (`wait`, `show:ID`, `leave`)."""

    text: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who faces the trainee after the turn, and in what mood (each 0..10)."""

    person: str = "buyer"
    temperament: Temperament = Temperament.OPEN
    seat: Seat = Seat.DECISION_MAKER
    trust: float = 5.0
    patience: float = 5.0
    interest: float = 5.0
    visit: int = 1


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn as kept; number 0 is the buyer's opening and carries the `board` of need ids.

    `trust`, `patience` and `interest` are changes; `notes` are the engine's codes of why, and the
    coach's own, which start with `coach:`.
    """

    no: int
    said: Said
    reading: Reading | None
    lines: tuple[Line, ...]
    moved: tuple[NeedMoved, ...] = ()
    trust: float = 0.0
    patience: float = 0.0
    interest: float = 0.0
    notes: tuple[str, ...] = ()
    outcome: Outcome | None = None
    result: Mapping[str, int] = field(default_factory=dict)
    standing: Standing = Standing()
    board: tuple[str, ...] = ()

    @property
    def acts(self) -> tuple[BuyerAct, ...]:
        """Everything the buyer's lines of this turn do, each act once, in order."""
        return tuple(dict.fromkeys(act for line in self.lines for act in line.acts))

    @property
    def heard(self) -> str:
        """The buyer's words of this turn, as one text."""
        return " ".join(line.text for line in self.lines)


EXCHANGE: TypeAdapter[Exchange] = TypeAdapter(Exchange)


def dump_exchange(exchange: Exchange) -> dict[str, Any]:
    """The exchange as plain JSON values, to be stored."""
    dumped: dict[str, Any] = EXCHANGE.dump_python(exchange, mode="json")
    return dumped


def dump_exchange_bytes(exchange: Exchange) -> bytes:
    """The exchange as JSON bytes: the same as `dump_exchange`, for the hot path."""
    return orjson.dumps(exchange)


def load_exchange(stored: Mapping[str, Any] | str | bytes) -> Exchange:
    """The exchange that was stored, as values, text or bytes; raises ValueError."""
    if isinstance(stored, str | bytes):
        return EXCHANGE.validate_json(stored)
    return EXCHANGE.validate_python(stored)
