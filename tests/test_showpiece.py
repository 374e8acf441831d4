"""The showpiece, played by trainees of every skill, from scripts that know only the briefing."""

from pathlib import Path
from typing import Any

import pytest

from app.coaching.transcript import play
from app.coaching.turn import Lesson, make_lesson
from app.library import load_library
from app.vocabulary import Language

SCRIPTS = Path(__file__).parent / "scripts" / "combs-to-monks"
COMBS = {"expert": 1000, "middling": 10, "poor": 1, "pusher": 0, "famous-name": 0}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    library = load_library()
    script = library.scenarios["combs-to-monks"].script
    return make_lesson(library.ear, script, library.stock, library.prompts)


def played(lesson: Lesson, language: Language, trainee: str, seed: int = 1) -> dict[str, Any]:
    lines = (SCRIPTS / language / f"{trainee}.txt").read_text("utf-8").splitlines()
    return play([*lines, "/leave"], lesson, language, seed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("trainee", "combs"), COMBS.items())
def test_a_trainee_sells_what_the_need_found_is_worth(
    lesson: Lesson, language: Language, trainee: str, combs: int
) -> None:
    talk = played(lesson, language, trainee)
    assert talk["result"].get("combs", 0) == combs, talk["outcome"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_scores_rank_the_trainees_by_skill(lesson: Lesson, language: Language) -> None:
    ranked = [played(lesson, language, trainee)["score"] for trainee in COMBS][:4]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == len(ranked)


@pytest.mark.parametrize("seed", [2, 7, 40])
def test_other_numbers_and_other_variants_change_nothing_of_the_end(
    lesson: Lesson, seed: int
) -> None:
    assert played(lesson, "zh", "expert", seed)["result"] == {"combs": 1000}
    assert played(lesson, "en", "poor", seed)["result"] == {"combs": 1}


def test_the_scripts_are_one_for_each_trainee_and_language() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (SCRIPTS / language).glob("*.txt")} == set(COMBS)
