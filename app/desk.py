"""What every service function is handed: the database, the library, the clock, fresh ids, dice."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.accounts.models import Person
from app.db import Database
from app.library import Lessons, Library


def clock() -> int:
    """Milliseconds since 1970, UTC: how every time is kept."""
    return time.time_ns() // 1_000_000


def mint(kind: str) -> str:
    """A fresh id such as `att_019a…`: time first, so that rows lie in order, then 64 random."""
    return f"{kind}_{clock():011x}{secrets.token_hex(8)}"


def roll() -> int:
    """A seed for an attempt whose trainee named none, 1 to 2³¹-1."""
    return secrets.randbelow(2**31 - 1) + 1


@dataclass(frozen=True, slots=True)
class Desk:
    """The world as services see it; tests hand in their own clock and dice."""

    db: Database
    library: Library
    lessons: Lessons
    secret: bytes
    clock: Callable[[], int] = clock
    mint: Callable[[str], str] = mint
    roll: Callable[[], int] = roll
    faces: dict[str, tuple[Person, int]] = field(default_factory=dict)
    """Who was seen lately: token hash → person and until when; no more than a shortcut."""
