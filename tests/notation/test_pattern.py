"""Reading the notation: what it means, and where a broken pattern is said to be broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notation import PatternError, parse
from app.notation.pattern import (
    Alternatives,
    ClassRef,
    Edge,
    Gap,
    Inflected,
    Literal,
    Optional,
    Sequence,
)


def test_every_element_is_read() -> None:
    assert parse("^ (how|what) [the] {trouble} ...3 ~cost $ ...").root == Sequence(
        (
            Edge(start=True),
            Alternatives((Sequence((Literal("how"),)), Sequence((Literal("what"),)))),
            Optional(Sequence((Literal("the"),))),
            ClassRef("trouble"),
            Gap(3),
            Inflected("cost"),
            Edge(start=False),
            Gap(None),
        )
    )


def test_chinese_needs_no_spaces() -> None:
    assert parse("您(现在|目前){asking}").root == parse("您 (现在|目前) {asking}").root


def test_a_backslash_makes_any_character_literal() -> None:
    assert parse(r"\$ \(now\) \...").root == Sequence((Literal("$ (now) ..."),))


def test_a_single_full_stop_is_literal() -> None:
    assert parse("e.g. this").root == Literal("e.g. this")


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("(a|b", 1),
        ("a)", 2),
        ("a {b", 3),
        ("a } b", 3),
        ("[a", 1),
        ("(a|)", 4),
        ("", 1),
        ("...", 1),
        ("[a] ...", 1),
        ("a ...99 b", 3),
        ("a ~ b", 3),
        ("a\\", 2),
        ("{no such}", 1),
    ],
)
def test_a_broken_pattern_is_refused_with_its_column(source: str, column: int) -> None:
    with pytest.raises(PatternError) as caught:
        parse(source)
    assert caught.value.column == column


def test_classes_are_found_wherever_they_stand() -> None:
    assert parse("{a} ([{b}] c|d {e})").classes == {"a", "b", "e"}


@given(st.text(alphabet="ab您 ()[]{}|^$~\\.3?", max_size=40))
def test_nothing_but_a_pattern_error_is_raised(source: str) -> None:
    column = 1
    try:
        parse(source)
    except PatternError as error:
        column = error.column
    assert 0 < column <= len(source) + 1


def test_nesting_has_a_limit() -> None:
    with pytest.raises(PatternError, match="deeply"):
        parse("(" * 50 + "a" + ")" * 50)
