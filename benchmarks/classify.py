"""Hearing a turn beside spaCy's Matcher with as many cues; with ten times the rules; a long line.

spaCy is given the pack's own cues in its own notation and only finds them; our side does the whole
of hearing: clauses, moves, faults, confidence, evidence. Turns are what trainees say in the
role-plays of `corpora/`. In Chinese spaCy works on the words of a segmenter, as its users have it.
"""

import argparse
import gc
import importlib.util
import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, get_args

import yaml

from app.language import Ear, classify, parse_pack
from app.packs import PACKS, load_ear, script_table
from app.vocabulary import Language
from benchmarks.matcher import read, spacy_finder

CORPORA = Path(__file__).parents[1] / "corpora"
TIMES = {"en": 15.0, "zh": 15.0}
"""How many times as fast as spaCy it has to be."""
TENFOLD = 1.5
"""With ten times the rules a turn may take so many times as long."""
LONG, LONG_MS = 10_000, 10.0
"""A line of so many characters, and what it may take at most."""
PATIENCE = 30.0
"""Seconds that spaCy gets in a round; the lines it did not reach are left out for both."""
_WORDS = {"en": re.compile(r"[a-z]+(?:'[a-z]+)?"), "zh": re.compile("[\u3400-\u9fff]+")}


def turns_of(language: Language) -> list[str]:
    """What trainees say in whole role-plays."""
    return [
        turn["text"]
        for file in sorted((CORPORA / language).glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        for turn in json.loads(line)["turns"]
        if turn["by"] == "trainee"
    ]


def timed(
    call: Callable[[str], object], lines: Sequence[str], patience: float = 1e9
) -> list[float]:
    """Microseconds of one core for each line, as many as there is patience for.

    The time of the processor and not of the wall, so that what else runs counts less.
    """
    took: list[float] = []
    until = time.perf_counter() + patience
    for line in lines:
        if time.perf_counter() > until:
            break
        began = time.process_time()
        call(line)
        took.append((time.process_time() - began) * 1e6)
    return took


def paired(
    ours: Callable[[str], object],
    theirs: Callable[[str], object],
    lines: Sequence[str],
    rounds: int,
    size: int,
) -> tuple[list[float], list[float], float]:
    """Interleaved rounds, each of lines of its own: both times, and the median of ratios."""
    mine: list[float] = []
    other: list[float] = []
    ratios: list[float] = []
    step = max(1, len(lines) // size)
    for number in range(rounds):
        some = lines[number % step :: step][:size]
        slow = timed(theirs, some, PATIENCE)
        fast = timed(ours, some[: len(slow)])
        ratios.append(statistics.median(slow) / statistics.median(fast))
        mine += fast
        other += slow
    return mine, other, statistics.median(ratios)


def tenfold(language: Language) -> Ear:
    """The ear with a pack of ten times the rules, the new ones for words that nobody says.

    The classes that they name are those of the pack, so that what they share is found.
    """
    folder = PACKS / language
    paths = sorted((*folder.glob("**/*.yaml"), *folder.glob("*.tsv")))
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    for name in [one for one in files if one.startswith("rules/")]:
        rules = [rule for rule in read(folder / name) if rule.get("any")]
        more = [_strange(rule, number, language) for number in range(9) for rule in rules]
        files[f"rules/more-{name.removeprefix('rules/')}"] = yaml.safe_dump(more)
    pack, findings = parse_pack(files, language, script_table(), proof=False)
    assert pack is not None, findings
    return Ear({**load_ear()[0].packs, language: pack})


def _strange(rule: dict[str, Any], number: int, language: Language) -> dict[str, Any]:
    """A rule whose words are not words: every pattern keeps its shape and its classes."""
    mark = "qz" + "abcdefghi"[number] if language == "en" else "龘靐齾爩麤灪鱻虋齉"[number]

    def strange(source: str) -> str:
        parts = re.split(r"(\{[^}]*\})", source)
        parts[::2] = [
            _WORDS[language].sub(lambda found: found[0] + mark, one) for one in parts[::2]
        ]
        told = "".join(parts)
        return told if mark in told else f"{told} {mark}"

    keys = ("move", "fault", "act", "form", "why")
    out: dict[str, Any] = {key: rule[key] for key in keys if key in rule}
    sources = [strange(one.replace(" $", "")) for one in rule["any"]]
    return out | {"id": f"{rule['id']}-{number}", "any": sources}


def show(name: str, took: Sequence[float]) -> None:
    """One line of medians and 99th percentiles."""
    cuts = statistics.quantiles(took, n=100)
    print(f"  {name:28} p50 {cuts[49]:9.0f} µs   p99 {cuts[98]:9.0f} µs")


def judge(name: str, value: float, unit: str, bound: float, *, least: bool) -> None:
    """One bound, and whether it holds."""
    held = value >= bound if least else value <= bound
    wanted = f"{'at least' if least else 'at most'} {bound:g}{unit}"
    print(f"  {name:28} {value:.2f}{unit}  ({wanted}: {'held' if held else 'NOT HELD'})")


def compare(language: Language, rounds: int, size: int) -> None:
    """Every figure of one language."""
    ear, _ = load_ear()
    turns = turns_of(language)
    pack = ear.packs[language]
    letters = round(statistics.mean(map(len, turns)))
    print(f"\n{language}: {len(pack.rules)} rules with {len(pack.patterns)} cues", end="; ")
    print(f"turns of {letters} characters on average")

    def hear(text: str) -> object:
        return classify(text, ear, language)

    grown = tenfold(language)
    gc.collect()
    gc.freeze()
    if importlib.util.find_spec("spacy"):
        finder, cues, patterns = spacy_finder(language)
        mine, other, ratio = paired(hear, finder, turns, rounds, size)
        show("classify, whole", mine)
        show(f"spaCy, {cues} cues in {patterns}", other)
        judge("times as fast as spaCy", ratio, "x", TIMES[language], least=True)
    else:
        print("  spaCy is not installed (make bench installs it): hearing is not compared")
    _, _, ratio = paired(
        hear, lambda text: classify(text, grown, language), turns, rounds, 4 * size
    )
    more = len(grown.packs[language].rules)
    judge(f"time with {more} rules", ratio, "x", TENFOLD, least=False)
    long = "".join(islice(cycle(" ".join(turns)), LONG))
    judge(f"{LONG} characters", best(hear, long), " ms", LONG_MS, least=False)
    bare = re.sub(r"[^\w\s]", "", long)
    judge(f"{len(bare)} without a mark", best(hear, bare), " ms", LONG_MS, least=False)


def best(call: Callable[[str], object], line: str, times: int = 7) -> float:
    """Milliseconds that a line takes when nothing else disturbs."""
    return min(timed(call, [line] * times)) / 1000


def main(words: list[str] | None = None) -> None:
    """Print the figures of every language."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.classify", description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--lines", type=int, default=60)
    told = options.parse_args(words)
    for language in get_args(Language):
        compare(language, told.rounds, told.lines)


if __name__ == "__main__":
    main()
