"""Word lists and corrections as JSON under /api/v1: an organisation's words, wrongly heard ones."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.accounts.models import Person
from app.authoring import words
from app.authoring.wordstore import Published
from app.page import locale_of
from app.practice import correcting
from app.practice.answers import (
    CorrectionAnswer,
    CorrectionsListed,
    WordsAnswer,
    WordsListed,
    WordsText,
)
from app.practice.api import PROBLEMS, read, sent, takes
from app.practice.bodies import CorrectionBody, SwitchBody, WordsBody
from app.practice.correctstore import LAST, Correction
from app.practice.credentials import check_origin, desk_of, person
from app.practice.shape import moment
from app.problems import finding_json
from app.vocabulary import language_of

router = APIRouter(prefix="/api/v1", tags=["teaching"], responses=PROBLEMS)

MOST = 500
Before = Annotated[str, Query(max_length=80, pattern=r"^[A-Za-z0-9_]*$")]


@router.post(
    "/words",
    status_code=201,
    openapi_extra=takes(WordsBody),
    responses={201: {"model": WordsText}},
)
async def publish_words(request: Request) -> Response:
    """Publish a word list, which becomes the active one. For trainers; 422 with its findings."""
    check_origin(request)
    who = await _trainer(request)
    body = await read(request, WordsBody)
    found, findings = await words.publish(
        desk_of(request), who.organisation_id, body.source, who=who, forced=body.force
    )
    language = language_of(locale_of(request))
    told = {**_text_json(found), "findings": [finding_json(one, language) for one in findings]}
    return sent(told, 201, {"Location": f"/api/v1/words/{found.id}"})


@router.get("/words", responses={200: {"model": WordsListed}})
async def list_words(request: Request) -> Response:
    """The organisation's word lists, the oldest first. For trainers."""
    who = await _trainer(request)
    found = await words.listed(desk_of(request), who.organisation_id)
    return sent({"items": [_words_json(one) for one in found]})


@router.get("/words/{words_id}", responses={200: {"model": WordsText}})
async def read_words(request: Request, words_id: str) -> Response:
    """One word list with its text. For trainers."""
    who = await _trainer(request)
    return sent(_text_json(await words.one(desk_of(request), who.organisation_id, words_id)))


@router.patch(
    "/words/{words_id}",
    openapi_extra=takes(SwitchBody),
    responses={200: {"model": WordsAnswer}},
)
async def switch_words(request: Request, words_id: str) -> Response:
    """Switch a word list off, or on again in place of the active one. For trainers."""
    check_origin(request)
    who = await _trainer(request)
    body = await read(request, SwitchBody)
    found = await words.switch(desk_of(request), who.organisation_id, words_id, on=body.active)
    return sent(_words_json(found))


@router.post(
    "/attempts/{attempt_id}/corrections",
    status_code=201,
    openapi_extra=takes(CorrectionBody),
    responses={201: {"model": CorrectionAnswer}},
)
async def correct(request: Request, attempt_id: str) -> Response:
    """Say what a clause was that was heard wrongly; of one's own attempt or, a trainer, of any."""
    check_origin(request)
    who = await person(request)
    body = await read(request, CorrectionBody)
    found = await correcting.correct(
        desk_of(request), who, attempt_id, body.turn_no, body.clause, body.label, body.note
    )
    return sent(_correction_json(found), 201, {"Location": f"/api/v1/corrections/{found.id}"})


@router.get("/corrections", responses={200: {"model": CorrectionsListed}})
async def list_corrections(
    request: Request,
    before: Before = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    attempt_id: Before = "",
) -> Response:
    """Corrections, the newest first: a trainer sees the organisation's, others their own."""
    found = await correcting.listed(
        desk_of(request),
        await person(request),
        most=limit,
        before=before or LAST,
        attempt_id=attempt_id,
    )
    more = found[-1].id if len(found) == limit else None
    return sent({"items": [_correction_json(one) for one in found], "next_before": more})


@router.delete("/corrections/{correction_id}", status_code=204)
async def erase_correction(request: Request, correction_id: str) -> Response:
    """Take a correction back: one's own, one on one's own attempt or, a trainer, any."""
    check_origin(request)
    await correcting.erase(desk_of(request), await person(request), correction_id)
    return Response(status_code=204)


async def _trainer(request: Request) -> Person:
    who = await person(request)
    words.check_trainer(who)
    return who


def _words_json(found: Published) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "name": found.name,
        "digest": found.digest,
        "active": found.active,
        "published_by": found.published_by,
        "published_at": moment(found.published_at),
    }


def _text_json(found: Published) -> dict[str, Any]:
    return {**_words_json(found), "source": found.source}


def _correction_json(found: Correction) -> dict[str, Any]:
    return {
        "id": found.id,
        "attempt_id": found.attempt_id,
        "turn_no": found.turn_no,
        "clause": found.clause,
        "heard": found.heard,
        "label": found.corrected,
        "note": found.note,
        "by": found.by_id,
        "at": moment(found.at),
    }
