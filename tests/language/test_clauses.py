"""Where a turn falls into clauses, with offsets into what was typed."""

import pytest

from app.language import Ear, classify
from app.reading import Context


def pieces(text: str, ear: Ear) -> list[str]:
    return [clause.text for clause in classify(text, ear, "zh").clauses]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("麻烦吗？影响什么？", ["麻烦吗？", "影响什么？"]),
        ("麻烦吗\n影响什么", ["麻烦吗", "影响什么"]),
        ("理解您，您能省三成", ["理解您，", "您能省三成"]),
        ("这台很重，那台很轻", ["这台很重，那台很轻"]),
        ("如果它坏了，影响什么？", ["如果它坏了，影响什么？"]),
        ("您能省三成，如果它坏了，影响什么？", ["您能省三成，", "如果它坏了，影响什么？"]),
        ("您能省三成，要是它坏", ["您能省三成，要是它坏"]),
        ("您能省三成，对吧？", ["您能省三成，对吧？"]),
        ("您能省三成，对吧，影响什么？", ["您能省三成，对吧，", "影响什么？"]),
        ("那台很重很大的，不过另一台很轻", ["那台很重很大的，不过另一台很轻"]),
        ("您能省三成，不过今天签吧", ["您能省三成，", "不过今天签吧"]),
        ("好。影响什么？", ["好。影响什么？"]),
        ("王总，麻烦吗", ["王总，麻烦吗"]),
        ("麻烦吗，影响什么", ["麻烦吗，", "影响什么"]),
        ("您能省三成 顺便签一下", ["您能省三成", "顺便签一下"]),
        ("您能省三成顺便签一下", ["您能省三成", "顺便签一下"]),
        ("您能省三成要顺便签一下", ["您能省三成要顺便签一下"]),
        ("重3.5公斤。很轻", ["重3.5公斤。", "很轻"]),
    ],
)
def test_cuts(text: str, clauses: list[str], ear: Ear) -> None:
    assert pieces(text, ear) == clauses


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("If the lift is out on a Monday morning, what does your crew go through?", 1),
        ("Dr. Smith weighs 3.5 kilos of it a day.", 1),
    ],
)
def test_english_sentences_that_are_one_clause(text: str, count: int, both: Ear) -> None:
    assert len(classify(text, both).clauses) == count


def test_a_turn_may_acknowledge_then_offer_then_move_on(both: Ear) -> None:
    reading = classify("理解您的顾虑，不过这款能省三成电，要不先试一台？", both)
    moves = [str(clause.move) for clause in reading.clauses]
    assert moves[0] == "acknowledge"
    assert moves[1] in ("advantage", "benefit")
    assert moves[-1] in ("advance", "propose")
    assert len(moves) == 3


def test_clauses_cover_the_text_in_order(both: Ear) -> None:
    text = "  您好！…我是小王，做梳子的😀 OK, how many do you use?\n\n谢谢。"
    at = 0
    for clause in classify(text, both, "zh", Context()).clauses:
        assert clause.start >= at
        assert text[clause.start : clause.end] == clause.text
        at = clause.end
