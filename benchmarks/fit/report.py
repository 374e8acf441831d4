"""What labelled lines say of a pack's rules: which are idle, which lose, what none hears."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.language import Pack
from app.language.evaluate import Judged
from benchmarks.fit.lines import CORPUS, Line, judge
from benchmarks.fit.numbers import without
from benchmarks.fit.table import MOVES, Table

SHOWN = 3
"""Examples of each kind."""
LONGEST = 3
"""Words, or LONGEST + 1 characters, of the stretches searched for marks of a kind."""
MARKED = 2
"""Unheard lines that a mark must be in."""
PURE = 0.75
"""Share of the lines with a mark that must be of its kind."""


@dataclass(frozen=True, slots=True)
class Use:
    """How one rule fares: lines it speaks in, those labelled as it says, those so heard."""

    rule: str
    move: str
    speaks: int
    rightly: int
    wins: int
    corpus: int
    """Corpus lines that the pack would lose without it."""
    lines: int
    """Labelled lines gained (+) or lost (-) when it is dropped."""


def uses(table: Table, pack: Pack) -> list[Use]:
    """Every rule for a move, with what dropping it would change, by the engine itself."""
    where: dict[str, set[int]] = defaultdict(set)
    for clause, rules in enumerate(table.spoken):
        for rule in rules:
            where[rule].add(int(table.line_of[clause]))
    now = judge(table.lines, pack)
    out = []
    for one in pack.rules:
        if one.move is None:
            continue
        at = sorted(where[one.id])
        lines = [table.lines[i] for i in at]
        then = judge(lines, without(pack, (one.id,)))
        own = [line.source == CORPUS for line in lines]
        change = [after.right - now[i].right for i, after in zip(at, then, strict=True)]
        out.append(
            Use(
                one.id,
                str(one.move),
                len(at) - sum(own),
                sum(
                    one.move in line.wanted
                    for line, is_own in zip(lines, own, strict=True)
                    if not is_own
                ),
                sum(now[i].heard.partition(":")[0] == one.move for i in at),
                sum(
                    more < 0 and now[i].right
                    for i, more, is_own in zip(at, change, own, strict=True)
                    if is_own
                ),
                sum(more for more, is_own in zip(change, own, strict=True) if not is_own),
            )
        )
    return out


def misses(table: Table, judged: Sequence[Judged]) -> dict[str, dict[str, list[Judged]]]:
    """Lines heard wrongly, by why and by label → heard, the largest kinds first.

    `judged` are the table's lines in order. Silent: no rule speaks; unheard: only rules for other
    moves do; outweighed: a rule for the right move speaks and loses.
    """
    speaks, any_rule = _speaking(table)
    found: dict[str, dict[str, list[Judged]]] = {"silent": {}, "unheard": {}, "outweighed": {}}
    for at, one in enumerate(judged):
        if one.right or table.lines[at].source == CORPUS:
            continue
        why = "outweighed" if speaks[at] else "unheard" if any_rule[at] else "silent"
        found[why].setdefault(f"{one.gold} → {one.heard}", []).append(one)
    return {
        why: dict(sorted(kinds.items(), key=lambda kind: -len(kind[1])))
        for why, kinds in found.items()
    }


def marks(table: Table, pack: Pack) -> dict[str, list[tuple[str, int, int, int]]]:
    """For each move: stretches that mark it in lines where none of its rules speaks.

    Each with the unheard lines it is in, the lines of the move, and lines of other moves: words
    that a class or rule may be widened by.
    """
    speaks, _ = _speaking(table)
    kinds = [_move(line) for line in table.lines]
    inside: dict[str, set[int]] = defaultdict(set)
    for at, line in enumerate(table.lines):
        for stretch in _stretches(line.text, pack):
            inside[stretch].add(at)
    out: dict[str, list[tuple[str, int, int, int]]] = defaultdict(list)
    for stretch, lines in inside.items():
        if len(lines) < MARKED:
            continue
        counts = Counter(kinds[at] for at in lines)
        move, most = counts.most_common(1)[0]
        unheard = sum(kinds[at] == move and not speaks[at] for at in lines)
        if unheard >= MARKED and most >= PURE * len(lines):
            out[move].append((stretch, unheard, most, len(lines) - most))
    return {
        move: _outermost(sorted(found, key=lambda one: (-one[1], -len(one[0]), one[0])))
        for move, found in sorted(out.items())
    }


def _outermost(found: list[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Stretches that are not part of one before them that is in as many lines."""
    kept: list[tuple[str, int, int, int]] = []
    for one in found:
        if not any(one[0] in other[0] and one[1] == other[1] for other in kept):
            kept.append(one)
    return kept


