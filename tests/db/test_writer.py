"""The durable writer: together when all is well, each alone when one is refused."""

import asyncio

import pytest
from sqlalchemy import delete, func, select

from app.accounts.models import OrganisationRow, PersonRow
from app.db import Add, Change, Database, Refused, Run, Unit, open_database, table_of
from app.errors import Unavailable

ORGANISATIONS = table_of(OrganisationRow)
PEOPLE = table_of(PersonRow)


def organisation(name: str, created_at: int = 0) -> Add:
    return Add(ORGANISATIONS, {"id": name, "name": name, "created_at": created_at})


def counted(name: str, was: int) -> Change:
    return Change(ORGANISATIONS, {"id": name, "created_at": was}, {"created_at": was + 1})


async def names(db: Database) -> list[str]:
    return [row.id for row in await db.all(select(ORGANISATIONS.c.id).order_by("id"))]


async def test_what_was_written_can_be_read(db: Database) -> None:
    await db.write(Unit((organisation("a"), organisation("b"))))
    assert await names(db) == ["a", "b"]


async def test_many_units_at_once_are_all_written(db: Database) -> None:
    units = [Unit((organisation(f"org{n:04}"),)) for n in range(700)]
    await asyncio.gather(*(db.write(unit) for unit in units))
    assert len(await names(db)) == 700


async def test_a_unit_that_is_refused_leaves_nothing_and_harms_no_other(db: Database) -> None:
    await db.write(Unit((organisation("a"),)))
    units = [
        Unit((organisation("b"),)),
        Unit((organisation("x"), organisation("a"))),
        Unit((organisation("y"), counted("nobody", 0))),
        Unit((organisation("c"),)),
    ]
    answers = await asyncio.gather(*(db.write(unit) for unit in units), return_exceptions=True)
    assert [type(answer) for answer in answers] == [type(None), Refused, Refused, type(None)]
    assert await names(db) == ["a", "b", "c"]


async def test_of_many_stale_changes_exactly_one_wins(db: Database) -> None:
    await db.write(Unit((organisation("a"),)))
    answers = await asyncio.gather(
        *(db.write(Unit((counted("a", 0), organisation(f"won{n}")))) for n in range(40)),
        return_exceptions=True,
    )
    won = [n for n, answer in enumerate(answers) if answer is None]
    assert len(won) == 1
    assert {type(answer) for answer in answers} == {type(None), Refused}
    assert await names(db) == ["a", f"won{won[0]}"]
    row = await db.first(select(ORGANISATIONS.c.created_at).where(ORGANISATIONS.c.id == "a"))
    assert row is not None
    assert row.created_at == 1


async def test_changes_of_many_rows_each_keep_their_own_values(db: Database) -> None:
    await asyncio.gather(*(db.write(Unit((organisation(f"o{n}", n),))) for n in range(50)))
    await asyncio.gather(*(db.write(Unit((counted(f"o{n}", n),))) for n in range(50)))
    rows = await db.all(select(ORGANISATIONS.c.id, ORGANISATIONS.c.created_at))
    assert {row.id: row.created_at for row in rows} == {f"o{n}": n + 1 for n in range(50)}


async def test_a_row_must_belong_to_something_there(db: Database) -> None:
    person = {"id": "p", "organisation_id": "nowhere", "kind": "guest", "name": "", "created_at": 0}
    with pytest.raises(Refused):
        await db.write(Unit((Add(PEOPLE, person),)))


async def test_any_statement_can_be_part_of_a_unit(db: Database) -> None:
    await db.write(Unit((organisation("a"), organisation("b"), organisation("c"))))
    await db.write(Unit((Run(delete(ORGANISATIONS).where(ORGANISATIONS.c.id != "b")),)))
    assert await names(db) == ["b"]


async def test_a_statement_that_cannot_work_fails_alone(db: Database) -> None:
    broken = Unit((Run(select(func.no_such_function())),))
    answers = await asyncio.gather(
        db.write(Unit((organisation("a"),))),
        db.write(broken),
        db.write(Unit((organisation("b"),))),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [type(None), Unavailable, type(None)]
    assert await names(db) == ["a", "b"]


async def test_closing_first_writes_what_waits(database_url: str) -> None:
    db = await open_database(database_url)
    writing = [asyncio.create_task(db.write(Unit((organisation(f"o{n}"),)))) for n in range(30)]
    await asyncio.sleep(0)
    await db.close()
    await asyncio.gather(*writing)
    again = await open_database(database_url)
    assert len(await names(again)) == 30
    await again.close()


async def test_one_who_gives_up_waiting_does_not_disturb_the_others(db: Database) -> None:
    leaving = asyncio.create_task(db.write(Unit((organisation("a"),))))
    staying = asyncio.create_task(db.write(Unit((organisation("b"),))))
    await asyncio.sleep(0)
    leaving.cancel()
    await staying
    assert "b" in await names(db)


async def test_another_kind_of_database_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="SPINFAB_DATABASE"):
        await open_database("mysql://localhost/spinfab")
