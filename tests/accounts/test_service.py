"""People are recognised by tokens that only we can make, and forms by keys that go with them."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from app.accounts import service
from app.accounts.models import PersonRow, TokenRow
from app.db import Run, Unit, table_of
from app.desk import Desk
from app.errors import BadInput, Forbidden, Missing


async def test_a_newcomer_becomes_a_guest_and_is_known_again(desk: Desk) -> None:
    guest, token = await service.welcome(desk, None)
    assert await service.recognise(desk, token) == guest
    assert await service.welcome(desk, token) == (guest, token)
    assert guest.organisation_id == service.HOUSE


async def test_a_token_given_before_anybody_was_there_is_kept(desk: Desk) -> None:
    given = service.fresh_token(desk)
    assert await service.recognise(desk, given) is None
    _, token = await service.welcome(desk, given)
    assert token == given


async def test_a_token_of_somebody_elses_making_is_not_taken_up(desk: Desk) -> None:
    for forged in ("", "abc", "abc.def", f"{service.fresh_token(desk)}x", "é.\udc80", "a\0b.c"):
        assert not service.is_ours(desk, forged)
        assert await service.recognise(desk, forged) is None
        _, token = await service.welcome(desk, forged)
        assert token != forged


async def test_two_first_requests_of_one_browser_are_one_guest(desk: Desk) -> None:
    token = service.fresh_token(desk)
    met = await asyncio.gather(*(service.welcome(desk, token) for _ in range(8)))
    assert len({person.id for person, _ in met}) == 1
    people = await desk.db.all(select(table_of(PersonRow).c.id))
    assert len(people) == 1


async def test_of_a_token_only_the_hash_is_kept(desk: Desk) -> None:
    _, token = await service.welcome(desk, None)
    rows = await desk.db.all(select(table_of(TokenRow)))
    assert token.partition(".")[0] not in repr([tuple(row) for row in rows])


async def test_a_form_needs_the_key_of_its_browser(desk: Desk) -> None:
    token, other = service.fresh_token(desk), service.fresh_token(desk)
    service.check_form(desk, token, service.form_key(desk, token))
    service.check_form(desk, None, None)
    for key in (None, "", "x", "键", service.form_key(desk, other)):
        with pytest.raises(Forbidden):
            service.check_form(desk, token, key)


async def test_a_withdrawn_token_is_forgotten_within_seconds(desk: Desk) -> None:
    now = 1_000_000
    here = replace(desk, clock=lambda: now)
    _, token = await service.welcome(here, None)
    assert await service.recognise(here, token)
    await desk.db.write(Unit((Run(delete(table_of(TokenRow))),)))
    later = replace(here, clock=lambda: now + service.SEEN)
    assert await service.recognise(later, token) is None


async def test_somebody_joins_an_organisation_as_what_they_are(desk: Desk) -> None:
    beds = await service.found_organisation(desk, "Beds")
    trainer, token = await service.join(desk, beds, "trainer", "Ann")
    trainee, _ = await service.join(desk, beds, "trainee", "")
    assert await service.recognise(desk, token) == trainer
    assert (trainer.organisation_id, trainer.trains, trainee.trains) == (beds, True, False)
    guest, _ = await service.welcome(desk, None)
    assert not guest.trains
    with pytest.raises(Missing):
        await service.join(desk, "org_nobody", "trainer", "")
    with pytest.raises(BadInput):
        await service.join(desk, beds, "king", "")
