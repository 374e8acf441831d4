"""Scenarios and attempts in the shapes in which the API shows them."""

from datetime import UTC, datetime
from typing import Any, get_args

from app.practice.views import AttemptView, Card
from app.vocabulary import Language, Wording


def wording_json(wording: Wording) -> dict[str, str]:
    """A text in every language it was written in."""
    return {tongue: getattr(wording, tongue) for tongue in get_args(Language)}


def card_json(card: Card) -> dict[str, Any]:
    """A scenario as the API lists it."""
    return {
        "id": card.id,
        "version": card.version,
        "title": wording_json(card.title),
        "summary": wording_json(card.summary),
        "level": card.level,
        "minutes": card.minutes,
        "trains": card.trains,
        "languages": card.languages,
    }


def attempt_json(view: AttemptView) -> dict[str, Any]:
    """An attempt as the API shows it."""
    return {
        "id": view.id,
        "scenario_id": view.scenario_id,
        "version": view.version,
        "lang": view.locale,
        "seed": view.seed,
        "turn_no": view.turn_no,
        "status": "completed" if view.ended else "in_progress",
        "ended": view.ended,
        "outcome": view.outcome,
        "result": view.result,
        "ledger": view.ledger,
        "branch_of": view.branch_of,
        "branch_turn": view.branch_turn,
        "started_at": moment(view.started_at),
        "ended_at": moment(view.ended_at) if view.ended_at else None,
    }


def opening_json(view: AttemptView) -> dict[str, Any]:
    """The buyer's last words, for an attempt just begun."""
    return {name: view.turns[-1].answer[name] for name in ("buyer", "lines")}


def moment(milliseconds: int) -> str:
    """A time as RFC 3339 writes it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
