"""How a need is given away: the trouble, its consequences, the want, each when it is earned."""

from collections.abc import Iterable

from app.scenario.parts import Fact, Implication, Need
from app.scenario.stock import Event
from app.scenario.talk import RANK, Talk
from app.vocabulary import BuyerAct, NeedState, Wording

IMPLIED, DEVELOPED, EXPLICIT = NeedState.IMPLIED, NeedState.DEVELOPED, NeedState.EXPLICIT


def shut(talk: Talk, need: Need) -> str:
    """Why a need cannot open now: owner, after, private, or nothing (empty)."""
    if need.owner not in (None, talk.person.id):
        return "owner"
    if any(not talk.reached(other, state) for other, state in need.after.items()):
        return "after"
    if need.private and len(talk.script.people) > 1 and "private" not in talk.flags:
        return "private"
    return ""


def needed_trust(talk: Talk, need: Need, step: str) -> float:
    """The trust this person must have before saying this much."""
    opens = talk.manner.opens
    return max(need.needs_trust, opens.problem if step == "problem" else opens.explicit)


def unnamed(talk: Talk, *, opening: bool) -> Need | None:
    """The need a question without a topic is about: the last talked about, else the next.

    `opening` asks for one still hidden; otherwise one admitted and not yet stated as a want.
    """
    order: Iterable[Need] = talk.script.needs
    last = talk.script.need_by_id.get(talk.last_need or "")
    for need in (last, *order) if last else order:
        state = talk.need_at(need.id).state
        if shut(talk, need):
            continue
        if opening and state is NeedState.HIDDEN and not need.must_name:
            return need
        if not opening and state in (IMPLIED, DEVELOPED) and (need is last or not need.must_name):
            return need
    return None


def tell(talk: Talk, fact: Fact, at: int) -> None:
    """Say a fact, and remember what it leads to."""
    talk.event("good_fact", at)
    talk.told.append(fact.id)
    talk.notes.append(f"answered:fact.{fact.id}")
    topic = f"fact:{fact.id}"
    talk.speak("content", f"fact.{fact.id}", fact.says, at, acts=(BuyerAct.FACT,), topic=topic)
    leads = [need for need in fact.serves if not talk.reached(need, EXPLICIT)]
    if leads and talk.last_need not in leads:
        talk.last_need = leads[0]


def evade(talk: Talk, at: int, occasion: str = "unknown_fact") -> None:
    """Not an answer, and not the answer to another question."""
    talk.event("no_answer", at)
    talk.reply(occasion, at)


def repeat_known(talk: Talk, name: str, at: int) -> None:
    """It is in the papers."""
    talk.event("asks_known", at)
    known = talk.script.known_by_id.get(name)
    if not (
        known and talk.speak("answer", f"known.{name}", known.answer, at, topic=f"known:{name}")
    ):
        talk.reply("known_again", at)


def repeat_told(
    talk: Talk, line_id: str, says: tuple[Wording, ...], at: int, *, costs: bool = True
) -> None:
    """It was said before, in these words; what was never put in words is said now.

    Without `costs` it was not quite the same question: the buyer only nods.
    """
    told = talk.told_before(line_id, says)
    if says and not told and talk.speak("answer", line_id, says, at):
        return
    if not costs:
        talk.reply("acknowledged", at)
        return
    talk.event("repeat", at)
    talk.reply("already_answered", at, kind="answer", told=told)


def cover(talk: Talk, need: Need, at: int) -> bool:
    """The polite answer that hides the trouble, while there is one."""
    talk.notes.append(f"covered:{need.id}")
    topic = f"need:{need.id}"
    return talk.speak("answer", f"{need.id}.cover", need.cover, at, topic=topic)


def dwell(talk: Talk, at: int) -> bool:
    """Asked how they feel about the trouble just admitted, a buyer agrees that it is one."""
    need = talk.script.need_by_id.get(talk.last_need or "")
    if need is None or shut(talk, need) or not talk.reached(need.id, IMPLIED):
        return False
    talk.notes.append(f"dwelt:{need.id}")
    talk.reply("acknowledged", at)
    return True


def keep_back(talk: Talk, at: int) -> bool:
    """Asked whether anything is wrong, a buyer with a trouble of their own covers it up."""
    return any(
        need.owner == talk.person.id
        and need.origin == "trouble"
        and talk.need_at(need.id).state is NeedState.HIDDEN
        and cover(talk, need, at)
        for need in talk.script.needs
    )


