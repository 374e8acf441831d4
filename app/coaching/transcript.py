"""A whole talk from a list of lines: what `spinfab play --script` and the plays do."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.coaching.answer import feedback_json, score_json
from app.coaching.exchange import Exchange, Said
from app.coaching.lesson import Lesson
from app.coaching.score import Score, score
from app.coaching.turn import Turn, open_lesson, take_turn
from app.language import reading_json
from app.vocabulary import Language


def said_of(line: str) -> Said:
    """What a line of a script gives: `/wait`, `/show ID` and `/leave` are actions."""
    line = line.strip()
    if line in ("/wait", "/leave"):
        return Said(None, line[1:])
    if line.startswith("/show "):
        return Said(None, f"show:{line[6:].strip()}")
    return Said(line)


def talk(
    saids: Iterable[Said], lesson: Lesson, language: Language, seed: int
) -> tuple[list[Turn], int]:
    """Every turn of the talk, the opening first, and how many came after its end."""
    turns = [open_lesson(lesson, seed, language)]
    ignored = 0
    for said in saids:
        if turns[-1].outcome is not None:
            ignored += 1
            continue
        turns.append(take_turn(said, turns[-1].progress, lesson, language))
    return turns, ignored


def closed(turns: Sequence[Turn], lesson: Lesson, language: Language) -> list[Turn]:
    """The talk with an end: where there is none yet, the trainee takes leave."""
    if turns[-1].outcome is not None:
        return list(turns)
    leave = take_turn(Said(None, "leave"), turns[-1].progress, lesson, language)
    return [*turns, leave]


def score_of(exchanges: Sequence[Exchange], lesson: Lesson) -> Score:
    """The score of a talk by the scenario's own rubric and weights."""
    return score(exchanges, lesson.script.rubric, lesson.script.weights)


def play(lines: Iterable[str], lesson: Lesson, language: Language, seed: int = 1) -> dict[str, Any]:
    """Play a script of lines, one turn a line; empty lines are passed over.

    A trainee whose lines run out before the talk is over takes leave, so that what was agreed
    counts; `closing` is what the buyer says to that. It is none of the `turns`.
    """
    saids = [said_of(line) for line in lines if line.strip()]
    turns, ignored = talk(saids, lesson, language, seed)
    whole = closed(turns, lesson, language)
    closing = whole[-1].exchange.heard if len(whole) > len(turns) else None
    judged = score_of([turn.exchange for turn in whole], lesson)
    scored = score_json(judged, lesson, language)
    return {
        "scenario": lesson.script.id,
        "version": lesson.script.version,
        "lang": language,
        "seed": seed,
        "opening": turns[0].exchange.heard,
        "turns": [_turn(turn) for turn in turns[1:]],
        "closing": closing,
        "outcome": judged.outcome,
        "result": dict(judged.result),
        "score": scored["score"],
        "parts": scored["parts"],
        "findings": scored["findings"],
        "rubric": judged.rubric,
        "rules_version": judged.rules_version,
        "ignored": ignored,
        "closed": "leave" if closing is not None else None,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    said = turn.said
    return {
        "you": said.text if said.action is None else f"/{said.action.replace(':', ' ')}",
        "reading": reading_json(turn.reading) if turn.reading else None,
        "buyer": turn.exchange.heard,
        "feedback": feedback_json(turn.feedback),
    }
