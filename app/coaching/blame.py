"""What a turn did wrong by the rules of the talk; every remark cites its turns."""

from collections.abc import Iterator

from app.coaching.quoting import spoken
from app.coaching.remark import Remark
from app.coaching.rules import FAULTS, GIVING, HEEDING, PITCHING
from app.coaching.scene import PASTED, RELENTLESS, RESISTANCE, Scene
from app.reading import Clause
from app.vocabulary import SPIN, BuyerAct, Fault, Move, NeedState, Rubric, Temperament

_ANSWERS_RESISTANCE = frozenset(
    {*HEEDING, Move.SITUATION, Move.EVIDENCE, Move.VISUAL, Move.WITHDRAW}
)
_PASSES_A_WANT = frozenset({Move.RAPPORT, Move.OTHER, Move.PRICE, Move.OPENING, Move.CLOSE})
_TAKES = frozenset({*PITCHING, Move.PRICE, Move.CLOSE})
_ACTING = frozenset({Move.CLOSE, Move.ADVANCE, Move.PRICE, Move.PROPOSE})
_STREAK = 3
_TALK = 5
_MOST_TALK = 0.65
"""Above this share of all words the seller talks too much, unless every turn is short; a terse
buyer makes the share high and no fault."""
_MOST_WORDS = 30
_PATIENCE = 2
"""After how many turns a line of the buyer's that nobody took up counts as dropped."""


def blame(scene: Scene) -> Iterator[Remark]:
    """Every finding against the turn, gravest families first."""
    yield from _faults(scene)
    if scene.clauses:
        yield from _order(scene)
        yield from _pitching(scene)
        yield from _asking(scene)
        yield from _closing(scene)
        yield from _framing(scene)
    yield from _heeding(scene)


def _faults(scene: Scene) -> Iterator[Remark]:
    seen: set[Fault] = set()
    for index, clause in enumerate(scene.clauses):
        for mark in clause.faults:
            if mark.fault in seen:
                continue
            seen.add(mark.fault)
            if mark.fault is Fault.PASSES_UP and not scene.before.faults.get(mark.fault):
                continue  # noting a demand and coming back is right the first time
            if mark.fault is Fault.ASKS_KNOWN:
                yield scene.remark("homework", (index, clause))
            elif mark.fault in FAULTS:
                yield scene.remark(f"fault.{mark.fault}", (index, clause))
    if PASTED in scene.now.notes:
        yield scene.remark("pasted")


def _order(scene: Scene) -> Iterator[Remark]:
    implied = scene.found(Move.IMPLICATION)
    trapped = any(mark.fault is Fault.INVENTS_TROUBLE for c in scene.clauses for mark in c.faults)
    if implied and not trapped:
        founded = scene.reached_by(NeedState.IMPLIED, implied[0])
        unfounded = scene.noted("unfounded") or not (founded or scene.informed)
        if unfounded and not scene.now.moved:
            yield scene.remark("implication-unfounded", implied)
    paid = scene.found(Move.NEED_PAYOFF)
    if paid and not scene.reached_by(NeedState.IMPLIED, paid[0]):
        yield scene.remark("payoff-early", paid)


def _pitching(scene: Scene) -> Iterator[Remark]:
    # A clause at fault is judged for its fault alone.
    wanted = bool(scene.before.explicit)
    pitched = scene.earning(*PITCHING)
    rackham = scene.rubric is Rubric.RACKHAM
    if pitched and rackham and not wanted:
        benefit = scene.earning(Move.BENEFIT)
        if benefit:
            yield scene.remark("benefit-unearned", benefit)
        elif not scene.asked_back:
            yield scene.remark("pitch-early", pitched, heard=spoken(scene.before.said))
    closed = scene.earning(Move.CLOSE)
    forced = closed and not scene.won and scene.temperament not in RELENTLESS
    if forced and rackham and not wanted and not pitched:
        yield scene.remark("pitch-early", closed, heard=spoken(scene.before.said))
    bare = scene.earning(Move.FEATURE, Move.FUNCTION)
    bridged = scene.moves & {Move.ADVANTAGE, Move.BENEFIT, Move.NEED_PAYOFF, Move.PROBLEM}
    if bare and not bridged and not scene.asked_back:
        yield scene.remark("feature-bare", bare)
    empty = scene.earning(Move.BENEFIT)
    if empty and not _supported(scene):
        yield scene.remark("fab-broken", empty)
    priced = scene.found(Move.PRICE)
    if priced:
        yield from _pricing(scene, priced)


def _pricing(scene: Scene, priced: tuple[int, Clause]) -> Iterator[Remark]:
    if priced[1].variant == "concede":
        yield scene.remark("price-fit", priced)
        return
    asked = sum(scene.before.moves.get(move, 0) for move in (*SPIN, Move.TRACE))
    known = scene.before.any_reached(NeedState.IMPLIED)
    if not known and asked < 2 and priced[1].variant != "trade":
        yield scene.remark("price-early", priced)


def _supported(scene: Scene) -> bool:
    under = {*PITCHING, Move.EVIDENCE, Move.PROPOSE, Move.VISUAL} - {Move.BENEFIT}
    if scene.moves & under:
        return True
    grounded = scene.before.grounded
    return grounded is not None and scene.now.no - grounded <= 2


