"""The docs are run: their commands, their samples, and what they promise to name."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def blocks(page: str, kind: str = "") -> list[str]:
    """The fenced blocks of a page, of one kind."""
    text = (ROOT / page).read_text("utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of the product, run as the docs say."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**ENVIRONMENT, "SPINFAB_DATA": str(tmp_path / "data"), "SPINFAB_PORT": str(port)}
    with subprocess.Popen(
        [str(BIN / "spinfab"), "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield url
        server.terminate()


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    told = next(block for block in blocks("README.md") if "spinfab label" in block)
    for command in told.strip().splitlines():
        done = subprocess.run(
            command.replace(".venv/bin/spinfab", str(BIN / "spinfab")),
            shell=True,
            cwd=ROOT,
            env=ENVIRONMENT,
            input="/leave\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_every_make_target_shown_is_there() -> None:
    pages = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
    shown = {
        target
        for page in pages
        for target in re.findall(r"^make (\w+)", page.read_text("utf-8"), re.MULTILINE)
    }
    there = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert shown
    assert shown <= there


def test_every_setting_is_in_the_operators_guide() -> None:
    told = (ROOT / "docs" / "operators.md").read_text("utf-8")
    missing = [f for f in Settings.model_fields if f"`SPINFAB_{f.upper()}`" not in told]
    assert not missing


def test_the_way_of_the_trainers_guide_works(tmp_path: Path) -> None:
    told = blocks("docs/trainers.md")[0]
    for command in told.strip().splitlines():
        done = subprocess.run(
            command.partition("#")[0],
            shell=True,
            cwd=tmp_path,
            env=ENVIRONMENT,
            input="/leave\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_the_need_of_the_trainers_guide_fits_a_scenario(tmp_path: Path) -> None:
    """The sample put in place of the first need of a new scenario reads without an error."""
    sample = yaml.safe_load(blocks("docs/trainers.md", "yaml")[0])
    file = tmp_path / "sample.yaml"
    subprocess.run(
        [str(BIN / "spinfab"), "new", "sample", "--to", str(file)], check=True, capture_output=True
    )
    scenario = yaml.safe_load(file.read_text("utf-8"))
    scenario["needs"].extend(sample["needs"])
    file.write_text(yaml.safe_dump(scenario, allow_unicode=True), "utf-8")
    done = subprocess.run(
        [str(BIN / "spinfab"), "check", str(file), "--no-plays", "--json"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert '"severity":"error"' not in done.stdout.replace(" ", ""), done.stdout


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_quick_start_for_an_lms_runs(served: str, tmp_path: Path) -> None:
    script = "set -e\n" + blocks("docs/lms.md", "sh")[0].replace("curl -s", "curl -sS --fail")
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**ENVIRONMENT, "URL": served},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    attempt = json.loads((tmp_path / "attempt.json").read_text("utf-8"))
    assert attempt["buyer"]
    assert '"move":"implication"' in done.stdout.replace(" ", "")
    assert '"ended":true' in done.stdout.replace(" ", "")
