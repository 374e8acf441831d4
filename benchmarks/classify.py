"""Hearing a line beside spaCy's Matcher with the same rules, as most people would build it.

spaCy is given the pack's own patterns in its own notation (word lists as `IN`, gaps as `{0,n}`) and
only finds them; our side does the whole of hearing: clauses, moves, faults, confidence, evidence.
In Chinese, where a token is a character, gaps cost spaCy a minute a line: there it is given only
the patterns that have none.
"""

import argparse
import gc
import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml

from app.language import classify
from app.notation import PatternError, parse
from app.notation import pattern as tree
from app.packs import load_ear
from app.vocabulary import Language

PACKS = Path(__file__).parents[1] / "app/language/packs"
MOST = 4
"""Of a pattern's spellings that spaCy's notation has to write out, so many are given to it."""
GAPLESS: frozenset[Language] = frozenset({"zh"})
Token = dict[str, Any]
ENDINGS = ("", "s", "es", "d", "ed", "ing")


class Writer:
    """Writes a pack's patterns as spaCy's, alternatives written out."""

    def __init__(self, language: Language) -> None:
        self.language = language
        folder = PACKS / language
        self.classes: dict[str, list[str]] = _read(folder / "lexicon.yaml")
        self.gap = int(_read(folder / "pack.yaml").get("gap", 6))
        self.rules: dict[str, list[str]] = {
            rule["id"]: rule.get("any", [])
            for file in sorted((folder / "rules").glob("*.yaml"))
            for rule in _read(file)
        }

    def patterns(self) -> Iterator[tuple[str, list[list[Token]]]]:
        """Every rule with its patterns."""
        for name, sources in self.rules.items():
            found = []
            for source in sources:
                try:
                    item = parse(source).root
                except PatternError:
                    continue
                ways = [way for way in self.ways(item, 0) if any("LOWER" in one for one in way)]
                if self.language in GAPLESS:
                    ways = [way for way in ways if not any("OP" in one for one in way)]
                found += ways[:MOST]
            if found:
                yield name, found

    def ways(self, item: tree.Item, depth: int) -> list[list[Token]]:
        """The ways to spell an item, as lists of tokens."""
        match item:
            case tree.Literal(text):
                return [[{"LOWER": word} for word in self.words(text)]]
            case tree.Inflected(word):
                return [[{"LOWER": {"IN": [word + ending for ending in ENDINGS]}}]]
            case tree.Gap(limit):
                return [[{"OP": f"{{0,{limit or self.gap}}}"}]]
            case tree.Edge():
                return [[]]
            case tree.Optional(inner):
                return [[], *self.ways(inner, depth)]
            case tree.Alternatives(options):
                return _together([way for one in options for way in self.ways(one, depth)])
            case tree.Sequence(items):
                parts = [self.ways(one, depth) for one in items]
                joined = itertools.islice(itertools.product(*parts), MOST)
                return [list(itertools.chain(*way)) for way in joined]
            case tree.ClassRef(name):
                if depth > 3:
                    return [[]]
                members = [parse(one).root for one in self.classes.get(name, [])]
                return _together([way for one in members for way in self.ways(one, depth + 1)])

    def words(self, text: str) -> list[str]:
        """A literal as the tokens that spaCy makes of it."""
        return list(text.lower()) if self.language == "zh" else text.lower().split()


def _together(ways: list[list[Token]]) -> list[list[Token]]:
    """Spellings of one word in one list, as spaCy's `IN` has it; the longer ones by themselves."""
    single = [
        way[0]["LOWER"] for way in ways if len(way) == 1 and isinstance(way[0].get("LOWER"), str)
    ]
    longer = [way for way in ways if len(way) != 1 or not isinstance(way[0].get("LOWER"), str)]
    return ([[{"LOWER": {"IN": single}}]] if single else []) + longer[: MOST - bool(single)]


def _read(file: Path) -> Any:
    """A file of the pack; every scalar as text, for `no` and `on` are words there."""
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


def lines_of(language: Language) -> list[str]:
    """What people say, from the pack's own corpus."""
    lines: list[str] = []
    for file in sorted((PACKS / language / "corpus").glob("*.yaml")):
        for entry in _read(file):
            says = entry.get("says", [])
            lines += [says] if isinstance(says, str) else says
    return lines


def spacy_finder(language: Language) -> tuple[Callable[[str], object], int]:
    """spaCy with the pack's patterns, and how many it was given."""
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank(language)
    matcher = Matcher(nlp.vocab)
    count = 0
    for name, patterns in Writer(language).patterns():
        matcher.add(name, patterns)
        count += len(patterns)
    return lambda text: matcher(nlp(text)), count


def timed(call: Callable[[str], object], lines: Sequence[str]) -> list[float]:
    """Microseconds for each line."""
    took = []
    for line in lines:
        began = time.perf_counter()
        call(line)
        took.append((time.perf_counter() - began) * 1e6)
    return took


def main(words: list[str] | None = None) -> None:
    """Interleaved rounds, each of lines of its own; medians and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--lines", type=int, default=60)
    told = options.parse_args(words)
    ear, _ = load_ear()
    for language in get_args(Language):
        finder, count = spacy_finder(language)
        lines = lines_of(language)
        gc.collect()
        gc.freeze()
        ours: list[list[float]] = []
        theirs: list[list[float]] = []
        for number in range(told.rounds):
            some = lines[number :: max(1, len(lines) // told.lines)]
            ours.append(timed(lambda text: classify(text, ear, language), some))  # noqa: B023
            theirs.append(timed(finder, some))
        print(f"\n{language}: {len(ear.packs[language].rules)} rules, {count} patterns for spaCy")
        for name, rounds in (("classify, whole", ours), ("spaCy Matcher, finding", theirs)):
            every = [one for took in rounds for one in took]
            cuts = statistics.quantiles(every, n=100)
            print(f"  {name:24} p50 {cuts[49]:9.0f} µs   p99 {cuts[98]:9.0f} µs")
        pairs = zip(ours, theirs, strict=True)
        ratio = statistics.median(statistics.median(b) / statistics.median(a) for a, b in pairs)
        print(f"  ratio of medians: {ratio:.1f}x")


if __name__ == "__main__":
    main()
