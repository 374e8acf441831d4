"""Where a scenario bends: resistances are raised, scripted moments happen, the talk ends."""

from collections.abc import Mapping

from app.scenario.condition import Effects
from app.scenario.judge import met
from app.scenario.needs import admit
from app.scenario.offers import press_again, resistance_acts
from app.scenario.parts import Person, Resistance
from app.scenario.script import Beat, End
from app.scenario.step import Mood, NeedMoved
from app.scenario.stock import StockLines
from app.scenario.talk import RANK, Talk
from app.vocabulary import FAB, BuyerAct, Move, NeedState, Outcome

END_ACTS: Mapping[Outcome, tuple[BuyerAct, ...]] = {
    Outcome.ORDER: (BuyerAct.COMMITMENT,),
    Outcome.ADVANCE: (BuyerAct.COMMITMENT,),
    Outcome.CONTINUATION: (BuyerAct.BRUSH_OFF,),
    Outcome.NO_SALE: (BuyerAct.BRUSH_OFF,),
    Outcome.WALKED_OUT: (BuyerAct.BRUSH_OFF,),
}
SIZE = {outcome: size for size, outcome in enumerate(reversed(Outcome))}
DRIVING = {*FAB, Move.PROPOSE, Move.PRICE, Move.ADVANCE, Move.CLOSE}


def raise_resistances(talk: Talk) -> None:
    """Open a resistance whose time has come, at most one a turn; bring back one driven past."""
    driven = any(clause.move in DRIVING for clause in talk.clauses)
    press_again(talk, driven=driven)
    for resistance in talk.script.resistances:
        if resistance.id in talk.open or resistance.id in talk.resolved:
            continue
        if not resistance.when.model_fields_set or resistance.person not in (None, talk.person.id):
            continue
        if met(resistance.when, talk):
            put_up(talk, resistance)
            return


def put_up(talk: Talk, resistance: Resistance) -> None:
    """The buyer puts something in the way."""
    if resistance.id in talk.open or resistance.id in talk.resolved:
        return
    talk.open.append(resistance.id)
    talk.notes.append(f"raised:{resistance.id}")
    talk.speak(
        "resist", f"resistance.{resistance.id}", resistance.says, len(talk.clauses),
        acts=resistance_acts(resistance), topic=f"resistance:{resistance.id}",
    )  # fmt: skip
    apply(talk, resistance.then)


def play_beats(talk: Talk) -> list[Beat]:
    """Let the first scripted moment that fits happen, and the first that comes `also`."""
    played: list[Beat] = []
    for beat in talk.script.beats:
        if (beat.id in talk.fired and not beat.again) or not met(beat.when, talk):
            continue
        if beat.person not in (None, talk.person.id):
            continue
        if any(beat.also is other.also for other in played):
            continue
        if beat.id not in talk.fired:
            talk.fired.append(beat.id)
        talk.notes.append(f"beat:{beat.id}")
        kind = "also" if beat.also else "beat"
        talk.speak(kind, f"beat.{beat.id}", beat.says, 0, acts=beat.acts, cue=beat.cue)
        apply(talk, beat.then)
        played.append(beat)
        if len(played) == 2 or beat.then.end or beat.then.bring:
            break
    return played


def apply(talk: Talk, then: Effects) -> None:
    """Do to the talk what a scripted moment does, in the order of the fields."""
    talk.feel(then.trust, then.patience, then.interest)
    talk.flags += [flag for flag in then.flag if flag not in talk.flags]
    talk.flags = [flag for flag in talk.flags if flag not in then.unflag]
    for need_id, state in then.need.items():
        before = talk.need_at(need_id)
        if RANK[state] > RANK[before.state]:
            talk.needs[need_id] = type(before)(state, before.drawn)
            talk.moved.append(NeedMoved(need_id, before.state, state))
    for resistance_id in then.raises:
        put_up(talk, talk.script.resistance_by_id[resistance_id])
    for resistance_id in then.resolves:
        if resistance_id in talk.open:
            talk.open.remove(resistance_id)
        if resistance_id not in talk.resolved:
            talk.resolved.append(resistance_id)
    if then.visit and then.visit != talk.visit:
        return_for(talk, then.visit)
    if then.bring and then.bring != talk.person.id:
        bring(talk, then.bring)


def bring(talk: Talk, person_id: str) -> None:
    """Somebody else speaks from here on."""
    talk.person = talk.script.person_by_id[person_id]
    talk.manner = talk.stock.manners[talk.person.temperament]
    talk.last_need = None
    talk.streaks = [0, 0]
    talk.counts = {}
    talk.notes.append(f"person:{person_id}")
    talk.speak("arrival", f"opening.{person_id}", talk.person.opening)


