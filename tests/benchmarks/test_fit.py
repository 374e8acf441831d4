"""The fitting of a pack's numbers: exact slopes, honest bounds, edits that change nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the requirements of `make bench`")

from app.language import Ear, Pack, classify, weigh_turn  # noqa: E402
from app.packs import read_pack  # noqa: E402
from app.reading import Context  # noqa: E402
from app.vocabulary import Move  # noqa: E402
from benchmarks.fit.__main__ import main  # noqa: E402
from benchmarks.fit.curve import Curve, draw, floor_margin, sure_margin  # noqa: E402
from benchmarks.fit.edit import edit_rules, edit_settings, write  # noqa: E402
from benchmarks.fit.lines import judge, read_lines  # noqa: E402
from benchmarks.fit.numbers import (  # noqa: E402
    Number,
    numbers_of,
    rounded,
    with_numbers,
    without,
)
from benchmarks.fit.report import marks, misses, uses  # noqa: E402
from benchmarks.fit.solve import Aim, fit, loss, propose, solve  # noqa: E402
from benchmarks.fit.table import MOVES, RANK, Table, tabulate  # noqa: E402
from benchmarks.fit.trial import Means, cross, settle, table_of  # noqa: E402

PACK = """\
language: en  # the settings
word_boundaries: true
base:
  question: {situation: 1.0}
  statement: {other: 0.5}   # a default
floor: 0.2
"""
RULES = """\
# Two rules that quarrel.
- id: en-problem-bother
  move: problem
  form: question
  weight: 2   # by hand
  any: [bother]
  why: {zh: 难, en: trouble}
  hit: [what bother do you have?, bother?]
- id: en-implication-what
  move: implication
  any: ["^ what"]
  against: {problem: 0.5, situation: 1}
  why: {zh: 果, en: "asks: what"}
- {id: en-feature-steel, move: feature, any: [steel], why: {zh: 钢, en: steel}}
- id: en-rude
  fault: rude
  any: [shut up]
  why: {zh: 无礼, en: rude}
