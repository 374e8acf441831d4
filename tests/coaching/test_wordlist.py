"""Word lists: every finding has a broken file and a line in the docs; what a trial sees."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.coaching.trial import Line, tried, verdict
from app.coaching.wordlist import (
    MOST_CHARACTERS,
    WordList,
    merged,
    parse_words,
    read_words,
    usable,
)
from app.findings import Severity
from app.language import classify, compile_overlay
from app.packs import corpus_lines, load_ear
from app.vocabulary import Fault

ROOT = Path(__file__).parents[2]
BROKEN = sorted((ROOT / "tests" / "broken_words").glob("*.yaml"))
# What no file of a sensible size, or none of text, can show; tested below and with the command.
SHOWN_ELSEWHERE = {"W002", "W008"}
BEDS = """format: 1
name: hospital-beds
lists:
  - lang: en
    classes:
      product: [CareBed, "knee (break|rest)"]
      rival: [BedCo]
      jargon: [Trendelenburg]
    topics:
      sores: ["pressure (sore|sores)", decubitus]
  - lang: zh
    classes:
      rival: [北床]
      jargon: [头低脚高位]
    topics:
      sores: [压疮]
"""
EAR = load_ear()[0]


def read(text: str) -> WordList:
    words, findings = parse_words(text, "beds.yaml", EAR)
    assert words is not None, findings
    return words


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_shows_its_finding_and_no_other(path: Path) -> None:
    words, findings = parse_words(path.read_text("utf-8"), path.name, EAR)
    if words is not None:
        findings += verdict(words, tried(words, EAR, corpus_lines()))
    assert {finding.code for finding in findings} == {path.name[:4]}
    for finding in findings:
        assert finding.place.line > 0
        assert finding.place.column > 0
        assert finding.message.zh != finding.message.en
        assert finding.mend.zh
        assert finding.mend.en


def test_every_code_has_its_broken_file_and_its_line_in_the_docs() -> None:
    modules = ("app/coaching/wordlist.py", "app/coaching/wordcheck.py", "app/coaching/trial.py")
    sources = [(ROOT / name).read_text() for name in (*modules, "app/commands/words.py")]
    known = {code for text in sources for code in re.findall(r'"(W\d{3})"', text)}
    known |= {f"W00{number}" for number in (1, 3, 4, 5, 6, 7)}
    assert known - SHOWN_ELSEWHERE == {path.name[:4] for path in BROKEN}
    told = (ROOT / "docs" / "words.md").read_text("utf-8")
    assert [code for code in sorted(known) if f"| {code} |" not in told] == []


def test_a_sound_list_has_no_findings_and_is_read_again_alike() -> None:
    words, findings = parse_words(BEDS, "beds.yaml", EAR)
    assert findings == []
    again = read_words(BEDS)
    assert again is not None
    assert words is not None
    assert again.lists == words.lists


def test_a_list_too_large_is_refused_unread() -> None:
    words, findings = parse_words("#" * (MOST_CHARACTERS + 1), "big.yaml", EAR)
    assert words is None
    assert [finding.code for finding in findings] == ["W002"]


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "a", "- " * 400, "{" * 400, "? ? ?", "lists: [1]", "lists: 1", "name: [x]"]
    + [BEDS.replace("CareBed", sign) for sign in ('"\\0"', '"\\ud800"', "[a]", "{a: b}", "null")]
    + [BEDS.replace("jargon: [Trendelenburg]", "jargon: Trendelenburg")]
    + ["a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(99))],
)
def test_what_is_hostile_is_a_finding_never_an_exception(text: str) -> None:
    words, findings = parse_words(text, "hostile.yaml", EAR)
    assert words is None
    assert findings


def test_a_list_of_too_many_words_is_refused() -> None:
    many = ", ".join(f"part number {number}" for number in range(2001))
    words, findings = parse_words(BEDS.replace("CareBed", many), "beds.yaml", EAR)
    assert words is None
    assert {finding.code for finding in findings} == {"W015"}


def test_a_class_within_itself_is_found() -> None:
    text = BEDS.replace("CareBed", '"{rival} bed"').replace("[BedCo]", '["{product} co"]')
    words, findings = parse_words(text, "beds.yaml", EAR)
    assert words is None
    assert [finding.code for finding in findings] == ["W023"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("It goes into Trendelenburg at a touch.", Fault.JARGON),
        ("Unlike that BedCo junk, ours lasts.", Fault.DISPARAGES_COMPETITOR),
        ("可以做头低脚高位", Fault.JARGON),
    ],
)
def test_an_organisations_words_are_heard_by_the_packs_own_rules(said: str, fault: Fault) -> None:
    words, language = read(BEDS), EAR.language(said)
    pack = EAR.packs[language]
    overlay = compile_overlay(words.topics(language), words.classes(language), pack)
    assert fault not in classify(said, EAR, language).faults
    assert fault in classify(said, EAR, language, overlay=overlay).faults


def test_jargon_that_is_explained_is_no_fault() -> None:
    words, pack = read(BEDS), EAR.packs["en"]
    overlay = compile_overlay(words.topics("en"), words.classes("en"), pack)
    said = "It has Trendelenburg, which means that the head end tips down."
    assert Fault.JARGON not in classify(said, EAR, "en", overlay=overlay).faults


def test_a_trial_shows_which_lines_change_and_by_which_words() -> None:
    lines = [
        Line("It goes into Trendelenburg at a touch.", "en", label="feature"),
        Line("How many beds are on the ward?", "en", label="situation"),
        Line("Do any of them get a pressure sore?", "en", label="problem"),
    ]
    trial, other = tried(read(BEDS), EAR, lines)
    assert (trial.lang, trial.lines, other.lines) == ("en", 3, 0)
    (change,) = trial.changes
    assert change.words == ("Trendelenburg",)
    assert "jargon" in change.after
    assert "jargon" not in change.before
    assert trial.heard["topic:sores", "pressure (sore|sores)"] == 1


def test_who_is_forced_to_gets_warnings() -> None:
    words = read(BEDS.replace("BedCo", "the"))
    trials = tried(words, EAR, corpus_lines())
    assert [one.severity for one in verdict(words, trials)] == [Severity.ERROR]
    (finding,) = verdict(words, trials, forced=True)
    assert (finding.code, finding.severity) == ("W031", Severity.WARNING)
    assert (finding.place.line, finding.place.column) == (7, 15)


def test_a_sound_list_leaves_the_corpora_as_they_are() -> None:
    words = read(BEDS)
    assert verdict(words, tried(words, EAR, corpus_lines())) == []
    assert len(corpus_lines()) > 1000


def test_words_of_a_class_that_newer_packs_lost_are_left_out() -> None:
    pack = EAR.packs["en"]
    poorer = replace(pack, lexicon={k: v for k, v in pack.lexicon.items() if k != "rival"})
    left = usable(read(BEDS), replace(EAR, packs={"en": poorer}))
    assert set(left.lists) == {"en"}
    assert set(left.classes("en")) == {"product", "jargon"}


def test_patterns_of_two_sources_stand_once_each() -> None:
    assert merged({"a": ("x", "y")}, {"a": ("y", "z"), "b": ("q",)}) == {
        "a": ("x", "y", "z"),
        "b": ("q",),
    }
