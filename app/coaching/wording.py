"""The values that the coach's templates are filled with, and remarks put into words."""

import re
from collections.abc import Mapping

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.remark import Remark, Wordings
from app.coaching.volume import volume
from app.scenario.parts import Need
from app.vocabulary import QUESTIONS, Language, NeedState

_SHORT = 22
_MARKS = "。？！?!.，,；;：: …"
_QUIET = "。.，,；;：: "
_STAGE = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))\s*")
_SPOKEN = re.compile(r"[“「\"]([^”」\"]+)[”」\"]")


def shorten(text: str, words: int = _SHORT) -> str:
    """The words for quoting: without stage directions, cut after so many words at a pause."""
    text = " ".join((_STAGE.sub(" ", text).strip() or text).split())
    if volume(text) <= words:
        return text.rstrip(_QUIET)
    keep = max(8, int(len(text) * words / volume(text)))
    cut = max(text.rfind(mark, keep // 2, keep) for mark in "。？！?!.，,；; ")
    return text[: cut if cut > 0 else keep].rstrip(_MARKS) + "…"


def line_in(text: str) -> str:
    """The first line quoted in a hint, or all of it where it quotes none."""
    found = _SPOKEN.search(text)
    return found[1] if found else text


def bare(text: str) -> str:
    """The text without the marks it ends with, to be built upon."""
    return text.strip().rstrip(_MARKS)


def next_need(ledger: Ledger, person: str, lesson: Lesson) -> Need | None:
    """The need to work on now: one that is under way, else the first that may be opened.

    Needs of people not present, and needs that wait for another, are passed over.
    """
    states = ledger.states
    under_way: list[Need] = []
    hidden: list[Need] = []
    for need in lesson.script.needs:
        state = states.get(need.id, NeedState.HIDDEN)
        if need.owner and need.owner != person:
            continue
        record = ledger.need(need.id)
        if state is NeedState.HIDDEN:
            if all(_reached(ledger, name, wanted) for name, wanted in need.after.items()):
                hidden.append(need)
        elif record and not record.reached(NeedState.EXPLICIT):
            under_way.append(need)
    if under_way:
        return max(under_way, key=lambda need: _touched(ledger, need))
    return hidden[0] if hidden else None


def _reached(ledger: Ledger, need_id: str, state: str) -> bool:
    record = ledger.need(need_id)
    return record is not None and record.reached(NeedState(state))


def _touched(ledger: Ledger, need: Need) -> int:
    record = ledger.need(need.id)
    return record.touched if record else 0


def values_of(
    remark: Remark, exchange: Exchange, ledger: Ledger, lesson: Lesson, language: Language
) -> Mapping[str, str]:
    """Everything a template about this remark may ask for.

    `who` the buyer's name, `quote` the trainee's words and `own` the same to build upon, `last` the
    trainee's last question, `heard` the buyer's words it rests on, `reply` what the buyer then
    said, `need` the need's name, `example` the scenario's example for the need to work on now.
    """
    script = lesson.script
    person = script.person_by_id.get(exchange.standing.person, script.people[0])
    need = next_need(ledger, person.id, lesson)
    named = script.need_by_id.get(remark.need) if remark.need else None
    example = script.hints.get(need.id, ()) if need else ()
    clauses = exchange.reading.clauses if exchange.reading else ()
    asked = [clause.text for clause in clauses if clause.move in QUESTIONS]
    return {
        "who": person.name.to(language),
        "quote": shorten(remark.quote),
        "own": bare(remark.quote),
        "last": asked[-1].strip() if asked else "",
        "heard": shorten(remark.heard),
        "reply": shorten(exchange.heard),
        "need": named.name.to(language) if named else "",
        "example": line_in(example[-1].to(language)) if example else "",
        "wants": _list(ledger, language),
        "title": lesson.prompts.say(f"{remark.key}.title", language),
        "better": lesson.prompts.say(f"{remark.key}.better", language),
    }


def _list(ledger: Ledger, language: Language) -> str:
    """What the buyer has admitted or wished so far, in their own words, newest last."""
    lines = [record.quotes[-1].heard for record in ledger.needs if record.quotes]
    return " / ".join(shorten(line, 12) for line in lines[-2:])


def word(remark: Remark, lesson: Lesson, language: Language, values: Mapping[str, str]) -> Wordings:
    """How the remark reads: its title, why it matters, what would do better."""
    say = lesson.prompts.say
    return Wordings(
        say(f"{remark.key}.title", language),
        say(f"{remark.key}.why", language),
        say(f"instead.{remark.key}", language, **values) or say(f"{remark.key}.better", language),
        values,
    )
