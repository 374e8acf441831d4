"""Echoes: what a clause takes up of the buyer's own words."""

from functools import lru_cache

from app.language.pack import Pack
from app.notation import Units
from app.notation.fold import UNKNOWN


@lru_cache(maxsize=2048)
def content(pack: Pack, text: str) -> frozenset[str]:
    """Words, and pairs of characters, that are not in the pack's stop list."""
    units = pack.vocabulary.fold(text)
    return content_of(text, units, 0, len(units.codes)) - pack.stop


def content_of(text: str, units: Units, first: int, last: int) -> frozenset[str]:
    """Words, and pairs of characters, in some units of a text."""
    out: set[str] = set()
    before = ""
    starts, ends = units.starts, units.ends
    for at, code in enumerate(units.codes[first:last], first):
        if code >= UNKNOWN:
            out.add(_singular(text[starts[at] : ends[at]].lower()))
            before = ""
        elif code.isalnum():
            if before:
                out.add(before + code)
            before = code
        else:
            before = ""
    return frozenset(out)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" != word[-2] else word
