"""`spinfab words`: an organisation's word lists checked, tried, published; corrections exported."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from app.commands.door import at_desk, language_named, stop
from app.findings import Finding, Place, Severity
from app.language import Ear
from app.language.gold import NotGold, read_rows
from app.signs import visible
from app.vocabulary import Language, Wording, language_of

MOST_BYTES = 1_000_000
MOST_LINES_BYTES = 20_000_000
Files = Annotated[list[Path], typer.Argument(help="Word list files (YAML).")]
File = Annotated[Path, typer.Argument(help="A word list file (YAML).")]
Org = Annotated[str, typer.Option(help="The organisation's id, as `spinfab org` tells it.")]
Lang = Annotated[str, typer.Option(help="Language of the messages: zh or en.")]


def register(cli: typer.Typer) -> None:
    """Add this family's commands."""
    family = typer.Typer(no_args_is_help=True, help="An organisation's own words.")
    family.command(epilog="Example: spinfab words check beds.yaml")(check)
    family.command(name="try", epilog="Example: spinfab words try beds.yaml --lines ours.txt")(
        try_out
    )
    family.command(epilog="Example: spinfab words publish beds.yaml --org org_house")(publish)
    family.command(epilog="Example: spinfab words off --org org_house")(off)
    family.command(epilog="Example: spinfab words export --org org_house > lines.tsv")(export)
    cli.add_typer(family, name="words")


def check(
    files: Files,
    json: Annotated[bool, typer.Option("--json", help="All findings as one JSON object.")] = False,
    lang: Lang = "en",
) -> None:
    """Check word lists: what cannot be read, what no pack can hear; exit status 1 if anything."""
    from app.coaching.wordlist import parse_words
    from app.packs import load_ear

    shown, ear = language_named(lang), load_ear()[0]
    findings = [
        finding
        for file in files
        for finding in _read_list(file) or parse_words(_text(file), str(file), ear)[1]
    ]
    errors = sum(one.severity is Severity.ERROR for one in findings)
    if json:
        told = [{"file": one.place.file, **_shape(one, shown)} for one in findings]
        shape = {"checked": len(files), "errors": errors, "findings": told}
        typer.echo(orjson.dumps(shape, option=orjson.OPT_INDENT_2).decode())
    else:
        _print(findings, shown)
        warnings = len(findings) - errors
        typer.echo(f"{len(files)} checked: {errors} errors, {warnings} warnings", err=True)
    raise typer.Exit(1 if errors else 0)


