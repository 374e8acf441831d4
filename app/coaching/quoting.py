"""Quoting people: their words without stage directions, short enough to stand in a sentence."""

import re

from app.coaching.volume import volume

_SHORT = 22
_MARKS = "。？！?!.，,；;：: …"
_QUIET = "。.，,；;：: "
_WIDE_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) ")
_PAUSE = "….。· "
_LETTERS_A_WORD = 9
"""What has more, on the whole, is no words and still has to end somewhere."""

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STAGE = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))\s*")
_SPOKEN = re.compile(r"[“「\"]([^”」\"]+)[”」\"]")


def spoken(text: str) -> str:
    """The words without stage directions; empty where nothing was said aloud."""
    return _STAGE.sub(" ", text).strip()


def shorten(text: str, words: int = _SHORT) -> str:
    """The words for quoting: without stage directions, cut after so many words at a pause."""
    text = _WIDE_GAP.sub("", " ".join((spoken(text) or text).split()))
    text = _STEERING.sub("", text).lstrip(_PAUSE) or text.strip()
    long = max(volume(text), len(text) / _LETTERS_A_WORD)
    if len(text) <= words or long <= words:
        return text.rstrip(_QUIET) or text
    keep = max(8, int(len(text) * words / long))
    cut = max(text.rfind(mark, keep // 2, keep) for mark in "。？！?!.，,；; ")
    return (text[: cut if cut > 0 else keep].rstrip(_MARKS) or text[:keep]) + "…"


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
