"""The database: reads, and one durable writer for all that is written.

A service hands `Database.write` a `Unit`; it returns once the unit is committed and on disk, or
raises Refused when what the unit expected was not there. Waiting units are committed together;
one that fails, fails alone. SQLite and PostgreSQL run the same store code.
"""

from pathlib import Path

from app.db.core import Database
from app.db.postgres import PostgresDatabase
from app.db.sqlite import SqliteDatabase
from app.db.unit import Add, Change, Refused, Run, Unit, Write, table_of

__all__ = [
    "Add",
    "Change",
    "Database",
    "Refused",
    "Run",
    "Unit",
    "Write",
    "open_database",
    "table_of",
]


async def open_database(url: str) -> Database:
    """Open the database at `url` (`sqlite:///FILE` or `postgresql://…`), brought up to date.

    Raises ValueError for an address of another kind.
    """
    kind, _, rest = url.partition("://")
    if kind == "sqlite":
        return await SqliteDatabase.open(Path(rest.removeprefix("/")))
    if kind in ("postgresql", "postgres"):
        return await PostgresDatabase.open(f"postgresql+asyncpg://{rest}")
    raise ValueError(
        f"SPINFAB_DATABASE: {kind!r} is not known; use sqlite:///FILE or postgresql://…"
    )
