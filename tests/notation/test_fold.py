"""Folding: width, case, script, spelling; and every offset leads back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notation import Folding, Units, make_folding
from app.notation.fold import LONGEST, NUMBER, UNKNOWN
from app.packs import script_table


def folding(**respell: str) -> Folding:
    return make_folding(script_table(), respell)


def codes(one: Folding, text: str) -> str:
    return one.fold(text).codes


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("滿意嗎？", "满意吗?"),
        ("knock-on", "knock on"),
        ("KNOCK  ON", "knock on"),
        ("don’t", "dont"),
        ("café", "CAFE"),
        ("cafe\u0301", "cafe"),
        ("1.4kg", "1.4 kg"),
        ("您 現在", "您现在"),
        ("您\u200b的", "您的"),
        ("“痛点”", "痛点"),
        ("①", "1"),
        ("㎏", "kg"),
    ],
)
def test_these_are_heard_alike(text: str, same: str) -> None:
    one = folding()
    assert codes(one, text) == codes(one, same)


@pytest.mark.parametrize(
    ("text", "other"), [("r8", "r 8"), ("well", "we'll"), ("a,b", "a b"), ("1.5", "1 5")]
)
def test_these_are_not(text: str, other: str) -> None:
    one = make_folding({}, {"we'll": "we will"})
    assert codes(one, text) != codes(one, other)


def test_words_and_phrases_are_respelled() -> None:
    one = make_folding(
        script_table(), {"whats": "what is", "瞭解": "了解", "could of": "could have"}
    )
    assert codes(one, "What's") == codes(one, "what is")
    assert codes(one, "我想瞭解") == codes(one, "我想了解")
    assert codes(one, "you could of said") == codes(one, "you could have said")


def test_a_respelled_word_keeps_its_place() -> None:
    one = make_folding({}, {"whats": "what is"})
    units = one.fold("So, what's up")
    assert [(units.starts[at], units.ends[at]) for at in range(len(units.codes))] == [
        (0, 2),
        (2, 3),
        (4, 10),
        (4, 10),
        (11, 13),
    ]


def test_words_no_pattern_knows_are_unknown() -> None:
    one = folding()
    one.words.learning = False
    assert codes(one, "zyzzyva 77") == UNKNOWN + NUMBER


def test_only_the_first_part_of_a_long_text_is_heard() -> None:
    assert len(codes(folding(), "您" * 10_000)) == LONGEST


def in_order(units: Units, text: str) -> bool:
    spans = list(zip(units.starts, units.ends, strict=True))
    return len(spans) == len(units.codes) and all(
        0 <= start < end <= len(text) for start, end in spans
    )


HOSTILE = st.text(max_size=200) | st.text(
    alphabet="ab'’-1,.%？?您滿\u0301\u200b\n <>&\U0001f600\U000f0000\ud800", max_size=80
)


@given(HOSTILE)
def test_every_unit_has_a_place_in_the_original(text: str) -> None:
    one = folding(whats="what is", could="can")
    units = one.fold(text)
    assert in_order(units, text)
    assert all(
        before <= after for before, after in zip(units.starts, units.starts[1:], strict=False)
    )
