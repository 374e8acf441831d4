"""An organisation's words and corrections over HTTP: who may do what, what is pinned, what goes."""

import marshal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.accounts import service as accounts
from app.accounts.models import PersonRow, TokenRow
from app.authoring import service as authoring
from app.authoring import words
from app.db import Run, Unit, table_of
from app.desk import Desk
from app.errors import BrokenFiles, Missing
from app.language.evaluate import Judged
from app.language.gold import judge_rows, read_rows
from app.library import Lessons
from app.practice import correcting, service
from app.practice.models import AttemptRow, CorrectionRow, EventRow, TurnRow
from app.practice.thinking import UNKNOWN, work_of

from .test_thinking import Local
from .trainee import NAME, Trainee

BEDS = """format: 1
name: hospital-beds
lists:
  - lang: en
    classes: {jargon: [Trendelenburg]}
    topics: {tilting: [Trendelenburg]}
"""
WIDE = BEDS.replace("jargon: [Trendelenburg]", "rival: [the]")
SAID = "Our combs all come with Trendelenburg."
Member = Callable[..., Awaitable[Trainee]]


@pytest.fixture
def member(web: FastAPI, http: httpx.AsyncClient) -> Member:
    """Makes people of an organisation, the first of which makes the organisation."""
    made: dict[str, str] = {}

    async def join(kind: str, organisation: str = "Beds", name: str = "") -> Trainee:
        desk: Desk = web.state.desk
        if organisation not in made:
            made[organisation] = await accounts.found_organisation(desk, organisation)
            await authoring.copy_shipped(desk, made[organisation])
        _, token = await accounts.join(desk, made[organisation], kind, name)
        one = Trainee(http)
        one.headers = {"Authorization": f"Bearer {token}"}
        return one

    return join


async def send(one: Trainee, method: str, path: str, body: Any = None) -> httpx.Response:
    return await one.http.request(method, f"/api/v1{path}", json=body, headers=one.headers)


async def published(one: Trainee, source: str = BEDS, **more: Any) -> dict[str, Any]:
    answer = await send(one, "POST", "/words", {"source": source, **more})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_list_is_published_listed_read_and_switched_off(member: Member) -> None:
    trainer = await member("trainer")
    first = await published(trainer)
    assert (first["number"], first["active"], first["findings"]) == (1, True, [])
    second = await published(trainer, BEDS + "# later\n")
    listed = (await send(trainer, "GET", "/words")).json()["items"]
    assert [(one["number"], one["active"]) for one in listed] == [(1, False), (2, True)]
    read = (await send(trainer, "GET", f"/words/{first['id']}")).json()
    assert read["source"] == BEDS
    again = await published(trainer)
    assert (again["id"], again["active"]) == (first["id"], True), "the same text is the same list"
    off = await send(trainer, "PATCH", f"/words/{first['id']}", {"active": False})
    assert off.json()["active"] is False
    on = await send(trainer, "PATCH", f"/words/{second['id']}", {"active": True})
    assert on.json()["active"] is True
    listed = (await send(trainer, "GET", "/words")).json()["items"]
    assert [one["active"] for one in listed] == [False, True]


async def test_what_is_wrong_with_a_list_comes_back_as_findings(member: Member) -> None:
    trainer = await member("trainer")
    answer = await send(trainer, "POST", "/words", {"source": BEDS.replace("jargon", "jorgon")})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (finding,) = answer.json()["findings"]
    assert (finding["code"], finding["line"], finding["column"]) == ("W020", 5, 15)
    assert "jargon" in finding["mend"]
    assert (await send(trainer, "GET", "/words")).json()["items"] == []


async def test_a_list_that_is_too_wide_is_published_only_by_force(member: Member) -> None:
    trainer = await member("trainer")
    answer = await send(trainer, "POST", "/words", {"source": WIDE})
    assert answer.status_code == 422
    assert "W031" in {one["code"] for one in answer.json()["findings"]}
    told = await published(trainer, WIDE, force=True)
    assert {one["severity"] for one in told["findings"]} == {"warning"}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "a: &a [*a]",
        "[" * 5000,
        "x: \x00",
        'x: "\\0"',
        "format: 1\nname: x\nlists: []",
        "#" * 63_000,
    ],
    ids=["empty", "alias", "nested", "nul", "escaped-nul", "no-lists", "large"],
)
async def test_a_hostile_list_is_refused_with_findings(member: Member, source: str) -> None:
    trainer = await member("trainer")
    answer = await send(trainer, "POST", "/words", {"source": source})
    assert answer.status_code == 422
    assert answer.json()["findings"]


