"""The lesson and its turns: hear the trainee, let the buyer answer, remember, say one thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import TypeAdapter

from app.coaching.exchange import Exchange, Said
from app.coaching.ledger import Ledger
from app.coaching.prompts import Prompts
from app.coaching.remark import Feedback, Remark
from app.language.classify import Ear
from app.notation import Overlay
from app.reading import Reading
from app.scenario.script import Script
from app.scenario.step import Line, NeedMoved, State
from app.scenario.stock import StockLines
from app.vocabulary import Language, Outcome


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything a turn is played with: who hears, who answers, who comments; made once and shared.

    Make it with `make_lesson`. `lures` are folded texts of hint lines: said word for word, they
    earn nothing.
    """

    ear: Ear
    script: Script
    stock: StockLines
    overlays: Mapping[Language, Overlay]
    prompts: Prompts
    rules_version: str
    lures: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Progress:
    """The snapshot an attempt keeps: the buyer's state and the coach's ledger after a turn."""

    state: State
    ledger: Ledger
    turn_no: int


PROGRESS: TypeAdapter[Progress] = TypeAdapter(Progress)


def dump_progress(progress: Progress) -> bytes:
    """The snapshot as JSON bytes."""
    return orjson.dumps(progress)


def load_progress(stored: str | bytes | Mapping[str, Any]) -> Progress:
    """The snapshot that was stored; raises ValueError if it is not one."""
    if isinstance(stored, str | bytes):
        return PROGRESS.validate_json(stored)
    return PROGRESS.validate_python(stored)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as played: the exchange to be stored, what is said about it, and where it leads.

    `no`, `said`, `reading`, `lines`, `moved`, `outcome` and `result` are the exchange's, at hand.
    """

    exchange: Exchange
    findings: tuple[Remark, ...]
    feedback: Feedback
    progress: Progress

    @property
    def no(self) -> int:
        """The turn's number; 0 is the buyer's opening."""
        return self.exchange.no

    @property
    def said(self) -> Said:
        """What the trainee gave."""
        return self.exchange.said

    @property
    def reading(self) -> Reading | None:
        """How it was heard; None for an action."""
        return self.exchange.reading

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the buyer said and did."""
        return self.exchange.lines

    @property
    def moved(self) -> tuple[NeedMoved, ...]:
        """Which needs came further."""
        return self.exchange.moved

    @property
    def notes(self) -> tuple[str, ...]:
        """The engine's codes of why."""
        return self.exchange.notes

    @property
    def outcome(self) -> Outcome | None:
        """How the talk ended, if it did."""
        return self.exchange.outcome

    @property
    def result(self) -> Mapping[str, int]:
        """What the buyer takes, if anything."""
        return self.exchange.result


def open_lesson(lesson: Lesson, seed: int, language: Language) -> Turn:
    """The buyer's opening, as turn 0."""
    raise NotImplementedError


def take_turn(said: Said, progress: Progress, lesson: Lesson, language: Language) -> Turn:
    """Play one turn; the same said, progress, lesson and language always give the same turn."""
    raise NotImplementedError
