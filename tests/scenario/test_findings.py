"""Every finding has a broken file that shows it, and is told in both languages."""

import re
from pathlib import Path

import pytest

from app.scenario.complaint import fields_at
from app.scenario.parse import parse_script
from app.scenario.source import MAX_CHARACTERS
from tests.scenario.talking import SMALL

BROKEN = sorted((Path(__file__).parents[1] / "broken").glob("S*.yaml"))
# What no file of a sensible size, or none of text, can show; tested below and with the command.
SHOWN_ELSEWHERE = {"S002", "S008"}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_shows_its_finding_and_no_other(path: Path) -> None:
    _, findings = parse_script(path.read_text("utf-8"), path.name)
    assert {finding.code for finding in findings} == {path.name[:4]}
    for finding in findings:
        assert finding.place.line > 0
        assert finding.place.column > 0
        assert finding.message.zh != finding.message.en
        assert finding.mend.zh
        assert finding.mend.en


def test_every_code_has_its_broken_file() -> None:
    sources = Path("app/scenario").glob("*.py")
    known = {code for path in sources for code in re.findall(r'"(S\d{3})"', path.read_text())}
    assert known - SHOWN_ELSEWHERE == {path.name[:4] for path in BROKEN}


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    script, findings = parse_script("#" * (MAX_CHARACTERS + 1), "big.yaml")
    assert script is None
    assert [finding.code for finding in findings] == ["S002"]


def test_the_place_is_the_very_word() -> None:
    text = SMALL.replace("move: advance}", "move: advanse}")
    script, (finding,) = parse_script(text, "small.yaml")
    assert script is None
    line = text.splitlines()[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("advanse")
    assert "advance" in finding.mend.en
    assert finding.path == "beats[1].when.move"


def test_a_word_written_nearly_right_is_recognised() -> None:
    script, findings = parse_script(SMALL.replace("  cover:", "  covr:"), "small.yaml")
    assert script is None
    assert "did you mean 'cover'" in findings[0].mend.en
    assert "cover" in fields_at(("needs", 0))


def test_a_missing_translation_is_a_warning_in_a_draft_and_an_error_when_shipped() -> None:
    text = SMALL.replace("says: {zh: 三条线。, en: Three lines.}", "says: {zh: 三条线。}")
    draft, (warning,) = parse_script(text, "small.yaml")
    _, (error,) = parse_script(text, "small.yaml", shipped=True)
    assert draft is not None
    assert (warning.code, str(warning.severity)) == ("S030", "warning")
    assert (error.code, str(error.severity)) == ("S030", "error")


@pytest.mark.parametrize("text", ["", "\x00", "a", "- " * 400, "{" * 400, "? ? ?", "%", "\ufeff"])
def test_nonsense_is_a_finding_never_an_exception(text: str) -> None:
    script, findings = parse_script(text, "nonsense.yaml")
    assert script is None
    assert findings


def test_yes_and_times_are_text() -> None:
    text = SMALL.replace("zh: 样品, en: sample", "zh: 是, en: yes").replace("zh: 小店", "zh: 1:30")
    script, findings = parse_script(text, "small.yaml")
    assert script is not None, findings
    assert script.materials[0].name.en == "yes"
    assert script.title.zh == "1:30"
