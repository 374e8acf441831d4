"""A turn is thought alike wherever it is thought: on the spot, or by a worker from bytes."""

import marshal
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson
import pytest

from app.accounts import service as accounts
from app.coaching.exchange import Said
from app.coaching.transcript import said_of
from app.coaching.turn import dump_progress, open_lesson
from app.db import Change, Unit, table_of
from app.desk import Desk, Lately
from app.errors import Conflict
from app.library import Lessons, Library
from app.practice import service
from app.practice.models import AttemptRow
from app.practice.thinking import UNKNOWN, Asked, Thought, think, work_of
from app.vocabulary import Locale, language_of
from app.workers import Work, Workers

from .trainee import HELLO, NAME

SCRIPTS = sorted((Path(__file__).parents[1] / "scripts").glob("*/*/*.txt"))
ATTEMPTS = table_of(AttemptRow)


@dataclass
class Local(Workers):
    """A worker that sits in this process: what it is asked and what it answered is to be seen."""

    work: Work
    answers: list[bytes] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return True

    async def ask(self, request: bytes) -> bytes | None:
        self.answers.append(self.work(request))
        return self.answers[-1]


def said_in(script: Path) -> list[Said]:
    """What the lines of a script give."""
    return [said_of(line) for line in script.read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: "-".join(path.parts[-3:]))
def test_a_worker_and_this_process_think_the_same_bytes(library: Library, script: Path) -> None:
    shipped = library.scenarios[script.parts[-3]]
    locales: dict[str, tuple[Locale, ...]] = {"zh": ("zh-Hans", "zh-Hant"), "en": ("en",)}
    for locale in locales[script.parts[-2]]:
        work = work_of(library)
        scenario = ("ver_1", shipped.id, 1, shipped.digest, shipped.source)
        opening = open_lesson(shipped.lesson, 7, language_of(locale))
        asked = Asked("ver_1", locale, None, None, dump_progress(opening.progress), scenario)
        said = said_in(script)
        assert said
        for one in said:
            asked = asked._replace(text=one.text, action=one.action)
            here = think(asked, shipped.lesson)
            there = Thought(*marshal.loads(work(marshal.dumps(tuple(asked)))))
            assert there == here
            asked = asked._replace(progress=here.progress, scenario=None)
            if here.outcome:
                break


async def test_a_worker_is_told_a_version_that_it_does_not_know(desk: Desk) -> None:
    local = Local(work_of(desk.library))
    apart = replace(desk, workers=local)
    who, _ = await accounts.welcome(desk, None)
    one = await service.start(desk, who, NAME, "en", 1)
    two = await service.start(desk, who, NAME, "en", 1)
    answer = await service.take(apart, who, one.id, text=HELLO)
    assert [found == UNKNOWN for found in local.answers] == [True, False]
    assert answer == await service.take(desk, who, two.id, text=HELLO)
    await service.take(apart, who, one.id, text=HELLO)
    assert len(local.answers) == 3, "it is told once"


async def test_a_version_published_later_is_played_by_workers_of_before(
    desk: Desk, library: Library
) -> None:
    from app.authoring import service as authoring

    shipped = library.scenarios[NAME]
    source = shipped.source.replace("Clearbrook", "Brightwater")
    assert source != shipped.source
    edited = replace(shipped, source=source, digest="another")
    later = replace(library, scenarios={NAME: edited})
    await authoring.copy_shipped(replace(desk, library=later), accounts.HOUSE)
    local = Local(work_of(library))
    apart = replace(desk, workers=local, lessons=Lessons(library))
    who, _ = await accounts.welcome(desk, None)
    begun = await service.start(apart, who, NAME, "en", 1)
    await service.take(apart, who, begun.id, text=HELLO)
    no, *_ = marshal.loads(local.answers[-1])
    assert no == 1


async def test_where_thinking_fails_the_trainee_is_told_what_this_process_finds(
    desk: Desk,
) -> None:
    local = Local(work_of(desk.library))
    apart = replace(desk, workers=local, talks=Lately(10))
    who, _ = await accounts.welcome(desk, None)
    begun = await service.start(desk, who, NAME, "en", 1)
    where = {"id": begun.id, "turn_no": 0}
    await desk.db.write(Unit((Change(ATTEMPTS, where, {"progress": b'{"old": 1}'}),)))
    with pytest.raises(Conflict, match="older version"):
        await service.take(apart, who, begun.id, text=HELLO)
    assert local.answers[-1] == b""


async def test_without_any_worker_it_is_thought_here(desk: Desk) -> None:
    assert not desk.workers.ready
    assert await desk.workers.ask(b"anything") is None
    who, _ = await accounts.welcome(desk, None)
    begun = await service.start(desk, who, NAME, "en", 1)
    assert orjson.loads(await service.take(desk, who, begun.id, text=HELLO))["turn_no"] == 1
