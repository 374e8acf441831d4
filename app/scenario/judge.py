"""Does a `when:` hold, this turn?"""

from collections.abc import Callable, Mapping
from typing import Any

from app.reading import Clause
from app.scenario.condition import Wanted, When, full_topic, holds
from app.scenario.talk import Talk


def met(when: When, talk: Talk) -> bool:
    """Whether every field that is given holds."""
    for name, asked in when.given:  # a plain loop: a turn asks some hundred of these
        if not _CHECKS[name](asked, talk):
            return False
    return True


def _any_met(talk: Talk) -> bool:
    return any(talk.reached(need.id, "met") for need in talk.script.needs)


def _some_clause(wanted: Wanted, talk: Talk) -> bool:
    for clause in talk.clauses:
        if _clause_fits(wanted, clause):
            return True
    return False


def _clause_fits(wanted: Wanted, clause: Clause) -> bool:
    moves, topics, faults = wanted
    return (
        (not moves or clause.move in moves or clause.label in moves)
        and (not topics or not topics.isdisjoint(clause.topics))
        and (not faults or any(mark.fault in faults for mark in clause.faults))
    )


def _all_in(names: tuple[str, ...], held: list[str]) -> bool:
    return all(name in held for name in names)


_CHECKS: Mapping[str, Callable[[Any, Talk], bool]] = {
    "person": lambda people, talk: talk.person.id in people,
    "visit": lambda visits, talk: talk.visit in visits,
    "flag": lambda flags, talk: _all_in(flags, talk.flags),
    "no_flag": lambda flags, talk: not any(flag in talk.flags for flag in flags),
    "action": lambda actions, talk: talk.action in actions,
    "commit": lambda wanted, talk: wanted is talk.willing,
    "turn": lambda bound, talk: holds(bound, talk.state.turn_no + 1),
    "clause": _some_clause,
    "need": lambda needs, talk: all(talk.reached(each, needs[each]) for each in needs),
    "met": lambda needs, talk: all(talk.reached(each, "met") for each in needs),
    "trust": lambda bound, talk: holds(bound, talk.mood.trust),
    "patience": lambda bound, talk: holds(bound, talk.mood.patience),
    "interest": lambda bound, talk: holds(bound, talk.mood.interest),
    "met_any": lambda wanted, talk: wanted is _any_met(talk),
    "resolved": lambda names, talk: _all_in(names, talk.resolved),
    "open": lambda names, talk: _all_in(names, talk.open),
    "told": lambda names, talk: _all_in(names, talk.told),
    "shown": lambda names, talk: _all_in(names, talk.shown),
    "said_any": lambda topics, talk: any(full_topic(each) in talk.said for each in topics),
    "unless": lambda when, talk: not met(when, talk),
    "any_of": lambda options, talk: any(met(option, talk) for option in options),
}
"""What each field asks; `clause` stands for move, topic and fault together."""