async def test_words_are_for_trainers_and_of_one_organisation(
    member: Member, trainee: Trainee
) -> None:
    trainer, learner = await member("trainer"), await member("trainee")
    stranger = await member("trainer", "Combs")
    mine = await published(trainer)
    for nobody in (learner, trainee):
        for method, path, body in (
            ("POST", "/words", {"source": BEDS}),
            ("GET", "/words", None),
            ("GET", f"/words/{mine['id']}", None),
            ("PATCH", f"/words/{mine['id']}", {"active": False}),
        ):
            assert (await send(nobody, method, path, body)).status_code == 403
    assert (await send(stranger, "GET", "/words")).json()["items"] == []
    assert (await send(stranger, "GET", f"/words/{mine['id']}")).status_code == 404
    patched = await send(stranger, "PATCH", f"/words/{mine['id']}", {"active": False})
    assert patched.status_code == 404


async def test_an_attempt_is_heard_with_its_own_organisations_list_to_its_end(
    member: Member, trainee: Trainee
) -> None:
    trainer, learner = await member("trainer"), await member("trainee")
    stranger = await member("trainee", "Combs")
    before = await member("trainee")
    await before.start()
    mine = await published(trainer)
    for one in (learner, stranger):
        await one.start()
    told = await learner.say(SAID)
    assert "jargon" in told["reading"]["faults"]
    assert "topic:tilting" in told["reading"]["clauses"][0]["topics"]
    for other in (before, stranger, trainee):
        assert "jargon" not in (await other.say(SAID))["reading"]["faults"]
    await send(trainer, "PATCH", f"/words/{mine['id']}", {"active": False})
    score = await learner.get("/score")
    assert "jargon" in (await learner.say(SAID))["reading"]["faults"]
    branch = await send(learner, "POST", f"/attempts/{learner.attempt}/branch", {"turn_no": 1})
    learner.attempt = branch.json()["id"]
    assert "jargon" in (await learner.say(SAID))["reading"]["faults"]
    await learner.start()
    assert "jargon" not in (await learner.say(SAID))["reading"]["faults"]
    assert score["score"] >= 0


async def test_a_worker_is_told_the_list_that_it_does_not_know(desk: Desk) -> None:
    who, _ = await accounts.join(desk, accounts.HOUSE, "trainer", "")
    await words.publish(desk, accounts.HOUSE, BEDS)
    local = Local(work_of(desk.library))
    apart = replace(desk, workers=local, lessons=Lessons(desk.library))
    one = await service.start(desk, who, NAME, "en", 1)
    two = await service.start(desk, who, NAME, "en", 1)
    answer = await service.take(apart, who, one.id, text=SAID)
    assert b'"jargon"' in answer
    assert answer == await service.take(desk, who, two.id, text=SAID)
    assert [found == UNKNOWN for found in local.answers] == [True, False]
    assert marshal.loads(local.answers[-1])[0] == 1
    await words.switch(
        desk, accounts.HOUSE, (await words.listed(desk, accounts.HOUSE))[0].id, on=False
    )
    plain = await service.start(desk, who, NAME, "en", 1)
    assert b'"jargon"' not in await service.take(apart, who, plain.id, text=SAID)
    assert b'"jargon"' in await service.take(apart, who, one.id, text=SAID)


async def test_at_most_one_list_is_active_however_many_publish_at_once(desk: Desk) -> None:
    import asyncio

    sources = [BEDS + f"# {number}\n" for number in range(4)]
    await asyncio.gather(*(words.publish(desk, accounts.HOUSE, one) for one in sources))
    listed = await words.listed(desk, accounts.HOUSE)
    assert [one.number for one in listed] == [1, 2, 3, 4]
    assert sum(one.active for one in listed) == 1
    with pytest.raises(Missing):
        await words.pinned(desk, "wrd_none")
    with pytest.raises(BrokenFiles):
        await words.publish(desk, accounts.HOUSE, WIDE)


async def corrected(one: Trainee, attempt: str = "", **body: Any) -> httpx.Response:
    given = {"turn_no": 1, "clause": 0, "label": "implication", **body}
    return await send(one, "POST", f"/attempts/{attempt or one.attempt}/corrections", given)


