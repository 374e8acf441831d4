"""From patterns and word classes to one automaton and the nodes that join its findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ahocorasick

from app.notation import nodes, pattern
from app.notation.classes import NUMBER_CLASS
from app.notation.fold import Folding, Words
from app.notation.nodes import Node

EXPANDED = 64
"""So many spellings of one stretch are written out as fragments; beyond that they are joined."""
Inflect = Callable[[str], tuple[str, ...]]


class Compiler:
    """Turns patterns into nodes, gathering fragments; `build` then makes the automaton.

    An overlay's compiler begins from a pack's `symbols` and `parents`, and adds its own.
    """

    def __init__(
        self,
        folding: Folding,
        words: Words,
        inflect: Inflect,
        gap: int,
        classes: Mapping[str, int] | None = None,
        parents: Mapping[int, frozenset[int]] | None = None,
        first_symbol: int = 0,
        *,
        overlaid: bool = False,
    ) -> None:
        self.folding = folding
        self.words = words
        self.inflect = inflect
        self.gap = gap
        self.overlaid = overlaid
        self.classes: dict[str, int] = dict(classes or {})
        self.parents: dict[int, frozenset[int]] = dict(parents or {})
        self.members: list[tuple[tuple[int, ...], Node]] = []
        self.next_symbol = first_symbol
        self._fragments: dict[str, set[int]] = {}
        self._spelt: dict[int, tuple[pattern.Item, frozenset[str] | None]] = {}
        self._folded: dict[str, str] = {}
        self._known: dict[frozenset[str], int] = {}

    def declare(self, name: str) -> int:
        """The symbol of a class."""
        if name not in self.classes:
            self.classes[name] = self._symbol()
        return self.classes[name]

    def define(self, members: Mapping[str, Iterable[pattern.Pattern]]) -> None:
        """Add members to classes; a member that is another class makes that one a part of it."""
        parts: dict[int, set[int]] = {}
        rest: list[tuple[int, pattern.Pattern]] = []
        for name, patterns in members.items():
            symbol = self.declare(name)
            for written in patterns:
                if isinstance(written.root, pattern.Literal):
                    rest.append((symbol, written))
                    continue
                part = _only_class(written.root)
                if part is None or part == NUMBER_CLASS or self.overlaid:
                    rest.append((symbol, written))
                else:
                    parts.setdefault(self.declare(part), set()).add(symbol)
        self._close_over(parts)
        owners_of = {symbol: self.parents.get(symbol, frozenset()) | {symbol} for symbol, _ in rest}
        for symbol, written in rest:
            owners = owners_of[symbol]
            if isinstance(written.root, pattern.Literal):
                codes = self._codes(written.root.text)
                self._fragments.setdefault(codes, set()).update(owners)
                continue
            spellings = self.spell(written.root)
            if spellings is not None and "" not in spellings:
                for spelling in spellings:
                    self._fragments.setdefault(spelling, set()).update(owners)
            else:
                self.members.append((tuple(sorted(owners)), self.compile(written.root)))

    def _close_over(self, parts: Mapping[int, set[int]]) -> None:
        for part, owners in parts.items():
            self.parents[part] = self.parents.get(part, frozenset()) | owners
        changed = True
        while changed:
            changed = False
            for part, above in list(self.parents.items()):
                wider = above.union(*(self.parents.get(owner, frozenset()) for owner in above))
                if wider != above:
                    self.parents[part] = wider
                    changed = True

    def compile(self, item: pattern.Item) -> Node:
        """The node of an item; its gaps at the outer edges are dropped, they constrain nothing."""
        return self._node(trim(item))

    def _node(self, item: pattern.Item) -> Node:
        spellings = self.spell(item)
        if spellings is not None:
            return self._spelled(spellings)
        match item:
            case pattern.ClassRef(name):
                return nodes.Class(self.declare(name))
            case pattern.Gap(limit):
                return nodes.within(self.gap if limit is None else limit)
            case pattern.Edge(start):
                return nodes.AtEdge(start)
            case pattern.Optional(inner):
                return nodes.Maybe(self._node(inner))
            case pattern.Alternatives(options):
                return self._either(options)
            case pattern.Sequence(items):
                parts = [self._node(part) for part in self._joined(items)]
                return parts[0] if len(parts) == 1 else nodes.Row(tuple(parts))
            case _:
                raise TypeError(item)

    def _either(self, options: Sequence[pattern.Sequence]) -> Node:
        """Options that can be written out share one symbol; each other one is tried by itself."""
        written: set[str] = set()
        several: list[Node] = []
        for option in options:
            spellings = self.spell(option)
            if spellings is None:
                several.append(self._node(option))
            else:
                written |= spellings
        if written:
            several.append(self._spelled(frozenset(written)))
        return nodes.Either(tuple(several))

    def _joined(self, items: Sequence[pattern.Item]) -> list[pattern.Item]:
        """Neighbours that can be written out together become one item."""
        if len(items) < 2:
            return list(items)
        out: list[pattern.Item] = []
        run: list[pattern.Item] = []
        ways = 1
        for item in items:
            spelled = self.spell(item)
            if run and (spelled is None or ways * len(spelled) > EXPANDED):
                out.append(pattern.Sequence(tuple(run)))
                run, ways = [], 1
            if spelled is None:
                out.append(item)
            else:
                run.append(item)
                ways *= len(spelled)
        if run:
            out.append(pattern.Sequence(tuple(run)))
        return out

    def _spelled(self, spellings: frozenset[str]) -> Node:
        said = spellings - {""}
        symbol = self._known.get(said)
        if symbol is None:
            symbol = self._known[said] = self._symbol()
            for spelling in said:
                self._fragments.setdefault(spelling, set()).add(symbol)
        node: Node = nodes.Fragments(symbol)
        return nodes.Maybe(node) if "" in spellings else node

    def spell(self, item: pattern.Item) -> frozenset[str] | None:
        """Every spelling of an item in units, or None when it has a class or gap, or too many."""
        known = self._spelt.get(id(item))
        if known is None:
            # The item is kept beside its spellings, so that no other object gets its id.
            known = self._spelt[id(item)] = item, self._spell(item)
        return known[1]

    def _spell(self, item: pattern.Item) -> frozenset[str] | None:
        match item:
            case pattern.Literal(text):
                return frozenset((self._codes(text),))
            case pattern.Inflected(word):
                return frozenset(map(self._codes, self.inflect(word)))
            case pattern.Optional(inner):
                spelled = self.spell(inner)
                return None if spelled is None else spelled | {""}
            case pattern.Alternatives(options):
                every = [self.spell(option) for option in options]
                known = [one for one in every if one is not None]
                return frozenset().union(*known) if len(known) == len(every) else None
            case pattern.Sequence(items):
                return self._spell_row(items)
            case _:
                return None

    def _spell_row(self, items: Sequence[pattern.Item]) -> frozenset[str] | None:
        if len(items) == 1:
            return self.spell(items[0])
        spellings = frozenset(("",))
        for item in items:
            more = self.spell(item)
            if more is None or len(spellings) * len(more) > EXPANDED:
                return None
            spellings = frozenset([one + other for one in spellings for other in more])
        return spellings

    def _codes(self, text: str) -> str:
        codes = self._folded.get(text)
        if codes is None:
            codes = self._folded[text] = self.folding.codes_of(text, self.words)
        if not codes:
            raise pattern.PatternError(f"nothing is left of {text!r} when it is folded", 1)
        return codes

    def build(self, first: int = 0) -> tuple[Any, list[int], dict[int, frozenset[int]]]:
        """An automaton from fragments to their numbers, from `first` on; lengths; by symbol."""
        machine = ahocorasick.Automaton()
        lengths: list[int] = []
        symbols: dict[int, set[int]] = {}
        for number, (fragment, owners) in enumerate(self._fragments.items(), first):
            machine.add_word(fragment, number)
            lengths.append(len(fragment))
            for symbol in owners:
                symbols.setdefault(symbol, set()).add(number)
        if not lengths:
            return None, [], {}
        machine.make_automaton()
        return machine, lengths, {symbol: frozenset(one) for symbol, one in symbols.items()}

    def _symbol(self) -> int:
        self.next_symbol += 1
        return self.next_symbol - 1


def trim(item: pattern.Item) -> pattern.Item:
    """The item without gaps at its outer edges."""
    if not isinstance(item, pattern.Sequence):
        return item
    items = list(item.items)
    while items and isinstance(items[0], pattern.Gap):
        items.pop(0)
    while items and isinstance(items[-1], pattern.Gap):
        items.pop()
    return items[0] if len(items) == 1 else pattern.Sequence(tuple(items))


def _only_class(item: pattern.Item) -> str | None:
    item = trim(item)
    if isinstance(item, pattern.Sequence) and len(item.items) == 1:
        item = item.items[0]
    return item.name if isinstance(item, pattern.ClassRef) else None
