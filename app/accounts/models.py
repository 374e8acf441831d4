"""Who is who: the tables organisations, people and tokens, and the person as services know them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ForeignKey, String
from sqlmodel import Field, SQLModel

GUEST, TRAINEE, TRAINER = KINDS = ("guest", "trainee", "trainer")
"""What somebody is in their organisation; guests have no name, trainers see to the words."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the least that a service needs to keep people and organisations apart."""

    id: str
    organisation_id: str
    kind: str = "guest"

    @property
    def trains(self) -> bool:
        """Whether they may see to the organisation's words and everybody's corrections."""
        return self.kind == TRAINER


def owned(*, index: bool = True) -> "Column[str]":
    """The column that says whose a row is; every table has it."""
    return reference("organisations.id", index=index)


def reference(target: str, *, index: bool = True, nullable: bool = False) -> "Column[str]":
    """A column that names a row of another table."""
    return Column(String(40), ForeignKey(target), nullable=nullable, index=index)


def fading(target: str, *, index: bool = True) -> "Column[str]":
    """A column that names a row of another table, and whose row goes when that one goes."""
    return Column(String(40), ForeignKey(target, ondelete="CASCADE"), nullable=False, index=index)


def moment(*, nullable: bool = False) -> "Column[int]":
    """A column of milliseconds since 1970, UTC."""
    return Column(BigInteger, nullable=nullable)


class OrganisationRow(SQLModel, table=True):
    """A customer: everything else belongs to exactly one."""

    __tablename__ = "organisations"

    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=200)
    created_at: int = Field(sa_column=moment())


class PersonRow(SQLModel, table=True):
    """Somebody who uses the product; a `guest` is known only by a token in their browser.

    `kind` is one of KINDS.
    """

    __tablename__ = "people"

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned())
    kind: str = Field(max_length=20)
    name: str = Field(default="", max_length=200)
    created_at: int = Field(sa_column=moment())


class TokenRow(SQLModel, table=True):
    """What a person is recognised by: of the secret itself only the hash is kept."""

    __tablename__ = "tokens"

    hash: str = Field(primary_key=True, max_length=64)
    organisation_id: str = Field(sa_column=owned())
    person_id: str = Field(sa_column=reference("people.id"))
    created_at: int = Field(sa_column=moment())
