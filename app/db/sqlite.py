"""SQLite: reads on the event loop, where they take microseconds; writes in one thread.

The thread takes all units that wait, commits them together with `synchronous=FULL` and answers
them after the commit, so that a disk's flush is shared by everyone who waits for it.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, create_engine, event
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.pool import NullPool

from app.db.core import BATCH, Database
from app.db.schema import upgrade
from app.db.unit import Change, Refused, Run, Unit, by_shape, statement_of
from app.errors import Unavailable

log = logging.getLogger(__name__)

Answer = BaseException | None
Waiting = tuple[Unit, "asyncio.Future[None]"]
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def engine_for(path: Path, *, read_only: bool = False) -> Engine:
    """An engine whose connections leave transactions to us."""
    engine = create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in (*PRAGMAS, *(("query_only=ON",) if read_only else ())):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class SqliteDatabase(Database):
    """One file, one writer thread, one reading connection that belongs to the event loop."""

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._reading = engine_for(path, read_only=True).connect()
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._serve, args=(path,), name="writer", daemon=True
        )
        self._thread.start()

    @classmethod
    async def open(cls, path: Path) -> "SqliteDatabase":
        """Open the file, made and brought up to date at need."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with engine_for(path).connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            upgrade(connection)
            connection.exec_driver_sql("COMMIT")
        return cls(path)

    async def all(
        self, statement: Select[Any], given: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """Every row of a query, read at once on the loop."""
        return self._reading.execute(statement, given).fetchall()

    async def write(self, unit: Unit) -> None:
        """Commit a unit; return once it is on disk."""
        answered = self._loop.create_future()
        self._queue.put((unit, answered))
        await answered

    async def close(self) -> None:
        """Commit what still waits, then let go of the file."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._reading.close()

    def _serve(self, path: Path) -> None:
        with engine_for(path).connect() as connection:
            going = True
            while going:
                taken = [self._queue.get()]
                while len(taken) < BATCH:
                    try:
                        taken.append(self._queue.get_nowait())
                    except queue.Empty:
                        break
                waiting = [one for one in taken if one is not None]
                going = len(waiting) == len(taken)
                if waiting:
                    answers = commit(connection, [unit for unit, _ in waiting])
                    self._loop.call_soon_threadsafe(settle, waiting, answers)


def settle(waiting: Sequence[Waiting], answers: Sequence[Answer]) -> None:
    """Answer those who wait, on their own loop; one who gave up waiting is passed over."""
    for (_, answered), answer in zip(waiting, answers, strict=True):
        if answered.done():
            continue
        if answer is None:
            answered.set_result(None)
        else:
            answered.set_exception(answer)


def commit(connection: Connection, units: list[Unit]) -> list[Answer]:
    """Write units in one transaction; what each is to be answered once it is on disk."""
    try:
        try:
            return _transact(connection, units, _together)
        except (Refused, StatementError):
            return _transact(connection, units, _apart)
    except Exception:
        log.exception("nothing could be written")
        return [Unavailable() for _ in units]


def _transact(
    connection: Connection,
    units: list[Unit],
    write: Callable[[Connection, list[Unit]], list[Answer]],
) -> list[Answer]:
    raw = _raw(connection)
    raw.execute("BEGIN IMMEDIATE")
    try:
        answers = write(connection, units)
        raw.execute("COMMIT")
    except BaseException:
        # A full disk ends the transaction by itself; then there is nothing to roll back.
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise
    return answers


def _raw(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for the words that frame a transaction."""
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _together(connection: Connection, units: list[Unit]) -> list[Answer]:
    """All units of one shape statement by statement: the usual case, where none is refused."""
    for group in by_shape(units):
        for place, write in enumerate(group[0].writes):
            statement, given = statement_of(write)
            if isinstance(write, Run):
                connection.execute(statement, given)
                continue
            rows = [unit.writes[place].params for unit in group]  # type: ignore[union-attr]
            met = connection.execute(statement, rows).rowcount
            if isinstance(write, Change) and met != len(rows):
                raise Refused
    return [None] * len(units)


def _apart(connection: Connection, units: list[Unit]) -> list[Answer]:
    """Each unit in a savepoint of its own, so that the one that fails, fails alone."""
    answers: list[Answer] = []
    for unit in units:
        connection.exec_driver_sql("SAVEPOINT unit")
        try:
            for write in unit.writes:
                met = connection.execute(*statement_of(write)).rowcount
                if isinstance(write, Change) and met != 1:
                    raise Refused(f"no such row in {write.table.name}")
            answers.append(None)
        except IntegrityError as error:
            answers.append(Refused(str(error.orig)))
        except Refused as refused:
            answers.append(refused)
        except StatementError as error:
            if not _raw(connection).in_transaction:
                raise
            log.error("a unit could not be written: %s", error)
            answers.append(Unavailable())
        if answers[-1] is not None:
            connection.exec_driver_sql("ROLLBACK TO unit")
        connection.exec_driver_sql("RELEASE unit")
    return answers
