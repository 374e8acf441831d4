"""Every string that a page can ask for is there, in every locale, with the same places to fill."""

import re
import string
from pathlib import Path

import pytest

from app.practice.line import FAMILIES
from app.scenario.parts import Kind
from app.vocabulary import (
    LOCALES,
    QUESTIONS,
    VARIANTS,
    BuyerAct,
    Fault,
    Locale,
    Move,
    NeedState,
    Outcome,
    Part,
    Rubric,
    Seat,
)
from app.words.catalogue import HERE, Entry, read_words, traditional, words_for

APP = Path(__file__).parents[2] / "app"
ASKED = re.compile(r"""(?:\bt(?:\.each)?|words(?:\.each)?)\(\s*["']([a-z_.]+)["'](?!\s*~)""")

FAMILIES_OF_KEYS = {
    "move": Move,
    "move_about": Move,
    "fault": Fault,
    "act": BuyerAct,
    "need": NeedState,
    "outcome": Outcome,
    "outcome_about": Outcome,
    "part": Part,
    "part_about": Part,
    "rubric": Rubric,
    "seat": Seat,
    "question": QUESTIONS,
    "variant": [variant for variants in VARIANTS.values() for variant in variants],
    "kind": Kind.__args__,  # type: ignore[attr-defined]
    "level": range(1, 4),
    "mood": [f"{mood}_{step}" for mood in ("trust", "patience") for step in range(5)],
    "hint": [f"step_{step}" for step in (1, 2, 3)],
    "depth": ["solid", "thin", "empty"],
}


def places(entry: Entry) -> set[str]:
    texts = [entry] if isinstance(entry, str) else []
    texts = list(entry.values()) if not isinstance(entry, str | tuple) else texts or list(entry)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    english, chinese = read_words(HERE / "en.yaml"), read_words(HERE / "zh.yaml")
    assert english.keys() == chinese.keys()
    assert {key for key in english if places(english[key]) != places(chinese[key])} == set()
    assert not [key for key, entry in {**english, **chinese}.items() if not entry]


def test_overrides_override_something() -> None:
    assert read_words(HERE / "zh-Hant.yaml").keys() <= read_words(HERE / "zh.yaml").keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_that_pages_ask_for_is_there(locale: Locale) -> None:
    words = words_for(locale)
    sources = [*(APP / "templates").rglob("*.html"), *(APP / "templates").rglob("*.svg")]
    sources += [APP / "page.py", *(APP / "practice").glob("*.py")]
    asked = {key for path in sources for key in ASKED.findall(path.read_text("utf-8"))}
    assert len(asked) > 100
    assert not [key for key in sorted(asked) if not words.has(key)]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_vocabulary_has_a_name(locale: Locale) -> None:
    words = words_for(locale)
    wanted = [f"{family}.{one}" for family, members in FAMILIES_OF_KEYS.items() for one in members]
    assert not [key for key in wanted if not words.has(key)]


def test_every_move_has_a_colour_that_the_style_knows() -> None:
    style = (APP / "static" / "css" / "base.css").read_text("utf-8")
    assert FAMILIES.keys() == set(Move)
    assert not [
        family for family in {*FAMILIES.values(), "fault"} if f".is-{family} {{" not in style
    ]


def test_numbers_and_plurals_are_the_readers_own() -> None:
    assert words_for("en")("minutes", n=1) == "1 minute"
    assert words_for("en")("minutes", n=1200) == "1,200 minutes"
    assert "12" in words_for("zh-Hans")("minutes", n=12)
    assert words_for("en").percent(0.434) == "43%"


def test_a_missing_word_is_an_error_and_no_silence() -> None:
    with pytest.raises(KeyError):
        words_for("en")("lobby.nothing")


def test_traditional_is_written_with_its_own_marks_and_words() -> None:
    assert traditional("他说“软件”的质量") == "他說「軟體」的品質"


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("砚里的墨还没干", "硯裡的墨還沒乾"),
        ("在后脑勺上刮了一下", "在後腦勺上刮了一下"),
        ("老衲只当风刮过去了", "老衲只當風颳過去了"),
        ("上回就是签快了", "上回就是簽快了"),
        ("给标签换个名字", "給標籤換個名字"),
        ("记我账上", "記我帳上"),
        ("方案才有对象", "方案才有對象"),
        ("可周科长还没说", "可周科長還沒說"),
        ("从对方的上一句里长出来", "從對方的上一句裡長出來"),
        ("那这只算优点", "那這只算優點"),
        ("只有一只", "只有一隻"),
    ],
)
def test_words_that_the_converter_gets_wrong(simplified: str, expected: str) -> None:
    assert traditional(simplified) == expected
    assert words_for("zh-Hant")("lobby.title") == "見客戶之前，先練一場"


def test_no_page_styles_or_scripts_inline() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|https?://")
    for path in (APP / "templates").rglob("*"):
        if path.is_file():
            found = [hit for hit in inline.findall(path.read_text("utf-8"))]
            assert not found, path
