"""A pack's cues as patterns of spaCy's Matcher, written as its users would write them.

Word lists become `IN`, other alternatives are written out, and a gap is the bounded one of its cue
(`{0,6}`), counted in words. Of several gaps in a cue only the first is bounded and the others are
`*`: spaCy tries every way to fill each bounded one, and two of them in a few dozen cues fill the
memory of a machine in one long turn.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from app.notation import PatternError, parse
from app.notation import pattern as tree
from app.vocabulary import Language

PACKS = Path(__file__).parents[1] / "app/language/packs"
MOST = 4
"""Of a cue's spellings that spaCy's notation has to write out, so many are given to it."""
Token = dict[str, Any]
WIDE = {"en": 1, "zh": 2}
"""Units of a gap that fill one word: Chinese words have about two characters."""
ANY: Token = {"OP": "*"}
ENDINGS = ("", "s", "es", "d", "ed", "ing")
Finder = Callable[[str], object]


class Writer:
    """Writes a pack's cues in spaCy's notation."""

    def __init__(self, language: Language) -> None:
        self.language = language
        folder = PACKS / language
        self.classes: dict[str, list[str]] = read(folder / "lexicon.yaml")
        self.gap = int(read(folder / "pack.yaml")["gap"])
        self.rules: dict[str, list[str]] = {
            rule["id"]: rule.get("any", [])
            for file in sorted((folder / "rules").glob("*.yaml"))
            for rule in read(file)
        }

    def cues(self) -> Iterator[tuple[str, list[list[Token]]]]:
        """Every cue of every rule with its spellings."""
        for name, sources in self.rules.items():
            for number, source in enumerate(sources):
                try:
                    item = parse(source).root
                except PatternError:
                    continue
                spelt = map(_trimmed, self.ways(item, 0))
                if ways := [way for way in spelt if way]:
                    yield f"{name} {number}", ways[:MOST]

    def ways(self, item: tree.Item, depth: int) -> list[list[Token]]:
        """The ways to spell an item, as lists of tokens."""
        match item:
            case tree.Literal(text):
                return [[{"LOWER": word} for word in self.words(text)]]
            case tree.Inflected(word):
                return [[{"LOWER": {"IN": [word + ending for ending in ENDINGS]}}]]
            case tree.Gap(limit):
                most = max(1, (limit or self.gap) // WIDE[self.language])
                return [[{"OP": f"{{0,{most}}}"}]]
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
        return cut_chinese(text.lower()) if self.language == "zh" else text.lower().split()


def spacy_finder(language: Language) -> tuple[Finder, int, int]:
    """spaCy with a pack's cues, how many they are, and how many patterns they make."""
    import spacy
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

    nlp = spacy.blank(language)
    matcher = Matcher(nlp.vocab)
    cues = list(Writer(language).cues())
    for name, patterns in cues:
        matcher.add(name, patterns)
    count = sum(len(patterns) for _, patterns in cues)
    if language == "zh":
        return lambda text: matcher(Doc(nlp.vocab, words=cut_chinese(text))), len(cues), count
    return lambda text: matcher(nlp(text)), len(cues), count


def cut_chinese(text: str) -> list[str]:
    """The words of a Chinese text, as the segmenter that spaCy's users add to it cuts them."""
    import rjieba

    return list(rjieba.cut(text))


def read(file: Path) -> Any:
    """A file of a pack; every scalar as text, for `no` and `on` are words there."""
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


def _trimmed(way: list[Token]) -> list[Token]:
    """A spelling without gaps at its ends, with one where several meet, the first bounded."""
    out: list[Token] = []
    for one in way:
        if "OP" not in one:
            out.append(one)
        elif out and "OP" not in out[-1]:
            out.append(ANY if any("OP" in before for before in out) else one)
    return out[:-1] if out and "OP" in out[-1] else out


def _together(ways: list[list[Token]]) -> list[list[Token]]:
    """Spellings of one word in one list, as spaCy's `IN` has it; the longer ones by themselves."""
    single = [
        way[0]["LOWER"] for way in ways if len(way) == 1 and isinstance(way[0].get("LOWER"), str)
    ]
    longer = [way for way in ways if len(way) != 1 or not isinstance(way[0].get("LOWER"), str)]
    return ([[{"LOWER": {"IN": single}}]] if single else []) + longer[: MOST - bool(single)]
