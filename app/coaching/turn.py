"""The lesson and its turns: hear the trainee, let the buyer answer, remember, say one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from pydantic import TypeAdapter

from app.coaching.context import context_of, in_context
from app.coaching.exchange import Exchange, Said, Standing
from app.coaching.feedback import comment
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson, make_lesson
from app.coaching.observe import Terms, begin, observe, terms_of
from app.coaching.remark import Feedback, Remark
from app.coaching.scene import PASTED
from app.coaching.volume import fold
from app.language import classify
from app.reading import Reading
from app.scenario.engine import advance, start
from app.scenario.script import Script
from app.scenario.step import Deed, Line, NeedMoved, State, Step
from app.vocabulary import Language, Outcome, Part, Rubric

__all__ = [
    "Lesson",
    "Progress",
    "Said",
    "Turn",
    "dump_progress",
    "load_progress",
    "make_lesson",
    "open_lesson",
    "rebuild",
    "take_turn",
]

MOST_CHARACTERS = 1000
"""How much of one turn is heard."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The snapshot an attempt keeps: the buyer's state and the coach's ledger after a turn."""

    state: State
    ledger: Ledger
    turn_no: int


PROGRESS: TypeAdapter[Progress] = TypeAdapter(Progress)


def dump_progress(progress: Progress) -> bytes:
    """The snapshot as JSON bytes."""
    return orjson.dumps(progress, option=orjson.OPT_NON_STR_KEYS)


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
    step = start(lesson.script, lesson.stock, seed, language)
    board = tuple(need.id for need in lesson.script.needs)
    exchange = _exchange(0, Said(), None, step, lesson.script, board=board)
    return Turn(exchange, (), Feedback(), Progress(step.state, begin(exchange), 0))


def take_turn(said: Said, progress: Progress, lesson: Lesson, language: Language) -> Turn:
    """Play one turn; the same said, progress, lesson and language always give the same turn.

    Nothing said and nothing done counts as `wait`. Text is heard up to `MOST_CHARACTERS` and kept
    whole.
    """
    if not (said.text or "").strip() and not said.action:
        said = Said(None, "wait")
    reading: Reading | None = None
    notes: tuple[str, ...] = ()
    if said.action is None:
        reading, notes = _hear(said.text or "", progress, lesson, language)
    step = advance(
        lesson.script, lesson.stock, progress.state, Deed(reading, said.action), language
    )
    exchange = _exchange(progress.turn_no + 1, said, reading, step, lesson.script, notes=notes)
    terms = _terms(lesson.script.rubric, tuple(lesson.script.weights.items()))
    ledger, remarks = observe(progress.ledger, exchange, terms)
    feedback = comment(exchange, remarks, ledger, lesson, language)
    after = Progress(step.state, ledger, exchange.no)
    return Turn(exchange, remarks, feedback, after)


def rebuild(
    transcript: Sequence[Exchange], lesson: Lesson, language: Language, seed: int
) -> Progress:
    """The snapshot after a recorded talk, from its stored readings; nothing is heard again."""
    state = start(lesson.script, lesson.stock, seed, language).state
    ledger = begin(transcript[0])
    terms = _terms(lesson.script.rubric, tuple(lesson.script.weights.items()))
    for exchange in transcript[1:]:
        deed = Deed(exchange.reading, exchange.said.action)
        state = advance(lesson.script, lesson.stock, state, deed, language).state
        ledger, _ = observe(ledger, exchange, terms)
    return Progress(state, ledger, transcript[-1].no)


@lru_cache(maxsize=256)
def _terms(rubric: Rubric, weights: tuple[tuple[Part, float], ...]) -> Terms:
    return terms_of(rubric, dict(weights))


def _hear(
    text: str, progress: Progress, lesson: Lesson, language: Language
) -> tuple[Reading, tuple[str, ...]]:
    # A talk keeps its language unless a turn holds none of it: then the other pack hears it.
    spoken = lesson.ear.pack(language, text).language
    if not lesson.ear.packs[spoken].letters.search(text):
        spoken = lesson.ear.language(text)
    heard = classify(
        text[:MOST_CHARACTERS],
        lesson.ear,
        spoken,
        context_of(progress.ledger),
        lesson.overlays[spoken],
    )
    person = lesson.script.person_by_id[progress.state.person]
    most = person.max_words or lesson.stock.manners[person.temperament].max_words
    if len(text) > MOST_CHARACTERS:
        most = 0
    reading = in_context(heard, progress.ledger, lesson.script, person, most)
    return reading, (PASTED,) if fold(text) in lesson.lures else ()


def _exchange(
    no: int,
    said: Said,
    reading: Reading | None,
    step: Step,
    script: Script,
    *,
    notes: tuple[str, ...] = (),
    board: tuple[str, ...] = (),
) -> Exchange:
    state = step.state
    person = script.person_by_id[state.person]
    mood = state.mood
    visits = [visit.id for visit in script.visits]
    return Exchange(
        no=no,
        said=said,
        reading=reading,
        lines=step.lines,
        moved=step.moved,
        trust=step.trust,
        patience=step.patience,
        interest=step.interest,
        notes=(*step.notes, *notes),
        outcome=step.outcome,
        result=step.result,
        standing=Standing(
            person.id,
            person.temperament,
            person.seat,
            mood.trust,
            mood.patience,
            mood.interest,
            script.visit + visits.index(state.visit) if state.visit in visits else script.visit,
        ),
        board=board,
    )
