"""Folding of single characters: width, case, accents and, by a table handed in, script."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

REPLACEMENT = "\ufffd"
PRIVATE_PLANES = 0xF0000
"""Code points from here on stand for words; none of a text's own may pass."""

_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0xD800, 0xE000))
_KEPT = {0x2026: "…", 0x22EF: "…", 0x2019: "'", 0x2018: "'", 0x2010: "-", 0x2011: "-", 0x2032: "'"}
"""Folded by our own choice, whatever Unicode says of them."""


@cache
def plain_table() -> Mapping[int, str]:
    """What each character of the basic plane folds to, where that is one other character."""
    table: dict[int, str] = {}
    for code in _regular_codes():
        folded = fold_character(chr(code))
        if len(folded) == 1 and folded != chr(code):
            table[code] = folded
    return table


def fold_character(character: str) -> str:
    """One character (or a letter with its combining marks) in plain width, case and accent."""
    kept = _KEPT.get(ord(character)) if len(character) == 1 else None
    if kept is not None:
        return kept
    folded = unicodedata.normalize("NFKC", character).lower()
    if len(folded) == 1 and "\u00c0" <= folded < "\u0370":
        folded = unicodedata.normalize("NFD", folded)[0]
    return folded


@cache
def irregular() -> re.Pattern[str]:
    """Finds a character that does not fold to exactly one, and so moves the offsets."""
    codes = [code for code in _regular_codes() if _is_irregular(chr(code))]
    return re.compile(
        "[" + "".join(_ranges(codes)) + "\ud800-\udfff\U0001d400-\U0001d7ff"
        "\U0001f100-\U0001f1ff\U000e0000-\U0010ffff]"
    )


def fold_irregular(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and for each of its characters where the original begins and ends."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for character in _fold_cluster(text[at:end]):
            out.append(character)
            starts.append(at)
            ends.append(end)
        at = end
    return "".join(out), starts, ends


def _fold_cluster(cluster: str) -> str:
    code = ord(cluster[0])
    if code >= PRIVATE_PLANES or 0xD800 <= code < 0xE000:
        return REPLACEMENT
    if unicodedata.category(cluster[0]) == "Cf":
        return ""
    folded = fold_character(cluster)
    return folded if len(cluster) == 1 else folded[:1]


def _regular_codes() -> list[int]:
    return [
        code for code in range(0x80, 0x10000) if not any(code in block for block in _IDEOGRAPHS)
    ] + list(range(ord("A"), ord("Z") + 1))


def _is_irregular(character: str) -> bool:
    if unicodedata.category(character) in ("Cf", "Mn"):
        return True
    return len(fold_character(character)) != 1


def _ranges(codes: list[int]) -> list[str]:
    out: list[str] = []
    start = previous = -2
    for code in [*sorted(codes), 0x110000]:
        if code == previous + 1:
            previous = code
            continue
        if start >= 0:
            out.append(f"\\U{start:08x}-\\U{previous:08x}")
        start = previous = code
    return out
