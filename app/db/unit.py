"""Units of work: what a service wants written, all or nothing, and what it expects to find."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Executable, Insert, Table, Update, bindparam, insert, update
from sqlmodel import SQLModel

Shape = tuple[Any, ...]


class Refused(Exception):
    """A unit was not written: a row it wanted to change was not there, or one it added was."""


@dataclass(frozen=True, slots=True)
class Add:
    """A new row; Refused where it breaks a constraint of the table."""

    table: Table
    row: Mapping[str, Any]

    @property
    def shape(self) -> Shape:
        """What writes must share to be executed together."""
        return ("add", self.table, tuple(self.row))

    @property
    def params(self) -> dict[str, Any]:
        """The values for the statement of this shape."""
        return dict(self.row)


@dataclass(frozen=True, slots=True)
class Change:
    """New values for the one row that has all of `where`, its primary key among them.

    Refused where there is none: that is how a stale turn number is noticed.
    """

    table: Table
    where: Mapping[str, Any]
    values: Mapping[str, Any]

    @property
    def shape(self) -> Shape:
        """What writes must share to be executed together."""
        return ("change", self.table, tuple(self.where), tuple(self.values))

    @property
    def params(self) -> dict[str, Any]:
        """The values for the statement of this shape."""
        params = {f"is_{name}": value for name, value in self.where.items()}
        params.update((f"to_{name}", value) for name, value in self.values.items())
        return params


@dataclass(frozen=True, slots=True)
class Run:
    """Any other statement, however many rows it meets; executed on its own."""

    statement: Executable
    given: Mapping[str, Any] | None = None

    @property
    def shape(self) -> Shape:
        """Like no other write."""
        return ("run", id(self))


Write = Add | Change | Run


@dataclass(frozen=True, slots=True)
class Unit:
    """Writes that are committed together or not at all, in their order."""

    writes: tuple[Write, ...]

    @property
    def shape(self) -> Shape:
        """The shapes of the writes: units of one shape are executed statement by statement."""
        return tuple(write.shape for write in self.writes)


@lru_cache(maxsize=256)
def insertion(table: Table) -> Insert:
    """The statement of every Add to a table."""
    return insert(table)


@lru_cache(maxsize=256)
def alteration(table: Table, where: tuple[str, ...], values: tuple[str, ...]) -> Update:
    """The statement of every Change of one shape, for one row."""
    return (
        update(table)
        .where(
            *(table.c[name] == bindparam(f"is_{name}", type_=table.c[name].type) for name in where)
        )
        .values({name: bindparam(f"to_{name}", type_=table.c[name].type) for name in values})
    )


def statement_of(write: Write) -> tuple[Executable, Mapping[str, Any]]:
    """A write as a statement for one row, with its values."""
    match write:
        case Add():
            return insertion(write.table), write.params
        case Change():
            return alteration(write.table, tuple(write.where), tuple(write.values)), write.params
        case Run():
            return write.statement, write.given or {}


def by_shape(units: list[Unit]) -> list[list[Unit]]:
    """The units grouped so that each group's writes can be executed together."""
    groups: dict[Shape, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.shape, []).append(unit)
    return list(groups.values())


def table_of(model: type[SQLModel]) -> Table:
    """The Core table that a model declares."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
