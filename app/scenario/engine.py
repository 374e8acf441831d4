"""The buyer's turn: what the trainee did goes in, what the buyer does comes out.

Pure and deterministic: the same script, seed and deeds always give the same talk.
"""

from collections.abc import Mapping

from app.reading import Clause, Reading
from app.scenario import conduct, offers, story
from app.scenario.compose import add_cues, compose
from app.scenario.questions import answer
from app.scenario.script import End, Script
from app.scenario.step import Deed, State, Step
from app.scenario.stock import StockLines
from app.scenario.talk import Talk
from app.scenario.voice import draw_numbers
from app.vocabulary import LEADING, QUESTIONS, BuyerAct, Form, Language, Move, Outcome

WAITED = "~waited"
"""A flag no file can name: the last turn was silence."""


def start(script: Script, stock: StockLines, seed: int, language: Language) -> Step:
    """The buyer's first line and the state in which the talk begins."""
    visit = script.visits[0] if script.visits else None
    there = [script.person_by_id[name] for name in visit.people] if visit else []
    there += [person for person in script.people if person.presence == "start"]
    state = State(
        seed=seed,
        person=(there or script.people)[0].id,
        moods={person.id: story.first_mood(stock, person) for person in script.people},
        needs={},
        visit=visit.id if visit else "",
        draws=draw_numbers(script, seed),
    )
    talk = Talk(script, stock, state, language)
    talk.speak("content", "opening", (visit and visit.opening) or script.opening)
    return _finish(talk, state.turn_no, None, {})


def advance(
    script: Script, stock: StockLines, state: State, deed: Deed, language: Language
) -> Step:
    """One turn: every clause is reacted to in order, the leading one is answered first.

    A talk that has ended stays as it is.
    """
    if state.ended:
        return Step(state, (), notes=("ended",), outcome=state.ended)
    talk = Talk(script, stock, state, language)
    reading, talk.action = deed.reading, deed.action
    if reading and not talk.action and conduct.is_room(reading.text):
        talk.action = "wait"
    if talk.action:
        _act(talk, talk.action)
    elif reading:
        _listen(talk, reading)
    outcome, result = _close_turn(talk, state.turn_no + 1)
    return _finish(talk, state.turn_no + 1, outcome, result)


def _act(talk: Talk, action: str) -> None:
    kind, _, name = action.partition(":")
    if kind == "wait":
        waited = WAITED in talk.state.flags
        talk.event("wait_again" if waited else "wait")
        talk.flags.append(WAITED)
        if talk.manner.volunteers and not waited:
            story.volunteer(talk)
    elif kind == "show" and name in talk.script.material_by_id:
        offers.show(talk, talk.script.material_by_id[name], 0)
        story.apply(talk, talk.script.material_by_id[name].then)
    elif kind != "leave":
        talk.notes.append("unknown_action")
        talk.reply("not_understood")


def _listen(talk: Talk, reading: Reading) -> None:
    if conduct.is_noise(reading.text):
        talk.event("unclear")
        talk.reply("not_understood", 0, kind="fault")
        return
    if conduct.is_foreign(reading, talk.script.letters[talk.language]):
        talk.event("foreign")
        talk.reply("foreign_language", 0, kind="fault")
        return
    talk.clauses = reading.clauses
    talk.asks = frozenset(clause.move for clause in reading.clauses)
    topics = {topic for clause in reading.clauses for topic in clause.topics}
    talk.said += sorted((topics & talk.script.remembered).difference(talk.said))
    conduct.mind_faults(talk, reading)
    conduct.mind_length(talk, reading)
    conduct.mind_streak(talk, reading)
    leading = reading.leading
    for at, clause in enumerate(reading.clauses):
        said = sum(each.kind == "content" for each in talk.saids)
        answerable = talk.asked < 3 and said < 2
        if answerable or clause.move not in QUESTIONS or clause is leading:
            _react(talk, clause, at)


def _react(talk: Talk, clause: Clause, at: int) -> None:
    match clause.move:
        case Move.SITUATION | Move.PROBLEM | Move.IMPLICATION | Move.NEED_PAYOFF:
            answer(talk, clause, at)
        case Move.TRACE:
            offers.trace(talk, clause, at)
        case Move.FEATURE | Move.FUNCTION | Move.ADVANTAGE | Move.BENEFIT | Move.PROPOSE:
            offers.offer(talk, clause, at)
        case Move.EVIDENCE:
            offers.prove(talk, clause, at)
        case Move.PRICE:
            offers.quote(talk, clause, at)
        case Move.HANDLE_OBJECTION:
            offers.handle(talk, clause, at)
        case Move.VISUAL:
            offers.look(talk, clause, at)
        case Move.ADVANCE | Move.CLOSE:
            offers.resolve(talk, clause, at)
        case Move.ABSTAIN | Move.OTHER if clause.topics and clause.form is Form.QUESTION:
            answer(talk, clause, at)
        case _:
            if not offers.resolve(talk, clause, at):
                conduct.courtesy(talk, clause, at)


