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
    whole = pack.vocabulary.find(units, around.overlay)
    short = pack.clauses.short
    done: list[Weighing] = []
    group: Group | None = None
    held: Held | None = None

    def weighed(start: int, end: int) -> Weighing:
        heard = pack.vocabulary.part(whole, units, start, end)
        return weigh(pack, units, heard, start, end, around)

    def close(one: Group) -> None:
        done.append(one.weighing or weighed(one.start, one.end))

    for segment in segments(pack, units, whole):
        heard = pack.vocabulary.part(whole, units, segment.start, segment.end)
        cues = _cues(pack, heard)
        length = heard.size - heard.last.bit_count() + 1
        weighing: Weighing | None = None
        if not segment.hard:
            leans = Cue.DEPENDS in cues
            if not leans and length <= short:
                weighing = weigh(pack, units, heard, segment.start, segment.end, around)
                leans = _move(weighing) is None
            if leans:
                held = held or Held(segment.start, cues, segment.marked)
                continue
        first = held or Held(segment.start, cues, segment.marked)
        held = None
        if group and Cue.TAIL in first.cues:
            group.end, group.weighing = segment.end, None
        else:
            if first.start != segment.start:
                weighing = weighed(first.start, segment.end)
            weighing = weighing or weigh(pack, units, heard, segment.start, segment.end, around)
            move = _move(weighing)
            if group and not _opens(group, first, weighing, move, length, short):
                group.end, group.weighing = segment.end, None
                group.move = move or group.move
                group.length += length
            else:
                if group:
                    close(group)
                group = Group(first.start, segment.end, weighing, move, length)
        if segment.hard:
            close(group)
            group = None
    if held:
        group = group or Group(held.start, 0, None, None, 0)
        group.end, group.weighing = len(units.codes), None
    if group:
        close(group)
    return tuple(done)


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
