"""`spinfab play` and `spinfab score`, as a person at a terminal meets them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import assemble
from app.coaching.exchange import dump_exchange
from app.coaching.transcript import said_of, talk
from tests.coaching.talks import BAKERY, bakery

RUNNER = CliRunner()
CLI = assemble()


def run(*arguments: str, typed: str | None = None) -> Result:
    return RUNNER.invoke(CLI, list(arguments), input=typed)


@pytest.fixture
def shop(tmp_path: Path) -> str:
    file = tmp_path / "bakery.yaml"
    file.write_text(BAKERY, "utf-8")
    return str(file)


def test_a_script_of_lines_gives_the_documented_object(shop: str, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("Do the bottoms get burnt at times?\n/wait\n/leave\nStill here?\n", "utf-8")
    done = run("play", shop, "--lang", "en", "--script", str(lines), "--json")
    assert done.exit_code == 0, done.output
    shape = json.loads(done.stdout)
    assert shape["scenario"] == "bakery"
    assert [turn["you"] for turn in shape["turns"]][1:] == ["/wait", "/leave"]
    assert shape["turns"][0]["reading"]["move"] == "problem"
    assert (shape["outcome"], shape["ignored"]) == ("continuation", 1)
    assert set(shape["parts"]) == {
        "discovery",
        "questions",
        "value",
        "listening",
        "commitment",
        "conduct",
    }


def test_a_shipped_scenario_goes_by_its_id() -> None:
    done = run("play", "combs-to-monks", "--json", typed="您好，我来看看您这里。\n")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["scenario"] == "combs-to-monks"


def test_a_person_can_play_in_the_terminal(shop: str) -> None:
    typed = "/hint\nDo the bottoms get burnt at times?\n\n/leave\n"
    done = run("play", shop, "--lang", "en", typed=typed)
    assert done.exit_code == 0, done.output
    for wanted in ("Briefing", "Ms Qin: ", "Look at the trays.", "[problem]", "Score: "):
        assert wanted in done.output


def test_leaving_the_terminal_early_still_tells_the_score(shop: str) -> None:
    done = run("play", shop, "--lang", "zh", typed="您好\n")
    assert done.exit_code == 0, done.output
    assert "得分" in done.output


def test_what_cannot_be_played_is_said_with_what_can() -> None:
    done = run("play", "no-such-scenario", "--json", typed="")
    assert done.exit_code == 2
    assert "combs-to-monks" in done.output
    assert run("play", "combs-to-monks", "--lang", "fr").exit_code == 2
    assert run("play", "combs-to-monks", "--script", "no-such-file").exit_code == 2


def test_a_broken_scenario_file_shows_its_findings(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("format: 1\nid: broken\n", "utf-8")
    done = run("play", str(file), "--json", typed="")
    assert done.exit_code == 1
    assert "broken.yaml:" in done.output


def test_recorded_exchanges_are_scored(shop: str, tmp_path: Path) -> None:
    lines = ["Do the bottoms get burnt at times?", "How much waste does that lead to?"]
    turns, _ = talk([said_of(line) for line in lines], bakery(), "en", 3)
    file = tmp_path / "talk.json"
    file.write_text(json.dumps([dump_exchange(turn.exchange) for turn in turns]), "utf-8")
    done = run("score", str(file), "--json")
    assert done.exit_code == 0, done.output
    shape = json.loads(done.stdout)
    assert shape["score"] > 10
    assert shape["parts"]["discovery"]["evidence"][0]["turns"] == [1]
    with_words = run("score", str(file), "--scenario", shop, "--json")
    assert json.loads(with_words.stdout)["findings"][0]["title"]


def test_what_play_records_score_reads(shop: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    typed = "Do the bottoms get burnt at times?\nHow much waste does that lead to?\n"
    arguments = ("play", shop, "--lang", "en", "--script", "-", "--json", "--record", str(kept))
    played = json.loads(run(*arguments, typed=typed).stdout)
    scored = json.loads(run("score", str(kept), "--scenario", shop, "--json").stdout)
    assert scored["score"] == played["score"]
    exported = {"turns": [{"you": "x", "exchange": one} for one in json.loads(kept.read_text())]}
    kept.write_text(json.dumps(exported))
    again = json.loads(run("score", str(kept), "--scenario", shop, "--json").stdout)
    assert again["score"] == played["score"]


def test_labelled_talks_are_scored_one_a_line(tmp_path: Path) -> None:
    labelled = {
        "id": "t1",
        "lang": "en",
        "turns": [
            {"by": "trainee", "text": "Why?", "clauses": [{"text": "Why?", "move": "problem"}]},
            {"by": "buyer", "text": "It broke.", "acts": ["implied_need"]},
        ],
    }
    file = tmp_path / "talks.jsonl"
    file.write_text("\n".join([json.dumps(labelled)] * 2), "utf-8")
    done = run("score", str(file))
    assert done.exit_code == 0, done.output
    assert done.output.count("t1: ") == 2


@pytest.mark.parametrize("text", ["no json", '{"turns": 3}', '[{"no": "x"}]'])
def test_what_is_no_talk_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_text(text, "utf-8")
    assert run("score", str(file)).exit_code == 2


def test_a_turn_may_hold_any_mark_but_a_line_end(shop: str, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    odd = "Do they\x85 get\u2028 burnt\x1c at times?\0"
    lines.write_bytes(f"{odd}\r\n/leave".encode())
    done = run("play", shop, "--lang", "en", "--script", str(lines), "--json")
    assert [turn["you"] for turn in json.loads(done.stdout)["turns"]] == [odd, "/leave"]


def test_what_holds_no_talk_is_not_scored(tmp_path: Path) -> None:
    for name, held in (("empty", ""), ("other", '{"a": 1}'), ("deep", "[" * 10_000)):
        file = tmp_path / f"{name}.json"
        file.write_text(held, "utf-8")
        done = run("score", str(file))
        assert done.exit_code == 2, name
        assert "pydantic" not in done.output
        assert len(done.output.splitlines()) == 2
