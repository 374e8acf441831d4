"""`spinfab words`, `org` and `key`, on an installation of their own."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
import yaml

ROOT = Path(__file__).parents[2]
SPINFAB = Path(sys.executable).parent / "spinfab"
BROKEN = ROOT / "tests" / "broken_words"


@pytest.fixture
def run(tmp_path: Path) -> "Run":
    return Run(tmp_path)


class Run:
    """Runs `spinfab` in a folder with its own data, as a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if "SPINFAB" not in name},
            "SPINFAB_DATA": str(folder / "data"),
            "PATH": f"{SPINFAB.parent}{os.pathsep}{os.environ['PATH']}",
        }

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.shell(" ".join(["spinfab", *(f"'{word}'" for word in words)]))

    def shell(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def blocks(kind: str) -> list[str]:
    text = (ROOT / "docs" / "words.md").read_text("utf-8")
    return [part.partition("```")[0] for part in text.split(f"```{kind}\n")[1::]]


@pytest.mark.slow
def test_the_way_of_the_guide_to_words_works(run: Run) -> None:
    sample = next(block for block in blocks("yaml") if block.startswith("format:"))
    assert yaml.safe_load(sample)["name"] == "hospital-beds"
    (run.folder / "beds.yaml").write_text(sample, "utf-8")
    (run.folder / "ours.txt").write_text("It goes into Trendelenburg.\n", "utf-8")
    commands = [
        line
        for block in blocks("")
        for line in block.strip().splitlines()
        if line.startswith("spinfab words") or line.startswith("spinfab eval")
    ]
    assert len(commands) == 6
    for command in commands:
        done = run.shell(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        if " try " in command:
            assert "1 of 1 lines heard differently" in done.stdout
            assert "!jargon  [Trendelenburg]" in done.stdout
    assert (run.folder / "lines.tsv").read_text("utf-8") == "lang\tlabel\ttext\tcontext\ttrade\n"


@pytest.mark.slow
def test_an_organisation_has_its_lists_and_its_people(run: Run) -> None:
    organisation = run("org", "Northern Beds").stdout.partition("\t")[0]
    assert organisation in run("org").stdout
    wide = str(BROKEN / "W031-heard-everywhere.yaml")
    refused = run("words", "publish", wide, "--org", organisation)
    assert refused.returncode == 1
    assert "W031" in refused.stderr
    forced = run("words", "publish", wide, "--org", organisation, "--force")
    assert (forced.returncode, "version 1 is active" in forced.stdout) == (0, True)
    assert run("key", "--org", organisation, "--kind", "king").returncode == 2
    token = run("key", "--org", organisation, "--kind", "trainer").stdout.strip()
    assert len(token) > 40
    for words in (["off"], ["export"], ["publish", wide]):
        assert run("words", *words, "--org", "org_nobody").returncode == 2
    assert run("words", "publish", "no-such-file.yaml", "--org", organisation).returncode == 2


def test_findings_are_printed_like_a_compiler_does(run: Run) -> None:
    latin = run.folder / "latin.yaml"
    latin.write_bytes("name: é".encode("latin-1"))
    broken = str(BROKEN / "W020-unknown-class.yaml")
    done = run("words", "check", broken, str(latin))
    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert first.startswith(f"{broken}:6:7: error W020: ")
    assert second.startswith(f"{latin}:1:1: error W008: ")
    told = orjson.loads(run("words", "check", broken, "--json", "--lang", "zh").stdout)
    (finding,) = told["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("W020", broken, 6)
    assert "语言包没有词类" in finding["message"]
    assert run("words", "check", "no-such-file.yaml").returncode == 2


def test_labelled_lines_show_what_a_list_mends_and_spoils(run: Run) -> None:
    lines = run.folder / "ours.tsv"
    rows = ["label\ttext", "feature\tIt goes into Trendelenburg.", "buyer:fact\tWe have beds."]
    lines.write_text("\n".join(rows), "utf-8")
    listed = run.folder / "beds.yaml"
    listed.write_text(
        "format: 1\nname: beds\nlists:\n  - {lang: en, classes: {jargon: [Trendelenburg]}}\n"
    )
    told = orjson.loads(run("words", "try", str(listed), "--lines", str(lines), "--json").stdout)
    (own,) = told["own"]
    assert own["lines"] == 1
    assert own["changes"][0]["label"] == "feature"
    assert "jargon" in own["changes"][0]["after"]
    assert told["findings"] == []
