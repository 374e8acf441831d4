import shutil
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner

from app.commands import buyer

SMALL = Path("tests/scenario/small.yaml")


@pytest.fixture(scope="module")
def cli() -> typer.Typer:
    cli = typer.Typer()
    cli.callback()(lambda: None)
    buyer.register(cli)
    return cli


def test_a_fine_file_is_fine(cli: typer.Typer) -> None:
    run = CliRunner().invoke(cli, ["check", str(SMALL)])
    assert (run.exit_code, run.stdout) == (0, "")


def test_findings_are_printed_like_a_compiler_does(cli: typer.Typer) -> None:
    run = CliRunner().invoke(cli, ["check", "tests/broken/S020-unknown-need.yaml"])
    assert run.exit_code == 1
    start = "tests/broken/S020-unknown-need.yaml:22:35: error S020: there is no need 'dmap'"
    assert run.stdout.startswith(start)
    chinese = CliRunner().invoke(
        cli, ["check", "tests/broken/S020-unknown-need.yaml", "--lang", "zh"]
    )
    assert "没有叫 dmap 的需求" in chinese.stdout


def test_a_folder_is_searched_and_json_is_one_object(cli: typer.Typer) -> None:
    run = CliRunner().invoke(cli, ["check", "tests/broken", "--json"])
    assert run.exit_code == 1
    shape = orjson.loads(run.stdout)
    assert shape["checked"] == len(list(Path("tests/broken").glob("*.yaml")))
    assert shape["errors"] + shape["warnings"] == len(shape["findings"])
    first = shape["findings"][0]
    assert set(first) == {
        *("code", "severity", "file", "line", "column", "path", "message", "mend"),
    }


def test_warnings_alone_are_fine_unless_strict(cli: typer.Typer) -> None:
    path = "tests/broken/S030-missing-translation.yaml"
    assert CliRunner().invoke(cli, ["check", path]).exit_code == 0
    assert CliRunner().invoke(cli, ["check", path, "--strict"]).exit_code == 1


def test_what_is_not_there_is_a_usage_error(cli: typer.Typer, tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["check", str(tmp_path / "none.yaml")]).exit_code == 2
    assert CliRunner().invoke(cli, ["check", str(tmp_path)]).exit_code == 2


def test_a_file_that_is_not_utf8_is_a_finding(cli: typer.Typer, tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("id: café".encode("latin-1"))
    run = CliRunner().invoke(cli, ["check", str(path)])
    assert run.exit_code == 1
    assert "S008" in run.stdout


def test_a_new_scenario_is_a_good_start(cli: typer.Typer, tmp_path: Path) -> None:
    path = tmp_path / "late-delivery.yaml"
    made = CliRunner().invoke(cli, ["new", "late-delivery", "--to", str(path)])
    assert made.exit_code == 0
    assert "id: late-delivery\n" in path.read_text("utf-8")
    run = CliRunner().invoke(cli, ["check", str(path), "--strict"])
    assert (run.exit_code, run.stdout) == (0, "")


def test_a_new_scenario_never_overwrites(cli: typer.Typer, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("my work")
    assert CliRunner().invoke(cli, ["new", "mine", "--to", str(path)]).exit_code == 2
    assert path.read_text() == "my work"
    assert CliRunner().invoke(cli, ["new", "Mine!", "--to", "x"]).exit_code == 2


def test_the_schema_is_for_editors(cli: typer.Typer) -> None:
    shape = orjson.loads(CliRunner().invoke(cli, ["schema"]).stdout)
    assert "needs" in shape["properties"]


def test_a_pack_is_linted(cli: typer.Typer) -> None:
    run = CliRunner().invoke(cli, ["check", "app/language/packs/en", "--json"])
    assert orjson.loads(run.stdout)["checked"] == 1


def test_prompts_are_checked_as_a_whole(cli: typer.Typer, tmp_path: Path) -> None:
    fine = CliRunner().invoke(cli, ["check", "prompts/zh/rules.yaml", "prompts"])
    assert (fine.exit_code, fine.stdout) == (0, "")
    folder = tmp_path / "prompts"
    shutil.copytree("prompts", folder)
    (folder / "en" / "feedback.yaml").write_text("- id: a\n  text: [\n", "utf-8")
    broken = CliRunner().invoke(cli, ["check", str(tmp_path)])
    assert broken.exit_code == 1
    assert broken.stdout.startswith(f"{folder}/en/feedback.yaml:3:1: error P001")


def test_a_file_that_cannot_be_opened_is_a_finding(cli: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    run = CliRunner().invoke(cli, ["check", str(tmp_path)])
    assert run.exit_code == 1
    assert run.stdout.startswith(f"{tmp_path}/gone.yaml:1:1: error S097")


def test_a_language_of_messages_is_one_there_is(cli: typer.Typer) -> None:
    run = CliRunner().invoke(cli, ["check", str(SMALL), "--lang", "fr"])
    assert run.exit_code == 2
