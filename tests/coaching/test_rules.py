"""Every rule of the talk speaks where it should and keeps silent in the near miss."""

from dataclasses import replace

import pytest

from app.coaching.exchange import Exchange
from app.coaching.observe import conclude, terms_of
from app.coaching.rules import RULES, RULES_VERSION
from app.coaching.scene import PASTED
from app.scenario.step import Line
from app.vocabulary import BuyerAct, Fault, Move, NeedState, Outcome, Rubric, Temperament
from tests.coaching.talks import (
    DEVELOPED,
    EXPLICIT,
    HIDDEN,
    IMPLIED,
    MET,
    clause,
    keys,
    step,
    turn,
    watch,
)

A = BuyerAct
admits = turn(1, "problem", acts=[A.IMPLIED_NEED], moved=[step("a", HIDDEN, IMPLIED)])
wants = turn(
    2,
    "need_payoff",
    acts=[A.EXPLICIT_NEED],
    moved=[step("a", IMPLIED, EXPLICIT, Move.NEED_PAYOFF)],
    buyer="I want quiet.",
)
plain = turn(1, "opening", buyer="Yes.")

Talk = tuple[Exchange, ...]

SPEAKS: dict[str, tuple[Talk, Talk]] = {
    "pitch-early": ((plain, turn(2, "advantage")), (admits, wants, turn(3, "advantage"))),
    "benefit-unearned": ((plain, turn(2, "benefit")), (admits, wants, turn(3, "benefit"))),
    "feature-bare": ((plain, turn(2, "feature")), (plain, turn(2, "feature", "advantage"))),
    "fab-broken": ((plain, turn(2, "benefit")), (plain, turn(2, "feature", "benefit"))),
    "interrogation": (
        tuple(turn(no, "situation") for no in range(1, 5)),
        (*(turn(no, "situation") for no in range(1, 4)), turn(4, "problem")),
    ),
    "homework": (
        (plain, turn(2, clause("situation", faults=[Fault.ASKS_KNOWN]))),
        (plain, turn(2, "situation")),
    ),
    "implication-unfounded": ((plain, turn(2, "implication")), (admits, turn(2, "implication"))),
    "payoff-early": ((plain, turn(2, "need_payoff")), (admits, turn(2, "need_payoff"))),
    "no-summary": (
        (admits, turn(2, "propose")),
        (admits, turn(2, "summarise"), turn(3, "propose")),
    ),
    "close-heavy": ((admits, turn(2, "close")), (admits, wants, turn(3, "close"))),
    "close-failed": (
        (admits, wants, turn(3, "close", acts=[A.OBJECTION]), turn(4, "close")),
        (
            admits,
            wants,
            turn(3, "close", acts=[A.OBJECTION]),
            turn(4, "problem"),
            turn(5, "close"),
        ),
    ),
    "ignored-buyer": (
        (turn(1, "opening", acts=[A.OBJECTION]), turn(2, "advantage")),
        (turn(1, "opening", acts=[A.OBJECTION]), turn(2, "handle_objection")),
    ),
    "price-early": ((plain, turn(2, "price")), (admits, turn(2, "price"))),
    "price-fit": ((admits, turn(2, "price:concede")), (admits, turn(2, "price:trade"))),
    "requirement-taken": (
        (turn(1, "opening", acts=[A.REQUIREMENT]), turn(2, "price")),
        (turn(1, "opening", acts=[A.REQUIREMENT]), turn(2, "trace", "price")),
    ),
    "need-dropped": (
        (admits, turn(2, "rapport"), turn(3, "situation")),
        (admits, turn(2, "rapport"), turn(3, "implication")),
    ),
    "signal-missed": (
        (turn(1, "opening", acts=[A.BUYING_SIGNAL]), turn(2, "advantage", "benefit")),
        (turn(1, "opening", acts=[A.BUYING_SIGNAL]), turn(2, "advantage", "advance")),
    ),
    "visit-frame": (
        (turn(1, "situation"), turn(2, "situation")),
        (turn(1, "opening"), turn(2, "situation")),
    ),
    "pasted": ((turn(1, "problem", notes=[PASTED]),), (turn(1, "problem"),)),
    "acknowledged": (
        (admits, turn(2, "acknowledge")),
        (turn(1, "opening"), turn(2, "acknowledge")),
    ),
    "followed-up": ((admits, turn(2, "implication")), (plain, turn(2, "problem"))),
    "summed-up": ((admits, turn(2, "summarise")), (plain, turn(2, "summarise"))),
    "objection-heard": (
        (turn(1, "opening", acts=[A.DOUBT]), turn(2, "acknowledge")),
        (turn(1, "opening", acts=[A.FACT]), turn(2, "acknowledge")),
    ),
    "room-given": (
        (turn(1, "withdraw", temperament=Temperament.NEGATIVE),),
        (turn(1, "withdraw"),),
    ),
    "benefit-earned": ((admits, wants, turn(3, "benefit")), (admits, turn(2, "benefit"))),
    "bridged": ((admits, turn(2, "feature", "advantage")), (admits, turn(2, "advantage"))),
    "proof": ((admits, turn(2, "evidence")), (plain, turn(2, "evidence"))),
    "fitting-offer": ((admits, wants, turn(3, "propose")), (admits, turn(2, "propose"))),
    "price-traded": ((admits, turn(2, "price:trade")), (admits, turn(2, "price"))),
    "step-asked": ((admits, wants, turn(3, "advance")), (admits, wants, turn(3, "propose"))),
    "step-won": (
        (admits, wants, turn(3, "advance", acts=[A.COMMITMENT])),
        (admits, wants, turn(3, "advance", acts=[A.BRUSH_OFF])),
    ),
    "way-out": (
        (turn(1, "opening", acts=[A.SILENCE]), turn(2, "withdraw")),
        (turn(1, "opening", acts=[A.FACT]), turn(2, "withdraw")),
    ),
    "need-met": (
        (admits, wants, turn(3, "benefit", moved=[step("a", EXPLICIT, MET, Move.BENEFIT)])),
        (admits, wants, turn(3, "benefit")),
    ),
    "developed": (
        (admits, turn(2, "need_payoff", moved=[step("a", DEVELOPED, EXPLICIT)])),
        (admits, wants),
    ),
    "earned-it.implied": ((admits,), (turn(1, "problem"),)),
    "earned-it.explicit": ((admits, wants), (admits, turn(2, "need_payoff"))),
    "earned-it.fact": (
        (turn(1, "situation", acts=[A.FACT]),),
        (turn(1, "situation", acts=[A.BRUSH_OFF]),),
    ),
    "earned-it.traced": (
        (turn(1, "opening", acts=[A.REQUIREMENT]), turn(2, "trace", acts=[A.FACT])),
        (turn(1, "opening", acts=[A.REQUIREMENT]), turn(2, "trace", acts=[A.BRUSH_OFF])),
    ),
    "clean": ((turn(1, "opening"),), (turn(1, clause("opening", faults=[Fault.RUDE])),)),
}


