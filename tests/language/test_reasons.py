"""What is shown beside the rules: the words that lean, and what would tip a close call."""

from collections.abc import Mapping

import pytest

from app.language import Ear, Pack, classify, lint_pack, parse_pack, reading_json
from app.language.reasons import CLOSE_CALL, MOST_LEANINGS, tipping
from app.packs import load_ear
from app.reading import EMPTY, Clause
from app.vocabulary import Move, Wording

# A table is heard where it has a condition and a run of words; these two say nothing here.
ANY = "{imperative}\tclose 9\n龘\tclose 9\n"
REASON = "feature: {zh: 说产品时多半这么说, en: mostly said of a product}\n"
TIPS = """
- {to: situation, says: {zh: 只问事实, en: ask for a fact}, hit: [几个？]}
- {to: problem, says: {zh: 问难处, en: ask for trouble}, hit: [麻烦吗？]}
- {to: problem, heard: [implication], says: {zh: 别问后果, en: no consequence}, hit: [坏吗？]}
"""


def pack_of(files: Mapping[str, str], **more: str) -> Pack:
    named = {name.replace("_", "."): text for name, text in more.items()}
    pack, findings = parse_pack({**files, **named}, "zh")
    assert [one.line() for one in findings] == []
    assert pack is not None
    return pack


def shown(files: Mapping[str, str], rows: str, line: str, stop: str = "") -> list[str]:
    """The words of a line shown as what leaned it toward a feature."""
    more = {"pack.yaml": f"{files['pack.yaml']}stop: [{stop}]\n"}
    pack = pack_of({**files, **more}, leanings_tsv=ANY + rows, leanings_yaml=REASON)
    clause = classify(line, Ear({"zh": pack}), "zh").leading
    assert clause.move is Move.FEATURE
    assert {one.rule for one in clause.evidence} <= {"zh-leans-feature"}
    return [line[one.start : one.end] for one in clause.evidence]


def test_a_longer_run_goes_before_its_parts(files: dict[str, str]) -> None:
    rows = "木头\tfeature 2\n是木\tfeature 2.5\n是木头\tfeature 1\n"
    assert shown(files, rows, "全是木头做的") == ["是木头"]


def test_a_part_is_shown_where_the_whole_takes_back_what_it_gives(files: dict[str, str]) -> None:
    rows = "木头\tfeature 4\n是木头\tfeature -1\n"
    assert shown(files, rows, "全是木头做的") == ["木头"]


def test_runs_that_touch_are_one(files: dict[str, str]) -> None:
    rows = "木头\tfeature 2\n桌子\tfeature 2\n"
    assert shown(files, rows, "全是木头桌子") == ["木头桌子"]


@pytest.mark.parametrize(
    ("run", "line", "stop", "words"),
    [
        ("， 木头", "贵，木头的", "", ["木头"]),
        ("木头 的", "全木头的", "的", ["木头"]),
        ("头 ，", "木头，全是", "", []),
        ("的", "木头的", "", []),
        ("是 的", "那是的了", "是, 的", []),
        ("全是", "全是木头", "全是", []),
    ],
)
def test_marks_and_stop_words_are_not_shown(
    run: str, line: str, stop: str, words: list[str], files: dict[str, str]
) -> None:
    assert shown(files, f"{run}\tfeature 3\n", line, stop) == words


@pytest.mark.parametrize(
    ("pattern", "line", "words"),
    [("， 坏", "它，坏吗", "坏"), ("坏 吗 ？", "坏吗？", "坏吗"), ("？", "坏？", "？")],
)
def test_marks_around_what_a_rule_heard_are_not_shown(
    pattern: str, line: str, words: str, files: dict[str, str]
) -> None:
    rules = files["rules/all.yaml"].replace('any: ["{trouble}", 满意]', f'any: ["{pattern}"]')
    found, _ = parse_pack({**files, "rules/all.yaml": rules}, "zh")
    assert found is not None
    reading = classify(line, Ear({"zh": found}), "zh")
    (one,) = (one for clause in reading.clauses for one in clause.evidence)
    assert (one.rule, line[one.start : one.end]) == ("zh-problem", words)


def test_only_the_strongest_are_shown(files: dict[str, str]) -> None:
    runs = ("木头", "桌子", "钢管", "玻璃", "螺丝")
    rows = "".join(f"{run}\tfeature {4 - at / 10}\n" for at, run in enumerate(runs))
    line = "是玻璃是钢管是螺丝是木头是桌子"
    assert shown(files, rows, line) == ["钢管", "木头", "桌子"]
    assert MOST_LEANINGS == 3
    assert shown(files, "木头\tfeature 4\n桌子\tfeature 1.9\n", "木头是桌子") == ["木头"]


