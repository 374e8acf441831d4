"""The rule notation: from its source to a tree.

Grammar: `(a|b)` alternatives, `[a]` optional, `{class}`, `...` or `...N` a bounded gap, `^` `$` the
clause's edges, `~word` a word in all its inflections, `\\` before a special character; all else is
literal text. A tree says nothing about any language.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

SPECIAL = frozenset("()[]{}|^$~\\")
_WRITTEN = re.compile(r"[()\[\]{}|^$~\\]|\.\.\.")
_PLAIN = re.compile(r"[^()\[\]{}|^$~\\.]+(?=[()\[\]{}|^$~]|$)")
MAX_GAP = 40
MAX_SOURCE = 2000
MAX_DEPTH = 12


class PatternError(ValueError):
    """A pattern's source cannot be read; `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Literal:
    """Text as written; folding makes words or characters of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Inflected:
    """A word in all its inflections."""

    word: str


@dataclass(frozen=True, slots=True)
class ClassRef:
    """Any member of a word class."""

    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `limit` units of anything; None means the pack's default."""

    limit: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """The clause's start, or its end."""

    start: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items that follow each other directly."""

    items: "tuple[Item, ...]"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several sequences."""

    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """An item that may be missing."""

    item: "Item"


Item = Literal | Inflected | ClassRef | Gap | Edge | Sequence | Alternatives | Optional


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as written and as read, with the word classes it mentions."""

    source: str
    root: Item
    classes: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 16)
def parse(source: str) -> Pattern:
    """Read one pattern; raises PatternError with the column where reading failed."""
    if source.strip() and not _WRITTEN.search(source):
        return Pattern(source, Literal(source.strip()))
    if len(source) > MAX_SOURCE:
        raise PatternError(f"longer than {MAX_SOURCE} characters", MAX_SOURCE)
    reader = _Reader(source)
    root = reader.alternatives(depth=0)
    if reader.at < len(source):
        raise PatternError(f"unexpected {source[reader.at]!r}", reader.at + 1)
    if not says_something(root):
        raise PatternError("no word or class that must be there", 1)
    return Pattern(source, root, frozenset(reader.names))


def says_something(item: Item) -> bool:
    """Whether some word or class must be there for the item to match."""
    match item:
        case Literal() | Inflected() | ClassRef():
            return True
        case Sequence(items):
            return any(says_something(part) for part in items)
        case Alternatives(options):
            return all(says_something(option) for option in options)
        case _:
            return False


class _Reader:
    """A recursive descent reader over one source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.names: set[str] = set()

    def alternatives(self, depth: int) -> Item:
        if depth > MAX_DEPTH:
            raise PatternError("nested too deeply", self.at + 1)
        options = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence(depth))
        return options[0] if len(options) == 1 else Alternatives(tuple(options))

    def sequence(self, depth: int) -> Sequence:
        items: list[Item] = []
        began = self.at
        while (char := self.peek()) and char not in "|)]":
            items.extend(self.item(char, depth))
        if not items:
            raise PatternError("nothing written here", began + 1)
        return Sequence(tuple(items))

    def item(self, char: str, depth: int) -> list[Item]:
        match char:
            case "(":
                return [self.enclosed(")", depth)]
            case "[":
                return [Optional(self.enclosed("]", depth))]
            case "{":
                name = self.name()
                self.names.add(name)
                return [ClassRef(name)]
            case "}":
                raise PatternError("'}' without '{'", self.at + 1)
            case "^" | "$":
                self.at += 1
                return [Edge(start=char == "^")]
            case "~":
                return [Inflected(self.word())]
            case _ if self.source.startswith("...", self.at):
                return [self.gap()]
            case _:
                return self.literal()

    def enclosed(self, closing: str, depth: int) -> Item:
        opened = self.at
        self.at += 1
        inner = self.alternatives(depth + 1)
        if self.peek() != closing:
            raise PatternError(f"no {closing!r} for this {self.source[opened]!r}", opened + 1)
        self.at += 1
        return inner

    def name(self) -> str:
        closing = self.source.find("}", self.at)
        name = self.source[self.at + 1 : closing].strip() if closing > 0 else ""
        if not name.replace("_", "").replace("-", "").isalnum():
            raise PatternError("a class is written {name}", self.at + 1)
        self.at = closing + 1
        return name

    def word(self) -> str:
        began = self.at = self.at + 1
        while (char := self.peek()) and (char.isalnum() or char in "'’"):
            self.at += 1
        if began == self.at:
            raise PatternError("'~' needs a word after it", began)
        return self.source[began : self.at]

    def gap(self) -> Gap:
        began = self.at
        self.at += 3
        digits = self.at
        while self.peek().isdecimal():
            self.at += 1
        written = self.source[digits : self.at]
        if not written:
            return Gap(None)
        limit = int(written[:4])
        if not 0 < limit <= MAX_GAP:
            raise PatternError(f"a gap spans 1 to {MAX_GAP}", began + 1)
        return Gap(limit)

    def literal(self) -> list[Item]:
        if plain := _PLAIN.match(self.source, self.at):
            self.at = plain.end()
            return [Literal(plain.group().strip())] if plain.group().strip() else []
        text: list[str] = []
        while (char := self.peek()) and not self.source.startswith("...", self.at):
            if char == "\\":
                self.at += 1
                if not (char := self.peek()):
                    raise PatternError("nothing after '\\'", self.at)
            elif char in SPECIAL:
                break
            text.append(char)
            self.at += 1
        written = "".join(text).strip()
        return [Literal(written)] if written else []

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]