async def test_a_correction_is_recorded_listed_replaced_and_erased(trainee: Trainee) -> None:
    told = await trainee.say("How many altars does the temple have?")
    score = await trainee.get("/score")
    answer = await corrected(trainee, note="it was\x00 meant so")
    assert answer.status_code == 201
    first = answer.json()
    assert first["heard"] == told["reading"]["clauses"][0]["move"]
    assert (first["label"], first["note"]) == ("implication", "it was meant so")
    second = (await corrected(trainee, label="close:sign")).json()
    listed = (await send(trainee, "GET", "/corrections")).json()
    assert [one["id"] for one in listed["items"]] == [second["id"]]
    assert listed["next_before"] is None
    assert await trainee.get("/score") == score, "a correction changes no score"
    gone = await send(trainee, "DELETE", f"/corrections/{second['id']}")
    assert gone.status_code == 204
    assert (await send(trainee, "GET", "/corrections")).json()["items"] == []
    assert (await send(trainee, "DELETE", f"/corrections/{second['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"label": "nonsense"}, "/label"),
        ({"label": "abstain"}, "/label"),
        ({"label": "situation"}, "/label"),
        ({"turn_no": 0}, "/turn_no"),
        ({"turn_no": 2}, "/turn_no"),
        ({"clause": 7}, "/clause"),
        ({"clause": -1}, "/clause"),
        ({"note": "x" * 501}, "/note"),
    ],
)
async def test_a_correction_of_nothing_is_refused(
    trainee: Trainee, body: dict[str, Any], pointer: str
) -> None:
    await trainee.say("How many altars does the temple have?")
    answer = await corrected(trainee, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_corrections_stay_in_their_organisation(member: Member, trainee: Trainee) -> None:
    learner, peer, trainer = [await member(kind) for kind in ("trainee", "trainee", "trainer")]
    stranger = await member("trainer", "Combs")
    await learner.start()
    await learner.say("How many altars does the temple have?")
    for nobody in (peer, stranger, trainee):
        assert (await corrected(nobody, learner.attempt)).status_code == 404
    mine = (await corrected(learner)).json()
    theirs = (await corrected(trainer, learner.attempt, label="problem")).json()
    for nobody in (peer, stranger, trainee):
        assert (await send(nobody, "GET", "/corrections")).json()["items"] == []
        gone = await send(nobody, "DELETE", f"/corrections/{mine['id']}")
        assert gone.status_code == 404
    for one in (learner, trainer):
        seen = (await send(one, "GET", "/corrections")).json()["items"]
        assert [each["id"] for each in seen] == [theirs["id"], mine["id"]]
    paged = (await send(trainer, "GET", "/corrections?limit=1")).json()
    assert paged["next_before"] == theirs["id"]
    rest = await send(trainer, "GET", f"/corrections?before={theirs['id']}")
    assert [each["id"] for each in rest.json()["items"]] == [mine["id"]]
    assert (await send(learner, "DELETE", f"/corrections/{theirs['id']}")).status_code == 204


async def test_corrections_go_with_their_attempt_and_with_who_made_them(
    web: FastAPI, member: Member
) -> None:
    desk: Desk = web.state.desk
    learner, trainer = await member("trainee"), await member("trainer", name="Ann")
    await learner.start()
    await learner.say("How many altars does the temple have?")
    await corrected(learner)
    by = (await corrected(trainer, learner.attempt)).json()["by"]
    people, tokens = table_of(PersonRow), table_of(TokenRow)
    gone = (delete(tokens).where(tokens.c.person_id == by), delete(people).where(people.c.id == by))
    await desk.db.write(Unit(tuple(map(Run, gone))))
    left = (await send(learner, "GET", "/corrections")).json()["items"]
    assert [one["by"] == by for one in left] == [False]
    tables = [table_of(row) for row in (TurnRow, EventRow)]
    attempts = table_of(AttemptRow)
    erased = [delete(table).where(table.c.attempt_id == learner.attempt) for table in tables]
    erased.append(delete(attempts).where(attempts.c.id == learner.attempt))
    await desk.db.write(Unit(tuple(map(Run, erased))))
    assert await desk.db.all(table_of(CorrectionRow).select()) == []


async def test_what_is_exported_is_read_by_eval_and_names_nobody(
    web: FastAPI, member: Member
) -> None:
    desk: Desk = web.state.desk
    learner, trainer = await member("trainee", name="Dot Harper"), await member("trainer")
    await learner.start()
    said = 'I\'m dot\tfrom "Combs", ring 020 7946 0018 or dot@combs.example.'
    told = await learner.say(said)
    await learner.say("How many altars does the temple have?")
    await corrected(learner, label="rapport", note="a secret")
    await corrected(trainer, learner.attempt, label="opening")
    erased = (await corrected(learner, turn_no=2)).json()
    await send(learner, "DELETE", f"/corrections/{erased['id']}")
    organisation = (await desk.db.all(table_of(AttemptRow).select()))[0].organisation_id
    table = await correcting.exported(desk, organisation)
    header, *lines = table.splitlines()
    assert header.split("\t") == ["lang", "label", "text", "context", "trade"]
    (line,) = lines
    lang, label, text, context, trade = line.split("\t")
    assert (lang, label, trade) == ("en", "opening", NAME)
    assert len(told["reading"]["clauses"]) >= 1
    assert "[name]" in text
    assert context
    hidden = ("dot", "Harper", "7946", "@", "secret", learner.attempt, "per_", "cor_")
    assert [one for one in hidden if one.lower() in table.lower()] == []
    (judged,) = judge_rows(read_rows(table), desk.library.ear)
    assert isinstance(judged, Judged)
    assert judged.gold == "opening"
    assert await correcting.exported(desk, accounts.HOUSE) == header + "\n"
