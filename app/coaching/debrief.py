"""The talk looked back on: outcome, score, needs board, question mix, turning points, changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.coaching.changes import Change, Note, TurningPoint, View, changes_worth_most
from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger, NeedRecord, Quote
from app.coaching.lesson import Lesson
from app.coaching.observe import begin, observe, terms_of
from app.coaching.remark import Remark
from app.coaching.score import PartScore, Score, score
from app.coaching.turning import greatest_fall, greatest_rise, mood_changes
from app.vocabulary import QUESTIONS, Language, Move, NeedState, Outcome, Part, Rubric

__all__ = ["Change", "Debrief", "Note", "TurningPoint", "debrief"]

_FIGURES = ("implication", "explicit", "questions", "talk", "closing")
_WELL = 4


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
    model_lines: tuple[str, ...] = ()


def debrief(transcript: Sequence[Exchange], lesson: Lesson, language: Language) -> Debrief:
    """Look back on a talk, in `language`; `transcript` begins with the opening, number 0."""
    script, say = lesson.script, lesson.prompts.say
    judged = score(transcript, script.rubric, script.weights)
    ledgers = _ledgers(transcript, judged.rubric, lesson)
    last = ledgers[-1]
    view = View(lesson, language, transcript, ledgers)
    counts = {move: last.moves.get(move, 0) for move in QUESTIONS}
    asked = sum(counts.values())
    good = [remark for remark in judged.findings if remark.good and remark.points > 0]
    model = _model(lesson, language)
    return Debrief(
        outcome=judged.outcome,
        outcome_text=say(f"outcome.{judged.outcome or 'open'}", language),
        result=judged.result,
        score=judged,
        parts=tuple(_part(judged.parts[part], view) for part in Part),
        went_well=tuple(
            view.note(remark) for remark in sorted(good, key=lambda one: -one.points)[:_WELL]
        ),
        board=tuple(_need(record, view) for record in last.needs),
        mix=tuple(
            MixRow(move, say(f"mix.{move}", language), count, count / asked if asked else 0.0)
            for move, count in counts.items()
        ),
        questions=asked,
        talk_share=round(last.talk_share, 2),
        figures=tuple(
            Figure(say(f"figure.{name}", language), say(f"figure.{name}.source", language))
            for name in _FIGURES
        ),
        timeline=tuple(_moment(exchange) for exchange in transcript),
        turning_points=_turning_points(view, judged.findings),
        changes=changes_worth_most(view, judged),
        five_logics=tuple(say(f"logic.{number}", language) for number in range(1, 6)),
        model_play=say("model", language) if model else "",
        model_lines=model,
    )


def _ledgers(transcript: Sequence[Exchange], rubric: Rubric, lesson: Lesson) -> list[Ledger]:
    terms = terms_of(rubric, lesson.script.weights)
    ledgers = [begin(transcript[0])]
    for exchange in transcript[1:]:
        ledgers.append(observe(ledgers[-1], exchange, terms)[0])
    return ledgers


def _part(part: PartScore, view: View) -> PartView:
    notes = tuple(view.note(remark) for remark in part.evidence if remark.points or not remark.good)
    name = view.lesson.prompts.say(f"part.{part.part}", view.language)
    return PartView(part.part, name, part.points, part.out_of, notes)


def _need(record: NeedRecord, view: View) -> NeedView:
    found = record.reached(NeedState.IMPLIED)
    need = view.lesson.script.need_by_id.get(record.id)
    name = need.name.to(view.language) if need and found else ""
    return NeedView(record.id, name, record.state, record.solidity, record.quotes)


def _moment(exchange: Exchange) -> Moment:
    standing = exchange.standing
    return Moment(
        turn=exchange.no,
        person=standing.person,
        trust=standing.trust,
        patience=standing.patience,
        interest=standing.interest,
        trust_change=round(exchange.trust, 2),
        patience_change=round(exchange.patience, 2),
        you=exchange.said.text or exchange.said.action or "",
        buyer=exchange.heard,
    )


def _turning_points(view: View, remarks: Sequence[Remark]) -> tuple[TurningPoint, ...]:
    changes = mood_changes(view.transcript, remarks)
    swings = (greatest_fall(changes, remarks), greatest_rise(changes, remarks))
    points = [view.turning(swing, good=swing.change > 0) for swing in swings if swing]
    return tuple(sorted(points, key=lambda point: point.turn))


def _model(lesson: Lesson, language: Language) -> tuple[str, ...]:
    """The expert play's lines, where the scenario holds one."""
    expert = next((play for play in lesson.script.plays if play.kind == "expert"), None)
    return tuple(turn.you.to(language) for turn in expert.turns if turn.you) if expert else ()
