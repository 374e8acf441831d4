"""Does every name in a scenario file lead somewhere? Findings S020-S023."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.findings import Finding
from app.scenario.complaint import meant
from app.scenario.script import Script
from app.scenario.source import Path, Source
from app.scenario.stock import OCCASIONS
from app.scenario.topics import topic_ids
from app.scenario.walk import conditions, effects, wordings
from app.vocabulary import Wording

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_STOCK_PLACEHOLDERS = {"told", "refers_to"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A name used at a place of the file, and what kind of thing it must name."""

    path: Path
    kind: str
    name: str


KINDS = {
    "need": Wording(zh="需求", en="need"),
    "person": Wording(zh="人物", en="person"),
    "visit": Wording(zh="会面", en="visit"),
    "fact": Wording(zh="事实", en="fact"),
    "material": Wording(zh="材料", en="material"),
    "resistance": Wording(zh="阻力", en="resistance"),
    "topic": Wording(zh="话题", en="topic"),
    "action": Wording(zh="动作", en="action"),
    "occasion": Wording(zh="场合", en="occasion"),
    "line": Wording(zh="台词", en="line"),
}


def _listed(path: Path, kind: str, names: Iterable[str]) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield Reference((*path, index), kind, name)


def _keyed(path: Path, kind: str, names: Iterable[str]) -> Iterator[Reference]:
    for name in names:
        yield Reference((*path, name), kind, name)


def references(script: Script) -> Iterator[Reference]:
    """Every name in the file that must lead somewhere."""
    for path, when in conditions(script):
        yield from _keyed((*path, "need"), "need", when.need)
        yield from _listed((*path, "met"), "need", when.met)
        yield from _listed((*path, "person"), "person", when.person)
        yield from _listed((*path, "visit"), "visit", when.visit)
        yield from _listed((*path, "resolved"), "resistance", when.resolved)
        yield from _listed((*path, "open"), "resistance", when.open)
        yield from _listed((*path, "told"), "fact", when.told)
        yield from _listed((*path, "shown"), "material", when.shown)
        yield from _listed((*path, "topic"), "topic", when.topic)
        yield from _listed((*path, "said_any"), "topic", when.said_any)
        yield from _listed((*path, "action"), "action", when.action)
    for path, then in effects(script):
        yield from _keyed((*path, "need"), "need", then.need)
        yield from _listed((*path, "raise"), "resistance", then.raises)
        yield from _listed((*path, "resolve"), "resistance", then.resolves)
        if then.bring:
            yield Reference((*path, "bring"), "person", then.bring)
        if then.visit:
            yield Reference((*path, "visit"), "visit", then.visit)
    for index, visit in enumerate(script.visits):
        yield from _listed(("visits", index, "people"), "person", visit.people)
    for section in ("beats", "ends", "resistances", "facts"):
        for index, item in enumerate(getattr(script, section)):
            if item.person:
                yield Reference((section, index, "person"), "person", item.person)
    for index, need in enumerate(script.needs):
        if need.owner:
            yield Reference(("needs", index, "owner"), "person", need.owner)
        yield from _keyed(("needs", index, "after"), "need", need.after)
    for index, person in enumerate(script.people):
        if person.limit and person.limit.refers_to:
            path = ("people", index, "limit", "refers_to")
            yield Reference(path, "person", person.limit.refers_to)
    yield from _served(script)
    yield from _replies(script)
    yield from _played(script)


def _served(script: Script) -> Iterator[Reference]:
    yield from _keyed(("hints",), "need", script.hints)
    for index, feature in enumerate(script.product.features):
        yield from _listed(("product", "features", index, "serves"), "need", feature.serves)
    for index, fact in enumerate(script.facts):
        yield from _listed(("facts", index, "serves"), "need", fact.serves)
    for index, material in enumerate(script.materials):
        yield from _listed(("materials", index, "serves"), "need", material.serves)


def _replies(script: Script) -> Iterator[Reference]:
    for occasion, replies in script.replies.items():
        yield Reference(("replies", occasion), "occasion", occasion)
        for index, reply in enumerate(replies):
            if reply.person:
                path = ("replies", occasion, index, "person")
                yield Reference(path, "person", reply.person)