"""
CORPUS = """\
- {move: implication, says: [what then?]}
- {move: feature, says: [steel all through]}
"""
BOTHER = "\n".join(
    f"en\tproblem\twhat bother do you have with {thing}?\t"
    for thing in ("lids", "pumps", "vans", "tills", "keys", "maps", "bolts", "ropes")
)
LINES = f"lang\tlabel\ttext\tcontext\n{BOTHER}\nen\tfeature\tsteel lids\t\nzh\tproblem\t难吗\t\n"
PLAYS = (
    '{"id": "p1", "lang": "en", "turns": ['
    '{"by": "buyer", "text": "Too dear.", "acts": ["objection"]},'
    '{"by": "trainee", "text": "where? steel", "clauses": ['
    '{"text": "where?", "move": "situation"}, {"text": "steel", "move": "feature"}]},'
    '{"by": "buyer", "text": "Hm.", "acts": ["silence"]},'
    '{"by": "trainee", "text": "what then?", "clauses": ['
    '{"text": "what then?", "move": "implication"}]}]}\n'
)
AIM = Aim(0.3, 0.05, 1.0)
MEANS = Means(folds=3, most=5, step=0.25, rest=0.05)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pack")
    for name, text in {
        "pack.yaml": PACK,
        "rules/all.yaml": RULES,
        "corpus/all.yaml": CORPUS,
        "lines.tsv": LINES,
        "plays.jsonl": PLAYS,
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def pack(folder: Path) -> Pack:
    found, findings = read_pack(folder, "en")
    assert findings == []
    assert found is not None
    return found


@pytest.fixture(scope="module")
def table(folder: Path, pack: Pack) -> Table:
    lines = read_lines(folder / "lines.tsv", "en") + read_lines(folder / "plays.jsonl", "en")
    return table_of(lines, pack)


def test_lines_carry_the_buyer_before_them_and_the_last_question(folder: Path) -> None:
    place, steel, then = read_lines(folder / "plays.jsonl", "en")
    assert place.context.buyer_said == "Too dear."
    assert place.context.buyer_acts == ("objection",)
    assert steel.wanted == {Move.FEATURE}
    assert then.context == Context("Hm.", then.context.buyer_acts, Move.SITUATION)
    assert {place.kin, steel.kin, then.kin} == {"p1"}


def test_a_line_of_another_language_is_left_out(folder: Path) -> None:
    assert len(read_lines(folder / "lines.tsv", "en")) == 9
    assert [line.text for line in read_lines(folder / "lines.tsv", "zh")] == ["难吗"]


def test_the_points_of_a_table_are_the_points_of_the_engine(table: Table, pack: Pack) -> None:
    ear = Ear({"en": pack})
    weighed = [
        one for line in table.lines for one in weigh_turn(line.text, ear, "en", line.context)
    ]
    assert len(weighed) == len(table.line_of)
    for found, points in zip(weighed, table.points(table.start), strict=True):
        assert {move: points[RANK[move]] for move in found.points} == dict(found.points)


def test_the_leading_move_of_a_table_is_the_leading_move_of_the_engine(
    table: Table, pack: Pack
) -> None:
    ear = Ear({"en": pack})
    heard = [classify(line.text, ear, "en", line.context).move for line in table.lines]
    assert [MOVES[at] for at in table.leading(table.start)] == heard


def test_the_slope_of_the_loss_is_its_slope(pack: Pack, folder: Path) -> None:
    line = read_lines(folder / "lines.tsv", "en")[0]
    table = tabulate(
        [replace(line, text=f"{line.text} where do they all go? they are steel all through.")], pack
    )
    assert len(table.line_of) > 1
    values = table.start + 0.1
    _, slope, _ = loss(table, values, 1.3)
    for at in range(len(values)):
        nudge = np.zeros(len(values))
        nudge[at] = 1e-5
        rise = loss(table, values + nudge, 1.3)[0] - loss(table, values - nudge, 1.3)[0]
        assert slope[at] == pytest.approx(rise / 2e-5, abs=1e-6)


def test_a_fit_hears_what_was_misheard_within_the_bounds(table: Table, pack: Pack) -> None:
    before = judge(table.lines, pack)
    assert not before[0].right
    numbers = fit(table, AIM, 0)
    assert all(one.bounds[0] <= value <= one.bounds[1] for one, value in numbers.items())
    fitted = with_numbers(pack, rounded(numbers, numbers_of(pack), 0.25))
    assert all(one.right for one in judge(table.lines, fitted))


def test_numbers_that_nothing_speaks_against_stay(table: Table) -> None:
    values = dict(zip(table.numbers, solve(table, Aim(0.3, 0.5, 1.0)), strict=True))
    assert values[Number("weight", "en-feature-steel")] == 3.0
    stiff = solve(table, Aim(0.3, 1e4, 1.0))
    assert list(stiff) == list(table.start)


def test_a_new_against_needs_several_lines(table: Table) -> None:
    found = propose(table, table.start, AIM, 5)
    assert found == [Number("against", "en-problem-bother", "implication")]
    assert propose(table, table.start, AIM, 5, support=9) == []


def test_every_line_is_tried_by_numbers_it_did_not_shape(table: Table, pack: Pack) -> None:
    judged = cross(table, pack, 0.3, MEANS)
    assert sorted(one.text for one in judged) == sorted(
        line.text for line in table.lines if line.source != "corpus"
    )
    assert sum(one.right for one in judged) >= len(judged) - 1


def test_corpus_lines_survive_a_fit(table: Table, pack: Pack) -> None:
    numbers, lost = settle(table, pack, 0.3, MEANS)
    assert lost == []
    assert numbers != numbers_of(pack)


def test_the_curve_is_as_sure_as_it_is_right() -> None:
    judged = [(at / 10, at > 30 or at % 3 > 0) for at in range(100)]
    sure = sure_margin(judged)
    assert sure is not None
    assert sure < 2.1
    curve = draw(judged, 0.3)
    assert curve.right >= 0.9
    assert curve.sure == sum(margin >= sure for margin, _ in judged)
    assert curve.floor == 0.3


def test_where_nearly_all_is_wrong_the_floor_rises() -> None:
    judged = [(0.0, at % 10 == 0) for at in range(40)] + [(3.0, True)] * 40
    assert floor_margin(judged) == 0.0
    curve = draw(judged, 0.1)
    assert curve.unsure == 40
    assert curve.sure == 40


def test_no_margin_suffices_where_none_does() -> None:
    assert sure_margin([(1.0, False)] * 30) is None
    assert draw([(1.0, at % 2 == 0) for at in range(30)], 0.1).sure == 0


def changed(pack: Pack, **to: float) -> Mapping[Number, float]:
    """The pack's numbers with some weights by the tail of the rule's id."""
    return {
        one: next((value for tail, value in to.items() if one.owner.endswith(tail)), was)
        if one.kind == "weight"
        else was
        for one, was in numbers_of(pack).items()
    }


def test_an_edit_changes_numbers_and_nothing_else(pack: Pack) -> None:
    after = dict(changed(pack, bother=2.75, what=2.5, steel=3.5))
    after[Number("against", "en-problem-bother", "implication")] = 0.75
    after[Number("against", "en-implication-what", "problem")] = 0.0
    edited = edit_rules(RULES, numbers_of(pack), after)
    assert edited == RULES.replace(
        "  move: problem\n", "  move: problem\n  against: {implication: 0.75}\n"
    ).replace("weight: 2   # by hand", "weight: 2.75   # by hand").replace(
        "  move: implication\n", "  move: implication\n  weight: 2.5\n"
    ).replace("{problem: 0.5, situation: 1}", "{situation: 1}").replace(
        "move: feature,", "move: feature, weight: 3.5,"
    )


def test_the_last_against_goes_with_its_line(pack: Pack) -> None:
    after = {one: 0.0 if one.kind == "against" else was for one, was in numbers_of(pack).items()}
    edited = edit_rules(RULES, numbers_of(pack), after)
    assert edited == RULES.replace("  against: {problem: 0.5, situation: 1}\n", "")


def test_settings_keep_their_comments(pack: Pack) -> None:
    after = dict(numbers_of(pack))
    after[Number("base", "statement", "other")] = 0.75
    edited = edit_settings(PACK, numbers_of(pack), after, Curve(0.5, -0.25, 0.3, 1, 1, 0, 0))
    assert "  statement: {other: 0.75}   # a default\n" in edited
    assert "language: en  # the settings\n" in edited
    assert "floor: 0.3\n" in edited
    assert "calibration: {slope: 0.5, intercept: -0.25}" in edited


def test_what_is_written_is_what_was_fitted(pack: Pack, folder: Path, tmp_path: Path) -> None:
    for path in folder.glob("**/*.yaml"):
        copy = tmp_path / path.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text("utf-8"), "utf-8")
    after = changed(pack, bother=4.25)
    assert write(tmp_path, numbers_of(pack), after, None) == ["rules/all.yaml"]
    found, findings = read_pack(tmp_path, "en")
    assert findings == []
    assert found is not None
    assert numbers_of(found) == after


def test_a_dropped_rule_is_silent(table: Table, pack: Pack) -> None:
    steel = judge([line for line in table.lines if line.text == "steel lids"], pack)
    silent = without(pack, ("en-feature-steel",))
    heard = judge([line for line in table.lines if line.text == "steel lids"], silent)
    assert [steel[0].heard, heard[0].heard] == ["feature", "other"]


def test_uses_count_what_dropping_a_rule_costs(table: Table, pack: Pack) -> None:
    found = {one.rule: one for one in uses(table, pack)}
    assert found["en-feature-steel"].corpus == 1
    assert found["en-feature-steel"].lines == -2
    assert found["en-problem-bother"].wins == 0
    assert found["en-problem-bother"].rightly == 8
    assert found["en-implication-what"].lines == 8 - 1


def test_misses_are_grouped_by_why(table: Table, pack: Pack) -> None:
    found = misses(table, judge(table.lines, pack))
    assert {
        why: {kind: len(lines) for kind, lines in kinds.items()} for why, kinds in found.items()
    } == {
        "silent": {},
        "unheard": {},
        "outweighed": {"problem → implication": 8},
    }


def test_marks_are_words_of_lines_that_no_rule_of_their_move_hears(
    table: Table, pack: Pack
) -> None:
    assert marks(table, pack) == {}
    deaf = without(pack, ("en-problem-bother",))
    found = marks(tabulate(table.lines, deaf), deaf)
    assert found["problem"][0] == ("what bother do", 8, 8, 0)


def test_the_command_reports_and_fits(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ["en", "--pack", str(folder), "--lines", str(folder / "lines.tsv")]
    asked += ["--plays", str(folder / "plays.jsonl"), "--folds", "3"]
    assert main([*asked, "--report"]) == 0
    assert "problem → implication" in capsys.readouterr().out
    held = ["--held", str(folder / "lines.tsv"), "--pulls", "0.3", "--rest", "0.05"]
    held += ["--curve", str(folder / "plays.jsonl"), "--least", "0"]
    assert main([*asked, *held]) == 0
    said = capsys.readouterr().out
    assert "en-problem-bother" in said
    assert "of 3 lines not fitted" in said
    assert "held, fitted     accuracy 1.0000" in said
    assert (folder / "rules/all.yaml").read_text("utf-8") == RULES


def test_a_base_never_vanishes(table: Table, pack: Pack) -> None:
    """A question in which no rule speaks must keep a move to be heard as."""
    base = Number("base", "question", "situation")
    none = {one: 0.0 if one == base else value for one, value in numbers_of(pack).items()}
    grid = rounded(none, numbers_of(pack), 0.25)
    assert 0 < grid[base] < 0.25
    asked = judge([line for line in table.lines if line.text == "where?"], with_numbers(pack, grid))
    assert asked[0].right


def test_the_floor_sinks_below_a_curve_that_is_right_often_enough() -> None:
    judged = [(0.0, at % 3 == 0) for at in range(60)] + [(3.0, True)] * 40
    assert floor_margin(judged) is None
    assert draw(judged, 0.9).unsure == 0
