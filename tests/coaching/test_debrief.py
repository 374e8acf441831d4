"""The debrief: parts with evidence, the board, turning points rightly dated, changes to make."""

from dataclasses import replace

import pytest

from app.coaching.debrief import Debrief, debrief
from app.coaching.exchange import Exchange
from app.coaching.transcript import said_of, talk
from app.coaching.turning import greatest_fall, greatest_rise, mood_changes
from app.vocabulary import Language, Move, Outcome, Part
from tests.coaching.talks import bakery, good_talk, opening, pusher_talk, turn

LINES = [
    "Hello, I'm Ann from Stone Ovens, may I ask you a few things?",
    "Do the bottoms get burnt at times?",
    "The stone deck is four centimetres thick.",
    "How much waste does that lead to?",
    "/leave",
]


def looked_back(language: Language = "en", lines: list[str] = LINES) -> Debrief:
    turns, _ = talk([said_of(line) for line in lines], bakery(), language, 3)
    return debrief([one.exchange for one in turns], bakery(), language)


def test_it_tells_outcome_score_and_every_part_with_evidence() -> None:
    told = looked_back()
    assert told.outcome is Outcome.CONTINUATION
    assert told.outcome_text.startswith("A continuation")
    assert [part.part for part in told.parts] == list(Part)
    assert told.score.total == round(sum(part.points for part in told.parts))
    notes = [note for part in told.parts for note in part.notes]
    assert all(note.title and note.why and note.turns for note in notes)
    assert told.went_well[0].rule.startswith("earned-it")


def test_the_board_quotes_and_does_not_give_away_what_was_not_found() -> None:
    found, hidden = looked_back().board
    assert (found.name, found.solidity) == ("burnt bottoms", "thin")
    assert found.quotes[0].said == LINES[1]
    assert (hidden.name, hidden.solidity, hidden.quotes) == ("", "empty", ())


def test_the_mix_stands_beside_figures_with_their_sources() -> None:
    told = looked_back()
    counts = {row.move: row.count for row in told.mix}
    assert counts[Move.IMPLICATION] == 1
    assert sum(counts.values()) == told.questions
    assert sum(row.share for row in told.mix) == pytest.approx(1)
    assert all("Rackham" in one.source or "Gong" in one.source for one in told.figures)


def test_it_reads_in_both_languages() -> None:
    zh, en = looked_back("zh"), looked_back("en")
    assert zh.parts[0].name == "发掘需要"
    assert en.parts[0].name == "Discovery"
    assert len(zh.five_logics) == len(en.five_logics) == 5
    assert zh.model_play != en.model_play
    assert en.model_lines == ("Do the bottoms get burnt easily?",)


def test_at_most_three_changes_each_with_a_better_line() -> None:
    told = debrief(pusher_talk(), bakery(), "en")
    assert 1 <= len(told.changes) <= 3
    points = [change.points for change in told.changes]
    assert points == sorted(points, reverse=True)
    assert all(change.you and change.better and change.why for change in told.changes)
    assert len({change.rule for change in told.changes}) == len(told.changes)


def test_a_missed_need_is_a_change() -> None:
    rules = [change.rule for change in looked_back().changes]
    assert "missed" in rules


def moods(*changes: float) -> list[Exchange]:
    made = [opening("a")]
    for no, change in enumerate(changes, 1):
        made.append(replace(turn(no, "rapport"), trust=change))
    return made


def test_a_loss_is_dated_to_where_it_began() -> None:
    changes = mood_changes(moods(1, 1, -0.5, -0.5, -2, 0.5), ())
    fall, rise = greatest_fall(changes, ()), greatest_rise(changes, ())
    assert fall is not None
    assert (fall.began, fall.ended, fall.change) == (3, 5, -3)
    assert rise is not None
    assert rise.began == 1


def test_small_swings_are_no_turning_points() -> None:
    changes = mood_changes(moods(0.2, -0.3, 0.1), ())
    assert greatest_fall(changes, ()) is None
    assert greatest_rise(changes, ()) is None


def test_another_person_with_another_mood_is_no_turning_point() -> None:
    talked = moods(0.1, -3, 0.1)
    talked = [
        replace(one, standing=replace(one.standing, person="boss" if one.no > 1 else "qin"))
        for one in talked
    ]
    assert greatest_fall(mood_changes(talked, ()), ()) is None


def test_a_talk_without_moods_turns_where_the_points_were() -> None:
    told = debrief(good_talk(), bakery(), "en")
    assert any(point.good for point in told.turning_points)


def test_hardly_anything_said_still_gives_a_debrief() -> None:
    for lines in ([], ["/wait"], ["hi"]):
        told = looked_back("zh", lines)
        assert told.score.total < 20
        assert told.timeline[0].turn == 0
