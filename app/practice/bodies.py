"""What the API is sent and what it answers, as models: the door and its documentation."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.vocabulary import Locale, Outcome

Tongue = Literal["zh", "en", "zh-Hans", "zh-Hant"]
"""A language, or a locale for what is shown; `zh` is shown in simplified characters."""

SHOWN: dict[Tongue, Locale] = {
    "zh": "zh-Hans",
    "zh-Hans": "zh-Hans",
    "zh-Hant": "zh-Hant",
    "en": "en",
}
CLIENT_TURN_ID = re.compile(r"^[\w.:-]{1,64}$")
"""What a client may call a turn of its own."""

Id = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")]


class Data(BaseModel):
    """Nothing but what is declared, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ClassifyBody(Data):
    """A text to be heard, with what the buyer said before it."""

    text: str = Field(max_length=20_000)
    lang: Tongue | None = Field(default=None, description="detected by its script when missing")
    buyer_said: str = Field(default="", max_length=20_000)


class StartBody(Data):
    """Which scenario to play, in which language, with which luck."""

    scenario_id: Id
    lang: Tongue = "zh-Hans"
    seed: int | None = Field(
        default=None, ge=0, lt=2**53, description="draws the scenario's numbers; random if missing"
    )


class TurnBody(Data):
    """What the trainee says, or does without words: exactly one of the two."""

    text: str | None = Field(default=None, description="1 to 20,000 characters, kept whole")
    action: str | None = Field(default=None, description="`wait`, `show:ID` or `leave`")
    client_turn_id: Annotated[str, StringConstraints(pattern=CLIENT_TURN_ID.pattern)] | None = (
        Field(default=None, description="sent again, it gets the first answer again")
    )
    expects: int | None = Field(
        default=None, ge=0, description="the last turn that was seen; 409 when there is a later one"
    )


class BranchBody(Data):
    """After which turn to try again."""

    turn_no: int = Field(ge=0)


class TurnAnswer(BaseModel):
    """The answer to a turn."""

    turn_no: int
    text: str | None
    action: str | None
    reading: dict[str, Any] | None
    buyer: str
    lines: list[dict[str, Any]]
    feedback: dict[str, Any] | None
    ledger: dict[str, Any]
    ended: bool
    outcome: Outcome | None
    result: dict[str, int]


class AttemptAnswer(BaseModel):
    """An attempt; when just begun, with the buyer's first line and, for a new guest, the token."""

    id: str
    scenario_id: str
    version: int
    lang: Locale
    seed: int
    turn_no: int
    status: Literal["in_progress", "completed"]
    ended: bool
    outcome: Outcome | None
    result: dict[str, int]
    ledger: dict[str, Any]
    branch_of: str | None
    branch_turn: int | None
    started_at: str
    ended_at: str | None
    buyer: str | None = None
    lines: list[dict[str, Any]] | None = None
    token: str | None = None


class Problem(BaseModel):
    """What went wrong, by RFC 9457; `type` is stable, the texts are in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, str]] = []
