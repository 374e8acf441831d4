"""Cutting a turn into clauses: where a listener would hear another move begin.

Hard marks always cut. At a soft mark, or before a strong opener, the two sides are weighed: they
stay together when one leans on the other, is a mere fragment, or does the same thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.pack import Cue, Pack
from app.language.weigh import Surroundings, Weighing, weigh
from app.notation import Heard, Units
from app.notation.fold import is_cjk
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


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as weighed: what its first words say, the move some rule heard in it, its size."""

    weighing: Weighing
    cues: frozenset[Cue]
    move: Move | None
    length: int

    def is_fragment(self, short: int) -> bool:
        """Whether it says too little to stand by itself."""
        return self.move is None and self.length <= short


def cut(pack: Pack, units: Units, around: Surroundings) -> tuple[Weighing, ...]:
    """The clauses of a turn, weighed, in order; none when there is nothing to hear."""
    whole = pack.vocabulary.hear(units, around.overlay)
    short = pack.clauses.short
    out: list[Weighing] = []
    group: list[Piece] = []
    leaning: list[Piece] = []

    def close() -> None:
        if len(group) == 1:
            out.append(group[0].weighing)
        elif group:
            start, end = group[0].weighing.start, group[-1].weighing.end
            out.append(weigh(pack, units, whole, start, end, around))
        group.clear()

    for segment in segments(pack, units, whole):
        piece = _piece(pack, weigh(pack, units, whole, segment.start, segment.end, around))
        if not segment.hard and (Cue.DEPENDS in piece.cues or piece.is_fragment(short)):
            leaning.append(piece)
            continue
        if group and _opens(group, leaning, piece, short, segment.marked):
            close()
        group += [*leaning, piece]
        leaning.clear()
        if segment.hard:
            close()
    group += leaning
    close()
    return tuple(out)


def _piece(pack: Pack, weighing: Weighing) -> Piece:
    heard = weighing.heard
    cues: set[Cue] = set()
    for at in pack.clauses.wakes.among(heard):
        cue, root = pack.clauses.cues[at]
        if cue not in cues and root.forward(heard.first, heard) & heard.inside:
            cues.add(cue)
    said = weighing.form is Form.QUESTION or any(one.rule.move for one in weighing.spoken)
    return Piece(
        weighing,
        frozenset(cues),
        weighing.best[0] if said else None,
        heard.size - heard.last.bit_count() + 1,
    )


def _opens(
    group: list[Piece], leaning: list[Piece], piece: Piece, short: int, marked: bool
) -> bool:
    """Whether a listener hears a new clause begin with this piece and what leans on it."""
    cues = (leaning[0] if leaning else piece).cues
    if Cue.TAIL in cues or piece.is_fragment(short):
        return False
    if marked and Cue.CONNECTIVE in cues:
        return True
    before = [one.move for one in group if one.move is not None]
    if piece.weighing.form is Form.QUESTION:
        return bool(before) or sum(one.length for one in group) > 2 * short + 2
    return bool(before) and piece.move is not None and piece.move is not before[-1]


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
    begins = 0
    for at in pack.clauses.wakes.among(heard):
        cue, root = pack.clauses.cues[at]
        if cue is Cue.START and (ends := root.forward(heard.inside, heard) & heard.inside):
            begins |= root.backward(ends, heard) & heard.inside
    while begins:
        low = begins & -begins
        at = low.bit_length() - 1
        if at and units.codes[at - 1] not in pack.clauses.binders:
            yield at
        begins ^= low
