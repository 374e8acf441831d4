"""The words of the pages: looked up by key, filled in, in the reader's language and script."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

import opencc
import yaml
from babel import Locale as BabelLocale
from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent

from app.vocabulary import Language, Locale, Wording, language_of

HERE = Path(__file__).parent

Entry = str | tuple[str, ...] | Mapping[str, str]
"""A text, a list of texts, or a text by plural category."""

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})

QUOTES = str.maketrans("“”‘’", "「」『』")

_to_traditional = opencc.OpenCC("s2twp")


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """The text in Traditional script with the words of Taiwan; what is Traditional stays.

    Words that the converter gets wrong are taken from `zh-Hant-phrases.yaml`.
    """
    phrases, known = _phrases()
    parts = known.split(text)
    for at, part in enumerate(parts):
        parts[at] = phrases[part] if at % 2 else str(_to_traditional.convert(part))
    return "".join(parts).translate(QUOTES)


@lru_cache(maxsize=1)
def _phrases() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The converter's exceptions, and what finds them, the longest first."""
    phrases = yaml.safe_load((HERE / "zh-Hant-phrases.yaml").read_text("utf-8"))
    found = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
    return phrases, re.compile(f"({found})")


def read_words(path: Path) -> dict[str, Entry]:
    """The file's entries by dotted key.

    Raises ValueError for an entry that is neither text, list of texts nor mapping.
    """
    return dict(_entries(yaml.safe_load(path.read_text("utf-8")) or {}, ""))


def _entries(node: object, key: str) -> list[tuple[str, Entry]]:
    match node:
        case str():
            return [(key, node)]
        case list() if all(isinstance(item, str) for item in node):
            return [(key, tuple(node))]
        case dict() if "other" in node and set(node) <= PLURALS:
            return [(key, cast(dict[str, str], node))]
        case dict():
            prefix = f"{key}." if key else ""
            return [
                entry
                for name, value in node.items()
                for entry in _entries(value, f"{prefix}{name}")
            ]
    raise ValueError(f"words: {key} is neither text, list nor mapping")


class Words:
    """Everything one reader's pages say, in one locale; made once a locale, never changed."""

    def __init__(self, locale: Locale, entries: Mapping[str, Entry]) -> None:
        self.locale = locale
        self.language: Language = language_of(locale)
        self.entries = entries
        self._babel = BabelLocale.parse(locale, sep="-")

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under `key` with `{names}` filled in; a number is written as readers write it.

        Raises KeyError for a key that is not there.
        """
        entry = self.entries[key]
        if isinstance(entry, tuple):
            raise KeyError(f"{key} is a list")
        if not isinstance(entry, str):
            number = values["n"]
            assert isinstance(number, int | float)
            entry = entry.get(self._babel.plural_form(number), entry["other"])
        return entry.format_map({name: self._shown(value) for name, value in values.items()})

    def each(self, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        entry = self.entries[key]
        if not isinstance(entry, tuple):
            raise KeyError(f"{key} is not a list")
        return entry

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.entries

    def say(self, text: str | Wording) -> str:
        """A text of a scenario or the coach, in the reader's language and script."""
        said = text if isinstance(text, str) else text.to(self.language)
        return traditional(said) if self.locale == "zh-Hant" else said

    def number(self, value: float) -> str:
        """A number with at most one decimal."""
        return format_decimal(round(value, 1), locale=self._babel)

    def percent(self, share: float) -> str:
        """A share of 0..1 as a whole percentage."""
        return format_percent(round(share, 2), locale=self._babel)

    def moment(self, when: datetime) -> str:
        """A date with its time of day, UTC."""
        return format_datetime(when, "medium", locale=self._babel)

    def _shown(self, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return self.number(value)


@lru_cache(maxsize=8)
def words_for(locale: Locale) -> Words:
    """The words of a locale, read once; Traditional is Simplified converted, but for its own."""
    entries = read_words(HERE / f"{language_of(locale)}.yaml")
    if locale == "zh-Hant":
        entries = {key: _converted(entry) for key, entry in entries.items()}
        entries |= read_words(HERE / "zh-Hant.yaml")
    return Words(locale, entries)


def _converted(entry: Entry) -> Entry:
    if isinstance(entry, str):
        return traditional(entry)
    if isinstance(entry, tuple):
        return tuple(map(traditional, entry))
    return {category: traditional(text) for category, text in entry.items()}
