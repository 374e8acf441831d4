"""An overlay adds members to word classes and topics of its own, and changes nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notation import (
    PatternError,
    Vocabulary,
    compile_overlay,
    compile_vocabulary,
    make_folding,
    parse,
)


def base() -> Vocabulary:
    words, _ = compile_vocabulary(
        make_folding({}, {}),
        {"product": [parse("thing")], "offer": [parse("{product}"), parse("our {product} line")]},
        [],
        inflect=lambda word: (word, word + "s"),
        gap=4,
    )
    return words


def topics(text: str, *patterns: str, **classes: list[str]) -> tuple[str, ...]:
    words = base()
    overlay = compile_overlay({"it": list(patterns), "none": ["nowhere"]}, classes, words)
    return words.topics(words.hear(words.fold(text, overlay), overlay), overlay)


def test_a_topic_is_heard_in_its_own_words() -> None:
    assert topics("The comb of olive wood", "olive wood", "~comb ... pear") == ("it",)
    assert topics("Two combs, one of pear", "olive wood", "~comb ... pear") == ("it",)
    assert topics("a thing", "olive wood") == ()


def test_a_class_gains_members_also_where_it_is_part_of_another() -> None:
    assert topics("we sell combs", "sell {offer}") == ()
    assert topics("we sell combs", "sell {offer}", product=["~comb"]) == ("it",)
    assert topics("our olive comb line", "{offer} $", product=["olive ... comb"]) == ("it",)
    assert topics("our olive comb line", "line") == ("it",)


def test_topics_may_use_classes_of_the_overlay() -> None:
    assert topics("try the comb", "{mine}", mine=["comb"]) == ("it",)


def test_rules_of_the_pack_hear_the_new_members() -> None:
    words, (root,) = compile_vocabulary(
        make_folding({}, {}),
        {"product": []},
        [parse("buy the {product} now")],
        inflect=lambda word: (word,),
        gap=4,
        sample=["buy the house now"] * 5,
    )
    wakes = words.wakes([(7, root)])
    for members in (["olive comb"], ["olive ...2 comb"]):
        overlay = compile_overlay({}, {"product": members}, words)
        heard = words.hear(words.fold("Buy the olive comb now!", overlay), overlay)
        assert wakes.among(heard) == [7]
        assert heard.matches(root)
    assert not words.hear(words.fold("Buy the olive comb now!")).matches(root)


@pytest.mark.parametrize(
    ("pattern", "said"), [("(a", "it: "), ("{nowhere}", "nowhere"), ("...", "it: ")]
)
def test_a_broken_topic_is_named(pattern: str, said: str) -> None:
    with pytest.raises(PatternError, match=said):
        topics("a", pattern)


def test_classes_cannot_contain_themselves() -> None:
    with pytest.raises(PatternError, match="within themselves"):
        topics("a", "{product}", product=["{offer}"])


@given(st.text(alphabet="ab thing,", max_size=30))
def test_an_overlay_leaves_what_the_pack_hears(text: str) -> None:
    words, (root,) = compile_vocabulary(
        make_folding({}, {}),
        {"product": [parse("thing"), parse("a ... b")]},
        [parse("{product} ... a")],
        inflect=lambda word: (word,),
        gap=4,
    )
    overlay = compile_overlay({"t": ["zebra"]}, {"rival": ["yak"]}, words)
    plain = words.hear(words.fold(text))
    laid = words.hear(words.fold(text, overlay), overlay)
    assert plain.span(root) == laid.span(root)
