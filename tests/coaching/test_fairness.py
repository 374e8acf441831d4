"""On every shipped scenario: skill is scored in its order, and cheats do not pay."""

from pathlib import Path

import pytest

from app.coaching.exchange import Said
from app.coaching.lesson import Lesson, make_lesson
from app.coaching.quoting import lines_in
from app.coaching.transcript import said_of, score_of, talk
from app.coaching.turn import open_lesson, take_turn
from app.library import load_library
from app.vocabulary import Language, Outcome

ROOT = Path(__file__).parents[2]
LIBRARY = load_library()
LESSONS = {
    name: make_lesson(LIBRARY.ear, shipped.script, LIBRARY.stock, LIBRARY.prompts)
    for name, shipped in LIBRARY.scenarios.items()
}
SCRIPTED = [
    (folder.parent.name, folder.name)
    for folder in sorted(ROOT.glob("tests/scripts/*/*"))
    if folder.is_dir()
]

CHEATS: dict[Language, dict[str, list[str]]] = {
    "zh": {
        "one implication question": ["这会带来什么后果？"] * 12,
        "one problem question": ["您有什么难处吗？"] * 12,
        "one payoff question": ["要是解决了，对您有什么好处？"] * 12,
        "words that count": ["影响 后果 损失 担心 满意 好处 价值 如果 解决 帮助 吗？"] * 8,
        "praise": ["您说得对", "真了不起", "我明白了", "辛苦了", "说得太好了", "谢谢您"],
        "closes": ["您买一个吧", "今天就定了吧", "签了吧", "最后十个了", "买不买？", "订一个吧"],
        "noise": ["asdf qwer", "😀😀", "1234", "……", "<b>hi</b>"],
    },
    "en": {
        "one implication question": ["What does that lead to?"] * 12,
        "one problem question": ["What problems do you have?"] * 12,
        "one payoff question": ["If that were solved, how would it help you?"] * 12,
        "words that count": ["impact consequence cost worry satisfied value if solve help?"] * 8,
        "praise": ["You are right", "Wonderful", "I see", "Well said", "Thank you", "Quite so"],
        "closes": ["Buy one now", "Let us settle it today", "Sign here", "Only ten left", "Deal?"],
        "noise": ["asdf qwer", "😀😀", "1234", "...", "<b>hi</b>"],
    },
}


def total(lines: list[str], lesson: Lesson, language: Language) -> int:
    turns, _ = talk([said_of(line) for line in lines if line.strip()], lesson, language, 1)
    return score_of([turn.exchange for turn in turns], lesson).total


def script_of(scenario: str, language: str, kind: str) -> list[str]:
    file = ROOT / "tests" / "scripts" / scenario / language / f"{kind}.txt"
    return file.read_text("utf-8").splitlines()


def test_there_are_scenarios_and_scripts() -> None:
    assert LESSONS
    assert SCRIPTED


@pytest.mark.parametrize(("scenario", "language"), SCRIPTED)
def test_skill_is_scored_in_its_order(scenario: str, language: Language) -> None:
    lesson = LESSONS[scenario]
    kinds = ("expert", "middling", "poor", "pusher")
    scores = [total(script_of(scenario, language, kind), lesson, language) for kind in kinds]
    assert scores == sorted(set(scores), reverse=True), dict(zip(kinds, scores, strict=True))
    assert scores[0] >= 80
    assert scores[-1] <= 20


@pytest.mark.parametrize(("scenario", "language"), SCRIPTED)
def test_the_expert_gets_the_most(scenario: str, language: Language) -> None:
    lines = script_of(scenario, language, "expert")
    saids = [said_of(line) for line in lines if line.strip()]
    turns, _ = talk(saids, LESSONS[scenario], language, 1)
    assert turns[-1].outcome in (Outcome.ORDER, Outcome.ADVANCE)


@pytest.mark.parametrize("scenario", sorted(LESSONS))
@pytest.mark.parametrize("language", sorted(CHEATS))
def test_cheats_do_not_pay(scenario: str, language: Language) -> None:
    lesson = LESSONS[scenario]
    scores = {name: total(lines, lesson, language) for name, lines in CHEATS[language].items()}
    hints = [
        line
        for steps in lesson.script.hints.values()
        for step in steps
        for line in lines_in(step.to(language))[1:]
    ]
    scores["the hints"] = total(hints, lesson, language)
    scores["an echo"] = echo(lesson, language)
    assert max(scores.values()) < 40, scores


def echo(lesson: Lesson, language: Language) -> int:
    turns = [open_lesson(lesson, 1, language)]
    while len(turns) < 14 and turns[-1].outcome is None:
        heard = turns[-1].exchange.heard
        turns.append(take_turn(Said(heard), turns[-1].progress, lesson, language))
    return score_of([turn.exchange for turn in turns], lesson).total
