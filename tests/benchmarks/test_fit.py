"""The fitting of words: what is learnt and what is not, honest bounds, the file that comes out."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the requirements of `make bench`")
pytest.importorskip("scipy", reason="scipy comes with the requirements of `make bench`")

from app.language import Ear, Pack, classify, parse_pack  # noqa: E402
from app.language.classify import surroundings  # noqa: E402
from app.language.leanings import Row, read_rows, write_rows  # noqa: E402
from app.language.weigh import Hearing  # noqa: E402
from app.packs import PACKS, read_pack  # noqa: E402
from app.reading import Context  # noqa: E402
from app.vocabulary import BuyerAct, Move  # noqa: E402
from benchmarks.fit import solve  # noqa: E402
from benchmarks.fit.__main__ import main  # noqa: E402
from benchmarks.fit.curve import draw, floor_margin, sure_margin  # noqa: E402
from benchmarks.fit.features import Reader, Seen, join  # noqa: E402
from benchmarks.fit.lines import Line, corpus_lines, read_lines  # noqa: E402
from benchmarks.fit.solve import MOVES, SURROUNDINGS, Fitted, Means, fit  # noqa: E402

PACK = """\
language: en
word_boundaries: true
letters: latin
base: {question: {situation: 1.0}, statement: {other: 0.5}}
forms: {question: ["^ (what|where|how) ..."]}
"""
LEXICON = "trouble: [snag, hitch]\n"
RULES = """\
- id: en-problem-bother
  move: problem
  form: question
  weight: 2
  any: [bother]
  why: {zh: 难, en: trouble}
