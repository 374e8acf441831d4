"""Which letters a text is written in: enough to tell a turn that this buyer cannot read."""

import re
from collections.abc import Mapping

LETTERS: Mapping[str, re.Pattern[str]] = {
    "han": re.compile("[\u3400-\u9fff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
    "other": re.compile("[\u0370-\u1fff]"),
}
_WORD = re.compile(r"[A-Za-z0-9'’\u00c0-\u024f]+")
CHARACTERS_A_WORD = 1.6
_SHARE = 0.25


def letters_of(text: str) -> frozenset[str]:
    """The kinds of letters that make up a fair part of a text."""
    counts = {kind: len(pattern.findall(text)) for kind, pattern in LETTERS.items()}
    total = sum(counts.values())
    return frozenset(kind for kind, count in counts.items() if count > _SHARE * total)


def length_of(text: str) -> float:
    """The length of a turn in words; a Chinese character counts as part of a word."""
    return len(LETTERS["han"].findall(text)) / CHARACTERS_A_WORD + len(_WORD.findall(text))
