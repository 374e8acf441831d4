"""The talk looked back on: outcome, score, needs board, question mix, turning points, changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.coaching.exchange import Exchange
from app.coaching.ledger import Quote
from app.coaching.score import Score
from app.coaching.lesson import Lesson
from app.vocabulary import Language, Move, NeedState, Outcome


@dataclass(frozen=True, slots=True)
class Note:
    """A remark put into words: its title, why it matters, what would do better, on which turns."""

    rule: str
    good: bool
    part: str
    turns: tuple[int, ...]
    points: float
    title: str
    why: str
    better: str
    quote: str
    heard: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the score for reading: its name, points, and the notes behind them."""

    part: str
    name: str
    points: float
    out_of: float
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need on the board; `solidity` is `solid`, `thin` or `empty`.

    `name` is empty while the need is empty: the board does not give away what was not found.
    """

    id: str
    name: str
    state: NeedState
    solidity: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class MixRow:
    """How many questions of one kind were asked, and their share of all, 0..1."""

    move: Move
    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure from research with its source, for comparison."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn on the timeline: the buyer's trust and patience after it, and their changes."""

    turn: int
    person: str
    trust: float
    patience: float
    interest: float
    trust_change: float
    patience_change: float
    you: str
    buyer: str


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A turn where the talk turned; a loss is dated where it began, not where it showed."""

    turn: int
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One of the changes worth most: the own line, a better one, why, and the card to read."""

    turn: int
    rule: str
    you: str
    better: str
    why: str
    card: str
    points: float


@dataclass(frozen=True, slots=True)
class Debrief:
    """Everything the trainee reads after play, in one language."""

    outcome: Outcome | None
    outcome_text: str
    result: Mapping[str, int]
    score: Score
    parts: tuple[PartView, ...]
    went_well: tuple[Note, ...]
    board: tuple[NeedView, ...]
    mix: tuple[MixRow, ...]
    questions: int
    talk_share: float
    figures: tuple[Figure, ...]
    timeline: tuple[Moment, ...]
    turning_points: tuple[TurningPoint, ...]
    changes: tuple[Change, ...]
    five_logics: tuple[str, ...]
    model_play: str


def debrief(transcript: Sequence[Exchange], lesson: Lesson, language: Language) -> Debrief:
    """Look back on a talk, in `language`."""
    raise NotImplementedError