def admit_or_hide(talk: Talk, need: Need, at: int) -> None:
    """A question about a trouble (or a wish) gets it admitted, if trust allows."""
    if talk.need_at(need.id).state is not NeedState.HIDDEN:
        repeat_told(talk, f"{need.id}.problem", need.problem, at)
        return
    why = shut(talk, need)
    if why:
        talk.notes.append(f"shut:{need.id}:{why}")
        if why == "owner" or not cover(talk, need, at):
            evade(talk, at)
        return
    talk.last_need = need.id
    trusting = talk.mood.trust >= needed_trust(talk, need, "problem")
    if not trusting:
        talk.event("held_back", at)
        if not cover(talk, need, at):
            talk.reply("unknown_fact", at)
        return
    talk.event("good_problem", at)
    admit(talk, need, at)


def admit(talk: Talk, need: Need, at: int | None) -> None:
    """The buyer says what is wrong, or what they wish for."""
    talk.move_need(need, IMPLIED, at, "problem")
    talk.notes.append(f"answered:{need.id}.problem")
    line_id, topic = f"{need.id}.problem", f"need:{need.id}"
    acts = (BuyerAct.IMPLIED_NEED,)
    talk.speak("content", line_id, need.problem, -1 if at is None else at, acts=acts, topic=topic)


def ask_implication(
    talk: Talk,
    need: Need,
    wanted: Implication | None,
    at: int,
    event: Event = "good_implication",
) -> None:
    """A question about consequences draws out the one it names, or the next."""
    place = talk.need_at(need.id)
    if shut(talk, need) == "owner":
        evade(talk, at)
        return
    if place.state is NeedState.HIDDEN:
        opens = need.origin == "aspiration" and not shut(talk, need)
        admit_or_hide(talk, need, at) if opens else unfounded(talk, at)
        return
    if wanted and wanted.id in place.drawn:
        repeat_told(talk, f"{need.id}.{wanted.id}", wanted.says, at)
        return
    left = [each for each in need.implications if each.id not in place.drawn]
    chosen = wanted or (left[0] if left else None)
    talk.last_need = need.id
    if chosen:
        talk.event(event, at)
        talk.move_need(need, DEVELOPED, at, chosen.id, chosen.id)
        talk.notes.append(f"answered:{need.id}.{chosen.id}")
        line_id, topic = f"{need.id}.{chosen.id}", f"implication:{need.id}.{chosen.id}"
        acts = (BuyerAct.IMPLIED_NEED,)
        talk.speak("content", line_id, chosen.says, at, acts=acts, topic=topic)
    elif RANK[place.state] < RANK[EXPLICIT] and len(place.drawn) >= max(1, talk.manner.ripe):
        want(talk, need, at)
    elif place.drawn:
        last = next(each for each in need.implications if each.id == place.drawn[-1])
        repeat_told(talk, f"{need.id}.{last.id}", last.says, at)
    else:
        repeat_told(talk, f"{need.id}.problem", need.problem, at)


def unfounded(talk: Talk, at: int) -> None:
    """A consequence of a trouble that nobody admitted."""
    talk.event("unfounded", at)
    talk.reply("implication_unfounded", at)


def ask_payoff(talk: Talk, need: Need, at: int, *, again: bool = False) -> None:
    """A question about the worth of a solution makes the buyer say what they want.

    Once that is said, another such question is agreed to, unless it is the same one `again`.
    """
    place = talk.need_at(need.id)
    if shut(talk, need) == "owner":
        evade(talk, at)
    elif place.state is NeedState.HIDDEN:
        if need.origin == "aspiration":
            admit_or_hide(talk, need, at)
        else:
            talk.event("payoff_unfounded", at)
            talk.reply("payoff_unfounded", at)
    elif RANK[place.state] >= RANK[EXPLICIT] and again:
        repeat_told(talk, f"{need.id}.explicit", need.explicit, at)
    elif RANK[place.state] >= RANK[EXPLICIT]:
        talk.last_need = need.id
        talk.notes.append(f"agreed:{need.id}")
        talk.reply("payoff_agreed", at)
    elif len(place.drawn) < min(len(need.implications), talk.manner.ready):
        talk.last_need = need.id
        talk.notes.append(f"undeveloped:{need.id}")
        talk.reply("payoff_agreed", at)
    elif talk.mood.trust < needed_trust(talk, need, "explicit"):
        talk.last_need = need.id
        talk.event("held_back", at)
        talk.reply("payoff_agreed", at)
    else:
        want(talk, need, at)


def want(talk: Talk, need: Need, at: int) -> None:
    """The buyer says what they want."""
    talk.event("good_payoff", at)
    talk.move_need(need, EXPLICIT, at, "explicit")
    talk.notes.append(f"answered:{need.id}.explicit")
    line_id, topic = f"{need.id}.explicit", f"need:{need.id}"
    acts = (BuyerAct.EXPLICIT_NEED,)
    talk.speak("content", line_id, need.explicit, at, acts=acts, topic=topic)