def test_a_class_that_leans_is_shown_where_it_is(files: dict[str, str]) -> None:
    assert shown(files, "{class trouble}\tfeature 3\n", "我很担心它") == ["担心"]


def test_what_a_rule_named_is_not_named_again(files: dict[str, str]) -> None:
    rows = f"{ANY}担心\tproblem 9\n他们\tproblem 9\n"
    why = "problem: {zh: 这么问, en: asked so}\n"
    pack = pack_of(files, leanings_tsv=rows, leanings_yaml=why)
    clause = classify("他们担心？", Ear({"zh": pack}), "zh").leading
    assert [one.rule for one in clause.evidence] == ["zh-problem", "zh-leans-problem"]
    assert [clause.text[one.start : one.end] for one in clause.evidence] == ["担心", "他们"]


def leading(pack: Pack, line: str) -> Clause:
    return classify(line, Ear({"zh": pack}), "zh", EMPTY).leading


def test_a_close_call_says_what_would_have_tipped_it(files: dict[str, str]) -> None:
    pack = pack_of(files, tipping_yaml=TIPS)
    clause = leading(pack, "麻烦吗？")
    assert (clause.move, clause.runner_up) == (Move.PROBLEM, Move.SITUATION)
    assert clause.confidence < CLOSE_CALL
    assert clause.tipping == Wording(zh="只问事实", en="ask for a fact")
    assert reading_json(classify("麻烦吗？", Ear({"zh": pack})), "en")["clauses"][0]["tipping"] == (
        "ask for a fact"
    )


def test_a_sure_call_does_not(files: dict[str, str]) -> None:
    sure = files["pack.yaml"] + "calibration: {slope: 9, intercept: 0}\n"
    pack = pack_of({**files, "pack.yaml": sure}, tipping_yaml=TIPS)
    clause = leading(pack, "麻烦吗？")
    assert clause.runner_up is Move.SITUATION
    assert not clause.tipping
    shape = reading_json(classify("麻烦吗？", Ear({"zh": pack})))
    assert shape["clauses"][0]["tipping"] is None


def test_the_tip_for_the_very_pair_goes_before_the_one_for_any(files: dict[str, str]) -> None:
    pack = pack_of(files, tipping_yaml=TIPS)
    chance = CLOSE_CALL - 0.01
    assert tipping(pack, Move.IMPLICATION, Move.PROBLEM, chance).en == "no consequence"
    assert tipping(pack, Move.SITUATION, Move.PROBLEM, chance).en == "ask for trouble"
    assert not tipping(pack, Move.PROBLEM, Move.BENEFIT, chance)
    assert not tipping(pack, Move.PROBLEM, None, chance)
    assert not tipping(pack, Move.SITUATION, Move.PROBLEM, CLOSE_CALL)


def test_an_unsure_clause_says_what_would_have_made_it_sure(files: dict[str, str]) -> None:
    unsure = files["pack.yaml"] + "floor: 0.99\n"
    clause = leading(pack_of({**files, "pack.yaml": unsure}, tipping_yaml=TIPS), "麻烦吗？")
    assert (clause.move, clause.runner_up) == (Move.ABSTAIN, Move.PROBLEM)
    assert clause.tipping.en == "ask for trouble"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_move_has_its_reason_and_its_tip(language: str) -> None:
    pack = load_ear()[0].packs[language]  # type: ignore[index]
    moves = set(Move) - {Move.ABSTAIN}
    assert set(pack.leaning) == moves
    assert {to for heard, to in pack.tipping if heard is None} == moves
    for said in (*pack.leaning.values(), *pack.tipping.values()):
        assert said.zh
        assert said.en


def codes(pack: Pack) -> set[str]:
    return {one.code for one in lint_pack(pack)}


def test_what_is_missing_is_found(files: dict[str, str]) -> None:
    tips = pack_of(files, tipping_yaml=TIPS.replace("几个？", "谢谢"))
    assert {"L019", "L020"} <= codes(tips)
    assert "L020" not in codes(pack_of(files, tipping_yaml=TIPS))
    half = pack_of(files, tipping_yaml=TIPS.replace(", en: ask for a fact", ""))
    assert "L013" in codes(half)
    reasons = pack_of(files, leanings_tsv=ANY, leanings_yaml="feature: {zh: 这么说}\n")
    assert {"L013", "L019"} <= codes(reasons)
    assert not codes(pack_of(files)) & {"L013", "L019", "L020"}
