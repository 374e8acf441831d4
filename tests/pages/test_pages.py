"""The pages as HTTP sees them: whose they are, what they refuse, what they keep."""

import re
from html import unescape

import httpx
import pytest

from app.page import static_url

LINE = {"text": "Good morning, do you sweep here every day?"}


@pytest.fixture
async def browser(http: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser that has been to the lobby and keeps its cookies."""
    http.headers["accept"] = "text/html"
    http.headers["accept-language"] = "en"
    await http.get("/")
    return http


def key_of(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]


async def key(browser: httpx.AsyncClient) -> str:
    return key_of(await browser.get("/scenarios/combs-to-monks"))


async def begun(browser: httpx.AsyncClient) -> tuple[str, str]:
    """The address of a new attempt, and the form key."""
    csrf = await key(browser)
    form = {"csrf": csrf, "locale": "en"}
    answer = await browser.post("/scenarios/combs-to-monks/attempts", data=form)
    assert answer.status_code == 303
    return answer.headers["location"], csrf


async def test_a_form_without_its_key_is_refused_as_a_page(browser: httpx.AsyncClient) -> None:
    for path in ("/scenarios/combs-to-monks/attempts", "/locale"):
        answer = await browser.post(path, data={"locale": "en"})
        assert answer.status_code == 403
        assert "<h1>Not allowed</h1>" in answer.text


async def test_an_attempt_is_nobody_elses(browser: httpx.AsyncClient) -> None:
    address, csrf = await begun(browser)
    browser.cookies.clear()
    for path in (address, f"{address}/debrief", f"{address}/replay"):
        assert (await browser.get(path)).status_code == 404
    answer = await browser.post(f"{address}/turns", data={"csrf": csrf, **LINE})
    assert answer.status_code == 404


async def test_a_line_posted_twice_counts_once(browser: httpx.AsyncClient) -> None:
    address, csrf = await begun(browser)
    form = {"csrf": csrf, "client_turn_id": "one", "expects": "0", **LINE}
    first = await browser.post(f"{address}/turns", data=form)
    again = await browser.post(f"{address}/turns", data=form)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"] == f"{address}#turn-1"
    assert (await browser.get(address)).text.count('data-turn="') == 2


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"text": "  "}, 422),
        ({"text": "kept " * 5000}, 422),
        ({"text": "kept out of turn", "expects": "7"}, 409),
        ({"text": "kept without a key", "csrf": ""}, 403),
        ({"action": "dance"}, 422),
    ],
)
async def test_what_is_not_taken_comes_back_with_the_reason(
    browser: httpx.AsyncClient, form: dict[str, str], status: int
) -> None:
    address, csrf = await begun(browser)
    answer = await browser.post(f"{address}/turns", data={"csrf": csrf, **form})
    assert answer.status_code == status
    assert '<p class="notice">' in answer.text
    assert form.get("text", "").strip() in answer.text
    told = await browser.post(
        f"{address}/turns", data={"csrf": csrf, **form}, headers={"x-fragment": "turn"}
    )
    assert told.status_code == status
    assert told.json().keys() == {"code", "detail"}


async def test_words_are_shown_and_never_run(browser: httpx.AsyncClient) -> None:
    address, csrf = await begun(browser)
    form = {"csrf": csrf, "text": "<script>alert(1)</script> & <b onclick=x>who</b>?"}
    part = await browser.post(f"{address}/turns", data=form, headers={"x-fragment": "turn"})
    for page in (part, await browser.get(address), await browser.get(f"{address}/debrief")):
        assert page.status_code == 200
        assert "alert(1)" not in page.text or "&lt;script&gt;" in page.text
        assert "<script>" not in page.text
        assert "<b onclick" not in page.text


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_choosing_a_language_never_leads_away(
    browser: httpx.AsyncClient, elsewhere: str
) -> None:
    form = {"csrf": await key(browser), "locale": "zh-Hant", "next": elsewhere}
    answer = await browser.post("/locale", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert 'lang="zh-Hant"' in (await browser.get("/")).text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("zh-TW;q=0.1,en;q=0.9", "en"),
        ("fr, zh-CN;q=0.8, en;q=0.7", "zh-Hans"),
        ("en;q=x,zh", "en"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("en-US,en;q=0.9", "en"),
        ("fr-FR,zh-TW;q=0.5", "zh-Hant"),
        ("fr", "en"),
        ("", "en"),
        (";;,,=", "en"),
    ],
)
async def test_the_browser_is_answered_in_its_language(
    http: httpx.AsyncClient, asked: str, given: str
) -> None:
    page = await http.get("/", headers={"accept-language": asked})
    assert f'<html lang="{given}">' in page.text


async def test_a_hint_comes_without_script_too(browser: httpx.AsyncClient) -> None:
    address, _ = await begun(browser)
    page = await browser.get(f"{address}?hint=3")
    assert 'id="hint"' in page.text
    assert "Hint 3 of 3" in page.text


async def test_start_pressed_twice_begins_one_talk(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/scenarios/combs-to-monks")
    fresh = re.search(r'name="fresh" value="([^"]+)"', page.text)
    assert fresh
    form = {"csrf": key_of(page), "locale": "en", "fresh": fresh[1]}
    start = "/scenarios/combs-to-monks/attempts"
    first, again = [await browser.post(start, data=form) for _ in range(2)]
    assert first.headers["location"] == again.headers["location"] == f"/attempts/{fresh[1]}"
    line = {"csrf": form["csrf"], **LINE}
    assert (await browser.post(f"{first.headers['location']}/turns", data=line)).status_code == 303
    other = await browser.post(start, data=form)
    assert other.status_code == 303
    assert other.headers["location"] != first.headers["location"]
    browser.cookies.clear()
    stranger = {**form, "csrf": key_of(await browser.get("/scenarios/combs-to-monks"))}
    assert (await browser.post(start, data=stranger)).status_code == 404


@pytest.mark.parametrize("fresh", ["", "att_1", "x" * 5000, "att_\0", "../../etc"])
async def test_a_name_for_a_talk_that_no_page_gave_is_passed_over(
    browser: httpx.AsyncClient, fresh: str
) -> None:
    form = {"csrf": await key(browser), "locale": "en", "fresh": fresh}
    answer = await browser.post("/scenarios/combs-to-monks/attempts", data=form)
    assert re.fullmatch(r"/attempts/att_[0-9a-f]{27}", answer.headers["location"])


async def shown(browser: httpx.AsyncClient, said: str) -> str:
    """The line on the page after it was said."""
    address, csrf = await begun(browser)
    answer = await browser.post(f"{address}/turns", data={"csrf": csrf, "text": said})
    assert answer.status_code == 303
    page = await browser.get(address)
    slip = re.search(r'<p class="slip" lang="en">(.*?)</p>', page.text, re.DOTALL)
    assert slip
    return unescape(re.sub(r"<[^>]+>", "", slip[1]))


@pytest.mark.parametrize("said", ["How many altars have you? " * 400, "a\n" * 5000, "," * 9999])
async def test_a_long_line_is_shown_to_its_end(browser: httpx.AsyncClient, said: str) -> None:
    assert await shown(browser, said) == said


async def test_control_characters_are_shown_as_signs(browser: httpx.AsyncClient) -> None:
    assert await shown(browser, "how\0 many\x1b[31m altars\x7f\x85?") == "how␀ many␛[31m altars␡�?"


@pytest.mark.parametrize("name", ["x" * 65, "a b", "\0", "<i>"])
async def test_a_turn_goes_by_a_name_that_a_page_would_give(
    browser: httpx.AsyncClient, name: str
) -> None:
    address, csrf = await begun(browser)
    form = {"csrf": csrf, "client_turn_id": name, **LINE}
    answer = await browser.post(f"{address}/turns", data=form)
    assert answer.status_code == 422
    assert LINE["text"] in answer.text


async def test_a_refused_form_leads_back_to_where_it_stood(browser: httpx.AsyncClient) -> None:
    for path, back in (
        ("/locale", "/"),
        ("/scenarios/combs-to-monks/attempts", "/scenarios/combs-to-monks"),
    ):
        answer = await browser.post(path, data={"locale": "en"})
        assert f'name="next" value="{back}"' in answer.text


async def test_odd_numbers_do_no_harm(browser: httpx.AsyncClient) -> None:
    address, csrf = await begun(browser)
    endless = {"csrf": csrf, "turn_no": "9" * 5000, "expects": "9" * 5000, **LINE}
    assert (await browser.post(f"{address}/branch", data=endless)).status_code == 303
    assert (await browser.post(f"{address}/turns", data=endless)).status_code == 303
    for path in (
        "?hint=99",
        "/debrief?guess=-4&turn=x",
        "/debrief?guess=9999999",
        "/replay?turn=99",
    ):
        assert (await browser.get(address + path)).status_code == 200, path


async def test_static_files_are_kept_under_their_versioned_address(http: httpx.AsyncClient) -> None:
    versioned = await http.get(static_url("css/base.css"))
    assert "immutable" in versioned.headers["cache-control"]
    assert (await http.get("/static/css/base.css")).headers["cache-control"] == "no-cache"


async def test_every_page_forbids_what_it_does_not_send(browser: httpx.AsyncClient) -> None:
    address, _ = await begun(browser)
    for path in ("/", "/scenarios/combs-to-monks", address, f"{address}/debrief", "/nowhere"):
        page = await browser.get(path)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
