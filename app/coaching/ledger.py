"""What the coach keeps in mind between turns: the needs with their evidence, and the counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.vocabulary import NEED_STATES, BuyerAct, Fault, Move, NeedState


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that moved a need: the trainee's clause and the buyer's answer."""

    turn: int
    said: str
    heard: str
    to: NeedState
    by: Move | None = None


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """One need on the board: how far it came, by which words, when it was last touched."""

    id: str
    state: NeedState = NeedState.HIDDEN
    quotes: tuple[Quote, ...] = ()
    touched: int = 0

    @property
    def solidity(self) -> str:
        """`solid` once the buyer stated the want, `thin` while only admitted, else `empty`."""
        if self.reached(NeedState.EXPLICIT):
            return "solid"
        return "thin" if self.reached(NeedState.IMPLIED) else "empty"

    def reached(self, state: NeedState) -> bool:
        """Whether the need has come as far as `state`."""
        return NEED_STATES.index(self.state) >= NEED_STATES.index(state)


@dataclass(frozen=True, slots=True)
class Owed:
    """A buyer's line that still waits to be taken up."""

    turn: int
    act: BuyerAct
    text: str
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The talk so far; small, frozen, JSON both ways.

    `said` and `acts` are the buyer's last words and what they did; `asked` folded texts of the
    recent questions, newest last; `given` how often each rule has spoken. Volumes are in words.
    """

    turn_no: int = 0
    needs: tuple[NeedRecord, ...] = ()
    moves: Mapping[Move, int] = field(default_factory=dict)
    faults: Mapping[Fault, int] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    said: str = ""
    acts: tuple[BuyerAct, ...] = ()
    person: str = ""
    faced: str = ""
    """Who was spoken to in the last turn; `person` may have come in since."""
    last_question: Move | None = None
    asked: tuple[str, ...] = ()
    askers: tuple[str, ...] = ()
    """Who was asked each of `asked`."""
    owed: tuple[Owed, ...] = ()
    situations: int = 0
    """Situation questions in a row."""
    questions: int = 0
    """Turns of questions in a row with nothing given back."""
    closes: int = 0
    refused: bool = False
    """Whether the last close was refused and nothing was mended since."""
    summed_up: int | None = None
    offered: int | None = None
    grounded: int | None = None
    """The last turn that named what the product is or does, or showed it."""
    step_share: float = 0.0
    """The best claim to the commitment part by asking so far, 0..1; `won_share` by being given."""
    won_share: float = 0.0
    denied: bool = False
    """Whether the buyer has just denied having any trouble."""
    seller_words: float = 0.0
    buyer_words: float = 0.0

    def need(self, need_id: str) -> NeedRecord | None:
        """The record of one need, if it is on the board."""
        return next((record for record in self.needs if record.id == need_id), None)

    def any_reached(self, state: NeedState) -> bool:
        """Whether any need has come as far as `state`."""
        return any(record.reached(state) for record in self.needs)

    @property
    def explicit(self) -> tuple[NeedRecord, ...]:
        """The needs that the buyer has stated as wants."""
        return tuple(record for record in self.needs if record.reached(NeedState.EXPLICIT))

    @property
    def states(self) -> Mapping[str, NeedState]:
        """How far each need has come."""
        return {record.id: record.state for record in self.needs}

    @property
    def talk_share(self) -> float:
        """The trainee's share of all words, 0..1; 0 before anybody spoke."""
        total = self.seller_words + self.buyer_words
        return self.seller_words / total if total else 0.0