def try_out(
    file: File,
    lines: Annotated[
        Path | None, typer.Option(help="Your lines: one a line, or a labelled TSV (*.tsv).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    lang: Lang = "en",
) -> None:
    """Show which lines are heard differently with a list: yours, and those of the packs' corpora.

    Exit status 1 where the list has errors, or changes too much to be published.
    """
    from app.coaching.trial import tried, verdict
    from app.coaching.wordlist import parse_words
    from app.packs import corpus_lines, load_ear

    shown, ear = language_named(lang), load_ear()[0]
    findings = _read_list(file)
    words = None
    if not findings:
        words, findings = parse_words(_text(file), str(file), ear)
    if words is None:
        _print(findings, shown)
        raise typer.Exit(1)
    corpus = tried(words, ear, corpus_lines())
    own = tried(words, ear, _own_lines(lines, ear)) if lines else ()
    findings += verdict(words, corpus)
    if json:
        shape = {
            "own": [_trial(one) for one in own],
            "corpus": [_trial(one) for one in corpus],
            "findings": [_shape(one, shown) for one in findings],
        }
        typer.echo(orjson.dumps(shape, option=orjson.OPT_INDENT_2).decode())
    else:
        for name, trials in (("your lines", own), ("corpus", corpus)):
            for trial in trials:
                _print_trial(name, trial)
        _print(findings, shown)
    raise typer.Exit(1 if any(one.severity is Severity.ERROR for one in findings) else 0)


def publish(
    file: File,
    org: Org,
    force: Annotated[
        bool, typer.Option(help="Publish what changes too many corpus lines, too.")
    ] = False,
) -> None:
    """Check and try a list, and have an organisation's new attempts heard with it.

    Attempts under way stay with the list that they were begun with.
    """
    from app.authoring import words

    if unread := _read_list(file):
        _print(unread, "en")
        raise typer.Exit(1)
    text = _text(file)

    async def run(desk: Any) -> tuple[Any, list[Finding]]:
        return await words.publish(desk, org, text, file=str(file), forced=force)

    found, findings = at_desk(run, org)
    _print(findings, "en")
    typer.echo(f"{found.name}: version {found.number} is active ({found.id})")


def off(org: Org) -> None:
    """Switch an organisation's word list off: new attempts are heard by the packs alone."""
    from app.authoring import words

    async def run(desk: Any) -> Any:
        found = await words.active(desk, org)
        return found and await words.switch(desk, org, found.id, on=False)

    found = at_desk(run, org)
    typer.echo(f"{found.name}: version {found.number} is off" if found else "no list was active")


def export(org: Org) -> None:
    """Print an organisation's corrections as a TSV for `spinfab eval`, without personal data."""
    from app.practice import correcting

    typer.echo(at_desk(lambda desk: correcting.exported(desk, org), org), nl=False)


def _read_list(file: Path) -> list[Finding]:
    """What keeps a file from being read as text: W008; stops where it is not there."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return []  # its first characters are enough to be found too many
        file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        stop(Wording(zh=f"读不了 {file}：{error.strerror}", en=f"{file}: {error.strerror}"))
    except UnicodeDecodeError as error:
        message = Wording(zh="文件不是 UTF-8 编码", en=f"this is not UTF-8 (byte {error.start})")
        mend = Wording(zh="用 UTF-8 另存", en="save it as UTF-8")
        return [Finding("W008", Place(str(file), 1, 1), message, mend)]
    return []


def _text(file: Path) -> str:
    with file.open("rb") as held:
        return held.read(MOST_BYTES).decode("utf-8-sig", "replace")


def _own_lines(file: Path, ear: Ear) -> Iterator[Any]:
    from app.coaching.trial import Line

    try:
        if file.stat().st_size > MOST_LINES_BYTES:
            stop(Wording(zh=f"{file} 太大", en=f"{file} is too large"))
        text = file.read_text("utf-8-sig", "replace")
        rows = read_rows(text) if file.suffix == ".tsv" else None
    except (OSError, NotGold) as error:
        stop(Wording(zh=f"读不了 {file}：{error}", en=f"{file}: {error}"))
    if rows is None:
        yield from (Line(one, ear.language(one)) for one in map(str.strip, text.split("\n")) if one)
        return
    for row in rows:
        lang = language_of(row.lang) if row.lang else ear.language(row.text)
        if not row.label.startswith("buyer:"):
            yield Line(row.text, lang, row.context, row.label)


def _print_trial(name: str, trial: Any) -> None:
    print(
        f"== {name}, {trial.lang}: {len(trial.changes)} of {trial.lines} lines "
        f"heard differently ({trial.share:.1%})"
    )
    for change in trial.changes:
        right = {None: " ", True: "+", False: "-"}[change.mended]
        before, after = (" !".join(one) for one in (change.before, change.after))
        words = ", ".join(change.words)
        print(f"{right} {before} -> {after}  [{visible(words)}]  {visible(change.line.text)}")
    wide = [(pattern, count) for (_, pattern), count in trial.heard.items()][:5]
    if wide:
        print("  heard oftenest: " + ", ".join(f"{visible(one)} {count}" for one, count in wide))


def _trial(trial: Any) -> dict[str, Any]:
    return {
        "lang": trial.lang,
        "lines": trial.lines,
        "share": round(trial.share, 4),
        "changes": [
            {
                "text": one.line.text,
                "label": one.line.label,
                "before": one.before,
                "after": one.after,
                "words": one.words,
                "mended": one.mended,
            }
            for one in trial.changes
        ],
        "heard": [
            {"in": name, "pattern": pattern, "lines": count}
            for (name, pattern), count in trial.heard.items()
        ],
    }


def _shape(finding: Finding, language: Language) -> dict[str, Any]:
    from app.problems import finding_json

    return finding_json(finding, language)


def _print(findings: Iterable[Finding], language: Language) -> None:
    for finding in findings:
        typer.echo(finding.line(language))
