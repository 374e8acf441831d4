"""PostgreSQL: reads over a small pool; writes through one task that commits what waits."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, Table, Update, bindparam, column, func, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from app.db.core import BATCH, Database
from app.db.schema import upgrade
from app.db.sqlite import Answer, Waiting, settle
from app.db.unit import Add, Change, Refused, Run, Unit, by_shape, statement_of
from app.errors import Unavailable

log = logging.getLogger(__name__)

READERS = 8
UPGRADE_LOCK = 0x5F1AFAB
"""The advisory lock under which one of several starting replicas upgrades the schema."""


class PostgresDatabase(Database):
    """One server, any number of replicas like this one; here one connection writes."""

    def __init__(self, url: str) -> None:
        self._writing = create_async_engine(url, pool_size=1, max_overflow=0)
        self._reading = create_async_engine(
            url, pool_size=READERS, max_overflow=0, isolation_level="AUTOCOMMIT"
        )
        self._queue: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._serve())

    @classmethod
    async def open(cls, url: str) -> "PostgresDatabase":
        """Open the database, its tables made and brought up to date at need."""
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
            await connection.run_sync(upgrade)
        await engine.dispose()
        return cls(url)

    async def all(
        self, statement: Select[Any], given: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """Every row of a query."""
        async with self._reading.connect() as connection:
            rows: Sequence[Row[Any]] = (await connection.execute(statement, given)).fetchall()
            return rows

    async def write(self, unit: Unit) -> None:
        """Commit a unit; return once the server has it on disk."""
        answered = self._loop.create_future()
        self._queue.append((unit, answered))
        self._wake.set()
        await answered

    async def close(self) -> None:
        """Commit what still waits, then let go of the connections."""
        self._closing = True
        self._wake.set()
        await self._task
        await self._writing.dispose()
        await self._reading.dispose()

    async def _serve(self) -> None:
        while not (self._closing and not self._queue):
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                size = min(BATCH, len(self._queue))
                waiting = [self._queue.popleft() for _ in range(size)]
                settle(waiting, await commit(self._writing, [unit for unit, _ in waiting]))


async def commit(engine: AsyncEngine, units: list[Unit]) -> list[Answer]:
    """Write units in one transaction; what each is to be answered once it is on disk.

    A lost connection is tried again once: units that were committed without our hearing of it are
    then refused by their own expectations, and their service finds them recorded.
    """
    try:
        async with engine.begin() as connection:
            await _together(connection, units)
        return [None] * len(units)
    except (Refused, StatementError):
        pass
    except Exception:
        log.exception("nothing could be written")
        return [Unavailable() for _ in units]
    try:
        async with engine.begin() as connection:
            return [await _alone(connection, unit) for unit in units]
    except Exception:
        log.exception("nothing could be written")
        return [Unavailable() for _ in units]


async def _together(connection: AsyncConnection, units: list[Unit]) -> None:
    """All units of one shape statement by statement: the usual case, where none is refused."""
    for group in by_shape(units):
        for place, write in enumerate(group[0].writes):
            if isinstance(write, Run):
                await connection.execute(*statement_of(write))
                continue
            rows = [unit.writes[place].params for unit in group]  # type: ignore[union-attr]
            if isinstance(write, Add):
                await connection.execute(statement_of(write)[0], rows)
                continue
            statement = alteration_of_many(write.table, tuple(write.where), tuple(write.values))
            columns = {name: [row[name] for row in rows] for name in rows[0]}
            if (await connection.execute(statement, columns)).rowcount != len(rows):
                raise Refused


async def _alone(connection: AsyncConnection, unit: Unit) -> Answer:
    """One unit in a savepoint of its own, so that where it fails, it fails alone."""
    try:
        async with connection.begin_nested():
            for write in unit.writes:
                met = (await connection.execute(*statement_of(write))).rowcount
                if isinstance(write, Change) and met != 1:
                    raise Refused(f"no such row in {write.table.name}")
    except IntegrityError as error:
        return Refused(str(error.orig))
    except Refused as refused:
        return refused
    except StatementError as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.error("a unit could not be written: %s", error)
        return Unavailable()
    return None


@lru_cache(maxsize=256)
def alteration_of_many(table: Table, where: tuple[str, ...], values: tuple[str, ...]) -> Update:
    """The statement of Changes of one shape for many rows, their values given as arrays."""
    names = {f"is_{name}": name for name in where} | {f"to_{name}": name for name in values}
    given = (
        func.unnest(
            *(bindparam(key, type_=ARRAY(table.c[name].type)) for key, name in names.items())
        )
        .table_valued(*(column(key, table.c[name].type) for key, name in names.items()))
        .render_derived(name="given")
    )
    return (
        update(table)
        .where(*(table.c[name] == given.c[f"is_{name}"] for name in where))
        .values({name: given.c[f"to_{name}"] for name in values})
    )
