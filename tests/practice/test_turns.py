"""A turn is recorded once, in its order, whole; whatever is sent twice, late or at once."""

import asyncio
from dataclasses import replace

import httpx
import orjson
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.accounts.models import Person
from app.db import table_of
from app.desk import Desk, Lately
from app.practice import service
from app.practice.models import AttemptRow, EventRow, TurnRow

from .trainee import HELLO, NAME, Trainee

TURNS, EVENTS, ATTEMPTS = table_of(TurnRow), table_of(EventRow), table_of(AttemptRow)


async def test_a_turn_sent_again_gets_the_first_answer(trainee: Trainee) -> None:
    first = await trainee.post(text=HELLO, client_turn_id="one")
    again = await trainee.post(text=HELLO, client_turn_id="one")
    assert again.status_code == 200
    assert again.content == first.content
    assert (await trainee.get())["turn_no"] == 1


async def test_the_last_turn_sent_again_gets_its_answer_though_the_talk_is_over(
    trainee: Trainee,
) -> None:
    first = await trainee.post(action="leave", client_turn_id="bye")
    assert first.json()["ended"] is True
    again = await trainee.post(action="leave", client_turn_id="bye")
    assert (again.status_code, again.content) == (200, first.content)


async def test_a_turn_sent_again_with_what_it_expected_gets_its_answer(trainee: Trainee) -> None:
    first = await trainee.post(text=HELLO, client_turn_id="one", expects=0)
    again = await trainee.post(text=HELLO, client_turn_id="one", expects=0)
    assert (again.status_code, again.content) == (200, first.content)


