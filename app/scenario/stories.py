"""Can the story happen? Needs that never open, ends behind ends, conditions that never hold."""

from collections.abc import Iterator, Sequence

from app.findings import Finding, Severity
from app.scenario.condition import Comparison, When
from app.scenario.reach import World, can_hold, explore
from app.scenario.script import Beat, End, Script
from app.scenario.source import Path, Source
from app.scenario.walk import conditions, effects
from app.vocabulary import Outcome, Wording

_GAUGES = (("trust", 0, 10), ("patience", 0, 10), ("interest", 0, 10))


def told_well(script: Script, source: Source) -> Iterator[Finding]:
    """Findings S050-S059 about a story that cannot go where the file wants it to."""
    world = explore(script)
    yield from closed_needs(world, source)
    yield from absent_people(world, source)
    yield from hidden_moments(script, source)
    yield from impossible_conditions(world, source)
    yield from unreached(world, source)
    yield from idle_resistances(script, source)
    if not any(end.outcome in (Outcome.ORDER, Outcome.ADVANCE) for end in script.ends):
        message = Wording(zh="没有一个结局能让学员赢", en="no end lets the trainee win anything")
        mend = Wording(
            zh="写一个 outcome: order 或 advance 的结局", en="write an end with order or advance"
        )
        yield source.finding("S058", ("ends",), message, mend, Severity.WARNING, key=True)


def flags_set(script: Script) -> set[str]:
    """The flags that something in the file sets."""
    return {flag for _, then in effects(script) for flag in then.flag}


def closed_needs(world: World, source: Source) -> Iterator[Finding]:
    """S050 for a need that nothing can open."""
    for index, need in enumerate(world.script.needs):
        if need.id in world.needs:
            continue
        if need.owner and need.owner not in world.people:
            field, zh, en = "owner", f"{need.owner} 从不出场", f"{need.owner} never comes to speak"
        elif need.private and "private" not in world.flags and len(world.script.people) > 1:
            field, zh, en = "private", "没有情节设 flag: private", "nothing sets the flag `private`"
        else:
            field, zh, en = "after", "它等待的需求打不开", "what it waits for never comes so far"
        message = Wording(
            zh=f"需求 {need.id} 永远打不开：{zh}", en=f"{need.id} can never open: {en}"
        )
        mend = Wording(zh="改这一项，或让情节打开它", en="change this, or let a beat open it")
        yield source.finding("S050", ("needs", index, field), message, mend)


def absent_people(world: World, source: Source) -> Iterator[Finding]:
    """S051 for somebody who never comes."""
    for index, person in enumerate(world.script.people):
        if person.id not in world.people:
            message = Wording(zh=f"{person.id} 从不出场", en=f"{person.id} never comes to speak")
            mend = Wording(
                zh=f"让一个能发生的情节 bring: {person.id}",
                en=f"let a beat that can happen `bring: {person.id}`",
            )
            yield source.finding("S051", ("people", index), message, mend, Severity.WARNING)


def unreached(world: World, source: Source) -> Iterator[Finding]:
    """S057 for a scripted moment or an end that no talk can come to."""
    script, known = world.script, flags_set(world.script)
    moments: tuple[tuple[str, Sequence[Beat | End]], ...] = (
        ("beats", script.beats),
        ("ends", script.ends),
    )
    for section, items in moments:
        for index, item in enumerate(items):
            there = item.person is None or item.person in world.people
            if (there and world.allows(item.when)) or any(_impossible(world, item.when, known)):
                continue
            if any(need.id not in world.needs for need in script.needs):
                continue  # the closed need is the cause, and is reported
            message = Wording(
                zh="没有任何对话能走到这里：这些条件不会一起成立",
                en="no talk can come to this: its conditions never hold together",
            )
            mend = Wording(
                zh="放宽条件，或让前面的情节先发生",
                en="ask for less, or let what it waits for happen first",
            )
            yield source.finding("S057", (section, index, "when"), message, mend)


def _given(when: When) -> dict[str, object]:
    return {name: getattr(when, name) for name in when.model_fields_set}


