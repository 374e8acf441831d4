"""What the automaton knows: its fragments, which symbols they belong to, and what they may wake."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.notation import nodes
from app.notation.fold import NUMBER, Words
from app.notation.heard import NUMBERS, Heard
from app.notation.nodes import Node

LONG = 400
"""Units from which positions are gathered in bytes and not by shifting."""
NONE: Mapping[int, Sequence[Node]] = {}


@dataclass(frozen=True, slots=True)
class Wakes:
    """Which of a list of nodes may match, told by what was found; nodes are known by their place.

    A node is listed under the rarest thing it needs, so the work follows what is found and not how
    many nodes there are.
    """

    fragments: Mapping[int, tuple[int, ...]]
    symbols: Mapping[int, tuple[int, ...]]

    def among(self, heard: Heard) -> list[int]:
        """The nodes to try, in order."""
        known = self.fragments
        woken: set[int] = set().union(*[known[one] for one in heard.found if one in known])
        rouses = heard.index.rouses
        if rouses:
            for one in heard.found:
                for symbol in rouses.get(one, ()):
                    woken.update(self.symbols.get(symbol, ()))
        return sorted(woken)


@dataclass(frozen=True, slots=True)
class Index:
    """The fragments of a vocabulary, by number, and the composed members of its classes."""

    machine: Any
    """An ahocorasick.Automaton from a fragment's units to its number; None when there is none."""
    extra: Any
    """The overlay's automaton, numbering on from the first one's fragments."""
    lengths: Sequence[int]
    fragments: Mapping[int, frozenset[int]]
    """For each symbol, the fragments that are hits of it."""
    symbols: Mapping[int, tuple[int, ...]]
    """For each fragment, the symbols it is a hit of."""
    members: tuple[tuple[tuple[int, ...], Node], ...]
    """Composed members with the symbols of the classes they belong to."""
    member_wakes: Wakes
    rouses: Mapping[int, tuple[int, ...]]
    """Symbols an overlay gave new hits to, by the fragment that tells of them."""
    number: re.Pattern[str]
    number_symbol: int
    edged: bool = False
    """Whether an overlay gave a class a member that minds the clause's edges."""

    def find(self, codes: str) -> Heard:
        """What is in the units of a text."""
        machines = [one for one in (self.machine, self.extra) if one is not None]
        found: dict[int, int] = {}
        if len(codes) > LONG:
            found = _find_in_long(codes, machines)
        else:
            for machine in machines:
                for last, fragment in machine.iter(codes):
                    found[fragment] = found.get(fragment, 0) | 1 << last
        numbers: list[tuple[int, int]] = []
        for run in self.number.finditer(codes):
            low, high = run.span()
            numbers.append((low, high - low))
            if run.lastindex:
                numbers.append((low, high - low - 1))
        if numbers:
            found[NUMBERS] = 1
        return Heard(len(codes), self, found, numbers)

    def composed(self, heard: Heard) -> Mapping[int, Sequence[Node]]:
        """The composed members worth trying in a stretch, by the symbol of their class."""
        woken = self.member_wakes.among(heard)
        if not woken:
            return NONE
        out: dict[int, list[Node]] = {}
        for at in woken:
            owners, node = self.members[at]
            for owner in owners:
                out.setdefault(owner, []).append(node)
        return out


