"""Points, context, evidence, faults and acts, on the tiny pack; robustness on the real ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.language import Ear, classify, compile_overlay, folded, hear_buyer
from app.language.loading import parse_pack
from app.packs import load_ear, script_table
from app.reading import Clause, Context
from app.vocabulary import BuyerAct, Fault, Form, Move, NeedState


def first(text: str, ear: Ear, context: Context | None = None) -> Clause:
    return classify(text, ear, "zh", context or Context()).clauses[0]


def test_points_decide_and_the_loser_is_the_runner_up(ear: Ear) -> None:
    clause = first("麻烦会影响什么？", ear)
    assert (clause.move, clause.runner_up) == (Move.IMPLICATION, Move.PROBLEM)
    assert [one.rule for one in clause.evidence] == ["zh-implication"]


def test_equal_points_go_to_the_earlier_test(ear: Ear, files: dict[str, str]) -> None:
    rules = files["rules/all.yaml"].replace(
        'weight: 4\n  any: ["{result}"]\n  against: {problem: 2}', 'weight: 3\n  any: ["{result}"]'
    )
    pack, _ = parse_pack(files | {"rules/all.yaml": rules}, "zh")
    assert pack is not None
    assert first("麻烦会影响什么？", Ear({"zh": pack})).move is Move.IMPLICATION


def test_evidence_points_into_the_text_as_typed(ear: Ear) -> None:
    text = "　那 “滿意”吗？"
    evidence = first(text, ear).evidence[0]
    assert text[evidence.start : evidence.end] == "滿意"
    assert evidence.why.en == "asks for trouble"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("有没有。", Form.QUESTION),
        ("没什么", Form.STATEMENT),
        ("没什么？", Form.QUESTION),
        ("请看", Form.IMPERATIVE),
        ("看", Form.STATEMENT),
        ("看？！", Form.QUESTION),
    ],
)
def test_forms(text: str, form: Form, ear: Ear) -> None:
    assert first(text, ear).form is form


def test_a_probe_takes_the_type_of_the_question_before(ear: Ear) -> None:
    alone = first("比如？", ear)
    after = first("比如？", ear, Context(last_question=Move.IMPLICATION))
    assert (alone.move, alone.probe) == (Move.PROBLEM, True)
    assert (after.move, after.probe) == (Move.IMPLICATION, True)


def test_some_words_count_only_after_certain_lines(ear: Ear) -> None:
    assert first("其实不是", ear).move is Move.OTHER
    assert first("其实不是", ear, Context(buyer_said="太贵了")).move is Move.HANDLE_OBJECTION
    told = Context(buyer_acts=(BuyerAct.OBJECTION,))
    assert first("其实不是", ear, told).move is Move.HANDLE_OBJECTION


def test_an_echo_needs_the_buyers_own_words(ear: Ear) -> None:
    assert first("您说仓库漏水", ear, Context(buyer_said="我们仓库老出事")).move is Move.ACKNOWLEDGE
    assert first("您说仓库漏水", ear, Context(buyer_said="价钱不行")).move is Move.OTHER


def test_words_may_count_only_after_another_clause(files: dict[str, str]) -> None:
    rules = files["rules/all.yaml"].replace("when: {echo: true}", "when: {after: benefit}")
    pack, _ = parse_pack(files | {"rules/all.yaml": rules}, "zh", script_table())
    assert pack is not None
    ear = Ear({"zh": pack})
    assert classify("您能省三成。您说", ear, "zh").clauses[1].move is Move.ACKNOWLEDGE
    assert classify("那台很重。您说", ear, "zh").clauses[1].move is Move.OTHER


def test_the_strongest_kind_of_close_is_named(ear: Ear) -> None:
    assert first("最后一台，签吧", ear).label == "close:scarcity"
    assert first("签吧", ear).label == "close:sign"


def test_a_clause_may_be_too_long_for_a_rule(ear: Ear) -> None:
    assert first("理解您的心", ear).move is Move.ACKNOWLEDGE
    assert first("理解您的心情和难", ear).move is Move.OTHER


def test_faults_stand_beside_the_move(ear: Ear) -> None:
    assert [mark.fault for mark in first("您的 KPI 省三成", ear).faults] == [Fault.JARGON]
    assert first("KPI麻烦吗？", ear).faults == ()


def test_three_questions_in_one_breath_are_stacked(ear: Ear) -> None:
    stacked = classify("麻烦吗？满意吗？影响什么？", ear, "zh")
    assert stacked.faults == (Fault.STACKS,)
    assert classify("麻烦吗？满意吗？", ear, "zh").faults == ()


def test_the_same_question_again_is_repeated(ear: Ear) -> None:
    asked = (folded("您这边麻烦吗？", ear, "zh"),)
    assert classify("您这边麻煩嗎", ear, "zh", Context(asked=asked)).faults == (Fault.REPEATS,)
    assert classify("您那里影响什么？", ear, "zh", Context(asked=asked)).faults == ()


def test_low_confidence_abstains_and_keeps_its_guess(files: dict[str, str]) -> None:
    strict = files["pack.yaml"] + "floor: 0.99\n"
    pack, _ = parse_pack(files | {"pack.yaml": strict}, "zh")
    assert pack is not None
    clause = first("麻烦吗？", Ear({"zh": pack}))
    assert (clause.move, clause.runner_up) == (Move.ABSTAIN, Move.PROBLEM)


def test_a_topic_and_a_product_are_heard_through_the_overlay(ear: Ear) -> None:
    topics = {"need:noise": ["太吵", "噪音"], "fact:size": ["多大"]}
    overlay = compile_overlay(topics, {"product": ["静音梳"]}, ear.packs["zh"])
    told = Context(buyer_acts=(BuyerAct.OBJECTION,))
    clause = classify("靜音梳不怕噪音", ear, "zh", told, overlay).clauses[0]
    assert clause.topics == ("need:noise",)
    assert clause.move is Move.HANDLE_OBJECTION


def test_what_a_buyer_does(ear: Ear) -> None:
    assert hear_buyer("太贵了，还很麻烦", ear) == (BuyerAct.OBJECTION, BuyerAct.IMPLIED_NEED)
    assert hear_buyer("……", ear) == (BuyerAct.SILENCE,)
    assert hear_buyer("", ear) == (BuyerAct.SILENCE,)
    assert hear_buyer("三十个", ear) == (BuyerAct.FACT,)


def test_a_clause_in_another_language_is_heard_by_its_pack(both: Ear) -> None:
    reading = classify("好的。How many people work here?", both, "zh")
    assert reading.lang == "zh"
    assert reading.clauses[-1].move is Move.SITUATION
    assert reading.clauses[-1].start == 3


def test_needs_are_asked_for_by_how_far_they_have_come(files: dict[str, str]) -> None:
    rules = files["rules/all.yaml"].replace("when: {echo: true}", "when: {need: developed}")
    pack, _ = parse_pack(files | {"rules/all.yaml": rules}, "zh", script_table())
    assert pack is not None
    ear = Ear({"zh": pack})
    for state, move in ((NeedState.IMPLIED, Move.OTHER), (NeedState.EXPLICIT, Move.ACKNOWLEDGE)):
        assert first("您说", ear, Context(needs={"a": state})).move is move


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀",
        "\x00\x1b[31m",
        "<script>alert(1)</script>",
        "안녕하세요",
        "مرحبا",
        "\ud800",
        "。。。",
    ],
)
def test_any_text_gives_a_reading(text: str, both: Ear) -> None:
    reading = classify(text, both)
    assert len(reading.clauses) >= 1
    assert hear_buyer(text, both)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["zh", "en", None]))
def test_nothing_raises_and_every_place_is_in_the_text(text: str, lang: str | None) -> None:
    ear = load_ear()[0]
    reading = classify(text, ear, lang, Context(buyer_said=text[::-1]))  # type: ignore[arg-type]
    for clause in reading.clauses:
        assert text[clause.start : clause.end] == clause.text
        assert 0 <= clause.confidence <= 1
        for one in (*clause.evidence, *(mark.evidence for mark in clause.faults)):
            assert clause.start <= one.start < one.end <= clause.end


def test_only_the_beginning_of_a_long_turn_is_heard(both: Ear) -> None:
    for text, heard in (("您" * 10_000, 240), ("comb " * 2_000, 1_000)):
        reading = classify(text, both)
        assert heard - 5 <= reading.clauses[-1].end <= heard
        assert reading.text == text
