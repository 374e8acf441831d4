"""The form for what was heard wrongly: in three scripts, without scripts of ours, with its key."""

import re

import httpx
import pytest

LINE = "How many altars does the temple have?"
ASKS = {"en": "Heard wrongly?", "zh-Hans": "听错了？", "zh-Hant": "聽錯了？"}


async def spoken(http: httpx.AsyncClient, locale: str = "en") -> tuple[str, str]:
    """The address of an attempt in which something was said, and the form key."""
    page = await http.get("/scenarios/combs-to-monks")
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    form = {"csrf": found[1], "locale": locale}
    address = (await http.post("/scenarios/combs-to-monks/attempts", data=form)).headers["location"]
    await http.post("/locale", data={"csrf": found[1], "locale": locale})
    said = {"csrf": found[1], "text": LINE if locale == "en" else "寺里有几座殿？", "expects": "0"}
    assert (await http.post(f"{address}/turns", data=said)).status_code == 303
    return address, found[1]


@pytest.mark.parametrize("locale", ASKS)
async def test_what_was_heard_wrongly_is_said_shown_and_taken_back(
    http: httpx.AsyncClient, locale: str
) -> None:
    address, csrf = await spoken(http, locale)
    assert f'{address}/replay?turn=1#wrong">{ASKS[locale]}' in (await http.get(address)).text
    page = (await http.get(f"{address}/replay?turn=1")).text
    assert f"<summary>{ASKS[locale]}</summary>" in page
    assert "close:sign" in page
    form = {"csrf": csrf, "turn_no": "1", "clause": "0", "label": "implication", "note": "<b>"}
    sent = await http.post(f"{address}/corrections", data=form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{address}/replay?turn=1#wrong")
    page = (await http.get(f"{address}/replay?turn=1")).text
    undo = re.search(rf'action="({address}/corrections/cor_\w+/erase)"', page)
    assert undo
    assert "cor_" not in (await http.get(f"{address}/replay?turn=0")).text
    gone = await http.post(undo[1], data={"csrf": csrf, "turn_no": "1"})
    assert gone.status_code == 303
    assert "cor_" not in (await http.get(f"{address}/replay?turn=1")).text


async def test_the_form_needs_its_key_and_its_owner(http: httpx.AsyncClient) -> None:
    address, csrf = await spoken(http)
    form = {"turn_no": "1", "clause": "0", "label": "implication"}
    assert (await http.post(f"{address}/corrections", data=form)).status_code == 403
    wrong = await http.post(f"{address}/corrections", data={**form, "csrf": csrf, "label": "x"})
    assert wrong.status_code == 422
    assert "there is no label" in wrong.text
    for turn in ("", "-1", "99999999", "x"):
        bad = await http.post(
            f"{address}/corrections", data={**form, "csrf": csrf, "turn_no": turn}
        )
        assert bad.status_code == 422
    http.cookies.clear()
    other, key = await spoken(http)
    assert other != address
    theirs = await http.post(f"{address}/corrections", data={**form, "csrf": key})
    assert theirs.status_code == 404


async def test_a_turn_without_words_has_nothing_to_set_right(http: httpx.AsyncClient) -> None:
    address, _ = await spoken(http)
    assert 'id="wrong"' not in (await http.get(f"{address}/replay?turn=0")).text
