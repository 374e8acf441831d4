"""Faults that only a whole turn shows: too many questions in one breath, asking again."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from app.language.pack import Pack
from app.reading import Clause, Context, Evidence, FaultMark
from app.vocabulary import QUESTIONS, Fault, Wording

STACKED = 3
"""So many questions in one turn are too many."""
ALIKE = 0.8
"""Two questions that share so much of their words are the same question."""

STACKS = Wording(
    zh="一口气问了三个以上的问题，对方只会答最后一个。",
    en="Three or more questions at once: the buyer will answer only the last.",
)
REPEATS = Wording(
    zh="这个问题刚才已经问过了。",
    en="You have asked this already.",
)


def turn_faults(pack: Pack, clauses: Sequence[Clause], context: Context) -> tuple[Clause, ...]:
    """The clauses with the faults that their turn and the talk before it show."""
    asking = [at for at, clause in enumerate(clauses) if clause.move in QUESTIONS]
    out = list(clauses)
    if len(asking) >= STACKED:
        out[asking[-1]] = _marked(out[asking[-1]], Fault.STACKS, "turn-stacks", STACKS)
    if context.asked:
        before = [_words(pack, one) for one in context.asked]
        for at in asking:
            words = _words(pack, out[at].text)
            if len(words) > 1 and any(_alike(words, one) for one in before):
                out[at] = _marked(out[at], Fault.REPEATS, "turn-repeats", REPEATS)
    return tuple(out)


@lru_cache(maxsize=4096)
def _words(pack: Pack, text: str) -> frozenset[str]:
    units = pack.vocabulary.fold(text)
    return frozenset(
        text[start:end].lower() if code >= "\U000f0000" else code
        for code, start, end in zip(units.codes, units.starts, units.ends, strict=True)
        if code.isalnum() or code >= "\U000f0000"
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def _marked(clause: Clause, fault: Fault, rule: str, why: Wording) -> Clause:
    if any(mark.fault is fault for mark in clause.faults):
        return clause
    mark = FaultMark(fault, Evidence(rule, clause.start, clause.end, why))
    return replace(clause, faults=(*clause.faults, mark))