def _speaking(table: Table) -> tuple[list[bool], list[bool]]:
    """For each line: whether a rule for its label speaks, whether any rule does."""
    ruled = np.zeros((len(table.lines), len(MOVES)), bool)
    is_weight = np.array([one.kind == "weight" for one in table.numbers])[table.number]
    ruled[table.line_of[table.clause[is_weight]], table.move[is_weight]] = True
    rightly = np.any(ruled & table.wanted, axis=1)
    return rightly.tolist(), np.any(ruled, axis=1).tolist()


def _move(line: Line) -> str:
    return line.label.partition(":")[0]


def _stretches(text: str, pack: Pack) -> Iterator[str]:
    """Words or characters in a row as they fold, the longest LONGEST; none crosses a mark."""
    units = pack.vocabulary.fold(text)
    spaced = pack.settings.word_boundaries
    longest = LONGEST if spaced else LONGEST + 1
    run: list[str] = []
    for start, end in zip(units.starts, units.ends, strict=True):
        word = text[start:end].lower()
        if not word[:1].isalnum():
            run = []
            continue
        run = [*run, word][-longest:]
        for size in range(1 if spaced else 2, len(run) + 1):
            yield (" " if spaced else "").join(run[-size:])


def show(table: Table, pack: Pack) -> None:
    """Print the whole report."""
    found = uses(table, pack)
    _list(
        "Rules that no corpus line needs (the pack hears all it promises without them)",
        [one for one in found if not one.corpus],
    )
    _list(
        "Rules that may be dropped: no corpus line is lost, and no labelled line on balance",
        [one for one in found if not one.corpus and one.lines >= 0],
    )
    _list(
        "Rules that cost labelled lines: dropping one of them gains",
        sorted((one for one in found if one.lines > 0), key=lambda one: -one.lines),
    )
    _list(
        "Rules always beaten: they speak, and their move is never heard",
        [one for one in found if one.speaks and not one.wins],
    )
    _list("Rules that never speak in a labelled line", [one for one in found if not one.speaks])
    _list(
        "Rules more often wrong than right (4 lines or more)",
        sorted(
            (one for one in found if one.speaks >= 4 and 2 * one.rightly < one.speaks),
            key=lambda one: one.rightly / one.speaks,
        ),
    )
    for why, kinds in misses(table, judge(table.lines, pack)).items():
        print(f"\n== {why}: {sum(map(len, kinds.values()))} lines heard wrongly")
        for kind, lines in kinds.items():
            print(f"{len(lines):4}  {kind}")
            for one in lines[:SHOWN]:
                print(f"        {one.text}   [{one.rules}]")
    print("\n== Words that mark a move where none of its rules speaks: unheard / its / others")
    for move, stretches in marks(table, pack).items():
        shown = ", ".join(f"{text} {a}/{b}/{c}" for text, a, b, c in stretches[:25])
        print(f"{move}: {shown}")


def _list(title: str, found: Sequence[Use]) -> None:
    print(f"\n== {title}: {len(found)}")
    for one in found:
        print(
            f"  {one.rule:<44} {one.move:<16} speaks in {one.speaks:3}, rightly {one.rightly:3}; "
            f"dropped: labelled {one.lines:+}, corpus {-one.corpus:+}"
        )
