"""From a text to its units: one code point for each word, Chinese character or mark.

A word of an alphabetic script becomes a single code point of the private planes, so that matching
works on whole words there and on characters in Chinese, with one automaton and one arithmetic.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.notation.characters import (
    PRIVATE_PLANES,
    fold_irregular,
    irregular,
    plain_table,
)

UNKNOWN = chr(PRIVATE_PLANES)
"""A word that no pattern mentions."""
NUMBER = chr(PRIVATE_PLANES + 1)
"""A number that no pattern mentions."""
LONGEST = 1000
"""Characters of a turn that are heard; what follows is kept but not listened to."""

_LETTER = "a-z\u00aa-\u02af\u0370-\u10ff\u1200-\u1fff"
_SKIP = "\\s\"'“”‘’「」『』*_`"
_TOKENS = re.compile(
    rf"([0-9]+(?:[.,][0-9]+)*)"
    rf"|([{_LETTER}][{_LETTER}0-9]*(?:'[{_LETTER}]+)*)"
    rf"|[{_SKIP}]*(\n)[{_SKIP}]*"
    rf"|([{_SKIP}]+)"
    rf"|(?<=[{_LETTER}0-9])-(?=[{_LETTER}0-9])"
    rf"|([^{_LETTER}0-9{_SKIP}\-]+|-+)"
)
_DIGITS, _WORD, _LINE, _SPACE, _OTHER = 1, 2, 3, 4, 5
_ALL_CJK = re.compile("[\u3400-\u9fff]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Units:
    """A folded text; unit i covers `text[starts[i]:ends[i]]` of the original.

    `lines` and `spaces` are the units that follow a line break, or white space after a character
    that is neither letter nor digit.
    """

    codes: str
    starts: list[int]
    ends: list[int]
    lines: tuple[int, ...] = ()
    spaces: tuple[int, ...] = ()

    def part(self, start: int, end: int) -> "Units":
        """The units from `start` to `end`, as if they were all."""
        return Units(
            self.codes[start:end],
            self.starts[start:end],
            self.ends[start:end],
            tuple(at - start for at in self.lines if start < at < end),
            tuple(at - start for at in self.spaces if start < at < end),
        )


class Words(dict[str, str]):
    """Codes of words; while learning, a new word gets the next code, later it is unknown."""

    __slots__ = ("digits", "learning")

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        super().__init__(known or {})
        self.learning = True
        self.digits: set[str] = set(getattr(known, "digits", ()))

    def __missing__(self, word: str) -> str:
        if "'" in word:
            return self[word.replace("'", "")]
        is_number = word[:1].isdecimal()
        if not self.learning:
            return NUMBER if is_number else UNKNOWN
        code = chr(PRIVATE_PLANES + 2 + len(self))
        self[word] = code
        if is_number:
            self.digits.add(code)
        return code


@dataclass(frozen=True, slots=True)
class Folding:
    """How one language's texts fold; `script` maps characters, `respell` words and phrases."""

    table: Mapping[int, str]
    words: Words
    phrases: Mapping[str, str] = field(default_factory=dict)
    phrase: re.Pattern[str] | None = None

    def fold(self, text: str, words: Words | None = None) -> Units:
        """The units of a text, heard up to `LONGEST` characters; nothing raises."""
        text = text[:LONGEST]
        starts: list[int] | None = None
        if text.isascii():
            folded = text.lower()
        elif irregular().search(text):
            folded, starts, ends = fold_irregular(text)
            folded = folded.translate(self.table)
        else:
            folded = text.translate(self.table)
        units = split_units(folded, self.words if words is None else words)
        if self.phrase and self.phrase.search(units.codes):
            units = self._respell(units, self.phrase)
        if starts is not None:
            units = Units(
                units.codes,
                [starts[at] for at in units.starts],
                [ends[at - 1] for at in units.ends],
                units.lines,
                units.spaces,
            )
        return units

    def codes_of(self, text: str, words: Words | None = None) -> str:
        """The codes of a text alone; quick where it is one plain word or all Chinese."""
        words = self.words if words is None else words
        if text.isascii() and text.isalpha():
            codes = words[text.lower()]
        elif _ALL_CJK.fullmatch(text):
            codes = text.translate(self.table)
        else:
            return self.fold(text, words).codes
        if self.phrase is None:
            return codes
        return self.phrase.sub(lambda found: self.phrases[found.group()], codes)

    def _respell(self, units: Units, phrase: re.Pattern[str]) -> Units:
        codes: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        moved: list[int] = []
        done = 0

        def keep(upto: int) -> None:
            codes.append(units.codes[done:upto])
            moved.extend(range(len(starts), len(starts) + upto - done))
            starts.extend(units.starts[done:upto])
            ends.extend(units.ends[done:upto])

        for found in phrase.finditer(units.codes):
            first, last = found.span()
            right = self.phrases[found.group()]
            keep(first)
            at = len(starts)
            codes.append(right)
            same = len(right) == last - first
            moved.extend(at + (offset if same else 0) for offset in range(last - first))
            starts.extend(units.starts[first:last] if same else [units.starts[first]] * len(right))
            ends.extend(units.ends[first:last] if same else [units.ends[last - 1]] * len(right))
            done = last
        keep(len(units.codes))
        moved.append(len(starts))
        return Units(
            "".join(codes),
            starts,
            ends,
            tuple(moved[at] for at in units.lines),
            tuple(moved[at] for at in units.spaces),
        )


def make_folding(
    script: Mapping[str, str], respell: Mapping[str, str], known: Words | None = None
) -> Folding:
    """The folding of a language: script characters, then words and phrases to respell."""
    table = dict(plain_table())
    table.update((ord(wrong), right) for wrong, right in script.items() if len(right) == 1)
    words = Words(known)
    folding = Folding(table, words)
    characters = {
        folding.fold(wrong).codes: folding.fold(right).codes
        for wrong, right in respell.items()
        if len(wrong) == len(right) == 1
    }
    table.update((code, characters[one]) for code, one in table.items() if one in characters)
    table.update((ord(wrong), right) for wrong, right in characters.items())
    phrases: dict[str, str] = {}
    for wrong, right in respell.items():
        codes, target = folding.fold(wrong).codes, folding.fold(right).codes
        if len(codes) == 1 and codes >= UNKNOWN:
            words[wrong.lower().replace("’", "'")] = target
        elif codes and codes != target:
            phrases[codes] = target
    return Folding(table, words, phrases, _any_of(phrases))


def split_units(folded: str, words: Words) -> Units:
    """Cut a folded text into units."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    lines: list[int] = []
    spaces: list[int] = []
    previous = 0
    for token in _TOKENS.finditer(folded):
        kind = token.lastindex
        start, end = token.span()
        if kind == _WORD or kind == _DIGITS:
            code = words[token.group()]
            parts.append(code)
            if len(code) == 1:
                starts.append(start)
                ends.append(end)
            else:
                starts.extend([start] * len(code))
                ends.extend([end] * len(code))
        elif kind == _OTHER:
            parts.append(folded[start:end])
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        elif kind == _LINE:
            lines.append(len(starts))
        elif kind == _SPACE and previous == _OTHER:
            spaces.append(len(starts))
        previous = kind or 0
    return Units("".join(parts), starts, ends, tuple(lines), tuple(spaces))


def is_cjk(code: str) -> bool:
    """Whether a unit is a Chinese character (or kana)."""
    return _CJK.match(code) is not None


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
