"""The SQL of word lists."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.authoring.models import WordListRow
from app.db import Add, Change, Database, Write, table_of

WORD_LISTS = table_of(WordListRow)


@dataclass(frozen=True, slots=True)
class Published:
    """A published word list as its row says."""

    id: str
    organisation_id: str
    number: int
    name: str
    digest: str
    source: str
    active: bool
    published_by: str | None
    published_at: int


FIELDS = tuple(Published.__dataclass_fields__)
EVERY = (
    select(*(WORD_LISTS.c[name] for name in FIELDS))
    .where(WORD_LISTS.c.organisation_id == bindparam("organisation_id"))
    .order_by(WORD_LISTS.c.number)
)
BY_ID = select(*(WORD_LISTS.c[name] for name in FIELDS)).where(WORD_LISTS.c.id == bindparam("id"))


async def every(db: Database, organisation_id: str) -> tuple[Published, ...]:
    """An organisation's lists, the oldest first."""
    rows = await db.all(EVERY, {"organisation_id": organisation_id})
    return tuple(Published(*tuple(row)) for row in rows)


async def active(db: Database, organisation_id: str) -> Published | None:
    """The list that an organisation's new attempts are heard with."""
    row = await db.first(
        EVERY.where(WORD_LISTS.c.active.is_(True)), {"organisation_id": organisation_id}
    )
    return Published(*tuple(row)) if row else None


async def by_id(db: Database, words_id: str) -> Published | None:
    """A list by its id, active or not."""
    row = await db.first(BY_ID, {"id": words_id})
    return Published(*tuple(row)) if row else None


def add(found: Published) -> Write:
    """A new list."""
    return Add(WORD_LISTS, {name: getattr(found, name) for name in FIELDS})


def switch(words_id: str, *, on: bool) -> Write:
    """A list switched on or off; stale where it was switched so meanwhile."""
    return Change(WORD_LISTS, {"id": words_id, "active": not on}, {"active": on})
