"""How a buyer takes to manners: courtesy, length, pressure, rudeness, silence."""

import re
from collections.abc import Mapping

from app.reading import Clause, Reading
from app.scenario.letters import length_of, letters_of
from app.scenario.naming import named_needs
from app.scenario.stock import Event
from app.scenario.talk import Talk
from app.vocabulary import QUESTIONS, Fault, Move

_ROOM = re.compile(r"[\s.…。·—–-]*$")
FOREIGN_WORDS = 2.5

FAULTS: Mapping[Fault, Event] = {
    Fault.RUDE: "rude",
    Fault.ARGUES: "argue",
    Fault.PUSHES: "push",
    Fault.OVERCLAIMS: "overclaim",
    Fault.DISPARAGES_COMPETITOR: "disparage",
    Fault.JARGON: "jargon",
    Fault.DRIFTS: "drift",
    Fault.STACKS: "stacks",
    **dict.fromkeys(
        (
            Fault.HIDES, Fault.SQUEEZES, Fault.CHANGES_TERMS, Fault.BREAKS_WORD,
            Fault.PERSUADES, Fault.GOSSIPS, Fault.INVENTS_TROUBLE,
        ),
        "bad_faith",
    ),
    **dict.fromkeys(
        (Fault.EXCUSES, Fault.PASSES_UP, Fault.PROMISES_FLAT, Fault.REFUSES_FLAT), "weak"
    ),
}  # fmt: skip

FOREIGN = "foreign"
"""The kind of `other` that is no sentence of the language spoken."""

READ_IN_PARTS = frozenset({"han", "latin"})
"""Letters in which a short foreign word passes."""

GIVING = frozenset(Move) - frozenset(QUESTIONS) - {Move.OTHER, Move.ABSTAIN, Move.CLOSE, Move.PRICE}
"""Moves that give the buyer something, so that questions are no interrogation."""


def is_room(text: str) -> bool:
    """Whether a turn is nothing but a pause."""
    return _ROOM.match(text) is not None


def is_noise(text: str) -> bool:
    """Whether a turn has no word in any language: emoji, punctuation."""
    return not any(character.isalnum() for character in text)


def is_foreign(reading: Reading, spoken: frozenset[str]) -> bool:
    """Whether a turn is in letters that this buyer, whose own are `spoken`, does not read.

    In letters of their own it is foreign where it was heard so throughout. A short word ("OK")
    and a turn that names something the buyer knows are understood.
    """
    letters = letters_of(reading.text)
    if all(clause.variant == FOREIGN for clause in reading.clauses):
        return True
    if not letters or letters & spoken or any(clause.topics for clause in reading.clauses):
        return False
    return length_of(reading.text) >= FOREIGN_WORDS or not letters <= READ_IN_PARTS


def mind_faults(talk: Talk, reading: Reading) -> None:
    """The faults of the turn, each once; the same kind of fault costs once a turn."""
    seen: set[Event] = set()
    if any(
        mark.fault is Fault.REPEATS and clause.move not in QUESTIONS
        for clause in reading.clauses
        for mark in clause.faults
    ):
        talk.event("repeat")
    for fault in reading.faults:
        event = FAULTS.get(fault)
        if event and event not in seen:
            seen.add(event)
            talk.event(event)


def mind_length(talk: Talk, reading: Reading) -> None:
    """Too many words weary; few words rest a buyer who likes few."""
    limit = talk.person.max_words or talk.manner.max_words
    words = length_of(reading.text)
    if words > limit or Fault.MONOLOGUE in reading.faults:
        talk.event("too_long")
        if words > 2 * limit:
            talk.feel(patience=talk.manner.events["too_long"].patience)
    elif words <= limit / 3:
        talk.event("brief")


def mind_streak(talk: Talk, reading: Reading) -> None:
    """Question upon question with nothing given back is an interrogation."""
    moves = [clause.move for clause in reading.clauses]
    asked = sum(move in QUESTIONS for move in moves)
    talk.asked = asked
    if any(move in GIVING for move in moves) or not asked:
        talk.streaks = [0, 0]
    else:
        only_facts = all(move is Move.SITUATION for move in moves if move in QUESTIONS)
        facts = talk.streaks[1] + asked if only_facts else 0
        talk.streaks = [talk.streaks[0] + asked, facts]
    if asked and (talk.streaks[0] > talk.manner.streak or talk.streaks[1] > 3):
        talk.event("interrogation")


def courtesy(talk: Talk, clause: Clause, at: int) -> None:
    """Openings, small talk, acknowledgements, summaries, stepping back, farewells."""
    match clause.move:
        case Move.OPENING:
            first = not talk.counts.get("opening")
            talk.event("opening" if first else "idle", at)
            talk.reply("opening_answered" if first else "other_vague", at)
        case Move.RAPPORT:
            _small_talk(talk, at)
        case Move.ACKNOWLEDGE:
            _acknowledge(talk, at)
        case Move.SUMMARISE:
            _sum_up(talk, clause, at)
        case Move.WITHDRAW:
            talk.event("withdraw", at)
            talk.reply("withdraw_accepted", at)
        case Move.AFTERCARE:
            talk.event("aftercare", at)
            talk.reply("aftercare", at)
        case _:
            _vague(talk, clause, at)


def _small_talk(talk: Talk, at: int) -> None:
    allowed = talk.manner.events["rapport"].most or 99
    talk.event("rapport" if talk.counts.get("rapport", 0) < allowed else "small_talk", at)
    talk.reply("rapport_answered", at)


def _acknowledge(talk: Talk, at: int) -> None:
    hurt = sum(talk.counts.get(name, 0) for name in ("rude", "argue", "push"))
    if hurt > talk.counts.get("apology", 0):
        talk.event("apology", at)
        talk.reply("apology_accepted", at)
    elif "ack" not in talk.notes:
        talk.event("ack", at)
        talk.reply("acknowledged" if talk.state.turn_no else "opening_answered", at)


def _sum_up(talk: Talk, clause: Clause, at: int) -> None:
    claimed = [need for need, _ in named_needs(talk, clause)]
    wrong = [need for need in claimed if not talk.reached(need.id, "implied")]
    known = any(talk.reached(need.id, "implied") for need in talk.script.needs) or talk.told
    right = bool(known) and (not wrong or len(wrong) < len(claimed))
    talk.event("summary" if right else "summary_wrong", at)
    talk.reply("summary_confirmed" if right else "summary_wrong", at)


def _vague(talk: Talk, clause: Clause, at: int) -> None:
    unclear = clause.move is Move.ABSTAIN
    if len(talk.clauses) == 1 or all(
        each.move in (Move.OTHER, Move.ABSTAIN) for each in talk.clauses
    ):
        if "idle" not in talk.notes and "unclear" not in talk.notes:
            talk.event("unclear" if unclear else "idle", at)
        talk.reply("not_understood" if unclear else "other_vague", at)
