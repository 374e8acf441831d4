"""How a line is chosen and worded: the seed picks, nothing is said twice, numbers are filled in."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from app.scenario.script import Script
from app.scenario.stock import Spoken, StockLines
from app.vocabulary import Language, Temperament, Wording

Unused = tuple[str, str, bool]
"""A variant's key in the memory of what was said, its text, and whether it is a cue."""


def mix(seed: int, key: str) -> int:
    """A number that looks random, the same for the same seed and key, on every machine."""
    return crc32(f"{seed}:{key}".encode()) * 2654435761 % 4294967291


def draw_numbers(script: Script, seed: int) -> dict[str, int]:
    """The scenario's numbers of this play, each within its range and on its step."""
    return {
        draw.id: draw.low + draw.step * (mix(seed, draw.id) % draw.many) for draw in script.draws
    }


def word_numbers(
    script: Script, numbers: Mapping[str, int], language: Language
) -> dict[str, object]:
    """The numbers of this play as the buyer says them: in words where the file gives them."""
    worded: dict[str, object] = dict(numbers)
    for draw in script.draws:
        place = (numbers.get(draw.id, draw.low) - draw.low) // draw.step
        if 0 <= place < len(draw.says):
            worded[draw.id] = draw.says[place].to(language)
    return worded


def fill(text: str, numbers: Mapping[str, object]) -> str:
    """Put names and numbers in the place of their `{id}`."""
    if "{" in text:
        for name, value in numbers.items():
            text = text.replace(f"{{{name}}}", str(value))
    return text


def variant_of(
    line_id: str,
    says: Sequence[Wording],
    language: Language,
    seed: int,
    said: Callable[[str], bool],
) -> Unused | None:
    """A variant of a scripted line that was not said yet; None when all were."""
    free = [index for index in range(len(says)) if not said(f"{line_id}#{index}")]
    if not free:
        return None
    index = free[mix(seed, line_id) % len(free)] if len(free) > 1 else free[0]
    return f"{line_id}#{index}", says[index].to(language), False


def _fillable(text: str, names: Mapping[str, str]) -> bool:
    return all(names.get(name) for name in ("told", "refers_to") if f"{{{name}}}" in text)


def stock_of(
    stock: StockLines,
    temperament: Temperament,
    occasion: str,
    language: Language,
    seed: int,
    said: Callable[[str], bool],
    *,
    names: Mapping[str, str],
) -> Unused | None:
    """A stock line that was not said yet: the temperament's own first, then anybody's.

    A line with a placeholder that `names` cannot fill is passed over.
    """
    shelf: Mapping[str, Mapping[str, tuple[Spoken, ...]]] = stock.lines.get(language, {})  # type: ignore[assignment]
    for owner in (temperament, "any"):
        variants = shelf.get(owner, {}).get(occasion, ())
        free = [
            each
            for each in variants
            if not said(f"{occasion}/{each.id}")
            and ("{" not in each.text or _fillable(each.text, names))
        ]
        if free:
            chosen = free[mix(seed, f"{occasion}{len(free)}") % len(free)]
            return f"{occasion}/{chosen.id}", chosen.text, chosen.cue
    return None
