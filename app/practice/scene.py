"""The talk as shown: turn by turn, with the needs board and the buyer's mood."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.coaching.exchange import Exchange, Standing, load_exchange
from app.coaching.ledger import NeedRecord
from app.practice.line import Chip, Piece, Run, chips_of, plain, runs_of
from app.practice.views import AttemptView, TurnView
from app.scenario.script import Script
from app.vocabulary import NEED_STATES, NeedState
from app.words.catalogue import Words

MOOD_STEPS = 5

ASIDE = re.compile(r"[（(]([^（()）]+)[）)]\s*(.*)", re.DOTALL)
"""A stage direction at the head of a buyer's line."""

INSERTED = re.compile(r"([（(][^（()）]+[）)])")
"""A stage direction within it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing the buyer says or, with `cue`, does; `speaker` is empty when the same one goes on.

    `pieces` are runs of words, `mark` is `aside` for a stage direction among them.
    """

    speaker: str
    pieces: tuple[Piece, ...]
    cue: bool


@dataclass(frozen=True, slots=True)
class TurnScene:
    """One turn as the transcript shows it; `deed` stands in place of words for an action."""

    no: int
    runs: tuple[Run, ...]
    deed: str
    chips: tuple[Chip, ...]
    note: str
    earned: bool
    instead: str
    replies: tuple[Reply, ...]
    inherited: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """The buyer's words that moved a need, and the turn they were said on."""

    turn: int
    heard: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One need on the board; an undiscovered one gives nothing away."""

    state: NeedState
    label: str
    step: int
    name: str
    kind: str
    quotes: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A mood in a word and in 1..5 steps."""

    name: str
    word: str
    steps: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the buyer needs as far as found, and how the person now speaking feels."""

    person: str
    gauges: tuple[Gauge, ...]
    slots: tuple[Slot, ...]
    found: int


def exchange_of(turn: TurnView) -> Exchange:
    """The recorded exchange behind a turn."""
    return load_exchange(turn.exchange)


def scene_of(turn: TurnView, script: Script, words: Words, before: str = "") -> TurnScene:
    """A turn for the transcript; `before` is who spoke last, so that a name is not said twice."""
    exchange = exchange_of(turn)
    reading = exchange.reading
    feedback: Mapping[str, Any] = turn.answer.get("feedback") or {}
    return TurnScene(
        no=turn.no,
        runs=runs_of(reading, turn.text or "") if reading else plain(turn.text),
        deed=deed_of(turn.action, script, words) if turn.action else "",
        chips=tuple(chips_of(reading, words)) if reading else (),
        note=words.say(str(feedback.get("text") or "")),
        earned=bool(feedback.get("good", True)),
        instead=words.say(str(feedback.get("suggestion") or "")),
        replies=tuple(_replies(exchange, script, words, before)),
        inherited=turn.inherited,
    )


def scenes_of(attempt: AttemptView, words: Words) -> tuple[TurnScene, ...]:
    """Every turn of an attempt, in order."""
    scenes = []
    speaker = ""
    for turn in attempt.turns:
        scenes.append(scene_of(turn, attempt.script, words, speaker))
        spoken = [line.speaker for line in exchange_of(turn).lines if not line.cue]
        speaker = spoken[-1] if spoken else speaker
    return tuple(scenes)


def deed_of(action: str, script: Script, words: Words) -> str:
    """An action told as a stage direction."""
    if action == "wait":
        return words("chat.waited")
    if action == "leave":
        return words("chat.left")
    material = script.material_by_id.get(action.partition(":")[2])
    return words("chat.shown", what=words.say(material.name) if material else action)


def _replies(exchange: Exchange, script: Script, words: Words, before: str) -> list[Reply]:
    replies = []
    last = before
    for line in exchange.lines:
        person = script.person_by_id.get(line.speaker)
        name = words.say(person.name) if person else line.speaker
        shown = name if line.speaker != last or exchange.no == 0 else ""
        cue, spoken = ("", line.text) if not line.cue else (line.text, "")
        if not line.cue and (aside := ASIDE.match(line.text)):
            cue, spoken = aside.groups()
        if cue:
            replies.append(Reply("", (Piece(words.say(cue.strip("（）()")), ""),), True))
        if spoken:
            replies.append(Reply(shown, pieces_of(words.say(spoken)), False))
            last = line.speaker
    return replies


def pieces_of(spoken: str) -> tuple[Piece, ...]:
    """A buyer's words with the stage directions among them told apart."""
    cut = INSERTED.split(spoken)
    return tuple(Piece(text, "aside" if at % 2 else "") for at, text in enumerate(cut) if text)


def board_of(
    needs: Sequence[NeedRecord], standing: Standing, script: Script, words: Words
) -> Board:
    """The needs board after a turn."""
    person = script.person_by_id.get(standing.person)
    slots = tuple(_slot(record, script, words) for record in needs)
    return Board(
        person=words.say(person.name) if person else "",
        gauges=(
            _gauge("trust", standing.trust, words),
            _gauge("patience", standing.patience, words),
        ),
        slots=slots,
        found=sum(slot.step > 0 for slot in slots),
    )


def _slot(record: NeedRecord, script: Script, words: Words) -> Slot:
    step = NEED_STATES.index(record.state)
    need = script.need_by_id.get(record.id) if step else None
    return Slot(
        state=record.state,
        label=words(f"need.{record.state}"),
        step=step,
        name=words.say(need.name) if need else "",
        kind=words(f"kind.{need.kind}") if need else "",
        quotes=cited(record, words),
    )


def cited(record: NeedRecord, words: Words) -> tuple[Cited, ...]:
    """The buyer's words that moved a need, without stage directions."""
    spoken = [(q.turn, INSERTED.sub("", q.heard).strip()) for q in record.quotes]
    return tuple(Cited(turn, words.say(heard)) for turn, heard in spoken if heard)


def _gauge(name: str, value: float, words: Words) -> Gauge:
    step = min(MOOD_STEPS - 1, max(0, int(value / 10 * MOOD_STEPS)))
    return Gauge(words(f"mood.{name}"), words(f"mood.{name}_{step}"), step + 1)
