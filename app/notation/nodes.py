"""Joining what was found: a pattern maps positions where it may begin to where it may end.

`forward` maps sets of positions so, `backward` the other way. Gaps are shifts of bits, so a match
costs a few integer operations for each element, whatever the text; nothing backtracks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.notation.heard import Heard

NO_HITS: Sequence[tuple[int, int]] = ()


class Node(Protocol):
    """A compiled pattern or part of one."""

    def forward(self, reach: int, heard: "Heard") -> int:
        """Where it may end when it begins at one of `reach`."""
        ...

    def backward(self, reach: int, heard: "Heard") -> int:
        """Where it may begin when it ends at one of `reach`."""
        ...


@dataclass(frozen=True, slots=True)
class Root:
    """A whole pattern, with symbols that must all be present for it to match.

    `edged` when a clause's edge has a say in it, so that a stretch must see for itself.
    """

    node: Node
    needs: frozenset[int]
    edged: bool = True

    def forward(self, reach: int, heard: Heard) -> int:
        return self.node.forward(reach, heard) if self.needs <= heard.present else 0

    def backward(self, reach: int, heard: Heard) -> int:
        return self.node.backward(reach, heard)


@dataclass(frozen=True, slots=True)
class Fragments:
    """One of a set of fragments that the automaton finds."""

    symbol: int

    def forward(self, reach: int, heard: Heard) -> int:
        hits = heard.hits.get(self.symbol)
        if hits is None:
            return 0
        out = 0
        for length, starts in hits:
            out |= (reach & starts) << length
        return out

    def backward(self, reach: int, heard: Heard) -> int:
        out = 0
        for length, starts in heard.hits.get(self.symbol, NO_HITS):
            out |= (reach >> length) & starts
        return out


@dataclass(frozen=True, slots=True)
class Class:
    """A member of a word class: a fragment, or a composed member."""

    symbol: int

    def forward(self, reach: int, heard: Heard) -> int:
        out = 0
        for length, starts in heard.hits.get(self.symbol, NO_HITS):
            out |= (reach & starts) << length
        if self.symbol in heard.composed:
            for node in heard.live(self.symbol):
                out |= node.forward(reach, heard)
        return out

    def backward(self, reach: int, heard: Heard) -> int:
        out = 0
        for length, starts in heard.hits.get(self.symbol, NO_HITS):
            out |= (reach >> length) & starts
        if self.symbol in heard.composed:
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
    """A gap of up to so many units; `steps` are shifts that together reach every length."""

    steps: tuple[int, ...]

    def forward(self, reach: int, heard: Heard) -> int:
        for step in self.steps:
            reach |= reach << step
        return reach & heard.inside

    def backward(self, reach: int, heard: Heard) -> int:
        for step in self.steps:
            reach |= reach >> step
        return reach


def within(limit: int) -> Within:
    """A gap of up to `limit` units."""
    steps: list[int] = []
    while sum(steps) < limit:
        steps.append(min(sum(steps) + 1, limit - sum(steps)))
    return Within(tuple(steps))


@dataclass(frozen=True, slots=True)
class AtEdge:
    """The clause's start or end; marks and fillers at the edge are seen past."""

    start: bool

    def forward(self, reach: int, heard: Heard) -> int:
        return reach & (heard.first if self.start else heard.last)

    def backward(self, reach: int, heard: Heard) -> int:
        return reach & (heard.first if self.start else heard.last)
