"""What the API is sent, as models: the door and its documentation."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.vocabulary import Locale

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


class WordsBody(Data):
    """A word list file as it is, to be published."""

    source: str = Field(max_length=64_000, description="the YAML text")
    force: bool = Field(
        default=False, description="publish what changes too many corpus lines (W030, W031), too"
    )


class SwitchBody(Data):
    """Whether new attempts are heard with a word list."""

    active: bool


class CorrectionBody(Data):
    """What a clause of a turn was; clauses count from 0."""

    turn_no: int = Field(ge=0, lt=2**31)
    clause: int = Field(default=0, ge=0, lt=2**31)
    label: Annotated[str, StringConstraints(max_length=40)]
    note: str = Field(default="", max_length=500)


class BranchBody(Data):
    """After which turn to try again."""

    turn_no: int = Field(ge=0)
