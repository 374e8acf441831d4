"""Ways through a scenario file: every text, every condition, every effect, with its path."""

from collections.abc import Iterator

from pydantic import BaseModel

from app.scenario.condition import Effects, When
from app.scenario.script import Reply, Script
from app.scenario.source import Path
from app.vocabulary import Wording


def wordings(part: object, path: Path = ()) -> Iterator[tuple[Path, Wording]]:
    """Every text that is written in a part of the file, with its path."""
    if isinstance(part, Reply):
        yield path, Wording(part.zh, part.en)
    elif isinstance(part, Wording):
        yield path, part
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            if name in part.model_fields_set:
                yield from wordings(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from wordings(item, (*path, index))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from wordings(item, (*path, key))


def conditions(script: Script) -> Iterator[tuple[Path, When]]:
    """Every `when` of the file, the nested ones too."""
    for section in ("beats", "ends", "resistances"):
        for index, item in enumerate(getattr(script, section)):
            yield from _nested((section, index, "when"), item.when)


def _nested(path: Path, when: When) -> Iterator[tuple[Path, When]]:
    yield path, when
    if when.unless:
        yield from _nested((*path, "unless"), when.unless)
    for index, option in enumerate(when.any_of):
        yield from _nested((*path, "any_of", index), option)


def effects(script: Script) -> Iterator[tuple[Path, Effects]]:
    """Every `then` of the file."""
    for section in ("beats", "materials", "resistances"):
        for index, item in enumerate(getattr(script, section)):
            yield (section, index, "then"), item.then
