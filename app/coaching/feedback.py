"""The one line under a turn: keyed to the buyer's words, what went right before what did not."""

from collections.abc import Mapping, Sequence

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger, NeedRecord
from app.coaching.lesson import Lesson
from app.coaching.quoting import joined, shorten
from app.coaching.remark import Feedback, Remark
from app.coaching.rules import SILENT
from app.coaching.wording import Telling, next_need
from app.vocabulary import BuyerAct, Fault, Language, NeedState

_MILESTONES = (
    "step-won",
    "need-met",
    "earned-it.explicit",
    "earned-it.developed",
    "earned-it.implied",
    "benefit-earned",
    "benefit-put",
    "summed-up",
    "earned-it.traced",
    "price-traded",
)
"""Praise that is always said, the greatest first."""

_SMALL = ("objection-heard", "room-given", "way-out", "fitting-offer", "proof", "followed-up")
_GRAVE = frozenset(
    f"fault.{fault}"
    for fault in (
        Fault.RUDE,
        Fault.OVERCLAIMS,
        Fault.ARGUES,
        Fault.PUSHES,
        Fault.DISPARAGES_COMPETITOR,
        Fault.HIDES,
        Fault.INVENTS_TROUBLE,
    )
)
"""Said even where something went right in the same turn."""

_SLIGHT = -1.5
_GIVEN = frozenset(
    {BuyerAct.IMPLIED_NEED, BuyerAct.EXPLICIT_NEED, BuyerAct.FACT, BuyerAct.AGREEMENT}
)
_WARM = frozenset({BuyerAct.BUYING_SIGNAL, BuyerAct.AGREEMENT, BuyerAct.COMMITMENT})
_NOT_HEARD = ("foreign", "unclear")
"""The engine's notes on a turn of which the buyer understood nothing."""

_BEGINNER = 1
_VAGUE = "vague"
_UNSURE = 0.6
"""Below this a line is not rebuilt from the trainee's own words: it may not be what it seems."""
_PRACTISED: Mapping[str, frozenset[str]] = {
    "price-early": frozenset({"price", "situation"}),
    "price-fit": frozenset({"price", "close"}),
    "feature-bare": frozenset({"feature", "function", "advantage", "benefit"}),
    "fab-broken": frozenset({"feature", "advantage", "benefit"}),
    "no-summary": frozenset({"summarise"}),
    "visit-frame": frozenset({"opening"}),
    "requirement-taken": frozenset({"trace"}),
    "signal-missed": frozenset({"advance", "close"}),
}
"""Rules that a beginner hears of only where the scenario trains one of these moves."""


def comment(
    exchange: Exchange,
    remarks: Sequence[Remark],
    ledger: Ledger,
    lesson: Lesson,
    language: Language,
) -> Feedback:
    """What to say about this turn: one line, and where one helps, a better line to say instead."""
    by_key = {remark.key: remark for remark in reversed(remarks)}
    grave = next((remark for remark in remarks if remark.key in _GRAVE), None)
    won = next((by_key[key] for key in _MILESTONES if key in by_key), None)
    small = next((by_key[key] for key in _SMALL if key in by_key), None)
    if small and small.rule == "followed-up" and _GIVEN.isdisjoint(exchange.acts):
        small = None
    bad = grave or (None if won else _worst(remarks, lesson))
    if bad and not grave and bad.points > _SLIGHT and not _WARM.isdisjoint(exchange.acts):
        bad = None  # the buyer is coming closer: no time for small change
    chosen = bad or won or small
    if chosen is None:
        return _nudge(exchange, ledger, lesson, language)
    telling = Telling(chosen, exchange, ledger, lesson, language)
    return _praise(telling) if chosen.good else _correct(telling)


def _worst(remarks: Sequence[Remark], lesson: Lesson) -> Remark | None:
    trained = {label.partition(":")[0] for label in lesson.script.trains}
    bad = [
        remark
        for remark in remarks
        if not remark.good
        and remark.rule not in SILENT
        and (
            lesson.script.level > _BEGINNER
            or not trained
            or remark.rule not in _PRACTISED
            or _PRACTISED[remark.rule] & trained
        )
    ]
    return min(bad, key=lambda remark: remark.points, default=None)


def _praise(telling: Telling) -> Feedback:
    remark = telling.remark
    text = telling.say(f"feedback.{remark.key}")
    following = "" if telling.exchange.outcome else _next(telling)
    return Feedback(remark.key, joined(text, following), True)


def _next(telling: Telling) -> str:
    """Where what was just won leads: the question that the buyer's last words ask for."""
    remark = telling.remark
    record = telling.ledger.need(remark.need) if remark.need else None
    if record is None or remark.rule != "earned-it":
        return ""
    state = record.state
    if state is NeedState.DEVELOPED and _left_to_draw(record, telling.lesson):
        state = NeedState.IMPLIED
    return telling.say(f"next.{state}")


def _left_to_draw(record: NeedRecord, lesson: Lesson) -> bool:
    need = lesson.script.need_by_id.get(record.id)
    drawn = any(quote.to is NeedState.DEVELOPED for quote in record.quotes)
    return need is not None and bool(need.implications) and not drawn


def _correct(telling: Telling) -> Feedback:
    key = telling.remark.key
    text = telling.say(f"feedback.{key}") or telling.say("feedback.fault")
    return Feedback(key, text, False, "" if _guessed(telling) else telling.say(f"instead.{key}"))


def _guessed(telling: Telling) -> bool:
    """Whether a better line would be built on words that were hardly understood."""
    remark, reading = telling.remark, telling.exchange.reading
    if remark.clause is None or reading is None:
        return False
    builds = "own" in telling.lesson.prompts.needs(f"instead.{remark.key}", telling.language)
    return builds and reading.clauses[remark.clause].confidence < _UNSURE


def _nudge(exchange: Exchange, ledger: Ledger, lesson: Lesson, language: Language) -> Feedback:
    """Nothing was won or lost: point at the buyer's last words, if they ask for something."""
    if exchange.outcome:
        return Feedback()
    for act in (
        BuyerAct.EXPLICIT_NEED,
        BuyerAct.IMPLIED_NEED,
        BuyerAct.DOUBT,
        BuyerAct.OBJECTION,
        BuyerAct.REQUIREMENT,
        BuyerAct.BUYING_SIGNAL,
        BuyerAct.BRUSH_OFF,
    ):
        line = next((line for line in exchange.lines if act in line.acts), None)
        if line:
            people = lesson.script.person_by_id
            who = people.get(line.speaker, lesson.script.people[0]).name.to(language)
            key = f"heard.{_VAGUE if line.id.endswith('.other_vague') else act}"
            heard = shorten(line.text)
            text = lesson.prompts.say(key, language, who=who, heard=heard, need="")
            return Feedback(key, text, True)
    if any(line.id == "stock.unknown_fact" for line in exchange.lines):
        person = lesson.script.person_by_id.get(ledger.faced, lesson.script.people[0])
        text = lesson.prompts.say("heard.no_answer", language, who=person.name.to(language))
        return Feedback("heard.no_answer", text, True)
    for lost in _NOT_HEARD:
        if lost in exchange.notes:
            return Feedback(f"heard.{lost}", lesson.prompts.say(f"heard.{lost}", language), False)
    need = next_need(ledger, exchange.standing.person, lesson)
    if exchange.no == 1 and need:
        return Feedback("heard.start", lesson.prompts.say("heard.start", language), True)
    return Feedback()
