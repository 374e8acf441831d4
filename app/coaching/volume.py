"""How much is said, and whether the same was said before, in any script."""

import re
from collections.abc import Sequence

_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_WIDE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
_NOISE = re.compile(r"[\W_]+")

_WORDS_PER_WIDE = 0.6
"""Chinese runs at about five characters to three words."""

_NEAR = 0.75
"""Two lines say the same when the shorter is this much of the longer and lies within it."""

_SHORT = 4


def volume(text: str) -> float:
    """How many words the text amounts to."""
    narrow, wide = _WIDE.subn(" ", text)
    return len(_WORDS.findall(narrow)) + wide * _WORDS_PER_WIDE


def fold(text: str) -> str:
    """The text without case, white space and punctuation, to compare lines by."""
    return _NOISE.sub("", text.casefold())


def said_before(folded: str, earlier: Sequence[str]) -> bool:
    """Whether a folded line says what one of the `earlier` folded lines says."""
    if folded in earlier:
        return True
    size = len(folded)
    if size <= _SHORT:
        return False
    least, most = _NEAR * size, size / _NEAR
    return any(
        least <= len(one) <= most and (one in folded if len(one) <= size else folded in one)
        for one in earlier
        if len(one) > _SHORT
    )
