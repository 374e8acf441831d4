"""The SQL of accounts."""

from sqlalchemy import bindparam, select

from app.accounts.models import OrganisationRow, Person, PersonRow, TokenRow
from app.db import Add, Database, Write, table_of

ORGANISATIONS = table_of(OrganisationRow)
PEOPLE = table_of(PersonRow)
TOKENS = table_of(TokenRow)

BY_TOKEN = (
    select(TOKENS.c.person_id, TOKENS.c.organisation_id, PEOPLE.c.kind)
    .join(PEOPLE, TOKENS.c.person_id == PEOPLE.c.id)
    .where(TOKENS.c.hash == bindparam("hash"))
)
EVERY_ORGANISATION = select(ORGANISATIONS.c.id, ORGANISATIONS.c.name).order_by(ORGANISATIONS.c.id)
NAMES = select(PEOPLE.c.name).where(
    PEOPLE.c.organisation_id == bindparam("organisation_id"), PEOPLE.c.name != ""
)
ORGANISATION = select(ORGANISATIONS.c.id).where(ORGANISATIONS.c.id == bindparam("id"))


async def person_by_token(db: Database, token_hash: str) -> Person | None:
    """Whose token has this hash."""
    row = await db.first(BY_TOKEN, {"hash": token_hash})
    return Person(row.person_id, row.organisation_id, row.kind) if row else None


async def has_organisation(db: Database, organisation_id: str) -> bool:
    """Whether there is such an organisation."""
    return await db.first(ORGANISATION, {"id": organisation_id}) is not None


async def organisations(db: Database) -> dict[str, str]:
    """The name of every organisation, by id."""
    return {row.id: row.name for row in await db.all(EVERY_ORGANISATION)}


async def names(db: Database, organisation_id: str) -> tuple[str, ...]:
    """The names of the people in an organisation, as far as they have one."""
    rows = await db.all(NAMES, {"organisation_id": organisation_id})
    return tuple(row.name for row in rows)


def add_organisation(organisation_id: str, name: str, now: int) -> tuple[Write, ...]:
    """A new organisation."""
    return (Add(ORGANISATIONS, {"id": organisation_id, "name": name, "created_at": now}),)


def add_guest(person: Person, token_hash: str, now: int) -> tuple[Write, ...]:
    """A new guest and the token they are known by."""
    return add_person(person, "", token_hash, now)


def add_person(person: Person, name: str, token_hash: str, now: int) -> tuple[Write, ...]:
    """Somebody new and the token they are known by."""
    own = {"organisation_id": person.organisation_id, "created_at": now}
    return (
        Add(PEOPLE, {"id": person.id, "kind": person.kind, "name": name, **own}),
        Add(TOKENS, {"hash": token_hash, "person_id": person.id, **own}),
    )
