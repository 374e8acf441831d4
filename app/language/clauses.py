"""Cutting a turn into clauses: where a listener would hear another move begin.

Hard marks always cut. At a soft mark, or before a strong opener, the two sides are weighed: they
stay together when one leans on the other, is a mere fragment, or does the same thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.pack import Cue, Pack
from app.language.weigh import Hearing, Weighing
from app.notation import Heard, Units
from app.notation.fold import is_cjk
from app.vocabulary import Form, Move

MOST_SEGMENTS = 40
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


@dataclass(slots=True)
class Group:
    """A clause in the making; `weighing` is None when it has grown since it was weighed.

    `move` is what some rule heard last in it, `length` its units without marks.
    """

    start: int
    end: int
    weighing: Weighing | None
    move: Move | None
    length: int


@dataclass(frozen=True, slots=True)
class Held:
    """A piece that goes with the next one, whichever clause that joins."""

    start: int
    cues: frozenset[Cue]
    marked: bool


def cut(hearing: Hearing) -> tuple[Weighing, ...]:
    """The clauses of a turn, weighed, in order; none when there is nothing to hear."""
    cutter = _Cutter(hearing)
    for segment in segments(hearing):
        cutter.take(segment)
    cutter.finish()
    return tuple(cutter.done)


class _Cutter:
    """Takes the segments of one turn in order and gathers them into clauses."""

    def __init__(self, hearing: Hearing) -> None:
        self.hearing = hearing
        self.short = hearing.pack.clauses.short
        self.done: list[Weighing] = []
        self.group: Group | None = None
        self.held: Held | None = None

    def take(self, segment: Segment) -> None:
        """Join a segment to the open clause, hold it for the next one, or open a clause with it."""
        heard = self.hearing.part(segment.start, segment.end)
        cues = self.hearing.cues(heard)
        length = heard.length
        weighing: Weighing | None = None
        if length <= self.short and not segment.hard:
            weighing = self.weighed(segment.start, segment.end, heard)
        if self.group and not self.held and Cue.TAIL in cues and Cue.DEPENDS not in cues:
            self.grow(segment.end, length)
        elif not segment.hard and (
            Cue.DEPENDS in cues or (weighing is not None and _move(weighing) is None)
        ):
            self.held = self.held or Held(segment.start, cues, segment.marked)
            return
        else:
            first = self.held or Held(segment.start, cues, segment.marked)
            self.held = None
            if first.start != segment.start:
                weighing = self.weighed(first.start, segment.end)
            weighing = weighing or self.weighed(segment.start, segment.end, heard)
            self.place(first, segment.end, weighing, length)
        if segment.hard:
            self.close()

    def place(self, first: Held, end: int, weighing: Weighing, length: int) -> None:
        """Let what is weighed open a clause, or go on with the open one."""
        move = _move(weighing)
        if self.group and not _opens(self.group, first, weighing, move, length, self.short):
            self.grow(end, length, move)
            return
        self.close()
        self.group = Group(first.start, end, weighing, move, length)

    def grow(self, end: int, length: int, move: Move | None = None) -> None:
        """Extend the open clause; it must be weighed anew."""
        assert self.group is not None
        self.group.end, self.group.weighing = end, None
        self.group.move = move or self.group.move
        self.group.length += length

    def close(self) -> None:
        """End the open clause, if there is one."""
        group, self.group = self.group, None
        if group:
            self.done.append(group.weighing or self.weighed(group.start, group.end))

    def finish(self) -> None:
        """End the turn: what was held for a next piece joins the last clause."""
        if self.held:
            self.group = self.group or Group(self.held.start, 0, None, None, 0)
            self.grow(len(self.hearing.units.codes), 0)
        self.close()

    def weighed(self, start: int, end: int, heard: Heard | None = None) -> Weighing:
        """A stretch, as what follows the open clause or, if none is open, the last one done."""
        after = self.done[-1].best[0] if self.done else None
        if self.group:
            after = self.group.move
        return self.hearing.weigh(heard or self.hearing.part(start, end), after)


def _move(weighing: Weighing) -> Move | None:
    """The move that some rule heard; a question is always one."""
    if weighing.form is Form.QUESTION or any(one.rule.move for one in weighing.spoken):
        return weighing.best[0]
    return None


def _opens(
    group: Group, first: Held, weighing: Weighing, move: Move | None, length: int, short: int
) -> bool:
    """Whether a listener hears a new clause begin, after the group, with what is weighed."""
    if move is None and length <= short:
        return False
    if not first.marked and group.length <= short:
        return False
    if first.marked and Cue.CONNECTIVE in first.cues:
        return True
    if weighing.form is Form.QUESTION:
        return group.move is not None or group.length > 2 * short + 2
    return group.move is not None and move is not None and move is not group.move


def segments(hearing: Hearing) -> Iterator[Segment]:
    """The stretches between marks, closing marks included; a blank one joins the next."""
    pack, units = hearing.pack, hearing.units
    breaks: dict[int, bool] = {}
    for mark in pack.clauses.marks.finditer(units.codes):
        hard = _is_hard(pack, units, mark.start(), mark.end())
        if hard is not None:
            breaks[mark.end()] = hard
    for at in units.spaces:
        if 0 < at < len(units.codes) and is_cjk(units.codes[at - 1]) and is_cjk(units.codes[at]):
            breaks.setdefault(at, False)
    openers = frozenset(_openers(hearing)).difference(breaks)
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


def _openers(hearing: Hearing) -> Iterator[int]:
    """Where a pattern that opens a clause without any mark begins."""
    starts = hearing.openers()
    if not starts:
        return
    pack, codes = hearing.pack, hearing.units.codes
    heard = hearing.part(0, len(codes))
    begins = 0
    for root in starts:
        if ends := root.forward(heard.inside, heard) & heard.inside:
            begins |= root.backward(ends, heard) & heard.inside
    while begins:
        low = begins & -begins
        at = low.bit_length() - 1
        if at and codes[at - 1] not in pack.clauses.binders:
            yield at
        begins ^= low
