"""The trainee's line as shown: the words that counted, and a chip with its reasons per clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.reading import Clause, Evidence, Reading
from app.signs import visible
from app.vocabulary import FAB, SPIN, Move
from app.words.catalogue import Words

FAMILIES: Mapping[Move, str] = {
    **{move: "talk" for move in Move},
    **{move: str(move) for move in SPIN},
    **{move: "fab" for move in (*FAB, Move.EVIDENCE)},
    Move.TRACE: "situation",
    Move.ADVANCE: "closing",
    Move.CLOSE: "closing",
    Move.OTHER: "none",
    Move.ABSTAIN: "none",
}
"""The colour that a move is shown in."""


SUREST = 0.99
"""Rules are never certain of what somebody meant."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `mark` is "" or what it is evidence for: `move` or `fault`."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Run:
    """A clause of the line, or with `clause` None what lies between two."""

    clause: int | None
    family: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A rule's reason and the words it heard."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Chip:
    """What one clause was heard as, or a fault in it, with the reasons on demand."""

    clause: int
    family: str
    label: str
    about: str
    whys: tuple[Why, ...]
    runner_up: str
    tipping: str
    confidence: str
    unsure: bool
    probe: bool


def runs_of(reading: Reading, said: str) -> tuple[Run, ...]:
    """What was said, cut into clauses and these into words that counted and words that did not.

    What was said beyond the end of the reading was not listened to any more, and still stands.
    """
    runs: list[Run] = []
    at = 0
    for index, clause in enumerate(reading.clauses):
        if clause.start > at:
            runs.append(Run(None, "none", (Piece(visible(reading.text[at : clause.start]), ""),)))
        runs.append(Run(index, FAMILIES[clause.move], tuple(_pieces(reading.text, clause))))
        at = max(at, clause.end)
    if at < len(said):
        runs.append(Run(None, "none", (Piece(visible(said[at:]), ""),)))
    return tuple(runs)


def plain(text: str | None) -> tuple[Run, ...]:
    """A line of which nothing was heard."""
    return (Run(None, "none", (Piece(visible(text), ""),)),) if text else ()


def _pieces(text: str, clause: Clause) -> list[Piece]:
    spans = [(e.start, e.end, "move") for e in clause.evidence]
    spans += [(mark.evidence.start, mark.evidence.end, "fault") for mark in clause.faults]
    cuts = {clause.start, clause.end}
    for start, end, _ in spans:
        cuts |= {min(max(at, clause.start), clause.end) for at in (start, end)}
    edges = sorted(cuts)
    text = visible(text)
    pieces: list[Piece] = []
    for start, end in pairwise(edges):
        marks = {mark for low, high, mark in spans if low <= start and end <= high}
        mark = "fault" if "fault" in marks else "move" if marks else ""
        if pieces and pieces[-1].mark == mark:
            pieces[-1] = Piece(pieces[-1].text + text[start:end], mark)
        else:
            pieces.append(Piece(text[start:end], mark))
    return pieces


def chips_of(reading: Reading, words: Words) -> list[Chip]:
    """A chip per clause and per fault, in the order of the line; reason with each."""
    chips = []
    for index, clause in enumerate(reading.clauses):
        chips.append(_chip(index, clause, reading.text, words))
        faults = dict.fromkeys(mark.fault for mark in clause.faults)
        for fault in faults:
            spoken = [mark.evidence for mark in clause.faults if mark.fault == fault]
            whys = _whys(spoken, reading.text, words)
            chips.append(
                Chip(index, "fault", words(f"fault.{fault}"), "", whys, "", "", "", False, False)
            )
    return chips


def _chip(index: int, clause: Clause, text: str, words: Words) -> Chip:
    name = words(f"move.{clause.move}")
    if clause.variant and words.has(f"variant.{clause.variant}"):
        name = f"{name} · {words(f'variant.{clause.variant}')}"
    runner_up = clause.runner_up
    return Chip(
        clause=index,
        family=FAMILIES[clause.move],
        label=name,
        about=words(f"move_about.{clause.move}"),
        whys=_whys(clause.evidence, text, words),
        runner_up=words(f"move.{runner_up}") if runner_up else "",
        tipping=words.say(clause.tipping),
        confidence=words.percent(min(clause.confidence, SUREST)),
        unsure=clause.move is Move.ABSTAIN,
        probe=clause.probe,
    )


def _whys(evidence: Sequence[Evidence], text: str, words: Words) -> tuple[Why, ...]:
    """Each reason once, with all the words that gave it."""
    heard: dict[str, list[str]] = {}
    for one in evidence:
        said = visible(text[one.start : one.end]).strip()
        spoken = heard.setdefault(words.say(one.why), [])
        if said and said not in spoken:
            spoken.append(said)
    return tuple(Why(" … ".join(spoken), reason) for reason, spoken in heard.items())
