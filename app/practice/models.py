"""Tables: attempts, their turns, corrected labels, events that other systems are told of."""

from sqlalchemy import BigInteger, Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.accounts.models import fading, moment, owned, reference


class AttemptRow(SQLModel, table=True):
    """One play of a pinned scenario version; `progress` is the snapshot after turn `turn_no`."""

    __tablename__ = "attempts"

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned())
    person_id: str = Field(sa_column=reference("people.id"))
    version_id: str = Field(sa_column=reference("scenario_versions.id"))
    words_id: str | None = Field(
        default=None, sa_column=reference("word_lists.id", index=False, nullable=True)
    )
    packs_digest: str = Field(max_length=64)
    locale: str = Field(max_length=10)
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    turn_no: int = Field()
    progress: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    ended: bool = Field()
    outcome: str | None = Field(default=None, max_length=20)
    branch_of: str | None = Field(default=None, sa_column=reference("attempts.id", nullable=True))
    branch_turn: int | None = Field(default=None)
    started_at: int = Field(sa_column=moment())
    ended_at: int | None = Field(default=None, sa_column=moment(nullable=True))


class TurnRow(SQLModel, table=True):
    """One turn, never changed; `exchange` is the record, `answer` what the API said to it.

    `said` is the words or the action, without control characters; the record keeps every byte.
    """

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("attempt_id", "client_turn_id"),)

    attempt_id: str = Field(primary_key=True, max_length=40, foreign_key="attempts.id")
    no: int = Field(primary_key=True)
    organisation_id: str = Field(sa_column=owned(index=False))
    client_turn_id: str | None = Field(default=None, max_length=64)
    said: str = Field(sa_column=Column(Text, nullable=False))
    exchange: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    inherited: bool = Field()
    at: int = Field(sa_column=moment())


class EventRow(SQLModel, table=True):
    """Something that happened, recorded in the transaction in which it did; ids run with time."""

    __tablename__ = "events"

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned(index=False))
    attempt_id: str = Field(sa_column=reference("attempts.id"))
    kind: str = Field(max_length=40)
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: int = Field(sa_column=moment())


class CorrectionRow(SQLModel, table=True):
    """What a clause was, by a person who says that it was heard wrongly; goes with its attempt.

    The words stay in the turn's record: a correction only says where they are. `heard` and
    `corrected` are labels such as `implication` or `close:sign`.
    """

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("attempt_id", "turn_no", "clause", "by_id"),)

    id: str = Field(primary_key=True, max_length=40)
    organisation_id: str = Field(sa_column=owned())
    attempt_id: str = Field(sa_column=fading("attempts.id", index=False))
    turn_no: int = Field()
    clause: int = Field()
    heard: str = Field(max_length=40)
    corrected: str = Field(max_length=40)
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    by_id: str = Field(sa_column=fading("people.id"))
    at: int = Field(sa_column=moment())
