"""The inflections of a word: irregular ones from the pack's table, regular ones by its endings."""

from collections.abc import Mapping, Sequence

from app.notation.compile import Inflect

_VOWELS = "aeiou"


def make_inflect(irregular: Mapping[str, Sequence[str]]) -> Inflect:
    """A function from a word to all its forms, the word itself first."""

    def inflect(word: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((word, *irregular.get(word, ()), *regular_forms(word))))

    return inflect


def uninflected(word: str) -> tuple[str, ...]:
    """For languages whose words do not change."""
    return (word,)


def regular_forms(word: str) -> tuple[str, ...]:
    """Plural or third person, past and -ing forms, as English spells them regularly."""
    stem = word
    if word.endswith("e"):
        stem = word[:-1]
        ing = f"{word}ing" if word.endswith(("ee", "ye", "oe")) else f"{stem}ing"
        return f"{word}s", f"{word}d", ing
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"
    plural = f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{word}s"
    if _doubles(word):
        last = word[-1]
        return plural, f"{word}{last}ed", f"{word}{last}ing", f"{word}ed", f"{word}ing"
    return plural, f"{word}ed", f"{word}ing"


def _doubles(word: str) -> bool:
    """Whether a final consonant may double: one vowel before one consonant at the end."""
    return (
        len(word) > 2
        and word[-1] not in _VOWELS + "wxyhkq"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )
