"""Scenario versions: the shipped files copied in at start, and what is on offer to whom."""

from app.accounts import store as accounts
from app.authoring import store
from app.authoring.store import Version
from app.db import Refused, Unit
from app.desk import Desk
from app.errors import Missing
from app.library import Shipped

TRIES = 5


async def copy_shipped(desk: Desk, organisation_id: str) -> None:
    """Put every sound shipped scenario on offer in an organisation.

    A text that is there already, by its digest, is not copied again; a changed one becomes a new
    version, and attempts at the old one stay with the old one.
    """
    for shipped in desk.library.scenarios.values():
        for _ in range(TRIES):
            try:
                await _copy(desk, organisation_id, shipped)
            except Refused:
                continue  # Another replica starts at the same moment; look again.
            break


async def copy_to_all(desk: Desk) -> None:
    """Put the shipped scenarios on offer in every organisation."""
    for organisation_id in await accounts.organisations(desk.db):
        await copy_shipped(desk, organisation_id)


async def offered(desk: Desk, organisation_id: str) -> tuple[Version, ...]:
    """The versions on offer in an organisation, by name."""
    return await store.current(desk.db, organisation_id)


async def offered_by_name(desk: Desk, organisation_id: str, name: str) -> Version:
    """The version on offer under this name; Missing."""
    found = await store.current_by_name(desk.db, organisation_id, name)
    if found is None:
        raise Missing
    return found


async def version(desk: Desk, version_id: str) -> Version:
    """A version by its own id; Missing."""
    found = await store.version(desk.db, version_id)
    if found is None:
        raise Missing
    return found


async def _copy(desk: Desk, organisation_id: str, shipped: Shipped) -> None:
    now = desk.clock()
    there = await store.scenario(desk.db, organisation_id, shipped.id)
    if there is None:
        scenario_id, number = desk.mint("scn"), shipped.script.version
        writes = store.add_scenario(scenario_id, organisation_id, shipped.id, number, now)
    else:
        scenario_id = there.id
        known = await store.known(desk.db, scenario_id)
        ours = any(one.shipped for one in known if one.number == there.current)
        kept = next((one.number for one in known if one.digest == shipped.digest), None)
        number = kept or max(shipped.script.version, *(one.number + 1 for one in known))
        # What a trainer published under this name stays on offer.
        wanted = ours and number != there.current
        writes = store.offer(scenario_id, there.current, number) if wanted else ()
        if kept:
            if wanted:
                await desk.db.write(Unit(writes))
            return
    copied = Version(desk.mint("ver"), shipped.id, number, shipped.digest, shipped.source)
    added = store.add_version(copied, scenario_id, organisation_id, now, shipped=True)
    await desk.db.write(Unit((*writes, *added)))
