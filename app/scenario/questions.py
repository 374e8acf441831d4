"""What a buyer answers: to what was asked, and never the answer to another question."""

from app.reading import Clause
from app.scenario.naming import (
    THINGS,
    asked_beside,
    asked_for,
    has_fault,
    named,
    named_needs,
    names_matter,
    names_something,
    with_topics_beside,
)
from app.scenario.needs import (
    DEVELOPED,
    EXPLICIT,
    IMPLIED,
    admit_or_hide,
    ask_implication,
    ask_payoff,
    cover,
    dwell,
    evade,
    keep_back,
    repeat_known,
    repeat_told,
    shut,
    tell,
    unfounded,
    unnamed,
)
from app.scenario.parts import Implication, Need
from app.scenario.talk import Talk
from app.vocabulary import Fault, Move, NeedState, Wording

PLAIN = {
    *(Move.SITUATION, Move.OPENING, Move.ACKNOWLEDGE, Move.RAPPORT, Move.OTHER, Move.ABSTAIN),
}
"""What may stand beside a question that asks for anything at all."""


UNSURE = 0.45
"""Below this the kind of a question is a guess, and what it names counts for more."""


def ask_situation(talk: Talk, clause: Clause, at: int) -> None:
    """A situation question draws out the fact it names, or at best a general one."""
    facts = [
        talk.script.fact_by_id[name]
        for name in named(clause, "fact")
        if name in talk.script.fact_by_id
    ]
    mine = [fact for fact in facts if fact.person in (None, talk.person.id)]
    fresh = [fact for fact in mine if fact.id not in talk.told]
    known = named(clause, "known")
    needs = named_needs(talk, clause)
    if fresh:
        tell(talk, asked_for(fresh, clause), at)
    elif known:
        repeat_known(talk, known[0], at)
    elif mine:
        repeat_told(talk, f"fact.{mine[0].id}", mine[0].says, at)
    elif needs:
        _ask_about_need(talk, *needs[0], at)
    elif facts:
        evade(talk, at)
    elif named(clause, *THINGS) or has_fault(clause, Fault.ASKS_KNOWN):
        asked_known = has_fault(clause, Fault.ASKS_KNOWN)
        repeat_known(talk, "", at) if asked_known else evade(talk, at)
    elif has_fault(clause, Fault.REPEATS):
        repeat_told(talk, "", (), at)
    elif not _is_tag(talk):
        general = [
            fact
            for fact in talk.script.facts
            if fact.general and fact.person in (None, talk.person.id) and fact.id not in talk.told
        ]
        tell(talk, general[0], at) if general else evade(talk, at)


def _is_tag(talk: Talk) -> bool:
    """Whether a question that names nothing only hangs on what else was said: "is that so?"."""
    return any(clause.move not in PLAIN for clause in talk.clauses)


def _ask_about_need(talk: Talk, need: Need, wanted: Implication | None, at: int) -> None:
    serving = [
        fact
        for fact in talk.script.facts
        if fact.general
        and need.id in fact.serves
        and fact.id not in talk.told
        and fact.person in (None, talk.person.id)
    ]
    if Move.SUMMARISE in talk.asks:
        talk.last_need = need.id  # "... is that so?" hangs on the summary, which is answered
    elif serving and not wanted:
        tell(talk, serving[0], at)
    elif need.origin == "aspiration" and talk.need_at(need.id).state is NeedState.HIDDEN:
        admit_or_hide(talk, need, at)
    elif wanted and wanted.id not in talk.need_at(need.id).drawn and _was_admitted(talk, need):
        ask_implication(talk, need, wanted, at, event="good_fact")
    elif talk.reached(need.id, EXPLICIT) and not shut(talk, need):
        talk.last_need = need.id
        talk.reply("acknowledged", at)
    elif talk.reached(need.id, IMPLIED) and not shut(talk, need):
        talk.last_need = need.id
        repeat_told(talk, f"{need.id}.problem", need.problem, at, costs=False)
    else:
        talk.last_need = need.id if not shut(talk, need) else talk.last_need
        if shut(talk, need) or not cover(talk, need, at):
            evade(talk, at)


def _was_admitted(talk: Talk, need: Need) -> bool:
    """Whether a need was admitted before this turn."""
    return need.id in talk.state.needs and not shut(talk, need)


