"""The SQL of authoring."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, bindparam, select

from app.authoring.models import ScenarioRow, VersionRow
from app.db import Add, Change, Database, Write, table_of

SCENARIOS = table_of(ScenarioRow)
VERSIONS = table_of(VersionRow)


@dataclass(frozen=True, slots=True)
class Version:
    """One published text of a scenario; `name` is the id its file gives it."""

    id: str
    name: str
    number: int
    digest: str
    source: str


OF = (VERSIONS.c.id, SCENARIOS.c.name, VERSIONS.c.number, VERSIONS.c.digest, VERSIONS.c.source)
JOINED = select(*OF).join(SCENARIOS, VERSIONS.c.scenario_id == SCENARIOS.c.id)
OF_ORGANISATION = SCENARIOS.c.organisation_id == bindparam("organisation_id")
IS_CURRENT = VERSIONS.c.number == SCENARIOS.c.current

CURRENT: Select[tuple[str, str, int, str, str]] = JOINED.where(
    OF_ORGANISATION, IS_CURRENT
).order_by(SCENARIOS.c.name)
CURRENT_BY_NAME = JOINED.where(OF_ORGANISATION, IS_CURRENT, SCENARIOS.c.name == bindparam("name"))
BY_ID = JOINED.where(VERSIONS.c.id == bindparam("id"))
SCENARIO = select(SCENARIOS.c.id, SCENARIOS.c.current).where(
    OF_ORGANISATION, SCENARIOS.c.name == bindparam("name")
)
KNOWN = select(VERSIONS.c.number, VERSIONS.c.digest, VERSIONS.c.shipped).where(
    VERSIONS.c.scenario_id == bindparam("scenario_id")
)


def version_from(row: Row[tuple[str, str, int, str, str]]) -> Version:
    """The version that a row of these queries is."""
    return Version(row.id, row.name, row.number, row.digest, row.source)


async def current(db: Database, organisation_id: str) -> tuple[Version, ...]:
    """The versions on offer in an organisation, by name."""
    rows = await db.all(CURRENT, {"organisation_id": organisation_id})
    return tuple(version_from(row) for row in rows)


async def current_by_name(db: Database, organisation_id: str, name: str) -> Version | None:
    """The version on offer under this name."""
    row = await db.first(CURRENT_BY_NAME, {"organisation_id": organisation_id, "name": name})
    return version_from(row) if row else None


async def version(db: Database, version_id: str) -> Version | None:
    """A version by its own id, on offer or not."""
    row = await db.first(BY_ID, {"id": version_id})
    return version_from(row) if row else None


async def scenario(db: Database, organisation_id: str, name: str) -> Row[tuple[str, int]] | None:
    """The scenario of this name: its `id` and `current` number."""
    return await db.first(SCENARIO, {"organisation_id": organisation_id, "name": name})


async def known(db: Database, scenario_id: str) -> Sequence[Row[tuple[int, str, bool]]]:
    """The versions there are of a scenario: `number`, `digest`, `shipped`."""
    return await db.all(KNOWN, {"scenario_id": scenario_id})


def add_scenario(
    scenario_id: str, organisation_id: str, name: str, number: int, now: int
) -> tuple[Write, ...]:
    """A new scenario whose version `number` is on offer."""
    own = {"organisation_id": organisation_id, "created_at": now}
    return (Add(SCENARIOS, {"id": scenario_id, "name": name, "current": number, **own}),)


def add_version(
    found: Version, scenario_id: str, organisation_id: str, now: int, *, shipped: bool
) -> tuple[Write, ...]:
    """A new version of a scenario."""
    row = {
        "id": found.id,
        "organisation_id": organisation_id,
        "scenario_id": scenario_id,
        "number": found.number,
        "digest": found.digest,
        "source": found.source,
        "shipped": shipped,
        "created_at": now,
    }
    return (Add(VERSIONS, row),)


def offer(scenario_id: str, was: int, number: int) -> tuple[Write, ...]:
    """Put another version on offer; stale when somebody did so meanwhile."""
    return (Change(SCENARIOS, {"id": scenario_id, "current": was}, {"current": number}),)
