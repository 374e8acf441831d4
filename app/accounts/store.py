"""The SQL of accounts."""

from sqlalchemy import bindparam, select

from app.accounts.models import OrganisationRow, Person, PersonRow, TokenRow
from app.db import Add, Database, Write, table_of

ORGANISATIONS = table_of(OrganisationRow)
PEOPLE = table_of(PersonRow)
TOKENS = table_of(TokenRow)

BY_TOKEN = select(TOKENS.c.person_id, TOKENS.c.organisation_id).where(
    TOKENS.c.hash == bindparam("hash")
)
ORGANISATION = select(ORGANISATIONS.c.id).where(ORGANISATIONS.c.id == bindparam("id"))


async def person_by_token(db: Database, token_hash: str) -> Person | None:
    """Whose token has this hash."""
    row = await db.first(BY_TOKEN, {"hash": token_hash})
    return Person(row.person_id, row.organisation_id) if row else None


async def has_organisation(db: Database, organisation_id: str) -> bool:
    """Whether there is such an organisation."""
    return await db.first(ORGANISATION, {"id": organisation_id}) is not None


def add_organisation(organisation_id: str, name: str, now: int) -> tuple[Write, ...]:
    """A new organisation."""
    return (Add(ORGANISATIONS, {"id": organisation_id, "name": name, "created_at": now}),)


def add_guest(person: Person, token_hash: str, now: int) -> tuple[Write, ...]:
    """A new guest and the token they are known by."""
    own = {"organisation_id": person.organisation_id, "created_at": now}
    return (
        Add(PEOPLE, {"id": person.id, "kind": "guest", "name": "", **own}),
        Add(TOKENS, {"hash": token_hash, "person_id": person.id, **own}),
    )
