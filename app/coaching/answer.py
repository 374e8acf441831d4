"""A turn as others see it: the JSON of the API's answer and of `spinfab play --json`."""

from collections.abc import Mapping
from typing import Any

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.remark import Feedback, Remark
from app.coaching.score import Score
from app.coaching.turn import Turn
from app.language import reading_json
from app.vocabulary import Language


def turn_json(turn: Turn, lesson: Lesson, language: Language) -> dict[str, Any]:
    """The answer to a turn: what was heard, said, thought of it, and where the talk stands."""
    exchange = turn.exchange
    return {
        "turn_no": exchange.no,
        "reading": reading_json(exchange.reading) if exchange.reading else None,
        "buyer": exchange.heard,
        "lines": lines_json(exchange, lesson, language),
        "feedback": feedback_json(turn.feedback),
        "ledger": ledger_json(turn.progress.ledger, exchange),
        "ended": exchange.outcome is not None,
        "outcome": exchange.outcome,
        "result": dict(exchange.result),
    }


def lines_json(exchange: Exchange, lesson: Lesson, language: Language) -> list[dict[str, Any]]:
    """The buyer's lines with the names of who says them."""
    people = lesson.script.person_by_id
    return [
        {
            "id": line.id,
            "text": line.text,
            "speaker": line.speaker,
            "name": people[line.speaker].name.to(language) if line.speaker in people else "",
            "acts": list(line.acts),
            "topic": line.topic,
            "cue": line.cue,
        }
        for line in exchange.lines
    ]


def feedback_json(feedback: Feedback) -> dict[str, Any] | None:
    """The line of feedback, or None where there is nothing to say."""
    if not feedback.text:
        return None
    shown: dict[str, Any] = {
        "rule": feedback.rule,
        "text": feedback.text,
        "good": feedback.good,
    }
    if feedback.suggestion:
        shown["suggestion"] = feedback.suggestion
    return shown


def ledger_json(ledger: Ledger, exchange: Exchange) -> dict[str, Any]:
    """The needs board as it may be shown in play, and the buyer's mood."""
    standing = exchange.standing
    return {
        "needs": [
            {"id": record.id, "state": record.state, "solidity": record.solidity}
            for record in ledger.needs
        ],
        "mood": {
            "person": standing.person,
            "trust": standing.trust,
            "patience": standing.patience,
            "interest": standing.interest,
        },
        "talk_share": round(ledger.talk_share, 2),
    }


def remark_json(remark: Remark, lesson: Lesson | None, language: Language) -> dict[str, Any]:
    """A finding with its evidence, worded where a lesson lends the words."""
    worded: Mapping[str, str] = {}
    if lesson:
        worded = {
            "title": lesson.prompts.say(f"{remark.key}.title", language),
            "why": lesson.prompts.say(f"{remark.key}.why", language),
        }
    return {
        "rule": remark.key,
        "good": remark.good,
        "part": remark.part,
        "points": remark.points,
        "turns": list(remark.turns),
        "start": remark.start,
        "end": remark.end,
        "quote": remark.quote,
        "heard": remark.heard,
        "need": remark.need,
        **worded,
    }


def score_json(score: Score, lesson: Lesson | None, language: Language) -> dict[str, Any]:
    """The score as others read it: `score` in all, its `parts`, and the `findings`."""
    return {
        "score": score.total,
        "rubric": score.rubric,
        "rules_version": score.rules_version,
        "parts": {
            str(part): {
                "points": one.points,
                "out_of": one.out_of,
                "won": one.won,
                "lost": one.lost,
                "evidence": [
                    {"rule": remark.key, "turns": list(remark.turns), "points": remark.points}
                    for remark in one.evidence
                    if remark.points
                ],
            }
            for part, one in score.parts.items()
        },
        "findings": [remark_json(remark, lesson, language) for remark in score.findings],
    }
