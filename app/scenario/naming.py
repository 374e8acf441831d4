"""What a clause names: needs, facts and things, by its own words or by those beside it."""

import re
from dataclasses import replace

from app.reading import Clause
from app.scenario.needs import DEVELOPED, IMPLIED, shut
from app.scenario.parts import Fact, Implication, Need
from app.scenario.talk import Talk
from app.scenario.topics import split_topic
from app.vocabulary import QUESTIONS, Fault, Move, NeedState

THINGS = ("topic", "resistance", "feature", "spec", "material")
"""What a question can be about that is no fact and no need."""

_NOTATION = re.compile(r"[()\[\]|^$~?]|\{[^}]*\}|\.\.\.\d*")


def named(clause: Clause, *kinds: str) -> list[str]:
    """The ids of the topics of these kinds that a clause names, in its order."""
    return [name for kind, name in map(split_topic, clause.topics) if kind in kinds]


def has_fault(clause: Clause, fault: Fault) -> bool:
    """Whether a clause carries a fault."""
    return any(mark.fault is fault for mark in clause.faults)


def named_needs(talk: Talk, clause: Clause) -> list[tuple[Need, Implication | None]]:
    """The needs a clause names, those named by an implication with it, the speaker's own first."""
    found: dict[str, tuple[Need, Implication | None]] = {}
    for topic in named(clause, "implication"):
        need_id, _, implication_id = topic.partition(".")
        need = talk.script.need_by_id.get(need_id)
        for implication in need.implications if need else ():
            if need and implication.id == implication_id:
                drawn = implication.id in talk.need_at(need.id).drawn
                if need.id not in found or not drawn:
                    found[need.id] = (need, implication)
    for need_id in named(clause, "need"):
        need = talk.script.need_by_id.get(need_id)
        if need:
            found.setdefault(need.id, (need, None))
    return sorted(found.values(), key=lambda pair: pair[0].owner not in (None, talk.person.id))


def asked_for(facts: list[Fact], clause: Clause) -> Fact:
    """Of several facts that a question names, the one named last: what is asked comes at the end.

    "How do the pilgrims get up here?" names the pilgrims and asks about the way up.
    """
    if len(facts) == 1:
        return facts[0]
    text = clause.text.casefold()
    return max(facts, key=lambda fact: max(_last_end(text, word) for word in fact.about))


def _last_end(text: str, pattern: str) -> int:
    """Where the last plain part of a pattern ends in a text; -1 where none is in it."""
    parts = (part.strip().casefold() for part in _NOTATION.split(pattern))
    found = [(text.rfind(part), len(part)) for part in parts if part]
    return max((at + length for at, length in found if at >= 0), default=-1)


def names_something(clause: Clause) -> bool:
    """Whether a clause names anything that can be asked about."""
    return bool(named(clause, "need", "implication", "fact", "known", *THINGS))


def names_matter(clause: Clause) -> bool:
    """Whether a clause names a need, a fact or a thing, and not just one of the file's topics."""
    things = [kind for kind in THINGS if kind != "topic"]
    return bool(named(clause, "need", "implication", "fact", "known", *things))


def asked_beside(talk: Talk, clause: Clause) -> bool:
    """Whether another clause of the turn asks the same kind of question by name."""
    return any(other.move is clause.move and names_something(other) for other in talk.clauses)


def with_topics_beside(talk: Talk, clause: Clause, at: int) -> Clause:
    """The question with what the clauses around it name: "They pat their hair. A worry to you?"."""
    around = (*reversed(talk.clauses[:at]), *talk.clauses[at + 1 :])
    for other in around:
        topics = tuple(topic for topic in other.topics if _can_answer(talk, clause.move, topic))
        if topics and other.move not in QUESTIONS:
            return replace(clause, topics=topics)
    return clause


def _can_answer(talk: Talk, move: Move, topic: str) -> bool:
    """Whether asking this kind of question about a topic would bring something new."""
    kind, name = split_topic(topic)
    if kind == "fact" and move is Move.SITUATION:
        fact = talk.script.fact_by_id.get(name)
        return bool(fact and name not in talk.told and fact.person in (None, talk.person.id))
    if kind not in ("need", "implication") or move is Move.SITUATION:
        return False
    need = talk.script.need_by_id.get(name.partition(".")[0])
    if need is None or shut(talk, need):
        return False
    state, drawn = talk.need_at(need.id).state, talk.need_at(need.id).drawn
    if kind == "implication" and name.partition(".")[2] in drawn:
        return False
    if state is NeedState.HIDDEN:
        return move is Move.PROBLEM or need.origin == "aspiration"
    return move is not Move.PROBLEM and state in (IMPLIED, DEVELOPED)
