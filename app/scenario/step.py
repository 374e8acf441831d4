"""The values a talk with the buyer is made of: the state, what the trainee did, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.reading import Reading
from app.vocabulary import BuyerAct, Move, NeedState, Outcome


@dataclass(frozen=True, slots=True)
class Deed:
    """What the trainee did this turn: spoke (`reading`), or acted (`wait`, `show:ID`, `leave`)."""

    reading: Reading | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the buyer says or, with `cue`, does without words.

    `id` names where it comes from: `NEED.problem`, `NEED.IMPLICATION`, `fact.ID`, `beat.ID`,
    `end.ID`, `stock.OCCASION` … `topic` is the overlay topic it is about.
    """

    id: str
    text: str
    speaker: str
    acts: tuple[BuyerAct, ...] = ()
    topic: str | None = None
    cue: bool = False


@dataclass(frozen=True, slots=True)
class NeedMoved:
    """A need that came further, by which clause (its index in the reading) and which step of it.

    `step` is `problem`, an implication's id, `explicit`, `met`, or None where a beat moved it.
    """

    need: str
    before: NeedState
    after: NeedState
    clause: int | None = None
    by: Move | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class NeedAt:
    """How far one need has come, and which of its implications were drawn out."""

    state: NeedState = NeedState.HIDDEN
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mood:
    """How one person feels, each 0..10."""

    trust: float
    patience: float
    interest: float


@dataclass(frozen=True, slots=True)
class State:
    """Everything the buyer remembers; small, and JSON both ways (`pydantic.TypeAdapter(State)`)."""

    seed: int
    person: str
    moods: Mapping[str, Mood]
    needs: Mapping[str, NeedAt]
    turn_no: int = 0
    visit: str = ""
    """The id of the visit, where the story runs over several."""
    last_need: str | None = None
    told: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    """Open resistances that already came back once."""
    flags: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """Topics the trainee has named that some condition asks after, with their prefixes."""
    used: tuple[str, ...] = ()
    """Ids of variants already spoken, so that no line is said twice."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How often each kind of event happened with this person (`repeat`, `close_early`, …)."""
    streak: int = 0
    """Questions asked in a row with nothing given back."""
    facts_streak: int = 0
    """Situation questions in a row."""
    ended: Outcome | None = None
    draws: Mapping[str, int] = field(default_factory=dict)

    @property
    def mood(self) -> Mood:
        """How the person now speaking feels."""
        return self.moods[self.person]

    @property
    def trust(self) -> float:
        """The trust of the person now speaking, 0..10."""
        return self.moods[self.person].trust

    @property
    def patience(self) -> float:
        """The patience of the person now speaking, 0..10."""
        return self.moods[self.person].patience

    @property
    def interest(self) -> float:
        """The interest of the person now speaking, 0..10."""
        return self.moods[self.person].interest


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the buyer's: the new state, what was said, what moved and why.

    `trust`, `patience` and `interest` are changes. `notes` are codes of why: `pitch_early`,
    `repeat`, `answered:fact.wind`, `beat:gate-scolding`.
    """

    state: State
    lines: tuple[Line, ...]
    moved: tuple[NeedMoved, ...] = ()
    trust: float = 0.0
    patience: float = 0.0
    interest: float = 0.0
    notes: tuple[str, ...] = ()
    outcome: Outcome | None = None
    result: Mapping[str, int] = field(default_factory=dict)
