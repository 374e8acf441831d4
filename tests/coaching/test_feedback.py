"""The line under a turn: keyed to what was said, good before bad, with a better line at hand."""

from dataclasses import replace

import pytest

from app.coaching.exchange import Exchange
from app.coaching.feedback import comment
from app.coaching.ledger import Ledger
from app.coaching.observe import begin, observe, terms_of
from app.coaching.quoting import line_in, shorten
from app.coaching.remark import Feedback, Remark
from app.vocabulary import BuyerAct, Fault, Language, Move, Rubric
from tests.coaching.talks import (
    DEVELOPED,
    EXPLICIT,
    HIDDEN,
    IMPLIED,
    bakery,
    clause,
    opening,
    step,
    turn,
)

A = BuyerAct
admits = turn(
    1,
    "problem",
    acts=[A.IMPLIED_NEED],
    moved=[step("scorch", HIDDEN, IMPLIED)],
    buyer="(sighs) A tray gets burnt every day.",
)


def after(*turns: Exchange, language: Language = "en", level: int = 2) -> Feedback:
    """The feedback on the last of the turns."""
    lesson = bakery()
    lesson = replace(lesson, script=lesson.script.model_copy(update={"level": level}))
    ledger: Ledger = begin(opening("scorch", "mornings"))
    remarks: tuple[Remark, ...] = ()
    for one in turns:
        ledger, remarks = observe(ledger, one, terms_of(Rubric.RACKHAM))
    return comment(turns[-1], remarks, ledger, lesson, language)


def test_what_was_won_is_said_first_and_where_it_leads() -> None:
    told = after(admits)
    assert told.good
    assert told.rule == "earned-it.implied"
    assert "“A tray gets burnt every day”" in told.text
    assert "what it leads to" in told.text


def test_the_next_step_follows_the_need() -> None:
    drawn = turn(
        2,
        "implication",
        acts=[A.IMPLIED_NEED],
        moved=[step("scorch", IMPLIED, DEVELOPED, Move.IMPLICATION)],
    )
    wants = turn(
        3,
        "need_payoff",
        acts=[A.EXPLICIT_NEED],
        moved=[step("scorch", DEVELOPED, EXPLICIT, Move.NEED_PAYOFF)],
    )
    assert "worth" in after(admits, drawn).text
    assert "sum up" in after(admits, drawn, wants).text


def test_a_correction_quotes_and_offers_a_line_of_the_trainees_own() -> None:
    told = after(turn(1, "opening"), turn(2, clause("feature", "The deck is stone.")))
    assert not told.good
    assert told.rule == "pitch-early"
    bare = after(admits, turn(2, clause("feature", "The deck is stone.")), level=3)
    assert bare.suggestion.startswith(("The deck is stone, which", "Do the bottoms burn"))


def test_an_unearned_benefit_becomes_a_question() -> None:
    told = after(turn(1, "opening"), turn(2, clause("benefit", "You save two trays a day.")))
    assert told.suggestion == "You save two trays a day: how much would that help you?"
    zh = after(turn(1, "opening"), turn(2, clause("benefit", "您每天省两盘。")), language="zh")
    assert zh.suggestion == "如果您每天省两盘，对您帮助大吗？"


def test_no_line_is_built_on_words_that_were_hardly_understood() -> None:
    guessed = replace(clause("benefit", "Your temple has so much money."), confidence=0.4)
    told = after(turn(1, "opening"), turn(2, guessed))
    assert told.rule == "benefit-unearned"
    assert told.suggestion == ""


def test_a_buyer_who_waits_for_more_is_not_said_to_put_you_off() -> None:
    said = turn(1, "opening", acts=[A.BRUSH_OFF], buyer="……")
    waits = replace(said, lines=(replace(said.lines[0], id="stock.other_vague"),))
    told = after(waits, language="zh")
    assert told.rule == "heard.vague"
    assert "「」" not in told.text


def test_three_questions_become_the_last_one() -> None:
    asked = [clause("problem", f"Is it {word}?") for word in ("hot", "slow")]
    last = clause("problem", "Is it dear?", faults=[Fault.STACKS])
    assert after(turn(1, *asked, last)).suggestion == "Is it dear?"


def test_a_grave_fault_is_said_even_beside_a_success() -> None:
    rude = clause("problem", "Well, does it burn or not?")
    sharp = clause("other", "Come on.", faults=[Fault.RUDE])
    told = after(
        turn(1, rude, sharp, acts=[A.IMPLIED_NEED], moved=[step("scorch", HIDDEN, IMPLIED)])
    )
    assert told.rule == "fault.rude"
    assert "Come on" in told.text


def test_a_line_nobody_took_up_is_named() -> None:
    told = after(admits, turn(2, "rapport"), turn(3, "rapport"))
    assert told.rule == "need-dropped"
    assert "A tray gets burnt every day" in told.text
    assert told.suggestion == "You said “A tray gets burnt every day”. What does that lead to?"


@pytest.mark.parametrize(
    ("act", "word"),
    [
        (A.IMPLIED_NEED, "leads to"),
        (A.REQUIREMENT, "requirement"),
        (A.OBJECTION, "understand"),
        (A.BUYING_SIGNAL, "signal"),
    ],
)
def test_where_nothing_was_won_or_lost_the_buyers_words_are_pointed_at(
    act: BuyerAct, word: str
) -> None:
    told = after(turn(1, "opening", acts=[act], buyer="Well, the tray."))
    assert told.good
    assert word in told.text
    assert "the tray" in told.text


def test_a_beginner_hears_only_of_what_is_practised() -> None:
    talk = (turn(1, "opening"), turn(2, "price"))
    lesson = bakery().script
    assert "price" not in lesson.trains
    assert after(*talk, level=2).rule == "price-early"
    trained = lesson.model_copy(update={"level": 1, "trains": ("problem",)})
    ledger = begin(opening("scorch"))
    remarks: tuple[Remark, ...] = ()
    for one in talk:
        ledger, remarks = observe(ledger, one, terms_of(Rubric.RACKHAM))
    told = comment(talk[-1], remarks, ledger, replace(bakery(), script=trained), "en")
    assert told.rule != "price-early"


def test_words_are_quoted_without_stage_directions_and_cut_at_a_pause() -> None:
    assert shorten("（叹气）每天总有一盘烤糊。") == "每天总有一盘烤糊"
    assert shorten("(nods)") == "(nods)"


@pytest.mark.parametrize("said", ["," * 9000, "a" * 9000, "您的木梳怎么样" * 1400, "é́́" * 3000])
def test_a_quote_of_anything_is_something_and_not_long(said: str) -> None:
    assert 0 < len(shorten(said)) < 250


def test_a_quote_cannot_turn_the_line_around() -> None:
    assert shorten("\u202eHow many\x1b altars\u2066?") == "How many altars?"
    long = "It burns, and then it burns again, " * 5
    assert shorten(long).endswith("…")
    assert len(shorten(long).split()) <= 22
    assert line_in("For instance: “Do they burn?” Then wait.") == "Do they burn?"
    assert line_in("Ask about it.") == "Ask about it."
