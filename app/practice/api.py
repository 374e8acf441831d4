"""The trainee's side as JSON under /api/v1: hear a text, list, start, speak, read, score."""

from typing import Any, TypeVar

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ValidationError
from starlette.routing import Route

from app.language import classify, hear_buyer, reading_json
from app.practice import branching, service
from app.practice.answer import to_json
from app.practice.answers import (
    AttemptAnswer,
    BriefingAnswer,
    ClassifyAnswer,
    HintAnswer,
    Problem,
    ScenariosAnswer,
    ScoreAnswer,
    TranscriptAnswer,
    TurnAnswer,
)
from app.practice.bodies import (
    SHOWN,
    BranchBody,
    ClassifyBody,
    StartBody,
    TurnBody,
)
from app.practice.credentials import (
    check_origin,
    desk_of,
    person,
    remember,
    visitor,
    welcomed,
)
from app.practice.shape import attempt_json, card_json, moment, opening_json, wording_json
from app.problems import MEDIA, invalid_body
from app.reading import Context
from app.vocabulary import Language, language_of

Body = TypeVar("Body", bound=BaseModel)
JSON = "application/json"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {MEDIA: {"schema": Problem.model_json_schema()}}}
    for status, said in {
        400: "The request cannot be read",
        403: "Refused",
        404: "Not there, or not yours",
        409: "Ended, or out of turn",
        413: "Too long",
        422: "Fields are wrong",
        503: "Not available just now",
    }.items()
}
ATTEMPT_ID = {"name": "attempt_id", "in": "path", "required": True, "schema": {"type": "string"}}
"""Declared by hand where the hot path reads it by itself."""

router = APIRouter(prefix="/api/v1", tags=["practice"], responses=PROBLEMS)


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """The documentation of a body that a route reads by itself."""
    return {
        "requestBody": {"required": True, "content": {JSON: {"schema": model.model_json_schema()}}}
    }


async def read(request: Request, model: type[Body]) -> Body:
    """The body as its model; Malformed or BadFields."""
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        raise invalid_body(error) from None


