"""One fold over the talk: a turn goes in, the ledger after it and the remarks on it come out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.coaching.blame import at_the_end, blame, takes_up
from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger, NeedRecord, Owed, Quote
from app.coaching.praise import claim, praise
from app.coaching.remark import Remark
from app.coaching.rules import (
    GIVING,
    PITCHING,
    RULES,
    SOILING,
    STEPS,
    WEIGHTS,
    target,
)
from app.coaching.scene import RESISTANCE, TROUBLE, Scene
from app.coaching.volume import fold, volume
from app.reading import Clause
from app.vocabulary import (
    NEED_STATES,
    QUESTIONS,
    SPIN,
    BuyerAct,
    Fault,
    Form,
    Move,
    NeedState,
    Part,
    Rubric,
)

Word = TypeVar("Word", bound=str)

_KEPT_QUESTIONS = 24
_LONG = 10
_REMEMBERED = 160
_OWING = frozenset({BuyerAct.IMPLIED_NEED, *RESISTANCE})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a talk is judged by: the rubric, and the points of each part, 100 in all."""

    rubric: Rubric
    points: Mapping[Part, float]


def terms_of(rubric: Rubric, weights: Mapping[Part, float] | None = None) -> Terms:
    """The terms; parts that `weights` leaves out keep their usual weight, and all make 100."""
    merged = {**WEIGHTS, **(weights or {})}
    total = sum(merged.values()) or 1.0
    return Terms(rubric, {part: merged[part] * 100 / total for part in Part})


def begin(opening: Exchange) -> Ledger:
    """The ledger after the buyer's opening."""
    return Ledger(
        needs=tuple(NeedRecord(need) for need in opening.board),
        said=opening.heard,
        acts=opening.acts,
        person=opening.standing.person,
        buyer_words=volume(opening.heard),
    )


def observe(before: Ledger, now: Exchange, terms: Terms) -> tuple[Ledger, tuple[Remark, ...]]:
    """The ledger after a turn and the remarks on it, good ones first."""
    scene = Scene.of(before, now, terms.rubric)
    given = dict(before.given)
    against = tuple(blame(scene))
    soiled = any(one.rule in SOILING or _closes(scene, one) for one in against)
    favour = tuple(one for one in praise(scene) if one.rule != "clean" or not soiled)
    remarks = _weigh((*favour, *against), given, len(before.needs), terms)
    return _record(scene, given), remarks


def conclude(after: Ledger, last: Exchange, terms: Terms) -> tuple[Remark, ...]:
    """The remarks on the talk as a whole, once it is over."""
    scene = Scene.of(after, last, terms.rubric)
    return _weigh(at_the_end(scene), dict(after.given), len(after.needs), terms)


def _weigh(
    remarks: Iterable[Remark], given: dict[str, int], board: int, terms: Terms
) -> tuple[Remark, ...]:
    weighed = []
    for remark in remarks:
        times = given.get(remark.key, 0)
        given[remark.key] = times + 1
        rule = RULES[remark.key]
        if remark.rule == "earned-it" and remark.detail in STEPS:
            share = STEPS[NeedState(remark.detail)] / target(board) * remark.share
        elif rule.shares:
            share = rule.share(times) * remark.share
        else:
            share = remark.share
        weighed.append(remark.weighed(share, share * terms.points[remark.part]))
    return tuple(weighed)


def _closes(scene: Scene, remark: Remark) -> bool:
    return remark.clause is not None and scene.clauses[remark.clause].move is Move.CLOSE


