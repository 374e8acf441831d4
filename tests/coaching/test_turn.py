"""A turn: heard in its surroundings, answered, judged, told; the same every time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.coaching.exchange import Exchange, Said, dump_exchange, load_exchange
from app.coaching.scene import PASTED
from app.coaching.transcript import play, said_of, talk
from app.coaching.turn import (
    MOST_CHARACTERS,
    Turn,
    dump_progress,
    load_progress,
    open_lesson,
    rebuild,
    take_turn,
)
from app.vocabulary import Fault, Language, Move, NeedState
from tests.coaching.talks import bakery

EN = [
    "Hello, I'm Ann from Stone Ovens, may I ask you a few things?",
    "Do the bottoms get burnt at times?",
    "How much waste does that lead to?",
    "If they never burnt, how much would that help you?",
]


def played(*lines: str, language: Language = "en") -> list[Turn]:
    return talk([said_of(line) for line in lines], bakery(), language, 3)[0]


def faults(*lines: str, language: Language = "en") -> tuple[Fault, ...]:
    """The faults heard in the last of the lines."""
    reading = played(*lines, language=language)[-1].reading
    return reading.faults if reading else ()


def test_a_talk_that_asks_in_order_uncovers_the_need() -> None:
    turns = played(*EN)
    record = turns[-1].progress.ledger.need("scorch")
    assert record is not None
    assert record.state is NeedState.EXPLICIT
    assert record.quotes[0].said == EN[1]
    assert "burnt" in record.quotes[0].heard
    assert [turn.no for turn in turns] == [0, 1, 2, 3, 4]


def test_the_same_talk_is_the_same_to_the_last_letter() -> None:
    assert played(*EN) == played(*EN)
    assert [turn.exchange for turn in played(*EN)] == [turn.exchange for turn in played(*EN)]


def test_exchange_and_progress_survive_being_stored() -> None:
    for turn in played(*EN, "/wait", "/show sample", "/leave"):
        assert load_exchange(dump_exchange(turn.exchange)) == turn.exchange
        assert load_progress(dump_progress(turn.progress)) == turn.progress


def test_a_talk_goes_on_from_its_stored_snapshot() -> None:
    before, after = played(*EN[:3])[-1], played(*EN)[-1]
    again = take_turn(Said(EN[3]), load_progress(dump_progress(before.progress)), bakery(), "en")
    assert again == after


def test_the_snapshot_is_rebuilt_from_stored_readings() -> None:
    turns = played(*EN, "/wait")
    stored = [load_exchange(dump_exchange(turn.exchange)) for turn in turns]
    assert rebuild(stored, bakery(), "en", 3) == turns[-1].progress
    assert rebuild(stored[:3], bakery(), "en", 3) == turns[2].progress


def test_nothing_said_is_a_wait() -> None:
    start = open_lesson(bakery(), 3, "en")
    for said in (Said("  "), Said(None), Said("", None)):
        assert take_turn(said, start.progress, bakery(), "en").said == Said(None, "wait")


def test_a_very_long_turn_is_heard_in_part_and_kept_whole() -> None:
    text = "We also have a very fine oven. " * 200
    turn = played(text)[-1]
    assert turn.said.text == text.strip()
    assert turn.reading is not None
    assert len(turn.reading.text) == MOST_CHARACTERS
    assert Fault.MONOLOGUE in turn.reading.faults


def test_what_the_briefing_answers_is_homework() -> None:
    assert Fault.ASKS_KNOWN in faults("How many people work here?")
    assert Fault.ASKS_KNOWN in faults("你们店里现在有几个人？", language="zh")
    assert Fault.ASKS_KNOWN not in faults("How many trays do you bake a day?")


def test_a_question_asked_again_repeats() -> None:
    question = "How many trays do you bake a day?"
    assert Fault.REPEATS in faults(question, "I see.", question.upper())
    assert Fault.REPEATS not in faults(question, "Do the bottoms get burnt at times?")


def test_a_buyer_hears_only_so_many_words() -> None:
    assert Fault.MONOLOGUE in faults("It is made of stone and steel and it is fine. " * 6)
    assert Fault.MONOLOGUE not in faults("It is made of stone and steel and it is fine.")


def test_a_third_close_presses() -> None:
    closing = [f"Please sign the order now, number {n}." for n in "abc"]
    turns = played(*closing)
    heard = [turn.reading for turn in turns if turn.reading]
    closes = [any(clause.move is Move.CLOSE for clause in one.clauses) for one in heard]
    assert closes == [True] * len(closes)
    pressed = [
        any(m.evidence.rule == "coach:pushes" for c in one.clauses for m in c.faults)
        for one in heard
    ]
    assert pressed[:2] == [False, False]
    assert len(pressed) < 3 or Fault.PUSHES in heard[2].faults


@pytest.mark.parametrize(
    ("line", "language", "over"),
    [
        ("The price is 28,000.", "en", False),
        ("The price is 19,000.", "en", True),
        ("这台价格是28000。", "zh", False),
        ("这台价格是19000。", "zh", True),
    ],
)
def test_a_figure_outside_the_product_facts_overclaims(
    line: str, language: Language, over: bool
) -> None:
    reading = played(line, language=language)[-1].reading
    assert reading is not None
    marks = [mark.evidence.rule for clause in reading.clauses for mark in clause.faults]
    assert ("coach:overclaims" in marks) is over, [clause.label for clause in reading.clauses]


def test_contextual_faults_say_why_in_both_languages() -> None:
    reading = played("How many people work here?")[-1].reading
    assert reading is not None
    mark = next(mark for clause in reading.clauses for mark in clause.faults)
    assert mark.evidence.rule == "coach:asks_known"
    assert mark.evidence.why.zh
    assert mark.evidence.why.en


def test_a_hint_said_word_for_word_earns_nothing() -> None:
    turn = played("Do the bottoms burn?")[-1]
    assert PASTED in turn.notes
    assert not any(remark.good for remark in turn.findings)


def test_a_turn_in_the_other_language_is_heard() -> None:
    reading = played("Do the bottoms get burnt at times?", language="zh")[-1].reading
    assert reading is not None
    assert reading.lang == "en"


def test_lines_after_the_end_are_counted() -> None:
    shape = play(["/leave", "Hello?", "", "Anybody?"], bakery(), "en")
    assert shape["ignored"] == 2
    assert len(shape["turns"]) == 1


def test_a_script_that_runs_out_takes_leave() -> None:
    shape = play(EN[:2], bakery(), "en")
    assert (shape["closed"], shape["outcome"], len(shape["turns"])) == ("leave", "continuation", 2)
    assert play(["/leave"], bakery(), "en")["closed"] is None


def test_the_play_has_the_documented_shape() -> None:
    shape = play([*EN, "/wait", "/show sample"], bakery(), "en")
    wanted = ["scenario", "version", "lang", "turns", "outcome", "result", "score", "parts"]
    assert [key for key in (*wanted, "findings") if key not in shape] == []
    assert isinstance(shape["score"], int)
    assert all(set(turn) == {"you", "reading", "buyer", "feedback"} for turn in shape["turns"])
    assert shape["turns"][-1]["you"] == "/show sample"
    assert shape["turns"][-1]["reading"] is None
    assert shape["turns"][1]["reading"]["move"] == "problem"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5), st.sampled_from(("zh", "en")))
def test_whatever_is_typed_gives_turns(lines: list[str], language: Language) -> None:
    turns, _ = talk([Said(line) for line in lines], bakery(), language, 1)
    exchanges: list[Exchange] = [turn.exchange for turn in turns]
    assert [load_exchange(dump_exchange(one)) for one in exchanges] == exchanges
    assert all(turn.lines or turn.outcome for turn in turns)
