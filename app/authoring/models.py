"""Tables: scenarios and their versions; a version, once published, never changes."""

from sqlalchemy import Column, Text, UniqueConstraint
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
