"""`spinfab play` and `spinfab score`: a role-play in the terminal, the score of a recorded one."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import orjson
import typer
from pydantic import ValidationError

from app.coaching.answer import score_json
from app.coaching.exchange import Exchange, dump_exchange, load_exchange
from app.coaching.outside import read_talk, talk_of
from app.coaching.score import score as score_talk
from app.coaching.transcript import closed, said_of, score_of, talk
from app.coaching.transcript import play as play_script
from app.coaching.turn import Lesson, Turn, make_lesson
from app.findings import Severity
from app.library import Library, load_library
from app.scenario.parse import parse_script
from app.scenario.script import Script
from app.settings import Settings
from app.signs import visible
from app.terminal import chips, play_here, show_feedback, show_score
from app.vocabulary import Language, Rubric, Wording, language_of

FINDINGS = 1
USAGE = 2
MOST_BYTES = 4_000_000


def register(cli: typer.Typer) -> None:
    """Add this family's commands."""
    cli.command(name="play")(play)
    cli.command(name="score")(score)


def play(
    scenario: Annotated[str, typer.Argument(help="A scenario's id, or a scenario file.")],
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    script: Annotated[
        Path | None, typer.Option(help="One trainee turn a line; - reads standard input.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The whole talk as one object.")] = False,
    seed: Annotated[int, typer.Option(min=1, help="Which play of many.")] = 1,
    record: Annotated[
        Path | None, typer.Option(help="Write the exchanges here, for `spinfab score`.")
    ] = None,
) -> None:
    """Play a role-play here, or run a script of lines through it.

    Lines may be /wait, /show ID or /leave. Lines after the end are ignored and counted.
    Example: spinfab play combs-to-monks --lang en --script lines.txt --json
    """
    if lang not in ("zh", "en", "zh-Hans", "zh-Hant"):
        _stop(Wording(zh=f"--lang 是 zh 或 en，不是 {lang}", en=f"--lang is zh or en, not {lang}"))
    language = language_of(lang)
    lesson = _lesson(scenario)
    if script is None and not json:
        _keep(play_here(lesson, language, seed), record)
        return
    lines = _lines(_read(script) if script else sys.stdin.read())
    played = play_script(lines, lesson, language, seed)
    if record:
        saids = [said_of(line) for line in lines if line.strip()]
        _keep(closed(talk(saids, lesson, language, seed)[0], lesson, language), record)
    if json:
        sys.stdout.write(orjson.dumps(played, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    for turn in played["turns"]:
        typer.echo(f"> {visible(turn['you'])}\n{chips(turn['reading'])}{turn['buyer']}")
        show_feedback(turn["feedback"], language)
    show_score(played, played["outcome"], lesson, language)


def score(
    transcript: Annotated[Path, typer.Argument(help="Recorded exchanges or a labelled talk.")],
    rubric: Annotated[Rubric, typer.Option(help="Which school judges.")] = Rubric.RACKHAM,
    scenario: Annotated[str, typer.Option(help="Take rubric and weights of this scenario.")] = "",
    json: Annotated[bool, typer.Option("--json", help="The score as one object a talk.")] = False,
) -> None:
    """Score recorded talks: a JSON list of exchanges, or one labelled talk a line (JSONL).

    A labelled talk is {lang, turns: [{by: trainee, text, clauses: [{text, move, faults}]},
    {by: buyer, text, acts}]}. Example: spinfab score talk.json --json
    """
    lesson = _lesson(scenario) if scenario else None
    for name, exchanges, language in _talks(transcript):
        judged = score_of(exchanges, lesson) if lesson else score_talk(exchanges, rubric)
        shape = {
            "transcript": name,
            "outcome": judged.outcome,
            "result": dict(judged.result),
            **score_json(judged, lesson, language),
        }
        if json:
            sys.stdout.write(orjson.dumps(shape).decode() + "\n")
        else:
            parts = "  ".join(f"{part} {one['points']}" for part, one in shape["parts"].items())
            typer.echo(f"{name}: {judged.total}  ({parts})")


def _talks(file: Path) -> Iterator[tuple[str, tuple[Exchange, ...], Language]]:
    text = _read(file)
    try:
        whole = [orjson.loads(text)]
    except orjson.JSONDecodeError:
        try:
            whole = [orjson.loads(line) for line in _lines(text) if line.strip()]
        except orjson.JSONDecodeError as error:
            _stop(Wording(zh=f"{file}：不是 JSON（{error}）", en=f"{file}: not JSON ({error})"))
    if len(whole) > 1 and all(isinstance(one, dict) and "said" in one for one in whole):
        whole = [whole]
    if not whole:
        _stop(Wording(zh=f"{file}：里面没有对话", en=f"{file}: there is no talk in it"))
    for number, one in enumerate(whole, 1):
        try:
            yield _talk(one, f"{file.name}#{number}")
        except ValueError as error:
            why = _first(error)
            _stop(
                Wording(
                    zh=f"{file} 第 {number} 段：既不是存下的对话，也不是标注的对话（{why}）",
                    en=f"{file}, talk {number}: neither recorded nor labelled ({why})",
                )
            )


def _first(error: ValueError) -> str:
    """What is wrong, in one line."""
    if not isinstance(error, ValidationError):
        return str(error)
    wrong = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}".removeprefix(": ")


def _talk(stored: Any, name: str) -> tuple[str, tuple[Exchange, ...], Language]:
    turns = stored.get("turns") if isinstance(stored, dict) else None
    if isinstance(turns, list) and any("exchange" in one for one in turns):
        stored = [one["exchange"] for one in turns]
    if isinstance(stored, list):
        exchanges = tuple(load_exchange(one) for one in stored)
        readings = [one.reading.lang for one in exchanges if one.reading]
        return name, exchanges, readings[0] if readings else "zh"
    labelled = talk_of(stored)
    language = language_of(labelled.lang)
    return str(stored.get("id", name)), read_talk(labelled, language), language


def _lesson(scenario: str) -> Lesson:
    library = load_library(Settings().content)
    script = _script(scenario, library)
    return make_lesson(library.ear, script, library.stock, library.prompts)


def _script(scenario: str, library: Library) -> Script:
    path = Path(scenario)
    if scenario in library.scenarios:
        return library.scenarios[scenario].script
    if path.suffix not in (".yaml", ".yml") and not path.is_file():
        known = ", ".join(sorted(library.scenarios))
        _stop(
            Wording(
                zh=f"没有叫 {scenario} 的场景。现有：{known}",
                en=f"There is no scenario {scenario}. There are: {known}",
            )
        )
    script, findings = parse_script(_read(path), scenario)
    for finding in findings:
        typer.echo(finding.line(), err=True)
    if script is None or any(one.severity is Severity.ERROR for one in findings):
        raise typer.Exit(FINDINGS)
    return script


def _keep(turns: Sequence[Turn], record: Path | None) -> None:
    if not record:
        return
    try:
        record.write_bytes(orjson.dumps([dump_exchange(turn.exchange) for turn in turns]))
    except OSError as error:
        _stop(Wording(zh=f"写不了 {record}：{error}", en=f"Cannot write {record}: {error}"))


def _read(path: Path) -> str:
    try:
        if str(path) == "-":
            return sys.stdin.read()
        if path.stat().st_size > MOST_BYTES:
            _stop(Wording(zh=f"{path} 太大", en=f"{path} is too large"))
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        _stop(Wording(zh=f"读不了 {path}：{error}", en=f"Cannot read {path}: {error}"))


def _lines(text: str) -> list[str]:
    """The lines of a file; a turn may hold the rarer marks at which `splitlines` cuts, too."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _stop(why: Wording) -> NoReturn:
    typer.echo(f"{why.en}\n{why.zh}", err=True)
    raise typer.Exit(USAGE)
