"""The words by which a scenario's needs, facts and things are recognised, for the ear's overlay."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.scenario.script import Script
from app.vocabulary import Language, Wording

NOTATION = frozenset("()[]{}|^$~")


def _literal(wording: Wording, language: Language) -> tuple[str, ...]:
    """A plain name as its own pattern; one that would read as notation is left out."""
    text = wording.to(language).strip()
    return (text,) if text and "..." not in text and not NOTATION & set(text) else ()


def _entries(script: Script, language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    for need in script.needs:
        yield f"need:{need.id}", need.about
        yield f"met:{need.id}", need.met_by.about
        for implication in need.implications:
            yield f"implication:{need.id}.{implication.id}", implication.about
    for known in script.known:
        yield f"known:{known.id}", known.about
    for fact in script.facts:
        yield f"fact:{fact.id}", fact.about
    for feature in script.product.features:
        yield f"feature:{feature.id}", feature.about or _literal(feature.says, language)
    for spec_id, spec in script.product.facts.items():
        yield f"spec:{spec_id}", spec.about
    for material in script.materials:
        yield f"material:{material.id}", material.about or _literal(material.name, language)
    for resistance in script.resistances:
        yield f"resistance:{resistance.id}", resistance.about
        yield f"resolve:{resistance.id}", resistance.resolved_by.about
    for topic_id, patterns in script.topics.items():
        yield f"topic:{topic_id}", patterns
    for person in script.people:
        yield f"person:{person.id}", person.about or _literal(person.name, language)


def topics(script: Script, language: Language) -> Mapping[str, tuple[str, ...]]:
    """Topic id → patterns; the prefix says what it is about, as in `need:downtime`.

    Prefixes: need, met, implication, known, fact, feature, spec, material, resistance, resolve,
    topic, person. A topic without patterns is left out.
    """
    return {topic: patterns for topic, patterns in _entries(script, language) if patterns}


def classes(script: Script, language: Language) -> Mapping[str, tuple[str, ...]]:
    """What the scenario adds to the word classes: the product's names, the rivals'."""
    product = script.product.about or _literal(script.product.name, language)
    rivals = tuple(
        pattern
        for rival in script.rivals
        for pattern in rival.about or _literal(rival.name, language)
    )
    found = {"product": product, "rival": rivals}
    return {name: patterns for name, patterns in found.items() if patterns}


@lru_cache(maxsize=4096)
def split_topic(topic: str) -> tuple[str, str]:
    """`need:downtime` as (need, downtime); a bare id is one of the file's own topics."""
    kind, colon, name = topic.partition(":")
    return (kind, name) if colon else ("topic", kind)


def topic_ids(script: Script) -> set[str]:
    """Every topic id of the file, those without patterns too."""
    return {topic for topic, _ in _entries(script, "en")}
