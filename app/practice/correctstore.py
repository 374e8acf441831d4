"""The SQL of corrections."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, or_, select

from app.accounts.models import Person
from app.authoring.models import ScenarioRow, VersionRow
from app.db import Add, Database, Run, Write, table_of
from app.practice.models import AttemptRow, CorrectionRow
from app.practice.store import FIELDS as ATTEMPT_FIELDS
from app.practice.store import Attempt

CORRECTIONS = table_of(CorrectionRow)
ATTEMPTS = table_of(AttemptRow)
VERSIONS = table_of(VersionRow)
SCENARIOS = table_of(ScenarioRow)


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected label as its row says."""

    id: str
    organisation_id: str
    attempt_id: str
    turn_no: int
    clause: int
    heard: str
    corrected: str
    note: str
    by_id: str
    at: int


FIELDS = tuple(Correction.__dataclass_fields__)
ORGANISATIONS_ATTEMPT = select(*(ATTEMPTS.c[name] for name in ATTEMPT_FIELDS)).where(
    ATTEMPTS.c.id == bindparam("id"), ATTEMPTS.c.organisation_id == bindparam("organisation_id")
)
CORRECTED = (
    select(*(CORRECTIONS.c[name] for name in FIELDS), ATTEMPTS.c.person_id)
    .join(ATTEMPTS, CORRECTIONS.c.attempt_id == ATTEMPTS.c.id)
    .where(CORRECTIONS.c.organisation_id == bindparam("organisation_id"))
)
PAGE = (
    CORRECTED.where(CORRECTIONS.c.id < bindparam("before"))
    .order_by(CORRECTIONS.c.id.desc())
    .limit(bindparam("most"))
)
ERASE = delete(CORRECTIONS).where(CORRECTIONS.c.id == bindparam("erased"))
ERASE_OWN = delete(CORRECTIONS).where(
    CORRECTIONS.c.attempt_id == bindparam("of_attempt"),
    CORRECTIONS.c.turn_no == bindparam("of_turn"),
    CORRECTIONS.c.clause == bindparam("of_clause"),
    CORRECTIONS.c.by_id == bindparam("of_person"),
)
TRADES = (
    select(ATTEMPTS.c.id, SCENARIOS.c.name)
    .join(VERSIONS, ATTEMPTS.c.version_id == VERSIONS.c.id)
    .join(SCENARIOS, VERSIONS.c.scenario_id == SCENARIOS.c.id)
    .where(ATTEMPTS.c.organisation_id == bindparam("organisation_id"))
    .where(ATTEMPTS.c.id.in_(select(CORRECTIONS.c.attempt_id)))
)
LAST = "z"
"""Behind every id, in whatever order a database has for signs."""


async def attempt(db: Database, who: Person, attempt_id: str) -> Attempt | None:
    """An attempt that this person may correct: their own or, for a trainer, the organisation's."""
    given = {"id": attempt_id, "organisation_id": who.organisation_id}
    row = await db.first(ORGANISATIONS_ATTEMPT, given)
    found = Attempt(*tuple(row)) if row else None
    return found if found and (who.trains or found.person_id == who.id) else None


async def page(
    db: Database, who: Person, most: int, before: str = LAST, attempt_id: str = ""
) -> tuple[Correction, ...]:
    """The corrections that this person may see, the newest first."""
    query = PAGE
    given = {"organisation_id": who.organisation_id, "before": before, "most": most}
    if not who.trains:
        own = or_(CORRECTIONS.c.by_id == who.id, ATTEMPTS.c.person_id == who.id)
        query = query.where(own)
    if attempt_id:
        query = query.where(CORRECTIONS.c.attempt_id == attempt_id)
    return tuple(Correction(*tuple(row)[:-1]) for row in await db.all(query, given))


async def one(db: Database, who: Person, correction_id: str) -> Correction | None:
    """A correction that this person may erase: made by them, on their attempt, or any (trainer)."""
    query = CORRECTED.where(CORRECTIONS.c.id == correction_id)
    row = await db.first(query, {"organisation_id": who.organisation_id})
    if row is None or not (who.trains or who.id in (row.by_id, row.person_id)):
        return None
    return Correction(*tuple(row)[:-1])


async def every(db: Database, organisation_id: str) -> tuple[Correction, ...]:
    """All corrections of an organisation, the oldest first."""
    rows = await db.all(CORRECTED.order_by(CORRECTIONS.c.id), {"organisation_id": organisation_id})
    return tuple(Correction(*tuple(row)[:-1]) for row in rows)


async def trades(db: Database, organisation_id: str) -> dict[str, str]:
    """The scenario's name of every attempt that has corrections."""
    rows = await db.all(TRADES, {"organisation_id": organisation_id})
    return {row.id: row.name for row in rows}


def put(found: Correction) -> tuple[Write, ...]:
    """A correction, in place of the one that the same person made of the same clause."""
    given: dict[str, Any] = {
        "of_attempt": found.attempt_id,
        "of_turn": found.turn_no,
        "of_clause": found.clause,
        "of_person": found.by_id,
    }
    row = {name: getattr(found, name) for name in FIELDS}
    return Run(ERASE_OWN, given), Add(CORRECTIONS, row)


def erase(correction_id: str) -> Write:
    """No such correction any more."""
    return Run(ERASE, {"erased": correction_id})
