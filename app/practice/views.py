"""What the trainee's side shows: frozen values that pages and the API are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import orjson

from app.authoring.store import Version
from app.coaching.ledger import NeedRecord
from app.coaching.turn import load_progress
from app.practice.store import Attempt, Record
from app.scenario.script import Script
from app.vocabulary import Language, Locale, Outcome, Wording, language_of


@dataclass(frozen=True, slots=True)
class Card:
    """A scenario as the lobby lists it; `unfinished` is this person's newest open attempt."""

    id: str
    version: int
    title: Wording
    summary: Wording
    level: int
    minutes: int
    trains: tuple[str, ...]
    languages: tuple[Language, ...]
    played: int = 0
    unfinished: str | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """What may be read before playing; numbers drawn by the seed are not in it yet."""

    card: Card
    script: Script


@dataclass(frozen=True, slots=True)
class TurnView:
    """One recorded turn; turn 0 is the buyer's opening and nobody said anything before it.

    `answer` is the JSON that the API gave for it: turn_no, reading, buyer, feedback, ledger,
    ended, outcome. `exchange` is the stored record that scores and replays read.
    `inherited` turns came with a branch and do not count.
    """

    no: int
    text: str | None
    action: str | None
    answer: Mapping[str, Any]
    exchange: Mapping[str, Any]
    inherited: bool
    at: int


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt as far as it went; `turns` begins with turn 0.

    `turn_no` is the number of the last turn. `ledger` is the needs board after it, `needs` the
    same with the words that moved each (none in a talk that an older version left behind). `at`
    times are milliseconds since 1970, UTC.
    """

    id: str
    scenario_id: str
    version: int
    script: Script
    locale: Locale
    language: Language
    seed: int
    turn_no: int
    turns: tuple[TurnView, ...]
    ledger: Any
    needs: tuple[NeedRecord, ...]
    ended: bool
    outcome: Outcome | None
    result: Mapping[str, int]
    branch_of: str | None
    branch_turn: int | None
    started_at: int
    ended_at: int | None


def card_of(version: Version, script: Script) -> Card:
    """A scenario as the lobby lists it, for somebody who has not played it yet."""
    return Card(
        id=version.name,
        version=version.number,
        title=script.title,
        summary=script.summary,
        level=script.level,
        minutes=script.minutes,
        trains=tuple(script.trains),
        languages=tuple(tongue for tongue in get_args(Language) if getattr(script.title, tongue)),
    )


def view_of(
    attempt: Attempt, version: Version, script: Script, records: Sequence[Record]
) -> AttemptView:
    """An attempt with its turns, from its rows."""
    turns = tuple(turn_of(record) for record in records)
    last = turns[-1].answer
    return AttemptView(
        id=attempt.id,
        scenario_id=version.name,
        version=version.number,
        script=script,
        locale=cast(Locale, attempt.locale),
        language=language_of(attempt.locale),
        seed=attempt.seed,
        turn_no=attempt.turn_no,
        turns=turns,
        ledger=last["ledger"],
        needs=_needs(attempt),
        ended=attempt.ended,
        outcome=Outcome(attempt.outcome) if attempt.outcome else None,
        result=last["result"],
        branch_of=attempt.branch_of,
        branch_turn=attempt.branch_turn,
        started_at=attempt.started_at,
        ended_at=attempt.ended_at,
    )


def _needs(attempt: Attempt) -> tuple[NeedRecord, ...]:
    try:
        return load_progress(attempt.progress).ledger.needs
    except ValueError:
        return ()


def turn_of(record: Record) -> TurnView:
    """A turn as shown, from its row."""
    answer = orjson.loads(record.answer)
    return TurnView(
        no=record.no,
        text=answer["text"],
        action=answer["action"],
        answer=answer,
        exchange=orjson.loads(record.exchange),
        inherited=record.inherited,
        at=record.at,
    )
