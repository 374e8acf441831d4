"""The REST core: shapes, status codes, and who may see what."""

import re
from pathlib import Path

import httpx
import orjson
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from app.language.reasons import CLOSE_CALL
from app.practice import answers
from app.problems import known_problems

from .trainee import HELLO, NAME, Trainee

SCRIPTS = Path(__file__).parents[1] / "scripts" / NAME


async def test_a_text_is_classified_as_label_does(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/v1/classify", json={"text": HELLO, "lang": "en"})
    assert answer.status_code == 200
    told = answer.json()
    assert told.keys() == answers.ClassifyAnswer.model_fields.keys()
    assert told["text"] == HELLO
    assert told["clauses"][0].keys() == answers.ClauseAnswer.model_fields.keys()
    answers.ClassifyAnswer.model_validate(told)


async def test_only_a_close_call_says_what_would_have_tipped_it(http: httpx.AsyncClient) -> None:
    told = set()
    for text in ("How many vans do you run?", "How long does that take you?", "So what then?"):
        answer = await http.post("/api/v1/classify", json={"text": text, "lang": "en"})
        clause = answer.json()["clauses"][-1]
        close = clause["confidence"] < CLOSE_CALL
        assert bool(clause["tipping"]) is close
        told.add(close)
    assert told == {True, False}
    documented = (await http.get("/api/v1/openapi.json")).json()["components"]["schemas"]
    assert documented["ClauseAnswer"]["properties"]["tipping"]["description"]


async def test_what_the_buyer_said_may_come_with_it(http: httpx.AsyncClient) -> None:
    body = {"text": "为什么呢？", "buyer_said": "现在这批太贵了。"}
    answer = await http.post("/api/v1/classify", json=body)
    assert answer.status_code == 200
    assert answer.json()["lang"] == "zh"


async def test_the_scenarios_are_listed_in_both_languages(http: httpx.AsyncClient) -> None:
    told = (await http.get("/api/v1/scenarios")).json()
    found = next(one for one in told["items"] if one["id"] == NAME)
    assert all(found["title"][language] for language in ("zh", "en"))
    one = (await http.get(f"/api/v1/scenarios/{NAME}")).json()
    assert one["briefing"]["en"]


@pytest.mark.parametrize("lang", ["zh", "en", "zh-Hant"])
async def test_an_attempt_begins_with_the_buyers_line(http: httpx.AsyncClient, lang: str) -> None:
    body = {"scenario_id": NAME, "lang": lang}
    answer = await http.post("/api/v1/attempts", json=body)
    assert answer.status_code == 201
    told = answer.json()
    assert told["buyer"]
    assert told["lines"][0]["text"] in told["buyer"]
    assert told["turn_no"] == 0
    assert answer.headers["location"] == f"/api/v1/attempts/{told['id']}"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_readers_of_traditional_characters_are_answered_in_them(
    http: httpx.AsyncClient,
) -> None:
    simple, traditional = Trainee(http), Trainee(http)
    await simple.start("zh")
    await traditional.start("zh-Hant")
    said = "师父，请问来这里的香客多吗？"
    one, other = await simple.say(said), await traditional.say(said)
    assert other["text"] == other["reading"]["text"] == said
    assert other["buyer"] != one["buyer"]
    assert len(other["lines"]) == len(one["lines"])
    for mine, theirs in ((traditional, other), (simple, one)):
        assert (mine is traditional) == any(
            sign in mine.opening["buyer"] + theirs["buyer"] for sign in "門們這來個說話頭麼"
        )


async def test_a_turn_is_heard_answered_and_recorded(trainee: Trainee) -> None:
    told = await trainee.say(HELLO, client_turn_id="t-1")
    assert {"turn_no", "reading", "buyer", "feedback", "ledger", "ended", "outcome"} <= told.keys()
    assert told["turn_no"] == 1
    assert told["reading"]["text"] == HELLO
    assert told["buyer"]
    assert told["ended"] is False
    assert told["outcome"] is None
    read = await trainee.get()
    assert read["turn_no"] == 1
    assert read["status"] == "in_progress"
    talk = await trainee.get("/transcript")
    assert [turn["turn_no"] for turn in talk["turns"]] == [0, 1]
    assert talk["turns"][0]["buyer"] == trainee.opening["buyer"]
    assert talk["turns"][1]["you"] == HELLO
    assert talk["turns"][1]["reading"] == told["reading"]


async def test_the_same_luck_and_words_give_the_same_talk(trainee: Trainee, other: Trainee) -> None:
    lines = (SCRIPTS / "en" / "expert.txt").read_text("utf-8").splitlines()[:6]
    assert trainee.attempt != other.attempt
    for line in lines:
        assert await trainee.say(line) == await other.say(line)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_whole_talk_ends_and_is_scored(http: httpx.AsyncClient, lang: str) -> None:
    trainee = Trainee(http)
    await trainee.start(lang)
    told = {"ended": False}
    for line in (SCRIPTS / lang / "expert.txt").read_text("utf-8").splitlines():
        if line.strip() and not told["ended"]:
            told = await trainee.say(line)
    if not told["ended"]:
        answer = await trainee.post(action="leave")
        told = answer.json()
    assert told["ended"] is True
    assert told["outcome"]
    refused = await trainee.post(text="One more thing")
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/attempt-ended"
    read = await trainee.get()
    assert read["status"] == "completed"
    assert read["outcome"] == told["outcome"]
    score = await trainee.get("/score")
    assert 0 <= score["score"] <= 100
    assert score["score"] == score["total"]
    assert set(score["parts"]) == {
        "discovery", "questions", "value", "listening", "commitment", "conduct"
    }  # fmt: skip
    debrief = await trainee.get("/debrief")
    assert debrief["score"]["total"] == score["score"]
    assert (await trainee.post(text="x", client_turn_id="late")).status_code == 409


async def test_waiting_and_leaving_are_turns_too(trainee: Trainee) -> None:
    waited = await trainee.post(action="wait")
    assert waited.status_code == 200
    assert waited.json()["reading"] is None
    left = await trainee.post(action="leave")
    assert left.json()["ended"] is True


async def test_what_there_is_not_cannot_be_shown(trainee: Trainee) -> None:
    refused = await trainee.post(action="show:elephant")
    assert refused.status_code == 422
    (wrong,) = refused.json()["errors"]
    assert wrong["pointer"] == "/action"
    there = re.findall(r"show:[a-z-]+", wrong["detail"])
    assert there
    assert (await trainee.get())["turn_no"] == 0
    assert (await trainee.post(action=there[0])).status_code == 200


async def test_hints_come_in_three_steps(trainee: Trainee) -> None:
    for step in (1, 2, 3):
        hint = await trainee.get("/hint", step=step)
        assert hint["step"] == step
        assert hint["text"]
    wrong = await trainee.http.get(
        f"/api/v1/attempts/{trainee.attempt}/hint", params={"step": 4}, headers=trainee.headers
    )
    assert wrong.status_code == 422


async def test_trying_again_goes_on_from_the_turn_chosen(trainee: Trainee) -> None:
    await trainee.say(HELLO)
    second = await trainee.say("And how do the pilgrims look when they arrive up here?")
    third = await trainee.say("What does that mean for them, before the Buddha?")
    answer = await trainee.http.post(
        f"/api/v1/attempts/{trainee.attempt}/branch", json={"turn_no": 2}, headers=trainee.headers
    )
    assert answer.status_code == 201
    branch = answer.json()
    assert branch["branch_of"] == trainee.attempt
    assert branch["branch_turn"] == branch["turn_no"] == 2
    assert branch["ledger"] == second["ledger"]
    trainee.attempt = branch["id"]
    assert await trainee.say("What does that mean for them, before the Buddha?") == third
    talk = await trainee.get("/transcript")
    assert [turn["inherited"] for turn in talk["turns"]] == [True, True, True, False]


@pytest.mark.parametrize("turn_no", [5, 2**40])
async def test_no_trying_again_from_a_turn_that_is_not_there(
    trainee: Trainee, turn_no: int
) -> None:
    url = f"/api/v1/attempts/{trainee.attempt}/branch"
    answer = await trainee.http.post(url, json={"turn_no": turn_no}, headers=trainee.headers)
    assert answer.status_code == 422


PATHS = ["", "/transcript", "/score", "/hint", "/debrief"]


@pytest.mark.parametrize("path", PATHS)
async def test_other_peoples_attempts_are_not_there(
    trainee: Trainee, other: Trainee, path: str
) -> None:
    url = f"/api/v1/attempts/{trainee.attempt}{path}"
    for headers in (other.headers, {}, {"Authorization": "Bearer nonsense"}):
        answer = await trainee.http.get(url, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await trainee.http.get(url, headers=trainee.headers)).status_code == 200


async def test_nobody_speaks_in_anothers_attempt(trainee: Trainee, other: Trainee) -> None:
    assert (await other.post(trainee.attempt, text=HELLO)).status_code == 404
    assert (await trainee.get())["turn_no"] == 0


async def test_an_unknown_scenario_is_missing(trainee: Trainee) -> None:
    body = {"scenario_id": "no-such", "lang": "en"}
    assert (await trainee.http.post("/api/v1/attempts", json=body)).status_code == 404


async def test_a_browser_is_remembered_by_its_cookie(http: httpx.AsyncClient) -> None:
    first = (await http.post("/api/v1/attempts", json={"scenario_id": NAME})).json()
    second = (await http.post("/api/v1/attempts", json={"scenario_id": NAME})).json()
    assert "token" in first
    assert "token" not in second
    for attempt in (first, second):
        assert (await http.get(f"/api/v1/attempts/{attempt['id']}")).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://spinfab.test"}, 200),
        ({}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_another_sites_page_cannot_speak_for_a_browser(
    http: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    attempt = (await http.post("/api/v1/attempts", json={"scenario_id": NAME})).json()
    url = f"/api/v1/attempts/{attempt['id']}/turns"
    answer = await http.post(url, json={"text": HELLO}, headers=headers)
    assert answer.status_code == status


async def test_every_answer_carries_the_headers_that_guard_it(http: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/api/v1/scenarios", "/nowhere", "/problems/conflict"):
        headers = (await http.get(path)).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_the_documentation_is_openapi_3_1_and_names_every_route(web: FastAPI) -> None:
    told = web.openapi()
    assert told["openapi"].startswith("3.1")
    paths = told["paths"]
    turns = paths["/api/v1/attempts/{attempt_id}/turns"]["post"]
    assert "text" in orjson.dumps(turns["requestBody"]).decode()
    assert {"200", "400", "404", "409", "422"} <= turns["responses"].keys()
    assert {"/api/v1/classify", "/api/v1/scenarios", "/api/v1/attempts"} <= paths.keys()
    for path, methods in paths.items():
        for method, one in methods.items():
            named = {given["name"] for given in one.get("parameters", ()) if given["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), f"{method} {path}"


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/api/v1/scenarios", answers.ScenariosAnswer),
        (f"/api/v1/scenarios/{NAME}", answers.BriefingAnswer),
        ("", answers.AttemptAnswer),
        ("/transcript", answers.TranscriptAnswer),
        ("/score", answers.ScoreAnswer),
        ("/hint", answers.HintAnswer),
    ],
)
async def test_what_is_answered_is_what_is_documented(
    trainee: Trainee, path: str, model: type[BaseModel]
) -> None:
    told = await trainee.say(HELLO)
    assert told.keys() == answers.TurnAnswer.model_fields.keys()
    url = path if path.startswith("/api") else f"/api/v1/attempts/{trainee.attempt}{path}"
    answer = await trainee.http.get(url, headers=trainee.headers)
    model.model_validate_json(answer.content)
    known = set(model.model_fields) - {"buyer", "lines", "token"}
    assert answer.json().keys() == known


async def test_the_service_says_that_it_is_well(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).json()["status"] == "ok"


@pytest.mark.parametrize("code", sorted(known_problems()))
async def test_every_kind_of_problem_has_its_page(http: httpx.AsyncClient, code: str) -> None:
    answer = await http.get(f"/problems/{code}")
    assert answer.status_code == 200
    assert "<h1" in answer.text
