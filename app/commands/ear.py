"""`spinfab label` and `spinfab eval`: hearing lines, and measuring how well they are heard."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from app.language import Ear, classify, reading_json
from app.language.calibration import fit, margin
from app.language.evaluate import Judged, by_group, summary
from app.language.gold import NotGold, judge_plays, judge_rows, read_rows
from app.packs import load_ear
from app.reading import Context
from app.signs import visible
from app.vocabulary import Language, language_of

USAGE = 2
WIDTH = 18


def register(cli: typer.Typer) -> None:
    """Add this family's commands."""
    cli.command(name="label")(label)
    cli.command(name="eval")(evaluate)


def label(
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en; by default the script decides.")] = "",
    why: Annotated[str, typer.Option(help="Language of the reasons: zh or en.")] = "",
    buyer: Annotated[str, typer.Option(help="What the buyer said before.")] = "",
) -> None:
    """Say what each line of standard input does.

    Example: echo "How often does it fail?" | spinfab label --json
    """
    ear, _ = load_ear()
    language = _language(lang)
    reasons = _language(why)
    context = Context(buyer_said=buyer)
    for line in _lines():
        reading = classify(line, ear, language, context)
        shape = reading_json(reading, reasons)
        if json:
            print(orjson.dumps(shape).decode())
        else:
            _print_reading(shape)


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="TSV of labelled lines, or JSONL of plays.")],
    json: Annotated[bool, typer.Option("--json", help="All figures as one JSON object.")] = False,
    misses: Annotated[bool, typer.Option(help="List the lines heard wrongly.")] = False,
    given_clauses: Annotated[
        bool, typer.Option(help="Plays: hear each labelled clause by itself.")
    ] = False,
    as_turns: Annotated[
        bool, typer.Option(help="Lines: cut each into clauses, and judge its leading move.")
    ] = False,
) -> None:
    """Measure the ear on labelled lines: precision, recall and F1 of every label.

    A TSV has a header with lang, label, text and, if wanted, context (the buyer's line before) and
    flag; a line with one label is heard as one clause. Example: spinfab eval lines.tsv --misses
    """
    ear, _ = load_ear()
    judged: list[Judged] = []
    for file in files:
        try:
            judged.extend(_judge(file, ear, given_clauses, as_turns))
        except (OSError, NotGold, UnicodeDecodeError) as error:
            typer.echo(f"{file}: {error}", err=True)
            raise typer.Exit(USAGE) from error
        except RecursionError as error:
            typer.echo(f"{file}: nested too deep to be read", err=True)
            raise typer.Exit(USAGE) from error
    trainee = [one for one in judged if not one.gold.startswith("buyer:")]
    figures: dict[str, Any] = {
        "all": summary(trainee),
        "buyer": summary([one for one in judged if one.gold.startswith("buyer:")]),
        "plain": summary([one for one in trainee if not one.flag]),
        "groups": {name: summary(lines) for name, lines in by_group(judged).items()},
    }
    if json:
        if misses:
            figures["misses"] = [_miss(one) for one in judged if not one.right]
        print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
        return
    _print_figures(figures)
    _print_curves(trainee, ear)
    if misses:
        for one in judged:
            if not one.right:
                print("\t".join(map(str, _miss(one).values())))


def _judge(file: Path, ear: Ear, given_clauses: bool, as_turns: bool) -> Iterator[Judged]:
    text = file.read_text("utf-8-sig")
    if file.suffix == ".jsonl":
        return judge_plays(text, ear, given_clauses=given_clauses)
    return judge_rows(read_rows(text), ear, as_turns=as_turns)


def _language(written: str) -> Language | None:
    if not written:
        return None
    if written.partition("-")[0] not in ("zh", "en"):
        typer.echo(f"--lang {written}: zh or en", err=True)
        raise typer.Exit(USAGE)
    return language_of(written)


def _lines() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _miss(one: Judged) -> dict[str, object]:
    return {
        "group": one.group,
        "label": one.gold,
        "heard": one.heard,
        "confidence": round(one.confidence, 2),
        "text": one.text,
        "rules": one.rules,
        "flag": one.flag,
    }


def _print_reading(shape: dict[str, Any]) -> None:
    for clause in shape["clauses"]:
        rules = " ".join(one["rule"] for one in clause["evidence"])
        faults = " ".join(f"!{fault}" for fault in clause["faults"])
        print(f"{clause['move']:<{WIDTH}} {clause['confidence']:.2f}  {visible(clause['text'])}")
        if rules or faults:
            print(f"{'':<{WIDTH}}       {rules} {faults}".rstrip())


def _print_curves(judged: list[Judged], ear: Ear) -> None:
    """The calibration that fits these lines best, for `pack.yaml`."""
    for language, pack in ear.packs.items():
        curve = pack.settings.calibration
        pairs = [
            (margin(one.confidence, curve.slope, curve.intercept), one.right)
            for one in judged
            if one.lang == language and one.heard != "abstain"
        ]
        if len(pairs) > 20:
            slope, intercept = fit(pairs)
            print(
                f"{language}: calibration in pack {curve.slope:.2f}, {curve.intercept:.2f}; "
                f"these {len(pairs)} lines fit {slope:.2f}, {intercept:.2f}"
            )


def _print_figures(figures: dict[str, Any]) -> None:
    for name in ("all", "plain", "buyer"):
        found = figures[name]
        if not found["lines"]:
            continue
        print(f"== {name}: {found['lines']} lines, accuracy {found['accuracy']:.3f}")
        for key in ("move_accuracy", "spin_macro_f1", "fab_macro_f1", "seven_macro_f1", "macro_f1"):
            if found[key] is not None:
                print(f"   {key:<30} {found[key]:.3f}")
        if found["others_taken_for_spin_or_fab"] is not None:
            print(
                f"   {'others taken for SPIN or FAB':<30} "
                f"{found['others_taken_for_spin_or_fab']:.3f}"
            )
    everything = figures["all"]
    print(f"{'label':<{WIDTH}} {'P':>6} {'R':>6} {'F1':>6} {'lines':>6}  heard as")
    for label_name, one in everything["labels"].items():
        heard = everything["confusion"].get(label_name, {})
        wrong = ", ".join(f"{k} {v}" for k, v in heard.items() if k != label_name)
        print(
            f"{label_name:<{WIDTH}} {one['precision']:6.3f} {one['recall']:6.3f} "
            f"{one['f1']:6.3f} {one['support']:6}  {wrong}"
        )
    print(
        "confidence: "
        + "  ".join(
            f"{band['from']:.1f}+ {band['right']:.2f}/{band['lines']}"
            for band in everything["calibration"]
        )
    )
    print(f"calibration error: {everything['calibration_error']:.3f}")
    for name, found in figures["groups"].items():
        print(f"group {name}: {found['lines']} lines, accuracy {found['accuracy']:.3f}")
