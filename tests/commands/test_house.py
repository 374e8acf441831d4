"""Backups can be made while the service runs, and put back; nothing is overwritten unasked."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.accounts.models import OrganisationRow
from app.cli import assemble
from app.db import Add, Unit, open_database, table_of

ORGANISATIONS = table_of(OrganisationRow)


async def fill(data: Path, name: str) -> None:
    db = await open_database(f"sqlite:///{data / 'spinfab.db'}")
    await db.write(Unit((Add(ORGANISATIONS, {"id": name, "name": name, "created_at": 0}),)))
    await db.close()


def names(path: Path) -> list[str]:
    with sqlite3.connect(path) as held:
        found = [name for (name,) in held.execute("SELECT id FROM organisations ORDER BY id")]
    held.close()
    return found


def spinfab(data: Path, *words: str, database: str = "") -> Result:
    env = {"SPINFAB_DATA": str(data), "SPINFAB_DATABASE": database}
    return CliRunner().invoke(assemble(), list(words), env=env)


async def test_a_backup_of_a_running_service_can_be_put_back(tmp_path: Path) -> None:
    data, safe = tmp_path / "data", tmp_path / "safe.db"
    db = await open_database(f"sqlite:///{data / 'spinfab.db'}")
    await db.write(Unit((Add(ORGANISATIONS, {"id": "a", "name": "a", "created_at": 0}),)))
    done = spinfab(data, "backup", str(safe))
    assert done.exit_code == 0, done.output
    await db.close()
    assert names(safe) == ["a"]
    await fill(data, "b")
    done = spinfab(data, "restore", str(safe))
    assert done.exit_code == 0, done.output
    assert names(data / "spinfab.db") == ["a"]
    (kept,) = data.glob("spinfab.db.2*")
    assert names(kept) == ["a", "b"]
    await fill(data, "c")
    assert names(data / "spinfab.db") == ["a", "c"]


async def test_a_backup_does_not_overwrite_a_file(tmp_path: Path) -> None:
    await fill(tmp_path, "a")
    there = tmp_path / "there"
    there.write_text("mine")
    done = spinfab(tmp_path, "backup", str(there))
    assert done.exit_code == 2
    assert there.read_text() == "mine"


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 100])
async def test_what_is_no_backup_is_not_put_in_place(tmp_path: Path, content: bytes | None) -> None:
    await fill(tmp_path / "data", "a")
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    done = spinfab(tmp_path / "data", "restore", str(source))
    assert done.exit_code == 2
    assert str(source) in done.output
    assert names(tmp_path / "data" / "spinfab.db") == ["a"]


def test_on_postgresql_its_own_tools_are_named(tmp_path: Path) -> None:
    done = spinfab(tmp_path, "backup", "x", database="postgresql://127.0.0.1/x")
    assert done.exit_code == 2
    assert "pg_dump" in done.output


def test_there_is_nothing_to_back_up_before_the_first_run(tmp_path: Path) -> None:
    done = spinfab(tmp_path, "backup", str(tmp_path / "x"))
    assert done.exit_code == 2
    assert "spinfab run" in done.output


@pytest.mark.parametrize("command", ["run", "backup", "restore"])
def test_every_command_explains_itself_with_an_example(command: str, tmp_path: Path) -> None:
    done = spinfab(tmp_path, command, "--help")
    assert done.exit_code == 0
    assert f"Example: spinfab {command}" in done.output


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("mysql://x", "'mysql' is not known"),
        ("sqlite:////dev/null/x.db", "/dev/null/x.db"),
        ("postgresql://me:secret@127.0.0.1:1/x", "postgresql://me:…@127.0.0.1:1/x"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_in_a_line(
    tmp_path: Path, database: str, told: str
) -> None:
    done = spinfab(tmp_path, "run", "--port", "0", database=database)
    assert done.exit_code == 2
    assert told in done.output
    assert "secret" not in done.output
    assert len(done.output.splitlines()) == 1


async def test_a_backup_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    await fill(tmp_path, "a")
    done = spinfab(tmp_path, "backup", str(tmp_path / "nowhere" / "b.db"))
    assert done.exit_code == 2
    assert "cannot be written" in done.output


@pytest.mark.parametrize(
    ("name", "value", "status", "told"),
    [
        ("SPINFAB_PORT", "abc", 2, "SPINFAB_PORT: "),
        ("SPINFAB_LOG", "loud", 2, "SPINFAB_LOG: "),
        ("SPINFAB_CONTENT", "/nowhere", 1, "prompts/zh/buyer.yaml:1:1: error S097"),
    ],
)
def test_a_wrong_setting_is_told_without_a_traceback(
    tmp_path: Path, name: str, value: str, status: int, told: str
) -> None:
    env = {**os.environ, "SPINFAB_DATA": str(tmp_path), name: value}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "run"],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == status, done.stderr
    assert done.stderr.startswith(told)
    assert "Traceback" not in done.stderr
