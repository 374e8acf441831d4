"""What a buyer makes of what is offered: features, benefits, proof, plans, prices, answers."""

from app.reading import Clause
from app.scenario.naming import named, named_needs, names_something
from app.scenario.needs import EXPLICIT, admit, shut
from app.scenario.parts import Material, Need, Resistance
from app.scenario.questions import ask_situation
from app.scenario.talk import Talk
from app.vocabulary import BuyerAct, Move, NeedState, Rubric

MEETS = (Move.BENEFIT, Move.PROPOSE, Move.ADVANTAGE, Move.FUNCTION, Move.FEATURE)
EARLY = {
    Move.FEATURE: "feature_shrug",
    Move.FUNCTION: "feature_shrug",
    Move.ADVANTAGE: "advantage_objection",
    Move.BENEFIT: "benefit_unearned",
    Move.PROPOSE: "propose_early",
}


def fits(moves: tuple[str, ...], clause: Clause) -> bool:
    """Whether a clause makes one of these moves; no list means any move."""
    return not moves or clause.move in moves or clause.label in moves


def resolve(talk: Talk, clause: Clause, at: int) -> bool:
    """Clear an open resistance if this is the kind of answer it asks for; say whether it did."""
    for resistance_id in talk.open:
        resistance = talk.script.resistance_by_id[resistance_id]
        if resistance.person not in (None, talk.person.id) or not _clears(resistance, clause):
            continue
        talk.open.remove(resistance_id)
        talk.resolved.append(resistance_id)
        talk.event("resolved", at)
        talk.notes.append(f"resolved:{resistance_id}")
        topic = f"resistance:{resistance_id}"
        acts = (BuyerAct.AGREEMENT,)
        line_id = f"resistance.{resistance_id}.resolved"
        if not talk.speak("content", line_id, resistance.resolved, at, acts=acts, topic=topic):
            talk.reply("acknowledged", at, kind="answer")
        return True
    return False


def _clears(resistance: Resistance, clause: Clause) -> bool:
    answer = resistance.resolved_by
    if not answer.moves and not answer.about:
        return clause.move is Move.HANDLE_OBJECTION
    about = not answer.about or resistance.id in named(clause, "resolve")
    return about and fits(answer.moves, clause)


def trace(talk: Talk, clause: Clause, at: int) -> None:
    """Asked why, the buyer says where a requirement or an objection comes from; else, a fact."""
    wanted = named(clause, "resistance")
    standing = [*(each for each in talk.open if each in wanted), *reversed(talk.open)]
    for resistance_id in standing:
        resistance = talk.script.resistance_by_id[resistance_id]
        topic = f"resistance:{resistance_id}"
        line_id = f"resistance.{resistance_id}.why"
        if talk.speak("answer", line_id, resistance.why, at, acts=(BuyerAct.FACT,), topic=topic):
            talk.event("good_trace", at)
            talk.notes.append(f"traced:{resistance_id}")
            resolve(talk, clause, at)
            return
    if resolve(talk, clause, at):
        return
    if names_something(clause):
        ask_situation(talk, clause, at)
    else:
        talk.reply("trace_answered", at)


def offer(talk: Talk, clause: Clause, at: int) -> None:
    """A feature, advantage, benefit or plan: welcome once it answers a want, else too early."""
    if resolve(talk, clause, at):
        return
    need = _answered(talk, clause)
    if need:
        _welcome(talk, need, clause, at)
    elif any(talk.reached(each.id, "explicit") for each in _mine(talk)):
        talk.missed = at
    elif talk.script.rubric is Rubric.CLASSIC and clause.move is not Move.PROPOSE:
        talk.event("classic_pitch", at)
        talk.reply("benefit_welcome" if clause.move is Move.BENEFIT else "feature_shrug", at)
    else:
        early = clause.move is Move.PROPOSE
        talk.event("propose_early" if early else "pitch_early", at)
        again = talk.counts.get("pitch_early", 0) > 1 and clause.move is Move.FEATURE
        talk.reply("price_worry" if again else EARLY[clause.move], at)


def _mine(talk: Talk) -> list[Need]:
    return [need for need in talk.script.needs if need.owner in (None, talk.person.id)]


def _answered(talk: Talk, clause: Clause) -> Need | None:
    """The stated want that this clause answers: by its words, its feature, or the last one."""
    served = {
        need_id
        for feature in talk.script.product.features
        if feature.id in named(clause, "feature")
        for need_id in feature.serves
    }
    served |= set(named(clause, "met"))
    about = {need.id for need, _ in named_needs(talk, clause)}
    loose = not served and not about
    for need in sorted(_mine(talk), key=lambda each: each.id != talk.last_need):
        if not talk.reached(need.id, EXPLICIT):
            continue
        moves = need.met_by.moves
        if not (fits(moves, clause) if moves else clause.move in MEETS):
            continue
        if need.id in served or (not need.met_by.about and need.id in about):
            return need
        if loose and need.id == talk.last_need and not need.met_by.about:
            return need
    return None


