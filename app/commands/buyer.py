"""`spinfab check`: what is wrong with scenarios, packs and prompts, at file, line and column."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, get_args

import orjson
import typer

from app.coaching.plays import run_plays
from app.coaching.prompts import STOCK_FILE
from app.coaching.turn import make_lesson
from app.errors import BrokenFiles
from app.findings import Finding, Place, Severity
from app.language.lint import lint_pack
from app.library import Library, content_root, load_library, read_prompts, unreadable
from app.notation import PatternError
from app.packs import read_pack
from app.scenario.parse import parse_script
from app.scenario.script import Script, schema
from app.settings import Settings
from app.vocabulary import Language, Wording, language_of

USAGE = 2
MOST_BYTES = 2_000_000
TEMPLATE = Path(__file__).parents[1] / "scenario" / "template.yaml"
_ID = re.compile(r"[a-z][a-z0-9_-]{0,47}")


def register(cli: typer.Typer) -> None:
    """Add this family's commands."""
    cli.command(name="check")(check)
    cli.command(name="new")(new)
    cli.command(name="schema")(print_schema)


def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Scenario files, packs, prompts, or folders.")
    ],
    json: Annotated[bool, typer.Option("--json", help="All findings as one JSON object.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the messages: zh or en.")] = "en",
    plays: Annotated[bool, typer.Option(help="Play the scenarios' plays, too.")] = True,
    strict: Annotated[
        bool, typer.Option(help="Hold drafts to the bar of shipped scenarios; warnings fail too.")
    ] = False,
) -> None:
    """Check scenarios, language packs and prompts; exit status 1 if anything must be mended.

    Example: spinfab check scenarios/combs-to-monks.yaml
    """
    if lang.partition("-")[0] not in get_args(Language):
        typer.echo(f"--lang {lang}: zh or en", err=True)
        raise typer.Exit(USAGE)
    findings: list[Finding] = []
    checked = 0
    for path in paths:
        if not path.exists():
            typer.echo(f"There is no {path}.", err=True)
            raise typer.Exit(USAGE)
        for file in _files(path):
            checked += 1
            findings += _check(file, strict, plays)
    if not checked:
        typer.echo(f"No scenario (*.yaml), pack or prompts in {_named(paths)}.", err=True)
        raise typer.Exit(USAGE)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    if json:
        shape = {
            "checked": checked,
            "errors": errors,
            "warnings": warnings,
            "findings": [_shape(finding) for finding in findings],
        }
        print(orjson.dumps(shape, option=orjson.OPT_INDENT_2).decode())
    else:
        for finding in findings:
            print(finding.line(language_of(lang)))
        typer.echo(f"{checked} checked: {errors} errors, {warnings} warnings", err=True)
    raise typer.Exit(1 if errors or (strict and warnings) else 0)


def new(
    scenario: Annotated[str, typer.Argument(help="The id: small letters, digits and dashes.")],
    to: Annotated[Path | None, typer.Option(help="The file to write; else ID.yaml here.")] = None,
) -> None:
    """Write a small complete scenario to start from.

    Example: spinfab new late-delivery
    """
    file = to or Path(f"{scenario}.yaml")
    if not _ID.fullmatch(scenario):
        typer.echo("An id begins with a small letter: small letters, digits, - and _.", err=True)
        raise typer.Exit(USAGE)
    text = TEMPLATE.read_text("utf-8").replace("id: my-first-scenario", f"id: {scenario}")
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}.", err=True)
        raise typer.Exit(USAGE) from error
    typer.echo(f"Wrote {file}. Next: spinfab check {file}; spinfab play {file}")


def print_schema() -> None:
    """Print the JSON schema of scenario files, for editors that complete and check.

    Example: spinfab schema > scenario.schema.json
    """
    print(orjson.dumps(schema(), option=orjson.OPT_INDENT_2).decode())


def _named(paths: list[Path]) -> str:
    return ", ".join(map(str, paths))


def _files(path: Path) -> Iterator[Path]:
    """Scenario files, packs and folders of prompts at or below a path."""
    if _is_whole(path):
        yield path
    elif path.is_dir():
        for entry in sorted(path.iterdir()):
            if entry.is_dir() or entry.suffix in (".yaml", ".yml"):
                yield from _files(entry)
    else:
        yield next((up for up in path.parents if _is_whole(up)), path)


def _is_whole(folder: Path) -> bool:
    """Whether a folder is checked as one: a pack, or all the prompts."""
    return (folder / "pack.yaml").is_file() or _is_prompts(folder)


def _is_prompts(folder: Path) -> bool:
    return any((folder / language / STOCK_FILE).is_file() for language in get_args(Language))


def _check(path: Path, strict: bool, plays: bool) -> list[Finding]:
    if not path.is_dir():
        return _check_scenario(path, strict, plays)
    return _check_prompts(path) if _is_prompts(path) else _check_pack(path)


def _check_prompts(folder: Path) -> list[Finding]:
    try:
        *_, findings = read_prompts(folder)
    except BrokenFiles as broken:
        findings = list(broken.findings)
    return [
        replace(one, place=replace(one.place, file=str(folder.parent / one.place.file)))
        for one in findings
    ]


def _check_scenario(file: Path, strict: bool, plays: bool) -> list[Finding]:
    try:
        with file.open("rb") as held:
            text = held.read(MOST_BYTES + 1).decode("utf-8-sig")
    except OSError as error:
        return [unreadable(str(file), error)]
    except UnicodeDecodeError as error:
        message = Wording(zh="文件不是 UTF-8 编码", en=f"this is not UTF-8 (byte {error.start})")
        mend = Wording(zh="用 UTF-8 另存", en="save it as UTF-8")
        return [Finding("S008", Place(str(file), 1, 1), message, mend)]
    shipped = strict or file.resolve().parent == (content_root() / "scenarios").resolve()
    script, findings = parse_script(text, str(file), shipped=shipped)
    broken = any(finding.severity is Severity.ERROR for finding in findings)
    if script and script.plays and plays and not broken:
        findings += _play(script, str(file), text)
    return findings


def _play(script: Script, file: str, text: str) -> list[Finding]:
    library = _library()
    try:
        lesson = make_lesson(library.ear, script, library.stock, library.prompts)
    except PatternError as error:
        message = Wording(zh=f"话题词有误：{error}", en=f"a topic word cannot be used: {error}")
        mend = Wording(zh="检查 about 里的写法", en="check the patterns under `about`")
        return [Finding("S043", Place(file), message, mend)]
    return run_plays(lesson, file, text)


@lru_cache(maxsize=1)
def _library() -> Library:
    return load_library(Settings().content)


def _check_pack(folder: Path) -> list[Finding]:
    for language in get_args(Language):
        if folder.resolve().name == language:
            pack, findings = read_pack(folder, language)
            return [*findings, *(lint_pack(pack) if pack else ())]
    message = Wording(zh="语言包文件夹要以语言命名", en="a pack's folder is named by its language")
    mend = Wording(zh="例如 packs/zh", en="such as packs/zh")
    return [Finding("L099", Place(str(folder)), message, mend)]


def _shape(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "path": finding.path,
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "mend": {"zh": finding.mend.zh, "en": finding.mend.en},
    }
