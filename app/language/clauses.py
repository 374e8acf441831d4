"""Cutting a turn into clauses: where a listener would hear another move begin.

Hard marks always cut. At a soft mark, or before a strong opener, the two sides are weighed: they
stay together when one leans on the other, is a mere fragment, or does the same thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.pack import Cue, Pack
from app.language.weigh import Surroundings, Weighing, weigh
from app.notation import Found, Heard, Units
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


def cut(pack: Pack, units: Units, around: Surroundings) -> tuple[Weighing, ...]:
    """The clauses of a turn, weighed, in order; none when there is nothing to hear."""
    cutter = _Cutter(pack, units, around)
    for segment in segments(pack, units, cutter.whole):
        cutter.take(segment)
    cutter.finish()
    return tuple(cutter.done)


class _Cutter:
    """Takes the segments of one turn in order and gathers them into clauses."""

    def __init__(self, pack: Pack, units: Units, around: Surroundings) -> None:
        self.pack = pack
        self.units = units
        self.around = around
        self.short = pack.clauses.short
        self.whole = pack.vocabulary.find(units, around.overlay)
        self.done: list[Weighing] = []
        self.group: Group | None = None
        self.held: Held | None = None

    def take(self, segment: Segment) -> None:
        """Join a segment to the open clause, hold it for the next one, or open a clause with it."""
        heard = self.pack.vocabulary.part(self.whole, self.units, segment.start, segment.end)
        cues = _cues(self.pack, heard)
        length = heard.size - heard.last.bit_count() + 1
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
            self.grow(len(self.units.codes), 0)
        self.close()

    def weighed(self, start: int, end: int, heard: Heard | None = None) -> Weighing:
        """A stretch, as what follows the open clause or, if none is open, the last one done."""
        heard = heard or self.pack.vocabulary.part(self.whole, self.units, start, end)
        after = self.done[-1].best[0] if self.done else None
        if self.group:
            after = self.group.move
        return weigh(self.pack, self.units, heard, start, end, self.around, after)


def _cues(pack: Pack, heard: Heard) -> frozenset[Cue]:
    """What the first words of a stretch say of its bond with its neighbours."""
    cues: set[Cue] = set()
    for at in pack.clauses.wakes.among(heard):
        cue, root = pack.clauses.cues[at]
        if cue not in cues and root.forward(heard.first, heard) & heard.inside:
            cues.add(cue)
    return frozenset(cues)


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


def segments(pack: Pack, units: Units, whole: Found) -> Iterator[Segment]:
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


def _openers(pack: Pack, units: Units, whole: Found) -> Iterator[int]:
    """Where a pattern that opens a clause without any mark begins."""
    cues = pack.clauses.cues
    woken = [cues[at] for at in pack.clauses.wakes.among(whole)]
    starts = [root for cue, root in woken if cue is Cue.START]
    if not starts:
        return
    heard = pack.vocabulary.part(whole, units, 0, whole.size)
    begins = 0
    for root in starts:
        if ends := root.forward(heard.inside, heard) & heard.inside:
            begins |= root.backward(ends, heard) & heard.inside
    while begins:
        low = begins & -begins
        at = low.bit_length() - 1
        if at and units.codes[at - 1] not in pack.clauses.binders:
            yield at
        begins ^= low
