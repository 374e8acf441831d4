"""The worlds that tests run in: a real database of either kind, made for them and dropped after."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.db import Database, open_database

if TYPE_CHECKING:
    from app.desk import Desk
    from app.library import Library

SERVER = os.environ.get("SPINFAB_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/postgres")


async def on_server(statement: str, server: str = SERVER) -> None:
    connection = await asyncpg.connect(server, timeout=3)
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


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database for this run of the tests, its tables made."""
    name = f"spinfab_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(on_server(f"CREATE DATABASE {name}"))
    url = f"{postgres_server}/{name}"
    asyncio.run(make_tables(url))
    yield url
    asyncio.run(on_server(f"DROP DATABASE {name} WITH (FORCE)"))


async def make_tables(url: str) -> None:
    await (await open_database(url)).close()


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """The PostgreSQL database, emptied for one test."""
    asyncio.run(on_server("TRUNCATE organisations CASCADE", postgres_database))
    return postgres_database


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


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped shelves, read once."""
    from app.library import load_library

    return load_library()


@pytest.fixture
async def desk(db: Database, library: Library) -> Desk:
    """A desk over an open database, the shipped scenarios copied in."""
    from app.accounts import service as accounts
    from app.authoring import service as authoring
    from app.desk import Desk
    from app.library import Lessons

    desk = Desk(db, library, Lessons(library), b"a secret of the tests")
    await accounts.found_house(desk)
    await authoring.copy_shipped(desk, accounts.HOUSE)
    return desk


@pytest.fixture
async def web(database_url: str, library: Library, tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The running application, once over each kind of database."""
    from app.main import create_app
    from app.settings import Settings

    app = create_app(Settings(data=tmp_path, database=database_url), library)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def http(web: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program that talks to the application; it keeps no cookies unless a test sets them."""
    transport = httpx.ASGITransport(app=web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://spinfab.test") as client:
        yield client
