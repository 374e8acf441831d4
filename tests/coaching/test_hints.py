"""The hint ladder knows what the ledger knows."""

import pytest

from app.coaching.hints import hint
from app.coaching.transcript import said_of, talk
from app.coaching.turn import Progress
from app.vocabulary import Language
from tests.coaching.talks import bakery


def after(*lines: str, language: Language = "en") -> Progress:
    return talk([said_of(line) for line in lines], bakery(), language, 3)[0][-1].progress


def test_the_scenarios_own_steps_come_first() -> None:
    texts = [hint(after(), bakery(), "en", step).text for step in (1, 2, 3)]
    assert texts[0] == "Look at the trays."
    assert texts[1] == "Ask a problem question."
    assert "Do the bottoms burn?" in texts[2]


def test_once_a_trouble_is_admitted_the_hint_quotes_it() -> None:
    progress = after("Do the bottoms get burnt at times?")
    one, _, three = (hint(progress, bakery(), "en", step) for step in (1, 2, 3))
    assert "A tray gets burnt every day" in one.text
    assert one.need == "scorch"
    assert "affect" in three.text
    assert three.last
    assert not one.last


def test_the_ladder_follows_the_need_upwards() -> None:
    talked = ["Do the bottoms get burnt at times?", "How much waste does that lead to?"]
    assert "payoff" in hint(after(*talked), bakery(), "en", 2).text


def test_a_talk_that_is_over_has_one_hint() -> None:
    told = hint(after("/leave"), bakery(), "zh", 2)
    assert "复盘" in told.text
    assert told.last


@pytest.mark.parametrize("step", [0, 4, -1])
def test_there_are_three_steps(step: int) -> None:
    with pytest.raises(ValueError, match="steps 1 to 3"):
        hint(after(), bakery(), "en", step)
