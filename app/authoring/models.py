"""Tables: scenarios and their versions; a version, once published, never changes."""

from sqlalchemy import Column, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.accounts.models import moment, owned, reference


class ScenarioRow(SQLModel, table=True):
    """A scenario of an organisation, under the id its file gives it; `current` is on offer."""

    __tablename__ = "scenarios"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned())
    name: str = Field(max_length=80)
    current: int = Field()
    created_at: int = Field(sa_column=moment())


class VersionRow(SQLModel, table=True):
    """One published text of a scenario; `digest` is its SHA-256, `number` counts from 1."""

    __tablename__ = "scenario_versions"
    __table_args__ = (
        UniqueConstraint("scenario_id", "number"),
        UniqueConstraint("scenario_id", "digest"),
    )

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned())
    scenario_id: str = Field(sa_column=reference("scenarios.id"))
    number: int = Field()
    digest: str = Field(max_length=64)
    source: str = Field(sa_column=Column(Text, nullable=False))
    shipped: bool = Field()
    created_at: int = Field(sa_column=moment())


class WordListRow(SQLModel, table=True):
    """One published text of an organisation's word list, never changed; at most one is `active`.

    `number` counts from 1, `digest` is the SHA-256 of `source`; `published_by` is empty where it
    was done on the server itself.
    """

    __tablename__ = "word_lists"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("organisation_id", "digest"),
        Index(
            "ix_word_lists_active",
            "organisation_id",
            unique=True,
            sqlite_where=text("active"),
            postgresql_where=text("active"),
        ),
    )

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned(index=False))
    number: int = Field()
    name: str = Field(max_length=48)
    digest: str = Field(max_length=64)
    source: str = Field(sa_column=Column(Text, nullable=False))
    active: bool = Field()
    published_by: str | None = Field(
        default=None,
        sa_column=Column(String(40), ForeignKey("people.id", ondelete="SET NULL"), nullable=True),
    )
    published_at: int = Field(sa_column=moment())
