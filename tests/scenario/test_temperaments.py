"""Simulated trainees meet every temperament: asking well works with all, pressing with none."""

from collections.abc import Iterator

import pytest

from app.scenario.step import Deed
from app.vocabulary import Fault, Temperament
from tests.scenario.talking import SMALL, Talking, clause, say, small_script

ALL = sorted(Temperament)
LIMIT = next(line for line in SMALL.splitlines() if "limit:" in line)
ALONE = {
    LIMIT: "    max_words: 90",
    "{person: boss, met: [fame], commit: true}": "{met: [downtime], commit: true}",
    "need: {downtime: met}, move: advance": "turn: 99",
    "max_turns: 12": "max_turns: 99",
}
TROUBLE = clause("problem", "need:downtime")


def meet(temperament: str) -> Talking:
    return Talking(small_script(**{"temperament: open": f"temperament: {temperament}", **ALONE}))


def expert() -> Iterator[Deed]:
    yield say("opening")
    yield say("rapport")
    yield say(clause("situation", "fact:lines"))
    yield say("acknowledge", TROUBLE)
    yield Deed(action="wait")
    yield say("acknowledge", TROUBLE)
    yield say("acknowledge", clause("implication", "implication:downtime.penalty"))
    yield say("acknowledge", clause("implication", "implication:downtime.overtime"))
    yield say("summarise")
    yield say("acknowledge", clause("need_payoff", "need:downtime"))
    yield say(clause("evidence", "topic:x"))
    yield say(clause("benefit", "met:downtime"))
    yield say("advance")
    yield say("close:sign")


def over_and_over(deed: Deed, times: int = 14) -> Iterator[Deed]:
    for _ in range(times):
        yield deed


def play(temperament: str, deeds: Iterator[Deed]) -> Talking:
    talk = meet(temperament)
    for deed in deeds:
        talk.deed(deed)
    return talk


@pytest.mark.parametrize("temperament", ALL)
def test_asking_well_wins_every_temperament(temperament: str) -> None:
    talk = play(temperament, expert())
    assert talk.state.ended == "order"


@pytest.mark.parametrize("temperament", ALL)
def test_pressing_wins_none(temperament: str) -> None:
    talk = play(temperament, over_and_over(say(clause("close:sign", faults=[Fault.PUSHES]))))
    assert talk.need("downtime") == "hidden"
    assert talk.state.ended in ("walked_out", None)
    if temperament not in ("easy_yes", "lingering"):
        assert talk.state.ended == "walked_out"


@pytest.mark.parametrize("temperament", ALL)
def test_one_question_over_and_over_is_worn_out(temperament: str) -> None:
    repeated = clause("implication", faults=[Fault.REPEATS])
    talk = play(temperament, over_and_over(say(repeated)))
    assert talk.need("downtime") == "hidden"
    assert talk.state.patience < 3 or talk.state.ended


@pytest.mark.parametrize("temperament", ALL)
def test_pitching_and_silence_uncover_nothing(temperament: str) -> None:
    for deed in (say("feature"), say("benefit"), Deed(action="wait")):
        talk = play(temperament, over_and_over(deed))
        assert talk.need("downtime") == "hidden"
        assert talk.state.ended in ("walked_out", None)


@pytest.mark.parametrize("temperament", ALL)
def test_no_single_slip_ends_a_talk(temperament: str) -> None:
    for fault in Fault:
        talk = meet(temperament)
        talk(clause("close:sign", faults=[fault]), text="word " * 50)
        assert talk.step.outcome is None, fault


def test_the_hesitant_need_more_drawn_out_than_the_open() -> None:
    for temperament, reached in (("open", "explicit"), ("hesitant", "developed")):
        talk = meet(temperament)
        for turn in (
            TROUBLE,
            clause("implication", "implication:downtime.penalty"),
            clause("need_payoff", "need:downtime"),
        ):
            talk("acknowledge", turn)
        assert talk.need("downtime") == reached