def answer(talk: Talk, clause: Clause, at: int) -> None:
    """React to a question: what it names decides, then what was last talked about."""
    if has_fault(clause, Fault.LEADS):
        talk.event("leads", at, speak=False)
    if not names_something(clause) and asked_beside(talk, clause):
        return
    if not names_matter(clause) and not (clause.move is Move.SITUATION and _is_tag(talk)):
        clause = with_topics_beside(talk, clause, at)
    move = clause.move
    if move in (Move.SITUATION, Move.ABSTAIN, Move.OTHER):
        ask_situation(talk, clause, at)
        return
    pairs = named_needs(talk, clause)
    need, wanted = _choose(pairs, talk, move)
    if need is None and has_fault(clause, Fault.REPEATS):
        repeat_told(talk, *_last_words(talk), at)
        return
    if need is None:
        need = _served_by_fact(talk, clause)
    if need is None and not _elsewhere(talk, clause):
        need = unnamed(talk, opening=move is Move.PROBLEM)
    if _asks_fact(talk, clause, need, pairs):
        ask_situation(talk, clause, at)
        return
    if need and move is not Move.PROBLEM and shut(talk, need) == "after":
        need, wanted = _groundwork(talk, need), None
    if need is None:
        _nothing_there(talk, clause, at)
    elif move is Move.PROBLEM and not (wanted and _was_admitted(talk, need)):
        admit_or_hide(talk, need, at)
    elif move in (Move.PROBLEM, Move.IMPLICATION):
        ask_implication(talk, need, wanted, at)
    else:
        ask_payoff(talk, need, at, again=has_fault(clause, Fault.REPEATS))


def _choose(
    pairs: list[tuple[Need, Implication | None]], talk: Talk, move: Move
) -> tuple[Need | None, Implication | None]:
    """Of several named needs, the one this kind of question can move."""
    for need, implication in pairs:
        state = talk.need_at(need.id).state
        movable = (
            state is NeedState.HIDDEN if move is Move.PROBLEM else state in (IMPLIED, DEVELOPED)
        )
        if movable and not shut(talk, need):
            return need, implication
    return pairs[0] if pairs else (None, None)


def _elsewhere(talk: Talk, clause: Clause) -> bool:
    """Whether the clause asks after something that is no need: then no need is given away.

    What only somebody else could tell does not count.
    """
    facts = (talk.script.fact_by_id.get(name) for name in named(clause, "fact"))
    mine = any(fact and fact.person in (None, talk.person.id) for fact in facts)
    return mine or bool(named(clause, "known"))


def _served_by_fact(talk: Talk, clause: Clause) -> Need | None:
    """The need that a named fact of this person's leads to."""
    for name in named(clause, "fact"):
        fact = talk.script.fact_by_id.get(name)
        for need_id in fact.serves if fact and fact.person in (None, talk.person.id) else ():
            need = talk.script.need_by_id[need_id]
            if not shut(talk, need) and (not need.must_name or talk.reached(need_id, IMPLIED)):
                return need
    return None


def _asks_fact(
    talk: Talk, clause: Clause, need: Need | None, pairs: list[tuple[Need, Implication | None]]
) -> bool:
    """Whether only a fact can answer: one is named, and no need that this question could move.

    Whether that fact is a trouble is another matter: a problem question is answered as one.
    """
    mine = [name for name in named(clause, "fact") if _is_mine(talk, name)]
    if mine and clause.confidence < UNSURE:
        return True
    if clause.move is Move.PROBLEM or not mine:
        return False
    if need is not None and shut(talk, need) == "owner":
        return True
    if all(name in talk.told for name in mine):
        return False
    if need is None:
        return True
    return not pairs and talk.need_at(need.id).state is NeedState.HIDDEN


def _is_mine(talk: Talk, name: str) -> bool:
    fact = talk.script.fact_by_id.get(name)
    return bool(fact and fact.person in (None, talk.person.id))


def _groundwork(talk: Talk, need: Need) -> Need:
    """What a need waits for, where that is under way: a question ahead of it is put to that."""
    for name in need.after:
        first = talk.script.need_by_id[name]
        if talk.need_at(name).state in (IMPLIED, DEVELOPED) and not shut(talk, first):
            return first
    return need


def _last_words(talk: Talk) -> tuple[str, tuple[Wording, ...]]:
    need = talk.script.need_by_id.get(talk.last_need or "")
    return (f"{need.id}.problem", need.problem) if need else ("", ())


def _nothing_there(talk: Talk, clause: Clause, at: int) -> None:
    move = clause.move
    if move is Move.PROBLEM:
        if names_something(clause) or not (dwell(talk, at) or keep_back(talk, at)):
            talk.event("no_answer", at)
            talk.reply("no_trouble", at)
    elif move is Move.IMPLICATION:
        unfounded(talk, at)
    elif talk.last_need and talk.reached(talk.last_need, "explicit"):
        talk.notes.append(f"agreed:{talk.last_need}")
        talk.reply("payoff_agreed", at)
    else:
        talk.event("payoff_unfounded", at)
        talk.reply("payoff_unfounded", at)
