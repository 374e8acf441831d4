"""Personal data made unreadable in a text: names, e-mail addresses, telephone and other numbers.

Only what can be recognised is masked: a name that nobody told the accounts looks like any word.
"""

import re
import unicodedata
from collections.abc import Iterable

Masks = re.Pattern[str] | None

NAME, ADDRESS, NUMBER = "[name]", "[address]", "[number]"
_ADDRESS = re.compile(
    r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[!-~]+|(?<!\w)@\w[\w.-]+",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().·/–-]{0,3}\d){6,}[Xx]?", re.ASCII)
"""Seven digits or more, with whatever people put between them."""
_LETTER = r"[^\W\d_]"
_WIDE = {
    code: chr(code - 0xFEE0)
    for code in range(0xFF01, 0xFF5F)
    if chr(code).isalnum() or chr(code) in "＠．＋－"
}
"""Full-width letters, digits and signs of addresses, as plain ones."""
_CJK = re.compile("[\u3400-\u9fff]")


def masks_of(names: Iterable[str]) -> Masks:
    """What recognises these people's names, whole or in part, in any case."""
    parts: set[str] = set()
    for name in names:
        whole = unicodedata.normalize("NFKC", name).strip()
        parts |= {whole, *whole.split()}
        if _CJK.match(whole) and len(whole) > 2:
            parts.add(whole[1:])
    long = sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
    if not long:
        return None
    return re.compile("|".join(map(_bounded, long)), re.IGNORECASE)


def masked(text: str, names: Masks = None) -> str:
    """The text without these names and without what looks like an address or a number."""
    plain = text.translate(_WIDE)
    plain = _NUMBER.sub(NUMBER, _ADDRESS.sub(ADDRESS, plain))
    return names.sub(NAME, plain) if names else plain


def _bounded(name: str) -> str:
    """A name as a pattern; one of letters with spaces between words stands by itself."""
    if _CJK.search(name):
        return re.escape(name)
    return rf"(?<!{_LETTER}){re.escape(name)}(?!{_LETTER})"
