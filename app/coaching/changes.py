"""The changes worth most: the own line, a better one, and why; and remarks put into words."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.quoting import line_in, shorten
from app.coaching.remark import Remark
from app.coaching.rules import STEPS, target
from app.coaching.score import Score
from app.coaching.turning import Swing, worth
from app.coaching.wording import Telling, next_need
from app.vocabulary import Language, NeedState, Part

_MOST = 3

CARDS = {
    "earned-it": "spin",
    "interrogation": "spin",
    "homework": "client-file",
    "implication-unfounded": "spin",
    "payoff-early": "spin",
    "wrong-person": "buying-roles",
    "pitch-early": "implied-explicit",
    "benefit-unearned": "implied-explicit",
    "feature-bare": "fab",
    "fab-broken": "fab",
    "price-early": "quoting",
    "price-fit": "negotiation",
    "no-summary": "visits",
    "visit-frame": "visits",
    "ignored-buyer": "implied-explicit",
    "need-dropped": "implied-explicit",
    "talk-share": "negative-responders",
    "requirement-taken": "requirement-to-need",
    "signal-missed": "closing",
    "close-heavy": "closing",
    "close-failed": "closing",
    "no-advance": "closing",
    "fault": "talk-taboos",
    "missed": "spin",
}
"""The playbook card to read, by rule."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark put into words: its title, why it matters, what would do better, on which turns."""

    rule: str
    good: bool
    part: str
    turns: tuple[int, ...]
    points: float
    title: str
    why: str
    better: str
    quote: str
    heard: str


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A turn where the talk turned; a loss is dated where it began, not where it showed."""

    turn: int
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One of the changes worth most: the own line, a better one, why, and the card to read."""

    turn: int
    rule: str
    you: str
    better: str
    why: str
    card: str
    points: float


@dataclass(frozen=True, slots=True)
class View:
    """A talk with the ledger after each turn and the words to speak of it."""

    lesson: Lesson
    language: Language
    transcript: Sequence[Exchange]
    ledgers: Sequence[Ledger]

    def note(self, remark: Remark) -> Note:
        """The remark put into words."""
        at = self._at(remark.turns[-1])
        wordings = Telling(
            remark, self.transcript[at], self.ledgers[at], self.lesson, self.language
        ).word()
        return Note(
            rule=remark.key,
            good=remark.good,
            part=remark.part,
            turns=remark.turns,
            points=remark.points,
            title=wordings.title,
            why=wordings.why,
            better=wordings.better,
            quote=remark.quote,
            heard=remark.heard,
        )

    def turning(self, swing: Swing, *, good: bool) -> TurningPoint:
        """The swing put into words."""
        at = self._at(swing.began)
        exchange, before = self.transcript[at], self.transcript[max(0, at - 1)]
        person = self.lesson.script.person_by_id.get(
            before.standing.person, self.lesson.script.people[0]
        )
        say = self.lesson.prompts.say
        quote = shorten(exchange.said.text or "") or say("turning.silence", self.language)
        title = say(f"{swing.cause.key}.title", self.language) if swing.cause else ""
        key = f"turning.{'gain' if good else 'loss'}{'.cause' if title else ''}"
        who = person.name.to(self.language)
        text = say(key, self.language, turn=swing.began, who=who, quote=quote, title=title)
        return TurningPoint(swing.began, good, text)

    def _at(self, turn: int) -> int:
        return next(
            (index for index, one in enumerate(self.transcript) if one.no == turn),
            len(self.transcript) - 1,
        )


def changes_worth_most(view: View, judged: Score) -> tuple[Change, ...]:
    """At most three changes, the one that would have brought most first."""
    lost = worth(judged.findings)
    dearest = {
        key: min(
            (remark for remark in judged.findings if remark.key == key),
            key=lambda remark: remark.points,
        )
        for key in lost
    }
    found = [_change(view.note(remark), remark, lost[key]) for key, remark in dearest.items()]
    missed = _missed(view, judged)
    if missed:
        found.append(missed)
    return tuple(sorted(found, key=lambda change: -change.points)[:_MOST])


def _change(note: Note, remark: Remark, points: float) -> Change:
    return Change(
        turn=note.turns[-1],
        rule=note.rule,
        you=note.quote,
        better=note.better,
        why=note.why,
        card=CARDS.get(remark.rule, "spin"),
        points=round(points, 1),
    )


def _missed(view: View, judged: Score) -> Change | None:
    """A need that stayed hidden or half said counts as a change, where one more was asked for."""
    ledger, exchange = view.ledgers[-1], view.transcript[-1]
    need = next_need(ledger, exchange.standing.person, view.lesson)
    discovery = judged.parts[Part.DISCOVERY]
    if need is None or discovery.points >= discovery.out_of:
        return None
    reached = ledger.need(need.id)
    left = sum(share for state, share in STEPS.items() if not (reached and reached.reached(state)))
    say, language = view.lesson.prompts.say, view.language
    if reached and reached.quotes:
        heard = shorten(reached.quotes[-1].heard)
        drawn = reached.reached(NeedState.DEVELOPED)
        turn = reached.touched
        you = say("change.thin", language, heard=heard)
        better = (
            say("hint.developed.3", language)
            if drawn
            else say("instead.need-dropped", language, heard=heard)
        )
    else:
        hints = view.lesson.script.hints.get(need.id, ())
        example = line_in(hints[-1].to(language)) if hints else ""
        turn = max((one.no for one in view.transcript if one.reading), default=exchange.no)
        you = say("change.missed", language)
        better = say("change.missed.better", language, example=example)
    return Change(
        turn=turn,
        rule="missed",
        you=you,
        better=better,
        why=say("change.missed.why", language),
        card=CARDS["missed"],
        points=round(left / target(len(ledger.needs)) * discovery.out_of, 1),
    )
