"""Put the web application together: settings, desk, routes, errors, headers."""

import gc
import importlib
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version as version_of
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from markupsafe import escape
from starlette.exceptions import HTTPException

from app.accounts import service as accounts
from app.authoring import service as authoring
from app.db import open_database
from app.desk import Desk
from app.errors import AppError, Missing
from app.library import Lessons, Library, load_library
from app.page import STATIC, StaticPages, locale_of
from app.practice import api, teaching
from app.problems import error_of_status, invalid, known_problems, problem, wants_json
from app.settings import Settings
from app.shield import Shield
from app.vocabulary import language_of
from app.workers import Workers


async def open_desk(settings: Settings, library: Library, workers: Workers) -> Desk:
    """Open the database and copy the shipped scenarios in; have the workers made."""
    settings.data.mkdir(0o700, parents=True, exist_ok=True)
    db = await open_database(settings.database_url)
    desk = Desk(db, library, Lessons(library), settings.keep_secret(), workers=workers)
    try:
        await accounts.found_house(desk)
        await authoring.copy_to_all(desk)
        await workers.open()
    except BaseException:
        await db.close()
        raise
    return desk


def freeze() -> None:
    """Keep the collector from what was made by now, which lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def create_app(
    settings: Settings | None = None,
    library: Library | None = None,
    workers: Workers | None = None,
) -> FastAPI:
    """The application; it opens its database when it starts and closes it when it ends.

    So it does with `workers`, which had to be forked before; without any, turns are thought here.
    """
    told = settings or Settings()
    hands = workers or Workers()
    shelves = library or load_library(told.content)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk = await open_desk(told, shelves, hands)
        app.state.desk = desk
        freeze()
        yield
        await desk.db.close()
        await desk.workers.close()

    app = FastAPI(
        title="SpinFab Coach",
        version=version_of("spinfab-coach"),
        summary="Practise selling with scripted buyers; every sentence heard by rules.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would lead to whatever host the request names
        lifespan=lifespan,
    )
    app.router.routes.insert(0, api.HOT)
    app.include_router(api.router)
    app.include_router(teaching.router)
    app.mount("/static", StaticPages(directory=STATIC), name="static")
    app.add_api_route("/healthz", healthz, methods=["GET"], tags=["service"])
    app.add_api_route(
        "/problems/{code}", explain, methods=["GET"], response_class=HTMLResponse, tags=["service"]
    )
    if importlib.util.find_spec("app.practice.pages"):
        app.include_router(importlib.import_module("app.practice.pages").router)
    app.add_exception_handler(AppError, on_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_refusal)
    app.add_exception_handler(Exception, on_fault)
    app.add_middleware(Shield, limit=told.body_limit, render=render)
    return app


async def healthz(request: Request) -> dict[str, Any]:
    """Whether the service can answer, and how many shipped files had to be left out."""
    desk: Desk = request.app.state.desk
    await accounts.check(desk)
    return {"status": "ok", "left_out": len(desk.library.left_out)}


async def explain(request: Request, code: str) -> Response:
    """What a kind of problem means: the page that the `type` of a problem names."""
    kind = known_problems().get(code)
    if kind is None:
        raise Missing
    language = language_of(locale_of(request))
    return plain_page(kind.title.to(language), kind.mend.to(language), 200)


def render(request: Request, error: AppError) -> Response:
    """An error once, as problem+json for programs and as a page for readers."""
    if wants_json(request):
        return problem(request, error)
    if importlib.util.find_spec("app.practice.pages"):
        drawn: Response = importlib.import_module("app.practice.pages").render_error(request, error)
        return drawn
    language = language_of(locale_of(request))
    return plain_page(error.title.to(language), error.detail.to(language), error.status)


def plain_page(title: str, text: str, status: int) -> HTMLResponse:
    """The least of a page."""
    return HTMLResponse(
        f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(text)}",
        status,
    )


async def on_error(request: Request, error: Exception) -> Response:
    """An error that a person can act on."""
    assert isinstance(error, AppError)
    return render(request, error)


async def on_invalid(request: Request, error: Exception) -> Response:
    """Parameters or a body that FastAPI found wrong."""
    assert isinstance(error, RequestValidationError)
    return render(request, invalid(error.errors()))


async def on_refusal(request: Request, error: Exception) -> Response:
    """No such path, no such method, a form that cannot be read."""
    assert isinstance(error, HTTPException)
    cause = error.__cause__
    ours = cause if isinstance(cause, AppError) else error_of_status(error.status_code)
    response = render(request, ours)
    response.headers.update(error.headers or {})
    return response


async def on_fault(request: Request, error: Exception) -> Response:
    """A fault of ours: told without its inside, which is in the log."""
    return render(request, AppError())
