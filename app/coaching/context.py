"""What only the surroundings can tell: faults a clause has here and would not have elsewhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.coaching.ledger import Ledger
from app.coaching.scene import RELENTLESS
from app.coaching.volume import fold, said_before, volume
from app.reading import Clause, Context, Evidence, FaultMark, Reading
from app.scenario.parts import Person, Spec
from app.scenario.script import Script
from app.scenario.topics import split_topic
from app.vocabulary import (
    NEED_STATES,
    QUESTIONS,
    BuyerAct,
    Fault,
    Form,
    Move,
    NeedState,
    Wording,
)

_QUESTIONS_A_TURN = 3
_CLAIMING = frozenset(
    {Move.FEATURE, Move.FUNCTION, Move.ADVANTAGE, Move.BENEFIT, Move.EVIDENCE, Move.PRICE}
)
_GRANTING = frozenset({Move.ACKNOWLEDGE, Move.OTHER, Move.PROPOSE, Move.PRICE})
_ASSENTING = frozenset({BuyerAct.AGREEMENT, BuyerAct.COMMITMENT})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPLIT_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")

REASONS: Mapping[Fault, Wording] = {
    Fault.ASKS_KNOWN: Wording(
        zh="这一点简报里已经写着，再问就是没做功课",
        en="the briefing already says this; asking shows the homework was not done",
    ),
    Fault.REPEATS: Wording(
        zh="同样的话前面已经问过", en="the same was asked earlier in this conversation"
    ),
    Fault.MONOLOGUE: Wording(
        zh="一口气说得太长，这位客户听不了这么多",
        en="more words in one go than this buyer listens to",
    ),
    Fault.PUSHES: Wording(
        zh="已经催过两次，再催就是逼单",
        en="asked for the order twice already; a third time presses",
    ),
    Fault.PROMISES_FLAT: Wording(
        zh="对方刚提的要求，没核实就一口答应",
        en="a demand made just now, granted at once and unchecked",
    ),
    Fault.INVENTS_TROUBLE: Wording(
        zh="对方刚说没有这个麻烦，却接着往下推后果",
        en="builds on a trouble the buyer has just denied",
    ),
    Fault.OVERCLAIMS: Wording(
        zh="这个数字和产品资料对不上", en="this figure contradicts the product's own facts"
    ),
    Fault.STACKS: Wording(
        zh="一次抛出三个以上问题，对方只会答一个",
        en="three or more questions at once; only one will be answered",
    ),
}


def context_of(ledger: Ledger) -> Context:
    """What the ear hears the next turn with."""
    return Context(
        buyer_said=ledger.said,
        buyer_acts=ledger.acts,
        last_question=ledger.last_question,
        needs=ledger.states,
        turn_no=ledger.turn_no + 1,
        asked=ledger.asked,
    )


def in_context(
    reading: Reading, ledger: Ledger, script: Script, person: Person, most_words: int
) -> Reading:
    """The reading with the faults that the surroundings add; the same reading if they add none."""
    added: dict[int, list[Fault]] = {}
    if volume(reading.text) > most_words:
        added[len(reading.clauses) - 1] = [Fault.MONOLOGUE]
    for index, fault in _faults(reading, ledger, script, person):
        if all(mark.fault is not fault for mark in reading.clauses[index].faults):
            added.setdefault(index, []).append(fault)
    if not added:
        return reading
    clauses = tuple(
        _marked(clause, added[index]) if index in added else clause
        for index, clause in enumerate(reading.clauses)
    )
    return replace(reading, clauses=clauses)


def _marked(clause: Clause, faults: list[Fault]) -> Clause:
    marks = tuple(
        FaultMark(fault, Evidence(f"coach:{fault}", clause.start, clause.end, REASONS[fault]))
        for fault in dict.fromkeys(faults)
    )
    return replace(clause, faults=(*clause.faults, *marks))


def _faults(
    reading: Reading, ledger: Ledger, script: Script, person: Person
) -> Iterator[tuple[int, Fault]]:
    asked = [index for index, clause in enumerate(reading.clauses) if clause.move in QUESTIONS]
    if len(asked) >= _QUESTIONS_A_TURN:
        yield asked[-1], Fault.STACKS
    closing = [index for index, clause in enumerate(reading.clauses) if clause.move is Move.CLOSE]
    if closing and ledger.closes >= 2 and person.temperament not in RELENTLESS:
        yield closing[-1], Fault.PUSHES
    demanded = BuyerAct.REQUIREMENT in ledger.acts
    asking = any(clause.form is Form.QUESTION for clause in reading.clauses)
    for index, clause in enumerate(reading.clauses):
        if clause.move is Move.SITUATION and any(t.startswith("known:") for t in clause.topics):
            yield index, Fault.ASKS_KNOWN
        if _asked_before(clause, ledger, person):
            yield index, Fault.REPEATS
        if demanded and not asking and clause.move in _GRANTING:
            if not _ASSENTING.isdisjoint(clause.acts):
                yield index, Fault.PROMISES_FLAT
        if clause.move is Move.IMPLICATION and ledger.denied and not _admitted(clause, ledger):
            yield index, Fault.INVENTS_TROUBLE
        if clause.move in _CLAIMING and _contradicts(clause, script):
            yield index, Fault.OVERCLAIMS


def _asked_before(clause: Clause, ledger: Ledger, person: Person) -> bool:
    if clause.probe or (clause.form is not Form.QUESTION and clause.move not in QUESTIONS):
        return False
    earlier = [
        asked
        for asked, asker in zip(ledger.asked, ledger.askers, strict=True)
        if asker == person.id
    ]
    return said_before(fold(clause.text), earlier)


def _admitted(clause: Clause, ledger: Ledger) -> bool:
    """Whether the trouble that the clause names, or where it names none any, was admitted."""
    named = [
        split_topic(topic)[1].partition(".")[0]
        for topic in clause.topics
        if topic.startswith(("need:", "implication:"))
    ]
    states = ledger.states
    reached = [states.get(need, NeedState.HIDDEN) for need in (named or states)]
    return any(NEED_STATES.index(state) > 0 for state in reached)


def _contradicts(clause: Clause, script: Script) -> bool:
    for topic in clause.topics:
        kind, name = split_topic(topic)
        if kind == "spec" and name in script.product.facts:
            if _outside(clause.text, script.product.facts[name]):
                return True
    return False


def _outside(text: str, spec: Spec) -> bool:
    """Whether every number claimed lies outside what the product's facts allow."""
    if spec.low is None and spec.high is None:
        return False
    low = spec.low if spec.low is not None else float("-inf")
    high = spec.high if spec.high is not None else float("inf")
    claimed = [float(_SPLIT_THOUSANDS.sub("", one).replace(",", ".")) for one in _numbers(text)]
    return bool(claimed) and not any(low <= number <= high for number in claimed)


def _numbers(text: str) -> list[str]:
    return [one for one in _NUMBER.findall(text) if one.count(".") <= 1]
