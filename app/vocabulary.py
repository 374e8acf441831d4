"""The words every part of the product shares; one word per thing, the field's own terms.

Sources: Rackham's SPIN research, FAB / FFAB / FABE retail training. The members' order is the order
in which they are explained to people, not a ranking; `LEADING` ranks the moves of one turn.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

Language = Literal["zh", "en"]
"""What a pack, a prompt folder and a scenario text are written in."""

Locale = Literal["zh-Hans", "zh-Hant", "en"]
"""What a person reads: a language and, for Chinese, a script."""

LOCALES: tuple[Locale, ...] = ("zh-Hans", "zh-Hant", "en")


def language_of(locale: str) -> Language:
    """The language whose packs and texts serve this locale; anything not Chinese is English."""
    return "zh" if locale.startswith("zh") else "en"


class Move(StrEnum):
    """What a clause of the trainee's turn does."""

    SITUATION = "situation"
    PROBLEM = "problem"
    IMPLICATION = "implication"
    NEED_PAYOFF = "need_payoff"
    TRACE = "trace"
    FEATURE = "feature"
    FUNCTION = "function"
    ADVANTAGE = "advantage"
    BENEFIT = "benefit"
    EVIDENCE = "evidence"
    OPENING = "opening"
    RAPPORT = "rapport"
    ACKNOWLEDGE = "acknowledge"
    SUMMARISE = "summarise"
    PROPOSE = "propose"
    PRICE = "price"
    HANDLE_OBJECTION = "handle_objection"
    VISUAL = "visual"
    ADVANCE = "advance"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    AFTERCARE = "aftercare"
    OTHER = "other"
    ABSTAIN = "abstain"


SPIN = (Move.SITUATION, Move.PROBLEM, Move.IMPLICATION, Move.NEED_PAYOFF)
QUESTIONS = (*SPIN, Move.TRACE)
FAB = (Move.FEATURE, Move.FUNCTION, Move.ADVANTAGE, Move.BENEFIT)

LEADING: tuple[Move, ...] = (
    Move.NEED_PAYOFF,
    Move.IMPLICATION,
    Move.PROBLEM,
    Move.TRACE,
    Move.ADVANCE,
    Move.CLOSE,
    Move.SITUATION,
    Move.BENEFIT,
    Move.EVIDENCE,
    Move.ADVANTAGE,
    Move.FUNCTION,
    Move.FEATURE,
    Move.PROPOSE,
    Move.PRICE,
    Move.HANDLE_OBJECTION,
    Move.VISUAL,
    Move.SUMMARISE,
    Move.WITHDRAW,
    Move.ACKNOWLEDGE,
    Move.RAPPORT,
    Move.OPENING,
    Move.AFTERCARE,
    Move.OTHER,
    Move.ABSTAIN,
)
"""Which clause's move leads the turn: the earliest here; of equals, the later clause."""

VARIANTS: dict[Move, tuple[str, ...]] = {
    Move.CLOSE: (
        "sign",
        "assumptive",
        "question",
        "scarcity",
        "incentive",
        "decide_for",
        "save_time",
        "imagine",
        "weigh",
        "either_or",
        "direct",
    ),
    Move.PRICE: ("trade", "concede"),
    Move.PROPOSE: ("criteria",),
    Move.OTHER: ("foreign",),
}
"""The finer kinds a move may carry, written `close:sign`."""


class Fault(StrEnum):
    """What a clause does wrong beside its move."""

    DISPARAGES_COMPETITOR = "disparages_competitor"
    OVERCLAIMS = "overclaims"
    JARGON = "jargon"
    ARGUES = "argues"
    PUSHES = "pushes"
    REFUSES_FLAT = "refuses_flat"
    EXCUSES = "excuses"
    PASSES_UP = "passes_up"
    PROMISES_FLAT = "promises_flat"
    PERSUADES = "persuades"
    INVENTS_TROUBLE = "invents_trouble"
    HIDES = "hides"
    SQUEEZES = "squeezes"
    CHANGES_TERMS = "changes_terms"
    BREAKS_WORD = "breaks_word"
    LEADS = "leads"
    STACKS = "stacks"
    MONOLOGUE = "monologue"
    REPEATS = "repeats"
    GOSSIPS = "gossips"
    DRIFTS = "drifts"
    RUDE = "rude"
    ASKS_KNOWN = "asks_known"


class BuyerAct(StrEnum):
    """What a line of the buyer's does."""

    IMPLIED_NEED = "implied_need"
    EXPLICIT_NEED = "explicit_need"
    OBJECTION = "objection"
    DOUBT = "doubt"
    REQUIREMENT = "requirement"
    BRUSH_OFF = "brush_off"
    SILENCE = "silence"
    BUYING_SIGNAL = "buying_signal"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"
    FACT = "fact"


class Form(StrEnum):
    """The grammatical shape of a clause."""

    QUESTION = "question"
    STATEMENT = "statement"
    IMPERATIVE = "imperative"


class NeedState(StrEnum):
    """How far a buyer's need has come; `NEED_STATES` gives the order."""

    HIDDEN = "hidden"
    IMPLIED = "implied"
    DEVELOPED = "developed"
    EXPLICIT = "explicit"
    MET = "met"


NEED_STATES: tuple[NeedState, ...] = tuple(NeedState)


class Outcome(StrEnum):
    """How a talk ends, judged on what the buyer does."""

    ORDER = "order"
    ADVANCE = "advance"
    CONTINUATION = "continuation"
    NO_SALE = "no_sale"
    WALKED_OUT = "walked_out"


class Seat(StrEnum):
    """What part a person has in the purchase."""

    INITIATOR = "initiator"
    USER = "user"
    TECHNICAL = "technical"
    FINANCE = "finance"
    PURCHASER = "purchaser"
    INSIDER = "insider"
    DECISION_MAKER = "decision_maker"


class Temperament(StrEnum):
    """How a buyer takes to being sold to."""

    OPEN = "open"
    RECEPTIVE = "receptive"
    DISSATISFIED = "dissatisfied"
    NEGATIVE = "negative"
    HESITANT = "hesitant"
    LINGERING = "lingering"
    EASY_YES = "easy_yes"
    ANGRY = "angry"
    RUSHED = "rushed"


class Rubric(StrEnum):
    """Which school's definition of a benefit scores."""

    CLASSIC = "classic"
    RACKHAM = "rackham"


class Part(StrEnum):
    """The visible parts of a score."""

    DISCOVERY = "discovery"
    QUESTIONS = "questions"
    VALUE = "value"
    LISTENING = "listening"
    COMMITMENT = "commitment"
    CONDUCT = "conduct"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in the languages of the product; an empty string means not written yet."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def to(self, language: Language) -> str:
        """The text in `language`, or in the other one where it is missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


def split_label(label: str) -> tuple[Move, str | None]:
    """Read `close:sign` as (close, sign) and `problem` as (problem, None).

    Raises ValueError for a word that is not in the vocabulary.
    """
    head, _, tail = label.partition(":")
    move = Move(head)
    if tail and tail not in VARIANTS.get(move, ()):
        raise ValueError(f"{label!r}: {move} has no variant {tail!r}")
    return move, tail or None
