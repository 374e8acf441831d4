"""The one line under a turn: keyed to the buyer's words, what went right before what did not."""

from collections.abc import Mapping, Sequence

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.remark import Feedback, Remark
from app.coaching.rules import SILENT
from app.coaching.wording import next_need, shorten, values_of
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

_BEGINNER = 1
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
    if won and not grave:
        return _praise(won, exchange, ledger, lesson, language)
    bad = grave or _worst(remarks, lesson)
    if bad:
        return _correct(bad, exchange, ledger, lesson, language)
    small = next((by_key[key] for key in _SMALL if key in by_key), None)
    if small:
        return _praise(small, exchange, ledger, lesson, language)
    return _nudge(exchange, ledger, lesson, language)


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


def _praise(
    remark: Remark, exchange: Exchange, ledger: Ledger, lesson: Lesson, language: Language
) -> Feedback:
    values = values_of(remark, exchange, ledger, lesson, language)
    text = lesson.prompts.say(f"feedback.{remark.key}", language, **values)
    following = "" if exchange.outcome else _next(remark, exchange, ledger, lesson, language)
    return Feedback(remark.key, " ".join(filter(None, (text, following))), True)


def _next(
    remark: Remark, exchange: Exchange, ledger: Ledger, lesson: Lesson, language: Language
) -> str:
    """Where what was just won leads: the question that the buyer's last words ask for."""
    record = ledger.need(remark.need) if remark.need else None
    if record is None or remark.rule != "earned-it":
        return ""
    drawn = _left_to_draw(record.id, lesson, ledger)
    state = record.state
    if state is NeedState.DEVELOPED and drawn:
        state = NeedState.IMPLIED
    return lesson.prompts.say(
        f"next.{state}", language, who=values_of(remark, exchange, ledger, lesson, language)["who"]
    )


def _left_to_draw(need_id: str, lesson: Lesson, ledger: Ledger) -> bool:
    need = lesson.script.need_by_id.get(need_id)
    record = ledger.need(need_id)
    if need is None or record is None:
        return False
    developed = sum(quote.to is NeedState.DEVELOPED for quote in record.quotes)
    return developed == 0 and bool(need.implications)


def _correct(
    remark: Remark, exchange: Exchange, ledger: Ledger, lesson: Lesson, language: Language
) -> Feedback:
    values = values_of(remark, exchange, ledger, lesson, language)
    say = lesson.prompts.say
    text = say(f"feedback.{remark.key}", language, **values) or say(
        "feedback.fault", language, **values
    )
    return Feedback(remark.key, text, False, say(f"instead.{remark.key}", language, **values))


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
            who = lesson.script.person_by_id[line.speaker].name.to(language)
            text = lesson.prompts.say(
                f"heard.{act}", language, who=who, heard=shorten(line.text), need=""
            )
            return Feedback(f"heard.{act}", text, True)
    need = next_need(ledger, exchange.standing.person, lesson)
    if exchange.no == 1 and need:
        return Feedback("heard.start", lesson.prompts.say("heard.start", language), True)
    return Feedback()
