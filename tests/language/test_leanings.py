"""Fitted words: their points summed, where in a clause they count, how they are read and shown."""

from collections import defaultdict
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.language import Ear, Pack, classify, parse_pack
from app.language.classify import surroundings
from app.language.leanings import (
    NO_LEANINGS,
    Leanings,
    Points,
    Row,
    pack_points,
    read_rows,
    unpack_points,
    write_rows,
)
from app.language.weigh import Hearing
from app.reading import EMPTY, Context
from app.vocabulary import BuyerAct, Move

HUNDREDTHS = st.integers(-900, 900).filter(bool).map(lambda one: one / 100)
POINTS = st.dictionaries(st.sampled_from(list(Move)), HUNDREDTHS, min_size=1, max_size=4).map(
    lambda one: tuple(one.items())
)
RUNS = st.dictionaries(st.text("abc", min_size=1, max_size=4), POINTS, max_size=12)


def points_of(packed: int) -> dict[Move, float]:
    return dict(unpack_points(packed))


def plain_sum(*many: Points) -> dict[Move, float]:
    """The points added one by one; a move whose points cancel out has none."""
    total: dict[Move, int] = defaultdict(int)
    for points in many:
        for move, more in points:
            total[move] += round(more * 100)
    return {move: more / 100 for move, more in total.items() if more}


def packed(runs: Mapping[str, Points]) -> dict[str, int]:
    return {run: pack_points(points) for run, points in runs.items()}


@given(POINTS)
def test_points_come_out_as_they_went_in(points: Points) -> None:
    assert points_of(pack_points(points)) == dict(points)


@given(st.lists(POINTS, max_size=30))
def test_a_sum_of_packed_points_is_the_sum_of_each_move(
    many: list[Points],
) -> None:
    assert points_of(sum(map(pack_points, many))) == plain_sum(*many)


def test_no_points_are_no_moves() -> None:
    assert list(unpack_points(0)) == []
    assert list(unpack_points(pack_points(((Move.OTHER, 0.001),)))) == []


@given(RUNS, RUNS, RUNS, RUNS, st.text("abc", max_size=14), st.data())
def test_what_is_found_in_a_stretch_is_every_run_of_it(
    inside: Mapping[str, Points],
    opening: Mapping[str, Points],
    closing: Mapping[str, Points],
    whole: Mapping[str, Points],
    text: str,
    data: st.DataObject,
) -> None:
    table = Leanings(
        packed(inside),
        packed(opening),
        packed(closing),
        packed(whole),
        longest=max(map(len, (*inside, *opening, *closing, *whole)), default=1),
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    clause = text[start:end]
    expected = [
        (start + at, start + at + len(run), points)
        for run, points in inside.items()
        for at in range(len(clause))
        if clause.startswith(run, at)
    ]
    expected += [
        (start, start + len(run), points)
        for run, points in opening.items()
        if clause.startswith(run)
    ]
    expected += [
        (end - len(run), end, points) for run, points in closing.items() if clause.endswith(run)
    ]
    expected += [(start, end, points) for run, points in whole.items() if clause == run]
    leant = table.find(text)
    assert sorted(leant.each(start, end)) == sorted(
        (first, last, pack_points(points)) for first, last, points in expected
    )
    assert points_of(leant.total(start, end)) == plain_sum(*(points for *_, points in expected))


def pack_with(files: Mapping[str, str], rows: str) -> Pack:
    pack, findings = parse_pack({**files, "leanings.tsv": rows}, "zh")
    assert [one.line() for one in findings] == []
    assert pack is not None
    return pack


def leaned(
    files: Mapping[str, str],
    rows: str,
    line: str,
    context: Context = EMPTY,
    after: Move | None = None,
) -> dict[Move, float]:
    """What the rows add to the points of a line that is one clause."""
    with_them, without = (
        dict(hearing.weigh(hearing.part(0, len(hearing.units.codes)), after).points)
        for pack in (pack_with(files, rows), pack_with(files, ANY))
        for hearing in [
            Hearing(pack, pack.vocabulary.fold(line), surroundings(line, pack, context))
        ]
    )
    moves = {*with_them, *without}
    more = {move: with_them.get(move, 0.0) - without.get(move, 0.0) for move in moves}
    return {move: round(one, 2) for move, one in more.items() if round(one, 2)}


# A table is heard where it has a condition and a run of words; these two say nothing here.
ANY = "{imperative}\tclose 9\n龘\tclose 9\n"


@pytest.mark.parametrize(
    ("row", "line", "counts"),
    [
        ("木头", "全是木头做的", True),
        ("木头", "木的头", False),
        ("^ 木头", "木头做的", True),
        ("^ 木头", "，木头做的", True),
        ("^ 木头", "是木头", False),
        ("木头 $", "是木头。", True),
        ("木头 $", "木头做的", False),
        ("^ 木头 $", "木头", True),
        ("^ 木头 $", "木头的", False),
        ("# 斤", "重3.5斤", True),
        ("# 斤", "重12斤", True),
        ("# 斤", "重几斤", False),
        ("{class trouble}", "我很担心它坏", True),
        ("{class trouble}", "我很放心", False),
        ("{class nowhere}", "我很担心", False),
        ("{question}", "几个？", True),
        ("{question}", "三个。", False),
        ("{statement}", "三个。", True),
    ],
)
def test_words_count_where_they_are_listed(
    row: str, line: str, counts: bool, files: dict[str, str]
) -> None:
    expected = {Move.FEATURE: 1.25, Move.PRICE: -0.5} if counts else {}
    assert leaned(files, f"{ANY}{row}\tfeature 1.25 price -0.5\n", line) == expected


def test_a_class_counts_once_and_a_run_as_often_as_it_is_there(files: dict[str, str]) -> None:
    assert leaned(files, f"{ANY}{{class trouble}}\tprice 1\n", "担心坏，担心坏") == {Move.PRICE: 1}
    assert leaned(files, f"{ANY}担心\tprice 1\n", "担心坏，担心坏") == {Move.PRICE: 2}


def test_the_clause_before_counts(files: dict[str, str]) -> None:
    rows = f"{ANY}{{after problem}}\tbenefit 0.75\n"
    assert leaned(files, rows, "是木头", after=Move.PROBLEM) == {Move.BENEFIT: 0.75}
    assert leaned(files, rows, "是木头", after=Move.PRICE) == {}
    assert leaned(files, rows, "是木头") == {}


@pytest.mark.parametrize(
    "context", [Context(buyer_acts=(BuyerAct.OBJECTION,)), Context(buyer_said="太贵了")]
)
def test_what_the_buyer_just_did_counts_told_or_heard(
    context: Context, files: dict[str, str]
) -> None:
    rows = f"{ANY}{{objection}}\thandle_objection 0.75\n"
    assert leaned(files, rows, "是木头", context) == {Move.HANDLE_OBJECTION: 0.75}
    assert leaned(files, rows, "是木头", Context(buyer_said="你好")) == {}


def test_a_pack_without_leanings_hears_by_rules_alone(files: dict[str, str]) -> None:
    pack, _ = parse_pack(files, "zh")
    assert pack is not None
    assert pack.leanings == NO_LEANINGS or not pack.leanings.given
    assert classify("是木头", Ear({"zh": pack})).leading.move is Move.OTHER


ROWS = st.lists(
    st.builds(
        Row,
        st.text("多久 abc#^${}", min_size=1, max_size=9).filter(str.strip),
        POINTS,
    ),
    max_size=9,
)


@given(ROWS)
def test_rows_are_read_as_they_were_written(rows: list[Row]) -> None:
    assert list(read_rows(write_rows(rows))) == rows


def test_comments_and_empty_lines_are_no_rows() -> None:
    assert list(read_rows("// 拟合的\n\n  \n多久\tsituation 0.5\n")) == [
        Row("多久", ((Move.SITUATION, 0.5),))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "多久",
        "多久\t",
        "多久 situation 0.5",
        "多久\tsituation",
        "多久\tsituation much",
        "多久\tsituation 0.5 problem",
        "多久\tsituatoin 0.5",
        "\tsituation 0.5",
    ],
)
def test_a_line_that_cannot_be_read_is_told_by_its_number(line: str) -> None:
    good = Row("多少", ((Move.SITUATION, 1.0),))
    assert list(read_rows(f"多少\tsituation 1\n{line}\n多少\tsituation 1\n")) == [good, 2, good]