async def test_one_turn_sent_many_times_at_once_is_one_turn(trainee: Trainee) -> None:
    answers = await asyncio.gather(
        *(trainee.post(text=HELLO, client_turn_id="one") for _ in range(12))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert (await trainee.get())["turn_no"] == 1


async def test_different_turns_at_once_are_all_recorded_one_after_the_other(
    trainee: Trainee,
) -> None:
    said = [f"How many pilgrims come on day {n}?" for n in range(6)]
    answers = await asyncio.gather(*(trainee.post(text=text) for text in said))
    taken = [answer.json() for answer in answers if answer.status_code == 200]
    assert sorted(turn["turn_no"] for turn in taken) == list(range(1, len(taken) + 1))
    talk = await trainee.get("/transcript")
    kept = {turn["turn_no"]: turn["you"] for turn in talk["turns"][1:]}
    assert kept == {turn["turn_no"]: turn["text"] for turn in taken}
    refused = [answer for answer in answers if answer.status_code != 200]
    assert {answer.status_code for answer in refused} <= {409}


async def test_of_turns_that_expect_the_same_last_one_only_one_is_taken(trainee: Trainee) -> None:
    answers = await asyncio.gather(
        *(trainee.post(text=f"{HELLO} {n}", client_turn_id=f"c{n}", expects=0) for n in range(8))
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [409] * 7
    late = next(answer for answer in answers if answer.status_code == 409).json()
    assert late["type"] == "/problems/out-of-turn"
    assert (await trainee.get())["turn_no"] == 1


async def test_what_happened_is_recorded_with_what_it_was(web: FastAPI, trainee: Trainee) -> None:
    await trainee.say(HELLO)
    await trainee.post(action="leave")
    desk: Desk = web.state.desk
    rows = await desk.db.all(select(EVENTS).order_by(EVENTS.c.id))
    kinds = [row.kind for row in rows if row.attempt_id == trainee.attempt]
    assert sorted(kinds) == ["attempt.ended", "attempt.started", "turn.taken", "turn.taken"]
    words = b"".join(row.data for row in rows)
    assert b"altars" not in words, "events carry no transcript"


async def test_the_snapshot_is_what_the_recorded_turns_lead_to(
    web: FastAPI, trainee: Trainee
) -> None:
    from app.coaching.exchange import load_exchange
    from app.coaching.turn import load_progress, rebuild

    for text in (HELLO, "How do pilgrims look after the climb?", "Hm."):
        await trainee.say(text)
    desk: Desk = web.state.desk
    attempt = await desk.db.first(select(ATTEMPTS).where(ATTEMPTS.c.id == trainee.attempt))
    rows = await desk.db.all(
        select(TURNS).where(TURNS.c.attempt_id == trainee.attempt).order_by(TURNS.c.no)
    )
    assert attempt is not None
    lesson = desk.lessons.known(attempt.version_id)
    assert lesson is not None
    talk = [load_exchange(row.exchange) for row in rows]
    assert rebuild(talk, lesson, "en", 7) == load_progress(attempt.progress)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "我们" * 5_000,
        "😀" * 300,
        "a\x00b\x07c\x1b[31m red",
        '<script>alert(1)</script> & "quotes" \'; DROP TABLE turns; --',
        "\u202egnirts desrever\u200b",
        "line one\nline two\r\nline three\ttabbed",
        "  padded  ",
        "مرحبا كيف حالك؟ Привет ¿Qué?",
        "…",
        "e\u0301\ufeff",
    ],
    ids=lambda text: ascii(text[:12]),
)
async def test_whatever_is_typed_is_answered_and_kept_whole(
    web: FastAPI, trainee: Trainee, text: str
) -> None:
    told = await trainee.say(text)
    assert told["text"] == text
    assert told["buyer"]
    talk = await trainee.get("/transcript")
    assert talk["turns"][1]["you"] == text
    assert talk["turns"][1]["exchange"]["said"]["text"] == text
    desk: Desk = web.state.desk
    row = await desk.db.first(select(TURNS.c.said).where(TURNS.c.no == 1))
    assert row is not None
    assert not any(ord(one) < 32 and one not in "\n\t" for one in row.said)


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b'{"text": ""}', 422, "/text"),
        (b'{"text": " \\n\\t "}', 422, "/text"),
        (b'{"text": "\\u0000\\u0007"}', 422, "/text"),
        (b"{}", 422, "/text"),
        (b'{"text": "a", "action": "wait"}', 422, "/text"),
        (b'{"action": "dance"}', 422, "/action"),
        (b'{"text": 7}', 422, "/text"),
        (b'{"text": "a", "client_turn_id": ""}', 422, "/client_turn_id"),
        (b'{"text": "a", "client_turn_id": "%s"}' % (b"x" * 65), 422, "/client_turn_id"),
        (b'{"text": "a", "client_turn_id": "a\\u0000"}', 422, "/client_turn_id"),
        (b'{"text": "a", "expects": -1}', 422, "/expects"),
        (b'{"text": "a", "volume": 3}', 422, "/volume"),
        (b'{"text": "%s"}' % (b"x" * 20_001), 422, "/text"),
        (b"[]", 422, ""),
        (b"", 400, None),
        (b"{", 400, None),
        (b'{"text": "\xff"}', 400, None),
        (b'{"text": "\\ud800"}', 400, None),
        (b'{"text": "%s"}' % (b"x" * 200_000), 413, None),
    ],
    ids=lambda value: ascii(value[:24]) if isinstance(value, bytes) else None,
)
async def test_what_cannot_be_used_is_refused_in_words_and_changes_nothing(
    trainee: Trainee, body: bytes, status: int, pointer: str | None
) -> None:
    url = f"/api/v1/attempts/{trainee.attempt}/turns"
    headers = {**trainee.headers, "Content-Type": "application/json", "Accept-Language": "zh-CN"}
    answer = await trainee.http.post(url, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= told.keys()
    assert told["status"] == status
    assert any("\u4e00" <= one <= "\u9fff" for one in told["title"])
    if pointer is not None:
        assert [error["pointer"] for error in told["errors"]] == [pointer]
    assert (await trainee.get())["turn_no"] == 0


async def test_a_body_without_a_length_is_limited_too(trainee: Trainee) -> None:
    async def drip() -> object:
        for _ in range(40):
            yield b"x" * 10_000

    url = f"/api/v1/attempts/{trainee.attempt}/turns"
    answer = await trainee.http.post(url, content=drip(), headers=trainee.headers)  # type: ignore[arg-type]
    assert answer.status_code == 413


async def test_problems_of_the_framework_are_problems_of_ours(http: httpx.AsyncClient) -> None:
    for method, path, status in (
        ("GET", "/api/v1/nowhere", 404),
        ("DELETE", "/api/v1/scenarios", 405),
        ("PUT", "/api/v1/attempts/x/turns", 405),
    ):
        answer = await http.request(method, path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


async def test_the_attempt_of_an_older_snapshot_says_so(desk: Desk) -> None:
    from app.accounts.service import welcome
    from app.db import Change, Unit
    from app.errors import Conflict

    who, _ = await welcome(desk, None)
    begun = await service.start(desk, who, NAME, "en", 1)
    where = {"id": begun.id, "turn_no": 0}
    await desk.db.write(Unit((Change(ATTEMPTS, where, {"progress": b'{"old": 1}'}),)))
    later = replace(desk, talks=Lately(10))
    with pytest.raises(Conflict, match="older version"):
        await service.take(later, who, begun.id, text=HELLO)


async def test_people_of_another_organisation_see_nothing(desk: Desk) -> None:
    from app.accounts.service import welcome
    from app.errors import Missing

    who, _ = await welcome(desk, None)
    begun = await service.start(desk, who, NAME, "en", 1)
    stranger = Person(who.id, "org_other")
    with pytest.raises(Missing):
        await service.attempt(desk, stranger, begun.id)
    with pytest.raises(Missing):
        await service.take(desk, stranger, begun.id, text=HELLO)


async def test_the_lobby_knows_what_was_played_and_what_is_open(desk: Desk) -> None:
    from app.accounts.service import welcome

    who, _ = await welcome(desk, None)
    first = await service.start(desk, who, NAME, "en", 1)
    await service.take(desk, who, first.id, action="leave")
    second = await service.start(desk, who, NAME, "zh-Hans", 2)
    card = next(card for card in await service.lobby(desk, who) if card.id == NAME)
    assert (card.played, card.unfinished) == (2, second.id)
    fresh = next(card for card in await service.lobby(desk, None) if card.id == NAME)
    assert (fresh.played, fresh.unfinished) == (0, None)


async def test_an_answer_is_the_json_that_was_stored(desk: Desk) -> None:
    from app.accounts.service import welcome

    who, _ = await welcome(desk, None)
    begun = await service.start(desk, who, NAME, "en", 1)
    answer = await service.take(desk, who, begun.id, text=HELLO)
    view = await service.attempt(desk, who, begun.id)
    assert view.turns[1].answer == orjson.loads(answer)


async def test_replicas_notice_each_others_turns(desk: Desk) -> None:
    from app.accounts.service import welcome
    from app.errors import Ended

    one, two = desk, replace(desk, talks=Lately(10), faces=Lately(10))
    who, _ = await welcome(one, None)
    begun = await service.start(one, who, NAME, "en", 1)
    for no, here in enumerate((one, two, one, one, two, two, one), 1):
        text, name = f"How many pilgrims come on day {no}?", f"t{no}"
        answer = await service.take(here, who, begun.id, text=text, client_turn_id=name)
        assert orjson.loads(answer)["turn_no"] == no
        assert await service.take(two, who, begun.id, text=text, client_turn_id=name) == answer
    await service.take(two, who, begun.id, action="leave")
    with pytest.raises(Ended):
        await service.take(one, who, begun.id, text=HELLO)
