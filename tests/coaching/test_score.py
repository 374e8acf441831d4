"""The score: bounded, repeatable, explained, fair in its order, and not to be gamed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import correlation

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coaching.exchange import Exchange, dump_exchange, dump_exchange_bytes, load_exchange
from app.coaching.outside import read_talk, talk_of
from app.coaching.scene import PASTED
from app.coaching.score import score
from app.vocabulary import (
    NEED_STATES,
    BuyerAct,
    Fault,
    Move,
    NeedState,
    Outcome,
    Part,
    Rubric,
    language_of,
)
from tests.coaching.talks import (
    HIDDEN,
    IMPLIED,
    clause,
    good_talk,
    opening,
    pusher_talk,
    step,
    turn,
)

A = BuyerAct
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

moves = st.sampled_from([move for move in Move if move is not Move.CLOSE])
acts = st.lists(st.sampled_from(list(A)), max_size=2)
faults = st.lists(st.sampled_from(list(Fault)), max_size=2)
said = st.lists(st.tuples(moves, faults), min_size=1, max_size=4)


@st.composite
def any_talk(draw: st.DrawFn) -> list[Exchange]:
    talk = [opening("a", "b", "c")]
    for no, (clauses, did) in enumerate(draw(st.lists(st.tuples(said, acts), max_size=8)), 1):
        moved = []
        if draw(st.booleans()):
            before = draw(st.integers(0, 3))
            after = draw(st.integers(before + 1, 4))
            moved = [step(draw(st.sampled_from("abc")), NEED_STATES[before], NEED_STATES[after])]
        heard = [
            clause(str(move), f"{move} {draw(st.integers(0, 3))}", faults=marks)
            for move, marks in clauses
        ]
        talk.append(turn(no, *heard, acts=did, moved=moved))
    return talk


@given(any_talk(), st.sampled_from(list(Rubric)))
def test_any_talk_scores_between_nothing_and_everything(
    talk: list[Exchange], rubric: Rubric
) -> None:
    judged = score(talk, rubric)
    assert 0 <= judged.total <= 100
    assert judged == score(talk, rubric)
    for part in judged.parts.values():
        assert 0 <= part.points <= part.out_of
        assert all(remark.part is part.part and remark.turns for remark in part.evidence)
        assert part.points == 0 or any(remark.points > 0 for remark in part.evidence)
    assert judged.total == round(sum(part.points for part in judged.parts.values()))


@given(any_talk())
def test_a_stored_talk_scores_the_same(talk: list[Exchange]) -> None:
    stored = [load_exchange(dump_exchange_bytes(one)) for one in talk]
    assert stored == talk
    assert [load_exchange(dump_exchange(one)) for one in talk] == talk
    assert [orjson.loads(dump_exchange_bytes(one)) for one in talk] == [
        dump_exchange(one) for one in talk
    ]
    assert score(stored, Rubric.RACKHAM) == score(talk, Rubric.RACKHAM)


def test_nothing_said_scores_nothing() -> None:
    assert score([], Rubric.RACKHAM).total == 0
    assert score([opening("a")], Rubric.RACKHAM).total == 0
    waits = [opening("a"), *(turn(no, action="wait") for no in range(1, 9))]
    assert score(waits, Rubric.RACKHAM).total == 0


def test_the_weights_make_a_hundred_whatever_they_are() -> None:
    judged = score(good_talk(), Rubric.RACKHAM, {Part.DISCOVERY: 70, Part.VALUE: 0})
    assert sum(part.out_of for part in judged.parts.values()) == pytest.approx(100, abs=0.5)
    assert judged.parts[Part.VALUE].out_of == 0


def test_a_part_that_was_not_used_is_worth_nothing() -> None:
    judged = score([opening("a"), turn(1, "feature", "advantage")], Rubric.RACKHAM)
    for part in (Part.DISCOVERY, Part.QUESTIONS, Part.LISTENING, Part.COMMITMENT):
        assert judged.parts[part].points == 0


def test_one_slip_does_not_hide_the_rest() -> None:
    talk = good_talk()
    whole = score(talk, Rubric.RACKHAM)
    talk[4] = turn(4, clause("need_payoff", faults=[Fault.LEADS]), acts=[A.EXPLICIT_NEED])
    slipped = score(talk, Rubric.RACKHAM)
    assert whole.total - 25 < slipped.total < whole.total


def test_turns_of_another_try_do_not_count() -> None:
    talk = good_talk()
    late = score(talk, Rubric.RACKHAM, since=8)
    assert late.total < score(talk, Rubric.RACKHAM).total
    assert all(remark.turns[-1] > 8 for remark in late.findings)
    assert any(remark.rule == "benefit-earned" for remark in late.findings)


def test_outcome_is_reported_beside_the_score() -> None:
    talk = good_talk()
    judged = score(talk, Rubric.RACKHAM)
    assert judged.outcome is Outcome.ADVANCE
    lost = [*talk[:-1], replace(talk[-1], outcome=Outcome.CONTINUATION)]
    assert score(lost, Rubric.RACKHAM).total > 60


def middling() -> list[Exchange]:
    return [
        opening("a", "b"),
        turn(1, "opening", "situation", acts=[A.FACT]),
        turn(2, "problem", acts=[A.IMPLIED_NEED], moved=[step("a", HIDDEN, IMPLIED)]),
        turn(3, "feature", "advantage", acts=[A.OBJECTION]),
        turn(4, "acknowledge", "situation", acts=[A.FACT]),
        turn(5, "propose", "price", acts=[A.BRUSH_OFF]),
        turn(6, "advance", acts=[A.BRUSH_OFF], outcome=Outcome.CONTINUATION),
    ]


def pitcher() -> list[Exchange]:
    talk = [turn(no, "feature", "advantage", acts=[A.OBJECTION]) for no in range(1, 7)]
    return [opening("a", "b"), *talk]


def interrogator() -> list[Exchange]:
    return [opening("a", "b"), *(turn(no, "situation", acts=[A.FACT]) for no in range(1, 10))]


def test_the_order_of_skill() -> None:
    expert, average, pitch, asking, pushing = (
        score(talk, Rubric.RACKHAM).total
        for talk in (good_talk(), middling(), pitcher(), interrogator(), pusher_talk())
    )
    assert expert >= 85
    assert expert > average > max(pitch, asking) >= min(pitch, asking) > pushing
    assert pushing <= 10


CHEATS = {
    "one question again and again": [
        turn(
            no,
            clause("implication", "What does that lead to?", faults=[Fault.REPEATS] * (no > 1)),
            acts=[A.IMPLIED_NEED],
            moved=[step("a", NEED_STATES[min(no - 1, 3)], NEED_STATES[min(no, 4)])],
        )
        for no in range(1, 9)
    ],
    "every word that counts, in every turn": [
        turn(
            no,
            *(
                clause(str(move), f"{move} {no}", faults=[Fault.STACKS])
                for move in (Move.PROBLEM, Move.IMPLICATION, Move.NEED_PAYOFF, Move.BENEFIT)
            ),
            acts=[A.BRUSH_OFF],
        )
        for no in range(1, 9)
    ],
    "the hints, pasted": [
        turn(
            no,
            "problem",
            acts=[A.IMPLIED_NEED],
            moved=[step("a", NeedState.HIDDEN, NeedState.IMPLIED)],
            notes=[PASTED],
        )
        for no in range(1, 9)
    ],
    "the buyer's own words, echoed": [
        turn(no, clause("acknowledge", "Hm."), acts=[A.FACT]) for no in range(1, 9)
    ],
    "compliments only": [turn(no, "rapport", acts=[A.AGREEMENT]) for no in range(1, 9)],
    "summaries of nothing": [turn(no, "summarise", acts=[A.AGREEMENT]) for no in range(1, 9)],
}


@pytest.mark.parametrize("cheat", CHEATS)
@pytest.mark.parametrize("rubric", list(Rubric))
def test_a_cheat_does_not_pay(cheat: str, rubric: Rubric) -> None:
    judged = score([opening("a", "b", "c"), *CHEATS[cheat]], rubric)
    assert judged.total < 40, {part: one.points for part, one in judged.parts.items()}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the labelled plays are not here")
def test_the_score_agrees_with_people_on_labelled_plays() -> None:
    guesses, totals = [], []
    for file in sorted(CORPUS.glob("plays_*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            stored = orjson.loads(line)
            talk = talk_of(stored)
            guesses.append(float(stored["score_guess"]))
            totals.append(
                float(score(read_talk(talk, language_of(talk.lang)), Rubric.RACKHAM).total)
            )
    assert len(totals) >= 20
    assert correlation(_ranks(guesses), _ranks(totals)) > 0.85
    gaps = [abs(guess - total) for guess, total in zip(guesses, totals, strict=True)]
    assert sum(gaps) / len(gaps) < 15


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    return [float(order.index(value)) for value in values]
