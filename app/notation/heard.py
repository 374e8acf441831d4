"""What the automaton found in a text, and what that makes of any stretch of it.

Every position of a stretch is one bit of an integer: `inside` has them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.notation.index import Index
    from app.notation.nodes import Node, Root

Starts = tuple[tuple[int, int], ...]
"""Length of hits, and where such hits begin."""
Numbered = tuple[int, int]
"""Where a number begins, and how many units it has."""
NUMBERS = -1
"""The fragment that stands for any number."""
NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """What the automaton found in a whole text: see `Heard`."""

    size: int
    index: "Index"
    found: dict[int, int]
    numbers: Sequence[Numbered]

    def part(self, start: int, end: int) -> "Heard":
        """What was found wholly inside a part of the stretch; positions count from its start."""
        if start == 0 and end == self.size:
            return Heard(self.size, self.index, self.found, self.numbers)
        lengths = self.index.lengths
        inside = (1 << end - start) - 1
        found: dict[int, int] = {}
        for one, ends in self.found.items():
            if one >= 0:
                kept = ends >> start & inside
                if kept and (kept := kept >> lengths[one] - 1 << lengths[one] - 1):
                    found[one] = kept
        numbers = [(at - start, n) for at, n in self.numbers if at >= start and at + n <= end]
        if numbers:
            found[NUMBERS] = 1
        return Heard(end - start, self.index, found, numbers)


class Heard:
    """What the automaton found in a stretch.

    `found[fragment]` holds the positions of that fragment's last units, `numbers` the start and
    length of each number; `present` has the symbols that may have a hit. `first` and `last` are
    the positions that count as the stretch's edges; `inside` all its positions.
    """

    __slots__ = (
        "_live",
        "_starts",
        "composed",
        "first",
        "found",
        "index",
        "inside",
        "last",
        "numbers",
        "present",
        "size",
    )

    def __init__(
        self, size: int, index: "Index", found: dict[int, int], numbers: Sequence[Numbered]
    ) -> None:
        self.size = size
        self.index = index
        self.inside = (2 << size) - 1
        self.found = found
        self.numbers = numbers
        self.first = 1
        self.last = 1 << size
        symbols = index.symbols
        self.present: set[int] = set().union(*[symbols[one] for one in found])
        self._starts: dict[int, Starts] = {}
        self._live: dict[int, tuple[Node, ...]] = {}
        self.composed = index.composed(self)
        self.present.update(self.composed)
        if numbers:
            self._starts[index.number_symbol] = tuple([(n, 1 << at) for at, n in numbers])

    def starts(self, symbol: int) -> "Starts":
        """Lengths of the symbol's hits, each with the positions where such hits begin."""
        if symbol not in self.present:
            return ()
        known = self._starts.get(symbol)
        if known is None:
            found, lengths = self.found, self.index.lengths
            known = self._starts[symbol] = tuple(
                [
                    (lengths[one], found[one] >> lengths[one] - 1)
                    for one in found.keys() & self.index.fragments.get(symbol, NOTHING)
                ]
            )
        return known

    def live(self, symbol: int) -> tuple["Node", ...]:
        """The class's composed members that match anywhere in this stretch."""
        known = self._live.get(symbol)
        if known is None:
            inside = self.inside
            known = self._live[symbol] = tuple(
                [node for node in self.composed[symbol] if node.forward(inside, self) & inside]
            )
        return known

    def matches(self, node: "Root") -> bool:
        """Whether the pattern matches anywhere."""
        return node.needs <= self.present and bool(
            node.node.forward(self.inside, self) & self.inside
        )

    def span(self, node: "Root") -> tuple[int, int] | None:
        """The match that ends first, and of those the shortest; None when there is none."""
        if not node.needs <= self.present:
            return None
        inside = self.inside
        reach = node.node.forward(inside, self) & inside
        if not reach:
            return None
        end = reach & -reach
        begins = node.node.backward(end, self) & inside
        return begins.bit_length() - 1, end.bit_length() - 1
