"""The SQL of practice: attempts, turns, events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from app.accounts.models import Person
from app.authoring.models import ScenarioRow, VersionRow
from app.db import Add, Change, Database, Write, table_of
from app.practice.models import AttemptRow, EventRow, TurnRow

ATTEMPTS = table_of(AttemptRow)
TURNS = table_of(TurnRow)
EVENTS = table_of(EventRow)
SCENARIOS = table_of(ScenarioRow)
VERSIONS = table_of(VersionRow)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as its one row says; `progress` is the stored snapshot."""

    id: str
    organisation_id: str
    person_id: str
    version_id: str
    packs_digest: str
    locale: str
    seed: int
    turn_no: int
    progress: bytes
    ended: bool
    outcome: str | None
    branch_of: str | None
    branch_turn: int | None
    started_at: int
    ended_at: int | None
    words_id: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A turn as its row says."""

    no: int
    client_turn_id: str | None
    said: str
    exchange: bytes
    answer: bytes
    inherited: bool
    at: int


FIELDS = tuple(Attempt.__dataclass_fields__)
RECORD_FIELDS = tuple(Record.__dataclass_fields__)
OWN = (
    ATTEMPTS.c.person_id == bindparam("person_id"),
    ATTEMPTS.c.organisation_id == bindparam("organisation_id"),
)
ATTEMPT = select(*(ATTEMPTS.c[name] for name in FIELDS)).where(
    ATTEMPTS.c.id == bindparam("id"), *OWN
)
RECORDS = (
    select(*(TURNS.c[name] for name in RECORD_FIELDS))
    .where(TURNS.c.attempt_id == bindparam("attempt_id"))
    .order_by(TURNS.c.no)
)
ANSWER = select(TURNS.c.answer).where(
    TURNS.c.attempt_id == bindparam("attempt_id"),
    TURNS.c.client_turn_id == bindparam("client_turn_id"),
)
PLAYED = (
    select(
        SCENARIOS.c.name,
        func.count().label("played"),
        func.max(ATTEMPTS.c.id).filter(ATTEMPTS.c.ended.is_(False)).label("unfinished"),
    )
    .select_from(ATTEMPTS)
    .join(VERSIONS, ATTEMPTS.c.version_id == VERSIONS.c.id)
    .join(SCENARIOS, VERSIONS.c.scenario_id == SCENARIOS.c.id)
    .where(*OWN)
    .group_by(SCENARIOS.c.name)
)


def own(who: Person) -> dict[str, Any]:
    """What keeps a query to the rows of one person."""
    return {"person_id": who.id, "organisation_id": who.organisation_id}


async def attempt(db: Database, who: Person, attempt_id: str) -> Attempt | None:
    """An attempt of this person's."""
    row = await db.first(ATTEMPT, {"id": attempt_id, **own(who)})
    return Attempt(*tuple(row)) if row else None


async def records(db: Database, attempt_id: str) -> tuple[Record, ...]:
    """All turns of an attempt in order, from turn 0."""
    return tuple(Record(*tuple(row)) for row in await db.all(RECORDS, {"attempt_id": attempt_id}))


async def answer(db: Database, attempt_id: str, client_turn_id: str) -> bytes | None:
    """What was answered to the turn that a client called so."""
    given = {"attempt_id": attempt_id, "client_turn_id": client_turn_id}
    row = await db.first(ANSWER, given)
    return bytes(row.answer) if row else None


async def played(db: Database, who: Person) -> Sequence[Row[Any]]:
    """How often this person played each scenario (`name`, `played`), and which is `unfinished`."""
    return await db.all(PLAYED, own(who))


def add_attempt(attempt: Attempt) -> Write:
    """A new attempt."""
    return Add(ATTEMPTS, {name: getattr(attempt, name) for name in FIELDS})


def add_turn(attempt: Attempt, record: Record) -> Write:
    """A new turn of an attempt; refused where the number or the client's id is taken."""
    row = {name: getattr(record, name) for name in RECORD_FIELDS}
    return Add(TURNS, {"attempt_id": attempt.id, "organisation_id": attempt.organisation_id, **row})


def add_event(event_id: str, attempt: Attempt, kind: str, data: bytes, now: int) -> Write:
    """Something that happened, for other systems to be told."""
    return Add(
        EVENTS,
        {
            "id": event_id,
            "organisation_id": attempt.organisation_id,
            "attempt_id": attempt.id,
            "kind": kind,
            "data": data,
            "at": now,
        },
    )


def advance(
    attempt: Attempt, progress: bytes, ended: bool, outcome: str | None, ended_at: int | None
) -> Write:
    """The attempt one turn further; refused when another turn came first."""
    return Change(
        ATTEMPTS,
        {"id": attempt.id, "turn_no": attempt.turn_no},
        {
            "turn_no": attempt.turn_no + 1,
            "progress": progress,
            "ended": ended,
            "outcome": outcome,
            "ended_at": ended_at,
        },
    )
