"""The lines that every buyer of a temperament has ready, and how such a buyer's mood moves."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, TypeAdapter, ValidationError

from app.findings import Finding
from app.scenario.condition import Data, Id
from app.scenario.source import read_source
from app.vocabulary import Language, Temperament, Wording

Occasion = Literal[
    "opening_answered", "rapport_answered", "thanks", "acknowledged", "summary_confirmed",
    "summary_wrong", "unknown_fact", "known_again", "already_answered", "no_trouble",
    "implication_unfounded", "payoff_unfounded", "payoff_agreed", "feature_shrug", "price_worry",
    "advantage_objection", "benefit_welcome", "benefit_unearned", "evidence_heard",
    "propose_early", "propose_welcome", "price_early", "price_answered", "close_early",
    "close_again", "advance_yes", "advance_not_yet", "no_authority", "visual_looks",
    "silence_held", "wait_awkward", "withdraw_accepted", "aftercare", "farewell",
    "not_understood", "foreign_language", "off_topic", "rude_answer", "warning",
    "apology_accepted", "argued", "pushed", "too_long", "overclaim_doubted",
    "competitor_run_down", "jargon_puzzled", "out_of_patience", "leaves", "max_turns",
    "trace_answered", "other_vague", "neutral", "cue_restless", "cue_warming",
]  # fmt: skip
"""When a stock line is called for; `neutral` is what remains when every variant has been said."""

OCCASIONS: tuple[str, ...] = get_args(Occasion)

Event = Literal[
    "good_fact", "good_problem", "good_implication", "good_payoff", "good_trace", "held_back",
    "asks_known", "no_answer", "unfounded", "payoff_unfounded", "repeat", "interrogation",
    "stacks", "leads", "pitch_early", "off_need", "classic_pitch", "met", "evidence",
    "propose_early", "price_early", "price_fit", "close_early", "close_again", "advance_early",
    "no_authority", "ack", "rapport", "small_talk", "opening", "summary", "summary_wrong",
    "visual", "withdraw", "aftercare", "too_long", "brief", "rude", "argue", "push", "overclaim",
    "disparage", "jargon", "drift", "bad_faith", "weak", "apology", "wait", "wait_again",
    "resolved", "ignored", "unclear", "foreign", "idle",
]  # fmt: skip
"""What a trainee can do to a buyer's mood."""


class Spoken(Data):
    """One variant of a stock line. `{told}` is the fact told before, `{refers_to}` whom to ask."""

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=400)]
    cue: bool = False


Shelf = Mapping[Temperament | Literal["any"], Mapping[Occasion, tuple[Spoken, ...]]]
"""What prompts/{lang}/buyer.yaml holds: temperament or `any` → occasion → variants."""


class Effect(Data):
    """What an event does to the mood, and what the buyer says to it; `most`: how often at best."""

    trust: float = 0
    patience: float = 0
    interest: float = 0
    most: int | None = None
    warns: bool = False
    first: Occasion | None = None
    says: Occasion | None = None


class Opens(Data):
    """The trust it takes to be told a trouble, a want, and to be granted a step or an order."""

    problem: float
    explicit: float
    advance: float
    order: float


class Manner(Data):
    """How one temperament takes to being sold to; see temperaments.yaml."""

    trust: float
    patience: float
    interest: float
    max_words: int
    streak: int
    ready: int
    ripe: int
    volunteers: bool
    opens: Opens
    events: Mapping[Event, Effect]


class StockLines(Data):
    """The stock lines in each language and how each temperament's mood moves."""

    lines: Mapping[Language, Shelf]
    manners: Mapping[Temperament, Manner]


_SHELF: TypeAdapter[Shelf] = TypeAdapter(Shelf)
_MANNER: TypeAdapter[Manner] = TypeAdapter(Manner)


def parse_stock(
    lines: Mapping[Language, str], temperaments: str
) -> tuple[StockLines | None, list[Finding]]:
    """Read prompts/{lang}/buyer.yaml, by language, and temperaments.yaml.

    A language whose file is broken has findings P0.. and no lines; without temperaments there is
    no stock.
    """
    findings: list[Finding] = []
    manners = _read_manners(temperaments, findings)
    shelves: dict[Language, Shelf] = {}
    for language, text in lines.items():
        file = f"prompts/{language}/buyer.yaml"
        raw = _read(text, file, findings)
        try:
            shelves[language] = _SHELF.validate_python(raw or {})
        except ValidationError as error:
            findings += _broken(error, text, file)
            shelves[language] = {}
    return (StockLines(lines=shelves, manners=manners) if manners else None), findings


def _read(text: str, file: str, findings: list[Finding]) -> dict[str, Any]:
    source, found = read_source(text, file)
    findings += found
    return source.root.plain() if source else {}


def _read_manners(text: str, findings: list[Finding]) -> dict[Temperament, Manner]:
    file = "temperaments.yaml"
    raw = _read(text, file, findings)
    common = raw.pop("any", {})
    manners: dict[Temperament, Manner] = {}
    for name, own in raw.items():
        merged = {**common, **own}
        merged["events"] = {**common.get("events", {}), **own.get("events", {})}
        try:
            manners[Temperament(name)] = _MANNER.validate_python(merged)
        except ValidationError as error:
            findings += _broken(error, text, file, name)
    return manners


def _broken(error: ValidationError, text: str, file: str, *head: str) -> list[Finding]:
    source, _ = read_source(text, file)
    mend = Wording(zh="请改正", en="correct it")
    return [
        source.finding("P001", (*head, *e["loc"]), Wording(zh=e["msg"], en=e["msg"]), mend)
        for e in error.errors(include_url=False)
        if source
    ]
