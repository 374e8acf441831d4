"""One turn thought: a snapshot and what was said in, bytes to be stored and sent out.

It is done in a worker process where there is one, else on the spot; the result is the same to the
byte, since nothing but what was asked goes into it.
"""

import marshal
from typing import NamedTuple

from app.authoring import service as authoring
from app.authoring import words as lists
from app.authoring.store import Version
from app.coaching.exchange import Said, dump_exchange_bytes
from app.coaching.turn import Lesson, Turn, dump_progress, take_turn
from app.desk import Desk
from app.library import Lessons, Library
from app.practice.answer import CONTROL, answer_turn, progress_of
from app.practice.store import Attempt, Record
from app.vocabulary import language_of
from app.workers import Work

PLAIN = 2
"""The oldest form of `marshal` that holds our values: newer ones look for equal ones, for longer.

It passes between processes forked from one another and is never stored; it is not for data that
comes from elsewhere.
"""


class Told(NamedTuple):
    """The word list that an attempt is heard with, as a worker is told it."""

    id: str
    digest: str
    source: str


class Asked(NamedTuple):
    """A turn to be thought; where wanted, with its `scenario` (id, name, number, digest, source)
    and the word list it is heard with (id, digest, source)."""

    version_id: str
    locale: str
    text: str | None
    action: str | None
    progress: bytes
    scenario: tuple[str, str, int, str, str] | None = None
    words_id: str | None = None
    words: tuple[str, str, str] | None = None


class Thought(NamedTuple):
    """A turn as it is to be stored and sent: its exchange, answer and snapshot as JSON bytes."""

    no: int
    said: str
    exchange: bytes
    answer: bytes
    progress: bytes
    outcome: str | None
    result: dict[str, int]


def think(asked: Asked, lesson: Lesson) -> Thought:
    """Play the turn; Conflict for a snapshot that an older version left behind."""
    said, progress = Said(asked.text, asked.action), progress_of(asked.progress)
    turn = take_turn(said, progress, lesson, language_of(asked.locale))
    return thought_of(turn, lesson, asked.locale)


def thought_of(turn: Turn, lesson: Lesson, locale: str) -> Thought:
    """A turn that was played, as it is to be stored and sent."""
    return Thought(
        no=turn.no,
        said=turn.said.text or turn.said.action or "",
        exchange=dump_exchange_bytes(turn.exchange),
        answer=answer_turn(turn, lesson, locale),
        progress=dump_progress(turn.progress),
        outcome=turn.outcome.value if turn.outcome else None,
        result=dict(turn.result),
    )


def record_of(thought: Thought, client_turn_id: str | None, now: int) -> Record:
    """A turn as it is kept."""
    return Record(
        no=thought.no,
        client_turn_id=client_turn_id,
        said=CONTROL.sub("", thought.said),
        exchange=thought.exchange,
        answer=thought.answer,
        inherited=False,
        at=now,
    )


UNKNOWN = b"?"
"""What a worker answers that was not told this version's text yet."""
FAILED = b""
"""What a worker answers where thinking raised: whoever asked will find out why by doing it."""


async def think_turn(desk: Desk, attempt: Attempt, said: Said) -> Thought:
    """The attempt's next turn; Missing, Conflict, BrokenFiles."""
    asked = Asked(
        attempt.version_id,
        attempt.locale,
        said.text,
        said.action,
        attempt.progress,
        words_id=attempt.words_id,
    )
    if desk.workers.ready:
        answer = await desk.workers.ask(marshal.dumps(tuple(asked), PLAIN))
        if answer == UNKNOWN:
            version = await authoring.version(desk, attempt.version_id)
            words = await lists.pinned(desk, attempt.words_id)
            told = asked._replace(
                scenario=_plain(version),
                words=(words.id, words.digest, words.source) if words else None,
            )
            answer = await desk.workers.ask(marshal.dumps(tuple(told), PLAIN))
        if answer and answer != UNKNOWN:
            return Thought(*marshal.loads(answer))
    return think(asked, await lesson_of(desk, attempt))


async def lesson_of(desk: Desk, attempt: Attempt) -> Lesson:
    """What an attempt is played with; Missing, BrokenFiles."""
    known = desk.lessons.known(attempt.version_id, attempt.words_id)
    if known is not None:
        return known
    version = await authoring.version(desk, attempt.version_id)
    return desk.lessons.of(version, await lists.pinned(desk, attempt.words_id))


def work_of(library: Library) -> Work:
    """What a worker does with the bytes of an Asked; it keeps the lessons it made."""
    lessons = Lessons(library)

    def work(request: bytes) -> bytes:
        try:
            asked = Asked(*marshal.loads(request))
            lesson = lessons.known(asked.version_id, asked.words_id)
            if lesson is None:
                if asked.scenario is None:
                    return UNKNOWN
                words = Told(*asked.words) if asked.words else None
                lesson = lessons.of(Version(*asked.scenario), words)
            return marshal.dumps(tuple(think(asked, lesson)), PLAIN)
        except Exception:
            return FAILED

    return work


def _plain(version: Version) -> tuple[str, str, int, str, str]:
    return version.id, version.name, version.number, version.digest, version.source
