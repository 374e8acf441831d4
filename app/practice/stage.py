"""The chat and replay pages: the scenes of an attempt with what can be done from here."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from app.coaching.debrief import Debrief
from app.coaching.remark import Hint
from app.practice.answer import LONGEST
from app.practice.correctstore import Correction
from app.practice.report import Noted, noted, results
from app.practice.scene import (
    Board,
    TurnScene,
    board_of,
    exchange_of,
    scene_of,
    scenes_of,
)
from app.practice.views import AttemptView
from app.practice.wrongly import WrongView, wrong_of
from app.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class MaterialView:
    """Something that can be shown."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class EndingView:
    """How the talk ended, before the debrief is opened."""

    outcome: str
    about: str
    result: tuple[str, ...]
    turns: int


@dataclass(frozen=True, slots=True)
class HintView:
    """One step of the hint ladder."""

    step: int
    text: str
    last: bool


@dataclass(frozen=True, slots=True)
class ChatView:
    """The whole chat page; `problem` says why the last line was not taken, `draft` keeps it."""

    attempt_id: str
    scenario_id: str
    title: str
    lang: str
    turn_no: int
    turns: tuple[TurnScene, ...]
    board: Board
    materials: tuple[MaterialView, ...]
    ending: EndingView | None
    hint: HintView | None
    client_turn_id: str
    limit: int
    branch_turn: int | None
    draft: str
    problem: str


@dataclass(frozen=True, slots=True)
class FragmentView:
    """One new turn and what it changed, for a page that is already open."""

    attempt_id: str
    lang: str
    turn: TurnScene
    board: Board
    ending: EndingView | None


@dataclass(frozen=True, slots=True)
class HintPart:
    """A hint for a page that is already open."""

    lang: str
    hint: HintView


@dataclass(frozen=True, slots=True)
class ReplayView:
    """One turn of a talk looked at again, with what the coach noted on it."""

    attempt_id: str
    title: str
    lang: str
    turn: TurnScene
    before: TurnScene | None
    notes: tuple[Noted, ...]
    wrong: WrongView | None
    moved: tuple[str, ...]
    total: int
    previous: int | None
    next: int | None


def lang_of(attempt: AttemptView, words: Words) -> str:
    """The language tag of what is said in the talk, as this reader sees it."""
    return words.locale if attempt.language == words.language else attempt.locale


def chat_of(
    attempt: AttemptView,
    words: Words,
    hint: Hint | None = None,
    draft: str = "",
    problem: str = "",
) -> ChatView:
    """The chat page of an attempt."""
    return ChatView(
        attempt_id=attempt.id,
        scenario_id=attempt.scenario_id,
        title=words.say(attempt.script.title),
        lang=lang_of(attempt, words),
        turn_no=attempt.turn_no,
        turns=scenes_of(attempt, words),
        board=_board(attempt, words),
        materials=tuple(
            MaterialView(material.id, words.say(material.name))
            for material in attempt.script.materials
        ),
        ending=ending_of(attempt, words),
        hint=hint_of(hint, words) if hint else None,
        client_turn_id=secrets.token_urlsafe(16),
        limit=LONGEST,
        branch_turn=attempt.branch_turn if attempt.branch_of else None,
        draft=draft,
        problem=problem,
    )


def fragment_of(attempt: AttemptView, turn_no: int, words: Words) -> FragmentView:
    """The turn of that number with the board and, where it ended the talk, the ending."""
    before = attempt.turns[turn_no - 1] if turn_no else None
    lines = exchange_of(before).lines if before else ()
    speaker = next((line.speaker for line in reversed(lines) if not line.cue), "")
    return FragmentView(
        attempt_id=attempt.id,
        lang=lang_of(attempt, words),
        turn=scene_of(attempt.turns[turn_no], attempt.script, words, speaker),
        board=_board(attempt, words),
        ending=ending_of(attempt, words),
    )


def hint_of(hint: Hint, words: Words) -> HintView:
    """A hint in the reader's script."""
    return HintView(hint.step, words.say(hint.text), hint.last)


def ending_of(attempt: AttemptView, words: Words) -> EndingView | None:
    """How the talk ended, if it did."""
    if not attempt.ended or attempt.outcome is None:
        return None
    return EndingView(
        outcome=words(f"outcome.{attempt.outcome}"),
        about=words(f"outcome_about.{attempt.outcome}"),
        result=results(attempt.result, attempt.script, words),
        turns=attempt.turn_no,
    )


def replay_of(
    attempt: AttemptView,
    debrief: Debrief,
    turn_no: int,
    words: Words,
    corrections: Sequence[Correction] = (),
) -> ReplayView:
    """One turn looked at again; a number outside the talk is brought inside.

    `corrections` are those of the whole attempt, the newest first.
    """
    at = min(max(turn_no, 0), attempt.turn_no)
    scenes = scenes_of(attempt, words)
    notes = [note for part in debrief.parts for note in part.notes if at in note.turns]
    return ReplayView(
        attempt_id=attempt.id,
        title=words.say(attempt.script.title),
        lang=lang_of(attempt, words),
        turn=scenes[at],
        before=scenes[at - 1] if at else None,
        notes=tuple(noted(note, words) for note in notes),
        wrong=wrong_of(
            exchange_of(attempt.turns[at]).reading,
            [one for one in corrections if one.turn_no == at],
            words,
        ),
        moved=tuple(_moved(attempt, at, words)),
        total=attempt.turn_no,
        previous=at - 1 if at else None,
        next=at + 1 if at < attempt.turn_no else None,
    )


def _moved(attempt: AttemptView, turn_no: int, words: Words) -> list[str]:
    told = []
    for move in exchange_of(attempt.turns[turn_no]).moved:
        need = attempt.script.need_by_id.get(move.need)
        told.append(
            words(
                "replay.moved",
                need=words.say(need.name) if need else move.need,
                before=words(f"need.{move.before}"),
                after=words(f"need.{move.after}"),
            )
        )
    return told


def _board(attempt: AttemptView, words: Words) -> Board:
    standing = exchange_of(attempt.turns[-1]).standing
    return board_of(attempt.needs, standing, attempt.script, words)
