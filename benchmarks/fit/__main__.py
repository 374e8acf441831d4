"""Fit the numbers of a language's rules to labelled lines, or report on the rules.

    python -m benchmarks.fit en --lines LINES.tsv … --plays PLAYS.jsonl [--held HELD.tsv] [--write]
    python -m benchmarks.fit en --lines LINES.tsv … --plays PLAYS.jsonl --report

Lines that rules were written from flatter the present numbers, and a curve drawn on them is too
sure: give the curve lines of its own that nobody wrote rules from (--curve).

Only numbers change: weights, `against`, base points, the confidence curve and the floor. Nothing is
written without --write; review the table of changes, then run the tests of the pack.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from app.language import Pack
from app.language.evaluate import Judged
from app.packs import PACKS, read_pack
from app.vocabulary import Language
from benchmarks.fit.curve import RIGHT, SURE, UNSURE, Curve, draw
from benchmarks.fit.edit import write
from benchmarks.fit.lines import Line, judge, read_lines
from benchmarks.fit.numbers import Numbers, numbers_of, with_curve, with_numbers
from benchmarks.fit.report import show
from benchmarks.fit.table import Table
from benchmarks.fit.trial import (
    KEYS,
    Means,
    cross,
    flat,
    margins,
    score,
    settle,
    table_of,
    worth,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when a fit or a report was made, 1 when corpus lines were lost."""
    args = _parser().parse_args(argv)
    language: Language = args.language
    folder: Path = args.pack or PACKS / language
    pack, findings = read_pack(folder, language)
    for finding in findings:
        print(finding.line(), file=sys.stderr)
    if pack is None or findings:
        return 1
    lines = [line for path in (*args.lines, *args.plays) for line in read_lines(path, language)]
    means = Means(args.folds, args.most, args.step, args.rest)
    table = table_of(lines, pack)
    own = len(table.lines) - len(lines)
    print(f"{language}: {len(lines)} lines, {own} of the corpus, {len(table.numbers)} numbers")
    if args.report:
        show(table, pack)
        return 0
    held = [line for path in args.held for line in read_lines(path, language)]
    return _fit(table, pack, lines, held, means, args, folder)


def _fit(
    table: Table,
    pack: Pack,
    lines: Sequence[Line],
    held: Sequence[Line],
    means: Means,
    args: argparse.Namespace,
    folder: Path,
) -> int:
    heard = judge(lines, flat(pack))
    trials: dict[float, list[Judged]] = {}
    _print_score("present", heard)
    for pull in args.pulls:
        trials[pull] = cross(table, pack, pull, means)
        _print_score(f"pull {pull:g}", trials[pull])
    best = max(trials, key=lambda pull: worth(score(trials[pull])))
    gain = worth(score(trials[best])) - worth(score(heard))
    before, after, lost = numbers_of(pack), numbers_of(pack), list[Line]()
    if args.curve_only or gain < args.least:
        print(f"numbers kept as they are: on lines not fitted, fitting gives {gain:+.4f}")
        unseen = heard
    else:
        unseen = trials[best]
        after, lost = settle(table, pack, best, means)
        _print_changes(before, after)
    fitted = with_numbers(pack, after)
    fresh = [line for path in args.curve for line in read_lines(path, pack.language)]
    drawn_on = judge(fresh, flat(fitted)) if fresh else unseen
    curve = draw(margins(drawn_on), pack.settings.floor, args.unsure)
    _print_curve(pack, curve, drawn_on)
    new = with_curve(fitted, curve.slope, curve.intercept, curve.floor)
    _print_score("all, before", judge(lines, pack))
    _print_score("all, after", judge(lines, new))
    if held:
        _print_score("held, before", judge(held, pack))
        _print_score("held, fitted", judge(held, fitted))
        after_curve = judge(held, new)
        _print_score("held, + curve", after_curve)
        _print_sure("held", after_curve)
    for line in lost:
        print(f"lost from the corpus: {line.label}  {line.text}")
    if args.write:
        print("written:", ", ".join(write(folder, before, after, curve)) or "nothing")
    return 1 if lost else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.fit", description=__doc__.splitlines()[0])
    parser.add_argument("language", choices=get_args(Language))
    parser.add_argument("--lines", type=Path, nargs="+", default=[], metavar="TSV")
    parser.add_argument("--plays", type=Path, nargs="+", default=[], metavar="JSONL")
    parser.add_argument("--held", type=Path, nargs="+", default=[], help="never fitted to")
    parser.add_argument("--pack", type=Path, help="the pack's folder; by default the shipped one")
    parser.add_argument("--curve", type=Path, nargs="+", default=[], help="lines for the curve")
    parser.add_argument(
        "--least", type=float, default=0.002, help="gain in accuracy + macro-F1 worth a change"
    )
    parser.add_argument("--pulls", type=float, nargs="+", default=[3.0, 10.0, 30.0])
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--most", type=int, default=40, help="new `against` at the most")
    parser.add_argument("--rest", type=float, default=0.0, help="what keeps a number as it is")
    parser.add_argument("--step", type=float, default=0.25, help="grid of the written numbers")
    parser.add_argument(
        "--unsure", type=float, default=UNSURE, help="abstain where fewer are right; 0: keep floor"
    )
    parser.add_argument("--curve-only", action="store_true", help="fit the confidence, no points")
    parser.add_argument("--report", action="store_true", help="idle rules, misses, what to widen")
    parser.add_argument("--write", action="store_true", help="edit the pack's files in place")
    return parser


def _print_score(name: str, judged: Sequence[Judged]) -> None:
    found = score(judged)
    print(f"{name:<16} " + "  ".join(f"{key} {found[key]:.4f}" for key in KEYS), flush=True)


def _print_changes(before: Numbers, after: Numbers) -> None:
    moved: Mapping[str, tuple[float, float]] = {
        str(one): (before.get(one, 0.0), value)
        for one, value in after.items()
        if value != before.get(one, 0.0)
    }
    print(f"{len(moved)} numbers change; the largest changes first:")
    for name, (old, new) in sorted(moved.items(), key=lambda one: -abs(one[1][1] - one[1][0])):
        print(f"  {name:<52} {old:g} → {new:g}  ({new - old:+.2f})")


def _print_curve(pack: Pack, curve: Curve, unseen: Sequence[Judged]) -> None:
    now, floor = pack.settings.calibration, pack.settings.floor
    print(
        f"calibration {now.slope:g}, {now.intercept:g}, floor {floor:g} → "
        f"{curve.slope:g}, {curve.intercept:g}, floor {curve.floor:g}: of {len(unseen)} lines not "
        f"fitted {curve.sure} are said with {SURE:g}, {curve.right:.3f} of them rightly "
        f"(wanted {RIGHT:g}), {curve.unsure} are abstained from; error {curve.error:.3f}"
    )


def _print_sure(name: str, judged: Sequence[Judged]) -> None:
    sure = [one.right for one in judged if one.confidence >= SURE]
    right = sum(sure) / len(sure) if sure else 0.0
    print(f"{name}: {len(sure)} of {len(judged)} said with {SURE:g}, {right:.3f} of them rightly")


if __name__ == "__main__":
    sys.exit(main())
