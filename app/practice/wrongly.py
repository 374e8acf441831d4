"""The form for what was heard wrongly, under a turn looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.accounts.service import check_form
from app.practice import correcting
from app.practice.correcting import LABELS, LONGEST_NOTE
from app.practice.correctstore import Correction
from app.practice.credentials import desk_of, person, token_of
from app.reading import Reading
from app.signs import visible
from app.vocabulary import split_label
from app.words.catalogue import Words

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said that a clause was."""

    id: str
    clause: str
    heard: str
    label: str


@dataclass(frozen=True, slots=True)
class WrongView:
    """The clauses of a turn, what each can be called, and what was said of them already."""

    clauses: tuple[Choice, ...]
    labels: tuple[Choice, ...]
    said: tuple[Said, ...]
    longest_note: int


def wrong_of(
    reading: Reading | None, corrections: Sequence[Correction], words: Words
) -> WrongView | None:
    """The form for a turn; None where nothing was said in it."""
    if reading is None:
        return None
    texts = [visible(clause.text) for clause in reading.clauses]
    return WrongView(
        clauses=tuple(Choice(str(at), text) for at, text in enumerate(texts)),
        labels=tuple(Choice(label, name_of(label, words)) for label in LABELS),
        said=tuple(
            Said(
                one.id, texts[one.clause], name_of(one.heard, words), name_of(one.corrected, words)
            )
            for one in reversed(corrections)
            if one.clause < len(texts)
        ),
        longest_note=LONGEST_NOTE,
    )


def name_of(label: str, words: Words) -> str:
    """A label in the reader's words."""
    move, variant = split_label(label)
    name = words(f"move.{move}")
    if variant and words.has(f"variant.{variant}"):
        return f"{name} · {words(f'variant.{variant}')}"
    return name


@router.post("/attempts/{attempt_id}/corrections")
async def correct(
    request: Request,
    attempt_id: str,
    csrf: Annotated[str, Form()] = "",
    turn_no: Annotated[str, Form(max_length=8)] = "",
    clause: Annotated[str, Form(max_length=8)] = "0",
    label: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Say what a clause was, and go on looking at its turn."""
    desk = desk_of(request)
    check_form(desk, token_of(request), csrf)
    turn, part = (_number(one) for one in (turn_no, clause))
    await correcting.correct(desk, await person(request), attempt_id, turn, part, label, note)
    return _back(attempt_id, turn)


@router.post("/attempts/{attempt_id}/corrections/{correction_id}/erase")
async def take_back(
    request: Request,
    attempt_id: str,
    correction_id: str,
    csrf: Annotated[str, Form()] = "",
    turn_no: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Take what was said of a clause back, and go on looking at its turn."""
    desk = desk_of(request)
    check_form(desk, token_of(request), csrf)
    await correcting.erase(desk, await person(request), correction_id)
    return _back(attempt_id, _number(turn_no))


def _back(attempt_id: str, turn_no: int) -> Response:
    return RedirectResponse(f"/attempts/{attempt_id}/replay?turn={turn_no}#wrong", 303)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1