def return_for(talk: Talk, visit_id: str) -> None:
    """Another day: who is there speaks, patience is fresh, trust and needs are as they were."""
    visit = talk.script.visit_by_id[visit_id]
    talk.visit = visit_id
    talk.person = talk.script.person_by_id[visit.people[0] if visit.people else talk.person.id]
    talk.manner = talk.stock.manners[talk.person.temperament]
    talk.streaks, talk.counts = [0, 0], {}
    for person in talk.script.people:
        fresh, mood = first_mood(talk.stock, person), talk.moods[person.id]
        patience = max(mood.patience, fresh.patience)
        talk.moods[person.id] = Mood(mood.trust, patience, mood.interest)
    talk.notes.append(f"visit:{visit_id}")
    talk.speak("arrival", f"visit.{visit_id}", visit.opening)


def first_mood(stock: StockLines, person: Person) -> Mood:
    """How a person feels before a word is said."""
    manner = stock.manners[person.temperament]
    return Mood(
        manner.trust if person.trust is None else person.trust,
        manner.patience if person.patience is None else person.patience,
        manner.interest if person.interest is None else person.interest,
    )


def is_willing(talk: Talk) -> bool:
    """Whether the trainee asks for a step or the order and this person would give it."""
    asked = talk.asks & {Move.ADVANCE, Move.CLOSE}
    if not asked:
        return False
    opens = talk.manner.opens
    wanted = any(
        talk.reached(need.id, "explicit")
        for need in talk.script.needs
        if need.owner in (None, talk.person.id)
    )
    standing = [
        resistance_id
        for resistance_id in talk.open
        if talk.script.resistance_by_id[resistance_id].kind != "question"
        and talk.script.resistance_by_id[resistance_id].person in (None, talk.person.id)
    ]
    if Move.ADVANCE in asked:
        return wanted and talk.mood.trust >= opens.advance
    return wanted and not standing and talk.mood.trust >= opens.order


def beyond(talk: Talk, end: End) -> bool:
    """Whether an end asks more of the person now speaking than they may sign."""
    limit = talk.person.limit
    if limit is None or end.outcome not in (Outcome.ORDER, Outcome.ADVANCE):
        return False
    if SIZE[end.outcome] > SIZE[limit.outcome]:
        return True
    return any(end.result.get(name, 0) > most for name, most in limit.result.items())


def find_end(talk: Talk, *, last: bool = False) -> End | None:
    """The first end that holds; the ends without a condition only when it is the last turn."""
    for end in talk.script.ends:
        conditional = bool(end.when.model_fields_set)
        if end.person not in (None, talk.person.id) or not (conditional or last):
            continue
        if met(end.when, talk):
            if beyond(talk, end):
                talk.notes.append("beyond_authority")
                continue
            return end
    return None


def speak_end(talk: Talk, end: End) -> None:
    """The last thing the buyer says or does."""
    name = end.id or str(talk.script.ends.index(end))
    talk.notes.append(f"end:{name}")
    talk.speak("end", f"end.{name}", end.says, len(talk.clauses), acts=END_ACTS[end.outcome])


def natural_outcome(talk: Talk) -> Outcome:
    """How a talk that just stops is to be judged: did anything come of it?"""
    begun = any(talk.reached(need.id, "implied") for need in talk.script.needs)
    return Outcome.CONTINUATION if begun or talk.told else Outcome.NO_SALE


def volunteer(talk: Talk) -> None:
    """Given room, a buyer who was asked goes on: what was covered up, else a fact."""
    need = talk.script.need_by_id.get(talk.last_need or "")
    if (
        need
        and talk.need_at(need.id).state is NeedState.HIDDEN
        and not need.must_name
        and need.owner in (None, talk.person.id)
        and talk.mood.trust >= max(need.needs_trust, talk.manner.opens.problem)
        and all(talk.reached(other, state) for other, state in need.after.items())
    ):
        admit(talk, need, None)
        return
    for fact in talk.script.facts:
        mine = fact.person in (None, talk.person.id)
        if fact.general and mine and fact.id not in talk.told:
            talk.told.append(fact.id)
            talk.notes.append(f"volunteered:fact.{fact.id}")
            acts = (BuyerAct.FACT,)
            talk.speak("content", f"fact.{fact.id}", fact.says, acts=acts, topic=f"fact:{fact.id}")
            return
