"""A language pack as compiled: what the ear hears with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from app.language.leanings import NO_LEANINGS, Leanings
from app.language.source import CorpusSource, CostSource, PackSource, RuleSource, TippingSource
from app.notation import Root, Vocabulary
from app.notation.index import Wakes
from app.reading import Evidence
from app.vocabulary import BuyerAct, Fault, Form, Language, Move, NeedState, Wording


@dataclass(frozen=True, slots=True)
class When:
    """What must be known of the surroundings for a rule to speak."""

    buyer: frozenset[BuyerAct]
    last_question: frozenset[Move]
    topic: bool | None
    need: NeedState | None
    echo: bool | None
    after: frozenset[Move]


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; exactly one of `move`, `fault`, `act` is set."""

    id: str
    move: Move | None
    variant: str | None
    fault: Fault | None
    act: BuyerAct | None
    form: Form | None
    weight: float
    nodes: tuple[Root, ...]
    unless: tuple[Root, ...]
    against: tuple[tuple[Move, float], ...]
    when: When | None
    probe: bool
    beside: frozenset[Move]
    low: int
    high: int
    why: Wording
    place: tuple[str, int]
    """Its file, and its number in that file's list."""


class Cue(Enum):
    """What the words at a piece's beginning say of its bond with its neighbours."""

    CONNECTIVE = auto()
    """It begins a clause, after a mark."""
    START = auto()
    """It may begin a clause where no mark stands."""
    DEPENDS = auto()
    """It needs the next piece."""
    TAIL = auto()
    """It belongs to the piece before."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """How the language's turns fall into clauses, compiled."""

    marks: re.Pattern[str]
    ends: frozenset[str]
    keep: frozenset[str]
    binders: frozenset[str]
    cues: tuple[tuple[Cue, Root], ...]
    wakes: Wakes
    """What wakes which of `cues`."""
    short: int
    costs: CostSource


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One language, compiled; frozen, shared by every turn, equal only to itself."""

    language: Language
    settings: PackSource
    letters: re.Pattern[str]
    vocabulary: Vocabulary
    clauses: Clauses
    forms: tuple[tuple[Form, Root], ...]
    formed: Wakes
    """What wakes which of `forms`."""
    rules: tuple[Rule, ...]
    said: Wakes
    """What wakes which of `patterns` in a trainee's words."""
    acted: Wakes
    """The same in a buyer's words."""
    patterns: tuple[tuple[int, Root], ...]
    """Every rule's patterns in order, each with its rule's index."""
    stop: frozenset[str]
    leanings: Leanings = NO_LEANINGS
    leaning: Mapping[Move, Wording] = field(default_factory=dict)
    """Why the words listed for a move lean a clause toward it."""
    tipping: Mapping[tuple[Move | None, Move], Wording] = field(default_factory=dict)
    """What would have made a clause its runner-up, by what it was heard as (None: anything) and
    the runner-up."""
    tips: tuple[TippingSource, ...] = ()
    sources: tuple[RuleSource, ...] = ()
    lexicon: Mapping[str, Sequence[str]] = field(default_factory=dict)
    corpus: tuple[tuple[str, int, CorpusSource], ...] = ()
    """Each entry with its file and its number in that file's list."""
    digest: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


def evidence_of(rule: Rule, start: int, end: int) -> Evidence:
    """The rule as evidence, at offsets of the original text."""
    return Evidence(rule.id, start, end, rule.why)