@pytest.mark.parametrize("key", SPEAKS)
def test_a_rule_speaks_and_keeps_silent(key: str) -> None:
    speaks, silent = SPEAKS[key]
    assert key in keys(*speaks)
    assert key not in keys(*silent)


@pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.ASKS_KNOWN])
def test_every_fault_is_a_finding_with_its_words(fault: Fault) -> None:
    before = turn(1, clause("opening", faults=[fault]))
    _, remarks = watch(before, turn(2, clause("advantage", "so to speak", faults=[fault])))
    found = [one for one in remarks if one.key == f"fault.{fault}"]
    assert [(one.quote, one.turns, one.good) for one in found] == [("so to speak", (2,), False)]


def test_asking_the_boss_is_a_fault_from_the_second_time() -> None:
    assert "fault.passes_up" not in keys(turn(1, clause("other", faults=[Fault.PASSES_UP])))


@pytest.mark.parametrize("key", sorted(RULES))
def test_every_rule_is_tried(key: str) -> None:
    elsewhere = {"talk-share", "balance", "no-advance", "wrong-person", "benefit-put", "advantage"}
    tried = key in SPEAKS or key.startswith(("fault.", "asked.")) or key in elsewhere
    assert tried or key == "earned-it.developed"


def test_a_classic_shop_may_pitch_early() -> None:
    talk = (plain, turn(2, "feature", "benefit"))
    classic = keys(*talk, rubric=Rubric.CLASSIC)
    assert "benefit-put" in classic
    assert not classic & {"pitch-early", "benefit-unearned", "close-heavy"}


def test_an_earned_benefit_cites_the_turn_and_the_words_that_earned_it() -> None:
    _, remarks = watch(admits, wants, turn(3, "rapport"), turn(4, "benefit"))
    earned = next(one for one in remarks if one.rule == "benefit-earned")
    assert earned.turns == (2, 4)
    assert earned.heard == "I want quiet."
    assert earned.need == "a"


def test_a_stage_direction_is_neither_a_question_nor_words_to_quote() -> None:
    asked = turn(1, "opening", buyer="What is in the bag? (scratches his head)")
    assert "pitch-early" not in keys(asked, turn(2, "feature"))
    _, remarks = watch(turn(1, "opening", buyer="(scratches his head)"), turn(2, "feature"))
    assert next(one for one in remarks if one.rule == "pitch-early").heard == ""


