"""What is said of all that could be said this turn, and in what order."""

from collections.abc import Sequence

from app.scenario.step import Line, Mood
from app.scenario.talk import Said, Talk
from app.vocabulary import LEADING, BuyerAct, Outcome

MOST_LINES = 3
RESTLESS, WARM = 3.0, 7.0
WON = frozenset({Outcome.ORDER, Outcome.ADVANCE})
RESERVED = frozenset({BuyerAct.OBJECTION, BuyerAct.DOUBT, BuyerAct.REQUIREMENT})


def add_cues(talk: Talk, before: Mood, after: Mood, outcome: Outcome | None) -> None:
    """A sign without words before the mood turns."""
    if outcome or talk.person.id != talk.state.person:
        return
    if after.patience <= RESTLESS < before.patience:
        talk.reply("cue_restless", len(talk.clauses), kind="cue")
    elif after.interest >= WARM > before.interest:
        talk.reply("cue_warming", len(talk.clauses), kind="cue")


def compose(talk: Talk, outcome: Outcome | None) -> tuple[Line, ...]:
    """Choose what is said of all that could be: a rebuke, the answers, what ends the turn."""
    kinds: dict[str, list[Said]] = {}
    for said in talk.saids:
        # Who agrees now does not repeat a reservation in the same breath.
        if outcome not in WON or said.line is None or RESERVED.isdisjoint(said.line.acts):
            kinds.setdefault(said.kind, []).append(said)
    beat = kinds.get("beat", [])
    content = kinds.get("content", [])
    spare = MOST_LINES - len(content) - len(beat) - len(kinds.get("end", []))
    # A stock answer ("I told you that") is only worth saying when there is nothing better.
    asides = [said for said in kinds.get("answer", []) if said.line or not content]
    aside = asides[: max(0, spare)] if not beat else []
    answers = _in_order(talk, [*content, *aside])
    tail = [*beat, *kinds.get("also", []), *kinds.get("resist", []), *kinds.get("arrival", [])]
    spoken = [said for said in tail if said.line is None or not said.line.cue]
    stock = [] if answers or spoken or outcome else kinds.get("stock", [])
    end = kinds.get("end", [])
    rebuke = (
        []
        if beat or (end and outcome is not Outcome.WALKED_OUT)
        else [*kinds.get("fault", []), *([] if content else kinds.get("grumble", []))][:1]
    )
    # A question is answered, weary as the answer may be; to a fault there is no more to say.
    heard_out = not rebuke or (rebuke[0].kind == "grumble" and talk.asked)
    stock = [max(stock, key=lambda said: _leads(talk, said))] if stock and heard_out else []
    if len(answers) + len(tail) + len(end) >= MOST_LINES:
        rebuke = []
    body = [*rebuke, *answers, *stock]
    chosen = [*body, *tail, *end] or [Said("stock", 0, None, "other_vague")]
    cues = [each for each in kinds.get("cue", []) if len(chosen) < MOST_LINES]
    return tuple(line for said in [*cues, *chosen] if (line := _line(talk, said)) is not None)


def _in_order(talk: Talk, saids: list[Said]) -> Sequence[Said]:
    """The answers, the leading clause's first unless it builds on an earlier one."""
    if len(saids) < 2:
        return saids
    first = max(saids, key=lambda said: _leads(talk, said))
    same = [said for said in saids if _subject(said) == _subject(first)]
    return [*same, *(said for said in saids if said not in same)]


def _subject(said: Said) -> str:
    return said.line.id.partition(".")[0] if said.line else said.occasion


def _leads(talk: Talk, said: Said) -> tuple[int, int]:
    if not 0 <= said.clause < len(talk.clauses):
        return -len(LEADING), said.clause
    return -LEADING.index(talk.clauses[said.clause].move), said.clause


def _line(talk: Talk, said: Said) -> Line | None:
    if said.line is not None:
        return said.line
    line = talk.stock_line(said.occasion, said.names, cue=said.kind == "cue")
    return None if said.kind == "cue" and line.id == "stock.silence" else line
