"""The house rules that a machine can hold: layers, sizes, purity, no trace of one machine."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
MOST_LINES = 280
THINKERS = ("notation", "language", "scenario", "coaching")


def test_imports_run_downhill() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is part of the environment that `make setup` makes"
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_readable_in_one_sitting(module: Path) -> None:
    lines = module.read_text("utf-8").count("\n")
    assert lines <= MOST_LINES, f"{lines} lines: divide it where its subject divides"


@pytest.mark.parametrize("folder", THINKERS)
def test_thinkers_do_not_touch_the_world(folder: str) -> None:
    touching = []
    for path in (ROOT / "app" / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef | ast.Await):
                touching.append(f"{path.name}:{node.lineno} async")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"open", "print", "input"}
            ):
                touching.append(f"{path.name}:{node.lineno} {node.func.id}()")
    assert not touching


@pytest.mark.parametrize("folder", THINKERS)
def test_thinkers_name_no_language(folder: str) -> None:
    """A new language is a folder: no thinker may ask which language it is."""
    asking = re.compile(r"""(==|!=|\bin)\s*\(?["'](zh|en|zh-Hans|zh-Hant)["']""")
    named = [
        f"{path.name}:{number}"
        for path in (ROOT / "app" / folder).rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if asking.search(line)
    ]
    assert not named


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_nothing_names_one_machine_or_an_index() -> None:
    banned = re.compile(r"/(root|home/\w+|work)/\w|(index-url|find-links)[ =]+\S|--hash=\S+ +http")
    naming = []
    for path in tracked_files():
        if path == Path(__file__) or path.suffix in {".png", ".svg"} or not path.exists():
            continue
        for number, line in enumerate(path.read_text("utf-8", "ignore").splitlines(), 1):
            if banned.search(line):
                naming.append(f"{path.relative_to(ROOT)}:{number}")
    assert not naming


def test_every_dependency_is_pinned_with_hashes() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
        loose = [b.splitlines()[0] for b in blocks if "==" not in b or "--hash=sha256:" not in b]
        assert not loose, lock.name