def _close_turn(talk: Talk, turn_no: int) -> tuple[Outcome | None, Mapping[str, int]]:
    """Resistances, scripted moments, ends; then what is said to an ask that found no end."""
    if talk.action != "wait":
        talk.flags = [flag for flag in talk.flags if flag != WAITED]
    heeded = {"resolved", "met"} & set(talk.notes) or Move.SUMMARISE in talk.asks
    if talk.missed is not None and not heeded:
        talk.event("off_need", talk.missed)
        talk.reply("feature_shrug", talk.missed)
    story.raise_resistances(talk)
    talk.willing = story.is_willing(talk)
    beats = story.play_beats(talk)
    talk.willing = story.is_willing(talk)
    leaving = talk.action == "leave"
    end = story.find_end(talk)
    if end:
        return _end(talk, end)
    for beat in beats:
        if beat.then.end:
            return beat.then.end, {}
    answered = any(
        (beat.says and not beat.also) or BuyerAct.COMMITMENT in beat.acts for beat in beats
    )
    if talk.asks & {Move.ADVANCE, Move.CLOSE} and not answered:
        _refuse(talk)
    if talk.mood.patience <= 0:
        end = story.find_end(talk)
        if end:
            return _end(talk, end)
        talk.notes.append("out_of_patience")
        talk.reply("out_of_patience", len(talk.clauses), kind="end")
        return Outcome.WALKED_OUT, {}
    if leaving or turn_no >= talk.script.max_turns:
        end = story.find_end(talk, last=True)
        if end:
            return _end(talk, end)
        talk.notes.append("left" if leaving else "max_turns")
        talk.reply("leaves" if leaving else "max_turns", len(talk.clauses), kind="end")
        return story.natural_outcome(talk), {}
    return None, {}


def _end(talk: Talk, end: End) -> tuple[Outcome, Mapping[str, int]]:
    story.speak_end(talk, end)
    return end.outcome, end.result


def _refuse(talk: Talk) -> None:
    """What is said to an ask that the buyer does not grant."""
    at = min(range(len(talk.clauses)), key=lambda i: LEADING.index(talk.clauses[i].move))
    limit = talk.person.limit
    if talk.willing and limit and ("beyond_authority" in talk.notes or limit.refers_to):
        talk.event("no_authority", at)
        other = talk.script.person_by_id.get(limit.refers_to or "")
        name = other.name.to(talk.language) if other else ""
        if not talk.speak("stock", "limit", limit.says, at, names={"refers_to": name}):
            talk.reply("no_authority", at, refers_to=name)
    elif Move.CLOSE in talk.asks:
        again = talk.counts.get("close_early", 0) > 0
        talk.event("close_again" if again else "close_early", at)
        talk.reply("close_again" if again else "close_early", at)
    else:
        talk.event("advance_early", at)
        talk.reply("advance_not_yet", at)


def _finish(talk: Talk, turn_no: int, outcome: Outcome | None, result: Mapping[str, int]) -> Step:
    before, after = talk.started, talk.moods[talk.state.person]
    add_cues(talk, before, after, outcome)
    lines = compose(talk, outcome)
    state = State(
        seed=talk.state.seed,
        person=talk.person.id,
        moods=talk.moods,
        needs=talk.needs,
        turn_no=turn_no,
        visit=talk.visit,
        last_need=talk.last_need,
        told=tuple(talk.told),
        open=tuple(talk.open),
        resolved=tuple(talk.resolved),
        pressed=tuple(talk.pressed),
        flags=tuple(dict.fromkeys(talk.flags)),
        fired=tuple(talk.fired),
        shown=tuple(talk.shown),
        said=tuple(talk.said),
        used=tuple(talk.used),
        counts=talk.counts,
        streak=talk.streaks[0],
        facts_streak=talk.streaks[1],
        ended=outcome,
        draws=talk.draws,
    )
    return Step(
        state,
        lines,
        tuple(talk.moved),
        round(after.trust - before.trust, 2),
        round(after.patience - before.patience, 2),
        round(after.interest - before.interest, 2),
        tuple(talk.notes),
        outcome,
        dict(result),
    )