def _asking(scene: Scene) -> Iterator[Remark]:
    gave = bool(scene.moves & GIVING)
    row = scene.before.situations + sum(c.move is Move.SITUATION for c in scene.clauses)
    asked = _last(scene, Move.SITUATION)
    deeper = scene.moves & {Move.PROBLEM, Move.IMPLICATION, Move.NEED_PAYOFF, Move.TRACE}
    if scene.now.moved:
        pass  # what the buyer gives away was worth asking for
    elif asked and row > _STREAK and not deeper and _due(scene.before.situations, row, _STREAK + 1):
        yield scene.remark("interrogation", asked)
    elif not gave and scene.before.questions + 1 in (_TALK, _TALK + 3, _TALK + 6):
        question = _last(scene, *SPIN, Move.TRACE)
        if question:
            yield scene.remark("interrogation", question)
    for index, clause in enumerate(scene.clauses):
        if clause.move not in SPIN or clause.probe or scene.fresh(clause):
            continue
        if scene.before.person and scene.before.person != scene.now.standing.person:
            yield scene.remark("wrong-person", (index, clause))
        break


def _due(before: int, row: int, first: int) -> bool:
    """Whether the row has just come to `first` questions, or to three more than last time."""
    return any(before < mark <= row for mark in range(first, row + 1, 3))


def _closing(scene: Scene) -> Iterator[Remark]:
    closed = _last(scene, Move.CLOSE)
    if not closed or scene.won:
        return
    lenient = scene.temperament in RELENTLESS
    count = scene.before.closes + 1
    if scene.before.refused and not scene.moves & HEEDING and not lenient:
        yield scene.remark("close-failed", closed)
    elif count > (4 if lenient else 2):
        yield scene.remark("close-heavy", closed)
    elif _half_known(scene) and scene.rubric is Rubric.RACKHAM and not lenient:
        yield scene.remark("close-heavy", closed)


def _half_known(scene: Scene) -> bool:
    before = scene.before
    return before.any_reached(NeedState.IMPLIED) and not before.explicit


def _framing(scene: Scene) -> Iterator[Remark]:
    before, now = scene.before, scene.now
    offered = scene.found(Move.PROPOSE) or scene.found(Move.CLOSE)
    admitted = [record for record in before.needs if record.reached(NeedState.IMPLIED)]
    summed = before.summed_up is not None or Move.SUMMARISE in scene.moves
    if offered and admitted and not summed and before.offered is None:
        turns = tuple(record.touched for record in admitted if record.touched)
        yield scene.remark("no-summary", offered, turns=turns)
    if now.no != 2 or scene.rubric is not Rubric.RACKHAM:
        return
    framed = before.moves.get(Move.OPENING, 0) + (Move.OPENING in scene.moves)
    recapped = before.moves.get(Move.SUMMARISE, 0) + (Move.SUMMARISE in scene.moves)
    if not framed or (now.standing.visit > 1 and not recapped and framed < 2):
        yield scene.remark("visit-frame", turns=(1,))


def _heeding(scene: Scene) -> Iterator[Remark]:
    now = scene.now
    answered = bool(scene.moves & _ANSWERS_RESISTANCE) or scene.noted("resolved")
    if scene.clauses and scene.owes(RESISTANCE) and not answered:
        yield scene.remark("ignored-buyer", turns=(now.no - 1,), heard=scene.last(RESISTANCE))
    elif scene.clauses and BuyerAct.EXPLICIT_NEED in scene.before.acts:
        if scene.moves <= _PASSES_A_WANT:
            yield scene.remark("ignored-buyer", turns=(now.no - 1,))
    demanded = BuyerAct.REQUIREMENT in scene.before.acts
    if demanded and BuyerAct.AGREEMENT not in scene.before.acts:
        taken = scene.found(*_TAKES)
        if taken and not scene.moves & {*SPIN, Move.TRACE, Move.ACKNOWLEDGE}:
            yield scene.remark("requirement-taken", taken, turns=(now.no - 1,))
    if BuyerAct.BUYING_SIGNAL in scene.before.acts and not scene.moves & _ACTING:
        pitched = [clause for clause in scene.clauses if clause.move in PITCHING]
        if len(pitched) > (1 if scene.asked_back else 0):
            yield scene.remark("signal-missed", _last(scene, *PITCHING), turns=(now.no - 1,))
    for owed in scene.before.owed:
        waited = now.no - owed.turn >= _PATIENCE
        if owed.act is BuyerAct.IMPLIED_NEED and waited and not _takes_up(scene):
            turns = tuple(range(owed.turn, now.no))
            yield scene.remark("need-dropped", turns=turns, heard=owed.text, need=owed.need)


def _takes_up(scene: Scene) -> bool:
    return takes_up(scene.moves) or bool(scene.now.moved) or scene.now.said.action is not None


def takes_up(moves: frozenset[Move]) -> bool:
    """Whether such a turn takes up what the buyer had said."""
    return bool(moves & (HEEDING | {Move.BENEFIT, Move.EVIDENCE, Move.PROPOSE}))


def _last(scene: Scene, *moves: Move) -> tuple[int, Clause] | None:
    for index in range(len(scene.clauses) - 1, -1, -1):
        if scene.clauses[index].move in moves:
            return index, scene.clauses[index]
    return None


def at_the_end(scene: Scene) -> Iterator[Remark]:
    """Findings on the talk as a whole; `scene.before` is the ledger after the last turn."""
    ledger, now = scene.before, scene.now
    if ledger.turn_no < 3:
        return
    negative = scene.temperament is Temperament.NEGATIVE
    asked = sum(ledger.moves.get(move, 0) for move in (*SPIN, Move.TRACE))
    most = _MOST_WORDS * (0.75 if negative else 1.0)
    a_turn = ledger.seller_words / ledger.turn_no
    if ledger.talk_share > _MOST_TALK and a_turn > most:
        yield scene.remark("talk-share")
    elif ledger.talk_share <= _MOST_TALK and asked >= 3 and ledger.any_reached(NeedState.IMPLIED):
        yield scene.remark("balance")
    withdrew = negative and ledger.moves.get(Move.WITHDRAW, 0)
    if now.outcome in (None, "continuation") and not ledger.step_share and not withdrew:
        yield scene.remark("no-advance")
