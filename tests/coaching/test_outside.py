"""A labelled talk from outside is read as exchanges, and scored by the same rules."""

import pytest

from app.coaching.outside import read_talk, talk_of
from app.coaching.score import score
from app.vocabulary import Fault, NeedState, Outcome, Rubric

TALK = {
    "lang": "en",
    "outcome": "advance",
    "turns": [
        {"by": "buyer", "text": "Yes?", "acts": ["silence"]},
        {
            "by": "trainee",
            "text": "Does it ever stop? Be honest.",
            "clauses": [
                {"text": "Does it ever stop?", "move": "problem"},
                {"text": "Be honest.", "move": "other", "faults": ["rude"]},
            ],
        },
        {"by": "buyer", "text": "Twice a week.", "acts": ["implied_need"]},
        {
            "by": "trainee",
            "text": "And then?",
            "clauses": [{"text": "And then?", "move": "implication"}],
        },
        {"by": "buyer", "text": "We pay for it.", "acts": ["implied_need"]},
        {"by": "buyer", "text": "I want that over.", "acts": ["explicit_need"]},
        {
            "by": "trainee",
            "text": "It runs on its own. You sleep.",
            "clauses": [
                {"text": "It runs on its own.", "move": "feature"},
                {"text": "You sleep.", "move": "benefit"},
            ],
        },
        {"by": "buyer", "text": "Come on Friday.", "acts": ["commitment"]},
    ],
}


def test_turns_are_paired_and_clauses_found_in_the_text() -> None:
    talk = read_talk(talk_of(TALK), "en")
    assert [one.no for one in talk] == [0, 1, 2, 3]
    assert talk[0].heard == "Yes?"
    reading = talk[1].reading
    assert reading is not None
    assert [reading.text[one.start : one.end] for one in reading.clauses] == [
        "Does it ever stop?",
        "Be honest.",
    ]
    assert reading.faults == (Fault.RUDE,)
    assert talk[-1].outcome is Outcome.ADVANCE


def test_the_needs_follow_what_the_buyer_does() -> None:
    talk = read_talk(talk_of(TALK), "en")
    moved = [(one.before, one.after) for exchange in talk for one in exchange.moved]
    assert moved == [
        (NeedState.HIDDEN, NeedState.IMPLIED),
        (NeedState.IMPLIED, NeedState.EXPLICIT),
        (NeedState.EXPLICIT, NeedState.MET),
    ]


def test_it_is_scored_with_evidence() -> None:
    judged = score(read_talk(talk_of(TALK), "en"), Rubric.RACKHAM)
    assert 30 < judged.total < 90
    keys = {remark.key for remark in judged.findings}
    assert {"earned-it.explicit", "benefit-earned", "fault.rude", "step-won"} <= keys
    assert judged.outcome is Outcome.ADVANCE


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"turns": [{"by": "nobody"}]},
        {"turns": [{"by": "trainee", "clauses": [{"text": "x", "move": 3}]}]},
        "[]",
        "no json",
    ],
)
def test_what_is_no_talk_is_refused(broken: dict[str, object] | str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        talk_of(broken)


def test_a_move_nobody_knows_is_refused() -> None:
    odd = {"turns": [{"by": "trainee", "text": "x", "clauses": [{"text": "x", "move": "magic"}]}]}
    with pytest.raises(ValueError, match="magic"):
        read_talk(talk_of(odd), "en")


def test_an_empty_talk_has_an_opening_and_no_score() -> None:
    talk = read_talk(talk_of({"turns": []}), "en")
    assert score(talk, Rubric.RACKHAM).total == 0
