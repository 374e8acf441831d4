"""`spinfab label` and `spinfab eval` as a person runs them."""

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from app.commands import ear

cli = typer.Typer()
ear.register(cli)
run = CliRunner()


def test_label_writes_one_object_a_line() -> None:
    said = "您现在用哪家供应商？\nHow often does it break down?\n\n"
    result = run.invoke(cli, ["label", "--json"], input=said)
    assert result.exit_code == 0
    shapes = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(shape["lang"], shape["move"]) for shape in shapes[:2]] == [
        ("zh", "situation"),
        ("en", "problem"),
    ]
    assert len(shapes) == 3


def test_label_reads_for_people_too() -> None:
    result = run.invoke(cli, ["label", "--lang", "zh-Hant"], input="您現在用哪家供應商？")
    assert result.exit_code == 0
    assert result.stdout.startswith("situation")


def test_reasons_come_in_the_language_asked_for() -> None:
    result = run.invoke(cli, ["label", "--json", "--why", "en"], input="您现在用哪家供应商？")
    why = json.loads(result.stdout)["clauses"][0]["evidence"][0]["why"]
    assert why.isascii() or not any("\u4e00" <= character <= "\u9fff" for character in why)


def test_what_is_not_utf8_does_not_stop_it() -> None:
    result = run.invoke(cli, ["label", "--json"], input=b"\xff\xfe\x00abc\n")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


def test_an_unknown_language_is_a_usage_error() -> None:
    assert run.invoke(cli, ["label", "--lang", "fr"], input="x").exit_code == 2


def test_eval_measures_a_file(tmp_path: Path) -> None:
    file = tmp_path / "lines.tsv"
    file.write_text(
        "lang\tlabel\ttext\nzh\tsituation\t您现在用哪家供应商？\nen\tother\tHow many do you use?\n",
        "utf-8",
    )
    result = run.invoke(cli, ["eval", str(file), "--json", "--misses"])
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert figures["all"]["accuracy"] == 0.5
    assert [miss["heard"] for miss in figures["misses"]] == ["situation"]
    shown = run.invoke(cli, ["eval", str(file), "--misses"])
    assert "accuracy 0.500" in shown.stdout


def test_eval_of_what_is_no_labelled_file_is_a_usage_error(tmp_path: Path) -> None:
    file = tmp_path / "lines.tsv"
    file.write_text("a\tb\n", "utf-8")
    result = run.invoke(cli, ["eval", str(file)])
    assert result.exit_code == 2
    assert "label" in result.output
    assert run.invoke(cli, ["eval", str(tmp_path / "none.tsv")]).exit_code == 2
