"""The chips under a trainee's line: each reason once, and what would have tipped a close call."""

import pytest

from app.practice.line import chips_of, runs_of
from app.reading import Clause, Evidence, Reading
from app.vocabulary import Form, Locale, Move, Wording
from app.words.catalogue import words_for

SAID = "How long does that take you"
LEANS = Wording(zh="问后果的时候，多半这么说。", en="Words people mostly use for consequences.")
TIP = Wording(zh="要算背景问题，得只问「多少」。", en="It would have asked only how many.")


def reading(tipping: Wording) -> Reading:
    evidence = (
        Evidence("en-implication-takes", 9, 23, Wording(zh="问代价。", en="Asks the price.")),
        Evidence("en-leans-implication", 0, 8, LEANS),
        Evidence("en-leans-implication", 24, 27, LEANS),
    )
    clause = Clause(
        SAID,
        0,
        len(SAID),
        Move.IMPLICATION,
        0.55,
        Form.QUESTION,
        runner_up=Move.SITUATION,
        tipping=tipping,
        evidence=evidence,
    )
    return Reading(SAID, "en", (clause,))


@pytest.mark.parametrize(
    ("locale", "runner_up", "tipping", "why"),
    [
        ("en", "Situation question", TIP.en, LEANS.en),
        ("zh-Hans", "背景问题", TIP.zh, LEANS.zh),
        (
            "zh-Hant",
            "背景問題",
            "要算背景問題，得只問「多少」。",
            "問後果的時候，多半這麼說。",
        ),
    ],
)
def test_a_chip_tells_its_runner_up_and_what_would_have_tipped_it(
    locale: Locale, runner_up: str, tipping: str, why: str
) -> None:
    (chip,) = chips_of(reading(TIP), words_for(locale))
    assert (chip.runner_up, chip.tipping) == (runner_up, tipping)
    assert [one.words for one in chip.whys] == ["does that take", "How long … you"]
    assert chip.whys[1].reason == why


def test_a_sure_chip_tips_nowhere() -> None:
    (chip,) = chips_of(reading(Wording()), words_for("zh-Hant"))
    assert chip.runner_up
    assert chip.tipping == ""


def test_the_words_that_lean_are_marked_in_the_line() -> None:
    (run,) = runs_of(reading(TIP), SAID)
    marked = [piece.text for piece in run.pieces if piece.mark == "move"]
    assert marked == ["How long", "does that take", "you"]
