"""Who a request comes from: a cookie in browsers, a bearer token in programs."""

from urllib.parse import urlsplit

from fastapi import Request, Response

from app.accounts import service as accounts
from app.accounts.models import Person
from app.desk import Desk
from app.errors import Forbidden, Missing
from app.vocabulary import Wording

COOKIE = "spinfab"
YEAR = 365 * 24 * 3600


def desk_of(request: Request) -> Desk:
    """The desk of the running application."""
    desk: Desk = request.app.state.desk
    return desk


def bearer_of(request: Request) -> str | None:
    """The token that a program sends."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


def token_of(request: Request) -> str | None:
    """The token of a request, the program's before the browser's."""
    return bearer_of(request) or request.cookies.get(COOKIE)


def remember(response: Response, request: Request, token: str) -> None:
    """Give the browser its token to keep."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=YEAR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


async def visitor(request: Request) -> Person | None:
    """Who asks, if they are known."""
    token = token_of(request)
    return await accounts.recognise(desk_of(request), token) if token else None


async def person(request: Request) -> Person:
    """Who asks; Missing for strangers, to whom nothing here belongs."""
    found = await visitor(request)
    if found is None:
        raise Missing
    return found


async def welcomed(request: Request) -> tuple[Person, str]:
    """Who asks, made a guest if they are new, and their token; Forbidden for a foreign token."""
    desk, bearer = desk_of(request), bearer_of(request)
    if bearer and not accounts.is_ours(desk, bearer):
        raise Forbidden(
            Wording(
                zh="这个令牌不是本系统发的。去掉 Authorization 头即可作为访客开始。",
                en="This token is not ours. Without the Authorization header a guest begins.",
            )
        )
    return await accounts.welcome(desk, bearer or request.cookies.get(COOKIE))


def check_origin(request: Request) -> None:
    """Refuse what another site's page had a browser send with our cookie; Forbidden.

    A program has no cookie, or no such headers; a browser always sends one of them.
    """
    if bearer_of(request):
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign:
        raise Forbidden(
            Wording(
                zh="请求来自别的网站，已拒绝。", en="This came from another site and was refused."
            )
        )
