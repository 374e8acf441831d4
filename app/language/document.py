"""Reading the YAML of a pack: plain values; lines and columns only when asked for."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = Sequence[str | int]


class Unreadable(ValueError):
    """The text is not YAML; line and column count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def read(text: str) -> Any:
    """The values of a YAML text; raises Unreadable."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(
            error.problem or "not YAML",
            mark.line + 1 if mark else 0,
            mark.column + 1 if mark else 0,
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(str(error).splitlines()[0] if str(error) else "not YAML", 0, 0) from error


def locate(text: str, path: Path) -> tuple[int, int]:
    """Line and column, from 1, of the value at `path`, or of the nearest thing around it."""
    node = _compose(text)
    for step in path:
        below = _step(node, step)
        if below is None:
            break
        node = below
    if node is None:
        return 0, 0
    return node.start_mark.line + 1, node.start_mark.column + 1


def repeated_keys(text: str) -> list[tuple[str, int, int]]:
    """Keys written twice in one mapping, with line and column: YAML silently keeps the last."""
    found: list[tuple[str, int, int]] = []
    waiting = [_compose(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        mark = key.start_mark
                        found.append((key.value, mark.line + 1, mark.column + 1))
                    seen.add(key.value)
                waiting.append(value)
    return sorted(found, key=lambda one: one[1:])


@lru_cache(maxsize=16)
def _compose(text: str) -> Any:
    """The nodes of a YAML text with their marks; None when it is not YAML."""
    try:
        return yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return None


def _step(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None
