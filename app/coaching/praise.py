"""What went right in a turn, and what it earned."""

from collections.abc import Iterator

from app.coaching.remark import Remark
from app.coaching.rules import CLAIMS, PITCHING, STEPS, UNASKED_ADVANCE, VOLUNTEERED
from app.coaching.scene import RESERVED, RESISTANCE, TROUBLE, Scene
from app.reading import Clause
from app.vocabulary import (
    NEED_STATES,
    QUESTIONS,
    BuyerAct,
    Move,
    NeedState,
    Rubric,
    Temperament,
)

_YIELDING = frozenset(
    {BuyerAct.IMPLIED_NEED, BuyerAct.EXPLICIT_NEED, BuyerAct.FACT, BuyerAct.AGREEMENT}
)
_BUSY = frozenset(
    {*QUESTIONS, *PITCHING, Move.EVIDENCE, Move.PROPOSE, Move.VISUAL, Move.WITHDRAW, Move.ADVANCE}
)
_UNASKING = frozenset({*PITCHING, Move.CLOSE, Move.PRICE, Move.OTHER, Move.ABSTAIN})
_IDLE = frozenset({Move.OTHER, Move.ABSTAIN})
_FACT = frozenset({BuyerAct.FACT})
_DEMAND = frozenset({BuyerAct.REQUIREMENT})


def praise(scene: Scene) -> Iterator[Remark]:
    """Every praising remark on the turn, with the words that earned it."""
    yield from _needs(scene)
    if scene.now.said.action:
        yield from _patience(scene)
    if scene.clauses:
        yield from _questions(scene)
        yield from _listening(scene)
        yield from _value(scene)
        yield from _conduct(scene)
    yield from _commitment(scene)


def _needs(scene: Scene) -> Iterator[Remark]:
    for moved in scene.now.moved:
        at = (moved.clause, scene.clauses[moved.clause]) if moved.clause is not None else None
        if at and not scene.earns(at[1]):
            continue
        factor = VOLUNTEERED if moved.by in _UNASKING else 1.0
        heard = next(
            (line.text for line in scene.now.lines if line.id.startswith(f"{moved.need}.")),
            scene.now.heard,
        )
        record = scene.before.need(moved.need)
        before = max(moved.before, record.state if record else moved.before, key=NEED_STATES.index)
        first, last = NEED_STATES.index(before), NEED_STATES.index(moved.after)
        for state in NEED_STATES[first + 1 : last + 1]:
            if state in STEPS:
                yield scene.remark(
                    f"earned-it.{state}", at, heard=heard, need=moved.need, factor=factor
                )
            elif state is NeedState.MET:
                yield scene.remark("need-met", at, heard=heard, need=moved.need)
        if before is NeedState.DEVELOPED and moved.after is NeedState.EXPLICIT and factor == 1:
            yield scene.remark("developed", at, heard=heard, need=moved.need)


def _questions(scene: Scene) -> Iterator[Remark]:
    credited: set[Move] = set()
    for index, clause in enumerate(scene.clauses):
        move = clause.move
        if move not in QUESTIONS or move in credited:
            continue
        if not (scene.earns(clause) and scene.fresh(clause) and _founded(scene, move, index)):
            continue
        credited.add(move)
        landed = any(moved.clause == index for moved in scene.now.moved) or scene.answered(
            _YIELDING
        )
        yield scene.remark(
            f"asked.{move}",
            (index, clause),
            heard=scene.now.heard,
            factor=1.0 if landed else 0.5,
        )
        if move is Move.SITUATION and scene.answered(_FACT):
            yield scene.remark("earned-it.fact", (index, clause), heard=scene.now.heard)
        if move is Move.TRACE and landed:
            yield scene.remark("earned-it.traced", (index, clause), heard=scene.now.heard)


def _founded(scene: Scene, move: Move, index: int) -> bool:
    if move in (Move.IMPLICATION, Move.NEED_PAYOFF):
        if scene.now.moved:
            return True
        return scene.reached_by(NeedState.IMPLIED, index) and not scene.noted(
            "unfounded", "payoff_unfounded"
        )
    return True


def _listening(scene: Scene) -> Iterator[Remark]:
    asked = scene.earning(Move.PROBLEM, Move.IMPLICATION, Move.NEED_PAYOFF, Move.TRACE)
    owing = asked and scene.owes(TROUBLE | RESISTANCE | _DEMAND) and scene.fresh(asked[1])
    if asked and owing and not _strays(scene, asked[1]):
        yield scene.remark("followed-up", asked)
    heard = scene.earning(Move.ACKNOWLEDGE)
    if heard and scene.before.acts and (scene.moves & _BUSY or scene.owes(TROUBLE | RESISTANCE)):
        yield scene.remark("acknowledged", heard)
    summed = scene.earning(Move.SUMMARISE)
    if summed and scene.reached_by(NeedState.IMPLIED, summed[0]):
        agreed = scene.spoke("summary_confirmed") or scene.answered(_YIELDING)
        yield scene.remark("summed-up", summed, factor=1.0 if agreed else 0.5)
    met = scene.earning(Move.HANDLE_OBJECTION, Move.ACKNOWLEDGE, Move.TRACE, Move.PROBLEM)
    if met and scene.owes(RESISTANCE):
        yield scene.remark("objection-heard", met, heard=scene.last(RESISTANCE))
    left = scene.earning(Move.WITHDRAW)
    if left and scene.temperament is Temperament.NEGATIVE:
        yield scene.remark("room-given", left)


