"""A play that does not come out as written is a finding, with the turn and the difference."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.coaching.plays import CODES, run_plays
from app.coaching.turn import make_lesson
from app.scenario.parse import parse_script
from tests.coaching.talks import BAKERY, bakery


def codes(play: Mapping[str, Any]) -> list[str]:
    """The codes of the findings on the small shop with this play alone."""
    script = bakery().script
    made = type(script.plays[0]).model_validate({"name": "t", "as": "expert", **play})
    return sorted(
        {
            finding.code
            for finding in run_plays(
                replace(bakery(), script=script.model_copy(update={"plays": (made,)}))
            )
        }
    )


TURN: dict[str, Any] = {
    "you": {"zh": "面包底部容易烤糊吗？", "en": "Do the bottoms get burnt easily?"}
}


def test_a_play_that_comes_out_has_no_findings() -> None:
    turns = [{**TURN, "move": "problem", "buyer": "scorch.problem", "need": {"scorch": "implied"}}]
    assert codes({"turns": turns, "score": ">=5"}) == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"turns": [{**TURN, "move": "implication"}]}, "S201"),
    ({"turns": [{**TURN, "buyer": "mornings.problem"}]}, "S202"),
    ({"turns": [{**TURN, "trust": ">=9"}]}, "S203"),
    ({"turns": [{**TURN, "need": {"scorch": "explicit"}}]}, "S204"),
    ({"turns": [TURN], "ends": "order"}, "S205"),
    ({"turns": [TURN], "score": ">=80"}, "S206"),
    ({"turns": [TURN], "result": {"ovens": 1}}, "S207"),
    ({"turns": [{"action": "leave"}, TURN]}, "S208"),
    ({"turns": [{"you": {"zh": "你好"}}]}, "S209"),
]


@pytest.mark.parametrize(("play", "code"), WRONG)
def test_what_comes_out_otherwise_is_a_finding(play: dict[str, Any], code: str) -> None:
    assert code in codes(play)


def test_every_code_is_tried() -> None:
    assert {code for _, code in WRONG} == set(CODES)


def test_a_finding_carries_its_line_and_says_what_came_instead() -> None:
    text = BAKERY.replace("buyer: scorch.problem", "buyer: mornings.problem")
    script, _ = parse_script(text, "bakery.yaml")
    assert script is not None
    findings = run_plays(replace(bakery(), script=script), "bakery.yaml", text)
    found = next(finding for finding in findings if finding.code == "S202")
    line = text.splitlines()[found.place.line - 1]
    assert "mornings.problem" in line or "you" in line
    assert "scorch.problem" in found.message.en


SHIPPED = sorted(Path(__file__).parents[2].glob("scenarios/*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_plays_come_out_as_written(file: Path) -> None:
    text = file.read_text("utf-8")
    script, findings = parse_script(text, file.name, shipped=True)
    assert script is not None, findings
    lesson = make_lesson(bakery().ear, script, bakery().stock, bakery().prompts)
    assert [one.line() for one in run_plays(lesson, file.name, text)] == []
