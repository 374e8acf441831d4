"""What can ever happen in a scenario: a search that only says no where it is proven.

The world is widened until nothing new becomes possible: who may come to speak, which needs may
open, which flags be set, what be raised, told and shown. Moods, turns and what must not be the
case are taken as friendly as they can be, so whatever is not reached here is never reached.
"""

from dataclasses import dataclass, field
from typing import get_args

from app.scenario.condition import Effects, When, bound_of, full_topic
from app.scenario.parts import Need
from app.scenario.script import Script
from app.scenario.talk import RANK
from app.scenario.topics import topics
from app.vocabulary import Language, NeedState


@dataclass(slots=True)
class World:
    """Everything that was found possible so far."""

    script: Script
    topics: set[str]
    people: set[str]
    visits: set[str] = field(default_factory=set)
    needs: dict[str, NeedState] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    beats: set[str] = field(default_factory=set)

    def size(self) -> tuple[int, ...]:
        """Grows whenever something new becomes possible."""
        ranks = sum(1 + RANK[state] for state in self.needs.values())
        sets = (
            self.people,
            self.visits,
            self.flags,
            self.raised,
            self.resolved,
            self.told,
            self.shown,
        )
        return ranks, *map(len, sets), len(self.beats)

    def reaches(self, need_id: str, state: str) -> bool:
        """Whether a need can come this far."""
        reached = RANK[self.needs.get(need_id, NeedState.HIDDEN)]
        return reached >= RANK[NeedState(state)]

    def allows(self, when: When) -> bool:
        """Whether a condition may hold some day."""
        return (
            self._measures(when)
            and self._hears(when)
            and self._remembers(when)
            and (not when.any_of or any(self.allows(option) for option in when.any_of))
        )

    def _measures(self, when: When) -> bool:
        gauges = (
            (when.turn, 1, self.script.max_turns),
            *((bound, 0, 10) for bound in (when.trust, when.patience, when.interest)),
        )
        return all(bound is None or can_hold(bound, low, high) for bound, low, high in gauges)

    def _hears(self, when: When) -> bool:
        asks = bool(when.move or when.topic or when.fault or when.commit)
        if when.action and asks:
            return False
        if when.topic and not any(full_topic(each) in self.topics for each in when.topic):
            return False
        return not when.commit or any(
            self.reaches(need.id, "explicit")
            and (not need.owner or not when.person or need.owner in when.person)
            for need in self.script.needs
        )

    def _remembers(self, when: When) -> bool:
        return (
            (not when.person or bool(self.people & set(when.person)))
            and (not when.visit or bool(self.visits & set(when.visit)))
            and all(self.reaches(each, state) for each, state in when.need.items())
            and all(self.reaches(each, "met") for each in when.met)
            and (not when.met_any or any(self.reaches(each, "met") for each in self.needs))
            and self.flags.issuperset(when.flag)
            and self.raised.issuperset(when.open)
            and self.resolved.issuperset(when.resolved)
            and self.told.issuperset(when.told)
            and self.shown.issuperset(when.shown)
            and (
                not when.said_any or any(full_topic(each) in self.topics for each in when.said_any)
            )
        )


def can_hold(comparison: str, low: float, high: float) -> bool:
    """Whether any number from `low` to `high` satisfies a comparison."""
    operator, bound = bound_of(comparison)
    return {
        "=": low <= bound <= high,
        ">=": high >= bound,
        "<=": low <= bound,
        ">": high > bound,
        "<": low < bound,
    }[operator]


def explore(script: Script) -> World:
    """Everything that can ever happen in a scenario."""
    heard = {topic for language in get_args(Language) for topic in topics(script, language)}
    first = next((each for each in script.people if each.presence == "start"), script.people[0])
    world = World(script, heard, {first.id})
    for visit in script.visits[:1]:
        _visit(world, visit.id)
    before: tuple[int, ...] = ()
    while before != world.size():
        before = world.size()
        _widen(world)
    return world


def _widen(world: World) -> None:
    script = world.script
    for need in script.needs:
        if _opens(world, need):
            world.needs[need.id] = NeedState.MET
    for fact in script.facts:
        if fact.person is None or fact.person in world.people:
            world.told.add(fact.id)
    for material in script.materials:
        world.shown.add(material.id)
        _happen(world, material.then)
    for resistance in script.resistances:
        present = resistance.person is None or resistance.person in world.people
        if present and resistance.when.model_fields_set and world.allows(resistance.when):
            world.raised.add(resistance.id)
        if resistance.id in world.raised:
            world.resolved.add(resistance.id)
            _happen(world, resistance.then)
    for beat in script.beats:
        if (beat.person is None or beat.person in world.people) and world.allows(beat.when):
            world.beats.add(beat.id)
            _happen(world, beat.then)


def _opens(world: World, need: Need) -> bool:
    """Whether a need can be talked open, or further once a beat has opened it."""
    if need.owner and need.owner not in world.people:
        return False
    if need.id in world.needs:
        return True
    alone = len(world.script.people) == 1
    if need.private and not alone and "private" not in world.flags:
        return False
    return all(world.reaches(other, state) for other, state in need.after.items())


def _happen(world: World, then: Effects) -> None:
    world.flags.update(then.flag)
    world.raised.update(then.raises)
    world.resolved.update(then.resolves)
    if then.bring:
        world.people.add(then.bring)
    if then.visit:
        _visit(world, then.visit)
    for need_id, state in then.need.items():
        if not world.reaches(need_id, state):
            world.needs[need_id] = state


def _visit(world: World, visit_id: str) -> None:
    world.visits.add(visit_id)
    world.people.update(world.script.visit_by_id[visit_id].people[:1])
