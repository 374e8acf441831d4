"""The trainee's way through the product, clicked and typed in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.pages.conftest import Visit

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[1] / "scripts" / "combs-to-monks"
BROWSER_LOCALES = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "en": "en-GB"}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def lines_of(language: str, kind: str = "expert") -> list[str]:
    text = (SCRIPTS / language / f"{kind}.txt").read_text("utf-8")
    return [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]


def begin(page: Page) -> None:
    page.locator(".begin .button.first").click()
    page.wait_for_url("**/attempts/*")


def begun(visit: Visit, language: str = "en", **given: object) -> Page:
    page = visit("/scenarios/combs-to-monks", locale=BROWSER_LOCALES[language], **given)
    begin(page)
    return page


def composer(page: Page) -> Locator:
    return page.locator("#composer textarea")


def turns(page: Page) -> Locator:
    return page.locator("#talk > [data-turn]")


def say(page: Page, line: str) -> None:
    before = turns(page).count()
    composer(page).fill(line)
    composer(page).press("Enter")
    expect(turns(page)).to_have_count(before + 1)


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_an_expert_plays_combs_to_monks_from_the_lobby_to_the_debrief(
    visit: Visit, locale: str
) -> None:
    page = visit("/", locale=BROWSER_LOCALES[locale])
    expect(page.locator("html")).to_have_attribute("lang", locale)
    page.locator('.card a[href="/scenarios/combs-to-monks"]').click()
    expect(page.locator(".weights dt")).to_have_count(6)
    begin(page)
    expect(turns(page).first.locator(".theirs")).not_to_have_count(0)

    said = 0
    for line in lines_of("en" if locale == "en" else "zh"):
        say(page, line)
        said += 1
        if page.locator("#ending").count():
            break
    expect(page.locator("#ending .result")).to_contain_text("1,000")
    expect(page.locator("#desk")).to_have_count(0)
    expect(turns(page)).to_have_count(said + 1)
    assert page.locator(".need:not(.hidden)").count() >= 3

    page.locator("#guess").fill("90")
    page.locator("#ending button.first").click()
    page.wait_for_url("**/debrief?*")
    total = int(page.locator(".seal text").text_content() or "")
    assert total >= 70
    expect(page.locator(".verdict")).to_contain_text(str(total))
    expect(page.locator(".verdict")).to_contain_text("90")
    expect(page.locator(".part")).to_have_count(6)
    shown = [float(text.split()[0]) for text in page.locator(".part .points").all_inner_texts()]
    assert abs(sum(shown) - total) <= 1, "the parts make the total"
    expect(page.locator(".chart circle.dot")).to_have_count(said + 1)

    page.locator('a[href$="/replay"]').click()
    page.wait_for_url("**/replay")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/replay?turn=1")
    expect(page.locator(".slip")).to_have_text(lines_of("en" if locale == "en" else "zh")[0])
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/replay?turn=0")


def test_a_chip_tells_which_words_made_it_what_it_is(visit: Visit) -> None:
    page = begun(visit)
    say(page, "Does your scalp itch badly when it is hot?")
    turn = turns(page).last
    chip = turn.locator(".chips details").first
    expect(chip).to_contain_text("Problem question")
    expect(turn.locator(".slip mark").first).to_be_visible()
    chip.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(chip.locator(".why q").first).to_be_visible()
    heard = chip.locator(".why q").first.inner_text()
    assert all(part in turn.locator(".slip").inner_text() for part in heard.split(" … "))
    expect(chip.locator(".why")).to_contain_text("%")
    page.keyboard.press("Escape")
    expect(chip.locator(".why")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "How long does that take you?"),
        ("zh-Hans", "师父，忙的时候怎么办？"),
        ("zh-Hant", "師父，忙的時候怎麼辦？"),
    ],
)
def test_a_close_call_says_what_would_have_tipped_it_here_and_in_the_replay(
    visit: Visit, language: str, line: str
) -> None:
    page = begun(visit, language, width=390)
    say(page, line)
    told = []
    for path in ("", "/replay?turn=1"):
        page.goto(page.url + path)
        chip = page.locator("[data-turn='1'] .chips details:has(.tipping)").first
        chip.locator("summary").first.click()
        expect(chip.locator(".tipping")).to_be_visible()
        told.append(chip.locator(".tipping").inner_text())
        assert page.evaluate(FITS)
    assert told[0] == told[1]
    signs = {"en": "would have", "zh-Hans": "要算", "zh-Hant": "問"}
    assert signs[language] in told[0]


def test_a_reload_in_mid_play_keeps_the_talk_and_the_draft(visit: Visit) -> None:
    page = begun(visit)
    say(page, "Good morning, do the steps give you much work?")
    composer(page).press_sequentially("and who else")
    page.reload()
    expect(turns(page)).to_have_count(2)
    expect(composer(page)).to_have_value("and who else")
    composer(page).press("Enter")
    expect(turns(page)).to_have_count(3)
    page.reload()
    expect(composer(page)).to_have_value("")


def test_a_line_sent_twice_counts_once(visit: Visit) -> None:
    page = begun(visit)
    # The first answer never arrives; what is sent again bears the same id.
    page.route("**/turns", lambda route: (route.fetch(), route.abort()), times=1)
    composer(page).fill("Good morning, how many pilgrims climb up here?")
    composer(page).press("Enter")
    expect(turns(page)).to_have_count(2)
    page.reload()
    expect(turns(page)).to_have_count(2)


def test_a_reload_before_the_answer_sends_the_line_again_and_counts_it_once(visit: Visit) -> None:
    page = begun(visit)
    page.route("**/turns", lambda route: route.fetch() and None, times=1)
    composer(page).fill("Good morning, how many pilgrims climb up here?")
    composer(page).press("Enter")
    expect(page.locator(".pending")).to_have_count(1)
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator(".pending")).to_have_count(0)
    expect(turns(page)).to_have_count(2)
    expect(turns(page).last.locator(".slip")).to_have_text(
        "Good morning, how many pilgrims climb up here?"
    )


def test_a_lost_connection_loses_nothing_and_mends_itself(visit: Visit) -> None:
    page = begun(visit)
    page.context.set_offline(True)
    composer(page).fill("Good morning, how many pilgrims climb up here?")
    composer(page).press("Enter")
    expect(page.locator(".pending .status")).to_contain_text("Not sent yet")
    expect(page.locator("#notice")).to_contain_text("nothing is lost")
    composer(page).press_sequentially("my next thought")
    page.context.set_offline(False)
    expect(turns(page)).to_have_count(2)
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator("#notice")).to_be_empty()
    expect(composer(page)).to_have_value("my next thought")


def test_a_talk_that_moved_on_in_another_window_gives_the_line_back(visit: Visit) -> None:
    page = begun(visit, refused=409)
    other = page.context.new_page()
    other.goto(page.url)
    say(other, "Good morning, how many pilgrims climb up here?")
    composer(page).fill("Do you sweep here every day?")
    with page.expect_response("**/turns") as answered:
        composer(page).press("Enter")
    assert answered.value.status == 409
    expect(page.locator("#notice button")).to_be_visible()
    expect(composer(page)).to_have_value("Do you sweep here every day?")
    page.locator("#notice button").click()
    expect(turns(page)).to_have_count(2)
    expect(composer(page)).to_have_value("Do you sweep here every day?")


def test_waiting_showing_and_leaving_are_turns_too(visit: Visit) -> None:
    page = begun(visit)
    page.locator('button[value="wait"]').click()
    expect(turns(page)).to_have_count(2)
    expect(turns(page).last.locator(".deed")).to_be_visible()
    page.locator(".tools summary").first.click()
    page.locator('button[value^="show:"]').first.click()
    expect(turns(page)).to_have_count(3)
    page.locator(".tools summary").last.click()
    page.locator('button[value="leave"]').click()
    expect(page.locator("#ending")).to_be_visible()
    expect(page.locator("#ending")).to_be_focused()


def test_the_hint_ladder_has_three_steps(visit: Visit) -> None:
    page = begun(visit, "zh-Hans")
    page.locator("a[data-hint]").click()
    texts = []
    for step in (1, 2, 3):
        expect(page.locator("#hint b")).to_contain_text(f"提示 {step} / 3")
        texts.append(page.locator("#hint").inner_text())
        if step < 3:
            page.locator("#hint a").click()
    expect(page.locator("#hint a")).to_have_count(0)
    assert len(set(texts)) == 3


def test_everything_can_be_done_from_the_keyboard(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, 'a[href="/scenarios/combs-to-monks"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios/combs-to-monks")
    reach(page, ".begin .button.first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attempts/*")
    reach(page, "#composer textarea")
    page.keyboard.type("Good morning. Do the pilgrims")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("ever complain about the wind?")
    assert composer(page).input_value().count("\n") == 1
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(2)
    expect(composer(page)).to_be_focused()
    reach(page, 'button[value="wait"]')
    page.keyboard.press("Space")
    expect(turns(page)).to_have_count(3)


def reach(page: Page, selector: str) -> None:
    """Tab on until it has the focus, which must change how it, or the frame around it, is drawn."""
    before = drawn(page, selector)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            break
    expect(page.locator(selector).first).to_be_focused()
    assert drawn(page, selector) != before


def drawn(page: Page, selector: str) -> str:
    style: str = page.evaluate(
        """selector => {
            const here = document.querySelector(selector);
            const frame = here.closest(".composer, .card") ?? here;
            const { outlineStyle, outlineColor } = getComputedStyle(here);
            return `${outlineStyle} ${outlineColor} ${getComputedStyle(frame).borderTopColor}`;
        }""",
        selector,
    )
    return style


def test_an_input_method_may_use_enter_without_sending(visit: Visit) -> None:
    page = begun(visit, "zh-Hans")
    composer(page).fill("nihao")
    composer(page).evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(200)
    expect(turns(page)).to_have_count(1)
    expect(composer(page)).to_have_value("nihao")


def test_without_scripts_the_whole_play_works_by_plain_forms(visit: Visit) -> None:
    page = begun(visit, script=False)
    for line in lines_of("en", "poor"):
        composer(page).fill(line)
        page.locator("#send").click()
        if page.locator("#ending").count():
            break
    else:
        page.locator(".tools summary").last.click()
        page.locator('button[value="leave"]').click()
    page.locator("#ending a").click()
    expect(page.locator(".part")).to_have_count(6)
    page.locator('a[href$="/replay"]').click()
    page.locator('a[rel="next"]').click()
    expect(page.locator(".slip")).to_have_text(lines_of("en", "poor")[0])


def test_without_scripts_an_empty_line_is_told_and_a_form_from_elsewhere_refused(
    visit: Visit,
) -> None:
    page = begun(visit, script=False)
    address = page.url
    wrong = page.request.post(f"{address}/turns", form={"text": "kept words", "csrf": "forged"})
    assert wrong.status == 403
    assert "kept words" in wrong.text()
    assert page.request.get(address).text().count('data-turn="') == 1


def test_trying_again_opens_a_copy_up_to_that_turn(visit: Visit) -> None:
    page = begun(visit)
    for line in lines_of("en", "pusher")[:3]:
        say(page, line)
        if page.locator("#ending").count():
            break
    first = page.url.split("#")[0]
    page.goto(f"{first}/replay?turn=2")
    page.locator('form[action$="/branch"] button').click()
    page.wait_for_url("**/attempts/*")
    assert page.url.split("#")[0] != first
    expect(turns(page)).to_have_count(2)
    expect(page.locator(".scene .meta")).to_contain_text("not graded")
    say(page, "Sorry, let me start over. What do you do here all day?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_nothing_is_wider_than_a_small_phone(visit: Visit, language: str, scheme: str) -> None:
    page = visit("/", locale=BROWSER_LOCALES[language], width=360, scheme=scheme)
    assert page.evaluate(FITS)
    page.goto("/scenarios/combs-to-monks")
    assert page.evaluate(FITS)
    begin(page)
    say(page, "Our combs are the best in town, buy one now! https://example.org/" + "a" * 90)
    turns(page).last.locator(".chips summary").first.click()
    assert page.evaluate(FITS)
    page.locator(".board-link").click()
    expect(page.locator("#board")).to_be_in_viewport()
    assert page.evaluate(FITS)
    page.keyboard.press("Escape")
    expect(page.locator("#board")).not_to_be_visible()
    attempt = page.url.split("#")[0]
    for path in ("/debrief", "/replay?turn=1"):
        page.goto(attempt + path)
        assert page.evaluate(FITS), path


def test_the_pages_change_language_where_they_are(visit: Visit) -> None:
    page = visit("/scenarios/combs-to-monks")
    page.locator('.tongues button[value="zh-Hant"]').click()
    page.wait_for_url("**/scenarios/combs-to-monks")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("h1")).to_contain_text("賣")


def test_the_needs_board_gives_nothing_away(visit: Visit) -> None:
    page = begun(visit)
    expect(page.locator(".need")).not_to_have_count(0)
    expect(page.locator(".need:not(.hidden)")).to_have_count(0)
    assert "?" in page.locator(".need").first.inner_text()
    source = page.content()
    assert "abbot" not in source.lower().split('id="board"')[1].split("</aside>")[0]


def test_what_is_not_there_is_a_page_with_a_way_on(visit: Visit, site: str) -> None:
    page = visit("/")
    answer = page.request.get(f"{site}/attempts/att_nobody")
    assert answer.status == 404
    assert 'href="/"' in answer.text()
    assert "script-src 'self'" in answer.headers["content-security-policy"]
