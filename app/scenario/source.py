"""YAML from strangers, read with the place of every key and value and nothing but plain data.

Tags, anchors, aliases and duplicate keys are refused; size and depth are bounded. Scalars are
read as YAML 1.2 reads them: `yes`, `no`, `on` and `1:30` are text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.findings import Finding, Place, Severity
from app.vocabulary import Wording

MAX_CHARACTERS = 512 * 1024
MAX_DEPTH = 30

Path = tuple[str | int, ...]

_INT = re.compile(r"[-+]?[0-9]{1,15}$")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}$")
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Node:
    """A value with its place; `keys` holds the places of a mapping's keys."""

    line: int
    column: int
    value: Any = None
    items: dict[str, "Node"] | list["Node"] | None = None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> Any:
        """The value as dicts, lists and scalars."""
        if isinstance(self.items, dict):
            return {key: node.plain() for key, node in self.items.items()}
        if isinstance(self.items, list):
            return [node.plain() for node in self.items]
        return self.value


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its tree, and a finding for any place in it."""

    file: str
    root: Node

    def place(self, path: Sequence[str | int], *, key: bool = False) -> tuple[Place, str]:
        """The place of the deepest part of `path` that the file holds, and its written form.

        `key` asks for the place of the last key itself rather than of its value.
        """
        node, line, column, shown = self.root, self.root.line, self.root.column, ""
        for step in path:
            held: Node | None = None
            if isinstance(node.items, dict):
                held = node.items.get(str(step))
            elif isinstance(node.items, list) and isinstance(step, int):
                held = node.items[step] if 0 <= step < len(node.items) else None
            if held is None:
                continue
            shown += f"[{step}]" if isinstance(node.items, list) else f".{step}"
            on_key = node.keys.get(str(step)) if key else None
            line, column = on_key or (held.line, held.column)
            node = held
        return Place(self.file, line, column), shown.lstrip(".")

    def finding(
        self,
        code: str,
        path: Sequence[str | int],
        message: Wording,
        mend: Wording,
        severity: Severity = Severity.ERROR,
        *,
        key: bool = False,
    ) -> Finding:
        """A finding at `path`."""
        place, shown = self.place(path, key=key)
        return Finding(code, place, message, mend, severity, shown)


class _Refused(Exception):
    def __init__(self, code: str, mark: Any, message: Wording, mend: Wording) -> None:
        self.code, self.message, self.mend = code, message, mend
        self.line, self.column = mark.line + 1, mark.column + 1


def read_source(text: str, file: str) -> tuple[Source | None, list[Finding]]:
    """Read a YAML mapping; what cannot be accepted comes back as findings S001-S007."""
    if len(text) > MAX_CHARACTERS:
        return None, [
            Finding(
                "S002",
                Place(file),
                Wording(zh="文件超过 512 kB", en="the file is larger than 512 kB"),
                Wording(zh="请拆成几个场景", en="split it into several scenarios"),
            )
        ]
    try:
        root = _Builder().build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except _Refused as refused:
        place = Place(file, refused.line, refused.column)
        return None, [Finding(refused.code, place, refused.message, refused.mend)]
    except yaml.YAMLError as error:
        return None, [_syntax(error, file)]
    if not isinstance(root.items, dict):
        return None, [
            Finding(
                "S007",
                Place(file, root.line, root.column),
                Wording(
                    zh="文件内容不是“字段: 值”的结构", en="the file is not a mapping of fields"
                ),
                Wording(zh="从 `format: 1` 写起", en="start with `format: 1`"),
            )
        ]
    return Source(file, root), []


def _syntax(error: yaml.YAMLError, file: str) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    return Finding(
        "S001",
        place,
        Wording(zh=f"这里不是合法的 YAML：{problem}", en=f"this is not valid YAML: {problem}"),
        Wording(
            zh="检查缩进和冒号；含有“: ”“#”“{”或英文逗号的文字要加引号",
            en="check indentation and colons; quote text that holds ': ', '#', '{' or a comma",
        ),
    )


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self) -> None:
        self.stack: list[tuple[Node, list[str]]] = []
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node:
        for event in events:
            self._refuse(event)
            mark = event.start_mark
            line, column = mark.line + 1, mark.column + 1
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, Node(line, column, _scalar(event.value, event.style)))
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, Node(line, column, items={}))
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, Node(line, column, items=[]))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.DocumentEndEvent) and self.root is not None:
                break
        return self.root or Node(1, 1)

    def _refuse(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                "S005",
                event.start_mark,
                Wording(zh="不接受锚点和别名（& 与 *）", en="anchors and aliases are not accepted"),
                Wording(
                    zh="把内容写全；以 * 或 & 开头的文字要加引号",
                    en="write the content out; quote text that begins with * or &",
                ),
            )
        if getattr(event, "tag", None):
            raise _Refused(
                "S004",
                event.start_mark,
                Wording(zh=f"不接受标签 {event.tag}", en=f"the tag {event.tag} is not accepted"),
                Wording(
                    zh="删去标签；以 ! 开头的文字要加引号",
                    en="remove the tag; quote text that begins with !",
                ),
            )

    def _attach(self, event: Any, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent, pending = self.stack[-1]
        if isinstance(parent.items, list):
            parent.items.append(node)
        elif isinstance(parent.items, dict):
            if not pending:
                raise _Refused(
                    "S007",
                    event.start_mark,
                    Wording(zh="字段名必须是文字", en="a field's name must be plain text"),
                    Wording(zh="检查花括号和引号", en="check the braces and quotes"),
                )
            parent.items[pending.pop()] = node

    def _scalar(self, event: Any, node: Node) -> None:
        parent, pending = self.stack[-1] if self.stack else (None, [])
        if parent is None or not isinstance(parent.items, dict) or pending:
            self._attach(event, node)
            return
        if event.value in parent.items:
            raise _Refused(
                "S006",
                event.start_mark,
                Wording(zh=f"字段 {event.value} 写了两次", en=f"{event.value!r} is written twice"),
                Wording(zh="合并或删去其中一个", en="merge them or remove one"),
            )
        pending.append(event.value)
        parent.keys[event.value] = (node.line, node.column)

    def _open(self, event: Any, node: Node) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _Refused(
                "S003",
                event.start_mark,
                Wording(zh="嵌套超过 30 层", en="nested deeper than 30 levels"),
                Wording(zh="检查缩进", en="check the indentation"),
            )
        self._attach(event, node)
        self.stack.append((node, []))


def _scalar(value: str, style: str | None) -> Any:
    if style:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.match(value):
        return int(value)
    return float(value) if _FLOAT.match(value) else value
