"""Words laid over a vocabulary: a scenario's topics, and more members for word classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.notation.classes import refuse_unknown, uses_of
from app.notation.compile import Compiler
from app.notation.fold import Words
from app.notation.index import (
    Index,
    Wakes,
    by_owner_of,
    edged_symbols,
    make_wakes,
    minds_edges,
    needs,
    number_pattern,
    symbols_of,
)
from app.notation.nodes import Either, Node, Root
from app.notation.pattern import Pattern, PatternError, parse

if TYPE_CHECKING:
    from app.notation.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Overlay:
    """A scenario's topics and a trainer's words, heard together with a vocabulary's own."""

    words: Words
    index: Index
    topics: tuple[tuple[str, Root], ...]
    wakes: Wakes


def compile_overlay(
    topics: Mapping[str, Sequence[str]],
    classes: Mapping[str, Sequence[str]],
    vocabulary: "Vocabulary",
) -> Overlay:
    """An overlay on a vocabulary: topics by id, and more members for word classes.

    Raises PatternError naming the topic or class whose pattern cannot be read.
    """
    added = {name: _parse_all(name, sources) for name, sources in classes.items()}
    about = {name: _parse_all(name, sources) for name, sources in topics.items()}
    uses = dict(vocabulary.uses)
    for name, names in uses_of(added).items():
        uses[name] = uses.get(name, frozenset()) | names
    known = set(vocabulary.classes) | set(added)
    for name, patterns in (*added.items(), *about.items()):
        try:
            refuse_unknown(patterns, (), uses, known)
        except PatternError as error:
            raise PatternError(f"{name}: {error.message}", error.column) from error
    words = Words(vocabulary.folding.words)
    compiler = Compiler(
        vocabulary.folding,
        words,
        vocabulary.inflect,
        vocabulary.gap,
        vocabulary.classes,
        vocabulary.parents,
        vocabulary.symbols,
        overlaid=True,
    )
    compiler.define(added)
    said = tuple(
        (name, Either(tuple(compiler.compile(written.root) for written in patterns)))
        for name, patterns in about.items()
        if patterns
    )
    words.learning = False
    return _overlay(vocabulary, compiler, words, said)


def _overlay(
    vocabulary: "Vocabulary",
    compiler: Compiler,
    words: Words,
    topics: tuple[tuple[str, Node], ...],
) -> Overlay:
    base = vocabulary.index
    machine, lengths, fragments = compiler.build(first=len(base.lengths))
    merged = dict(base.fragments)
    rouses: dict[int, set[int]] = {}
    for symbol, own in fragments.items():
        merged[symbol] = merged.get(symbol, frozenset()) | own
        if symbol < vocabulary.symbols:
            for fragment in own:
                rouses.setdefault(fragment, set()).add(symbol)
    members = (*base.members, *compiler.members)
    by_owner = by_owner_of(members)
    frequency, number_symbol = vocabulary.frequency, base.number_symbol
    member_wakes = make_wakes(
        enumerate(node for _, node in members), merged, by_owner, frequency, number_symbol
    )
    edged = edged_symbols(members)
    new = range(len(base.members), len(members))
    for fragment, woken in member_wakes.fragments.items():
        for at in woken:
            if at in new:
                rouses.setdefault(fragment, set()).update(members[at][0])
    index = Index(
        base.machine,
        machine,
        [*base.lengths, *lengths],
        merged,
        symbols_of(merged, number_symbol),
        members,
        member_wakes,
        {fragment: tuple(sorted(symbols)) for fragment, symbols in rouses.items()},
        number_pattern(vocabulary.numerals, words),
        number_symbol,
        any(minds_edges(node, edged) for _, node in compiler.members),
    )
    rooted = tuple(
        (name, Root(node, needs(node), minds_edges(node, edged))) for name, node in topics
    )
    wakes = make_wakes(
        ((at, node) for at, (_, node) in enumerate(rooted)),
        merged,
        by_owner,
        frequency,
        number_symbol,
    )
    return Overlay(words, index, rooted, wakes)


def _parse_all(name: str, sources: Sequence[str]) -> tuple[Pattern, ...]:
    try:
        return tuple(parse(source) for source in sources)
    except PatternError as error:
        raise PatternError(f"{name}: {error.message}", error.column) from error
