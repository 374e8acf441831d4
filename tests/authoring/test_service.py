"""Shipped scenarios are copied in once, and a published version never changes."""

import hashlib
from dataclasses import replace

import pytest

from app.accounts import service as accounts
from app.accounts.service import HOUSE
from app.authoring import service, store
from app.db import Unit
from app.desk import Desk
from app.errors import Missing
from app.library import Library, Shipped

NAME = "combs-to-monks"


def edited(desk: Desk, note: str) -> Desk:
    """The desk as after an update of the product that changed the scenario's text."""
    old = desk.library.scenarios[NAME]
    source = f"{old.source}\n# {note}\n"
    new: Shipped = replace(old, source=source, digest=hashlib.sha256(source.encode()).hexdigest())
    library: Library = replace(desk.library, scenarios={NAME: new})
    return replace(desk, library=library)


async def test_what_is_shipped_is_on_offer(desk: Desk) -> None:
    offered = await service.offered(desk, HOUSE)
    assert [one.name for one in offered] == sorted(desk.library.scenarios)
    assert NAME in desk.library.scenarios
    for one in offered:
        assert one.source == desk.library.scenarios[one.name].source


async def test_starting_again_copies_nothing_twice(desk: Desk) -> None:
    before = await service.offered(desk, HOUSE)
    await service.copy_shipped(desk, HOUSE)
    assert await service.offered(desk, HOUSE) == before


async def test_a_changed_file_becomes_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    old = await service.offered_by_name(desk, HOUSE, NAME)
    await service.copy_shipped(edited(desk, "changed"), HOUSE)
    new = await service.offered_by_name(desk, HOUSE, NAME)
    assert new.number == old.number + 1
    assert new.source.endswith("# changed\n")
    assert await service.version(desk, old.id) == old


async def test_going_back_to_an_older_release_offers_the_older_text_again(desk: Desk) -> None:
    old = await service.offered_by_name(desk, HOUSE, NAME)
    await service.copy_shipped(edited(desk, "changed"), HOUSE)
    await service.copy_shipped(desk, HOUSE)
    assert await service.offered_by_name(desk, HOUSE, NAME) == old


async def test_what_a_trainer_published_stays_on_offer(desk: Desk) -> None:
    old = await service.offered_by_name(desk, HOUSE, NAME)
    scenario = await store.scenario(desk.db, HOUSE, NAME)
    assert scenario is not None
    own = store.Version(desk.mint("ver"), NAME, old.number + 1, "0" * 64, old.source)
    added = store.add_version(own, scenario.id, HOUSE, 0, shipped=False)
    await desk.db.write(Unit((*added, *store.offer(scenario.id, old.number, own.number))))
    await service.copy_shipped(edited(desk, "changed"), HOUSE)
    assert await service.offered_by_name(desk, HOUSE, NAME) == own


async def test_another_organisation_is_offered_nothing_of_ours(desk: Desk) -> None:
    assert await service.offered(desk, "org_other") == ()
    with pytest.raises(Missing):
        await service.offered_by_name(desk, "org_other", NAME)


async def test_what_is_not_there_is_missing(desk: Desk) -> None:
    with pytest.raises(Missing):
        await service.version(desk, "ver_none")


async def test_every_organisation_gets_what_an_update_ships(desk: Desk) -> None:
    beds = await accounts.found_organisation(desk, "Beds")
    assert await service.offered(desk, beds) == ()
    await service.copy_to_all(edited(desk, "later"))
    for organisation in (beds, HOUSE):
        offered = await service.offered_by_name(desk, organisation, NAME)
        assert offered.source.endswith("# later\n")
