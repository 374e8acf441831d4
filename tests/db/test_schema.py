"""The migrations make exactly the tables that the models declare, on either database."""

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import app.accounts.models
import app.authoring.models
import app.practice.models  # noqa: F401  (imported for their tables)
from app.db import open_database


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


def test_every_table_says_whose_its_rows_are() -> None:
    without = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if table.name != "organisations" and "organisation_id" not in table.c
    }
    assert not without


async def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """Write-ahead log with a flush on every commit: the settings that make an answer a promise."""
    from app.db.sqlite import engine_for

    with engine_for(tmp_path / "x.db").connect() as connection:
        told = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
