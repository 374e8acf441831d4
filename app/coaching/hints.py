"""The hint ladder: a nudge, the kind of question, an example; by what the ledger shows."""

from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.quoting import shorten
from app.coaching.remark import Hint
from app.coaching.scene import RESERVED, RESISTANCE
from app.coaching.turn import Progress
from app.coaching.wording import next_need
from app.scenario.parts import Need
from app.vocabulary import BuyerAct, Language, NeedState

STEPS = 3


def hint(progress: Progress, lesson: Lesson, language: Language, step: int) -> Hint:
    """The hint for the next turn, `step` 1 to 3; what stands in the way comes before what is next.

    Raises ValueError for another step.
    """
    if not 1 <= step <= STEPS:
        raise ValueError(f"a hint has steps 1 to {STEPS}, not {step}")
    ledger, state = progress.ledger, progress.state
    need = next_need(ledger, state.person, lesson)
    if state.ended:
        return _say("ended", 1, None, lesson, language, ledger)
    situation, heard = _situation(ledger, need)
    about = need if situation in ("start", "hidden", "implied", "developed") else None
    if about and situation in ("start", "hidden"):
        own = lesson.script.hints.get(about.id, ())
        if step <= len(own):
            return Hint(step, own[step - 1].to(language), about.id, step == STEPS)
    return _say(situation, step, about, lesson, language, ledger, heard)


def _situation(ledger: Ledger, need: Need | None) -> tuple[str, str]:
    """What the next turn has to deal with, and the buyer's words for it."""
    acts = frozenset(ledger.acts)
    if acts & RESISTANCE:
        return "resistance", ledger.said
    if BuyerAct.REQUIREMENT in acts:
        return "requirement", ledger.said
    if acts and acts <= RESERVED and ledger.turn_no:
        return "reserved", ledger.said
    open_wants = [record for record in ledger.needs if record.state is NeedState.EXPLICIT]
    if need is not None:
        record = ledger.need(need.id)
        if record and record.quotes:
            return str(record.state), record.quotes[-1].heard
        if open_wants:
            return "explicit", open_wants[-1].quotes[-1].heard
        return ("hidden" if ledger.any_reached(NeedState.IMPLIED) else "start"), ""
    if open_wants:
        return "explicit", open_wants[-1].quotes[-1].heard
    return "met", ledger.said


def _say(
    situation: str,
    step: int,
    need: Need | None,
    lesson: Lesson,
    language: Language,
    ledger: Ledger,
    heard: str = "",
) -> Hint:
    people = lesson.script.person_by_id
    person = people.get(ledger.person, lesson.script.people[0])
    text = lesson.prompts.say(
        f"hint.{situation}.{step}",
        language,
        who=person.name.to(language),
        heard=shorten(heard, 16),
    )
    last = step == STEPS or situation == "ended"
    return Hint(step, text, need.id if need else None, last)
