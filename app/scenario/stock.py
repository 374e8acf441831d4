"""The lines that every buyer of a temperament has ready, and how such a buyer's mood moves."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from app.scenario.condition import Data, Id
from app.vocabulary import Language, Temperament

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


class Spoken(Data):
    """One variant of a stock line. `{told}` is the fact told before, `{refers_to}` whom to ask."""

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=400)]
    cue: bool = False


Shelf = Mapping[Temperament | Literal["any"], Mapping[Occasion, tuple[Spoken, ...]]]
"""What prompts/{lang}/buyer.yaml holds: temperament or `any` → occasion → variants."""

SHELF: TypeAdapter[Shelf] = TypeAdapter(Shelf)


class StockLines(Data):
    """The stock lines in each language and how each temperament's mood moves."""

    lines: Mapping[Language, Shelf]
