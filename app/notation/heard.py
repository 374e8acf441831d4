"""What the automaton found in a text, and what that makes of any stretch of it.

Every position of the text is one bit of an integer. Nothing is found twice: a stretch looks at the
whole text's findings through a mask, and what is learnt of a pattern holds for every stretch.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.notation.index import Index
    from app.notation.nodes import Node, Root

Starts = list[tuple[int, int]]
"""Length of hits, and where such hits begin."""
Numbered = tuple[int, int]
"""Where a number begins, and how many units it has."""
NUMBERS = -1
"""The fragment that stands for any number."""
EDGED = -1
"""Everywhere: the ends of a pattern that minds edges, which each stretch must see for itself."""


class Heard:
    """What the automaton found in a text, as seen by the stretch from `start` to `end`.

    `found[fragment]` holds the positions of that fragment's last units; `present` has the symbols
    that may have a hit somewhere in the text, `hits` where they begin. `first` and `last` are the
    positions that count as the stretch's edges, `inside` all its positions; for the whole text as
    found, every position is an edge, so that a pattern with edges matches wherever it might.
    """

    __slots__ = (
        "_begins",
        "_ends",
        "_live",
        "composed",
        "end",
        "first",
        "found",
        "hits",
        "index",
        "inside",
        "last",
        "present",
        "start",
        "whole",
    )

    def __init__(
        self, size: int, index: "Index", found: dict[int, int], numbers: Sequence[Numbered]
    ) -> None:
        self.start = 0
        self.end = size
        self.index = index
        self.inside = self.first = self.last = (2 << size) - 1
        self.found = found
        self.whole: Heard | None = None
        self.hits = _hits(index, found)
        self.present = set(self.hits)
        self._live: dict[int, tuple[Node, ...]] = {}
        self._ends: dict[int, int] = {}
        self._begins: dict[tuple[int, int], int] = {}
        self.composed = index.composed(self)
        self.present.update(self.composed)
        if numbers:
            self.hits[index.number_symbol] = [(n, 1 << at) for at, n in numbers]
            self.present.add(index.number_symbol)

    def part(self, start: int, end: int) -> "Heard":
        """The same as seen by a stretch, its bare ends as edges."""
        part: Heard = Heard.__new__(Heard)
        part.start = start
        part.end = end
        part.index = self.index
        part.inside = (2 << end) - (1 << start)
        part.first = 1 << start
        part.last = 1 << end
        part.found = self.found
        part.whole = self.whole or self
        part.present = self.present
        part.hits = self.hits
        part.composed = self.composed
        part._live = self._live
        part._ends = self._ends
        part._begins = self._begins
        return part

    @property
    def length(self) -> int:
        """Units of the stretch without the marks at its end."""
        return self.end - self.start - self.last.bit_count() + 1

    def live(self, symbol: int) -> tuple["Node", ...]:
        """The class's composed members that match anywhere in the text."""
        known = self._live.get(symbol)
        if known is None:
            whole = self.whole or self
            inside = whole.inside
            known = self._live[symbol] = tuple(
                [node for node in self.composed[symbol] if node.forward(inside, whole) & inside]
            )
        return known

    def matches(self, root: "Root") -> bool:
        """Whether the pattern matches anywhere in the stretch."""
        return root.needs <= self.present and self.span(root) is not None

    def ends(self, root: "Root") -> int:
        """Where the pattern may end in the text: a superset for any stretch, 0 when nowhere."""
        ends = self._ends.get(id(root))
        if ends is None:
            if not root.needs <= self.present:
                ends = 0
            elif root.edged or self.index.edged:
                ends = EDGED
            else:
                whole = self.whole or self
                ends = root.node.forward(whole.inside, whole) & whole.inside
            self._ends[id(root)] = ends
        return ends

    def span(self, root: "Root") -> tuple[int, int] | None:
        """The match that ends first, and of those the shortest; None when there is none."""
        ends = self._ends.get(id(root))
        if ends is None:
            ends = self.ends(root)
        inside = self.inside
        reach = ends & inside
        if not reach:
            return None
        if ends != EDGED:
            last = reach & -reach
            begin = self._begin(root, last)
            if begin >= self.start:
                return begin, last.bit_length() - 1
        reach = root.node.forward(inside, self) & inside
        if not reach:
            return None
        last = reach & -reach
        begins = root.node.backward(last, self) & inside
        return begins.bit_length() - 1, last.bit_length() - 1

    def _begin(self, root: "Root", last: int) -> int:
        """The latest beginning of the pattern's matches in the text that end at `last`."""
        key = id(root), last
        begin = self._begins.get(key)
        if begin is None:
            whole = self.whole or self
            begins = root.node.backward(last, whole) & whole.inside
            begin = self._begins[key] = begins.bit_length() - 1
        return begin


def _hits(index: "Index", found: dict[int, int]) -> dict[int, Starts]:
    """For each symbol that has a hit, its hits."""
    hits: dict[int, Starts] = {}
    symbols, lengths = index.symbols, index.lengths
    for one, ends in found.items():
        if one == NUMBERS:
            continue
        length = lengths[one]
        hit = length, ends >> length - 1
        for symbol in symbols[one]:
            if symbol in hits:
                hits[symbol].append(hit)
            else:
                hits[symbol] = [hit]
    return hits