def _welcome(talk: Talk, need: Need, clause: Clause, at: int) -> None:
    if talk.reached(need.id, "met"):
        talk.notes.append(f"met_again:{need.id}")
        talk.reply("benefit_welcome", at)
        return
    talk.event("met", at)
    talk.move_need(need, NeedState.MET, at, "met")
    topic, acts = f"need:{need.id}", (BuyerAct.AGREEMENT,)
    line_id = f"{need.id}.acknowledged"
    if not talk.speak("content", line_id, need.acknowledged, at, acts=acts, topic=topic):
        plan = clause.move is Move.PROPOSE
        talk.reply("propose_welcome" if plan else "benefit_welcome", at, kind="answer")


def prove(talk: Talk, clause: Clause, at: int) -> None:
    """Proof clears a doubt, meets a want, or brings a peer's trouble home."""
    if resolve(talk, clause, at):
        return
    need = _answered(talk, clause)
    if need and not talk.reached(need.id, "met"):
        _welcome(talk, need, clause, at)
        return
    talk.event("evidence", at)
    for about, _ in named_needs(talk, clause):
        hidden = talk.need_at(about.id).state is NeedState.HIDDEN
        if hidden and not shut(talk, about) and talk.mood.trust >= about.needs_trust:
            admit(talk, about, at)
            return
    talk.reply("evidence_heard", at)


def quote(talk: Talk, clause: Clause, at: int) -> None:
    """A price: heard once something is wanted, premature before."""
    if resolve(talk, clause, at):
        return
    wanted = any(talk.reached(need.id, "explicit") for need in _mine(talk))
    talk.event("price_fit" if wanted else "price_early", at)
    talk.reply("price_answered" if wanted else "price_early", at)


def handle(talk: Talk, clause: Clause, at: int) -> None:
    """An answer to an objection; whether the turn met its root shows when it is over."""
    if resolve(talk, clause, at):
        return
    talk.parried = at


def _says_again(talk: Talk, resistance_id: str, at: int) -> bool:
    if resistance_id in talk.pressed:
        return False
    resistance = talk.script.resistance_by_id[resistance_id]
    if resistance.person not in (None, talk.person.id):
        return False
    talk.pressed.append(resistance_id)
    talk.event("ignored", at)
    talk.notes.append(f"again:{resistance_id}")
    says = resistance.again or resistance.says
    return talk.speak(
        "answer", f"resistance.{resistance_id}.again", says, at,
        acts=resistance_acts(resistance), topic=f"resistance:{resistance_id}",
    )  # fmt: skip


def resistance_acts(resistance: Resistance) -> tuple[BuyerAct, ...]:
    """What a line that voices this resistance does."""
    return {
        "objection": (BuyerAct.OBJECTION,),
        "doubt": (BuyerAct.DOUBT,),
        "requirement": (BuyerAct.REQUIREMENT,),
    }.get(resistance.kind, ())


def press_again(talk: Talk, *, driven: bool) -> None:
    """A resistance driven past, or answered beside its root, comes back once, and costs."""
    at = talk.parried
    if "resolved" in talk.notes or not (driven or at is not None):
        return
    if any(_says_again(talk, each, len(talk.clauses)) for each in talk.open):
        return
    if at is not None:
        talk.notes.append("handled_nothing")
        offered = named(talk.clauses[at], "met", "feature")  # with nothing to answer, it is praise
        talk.reply("advantage_objection" if talk.open or offered else "other_vague", at)


def show(talk: Talk, material: Material, at: int) -> None:
    """The buyer looks at what is shown; the first time it moves them."""
    if material.id in talk.shown:
        talk.reply("visual_looks", at)
        return
    talk.shown.append(material.id)
    talk.event("visual", at)
    talk.notes.append(f"shown:{material.id}")
    if talk.last_need not in material.serves and material.serves:
        talk.last_need = material.serves[0]
    talk.speak(
        "answer", f"material.{material.id}", material.shows, at, topic=f"material:{material.id}"
    )


def look(talk: Talk, clause: Clause, at: int) -> None:
    """A clause that shows something: a material it names, else whatever is at hand."""
    if resolve(talk, clause, at):
        return
    for name in named(clause, "material"):
        if name in talk.script.material_by_id:
            show(talk, talk.script.material_by_id[name], at)
            return
    talk.event("visual", at)
    talk.reply("visual_looks", at)
