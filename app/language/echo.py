"""Echoes: whether a clause takes up the buyer's own words."""

from functools import lru_cache

from app.language.pack import Pack
from app.notation.fold import UNKNOWN


def echoes(pack: Pack, said: str, buyer_said: str) -> bool:
    """Whether a stretch takes up words of the buyer's: a content word, or two characters on."""
    return bool(buyer_said) and not _content(pack, said).isdisjoint(_content(pack, buyer_said))


@lru_cache(maxsize=2048)
def _content(pack: Pack, text: str) -> frozenset[str]:
    """Words, and pairs of characters, that are not in the pack's stop list."""
    units = pack.vocabulary.fold(text)
    out: set[str] = set()
    before = ""
    for code, start, end in zip(units.codes, units.starts, units.ends, strict=True):
        if code >= UNKNOWN:
            out.add(_singular(text[start:end].lower()))
            before = ""
        elif code.isalnum():
            if before:
                out.add(before + code)
            before = code
        else:
            before = ""
    return frozenset(out) - pack.stop


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" != word[-2] else word
