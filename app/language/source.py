"""What the files of a language pack may hold; everything unknown is refused at this door."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from app.vocabulary import BuyerAct, Fault, Form, Move, NeedState, Wording, split_label

Source = Annotated[str, Field(min_length=1, max_length=2000)]
Sources = tuple[Source, ...]
Says = tuple[Annotated[str, Field(max_length=4000)], ...]


class Data(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CostSource(Data):
    """What a way of cutting costs, in natural logarithms of odds; less than nothing is a gain.

    Fitted to role-plays cut by hand and to single lines that one move fills.
    """

    slope: float = 0.8
    level: float = -0.3
    """How clear a clause is: the odds of being right grow with the margin between two moves."""
    silent: float = 1.9
    """No rule spoke."""
    faint: float = 0.5
    """Only defaults spoke."""
    tiny: float = 0.3
    """It is as short as a fragment."""
    cut: float = -0.5
    sentence: float = -1.5
    """A cut at the end of a sentence."""
    brief_sentence: float = 0.4
    """At the end of one that is as short as a fragment."""
    unmarked: float = -0.5
    """Without any mark, before an opening word."""
    leaning: float = 0.2
    """The left side needs the right one."""
    premise: float = 1.2
    """The left side needs the right one, which is a question."""
    tail: float = 2.4
    """The right side belongs to the left one."""
    left_over: float = 0.8
    """The right side needs a next one that does not come."""
    brief: float = 0.4
    """The left side is as short as a fragment."""
    connective: float = -1.6
    """Before a word that begins a clause."""
    asks: float = -0.7
    """Before a question."""
    asked: float = -2.8
    """Between a question and what is none."""
    same: float = -0.3
    """Both sides are heard as the same move."""


class ClauseSource(Data):
    """How a turn falls into clauses."""

    ends: str = "。？！!?."
    soft: str = "，,；;：:—…"
    keep: tuple[str, ...] = ()
    connectives: Sources = ()
    starts: Sources = ()
    binders: tuple[str, ...] = ()
    depends: Sources = ()
    tails: Sources = ()
    short: Annotated[int, Field(ge=0, le=20)] = 3
    costs: CostSource = CostSource()


class FormSource(Data):
    """Patterns that show a clause's form; `not_question` overrules `question`, a final ? both."""

    question: Sources = ()
    imperative: Sources = ()
    not_question: Sources = ()


class InflectSource(Data):
    """Inflected forms that the regular endings do not give."""

    irregular: dict[str, tuple[str, ...]] = {}


class BaseSource(Data):
    """Points that every clause of a form starts with."""

    question: dict[Move, float] = {Move.SITUATION: 1.0}
    statement: dict[Move, float] = {Move.OTHER: 0.5}
    imperative: dict[Move, float] = {Move.OTHER: 0.5}
    buyer: dict[BuyerAct, float] = {BuyerAct.FACT: 0.5}


class CalibrationSource(Data):
    """Confidence from the margin between the best move and the second."""

    slope: float = 0.8
    intercept: float = -0.4


class PackSource(Data):
    """`pack.yaml`: the language's settings."""

    language: Literal["zh", "en"]
    word_boundaries: bool = False
    letters: Literal["han", "latin"] | None = None
    gap: Annotated[int, Field(ge=1, le=40)] = 8
    numerals: tuple[str, ...] = ()
    fillers: Sources = ()
    stop: tuple[str, ...] = ()
    clauses: ClauseSource = ClauseSource()
    forms: FormSource = FormSource()
    inflect: InflectSource | None = None
    typos: dict[str, str] = {}
    fold_phrases: dict[str, str] = {}
    base: BaseSource = BaseSource()
    calibration: CalibrationSource = CalibrationSource()
    floor: Annotated[float, Field(ge=0, le=1)] = 0.0


class WhenSource(Data):
    """What must be known of the surroundings for a rule to speak."""

    buyer: tuple[BuyerAct, ...] = ()
    last_question: tuple[Move, ...] = ()
    topic: bool | None = None
    need: NeedState | None = None
    echo: bool | None = None
    after: tuple[Move, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _lift_single_words(cls, value: object) -> object:
        if isinstance(value, dict):
            return {
                key: (one,)
                if key in ("buyer", "last_question", "after") and isinstance(one, str)
                else one
                for key, one in value.items()
            }
        return value


class RuleSource(Data):
    """One rule: what it hears, when, what it says, and the proof."""

    id: Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z0-9-]+$")]
    move: str | None = None
    fault: Fault | None = None
    act: BuyerAct | None = None
    form: Form | Literal["any"] = "any"
    weight: Annotated[float, Field(ge=0.3, le=6)] = 3.0
    any: Annotated[Sources, Field(min_length=1)]
    unless: Sources = ()
    against: dict[Move, float] = {}
    when: WhenSource | None = None
    probe: bool = False
    beside: tuple[Move, ...] = ()
    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None
    why: Wording
    hit: Says = ()
    miss: Says = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> "RuleSource":
        if sum(one is not None for one in (self.move, self.fault, self.act)) != 1:
            raise ValueError("a rule has exactly one of move, fault, act")
        if self.move is not None:
            split_label(self.move)
        return self


class CorpusSource(Data):
    """Lines and what the whole pack must say of them."""

    move: str | None = None
    fault: Fault | None = None
    act: BuyerAct | None = None
    says: Says = ()
    buyer: str = ""
    acts: tuple[BuyerAct, ...] = ()
    last_question: Move | None = None
    text: str = ""
    clauses: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> "CorpusSource":
        asked = (self.move is not None, self.fault is not None, self.act is not None)
        if sum(asked) + bool(self.clauses) != 1:
            raise ValueError("a corpus entry has exactly one of move, fault, act, clauses")
        if self.clauses and not self.text:
            raise ValueError("clauses need the text they are cut from")
        if not self.clauses and not self.says:
            raise ValueError("nothing is said")
        for label in (self.move, *(move for _, move in self.clauses)):
            if label is not None:
                split_label(label)
        return self


class LeaningSource(RootModel[dict[Move, Wording]]):
    """`leanings.yaml`: for each move, why the words of `leanings.tsv` lean toward it."""


class TippingSource(Data):
    """An entry of `tipping.yaml`: what would have made a clause the move `to`.

    It is for clauses heard as one of `heard`, or where that is left out for any. `hit` are lines
    that have what it takes.
    """

    to: Move
    heard: tuple[Move, ...] = ()
    says: Wording
    hit: Says = ()
