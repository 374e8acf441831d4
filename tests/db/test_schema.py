"""The migrations make exactly the tables that the models declare, on either database."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import app.accounts.models
import app.authoring.models
import app.practice.models  # noqa: F401  (imported for their tables)
from app.db import Change, Refused, Unit, open_database, table_of
from app.db.schema import config_for
from app.db.sqlite import engine_for
from app.practice.models import AttemptRow


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


async def test_the_migrations_make_the_tables_of_the_models(database_url: str) -> None:
    await (await open_database(database_url)).close()
    if database_url.startswith("sqlite"):
        engine = sa.create_engine(database_url)
        with engine.connect() as connection:
            assert differences(connection) == []
        engine.dispose()
        return
    server = create_async_engine(database_url.replace("postgresql", "postgresql+asyncpg"))
    async with server.connect() as asynchronous:
        assert await asynchronous.run_sync(differences) == []
    await server.dispose()


async def test_opening_again_changes_nothing(database_url: str) -> None:
    for _ in range(3):
        await (await open_database(database_url)).close()


async def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """The references that later versions add stand, and what was there stays."""
    path = tmp_path / "old.db"
    with engine_for(path).connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(config_for(connection), "0001")
        connection.exec_driver_sql("INSERT INTO organisations VALUES ('org_1', 'Beds', 1)")
        connection.exec_driver_sql("INSERT INTO people VALUES ('per_1', 'org_1', 'guest', '', 1)")
        connection.exec_driver_sql("INSERT INTO scenarios VALUES ('s', 'org_1', 's', 1, 1)")
        connection.exec_driver_sql(
            "INSERT INTO scenario_versions VALUES ('v', 'org_1', 's', 1, 'd', '', 1, 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO attempts VALUES ('att_1', 'org_1', 'per_1', 'v', 'd', 'en', 1, 0, '', 0,"
            " NULL, NULL, NULL, 1, NULL)"
        )
        connection.exec_driver_sql("COMMIT")
    database = await open_database(f"sqlite:///{path}")
    (attempt,) = await database.all(sa.select(table_of(AttemptRow)))
    assert (attempt.id, attempt.words_id) == ("att_1", None)
    with pytest.raises(Refused):
        await database.write(
            Unit((Change(table_of(AttemptRow), {"id": "att_1"}, {"words_id": "wrd_none"}),))
        )
    await database.close()


def test_every_table_says_whose_its_rows_are() -> None:
    without = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if table.name != "organisations" and "organisation_id" not in table.c
    }
    assert not without


async def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """Write-ahead log with a flush on every commit: the settings that make an answer a promise."""
    with engine_for(tmp_path / "x.db").connect() as connection:
        told = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
