"""The values that pass between the thinkers: how a text was heard, and in what surroundings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.vocabulary import LEADING, BuyerAct, Fault, Form, Language, Move, NeedState, Wording

UNSAID = Wording()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that spoke, and the words that made it speak.

    `start` and `end` are offsets into the original text of the turn, end exclusive.
    """

    rule: str
    start: int
    end: int
    why: Wording


@dataclass(frozen=True, slots=True)
class FaultMark:
    """A fault heard in a clause, with its evidence."""

    fault: Fault
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as understood.

    `start` and `end` are offsets into the original turn. `confidence` is in 0..1. `variant` is the
    finer kind (`close:sign` → "sign"). `topics` are the ids of the overlay topics the clause names,
    such as `need:downtime`. `probe` marks a bare follow-up ("why is that?"). `acts` is what the
    clause does when a buyer says it. `tipping` says what would have made it the runner-up, where it
    was a close call.
    """

    text: str
    start: int
    end: int
    move: Move
    confidence: float
    form: Form
    variant: str | None = None
    runner_up: Move | None = None
    tipping: Wording = UNSAID
    probe: bool = False
    evidence: tuple[Evidence, ...] = ()
    faults: tuple[FaultMark, ...] = ()
    acts: tuple[BuyerAct, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The move with its variant, as files and the API write it."""
        return f"{self.move}:{self.variant}" if self.variant else str(self.move)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole turn as understood: its clauses in order, never none."""

    text: str
    lang: Language
    clauses: tuple[Clause, ...]

    @property
    def leading(self) -> Clause:
        """The clause that the buyer answers first; of equals, the later one."""
        return min(
            enumerate(self.clauses), key=lambda pair: (LEADING.index(pair[1].move), -pair[0])
        )[1]

    @property
    def move(self) -> Move:
        """The leading clause's move."""
        return self.leading.move

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault of the turn, each once, in the order heard."""
        return tuple(dict.fromkeys(mark.fault for c in self.clauses for mark in c.faults))


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a turn: built by coaching, heard with by the ear. All of it may be unknown."""

    buyer_said: str = ""
    buyer_acts: tuple[BuyerAct, ...] = ()
    last_question: Move | None = None
    needs: Mapping[str, NeedState] = field(default_factory=dict)
    turn_no: int = 0
    asked: tuple[str, ...] = ()
    """Folded texts of the trainee's recent questions, newest last, for `repeats`."""


EMPTY = Context()
