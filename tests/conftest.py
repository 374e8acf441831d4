"""The worlds that tests run in: a real database of either kind, made for them and dropped after."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from app.db import Database, open_database

SERVER = os.environ.get("SPINFAB_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/postgres")


async def on_server(statement: str) -> None:
    connection = await asyncpg.connect(SERVER, timeout=3)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a PostgreSQL server where databases may be made; skips where there is none."""
    try:
        asyncio.run(on_server("SELECT 1"))
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        pytest.skip(f"PostgreSQL cannot be reached; set SPINFAB_TEST_POSTGRES ({error})")
    return SERVER.rpartition("/")[0]


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database of one test's own."""
    name = f"spinfab_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(on_server(f"CREATE DATABASE {name}"))
    yield f"{postgres_server}/{name}"
    asyncio.run(on_server(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An open, empty database, once of each kind."""
    database = await open_database(database_url)
    yield database
    await database.close()