def test_a_broken_line_is_found_and_the_others_lean(files: dict[str, str]) -> None:
    rows = f"{ANY}木头\tfaeture 3\n木头\tfeature 3\n"
    pack, findings = parse_pack({**files, "leanings.tsv": rows}, "zh", folder="packs/zh/")
    assert [(one.code, str(one.place)) for one in findings] == [
        ("L016", "packs/zh/leanings.tsv:3:1")
    ]
    assert all(one.message.zh and one.message.en and one.mend.zh for one in findings)
    assert pack is not None
    assert classify("是木头", Ear({"zh": pack})).leading.move is Move.FEATURE


def test_reasons_for_no_known_move_are_refused(files: dict[str, str]) -> None:
    reasons = "featuer: {zh: 这么说, en: said so}\n"
    _, findings = parse_pack({**files, "leanings.yaml": reasons}, "zh", folder="packs/zh/")
    assert [one.code for one in findings] == ["L002"]
    assert str(findings[0].place).startswith("packs/zh/leanings.yaml:")


REASON = "feature: {zh: 说产品时多半这么说, en: mostly said of a product}\n"


def heard_with(files: Mapping[str, str], line: str) -> list[tuple[str, str, str]]:
    rows = f"{ANY}木头\tfeature 3\n"
    pack = pack_with({**files, "leanings.yaml": REASON}, rows)
    leading = classify(line, Ear({"zh": pack}), "zh").leading
    return [(one.rule, line[one.start : one.end], one.why.en) for one in leading.evidence]


def test_words_that_decided_are_shown_as_evidence_where_they_stand(files: dict[str, str]) -> None:
    assert heard_with(files, "这把是木头的") == [
        ("zh-leans-feature", "木头", "mostly said of a product")
    ]


def test_words_that_lean_elsewhere_are_no_evidence(files: dict[str, str]) -> None:
    assert [rule for rule, *_ in heard_with(files, "木头的，最后一台")] != ["zh-leans-feature"]


def test_without_a_reason_nothing_is_shown(files: dict[str, str]) -> None:
    pack = pack_with(files, f"{ANY}木头\tfeature 3\n")
    leading = classify("这把是木头的", Ear({"zh": pack}), "zh").leading
    assert (leading.move, leading.evidence) == (Move.FEATURE, ())
