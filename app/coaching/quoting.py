"""Quoting people: their words without stage directions, short enough to stand in a sentence."""

import re

from app.coaching.volume import volume

_SHORT = 22
_MARKS = "。？！?!.，,；;：: …"
_QUIET = "。.，,；;：: "
_WIDE_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) ")
_PAUSE = "….。· "
_STAGE = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))\s*")
_SPOKEN = re.compile(r"[“「\"]([^”」\"]+)[”」\"]")


def shorten(text: str, words: int = _SHORT) -> str:
    """The words for quoting: without stage directions, cut after so many words at a pause."""
    text = _WIDE_GAP.sub("", " ".join((_STAGE.sub(" ", text).strip() or text).split()))
    text = text.lstrip(_PAUSE)
    if len(text) <= words or volume(text) <= words:
        return text.rstrip(_QUIET)
    keep = max(8, int(len(text) * words / volume(text)))
    cut = max(text.rfind(mark, keep // 2, keep) for mark in "。？！?!.，,；; ")
    return text[: cut if cut > 0 else keep].rstrip(_MARKS) + "…"


def joined(*sentences: str) -> str:
    """The sentences as one text, with a space between them where their script has spaces."""
    return _WIDE_GAP.sub("", " ".join(filter(None, sentences)))


def line_in(text: str) -> str:
    """The first line quoted in a hint, or all of it where it quotes none."""
    found = _SPOKEN.search(text)
    return found[1] if found else text


def lines_in(text: str) -> tuple[str, ...]:
    """Every line quoted in a hint, and the hint itself."""
    return (text, *_SPOKEN.findall(text))


def bare(text: str) -> str:
    """The text without the marks it ends with, to be built upon."""
    return text.strip().rstrip(_MARKS)
