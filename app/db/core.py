"""What every kind of database offers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select

from app.db.unit import Unit

BATCH = 256
"""The most units that are committed together."""


class Database(ABC):
    """Reads see everything that was committed before they began."""

    @abstractmethod
    async def all(
        self, statement: Select[Any], given: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """Every row of a query."""

    async def first(
        self, statement: Select[Any], given: Mapping[str, Any] | None = None
    ) -> Row[Any] | None:
        """The first row of a query, or None."""
        rows = await self.all(statement, given)
        return rows[0] if rows else None

    @abstractmethod
    async def write(self, unit: Unit) -> None:
        """Commit a unit; return once it is on disk.

        Refused when what it expected was not there; Unavailable when the database cannot be
        written to.
        """

    @abstractmethod
    async def close(self) -> None:
        """Finish what was handed in and let go of the database."""