def _played(script: Script) -> Iterator[Reference]:
    for index, play in enumerate(script.plays):
        for number, turn in enumerate(play.turns):
            path = ("plays", index, "turns", number)
            yield from _keyed((*path, "need"), "need", turn.need)
            if turn.action:
                yield Reference((*path, "action"), "action", turn.action)
            if turn.buyer:
                yield Reference((*path, "buyer"), "line", turn.buyer)


def line_ids(script: Script) -> set[str]:
    """The ids of every line that a buyer of this scenario can say."""
    found = {"opening"} | {f"opening.{person.id}" for person in script.people}
    for need in script.needs:
        steps = ("problem", "cover", "explicit", "acknowledged")
        found |= {f"{need.id}.{step}" for step in steps}
        found |= {f"{need.id}.{implication.id}" for implication in need.implications}
    for resistance in script.resistances:
        tails = ("", ".why", ".again", ".resolved")
        found |= {f"resistance.{resistance.id}{tail}" for tail in tails}
    for kind, items in (
        ("visit", script.visits),
        ("fact", script.facts),
        ("known", script.known),
        ("beat", script.beats),
        ("material", script.materials),
    ):
        found |= {f"{kind}.{item.id}" for item in items}
    found |= {f"end.{end.id or index}" for index, end in enumerate(script.ends)}
    found |= {f"{kind}.{occasion}" for kind in ("stock", "reply") for occasion in OCCASIONS}
    return found


def _names(script: Script) -> dict[str, set[str]]:
    return {
        "need": set(script.need_by_id),
        "person": set(script.person_by_id),
        "visit": set(script.visit_by_id),
        "fact": set(script.fact_by_id),
        "material": set(script.material_by_id),
        "resistance": set(script.resistance_by_id),
        "topic": set(script.topics) | topic_ids(script),
        "action": {"wait", "leave"} | {f"show:{name}" for name in script.material_by_id},
        "occasion": set(OCCASIONS),
        "line": line_ids(script),
    }


def unknown_names(script: Script, source: Source) -> Iterator[Finding]:
    """S020 for every name that leads nowhere."""
    names = _names(script)
    for ref in references(script):
        if ref.name not in names[ref.kind]:
            kind = KINDS[ref.kind]
            message = Wording(
                zh=f"没有叫 {ref.name} 的{kind.zh}", en=f"there is no {kind.en} {ref.name!r}"
            )
            yield source.finding("S020", ref.path, message, meant(ref.name, names[ref.kind]))


def twice_named(script: Script, source: Source) -> Iterator[Finding]:
    """S021 for every id that two parts of one kind share."""
    lists: list[tuple[Path, tuple[object, ...]]] = [
        ((section,), getattr(script, section))
        for section in (
            *("known", "draws", "rivals", "visits", "people", "needs", "facts"),
            *("materials", "resistances", "beats", "ends"),
        )
    ]
    lists.append((("product", "features"), script.product.features))
    lists += [(("replies", name), replies) for name, replies in script.replies.items()]
    lists += [
        (("needs", index, "implications"), need.implications)
        for index, need in enumerate(script.needs)
    ]
    for path, items in lists:
        seen: set[str] = set()
        for index, item in enumerate(items):
            name = getattr(item, "id", None)
            if name is not None and name in seen:
                message = Wording(zh=f"名字 {name} 用了两次", en=f"the id {name!r} is used twice")
                mend = Wording(zh="给其中一个改名", en="rename one of them")
                yield source.finding("S021", (*path, index, "id"), message, mend)
            seen.add(name or "")


def unknown_placeholders(script: Script, source: Source) -> Iterator[Finding]:
    """S022 for every `{name}` in a text that no draw fills."""
    known = {draw.id for draw in script.draws}
    for path, wording in wordings(script):
        allowed = known | _STOCK_PLACEHOLDERS if path[0] == "replies" or "limit" in path else known
        for language, text in (("zh", wording.zh), ("en", wording.en)):
            for name in _PLACEHOLDER.findall(text):
                if name not in allowed:
                    message = Wording(
                        zh=f"占位符 {{{name}}} 没有对应的数字",
                        en=f"the placeholder {{{name}}} stands for nothing",
                    )
                    yield source.finding("S022", (*path, language), message, meant(name, allowed))
