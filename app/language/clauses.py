"""Cutting a turn into clauses: where a listener would hear another move begin.

Hard marks always cut. At a soft mark, or before a strong opener, the two sides are weighed: they
stay together when one leans on the other, is a mere fragment, or does the same thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.pack import Pack
from app.language.weigh import Surroundings, Weighing, weigh
from app.notation import Heard, Units
from app.notation.fold import is_cjk
from app.notation.match import Either
from app.vocabulary import Form, Move

MOST_SEGMENTS = 60
"""Soft marks beyond so many segments no longer cut: nobody speaks like that."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between marks; `hard` when the mark at its end always cuts.

    `marked` when a mark, and not only an opening word, sets it off from what is before.
    """

    start: int
    end: int
    hard: bool
    marked: bool


def cut(pack: Pack, units: Units, around: Surroundings) -> tuple[Weighing, ...]:
    """The clauses of a turn, weighed, in order; none when there is nothing to hear."""
    whole = pack.vocabulary.hear(units, around.overlay)
    out: list[Weighing] = []
    group: list[Weighing] = []
    leaning: list[Weighing] = []

    def close() -> None:
        if group:
            out.append(_joined(pack, units, whole, group, around))
            group.clear()

    for segment in segments(pack, units, whole):
        piece = weigh(pack, units, whole, segment.start, segment.end, around)
        if not segment.hard and _leans(pack, piece):
            leaning.append(piece)
            continue
        if group and _opens(pack, group, leaning, piece, segment.marked):
            close()
        group += [*leaning, piece]
        leaning.clear()
        if segment.hard:
            close()
    group += leaning
    close()
    return tuple(out)


def segments(pack: Pack, units: Units, whole: Heard) -> Iterator[Segment]:
    """The stretches between marks, closing marks included; a blank one joins the next."""
    breaks: dict[int, bool] = {}
    for mark in pack.clauses.marks.finditer(units.codes):
        hard = _is_hard(pack, units, mark.start(), mark.end())
        if hard is not None:
            breaks[mark.end()] = hard
    for at in units.spaces:
        if 0 < at < len(units.codes) and is_cjk(units.codes[at - 1]) and is_cjk(units.codes[at]):
            breaks.setdefault(at, False)
    openers = frozenset(_openers(pack, units, whole)).difference(breaks)
    for at in openers:
        breaks[at] = False
    for at in units.lines:
        breaks[at] = True
    start = 0
    count = 0
    for at in sorted(breaks):
        if at <= start or not any(c.isalnum() or c >= "\U000f0000" for c in units.codes[start:at]):
            continue
        hard = breaks[at]
        if not hard and count > MOST_SEGMENTS:
            continue
        count += 1
        yield Segment(start, at, hard, start not in openers)
        start = at
    if start < len(units.codes):
        yield Segment(start, len(units.codes), True, start not in openers)


def _is_hard(pack: Pack, units: Units, start: int, end: int) -> bool | None:
    """Whether marks end a clause, or only may; None for a dot that is no mark at all."""
    marks = units.codes[start:end]
    ends = pack.clauses.ends
    if marks == ".":
        if start and units.codes[start - 1] in pack.clauses.keep:
            return None
        if end < len(units.codes) and units.ends[start] == units.starts[end]:
            return None
    elif len(marks) > 1 and set(marks) <= {".", "…"}:
        return "…" in ends
    return any(mark in ends for mark in marks)


def _openers(pack: Pack, units: Units, heard: Heard) -> Iterator[int]:
    """Where a pattern that opens a clause without any mark begins."""
    node = pack.clauses.starts
    if node is None:
        return
    begins = node.backward(node.forward(heard.inside, heard) & heard.inside, heard) & heard.inside
    while begins:
        low = begins & -begins
        at = low.bit_length() - 1
        if at and units.codes[at - 1] not in pack.clauses.binders:
            yield at
        begins ^= low


def _opens(
    pack: Pack, group: list[Weighing], leaning: list[Weighing], piece: Weighing, marked: bool
) -> bool:
    """Whether a listener hears a new clause begin with this piece and what leans on it."""
    clauses = pack.clauses
    first = leaning[0] if leaning else piece
    if _begins(clauses.tails, first) or _is_fragment(pack, piece):
        return False
    if marked and _begins(clauses.connectives, first):
        return True
    now = _heard_as(piece)
    before = [move for one in group if (move := _heard_as(one)) is not None]
    if piece.form is Form.QUESTION:
        return bool(before) or sum(map(_length, group)) > 2 * clauses.short + 2
    return bool(before) and now is not None and now is not before[-1]


def _leans(pack: Pack, piece: Weighing) -> bool:
    """Whether a piece needs the next one: a condition, or a mere fragment."""
    return _is_fragment(pack, piece) or _begins(pack.clauses.depends, piece)


def _is_fragment(pack: Pack, piece: Weighing) -> bool:
    return _length(piece) <= pack.clauses.short and _heard_as(piece) is None


def _length(piece: Weighing) -> int:
    return piece.heard.size - piece.heard.last.bit_count() + 1


def _begins(node: Either | None, piece: Weighing) -> bool:
    if node is None:
        return False
    heard = piece.heard
    return bool(node.forward(heard.first, heard) & heard.inside)


def _heard_as(piece: Weighing) -> Move | None:
    """The move that some rule heard in the piece; a question is always one."""
    if piece.form is Form.QUESTION or any(one.rule.move is not None for one in piece.spoken):
        return piece.best[0]
    return None


def _joined(
    pack: Pack, units: Units, whole: Heard, group: list[Weighing], around: Surroundings
) -> Weighing:
    if len(group) == 1:
        return group[0]
    return weigh(pack, units, whole, group[0].start, group[-1].end, around)