def sent(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as a JSON answer."""
    body = value if isinstance(value, bytes) else to_json(value)
    return Response(body, status, headers, JSON)


@router.post(
    "/classify", openapi_extra=takes(ClassifyBody), responses={200: {"model": ClassifyAnswer}}
)
async def hear(request: Request) -> Response:
    """Hear one text as the trainee's: its clauses, their moves and faults, with the evidence."""
    body, ear = await read(request, ClassifyBody), desk_of(request).library.ear
    lang: Language | None = language_of(body.lang) if body.lang else None
    context = Context()
    if body.buyer_said:
        acts = hear_buyer(body.buyer_said, ear, lang)
        context = Context(buyer_said=body.buyer_said, buyer_acts=acts)
    return sent(reading_json(classify(body.text, ear, lang, context)))


@router.get("/scenarios", responses={200: {"model": ScenariosAnswer}})
async def list_scenarios(request: Request) -> Response:
    """The scenarios on offer, and the shipped files left out, with their findings."""
    desk = desk_of(request)
    cards = await service.lobby(desk, await visitor(request))
    left_out = [
        {"file": file, "findings": [finding.line() for finding in findings]}
        for file, findings in desk.library.left_out.items()
    ]
    return sent(
        {"items": [card_json(card) for card in cards], "next_cursor": None, "left_out": left_out}
    )


@router.get("/scenarios/{scenario_id}", responses={200: {"model": BriefingAnswer}})
async def read_scenario(request: Request, scenario_id: str) -> Response:
    """One scenario with the briefing that may be read before playing."""
    found = await service.briefing(desk_of(request), await visitor(request), scenario_id)
    return sent({**card_json(found.card), "briefing": wording_json(found.script.briefing)})


@router.post(
    "/attempts",
    status_code=201,
    openapi_extra=takes(StartBody),
    responses={201: {"model": AttemptAnswer}},
)
async def start(request: Request) -> Response:
    """Begin a role-play. Without credentials a guest is made, whose token comes with the answer."""
    check_origin(request)
    body = await read(request, StartBody)
    desk = desk_of(request)
    known = await visitor(request)
    who, token = await welcomed(request)
    view = await service.start(desk, who, body.scenario_id, SHOWN[body.lang], body.seed)
    told = {**attempt_json(view), **opening_json(view)}
    if known is None:
        told["token"] = token
    response = sent(told, 201, {"Location": f"/api/v1/attempts/{view.id}"})
    if known is None:
        remember(response, request, token)
    return response


@router.post(
    "/attempts/{attempt_id}/turns",
    openapi_extra={**takes(TurnBody), "parameters": [ATTEMPT_ID]},
    responses={200: {"model": TurnAnswer}},
)
async def take(request: Request) -> Response:
    """Say something to the buyer, or do something; answered once it is safely recorded."""
    check_origin(request)
    body = await read(request, TurnBody)
    who = await person(request)
    answer = await service.take(
        desk_of(request),
        who,
        request.path_params["attempt_id"],
        text=body.text,
        action=body.action,
        client_turn_id=body.client_turn_id,
        expects=body.expects,
    )
    return Response(answer, media_type=JSON)


HOT = Route(f"{router.prefix}/attempts/{{attempt_id}}/turns", take, methods=["POST"])
"""The route of turns without the framework's reading of parameters; the one above documents it."""


@router.get("/attempts/{attempt_id}", responses={200: {"model": AttemptAnswer}})
async def read_attempt(request: Request, attempt_id: str) -> Response:
    """An attempt: how far it went, the needs board, how it ended."""
    view = await service.attempt(desk_of(request), await person(request), attempt_id)
    return sent(attempt_json(view))


@router.get("/attempts/{attempt_id}/transcript", responses={200: {"model": TranscriptAnswer}})
async def read_transcript(request: Request, attempt_id: str) -> Response:
    """Every turn as it was heard and answered; `exchange` is the record that scores read."""
    view = await service.attempt(desk_of(request), await person(request), attempt_id)
    turns = [
        {
            "turn_no": turn.no,
            "you": turn.text,
            "action": turn.action,
            "reading": turn.answer["reading"],
            "buyer": turn.answer["buyer"],
            "lines": turn.answer["lines"],
            "feedback": turn.answer["feedback"],
            "inherited": turn.inherited,
            "at": moment(turn.at),
            "exchange": turn.exchange,
        }
        for turn in view.turns
    ]
    return sent({**attempt_json(view), "turns": turns})


@router.get("/attempts/{attempt_id}/score", responses={200: {"model": ScoreAnswer}})
async def read_score(request: Request, attempt_id: str) -> Response:
    """The score so far: total, parts, findings with the turns they cite."""
    found = await service.score(desk_of(request), await person(request), attempt_id)
    return sent({"attempt_id": attempt_id, "score": found.total, **orjson.loads(to_json(found))})


@router.get("/attempts/{attempt_id}/hint", responses={200: {"model": HintAnswer}})
async def read_hint(
    request: Request, attempt_id: str, step: int = Query(default=1, ge=1, le=3)
) -> Response:
    """A hint for the next turn: 1 a nudge, 2 the kind of question, 3 an example."""
    return sent(await service.hint(desk_of(request), await person(request), attempt_id, step))


@router.get("/attempts/{attempt_id}/debrief")
async def read_debrief(request: Request, attempt_id: str) -> Response:
    """The talk looked back on: score, needs board, question mix, turning points, changes."""
    return sent(await service.debrief(desk_of(request), await person(request), attempt_id))


@router.post(
    "/attempts/{attempt_id}/branch",
    status_code=201,
    openapi_extra=takes(BranchBody),
    responses={201: {"model": AttemptAnswer}},
)
async def branch(request: Request, attempt_id: str) -> Response:
    """Try again from after a turn: a new attempt, never graded."""
    check_origin(request)
    body = await read(request, BranchBody)
    who = await person(request)
    view = await branching.branch(desk_of(request), who, attempt_id, body.turn_no)
    told = {**attempt_json(view), **opening_json(view)}
    return sent(told, 201, {"Location": f"/api/v1/attempts/{view.id}"})
