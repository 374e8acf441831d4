"""The debrief as shown: a report with its bars, its chart and its links back into the talk."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.coaching.debrief import Change, Debrief, Note
from app.coaching.ledger import NeedRecord
from app.practice.chart import Chart, chart_of
from app.practice.scene import Cited, cited
from app.practice.views import AttemptView
from app.scenario.script import Script
from app.vocabulary import SPIN, Move, NeedState
from app.words.catalogue import Words

# An average call: one question in twenty is an implication question (Rackham, SPIN Selling).
AVERAGE: Mapping[Move, float] = {Move.IMPLICATION: 0.05}


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark with the points it gave or took, and where it rests."""

    title: str
    why: str
    better: str
    quote: str
    heard: str
    points: str
    gain: bool
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the score with its evidence; `fill` is 0..100."""

    name: str
    points: str
    fill: float
    notes: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A need as it ended, and the words that moved it."""

    name: str
    state: NeedState
    label: str
    step: int
    depth: str
    quotes: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class MixBar:
    """How many questions of a kind; shares are 0..100, `average` None where research has none."""

    name: str
    family: str
    count: str
    share: float
    percent: str
    average: float | None
    average_text: str


@dataclass(frozen=True, slots=True)
class Turning:
    """A turn where the talk turned."""

    turn: int
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change worth making; `branch` is the last turn to keep when trying again from there."""

    turn: int
    branch: int
    you: str
    better: str
    why: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole debrief."""

    attempt_id: str
    scenario_id: str
    title: str
    ended: bool
    branch_turn: int | None
    outcome: str
    outcome_about: str
    result: tuple[str, ...]
    total: int
    arc: float
    guess: str
    guessed_turn: str
    parts: tuple[PartRow, ...]
    earned: tuple[Noted, ...]
    changes: tuple[Suggested, ...]
    board: tuple[BoardRow, ...]
    mix: tuple[MixBar, ...]
    share: str
    figures: tuple[tuple[str, str], ...]
    chart: Chart
    turnings: tuple[Turning, ...]
    five: tuple[str, ...]
    rules_version: str


def report_of(
    attempt: AttemptView,
    debrief: Debrief,
    words: Words,
    guess: int | None = None,
    guessed_turn: int | None = None,
) -> ReportView:
    """The debrief of an attempt in the reader's words, beside what the trainee guessed."""
    outcome = debrief.outcome
    total = debrief.score.total
    turning = {point.turn for point in debrief.turning_points}
    return ReportView(
        attempt_id=attempt.id,
        scenario_id=attempt.scenario_id,
        title=words.say(attempt.script.title),
        ended=attempt.ended,
        branch_turn=attempt.branch_turn if attempt.branch_of else None,
        outcome=words(f"outcome.{outcome}") if outcome else words("debrief.running"),
        outcome_about=words(f"outcome_about.{outcome}") if outcome else "",
        result=results(debrief.result, attempt.script, words),
        total=total,
        arc=round(total * 2.64, 1),
        guess="" if guess is None else words("debrief.guessed", guess=guess, score=total),
        guessed_turn=words("debrief.guessed_turn", n=guessed_turn) if guessed_turn else "",
        parts=tuple(
            PartRow(
                name=words(f"part.{part.part}"),
                points=words(
                    "debrief.part_points",
                    points=words.number(part.points),
                    out_of=words.number(part.out_of),
                ),
                fill=round(100 * part.points / part.out_of, 1) if part.out_of else 0.0,
                notes=tuple(noted(note, words) for note in part.notes),
            )
            for part in debrief.parts
        ),
        earned=tuple(noted(note, words) for note in debrief.went_well),
        changes=tuple(_suggested(change, words) for change in debrief.changes),
        board=tuple(_board_row(record, attempt, words) for record in attempt.needs),
        mix=tuple(_mix(debrief, words)),
        share=words(
            "debrief.share", n=debrief.questions, percent=words.percent(debrief.talk_share)
        ),
        figures=tuple((words.say(f.text), words.say(f.source)) for f in debrief.figures),
        chart=chart_of(debrief.timeline, turning, attempt.script, words),
        turnings=tuple(Turning(p.turn, p.good, words.say(p.text)) for p in debrief.turning_points),
        five=tuple(map(words.say, debrief.five_logics)),
        rules_version=debrief.score.rules_version[:12],
    )


def results(result: Mapping[str, int], script: Script, words: Words) -> tuple[str, ...]:
    """What the buyer takes; a single thing goes by the product's name, several by their own."""
    taken = {name: number for name, number in result.items() if number}
    if len(taken) == 1:
        return (f"{words.say(script.product.name)} × {words.number(*taken.values())}",)
    return tuple(f"{name} × {words.number(number)}" for name, number in taken.items())


def noted(note: Note, words: Words) -> Noted:
    """A note in the reader's script, its points signed."""
    sign = "+" if note.points > 0 else "−" if note.points < 0 else ""
    return Noted(
        title=words.say(note.title),
        why=words.say(note.why),
        better=words.say(note.better),
        quote=note.quote,
        heard=words.say(note.heard),
        points=f"{sign}{words.number(abs(note.points))}" if sign else "",
        gain=note.good,
        turns=note.turns,
    )


def _suggested(change: Change, words: Words) -> Suggested:
    return Suggested(
        turn=change.turn,
        branch=max(0, change.turn - 1),
        you=change.you,
        better=words.say(change.better),
        why=words.say(change.why),
    )


def _board_row(record: NeedRecord, attempt: AttemptView, words: Words) -> BoardRow:
    found = record.reached(NeedState.IMPLIED)
    need = attempt.script.need_by_id.get(record.id) if found else None
    return BoardRow(
        name=words.say(need.name) if need else "",
        state=record.state,
        label=words(f"need.{record.state}"),
        step=list(NeedState).index(record.state),
        depth=words(f"depth.{record.solidity}"),
        quotes=cited(record, words),
    )


def _mix(debrief: Debrief, words: Words) -> list[MixBar]:
    rows = []
    for row in debrief.mix:
        average = AVERAGE.get(row.move)
        rows.append(
            MixBar(
                name=words(f"question.{row.move}"),
                family=str(row.move) if row.move in SPIN else "talk",
                count=words.number(row.count),
                share=round(row.share * 100, 1),
                percent=words.percent(row.share),
                average=None if average is None else average * 100,
                average_text="" if average is None else words.percent(average),
            )
        )
    return rows
