"""The trainee's pages: forms in, pages out; our own script gets the changed parts only."""

import re
from typing import Annotated

import orjson
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from app.accounts.service import check_form, form_key, fresh_token, is_ours, welcome
from app.coaching.observe import terms_of
from app.errors import AppError, BadInput
from app.page import LOCALE_COOKIE, Frame, error_view, fill, locale_of, page, words_of
from app.practice import branching, correcting, service, wrongly
from app.practice.bodies import CLIENT_TURN_ID
from app.practice.credentials import desk_of, person, remember, token_of, visitor
from app.practice.foyer import briefing_of, lobby_of
from app.practice.report import report_of
from app.practice.stage import HintPart, chat_of, fragment_of, hint_of, replay_of
from app.vocabulary import LOCALES, Locale, Wording

router = APIRouter(include_in_schema=False)
router.include_router(wrongly.router)

YEAR = 365 * 24 * 3600
STEPS = 3
MOST_SHOWN = 500
LONGEST_NUMBER = 9
LOCALE_PATH = "/locale"
ATTEMPT_ID = re.compile(r"att_[0-9a-f]{27}")
FRAGMENT = "x-fragment"
"""Sent by our own script: answer with the changed part instead of a page or a redirect."""


@router.get("/")
async def lobby(request: Request) -> Response:
    """The scenarios on offer."""
    desk, words = desk_of(request), words_of(request)
    cards = await service.lobby(desk, await visitor(request))
    return _page(request, "lobby.html", lobby_of(cards, words))


@router.get("/scenarios/{scenario_id}")
async def briefing(request: Request, scenario_id: str) -> Response:
    """What may be read before playing."""
    desk = desk_of(request)
    found = await service.briefing(desk, await visitor(request), scenario_id)
    weights = dict(terms_of(found.script.rubric, found.script.weights).points)
    view = briefing_of(found, weights, words_of(request), desk.mint("att"))
    return _page(request, "briefing.html", view)


@router.post("/scenarios/{scenario_id}/attempts")
async def start(
    request: Request,
    scenario_id: str,
    csrf: Annotated[str, Form()] = "",
    locale: Annotated[str, Form()] = "",
    fresh: Annotated[str, Form()] = "",
) -> Response:
    """Begin a talk; a form sent twice begins one."""
    desk = desk_of(request)
    check_form(desk, token_of(request), csrf)
    who, token = await welcome(desk, token_of(request))
    chosen = _locale(locale) or locale_of(request)
    fresh_id = fresh if ATTEMPT_ID.fullmatch(fresh) else None
    attempt = await service.start(desk, who, scenario_id, chosen, attempt_id=fresh_id)
    response = RedirectResponse(f"/attempts/{attempt.id}", 303)
    remember(response, request, token)
    return response


@router.get("/attempts/{attempt_id}")
async def chat(
    request: Request, attempt_id: str, hint: Annotated[str, Query(max_length=4)] = ""
) -> Response:
    """The talk so far; with `hint` one step of the ladder."""
    desk, words = desk_of(request), words_of(request)
    who = await person(request)
    given = None
    if hint:
        step = min(max(_number(hint) or 1, 1), STEPS)
        given = await service.hint(desk, who, attempt_id, step)
    attempt = await service.attempt(desk, who, attempt_id)
    view = chat_of(attempt, words, given)
    if given and request.headers.get(FRAGMENT):
        part = HintPart(view.lang, hint_of(given, words))
        return _part(request, "hint.html", part)
    return _page(request, "chat.html", view)


@router.post("/attempts/{attempt_id}/turns")
async def speak(
    request: Request,
    attempt_id: str,
    csrf: Annotated[str, Form()] = "",
    text: Annotated[str | None, Form()] = None,
    action: Annotated[str | None, Form()] = None,
    client_turn_id: Annotated[str | None, Form()] = None,
    expects: Annotated[str, Form()] = "",
) -> Response:
    """Say a line or do something; what was typed comes back with whatever goes wrong."""
    desk, words = desk_of(request), words_of(request)
    alive = bool(request.headers.get(FRAGMENT))
    who = await person(request)
    try:
        check_form(desk, token_of(request), csrf)
        answer = await service.take(
            desk,
            who,
            attempt_id,
            text=None if action else (text or "").replace("\r\n", "\n"),
            action=action or None,
            client_turn_id=_own_name(client_turn_id),
            expects=_number(expects),
        )
    except AppError as error:
        problem = words.say(error.detail)
        if alive:
            return JSONResponse({"code": error.code, "detail": problem}, error.status)
        attempt = await service.attempt(desk, who, attempt_id)
        view = chat_of(attempt, words, draft=text or "", problem=problem)
        return _page(request, "chat.html", view, error.status)
    turn_no = int(orjson.loads(answer)["turn_no"])
    if not alive:
        return RedirectResponse(f"/attempts/{attempt_id}#turn-{turn_no}", 303)
    attempt = await service.attempt(desk, who, attempt_id)
    return _part(request, "fragment.html", fragment_of(attempt, turn_no, words))