- {id: en-feature-steel, move: feature, any: [steel], why: {zh: 钢, en: steel}}
- {id: en-act-objection, act: objection, any: [too dear], why: {zh: 贵, en: dear}}
"""
CORPUS = """\
- {move: feature, says: [steel all through, solid steel]}
- {move: problem, last_question: situation, says: [what bother?]}
- {act: objection, says: [too dear]}
"""
FILES = {
    "pack.yaml": PACK,
    "lexicon.yaml": LEXICON,
    "rules/all.yaml": RULES,
    "corpus/all.yaml": CORPUS,
}
THINGS = ("lids", "pumps", "vans", "tills", "keys", "maps", "bolts", "ropes", "cups", "doors")
MEANS = Means(ridge=0.5, least=3, faint=0.01)


def built(rows: Sequence[Row] = ()) -> Pack:
    files = {**FILES, "leanings.tsv": write_rows(rows)} if rows else FILES
    pack, findings = parse_pack(files, "en")
    assert findings == []
    assert pack is not None
    return pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return built()


@pytest.fixture(scope="module")
def reader(pack: Pack) -> Reader:
    return Reader(pack)


def line(text: str, label: Move, context: Context | None = None, after: Move | None = None) -> Line:
    return Line(text, label, frozenset((label,)), context or Context(), "test", after=after)


def see(reader: Reader, *lines: Line) -> list[Seen]:
    seen = [reader.see(one) for one in lines]
    assert None not in seen
    return [one for one in seen if one is not None]


def wearing(reader: Reader) -> list[Seen]:
    """Questions in which one word, which no rule knows, tells a problem from a fact."""
    return see(
        reader,
        *(line(f"how many {thing} wear thin", Move.PROBLEM) for thing in THINGS),
        *(line(f"how many {thing} are there", Move.SITUATION) for thing in THINGS),
    )


def heard(fitted: Fitted, seen: Sequence[Seen]) -> list[Move]:
    return [MOVES[int(best)] for best in fitted.scores(seen).argmax(axis=1)]


# ---- what a line holds


def test_a_line_holds_its_runs_its_edges_its_classes_and_its_surroundings(reader: Reader) -> None:
    context = Context(buyer_said="that is too dear")
    (one,) = see(reader, line("What snag, 3 times?", Move.PROBLEM, context, Move.PRICE))
    assert {"what", "^ what", "what snag", "# times", "times $", "snag , #"} <= one.features
    assert {"{class trouble}", "{objection}", "{question}", "{after price}"} <= one.features
    assert not {"$", "^", "{statement}", "times ?", "? $"} & one.features
    assert max(len(name.split()) for name in one.features if name[0] != "{") == 3


def test_a_reader_hears_no_leanings_while_it_reads(reader: Reader) -> None:
    leaning = Reader(
        built([Row("lids", ((Move.CLOSE, 9.0),)), Row("{statement}", ((Move.CLOSE, 9.0),))])
    )
    (bare,), (leant,) = (see(one, line("steel lids", Move.FEATURE)) for one in (reader, leaning))
    assert bare.points == leant.points
    assert Move.CLOSE not in leant.points


def test_what_cannot_be_heard_is_no_line(reader: Reader) -> None:
    assert reader.see(line("", Move.OTHER)) is None


def test_runs_are_joined_as_they_are_written() -> None:
    assert join(["how", "many"]) == "how many"
    assert join(["^", "多", "久", "$"]) == "^ 多久 $"
    assert join(["重", "#", "斤"]) == "重 # 斤"


# ---- what is learnt


def test_a_word_is_learnt_from_lines_and_hears_new_ones(pack: Pack, reader: Reader) -> None:
    fitted = fit(wearing(reader), [], pack, MEANS)
    points = {row.words: dict(row.points) for row in fitted.rows()}
    assert points["thin"][Move.PROBLEM] > 0.1 > points["thin"].get(Move.SITUATION, 0.0)
    new = see(reader, line("how many hinges wear thin", Move.PROBLEM))
    assert heard(fitted, new) == [Move.PROBLEM]
    ear = Ear({"en": built(fitted.rows())})
    assert classify("how many hinges wear thin?", ear).leading.move is Move.PROBLEM
    assert classify("how many hinges wear thin?", Ear({"en": pack})).leading.move is Move.SITUATION


def test_the_engine_gives_the_points_that_were_fitted(pack: Pack, reader: Reader) -> None:
    objecting = Context(buyer_said="far too dear")
    seen = [
        *wearing(reader),
        *see(
            reader,
            *(line(f"steel {thing} last longer", Move.ADVANTAGE, objecting) for thing in THINGS),
            *(line(f"a snag with {thing}", Move.OTHER, after=Move.PRICE) for thing in THINGS),
        ),
    ]
    fitted = fit(seen, [], pack, MEANS)
    leaning = built(fitted.rows())
    for one, scores in zip(seen, fitted.scores(seen), strict=True):
        text, after = one.line.text, one.line.after
        units = leaning.vocabulary.fold(text)
        hearing = Hearing(leaning, units, surroundings(text, leaning, one.line.context))
        points = hearing.weigh(hearing.part(0, len(units.codes)), after).points
        told = [points.get(move, 0.0) for move in MOVES]
        # Written points have two digits, and a line has some dozens of them.
        assert told == pytest.approx((scores / fitted.scale).tolist(), abs=0.2)


def test_a_rare_word_is_left_out_and_faint_points_are_dropped(pack: Pack, reader: Reader) -> None:
    seen = [*wearing(reader), *see(reader, line("cogs galore", Move.OTHER))]
    fitted = fit(seen, [], pack, MEANS)
    assert "galore" not in fitted.places
    assert "thin" in fitted.places
    strict = fit(seen, [], pack, Means(0.5, 3, 0.3))
    assert np.abs(strict.weights[strict.weights != 0]).min() >= 0.3
    assert len(strict.rows()) < len(fitted.rows())


def test_a_ridge_holds_points_back(pack: Pack, reader: Reader) -> None:
    loose, tight = (fit(wearing(reader), [], pack, Means(ridge, 3, 0.0)) for ridge in (0.1, 10))
    assert np.abs(tight.weights).max() < np.abs(loose.weights).max() / 2


def test_rows_come_out_in_the_order_of_moves_and_of_points(pack: Pack, reader: Reader) -> None:
    rows = fit(wearing(reader), [], pack, MEANS).rows()
    ranks = [(MOVES.index(row.points[0][0]), -row.points[0][1]) for row in rows]
    assert ranks == sorted(ranks)
    assert all(row.points == tuple(sorted(row.points, key=lambda one: -one[1])) for row in rows)
    assert list(read_rows(write_rows(rows))) == rows


# ---- what keeps it honest


def test_words_learn_to_do_without_their_surroundings(pack: Pack, reader: Reader) -> None:
    """Each line counts half as it is and half as if nothing had been said before it."""
    objecting = Context(buyer_acts=(BuyerAct.OBJECTION,))
    told = [line(f"think of {thing} instead", Move.HANDLE_OBJECTION, objecting) for thing in THINGS]
    other = [line(f"nice {thing} there", Move.RAPPORT) for thing in THINGS]
    fitted = fit(see(reader, *told, *other), [], pack, MEANS)
    points = {row.words: dict(row.points) for row in fitted.rows()}
    assert points["{objection}"][Move.HANDLE_OBJECTION] > 0
    bare = see(reader, line("think of hinges instead", Move.HANDLE_OBJECTION))
    assert not bare[0].features & SURROUNDINGS
    assert heard(fitted, bare) == [Move.HANDLE_OBJECTION]


def test_twins_share_what_one_line_counts(reader: Reader) -> None:
    (alone,) = see(reader, line("nice lids", Move.RAPPORT))
    (told,) = see(reader, line("nice lids", Move.RAPPORT, after=Move.PRICE))
    assert solve._twins(alone) == [alone]
    twins = solve._twins(told)
    assert [twin.line.counts for twin in twins] == [0.5, 0.5]
    assert [len(twin.features & SURROUNDINGS) for twin in twins] == [1, 0]


def test_rules_are_silenced_on_a_share_of_the_lines_their_writers_knew(
    pack: Pack, reader: Reader
) -> None:
    """There they are right too often: words would have nothing left to learn."""
    known = see(reader, *(line(f"steel {thing}", Move.FEATURE) for thing in THINGS * 20))
    silenced = solve._silenced(known, pack)
    share = sum(Move.FEATURE not in one.points for one in silenced) / len(known)
    assert share == pytest.approx(solve.DEAF, abs=0.1)
    assert [one.features for one in silenced] == [one.features for one in known]
    assert solve._silenced(known, pack) == silenced
    other = see(reader, *(line(f"nice {thing}", Move.OTHER) for thing in THINGS * 20))
    learnt, idle = (fit(other, deaf, pack, MEANS) for deaf in (known, []))
    assert learnt.weights[learnt.places["steel"], solve.AT[Move.FEATURE]] > 0
    assert "steel" not in idle.places


# ---- the lines


TABLE = (
    "lang\tlabel\ttext\tcontext\n"
    "en\tadvantage\tlasts longer\t\nen\tbuyer:objection\ttoo dear\t\nzh\tproblem\t难吗\t\n"
)
PLAY = {
    "id": "p1",
    "lang": "en",
    "turns": [
        {"by": "buyer", "text": "Too dear.", "acts": ["objection"]},
        {
            "by": "trainee",
            "text": "where? steel",
            "clauses": [
                {"text": "where?", "move": "situation"},
                {"text": "steel", "move": "advantage"},
            ],
        },
        {"by": "buyer", "text": "Hm.", "acts": ["silence"]},
        {"by": "trainee", "text": "what?", "clauses": [{"text": "what?", "move": "problem"}]},
    ],
}


def test_lines_of_a_table_are_the_trainees_of_the_language(tmp_path: Path) -> None:
    file = tmp_path / "lines.tsv"
    file.write_text(TABLE, "utf-8")
    assert [one.text for one in read_lines(file, "en")] == ["lasts longer"]
    assert [one.text for one in read_lines(file, "zh")] == ["难吗"]
    # A file that knows no function calls it an advantage.
    assert read_lines(file, "en")[0].wanted == {Move.ADVANTAGE, Move.FUNCTION}


def test_lines_of_plays_carry_what_was_before_them(tmp_path: Path) -> None:
    file = tmp_path / "plays.jsonl"
    file.write_text(json.dumps(PLAY), "utf-8")
    where, steel, what = read_lines(file, "en")
    assert where.context == Context("Too dear.", (BuyerAct.OBJECTION,), None)
    assert (where.after, steel.after, what.after) == (None, Move.SITUATION, None)
    assert steel.wanted == {Move.ADVANTAGE}
    assert what.context == Context("Hm.", (BuyerAct.SILENCE,), Move.SITUATION)


def test_the_packs_own_corpus_gives_its_moves(pack: Pack) -> None:
    own = corpus_lines(pack)
    assert [(one.text, one.label) for one in own] == [
        ("steel all through", "feature"),
        ("solid steel", "feature"),
        ("what bother?", "problem"),
    ]
    assert own[2].context.last_question is Move.SITUATION
    assert all(one.counts < 1 for one in own)


# ---- confidence


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


def test_the_floor_sinks_below_a_curve_that_is_right_often_enough() -> None:
    judged = [(0.0, at % 3 == 0) for at in range(60)] + [(3.0, True)] * 40
    assert floor_margin(judged) is None
    assert draw(judged, 0.9).unsure == 0


# ---- the command


@pytest.mark.slow
def test_the_command_holds_each_file_back_and_writes_nothing_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file: file.read_bytes() for file in sorted((PACKS / "en").glob("*.*"))}
    for name in ("one", "two"):
        rows = [f"problem\thow many {thing} wear thin {name}\t" for thing in THINGS]
        (tmp_path / f"{name}.tsv").write_text("\n".join(["label\ttext\tcontext", *rows]), "utf-8")
    files = [str(tmp_path / f"{name}.tsv") for name in ("one", "two")]
    assert main(["en", *files, "--least", "10"]) == 0
    said = capsys.readouterr().out
    assert "20 lines in 2 files" in said
    assert re.search(r"^one.tsv +10  moves 1.000", said, re.MULTILINE)
    assert re.search(r"^all, held back +20  moves", said, re.MULTILINE)
    assert {file: file.read_bytes() for file in sorted((PACKS / "en").glob("*.*"))} == before
    assert read_pack(PACKS / "en", "en")[0] is not None