def _covers(wide: When, narrow: When) -> bool:
    """Whether everything `wide` asks is asked by `narrow` in the same words."""
    asked = _given(narrow)
    return all(name in asked and asked[name] == value for name, value in _given(wide).items())


def hidden_moments(script: Script, source: Source) -> Iterator[Finding]:
    """S052 for an end behind one without a condition, S053 for what an earlier one always takes."""
    limited = any(person.limit for person in script.people)
    for index, end in enumerate(script.ends):
        path: Path = ("ends", index)
        for earlier in script.ends[:index]:
            if not earlier.when.model_fields_set and earlier.person in (None, end.person):
                message = Wording(
                    zh="它排在一个没有条件的结局后面", en="it stands behind an end without a `when`"
                )
                mend = Wording(zh="没有条件的结局放最后", en="put the end without a `when` last")
                yield source.finding("S052", path, message, mend)
                break
            same = earlier.person in (None, end.person) and _covers(earlier.when, end.when)
            if same and not limited:
                yield _hidden(source, path, earlier.id or "")
                break
    for index, beat in enumerate(script.beats):
        for before in script.beats[:index]:
            if before.again and before.person in (None, beat.person):
                if _covers(before.when, beat.when):
                    yield _hidden(source, ("beats", index), before.id)
                    break


def _hidden(source: Source, path: Path, earlier: str) -> Finding:
    message = Wording(
        zh=f"前面的 {earlier} 条件相同，永远轮不到它",
        en=f"an earlier one {earlier!r} holds whenever this does, and is always taken first",
    )
    mend = Wording(zh="把条件更严的放前面", en="put the one with more conditions first")
    return source.finding("S053", path, message, mend)


def impossible_conditions(world: World, source: Source) -> Iterator[Finding]:
    """S054 for a condition that can never hold."""
    known = flags_set(world.script)
    for path, when in conditions(world.script):
        for field, why in _impossible(world, when, known):
            message = Wording(zh=f"这个条件永远不成立：{why.zh}", en=f"this never holds: {why.en}")
            mend = Wording(zh="改条件或删去", en="change the condition or remove it")
            yield source.finding("S054", (*path, field), message, mend)


def _impossible(world: World, when: When, known: set[str]) -> Iterator[tuple[str, Wording]]:
    for name, low, high in (("turn", 1, world.script.max_turns), *_GAUGES):
        bound: Comparison | None = getattr(when, name)
        if bound and not can_hold(bound, low, high):
            yield (
                name,
                Wording(
                    zh=f"{name} 只在 {low}–{high} 之间", en=f"{name} runs from {low} to {high}"
                ),
            )
    for flag in set(when.flag) - known:
        yield "flag", Wording(zh=f"没有情节设 {flag}", en=f"nothing sets the flag {flag}")
    if when.person and not set(when.person) & world.people:
        yield "person", Wording(zh="此人从不出场", en="that person never comes to speak")
    if when.action and (when.move or when.topic or when.fault or when.commit):
        yield "action", Wording(zh="动作那一轮没有说话", en="in a turn that acts, nothing is said")
    if when.visit and not set(when.visit) & world.visits:
        yield "visit", Wording(zh="没有情节走到那次会面", en="nothing leads to that visit")
    raised = _raised(world.script)
    for field in ("open", "resolved"):
        for name in getattr(when, field):
            if name not in raised:
                yield field, Wording(zh=f"{name} 从不提出", en=f"{name} is never raised")


def _raised(script: Script) -> set[str]:
    named = {name for _, then in effects(script) for name in (*then.raises, *then.resolves)}
    return named | {each.id for each in script.resistances if each.when.model_fields_set}


def idle_resistances(script: Script, source: Source) -> Iterator[Finding]:
    """S056 for a resistance that never comes up."""
    raised = _raised(script)
    for index, resistance in enumerate(script.resistances):
        if resistance.id not in raised:
            message = Wording(zh=f"{resistance.id} 从不提出", en=f"{resistance.id} is never raised")
            mend = Wording(
                zh="写上 when，或让情节 raise 它", en="give it a `when`, or let a beat `raise` it"
            )
            yield source.finding("S056", ("resistances", index), message, mend, Severity.WARNING)
