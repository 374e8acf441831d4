"""The proofs bite: every rule is heard somewhere, and none can go without something failing."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from app.language import Ear, Pack, classify
from app.language.pack import Rule
from app.language.proof import HIT, Claim, claims, context_of, fault_of, speaks
from app.packs import PACKS, load_ear, read_pack
from app.reading import Context, Reading
from app.vocabulary import BuyerAct, Language
from benchmarks.fit.lines import read_lines

CORPORA = Path(__file__).parents[2] / "corpora"
SHIPPED: Ear = load_ear()[0]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COVERED = 0.98
"""The share of rules that must speak for what a line is heard as; all of them did when measured."""
DECIDING = 0.4
"""The share of rules without which some labelled line is heard wrongly.

The others agree with a second rule or with fitted words on every line there is.
"""
Labelled = tuple[str, Context, str]


@cache
def pack_of(language: Language) -> Pack:
    pack, _ = read_pack(PACKS / language, language)
    assert pack is not None
    return pack


def ear_with(pack: Pack) -> Ear:
    return Ear({**SHIPPED.packs, pack.language: pack})


def without(pack: Pack, at: int) -> Pack:
    """The pack with one rule mute: it asks for more units than any turn has."""
    mute = replace(pack.rules[at], low=10**9)
    return replace(pack, rules=(*pack.rules[:at], mute, *pack.rules[at + 1 :]))


def test_a_rule_that_is_gone_speaks_nowhere(pack: Pack) -> None:
    rule = pack.rules[0]
    assert speaks(pack, rule, "麻烦吗？")
    assert not speaks(without(pack, 0), rule, "麻烦吗？")
    assert not speaks(replace(pack, rules=()), rule, "麻烦吗？")


def test_a_rule_that_nothing_wakes_fails_its_hits(pack: Pack) -> None:
    deaf = replace(pack, said=pack.acted)
    hits = [one for one in claims(pack) if one.kind == HIT and one.id == "zh-problem"]
    assert [fault_of(one, pack, Ear({"zh": pack})) for one in hits] == [None, None]
    assert all(fault_of(one, deaf, Ear({"zh": deaf})) for one in hits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_can_go_unnoticed(language: Language) -> None:
    pack = pack_of(language)
    hits: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claims(pack):
        if claim.rule is not None and claim.kind == HIT:
            hits[claim.rule.place].append(claim)
    unnoticed = []
    for at, rule in enumerate(pack.rules):
        mutant = without(pack, at)
        ear = Ear({language: mutant})
        if not all(fault_of(hit, mutant, ear) for hit in hits[rule.place]):
            unnoticed.append(rule.id)
    assert len(hits) == len(pack.rules)
    assert unnoticed == []


def heard_rules(reading: Reading) -> Iterator[str]:
    """The rules that spoke for what a turn was heard as, and for its faults."""
    for clause in reading.clauses:
        yield from (one.rule for one in clause.evidence)
        yield from (mark.evidence.rule for mark in clause.faults)


def own_lines(pack: Pack) -> Iterator[Labelled]:
    """What the pack's corpus says of moves and faults."""
    for claim in claims(pack):
        entry = claim.entry
        if entry is not None and (entry.move or entry.fault):
            yield claim.line, context_of(entry), entry.move or str(entry.fault)


def lines_of_others(language: Language) -> Iterator[Labelled]:
    for file in sorted((CORPORA / language).glob("[lp]*")):
        for line in read_lines(file, language):
            yield line.text, line.context, line.label


def buyers_lines(language: Language) -> Iterator[tuple[str, frozenset[BuyerAct]]]:
    for file in sorted((CORPORA / language).glob("*.jsonl")):
        for play in map(json.loads, file.read_text("utf-8").splitlines()):
            for turn in play["turns"]:
                if turn["by"] == "buyer":
                    yield turn["text"], frozenset(map(BuyerAct, turn["acts"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_speaks_for_what_some_line_is_heard_as(language: Language) -> None:
    pack = pack_of(language)
    ear = ear_with(pack)
    spare = int((1 - COVERED) * len(pack.rules))
    idle = {rule.id for rule in pack.rules if rule.act is None}
    hits = ((one.line, Context(), "") for one in claims(pack) if one.kind == HIT)
    for text, context, _ in chain(hits, own_lines(pack), lines_of_others(language)):
        if len(idle) <= spare:
            break
        idle -= set(heard_rules(classify(text, ear, language, context)))
    idle |= {rule.id for rule in pack.rules if rule.act and not _hears_a_buyer(pack, rule)}
    assert len(idle) <= spare, sorted(idle)


def _hears_a_buyer(pack: Pack, rule: Rule) -> bool:
    own = ((one.line, one.entry.act) for one in claims(pack) if one.entry and one.entry.act)
    return any(act is rule.act and speaks(pack, rule, line) for line, act in own) or any(
        rule.act in acts and speaks(pack, rule, line) for line, acts in buyers_lines(pack.language)
    )


def _right(reading: Reading, label: str) -> bool:
    said = (reading.leading.label, str(reading.leading.move), *map(str, reading.faults))
    return label in said or label.partition(":")[0] in said


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_many_rules_decide_some_line_alone(language: Language) -> None:
    pack = pack_of(language)
    ear = ear_with(pack)
    lines = [*own_lines(pack), *lines_of_others(language)]
    needed: dict[str, list[Labelled]] = defaultdict(list)
    for line in lines:
        text, context, label = line
        reading = classify(text, ear, language, context)
        if _right(reading, label):
            for rule in set(heard_rules(reading)):
                needed[rule].append(line)
    ruling = [at for at, rule in enumerate(pack.rules) if rule.act is None]
    idle = []
    for at in ruling:
        poorer = ear_with(without(pack, at))
        if all(
            _right(classify(text, poorer, language, context), label)
            for text, context, label in needed[pack.rules[at].id]
        ):
            idle.append(pack.rules[at].id)
    assert 1 - len(idle) / len(ruling) >= DECIDING, f"{len(idle)} of {len(ruling)}: {idle}"
