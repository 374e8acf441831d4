"""What every page shares: templates, the reader's locale, headers, the frame around a view."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.types import Scope

from app.errors import AppError
from app.vocabulary import LOCALES, Locale
from app.words.catalogue import Words, words_for

HERE = Path(__file__).parent
STATIC = HERE / "static"
LOCALE_COOKIE = "locale"
TONGUES: Mapping[Locale, str] = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}

# Nothing may run, style or frame a page but what this server sends as a file.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Cookie, Accept-Language",
}

_QUALITY = re.compile(r";\s*q=([01](?:\.[0-9]{0,3})?)")

# How browsers name the readers of each locale; the first that fits is taken.
_ASKED: Mapping[str, Locale] = {
    "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hans": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh": "zh-Hans",
    "en": "en",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every view: whose words, which address, the form key, what is on offer."""

    words: Words
    path: str
    csrf: str
    locales: tuple[tuple[Locale, str], ...] = tuple(TONGUES.items())


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What went wrong, in the reader's words, and how to mend it."""

    status: int
    title: str
    detail: tuple[str, ...]
    again: str


def locale_of(request: Request) -> Locale:
    """The locale chosen by the reader, else the one the browser asks for, else English."""
    chosen = request.cookies.get(LOCALE_COOKIE, "")
    if chosen in LOCALES:
        return _locale(chosen)
    asked = request.headers.get("accept-language", "")[:200].split(",")
    tags = [
        part.partition(";")[0].strip().lower().replace("_", "-")
        for part in sorted(asked, key=_wish, reverse=True)
    ]
    fits = (_ASKED.get(tag[:length]) for tag in tags for length in (len(tag), 7, 5, 2))
    return next(filter(None, fits), "en")


def _wish(part: str) -> float:
    """How much a language is wished for, 0 to 1, as its `q` says."""
    found = _QUALITY.search(part)
    return float(found[1]) if found else 1.0


def _locale(name: str) -> Locale:
    return next(locale for locale in get_args(Locale) if locale == name)


def words_of(request: Request) -> Words:
    """The words for whoever asks."""
    return words_for(locale_of(request))


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates, escaped, with every missing name an error."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static_url
    return environment


def fill(template: str, view: Any, frame: Frame) -> str:
    """The template filled with a view: its fields by name, `t` the words, `frame` the rest."""
    context = {field.name: getattr(view, field.name) for field in fields(view)}
    return templates().get_template(template).render(context, t=frame.words, frame=frame)


def page(template: str, view: Any, frame: Frame, status: int = 200) -> HTMLResponse:
    """A whole page as a response with the headers that every page carries."""
    return HTMLResponse(fill(template, view, frame), status, headers=dict(HEADERS))


def error_view(request: Request, error: AppError) -> ErrorView:
    """The error in the reader's words."""
    words = words_of(request)
    again = request.url.path if request.method == "GET" and error.status >= 429 else ""
    return ErrorView(
        status=error.status,
        title=words.say(error.title),
        detail=tuple(words.say(error.detail).splitlines()),
        again=again,
    )


class StaticPages(StaticFiles):
    """Static files that browsers keep: for a year under their versioned address, else checked."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        keep = "public, max-age=31536000, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = keep
        response.headers["Vary"] = "Accept-Encoding"
        return response
