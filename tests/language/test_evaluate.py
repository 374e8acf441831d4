"""Figures over labelled lines, by hand and by the command's own reading of files."""

import json

import pytest

from app.language import Ear
from app.language.evaluate import Judged, confusion, figures, macro, summary, taken_for_merit
from app.language.gold import NotGold, judge_plays, judge_rows, read_rows


def judged(*pairs: tuple[str, str]) -> list[Judged]:
    return [Judged("g", gold, heard, 0.75, "") for gold, heard in pairs]


LINES = judged(
    ("problem", "problem"),
    ("problem", "situation"),
    ("situation", "situation"),
    ("opening", "situation"),
    ("close", "close"),
)


def test_figures_of_a_label() -> None:
    found = figures(LINES, "situation")
    assert (found.precision, found.recall, found.f1, found.support) == (1 / 3, 1.0, 0.5, 1)


def test_macro_f1_is_over_lines_with_those_labels_only() -> None:
    assert macro(LINES, ("situation", "problem", "implication")) == pytest.approx(2 / 3)
    assert macro(LINES, ("feature",)) is None


def test_other_moves_taken_for_spin_or_fab() -> None:
    assert taken_for_merit(LINES) == 0.5


def test_a_finer_kind_counts_as_its_move() -> None:
    lines = judged(("close:sign", "close:direct"), ("price", "price:trade"), ("price", "close"))
    assert summary(lines)["move_accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert summary(lines)["accuracy"] == 0


def test_confusion_and_calibration() -> None:
    assert confusion(LINES)["problem"] == {"problem": 1, "situation": 1}
    assert summary(LINES)["calibration"] == [
        {"from": 0.7, "lines": 5, "confidence": 0.75, "right": 0.6}
    ]


TSV = (
    "id\tlang\tlabel\ttext\tcontext\tflag\n"
    "1\tzh-Hans\tproblem\t麻烦吗？\t\t\n"
    "2\tzh-Hant\timplication\t影響什麼？\t\todd\n"
    "3\tzh\thandle_objection\t其实不贵\t太贵了\t\n"
    "4\tzh\tclose\t签吧\t\t\n"
    "5\tzh\tbuyer:objection\t太贵了\t\t\n"
)


def test_rows_are_judged_with_their_context(ear: Ear) -> None:
    found = list(judge_rows(read_rows(TSV), ear))
    assert [one.right for one in found] == [True] * 5
    assert [one.group for one in found] == ["zh-Hans", "zh-Hant", "zh", "zh", "zh buyer"]
    assert found[1].flag == "odd"


def test_a_file_without_labels_is_refused() -> None:
    with pytest.raises(NotGold, match="label"):
        read_rows("lang\ttext\nzh\t您好\n")


def test_clauses_of_plays_are_judged_by_overlap(ear: Ear) -> None:
    play = {
        "id": "p",
        "lang": "zh",
        "turns": [
            {"by": "buyer", "text": "太贵了", "acts": ["objection"]},
            {
                "by": "trainee",
                "text": "其实不贵。麻烦吗？",
                "clauses": [
                    {"text": "其实不贵。", "move": "handle_objection"},
                    {"text": "麻烦吗？", "move": "problem"},
                ],
            },
        ],
    }
    text = json.dumps(play)
    for given in (False, True):
        assert [one.right for one in judge_plays(text, ear, given_clauses=given)] == [True, True]
    with pytest.raises(NotGold, match="line 1"):
        list(judge_plays("{}", ear))
