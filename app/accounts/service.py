"""Recognise people and make guests; sign the tokens and the forms that come back from browsers."""

import hashlib
import hmac
import secrets

from app.accounts import store
from app.accounts.models import KINDS, Person
from app.db import Refused, Unit
from app.desk import Desk
from app.errors import BadInput, Forbidden, Missing, Unavailable
from app.vocabulary import Wording

HOUSE = "org_house"
"""The organisation of guests and of everything that no customer owns."""
SEEN = 5_000
"""How long a withdrawn token may still work, in milliseconds."""


def fresh_token(desk: Desk) -> str:
    """A new token for a browser, or for a program that brings no credentials.

    It carries our signature, so that a token of anybody else's making is never taken up.
    """
    draw = secrets.token_urlsafe(24)
    return f"{draw}.{_sign(desk, 'token', draw)}"


def is_ours(desk: Desk, token: str) -> bool:
    """Whether this installation made the token."""
    draw, dot, mark = token.partition(".")
    return bool(dot) and _same(mark, _sign(desk, "token", draw))


async def recognise(desk: Desk, token: str) -> Person | None:
    """The person whose token this is; None for an unknown one.

    Who was seen is known again for `SEEN` milliseconds without asking the database.
    """
    mark, now = digest(token), desk.clock()
    seen = desk.faces.get(mark)
    if seen is not None and seen[1] > now:
        return seen[0]
    found = await store.person_by_token(desk.db, mark)
    if found is not None:
        desk.faces.keep(mark, (found, now + SEEN))
    return found


async def welcome(desk: Desk, token: str | None) -> tuple[Person, str]:
    """The person whose token this is, or else a new guest, with the token to remember them by."""
    if token and is_ours(desk, token):
        if known := await recognise(desk, token):
            return known, token
    else:
        token = fresh_token(desk)
    guest = Person(desk.mint("per"), HOUSE)
    unit = Unit(store.add_guest(guest, digest(token), desk.clock()))
    try:
        await desk.db.write(unit)
    except Refused:
        # Two first requests of one browser met; the other one made the guest.
        if known := await recognise(desk, token):
            return known, token
        raise
    return guest, token


def form_key(desk: Desk, token: str) -> str:
    """What a form of the browser with this token must carry (`csrf`)."""
    return _sign(desk, "form", token)


def check_form(desk: Desk, token: str | None, key: str | None) -> None:
    """Refuse a form that did not come from a page of ours; Forbidden.

    A browser without a token has nothing that another site's page could misuse.
    """
    if token and not _same(key or "", form_key(desk, token)):
        raise Forbidden(
            Wording(
                zh="这个页面放得太久了。请刷新页面再试；您写的内容请先复制。",
                en="This page is out of date. Copy what you wrote, reload the page and try again.",
            )
        )


def digest(token: str) -> str:
    """The form in which a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _same(one: str, other: str) -> bool:
    """Whether two texts are equal, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _sign(desk: Desk, purpose: str, text: str) -> str:
    signed = hmac.new(desk.secret, f"{purpose}:{text}".encode("utf-8", "replace"), "sha256")
    return signed.hexdigest()[:32]


async def found_house(desk: Desk) -> None:
    """Make the house's own organisation, if it is not there yet."""
    if not await store.has_organisation(desk.db, HOUSE):
        try:
            await desk.db.write(Unit(store.add_organisation(HOUSE, "SpinFab", desk.clock())))
        except Refused:
            return  # Another replica was quicker.


async def found_organisation(desk: Desk, name: str) -> str:
    """The id of a new organisation."""
    organisation_id = desk.mint("org")
    await desk.db.write(Unit(store.add_organisation(organisation_id, name, desk.clock())))
    return organisation_id


async def join(desk: Desk, organisation_id: str, kind: str, name: str) -> tuple[Person, str]:
    """Somebody new in an organisation, and the token by which they are known; Missing, BadInput.

    The token is told this once: only its hash is kept.
    """
    if kind not in KINDS:
        raise BadInput(
            Wording(zh=f"身份是 {'、'.join(KINDS)} 之一", en=f"one of {', '.join(KINDS)}")
        )
    if not await store.has_organisation(desk.db, organisation_id):
        raise Missing
    person, token = Person(desk.mint("per"), organisation_id, kind), fresh_token(desk)
    await desk.db.write(Unit(store.add_person(person, name, digest(token), desk.clock())))
    return person, token


async def check(desk: Desk) -> None:
    """Ask the database something; Unavailable when it does not answer."""
    if not await store.has_organisation(desk.db, HOUSE):
        raise Unavailable
