"""What the API answers, as models: its documentation, held to what it sends by the tests."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from app.vocabulary import Form, Language, Locale, Outcome, Part, Rubric


class EvidenceAnswer(BaseModel):
    """A rule that spoke, where in the text, and why that counts."""

    rule: str
    start: int
    end: int
    why: str


class FaultEvidenceAnswer(EvidenceAnswer):
    """A fault with the rule that heard it."""

    fault: str


class ClauseAnswer(BaseModel):
    """One clause of a text; `start` and `end` count its characters."""

    text: str
    start: int
    end: int
    move: str
    confidence: float
    runner_up: str | None = Field(description="the second most likely move")
    tipping: str | None = Field(
        description="which words or form would have made it the runner-up; only of a close call"
    )
    form: Form
    probe: bool = Field(description="a follow-up that counts as the question before it")
    evidence: list[EvidenceAnswer]
    faults: list[str]
    fault_evidence: list[FaultEvidenceAnswer]
    topics: list[str]


class ClassifyAnswer(BaseModel):
    """How a text was heard; a move may carry its kind, as in `close:scarcity`."""

    text: str
    lang: Language
    move: str
    confidence: float
    runner_up: str | None
    faults: list[str]
    clauses: list[ClauseAnswer]


class CardAnswer(BaseModel):
    """A scenario on offer."""

    id: str
    version: int
    title: dict[Language, str]
    summary: dict[Language, str]
    level: int
    minutes: int
    trains: list[str]
    languages: list[Language]


class BriefingAnswer(CardAnswer):
    """A scenario with what may be read before playing."""

    briefing: dict[Language, str]


class LeftOut(BaseModel):
    """A shipped file that cannot be used, and why."""

    file: str
    findings: list[str]


class ScenariosAnswer(BaseModel):
    """The scenarios on offer."""

    items: list[CardAnswer]
    next_cursor: str | None
    left_out: list[LeftOut]


class HintAnswer(BaseModel):
    """One step of the ladder, about `need`; `last` when there is none after it."""

    step: int
    text: str
    need: str | None
    last: bool


class ScoreAnswer(BaseModel):
    """The score so far; `score` and `total` are the same, 0 to 100."""

    attempt_id: str
    score: int
    total: int
    rubric: Rubric
    rules_version: str
    outcome: Outcome | None
    result: dict[str, int]
    parts: dict[Part, dict[str, Any]]
    findings: list[dict[str, Any]]


class TurnAnswer(BaseModel):
    """The answer to a turn."""

    turn_no: int
    text: str | None
    action: str | None
    reading: ClassifyAnswer | None
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


class TranscriptAnswer(AttemptAnswer):
    """An attempt with every turn as it was heard and answered."""

    turns: list[dict[str, Any]]


class FindingAnswer(BaseModel):
    """One thing that is wrong with a file, and how to mend it."""

    code: str
    severity: str
    line: int
    column: int
    path: str
    message: str
    mend: str


class Problem(BaseModel):
    """What went wrong, by RFC 9457; `type` is stable, the texts are in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, str]] = []
    findings: list[FindingAnswer] = Field(
        default=[], description="what is wrong with a file that was sent, and where"
    )


class WordsAnswer(BaseModel):
    """A published word list; the active one is what new attempts are heard with."""

    id: str
    number: int
    name: str
    digest: str
    active: bool
    published_by: str | None
    published_at: str


class WordsText(WordsAnswer):
    """A word list with its text; just published, with the warnings it was published with."""

    source: str
    findings: list[FindingAnswer] = []


class WordsListed(BaseModel):
    """An organisation's word lists, the oldest first."""

    items: list[WordsAnswer]


class CorrectionAnswer(BaseModel):
    """What a clause was, by somebody who says that it was heard wrongly."""

    id: str
    attempt_id: str
    turn_no: int
    clause: int
    heard: str
    label: str
    note: str
    by: str
    at: str


class CorrectionsListed(BaseModel):
    """Corrections, the newest first; `next_before` asks for those before them."""

    items: list[CorrectionAnswer]
    next_before: str | None
