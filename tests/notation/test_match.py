"""Matching equals a plain reference on random patterns and texts, and its cost is linear."""

from collections.abc import Iterator, Mapping
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notation import Pattern, Root, Vocabulary, compile_vocabulary, make_folding, parse
from app.notation import pattern as tree

GAP = 3
Classes = Mapping[str, list[Pattern]]


def vocabulary(classes: Classes, sources: list[str]) -> tuple[Vocabulary, tuple[Root, ...]]:
    return compile_vocabulary(
        make_folding({}, {}),
        classes,
        [parse(source) for source in sources],
        inflect=lambda word: (word, word + "s"),
        gap=GAP,
        numerals=["二", "十"],
    )


def found(source: str, text: str, **classes: list[str]) -> str | None:
    known = {name: [parse(one) for one in members] for name, members in classes.items()}
    words, (root,) = vocabulary(known, [source])
    units = words.fold(text)
    span = words.hear(units).span(root)
    return None if span is None else text[units.starts[span[0]] : units.ends[span[1] - 1]]


@pytest.mark.parametrize(
    ("source", "text", "span"),
    [
        ("满意", "您对它满意吗", "满意"),
        ("满意 ... 吗", "满意这个东西吗", None),
        ("满意 ...5 吗", "满意这个东西吗", "满意这个东西吗"),
        ("^ 您", "您对它", "您"),
        ("^ 您", "“您对它", "您"),
        ("^ 您", "对您", None),
        ("吗 $", "满意吗？！", "吗"),
        ("吗 ?", "满意吗？", "吗？"),
        ("cost", "costs", None),
        ("~cost", "it costs more", "costs"),
        ("how [very] much", "how much", "how much"),
        ("how [very] much", "How very much", "How very much"),
        ("how, much", "how much", None),
        ("{number} (分钟|台)", "要3.5分钟", "3.5分钟"),
        ("{number} 台", "二十台", "二十台"),
        ("{number} \\%", "8% more", "8%"),
        ("{number} 多", "8%多", "8%多"),
        ("a ...1 b", "a , b", "a , b"),
    ],
)
def test_examples(source: str, text: str, span: str | None) -> None:
    assert found(source, text) == span


def test_classes_may_hold_patterns_and_classes() -> None:
    classes = {"bad": ["坏", "不 ...2 好"], "trouble": ["{bad}", "{bad} 了 [吗]"]}
    assert found("常常 {trouble}", "它常常坏了吗", **classes) == "常常坏"
    assert found("{trouble} $", "它常常坏了吗", **classes) == "坏了吗"
    assert found("常 {trouble} 吧", "常不太好吧", **classes) == "常不太好吧"


def test_a_filler_at_the_start_is_seen_past() -> None:
    words, (root,) = compile_vocabulary(
        make_folding({}, {}),
        {},
        [parse("^ what")],
        inflect=lambda word: (word,),
        gap=GAP,
        fillers=[parse("(so|ok)")],
    )

    def heard(text: str) -> bool:
        return words.hear(words.fold(text)).matches(root)

    assert heard("What")
    assert heard("ok, so - what")
    assert not heard("now what")


LETTERS = "甲乙丙"
literal = st.text(alphabet=LETTERS, min_size=1, max_size=2)


def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda parts: "(" + "|".join(parts) + ")"),
        inner.map(lambda part: f"[{part}]"),
        several.map(" ".join),
        several.map(" ...2 ".join),
    )


plain = st.recursive(literal, extend, max_leaves=5)
classy = st.recursive(literal | st.sampled_from(["{a}", "{b}"]), extend, max_leaves=6)
edged = st.tuples(st.sampled_from(["", "^ "]), classy, st.sampled_from(["", " $"])).map("".join)


def sound(source: str) -> bool:
    try:
        parse(source)
    except tree.PatternError:
        return False
    return True


def ends(item: tree.Item, at: int, text: str, classes: Classes) -> Iterator[int]:
    """Where the item may end when it begins at `at`: a reference without any cleverness."""
    match item:
        case tree.Literal(said):
            if text.startswith(said.replace(" ", ""), at):
                yield at + len(said.replace(" ", ""))
        case tree.ClassRef(name):
            for member in classes[name]:
                yield from ends(member.root, at, text, classes)
        case tree.Gap(limit):
            yield from range(at, min(len(text), at + (limit or GAP)) + 1)
        case tree.Edge(start):
            if at == (0 if start else len(text)):
                yield at
        case tree.Optional(inner):
            yield at
            yield from ends(inner, at, text, classes)
        case tree.Alternatives(options):
            for option in options:
                yield from ends(option, at, text, classes)
        case tree.Sequence(items):
            reach = {at}
            for one in items:
                reach = {end for begin in reach for end in ends(one, begin, text, classes)}
            yield from reach


@given(
    edged.filter(sound),
    st.lists(plain.filter(sound), max_size=3),
    st.lists(classy.map(lambda one: one.replace("{b}", "{a}")).filter(sound), max_size=3),
    st.text(alphabet=LETTERS, max_size=12),
)
def test_matching_equals_the_reference(
    source: str, first: list[str], second: list[str], text: str
) -> None:
    classes = {"a": [parse(one) for one in first], "b": [parse(one) for one in second]}
    words, (root,) = vocabulary(classes, [source])
    units = words.fold(text)
    heard = words.hear(units)
    item = tree.Sequence((parse(source).root,))
    spans = [
        (end, -begin) for begin in range(len(text) + 1) for end in ends(item, begin, text, classes)
    ]
    span = heard.span(root)
    if not spans:
        assert span is None
    else:
        end, begin = min(spans)
        assert span == (-begin, end)
        woken = words.wakes([(0, root)]).among(heard)
        assert woken == [0]


@given(edged.filter(sound), st.text(alphabet=LETTERS, max_size=12), st.data())
def test_a_part_is_heard_as_if_alone(source: str, text: str, data: st.DataObject) -> None:
    classes = {"a": [parse("甲 ...1 乙"), parse("丙")], "b": [parse("{a} [乙]")]}
    words, (root,) = vocabulary(classes, [source])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = words.fold(text)
    part = words.part(words.find(units), units, start, end)
    alone = words.hear(words.fold(text[start:end]))
    span = alone.span(root)
    assert part.span(root) == (span and (span[0] + start, span[1] + start))


@given(st.text(alphabet=LETTERS + "，", min_size=1, max_size=12))
def test_a_long_text_is_heard_like_a_short_one(text: str) -> None:
    words, (root,) = vocabulary({}, ["甲 ... 乙 [丙]"])
    alone, padded = (words.hear(words.fold(one)).span(root) for one in (text, text + "丁" * 500))
    assert alone == padded


@pytest.mark.parametrize("unit", ["如果不会影响", "a b ", "甲", "如果", "，"])
def test_hostile_repetition_costs_little(unit: str) -> None:
    sources = ["如果 ...12 (会|影响) ...12 影响", "{a} ...40 {a} ...40 {a}", "a ...40 b ...40 a"]
    classes = {"a": [parse("甲"), parse("甲 ...40 甲"), parse("甲 [甲] ...40 {c} 甲")]}
    words, roots = vocabulary({**classes, "c": [parse("甲 ... 甲")]}, sources)
    units = words.fold(unit * 4000)
    began = perf_counter()
    heard = words.hear(units)
    for root in roots:
        heard.span(root)
    assert perf_counter() - began < 0.1