def _find_in_long(codes: str, machines: Sequence[Any]) -> dict[int, int]:
    """As in a short text, but each position set costs the same however long the text is."""
    sets: dict[int, bytearray] = {}
    for machine in machines:
        for last, fragment in machine.iter(codes):
            bits = sets.get(fragment)
            if bits is None:
                bits = sets[fragment] = bytearray(len(codes) // 8 + 1)
            bits[last >> 3] |= 1 << (last & 7)
    return {fragment: int.from_bytes(bits, "little") for fragment, bits in sets.items()}


def symbols_of(
    fragments: Mapping[int, frozenset[int]], number_symbol: int
) -> dict[int, tuple[int, ...]]:
    """For each fragment, the symbols it is a hit of."""
    out: dict[int, list[int]] = {NUMBERS: [number_symbol]}
    for symbol, numbers in fragments.items():
        for number in numbers:
            out.setdefault(number, []).append(symbol)
    return {number: tuple(symbols) for number, symbols in out.items()}


def make_wakes(
    nodes: Iterable[tuple[int, Node]],
    fragments: Mapping[int, frozenset[int]],
    members: Mapping[int, Sequence[Node]],
    frequency: Mapping[int, int],
    number_symbol: int,
) -> Wakes:
    """Wakes of nodes, each with its number."""
    by_symbol: dict[int, list[int]] = {}
    for number, node in nodes:
        found = keys(node, members, frequency)
        for symbol in found[1] if found else ():
            by_symbol.setdefault(symbol, []).append(number)
    by_fragment: dict[int, set[int]] = {}
    for symbol, numbers in by_symbol.items():
        for fragment in fragments.get(symbol, ()):
            by_fragment.setdefault(fragment, set()).update(numbers)
        if symbol == number_symbol:
            by_fragment.setdefault(NUMBERS, set()).update(numbers)
    return Wakes(
        {fragment: tuple(sorted(numbers)) for fragment, numbers in by_fragment.items()},
        {symbol: tuple(numbers) for symbol, numbers in by_symbol.items()},
    )


def keys(
    node: Node, members: Mapping[int, Sequence[Node]], frequency: Mapping[int, int]
) -> tuple[int, frozenset[int]] | None:
    """The cost and symbols of the rarest thing a match needs; None when it needs nothing."""
    match node:
        case nodes.Root(inner):
            return keys(inner, members, frequency)
        case nodes.Fragments(symbol):
            return frequency.get(symbol, 0), frozenset((symbol,))
        case nodes.Class(symbol):
            known = {symbol}
            for member in members.get(symbol, ()):
                if found := keys(member, members, frequency):
                    known |= found[1]
            return sum(frequency.get(key, 0) for key in known), frozenset(known)
        case nodes.Row(parts):
            every = [found for part in parts if (found := keys(part, members, frequency))]
            return min(every, key=lambda found: (found[0], len(found[1]))) if every else None
        case nodes.Either(parts):
            some = [keys(part, members, frequency) for part in parts]
            sure = [found for found in some if found is not None]
            if len(sure) < len(some):
                return None
            return sum(cost for cost, _ in sure), frozenset().union(*(one for _, one in sure))
        case _:
            return None


def needs(node: Node) -> frozenset[int]:
    """Symbols that must all be present for a match."""
    match node:
        case nodes.Fragments(symbol) | nodes.Class(symbol):
            return frozenset((symbol,))
        case nodes.Row(parts):
            return frozenset().union(*(needs(part) for part in parts))
        case nodes.Either(parts):
            return frozenset.intersection(*(needs(part) for part in parts))
        case _:
            return frozenset()


def edged_symbols(members: Iterable[tuple[tuple[int, ...], Node]]) -> frozenset[int]:
    """Classes with a composed member in which a clause's edge has a say."""
    members = tuple(members)
    edged: frozenset[int] = frozenset()
    while True:
        wider = edged.union(*(owners for owners, node in members if minds_edges(node, edged)))
        if wider == edged:
            return edged
        edged = wider


def minds_edges(node: Node, edged: frozenset[int]) -> bool:
    """Whether a clause's edge has a say in a node; `edged` are classes in which it has."""
    match node:
        case nodes.AtEdge():
            return True
        case nodes.Class(symbol):
            return symbol in edged
        case nodes.Row(parts) | nodes.Either(parts):
            return any(minds_edges(part, edged) for part in parts)
        case nodes.Root(inner) | nodes.Maybe(inner):
            return minds_edges(inner, edged)
        case _:
            return False


def by_owner_of(
    members: Iterable[tuple[tuple[int, ...], Node]],
) -> dict[int, list[Node]]:
    """The composed members of each class."""
    out: dict[int, list[Node]] = {}
    for owners, node in members:
        for owner in owners:
            out.setdefault(owner, []).append(node)
    return out


def number_pattern(numerals: Iterable[str], words: Words) -> re.Pattern[str]:
    """Finds runs of digits and numerals, a percent sign after them included."""
    codes = "".join(map(re.escape, sorted({NUMBER, *numerals, *words.digits})))
    return re.compile(f"[{codes}]+(%)?")
