"""Every kind of finding about a pack, made to happen, with its place."""

from collections.abc import Callable

import pytest

from app.findings import Finding, Severity
from app.language import lint_pack, parse_pack
from app.language.source import PackSource

Break = Callable[[dict[str, str]], None]


def change(file: str, old: str, new: str) -> Break:
    def edit(files: dict[str, str]) -> None:
        assert old in files[file], old
        files[file] = files[file].replace(old, new, 1)

    return edit


def findings(files: dict[str, str], *edits: Break) -> list[Finding]:
    files = dict(files)
    for edit in edits:
        edit(files)
    pack, found = parse_pack(files, "zh", folder="packs/zh/")
    return found + (lint_pack(pack) if pack else [])


RULES = "rules/all.yaml"


@pytest.mark.parametrize(
    ("code", "edit", "where"),
    [
        ("L001", change(RULES, "- id: zh-problem\n", "- id: [zh\n"), "packs/zh/rules/all.yaml:"),
        ("L002", change(RULES, "weight: 3", "weight: 99"), "packs/zh/rules/all.yaml:5:11"),
        ("L002", change("pack.yaml", "gap: 6", "gab: 6"), "packs/zh/pack.yaml:3:6"),
        ("L003", change(RULES, '["{trouble}", 满意]', '["({trouble}", 满意]'), "all.yaml:6:9"),
        ("L004", change("lexicon.yaml", "product: []", "product: ['{no}']"), "lexicon.yaml:4:11"),
        ("L004", change(RULES, "[签]", '["{nowhere}"]'), "packs/zh/rules/all.yaml:"),
        (
            "L005",
            change("lexicon.yaml", "product: []", "product: ['{product} 二']"),
            "lexicon.yaml:4",
        ),
        ("L006", change(RULES, "hit: [麻烦吗？, 满意吗]", "hit: [麻烦吗？]"), "all.yaml:8:8"),
        ("L007", change(RULES, "id: zh-implication", "id: zh-problem"), "all.yaml:10:7"),
        ("L007", change("lexicon.yaml", "result:", "trouble:"), "lexicon.yaml:3:1"),
        (
            "L008",
            change(RULES, "hit: [麻烦吗？, 满意吗]", "hit: [麻烦吗？, 您好吗]"),
            "all.yaml:8:15",
        ),
        ("L009", change(RULES, "miss: [麻烦。, 几个？]", "miss: [麻烦。, 坏吗]"), "all.yaml:9:15"),
        ("L017", change("corpus/all.yaml", "麻烦吗？", "几个？"), "corpus/all.yaml:2:26"),
        ("L018", change("corpus/all.yaml", "麻烦吗？", "几个？"), "packs/zh/pack.yaml:"),
        (
            "L010",
            change("corpus/all.yaml", "says: [麻烦吗？]", "last_question: problem, says: [几个？]"),
            "corpus/all.yaml:2:",
        ),
        ("L010", change("corpus/all.yaml", "[理解您, ack", "[理解, ack"), "corpus/all.yaml:4:3"),
        (
            "L011",
            change("corpus/all.yaml", "move: handle_objection, ", "act: objection, "),
            "all.yaml:",
        ),
        ("L012", change(RULES, "id: zh-probe", "id: en-probe"), "packs/zh/rules/all.yaml:"),
        (
            "L013",
            change(RULES, "{zh: 问难处, en: asks for trouble}", "{zh: 问难处}"),
            "all.yaml:7:8",
        ),
        (
            "L014",
            change("lexicon.yaml", "product: []", "product: []\nidle: [空]"),
            "lexicon.yaml:5:7",
        ),
        ("L015", lambda files: files.pop("pack.yaml") and None, "packs/zh/pack.yaml:0:0"),
    ],
)
def test_a_fault_is_found_at_its_place(
    code: str, edit: Break, where: str, files: dict[str, str]
) -> None:
    found = [one for one in findings(files, edit) if one.code == code]
    assert any(where in str(one.place) for one in found), [one.line() for one in found]
    assert all(one.message.zh and one.message.en for one in found)


def test_the_sound_pack_has_only_warnings(files: dict[str, str]) -> None:
    assert {one.code for one in findings(files)} == {"L011"}


def test_one_misheard_line_in_many_is_a_warning(files: dict[str, str]) -> None:
    lines = ", ".join(["麻烦吗？"] * 40 + ["几个？"])
    found = findings(files, change("corpus/all.yaml", "麻烦吗？", lines))
    told = {one.code: one.severity for one in found if one.code in ("L017", "L018")}
    assert told == {"L017": Severity.WARNING}


def test_a_broken_rule_is_left_out_and_the_others_hear(files: dict[str, str]) -> None:
    broken = files | {RULES: files[RULES].replace("weight: 3", "weight: 99", 1)}
    pack, _ = parse_pack(broken, "zh")
    assert pack is not None
    assert "zh-problem" not in [rule.id for rule in pack.rules]
    assert "zh-implication" in [rule.id for rule in pack.rules]


def test_every_setting_has_a_default_but_the_language() -> None:
    assert PackSource.model_validate({"language": "en"}).gap == 8
