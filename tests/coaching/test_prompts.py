"""The coach's words: every text proves itself, in both languages, and every rule has its own."""

from pathlib import Path

import pytest

from app.coaching.prompts import parse_prompts
from app.coaching.rules import RULES
from app.vocabulary import Language, Move, NeedState, Outcome, Part

ROOT = Path(__file__).parents[2]
FILES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted(ROOT.glob("prompts/*/*.yaml"))
}
PROMPTS, FINDINGS = parse_prompts(FILES)
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_the_shipped_words_have_no_findings() -> None:
    assert [finding.line() for finding in FINDINGS] == []
    assert len(PROMPTS.texts["zh"]) > 200


@pytest.mark.parametrize("key", sorted(RULES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words(key: str, language: Language) -> None:
    assert PROMPTS.has(f"{key}.title", language)
    assert PROMPTS.has(f"{key}.why", language)
    assert RULES[key].good or PROMPTS.has(f"{key}.better", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_debrief_names_has_its_words(language: Language) -> None:
    wanted = [
        *(f"part.{part}" for part in Part),
        *(f"about.{part}" for part in Part),
        *(f"outcome.{outcome}" for outcome in (*Outcome, "open")),
        *(f"mix.{move}" for move in (Move.SITUATION, Move.TRACE, Move.NEED_PAYOFF)),
        *(f"logic.{number}" for number in range(1, 6)),
        *(f"hint.{state}.{step}" for state in NeedState for step in (1, 2, 3)),
    ]
    assert [key for key in wanted if not PROMPTS.has(key, language)] == []


def test_feedback_and_alternatives_are_about_rules_there_are() -> None:
    heads = ("feedback.", "instead.")
    for name in PROMPTS.texts["en"]:
        head = next((head for head in heads if name.startswith(head)), None)
        if head and name != "feedback.fault":
            assert name.removeprefix(head) in RULES, name


def test_chinese_texts_are_chinese_and_english_ones_are_not() -> None:
    for name, prompt in PROMPTS.texts["en"].items():
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in prompt.text), name
    for name, prompt in PROMPTS.texts["zh"].items():
        plain = prompt.text.replace("{{last}}", "字")
        assert any("\u3000" <= letter <= "\uffef" for letter in plain), name


def codes(**texts: str) -> list[str]:
    files = {f"prompts/{language}/t.yaml": text for language, text in texts.items()}
    return [finding.code for finding in parse_prompts(files)[1]]


def test_broken_words_are_findings_and_the_rest_is_served() -> None:
    assert codes(zh="- {id: a, text: 好}", en="- {id: a, text: well}") == []
    assert codes(zh="- {id: a, text: [") == ["P001"]
    assert codes(zh="- {id: a}") == ["P002"]
    assert codes(zh="- just words") == ["P002"]
    assert codes(zh="- {id: a, text: x, mood: y}") == ["P002"]
    assert codes(zh="- {id: a, text: x}\n- {id: a, text: y}") == ["P003"]
    assert codes(zh="- {id: a, text: '{{b}}', sample: {b: 1}, gives: '2'}") == ["P004"]
    assert codes(zh="- {id: a, text: '{{b}}', sample: {}, gives: '2'}") == ["P004"]
    assert codes(zh="- {id: a, text: x}", en="- {id: b, text: y}") == ["P005", "P005"]
    assert codes(zh="- {id: a, text: '{% if %}', gives: ''}") == ["P001"]
    prompts, _ = parse_prompts({"prompts/zh/t.yaml": "- {id: a}\n- {id: b, text: 好}"})
    assert prompts.say("b", "zh") == "好"
    assert prompts.say("unknown", "zh") == ""


def test_a_finding_names_file_and_line() -> None:
    _, findings = parse_prompts({"prompts/zh/t.yaml": "- {id: b, text: 好}\n- {id: a}"})
    assert str(findings[0].place) == "prompts/zh/t.yaml:2:1"


def test_templates_cannot_reach_out() -> None:
    reach = "- {id: a, text: \"{{ ''.__class__.__mro__ }}\", sample: {}, gives: ''}"
    prompts, findings = parse_prompts({"prompts/zh/t.yaml": reach})
    assert "unsafe" in findings[0].message.en
    assert prompts.has("a", "zh")


def test_the_stock_lines_are_left_alone() -> None:
    assert parse_prompts({"prompts/zh/buyer.yaml": "any: {}"})[1] == []
