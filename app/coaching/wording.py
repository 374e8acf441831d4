"""The values that the coach's templates are filled with, and remarks put into words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.quoting import bare, line_in, shorten
from app.coaching.remark import Remark, Wordings
from app.scenario.parts import Need, Person
from app.vocabulary import QUESTIONS, Language, NeedState


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


@dataclass(frozen=True, slots=True)
class Telling:
    """A remark with its surroundings, to be put into words."""

    remark: Remark
    exchange: Exchange
    ledger: Ledger
    lesson: Lesson
    language: Language

    def say(self, prompt: str) -> str:
        """The text `prompt` about this remark; empty where there is no such text."""
        needs = self.lesson.prompts.needs(prompt, self.language)
        values = {name: _VALUES[name](self) for name in needs}
        return self.lesson.prompts.say(prompt, self.language, **values)

    def word(self) -> Wordings:
        """How the remark reads: its title, why it matters, what would do better."""
        key = self.remark.key
        better = "" if self.remark.good else self.say(f"instead.{key}") or self.say(f"{key}.better")
        return Wordings(self.say(f"{key}.title"), self.say(f"{key}.why"), better)

    @property
    def person(self) -> Person:
        """Who said the words it rests on; the person spoken to where these are of earlier turns."""
        heard = self.remark.heard
        speakers = (line.speaker for line in self.exchange.lines if line.text in heard)
        return self._known(next(speakers, self.ledger.faced))

    def _known(self, person: str) -> Person:
        script = self.lesson.script
        return script.person_by_id.get(person, script.people[0])

    def example(self) -> str:
        """The scenario's example for the need to work on now, if it gives one."""
        need = next_need(self.ledger, self.exchange.standing.person, self.lesson)
        hints = self.lesson.script.hints.get(need.id, ()) if need else ()
        return line_in(hints[-1].to(self.language)) if hints else ""

    def last_question(self) -> str:
        """The last question of the turn."""
        clauses = self.exchange.reading.clauses if self.exchange.reading else ()
        asked = [clause.text for clause in clauses if clause.move in QUESTIONS]
        return asked[-1].strip() if asked else ""

    def wants(self) -> str:
        """What the buyer has admitted or wished so far, in their own words, newest last."""
        lines = [record.quotes[-1].heard for record in self.ledger.needs if record.quotes]
        return _BREAK.join(shorten(line, 14).rstrip("…") for line in lines[-2:])


_BREAK = " … "
_VALUES: Mapping[str, Callable[[Telling], str]] = {
    "who": lambda one: one.person.name.to(one.language),
    "quote": lambda one: shorten(one.remark.quote),
    "own": lambda one: bare(one.remark.quote),
    "last": Telling.last_question,
    "heard": lambda one: shorten(one.remark.heard),
    "reply": lambda one: shorten(one.exchange.heard),
    "example": Telling.example,
    "wants": Telling.wants,
    "title": lambda one: one.say(f"{one.remark.key}.title"),
    "better": lambda one: one.say(f"{one.remark.key}.better"),
}
"""What a template about a remark may ask for: the buyer's name; the trainee's words, to quote and
to build upon; the trainee's last question; the buyer's words it rests on and the reply; the
scenario's example; what the buyer has said; the rule's title and what would do better."""