def test_a_worry_is_quoted_without_what_was_said_before_it() -> None:
    worried = turn(1, "opening", acts=[A.OBJECTION], buyer="It would be a shop.")
    before = Line("line.0", "They have hung there for years.", "buyer", (A.FACT,))
    worried = replace(worried, lines=(before, *worried.lines))
    _, remarks = watch(worried, turn(2, "handle_objection"))
    assert next(one for one in remarks if one.key == "objection-heard").heard == (
        "It would be a shop."
    )


def test_a_clause_at_fault_earns_nothing() -> None:
    leading = clause("problem", faults=[Fault.LEADS])
    spoken = keys(turn(1, leading, acts=[A.IMPLIED_NEED], moved=[step("a", HIDDEN, IMPLIED)]))
    assert spoken == {"fault.leads"}


def test_the_same_question_earns_once() -> None:
    asked = clause("problem", "Does it ever stop on you?")
    assert "asked.problem" in keys(turn(1, asked, acts=[A.FACT]))
    assert "asked.problem" not in keys(turn(1, asked), turn(2, asked, acts=[A.FACT]))


def test_what_the_buyer_volunteers_at_a_pitch_counts_for_less() -> None:
    _, asked = watch(admits)
    given = turn(1, "advantage", moved=[step("a", HIDDEN, IMPLIED, Move.ADVANTAGE)])
    _, volunteered = watch(given)
    full = next(one.points for one in asked if one.key == "earned-it.implied")
    less = next(one.points for one in volunteered if one.key == "earned-it.implied")
    assert 0 < less < full / 2


def test_a_lingering_buyer_is_closed_with_more_patience() -> None:
    talk = [
        turn(no, "close", acts=[A.OBJECTION], temperament=Temperament.LINGERING)
        for no in range(1, 5)
    ]
    assert "close-heavy" not in keys(*talk)
    assert "close-heavy" in keys(*talk, turn(5, "close", temperament=Temperament.LINGERING))


def test_the_same_question_to_another_person_is_remarked() -> None:
    from dataclasses import replace

    asked = clause("situation", "How many do you buy in a year?")
    first = turn(1, asked)
    moved = replace(first.standing, person="other")
    second = replace(turn(2, asked), standing=moved)
    assert "wrong-person" in keys(first, second)
    assert "wrong-person" not in keys(first, turn(2, asked))


def at_the_end(*turns: Exchange) -> set[str]:
    ledger, _ = watch(*turns)
    return {one.key for one in conclude(ledger, turns[-1], terms_of(Rubric.RACKHAM))}


def test_a_talk_that_ends_with_nothing_asked_is_remarked() -> None:
    talk = [admits, turn(2, "implication"), turn(3, "aftercare", outcome=Outcome.CONTINUATION)]
    assert "no-advance" in at_the_end(*talk)
    asked = [admits, wants, turn(3, "advance", outcome=Outcome.CONTINUATION)]
    assert "no-advance" not in at_the_end(*asked)


def test_talking_much_more_than_the_buyer_is_remarked() -> None:
    long = "so many words that nobody could ever want to hear them all at once " * 4
    talk = [turn(no, clause("rapport", long + str(no))) for no in range(1, 5)]
    assert "talk-share" in at_the_end(*talk)
    assert "talk-share" not in at_the_end(*(turn(no, "rapport") for no in range(1, 5)))


def test_the_board_moves_only_forward() -> None:
    back = turn(3, "problem", moved=[step("a", HIDDEN, IMPLIED)])
    ledger, _ = watch(admits, wants, back)
    record = ledger.need("a")
    assert record is not None
    assert record.state is NeedState.EXPLICIT
    assert [quote.turn for quote in record.quotes] == [1, 2, 3]


def test_the_version_names_the_tables() -> None:
    head, _, digest = RULES_VERSION.partition(".")
    assert head.isdigit()
    assert len(digest) == 8


def test_a_question_on_another_need_does_not_follow_up() -> None:
    said = turn(1, "problem", acts=[A.IMPLIED_NEED], moved=[step("a", HIDDEN, IMPLIED)])
    itch = replace(said, lines=(replace(said.lines[0], topic="need:a"),))

    def followed(topic: str) -> bool:
        asked = turn(2, replace(clause("problem"), topics=(topic,)))
        return "followed-up" in {remark.rule for remark in watch(itch, asked)[1]}

    assert followed("implication:a.x")
    assert not followed("need:b")


def test_what_is_not_there_proves_nothing() -> None:
    shown = turn(1, action="show:nothing", notes=["unknown_action"])
    assert "proof" not in {remark.rule for remark in watch(shown)[1]}