@router.get("/attempts/{attempt_id}/debrief")
async def debrief(
    request: Request,
    attempt_id: str,
    guess: Annotated[str, Query(max_length=8)] = "",
    turn: Annotated[str, Query(max_length=8)] = "",
) -> Response:
    """What the talk was worth, beside what the trainee guessed."""
    desk, words = desk_of(request), words_of(request)
    who = await person(request)
    attempt = await service.attempt(desk, who, attempt_id)
    found = await service.debrief(desk, who, attempt_id)
    guessed = _number(guess)
    guessed = min(max(guessed, 0), 100) if guessed is not None else None
    view = report_of(attempt, found, words, guessed, _number(turn))
    return _page(request, "debrief.html", view)


@router.get("/attempts/{attempt_id}/replay")
async def replay(
    request: Request, attempt_id: str, turn: Annotated[str, Query(max_length=8)] = ""
) -> Response:
    """One turn of the talk looked at again."""
    desk, words = desk_of(request), words_of(request)
    who = await person(request)
    attempt = await service.attempt(desk, who, attempt_id)
    found = await service.debrief(desk, who, attempt_id)
    corrected = await correcting.listed(desk, who, most=MOST_SHOWN, attempt_id=attempt_id)
    view = replay_of(attempt, found, _number(turn) or 0, words, corrected)
    return _page(request, "replay.html", view)


@router.post("/attempts/{attempt_id}/branch")
async def branch(
    request: Request,
    attempt_id: str,
    csrf: Annotated[str, Form()] = "",
    turn_no: Annotated[str, Form()] = "",
) -> Response:
    """Try again from a turn, in a copy."""
    desk = desk_of(request)
    check_form(desk, token_of(request), csrf)
    who = await person(request)
    copy = await branching.branch(desk, who, attempt_id, _number(turn_no) or 0)
    return RedirectResponse(f"/attempts/{copy.id}#turn-{copy.turn_no}", 303)


@router.post(LOCALE_PATH)
async def choose_locale(
    request: Request,
    csrf: Annotated[str, Form()] = "",
    locale: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Read the pages in another language or script."""
    check_form(desk_of(request), token_of(request), csrf)
    chosen = _locale(locale)
    if chosen is None:
        wanted = "、".join(LOCALES), ", ".join(LOCALES)
        raise BadInput(Wording(zh=f"语言是 {wanted[0]} 之一。", en=f"A locale is {wanted[1]}."))
    ours = next.startswith("/") and not next.startswith(("//", "/\\"))
    response = RedirectResponse(next if ours else "/", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(LOCALE_COOKIE, chosen, YEAR, secure=secure, httponly=True, samesite="lax")
    return response


def render_error(request: Request, error: AppError) -> Response:
    """An error as a page in the reader's language."""
    return _page(request, "error.html", error_view(request, error), error.status)


def _page(request: Request, template: str, view: object, status: int = 200) -> Response:
    """A page whose forms this browser may send back; a new browser gets its token here."""
    desk = desk_of(request)
    token = token_of(request)
    known = token is not None and is_ours(desk, token)
    token = token if token and known else fresh_token(desk)
    response = page(template, view, _frame(request, token), status)
    if not known:
        remember(response, request, token)
    return response


def _part(request: Request, template: str, view: object) -> Response:
    body = fill(template, view, _frame(request, token_of(request) or ""))
    return Response(body, media_type="text/html", headers={"Cache-Control": "no-store"})


def _frame(request: Request, token: str) -> Frame:
    query = f"?{request.url.query}" if request.url.query else ""
    path = request.url.path
    if request.method == "GET":
        here = f"{path}{query}"
    else:  # where the form stood that was sent
        here = "/" if path == LOCALE_PATH else path.rpartition("/")[0]
    return Frame(words_of(request), here, form_key(desk_of(request), token))


def _own_name(client_turn_id: str | None) -> str | None:
    """What the page called the turn; BadInput for what no page of ours would."""
    if client_turn_id and not CLIENT_TURN_ID.fullmatch(client_turn_id):
        raise BadInput(pointer="/client_turn_id")
    return client_turn_id or None


def _locale(name: str) -> Locale | None:
    return next((locale for locale in LOCALES if locale == name), None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
