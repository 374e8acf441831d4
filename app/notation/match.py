"""Joining what the automaton found: every position of a clause is one bit of an integer.

A node maps the set of positions where it may begin to the set where it may end (`forward`), and
back (`backward`). Gaps are shifts, so a match costs a few integer operations for each element,
whatever the text; nothing backtracks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Node(Protocol):
    """A compiled pattern or part of one."""

    def forward(self, reach: int, heard: "Heard") -> int:
        """Where it may end when it begins at one of `reach`."""
        ...

    def backward(self, reach: int, heard: "Heard") -> int:
        """Where it may begin when it ends at one of `reach`."""
        ...


class Heard:
    """What the automaton found in one clause.

    `hits[symbol][length]` holds the start positions of that symbol's fragments; `first` and `last`
    are the positions that count as the clause's edges; `inside` all its positions.
    """

    __slots__ = ("_live", "first", "hits", "inside", "last", "members", "size")

    def __init__(self, size: int, members: Mapping[int, Sequence["Node"]]) -> None:
        self.size = size
        self.inside = (2 << size) - 1
        self.hits: dict[int, dict[int, int]] = {}
        self.members = members
        self.first = 1
        self.last = 1 << size
        self._live: dict[int, tuple[Node, ...]] = {}

    def live(self, symbol: int) -> tuple[Node, ...]:
        """The class's composed members that match anywhere in this clause."""
        found = self._live.get(symbol)
        if found is None:
            inside = self.inside
            found = tuple(
                node for node in self.members.get(symbol, ()) if node.forward(inside, self) & inside
            )
            self._live[symbol] = found
        return found

    def span(self, node: Node) -> tuple[int, int] | None:
        """The match that ends first, and of those the shortest; None when there is none."""
        inside = self.inside
        reach = node.forward(inside, self) & inside
        if not reach:
            return None
        end = reach & -reach
        begins = node.backward(end, self) & inside
        return begins.bit_length() - 1, end.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Fragments:
    """One of a set of fragments that the automaton finds."""

    symbol: int

    def forward(self, reach: int, heard: Heard) -> int:
        out = 0
        found = heard.hits.get(self.symbol)
        if found:
            for length, starts in found.items():
                out |= (reach & starts) << length
        return out

    def backward(self, reach: int, heard: Heard) -> int:
        out = 0
        found = heard.hits.get(self.symbol)
        if found:
            for length, starts in found.items():
                out |= (reach >> length) & starts
        return out


@dataclass(frozen=True, slots=True)
class Class:
    """A member of a word class: a fragment, or a composed member."""

    symbol: int

    def forward(self, reach: int, heard: Heard) -> int:
        out = 0
        found = heard.hits.get(self.symbol)
        if found:
            for length, starts in found.items():
                out |= (reach & starts) << length
        for node in heard.live(self.symbol):
            out |= node.forward(reach, heard)
        return out

    def backward(self, reach: int, heard: Heard) -> int:
        out = 0
        found = heard.hits.get(self.symbol)
        if found:
            for length, starts in found.items():
                out |= (reach >> length) & starts
        for node in heard.live(self.symbol):
            out |= node.backward(reach, heard)
        return out


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes that follow each other directly."""

    nodes: tuple[Node, ...]

    def forward(self, reach: int, heard: Heard) -> int:
        for node in self.nodes:
            reach = node.forward(reach, heard)
            if not reach:
                return 0
        return reach

    def backward(self, reach: int, heard: Heard) -> int:
        for node in reversed(self.nodes):
            reach = node.backward(reach, heard)
            if not reach:
                return 0
        return reach


@dataclass(frozen=True, slots=True)
class Either:
    """One of several nodes."""

    nodes: tuple[Node, ...]

    def forward(self, reach: int, heard: Heard) -> int:
        out = 0
        for node in self.nodes:
            out |= node.forward(reach, heard)
        return out

    def backward(self, reach: int, heard: Heard) -> int:
        out = 0
        for node in self.nodes:
            out |= node.backward(reach, heard)
        return out


@dataclass(frozen=True, slots=True)
class Maybe:
    """A node that may be missing."""

    node: Node

    def forward(self, reach: int, heard: Heard) -> int:
        return reach | self.node.forward(reach, heard)

    def backward(self, reach: int, heard: Heard) -> int:
        return reach | self.node.backward(reach, heard)


@dataclass(frozen=True, slots=True)
class Within:
    """A gap of up to `limit` units."""

    limit: int

    def forward(self, reach: int, heard: Heard) -> int:
        spanned = 0
        while spanned < self.limit:
            step = min(spanned + 1, self.limit - spanned)
            reach |= reach << step
            spanned += step
        return reach & heard.inside

    def backward(self, reach: int, heard: Heard) -> int:
        spanned = 0
        while spanned < self.limit:
            step = min(spanned + 1, self.limit - spanned)
            reach |= reach >> step
            spanned += step
        return reach


@dataclass(frozen=True, slots=True)
class AtEdge:
    """The clause's start or end; marks and fillers at the edge are seen past."""

    start: bool

    def forward(self, reach: int, heard: Heard) -> int:
        return reach & (heard.first if self.start else heard.last)

    def backward(self, reach: int, heard: Heard) -> int:
        return reach & (heard.first if self.start else heard.last)
