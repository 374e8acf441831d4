"""What every service function is handed: the database, the library, the clock, fresh ids, dice."""

import random
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.accounts.models import Person
from app.db import Database
from app.library import Lessons, Library
from app.workers import Workers


def clock() -> int:
    """Milliseconds since 1970, UTC: how every time is kept."""
    return time.time_ns() // 1_000_000


def mint(kind: str) -> str:
    """A fresh id such as `att_019a…`: time first, so that rows lie in order, then 64 random bits.

    Ids are no secrets: whoever asks for a thing must also own it.
    """
    return f"{kind}_{clock():011x}{random.getrandbits(64):016x}"


def roll() -> int:
    """A seed for an attempt whose trainee named none, 1 to 2³¹-1."""
    return secrets.randbelow(2**31 - 1) + 1


Thing = TypeVar("Thing")


class Lately(Generic[Thing]):
    """What was true a moment ago, by key, the longest untouched forgotten first.

    A shortcut and never the truth: whoever uses it finds out when it no longer holds.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()

    def get(self, key: Hashable) -> Thing | None:
        """What was kept, if it still is."""
        return self._things.get(key)

    def keep(self, key: Hashable, thing: Thing) -> None:
        """Keep it in mind."""
        self._things[key] = thing
        self._things.move_to_end(key)
        if len(self._things) > self._room:
            self._things.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Have it read anew the next time."""
        self._things.pop(key, None)


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
    faces: Lately[tuple[Person, int]] = field(default_factory=lambda: Lately(10_000))
    """Who was seen: token hash → person, and until when they are known without being looked up."""
    workers: Workers = field(default_factory=Workers)
    """Who thinks turns apart from the event loop; nobody, unless the service was started so."""
    talks: Lately[Any] = field(default_factory=lambda: Lately(1_000))
    """Talks as this process last wrote them, by whose and which; the writer refuses a stale one."""
