"""Fit what words add to the rules of a language, on labelled talk.

    python -m benchmarks.fit en corpora/en/* --known ../shared/corpus/tune_en.tsv … [--write]

The files are lines that the writers of the rules had not read; `--known` are lines that they had,
and the pack's own corpus is among these. Every file is first held back in turn and heard by what
the others taught: these figures, and the confidence drawn on them, are the honest ones. With
`--write` the pack gets its `leanings.tsv` and its confidence curve.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np

from app.language import Pack
from app.language.evaluate import (
    FAB_LABELS,
    SEVEN,
    SPIN_LABELS,
    Judged,
    accuracy,
    macro,
    taken_for_merit,
)
from app.language.leanings import write_rows
from app.language.loading import LEANINGS, PACK
from app.packs import PACKS, read_pack
from app.vocabulary import Language, Move
from benchmarks.fit.curve import draw
from benchmarks.fit.features import Reader, Seen
from benchmarks.fit.lines import corpus_lines, read_lines
from benchmarks.fit.solve import MOVES, SURROUNDINGS, Floats, Means, fit

TRAINING = 3.0
"""What a line of `--known` counts: they are of the make that the ear is judged by."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when the fit was made."""
    told = _parser().parse_args(argv)
    language: Language = told.language
    folder = PACKS / language
    pack, findings = read_pack(folder, language)
    if pack is None:
        for finding in findings:
            print(finding.line(), file=sys.stderr)
        return 1
    reader = Reader(pack)
    fresh = {path.name: _see(reader, path, language) for path in told.files}
    known = [
        replace(one, line=replace(one.line, counts=TRAINING))
        for path in told.known
        for one in _see(reader, path, language)
    ]
    known += [one for line in corpus_lines(pack) if (one := reader.see(line))]
    means = Means(told.ridge, told.least, told.faint)
    lines = sum(map(len, fresh.values()))
    print(f"{language}: {lines} lines in {len(fresh)} files, {len(known)} known to the writers")
    margins = _hold_back(fresh, known, pack, means) if not told.quick else []
    if told.write:
        fitted = fit([one for seen in fresh.values() for one in seen], known, pack, means)
        rows = fitted.rows()
        (folder / LEANINGS).write_text(write_rows(rows), "utf-8")
        print(f"{len(rows)} leanings written, a point of a rule is {fitted.scale:.2f} of theirs")
        if margins:
            _write_curve(folder / PACK, margins)
    return 0


def _hold_back(
    fresh: dict[str, list[Seen]], known: list[Seen], pack: Pack, means: Means
) -> list[tuple[float, bool]]:
    """Every file heard by what the others taught; the margins, in points of rules."""
    every: list[Judged] = []
    bare: list[Judged] = []
    margins: list[tuple[float, bool]] = []
    for name, held in fresh.items():
        others = [one for other, seen in fresh.items() if other != name for one in seen]
        fitted = fit(others, known, pack, means)
        scores = fitted.scores(held)
        judged = _judge(name, held, scores)
        _print(name, judged)
        every += judged
        alone = [replace(one, features=one.features - SURROUNDINGS) for one in held]
        bare += _judge(name, alone, fitted.scores(alone))
        ordered = np.sort(scores, axis=1)
        # A second move that nothing speaks for counts as zero points, as it does to the ear.
        second = np.maximum(ordered[:, -2], 0.0)
        gaps = (ordered[:, -1] - second) / fitted.scale
        margins += [(float(gap), one.right) for gap, one in zip(gaps, judged, strict=True)]
    _print("all, held back", every)
    _print("without context", bare)
    return margins


def _judge(name: str, seen: Sequence[Seen], scores: Floats) -> list[Judged]:
    out = []
    for one, best in zip(seen, scores.argmax(axis=1), strict=True):
        heard = MOVES[int(best)]
        gold = one.line.label.partition(":")[0]
        shown = gold if heard in one.line.wanted else str(heard)
        out.append(Judged(name, _plain(gold), _plain(shown), 1.0, one.line.text))
    return out


def _plain(label: str) -> str:
    return str(Move.ADVANTAGE) if label == Move.FUNCTION else label


def _print(name: str, judged: Sequence[Judged]) -> None:
    told = {
        "moves": accuracy(judged),
        "SPIN": macro(judged, SPIN_LABELS),
        "F/A/B": macro(judged, FAB_LABELS),
        "seven": macro(judged, SEVEN),
        "others taken for these": taken_for_merit(judged),
    }
    shown = "  ".join(f"{key} {value:.3f}" for key, value in told.items() if value is not None)
    print(f"{name:<18} {len(judged):>5}  {shown}", flush=True)


def _write_curve(file: Path, margins: Sequence[tuple[float, bool]]) -> None:
    curve = draw(margins, 0.3)
    text = file.read_text("utf-8")
    line = f"calibration: {{slope: {curve.slope:g}, intercept: {curve.intercept:g}}}"
    text = re.sub(r"(?m)^calibration: .*$", line, text)
    file.write_text(re.sub(r"(?m)^floor: .*$", f"floor: {curve.floor:g}", text), "utf-8")
    print(
        f"{line}, floor {curve.floor:g}; of {len(margins)} held back {curve.sure} are said with "
        f"0.8, {curve.right:.3f} of them rightly; {curve.unsure} abstained; "
        f"error {curve.error:.3f}"
    )


def _see(reader: Reader, path: Path, language: Language) -> list[Seen]:
    return [one for line in read_lines(path, language) if (one := reader.see(line))]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit", description=__doc__)
    parser.add_argument("language", choices=get_args(Language))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--known", nargs="*", type=Path, default=[])
    means = Means()
    parser.add_argument("--ridge", type=float, default=means.ridge)
    parser.add_argument("--least", type=int, default=means.least)
    parser.add_argument("--faint", type=float, default=means.faint)
    parser.add_argument("--quick", action="store_true", help="hold nothing back")
    parser.add_argument("--write", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
