"""What may lean a line toward a move: runs of words, word classes, form, surroundings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from app.language import Pack
from app.language.classify import surroundings
from app.language.leanings import ANY_NUMBER, CLASS, CLOSING, NO_LEANINGS, OPENING
from app.language.weigh import Hearing
from app.notation.fold import NUMBER, UNKNOWN, is_cjk
from app.notation.vocabulary import is_mark
from app.vocabulary import Move
from benchmarks.fit.lines import Line

LONGEST = {"han": 4, "latin": 3}
"""Units in a run, the clause's edges included."""
RESERVED = frozenset((OPENING, CLOSING, ANY_NUMBER, "{", "}"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as the fit sees it: the points its rules give, and what else is in it."""

    line: Line
    points: Mapping[Move, float]
    features: frozenset[str]


class Reader:
    """Reads lines with the rules of a pack, its leanings left out."""

    def __init__(self, pack: Pack) -> None:
        self.pack = replace(pack, leanings=NO_LEANINGS)
        words = pack.vocabulary.folding.words
        self.names = {code: word for word, code in words.items()}
        self.digits = words.digits | {NUMBER}
        self.classes = {name: pack.vocabulary.class_root(name) for name in pack.vocabulary.classes}
        scripts = pack.settings.letters or ("latin" if pack.settings.word_boundaries else "han")
        self.longest = LONGEST[scripts]

    def see(self, line: Line) -> Seen | None:
        """The line as one clause; None when nothing in it can be heard."""
        units = self.pack.vocabulary.fold(line.text)
        if not units.codes:
            return None
        around = surroundings(line.text, self.pack, line.context)
        hearing = Hearing(self.pack, units, around)
        heard = hearing.part(0, len(units.codes))
        weighing = hearing.weigh(heard)
        words = [
            self._word(code, line.text[start:end])
            for code, start, end in zip(units.codes, units.starts, units.ends, strict=True)
        ]
        marks = [is_mark(code) for code in units.codes]
        while marks and marks[-1]:
            marks.pop()
        begin = next((at for at, mark in enumerate(marks) if not mark), 0)
        features = self._runs(words[begin : len(marks)])
        features |= {
            f"{{{CLASS}{name}}}" for name, root in self.classes.items() if heard.span(root)
        }
        features |= {f"{{{act}}}" for act in around.listen()}
        features.add(f"{{{weighing.form}}}")
        if line.after is not None:
            features.add(f"{{after {line.after}}}")
        return Seen(line, weighing.points, frozenset(features))

    def _word(self, code: str, written: str) -> str:
        if code in self.digits:
            return ANY_NUMBER
        if code in RESERVED:
            return ""
        return self.names.get(code) or (written.lower() if code >= UNKNOWN else code)

    def _runs(self, words: list[str]) -> set[str]:
        edged = [OPENING, *words, CLOSING]
        runs = set()
        for size in range(1, self.longest + 1):
            for at in range(len(edged) - size + 1):
                run = edged[at : at + size]
                if "" not in run and run not in ([OPENING], [CLOSING], [OPENING, CLOSING]):
                    runs.add(join(run))
        return runs


def join(words: list[str]) -> str:
    """Words as one run: spaces between them but not between Chinese characters."""
    out = words[0]
    for one, other in pairwise(words):
        out += other if is_cjk(one[-1]) and is_cjk(other[0]) else f" {other}"
    return out