def _record(scene: Scene, given: Mapping[str, int]) -> Ledger:
    before, now, moves = scene.before, scene.now, scene.moves
    questions = [clause.move for clause in scene.clauses if clause.move in QUESTIONS]
    asked, askers = _asked(scene)
    gave = bool(moves & GIVING) or now.said.action is not None
    closed = Move.CLOSE in moves
    asked_step = given.get("step-asked", 0) > before.given.get("step-asked", 0)
    paid = given.get("step-won", 0) > before.given.get("step-won", 0)
    worth = claim(scene)
    grounds = moves & ((PITCHING | {Move.EVIDENCE, Move.VISUAL, Move.PROPOSE}) - {Move.BENEFIT})
    return Ledger(
        turn_no=now.no,
        needs=_needs(scene),
        moves=_counted(before.moves, (clause.move for clause in scene.clauses)),
        faults=_counted(before.faults, _faults(scene)),
        given=given,
        said=now.heard or before.said,
        acts=now.acts,
        person=now.standing.person,
        faced=before.person or now.standing.person,
        last_question=questions[-1] if questions else before.last_question,
        asked=asked,
        askers=askers,
        owed=_owed(scene),
        situations=_in_a_row(before.situations, questions, moves),
        questions=0 if gave else before.questions + bool(questions),
        closes=before.closes + closed,
        refused=not scene.won if closed else before.refused and not moves & {*SPIN, Move.TRACE},
        summed_up=now.no if Move.SUMMARISE in moves else before.summed_up,
        offered=now.no if moves & {Move.PROPOSE, Move.CLOSE} else before.offered,
        grounded=now.no if grounds else before.grounded,
        step_share=max(before.step_share, worth) if asked_step else before.step_share,
        won_share=max(before.won_share, worth) if paid else before.won_share,
        denied=scene.spoke("no_trouble"),
        seller_words=before.seller_words + volume(now.said.text or ""),
        buyer_words=before.buyer_words + volume(now.heard),
    )


def _needs(scene: Scene) -> tuple[NeedRecord, ...]:
    if not scene.now.moved:
        return scene.before.needs
    records = {record.id: record for record in scene.before.needs}
    for moved in scene.now.moved:
        record = records.get(moved.need, NeedRecord(moved.need))
        clause = scene.clauses[moved.clause] if moved.clause is not None else None
        heard = next(
            (line.text for line in scene.now.lines if line.id.startswith(f"{moved.need}.")),
            scene.now.heard,
        )
        quote = Quote(
            scene.now.no,
            clause.text if clause else scene.now.said.text or "",
            heard,
            moved.after,
            moved.by,
        )
        furthest = max(record.state, moved.after, key=NEED_STATES.index)
        records[moved.need] = NeedRecord(record.id, furthest, (*record.quotes, quote), scene.now.no)
    return tuple(records.values())


def _asked(scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kept = [fold(clause.text)[:_REMEMBERED] for clause in scene.clauses if _worth_keeping(clause)]
    if not kept:
        return scene.before.asked, scene.before.askers
    person = scene.before.person or scene.now.standing.person
    asked = (*scene.before.asked, *kept)[-_KEPT_QUESTIONS:]
    askers = (*scene.before.askers, *(person for _ in kept))[-_KEPT_QUESTIONS:]
    return asked, askers


def _worth_keeping(clause: Clause) -> bool:
    if clause.form is Form.QUESTION or clause.move in QUESTIONS:
        return not clause.probe
    return clause.end - clause.start > _LONG


def _in_a_row(before: int, questions: list[Move], moves: frozenset[Move]) -> int:
    situations = sum(move is Move.SITUATION for move in questions)
    if not situations or len(questions) > situations or moves & PITCHING:
        return situations if situations and len(questions) > situations else 0
    return before + situations


def _owed(scene: Scene) -> tuple[Owed, ...]:
    now = scene.now
    kept = [
        owed
        for owed in scene.before.owed
        if not takes_up(scene.moves) and not now.moved and now.no - owed.turn < 2
    ]
    if TROUBLE.isdisjoint(now.acts) and RESISTANCE.isdisjoint(now.acts):
        return tuple(kept)
    for line in now.lines:
        act = next((act for act in line.acts if act in _OWING), None)
        if act:
            need = line.topic.removeprefix("need:") if line.topic else None
            kept.append(Owed(now.no, act, line.text, need))
    return tuple(kept[-4:])


def _faults(scene: Scene) -> Iterable[Fault]:
    return dict.fromkeys(mark.fault for clause in scene.clauses for mark in clause.faults)


def _counted(before: Mapping[Word, int], more: Iterable[Word]) -> dict[Word, int]:
    counts = dict(before)
    for one in more:
        counts[one] = counts.get(one, 0) + 1
    return counts
