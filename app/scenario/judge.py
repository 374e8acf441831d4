"""Does a `when:` hold, this turn?"""

from app.reading import Clause
from app.scenario.condition import When, holds
from app.scenario.talk import Talk


def full_topic(topic: str) -> str:
    """A topic as the ear reports it: a bare id is one of the file's own."""
    return topic if ":" in topic else f"topic:{topic}"


def met(when: When, talk: Talk) -> bool:
    """Whether every field that is given holds."""
    return (
        _measured(when, talk)
        and _done(when, talk)
        and _remembered(when, talk)
        and not (when.unless and met(when.unless, talk))
        and (not when.any_of or any(met(option, talk) for option in when.any_of))
    )


def _measured(when: When, talk: Talk) -> bool:
    if when.turn and not holds(when.turn, talk.state.turn_no + 1):
        return False
    if when.person and talk.person.id not in when.person:
        return False
    mood = talk.mood
    return (
        (not when.trust or holds(when.trust, mood.trust))
        and (not when.patience or holds(when.patience, mood.patience))
        and (not when.interest or holds(when.interest, mood.interest))
    )


def _clause_fits(when: When, clause: Clause) -> bool:
    return (
        (not when.move or clause.move in when.move or clause.label in when.move)
        and (not when.topic or any(full_topic(topic) in clause.topics for topic in when.topic))
        and (not when.fault or any(mark.fault in when.fault for mark in clause.faults))
    )


def _done(when: When, talk: Talk) -> bool:
    if when.action and talk.action not in when.action:
        return False
    if when.commit is not None and when.commit is not talk.willing:
        return False
    if when.move or when.topic or when.fault:
        return any(_clause_fits(when, clause) for clause in talk.clauses)
    return True


def _remembered(when: When, talk: Talk) -> bool:
    return (
        all(talk.reached(need, state) for need, state in when.need.items())
        and all(talk.reached(need, "met") for need in when.met)
        and (
            when.met_any is None
            or when.met_any is any(talk.reached(need.id, "met") for need in talk.script.needs)
        )
        and all(each in talk.resolved for each in when.resolved)
        and all(each in talk.open for each in when.open)
        and all(each in talk.flags for each in when.flag)
        and not any(each in talk.flags for each in when.no_flag)
        and all(each in talk.told for each in when.told)
        and all(each in talk.shown for each in when.shown)
        and (not when.said_any or any(full_topic(each) in talk.said for each in when.said_any))
    )