def _strays(scene: Scene, clause: Clause) -> bool:
    """Whether the question names needs, and none that the buyer just spoke of."""
    owed = {one.need for one in scene.before.owed if one.turn == scene.before.turn_no and one.need}
    owed = {need.removeprefix("implication:").partition(".")[0] for need in owed}
    named = {
        topic.partition(":")[2].partition(".")[0]
        for topic in clause.topics
        if topic.startswith(("need:", "implication:"))
    }
    return bool(owed and named) and owed.isdisjoint(named)


def _patience(scene: Scene) -> Iterator[Remark]:
    if scene.now.said.action == "wait":
        held = scene.spoke("silence_held") or scene.temperament is Temperament.NEGATIVE
        if held and (scene.now.moved or scene.owes(RESERVED | TROUBLE)):
            yield scene.remark("room-given", heard=scene.now.heard)
    elif (scene.now.said.action or "").startswith("show:") and not scene.noted("unknown_action"):
        yield scene.remark("proof", heard=scene.now.heard)


def _value(scene: Scene) -> Iterator[Remark]:
    admitted = scene.before.any_reached(NeedState.IMPLIED)
    classic = scene.rubric is Rubric.CLASSIC
    benefit = scene.earning(Move.BENEFIT)
    if benefit:
        stated = scene.wanted(benefit[1])
        if stated:
            record, quote = stated
            turns = (quote.turn,) if quote.turn != scene.now.no else ()
            yield scene.remark(
                "benefit-earned", benefit, turns=turns, heard=quote.heard, need=record.id
            )
        elif classic and _grounded(scene):
            yield scene.remark("benefit-put", benefit)
    merit = scene.earning(Move.ADVANTAGE)
    if merit and (admitted or classic):
        yield scene.remark("advantage", merit)
    feature = scene.earning(Move.FEATURE, Move.FUNCTION)
    led_to = merit or benefit
    if led_to and (admitted or classic) and (feature or scene.before.grounded == scene.now.no - 1):
        yield scene.remark("bridged", led_to)
    proof = scene.earning(Move.EVIDENCE, Move.VISUAL)
    if proof and (admitted or classic or scene.owes(RESISTANCE | RESERVED)):
        yield scene.remark("proof", proof)
    offer = scene.earning(Move.PROPOSE)
    if offer and scene.before.explicit:
        yield scene.remark("fitting-offer", offer, need=scene.before.explicit[-1].id)
    price = scene.earning(Move.PRICE)
    if price and price[1].variant == "trade":
        yield scene.remark("price-traded", price)


def _grounded(scene: Scene) -> bool:
    if scene.moves & {Move.FEATURE, Move.FUNCTION, Move.ADVANTAGE, Move.VISUAL, Move.EVIDENCE}:
        return True
    return scene.before.grounded is not None and scene.now.no - scene.before.grounded <= 2


def claim(scene: Scene) -> float:
    """How much asking for a step is worth now, by how far the needs have come."""
    states = [record.state for record in scene.before.needs]
    furthest = max(states, key=NEED_STATES.index, default=NeedState.HIDDEN)
    if furthest is NeedState.HIDDEN and Move.ADVANCE in scene.moves:
        return UNASKED_ADVANCE
    return CLAIMS.get(furthest, CLAIMS[None])


def _commitment(scene: Scene) -> Iterator[Remark]:
    asked = scene.earning(Move.ADVANCE, Move.CLOSE)
    if scene.won and not asked:
        asked = scene.earning(Move.PROPOSE)
    worth = claim(scene)
    if asked and worth > scene.before.step_share:
        yield scene.remark("step-asked", asked, factor=worth - scene.before.step_share)
    if scene.won and worth > scene.before.won_share:
        offered = asked or scene.earning(*(set(Move) - _IDLE))
        if offered:
            yield scene.remark(
                "step-won", offered, heard=scene.now.heard, factor=worth - scene.before.won_share
            )
    left = scene.earning(Move.WITHDRAW)
    if left and (scene.temperament is Temperament.NEGATIVE or scene.owes(RESERVED)):
        yield scene.remark("way-out", left)


def _conduct(scene: Scene) -> Iterator[Remark]:
    faultless = not any(clause.faults for clause in scene.clauses)
    productive = [
        (index, clause)
        for index, clause in enumerate(scene.clauses)
        if clause.move not in _IDLE and scene.earns(clause) and scene.fresh(clause)
    ]
    if faultless and productive:
        yield scene.remark("clean", productive[-1])
