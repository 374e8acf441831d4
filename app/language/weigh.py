"""Weighing one stretch of a turn: its form, the rules that speak, and the points of each move."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.language.echo import echoes
from app.language.pack import Pack, Rule, When
from app.notation import Found, Heard, Overlay, Units
from app.notation.index import Wakes
from app.reading import Context
from app.vocabulary import LEADING, NEED_STATES, BuyerAct, Form, Move

TIES: Mapping[Move, int] = {move: at for at, move in enumerate(LEADING)}
"""Of moves with equal points the earliest is heard; LEADING begins with the SPIN order of tests."""

_NO_POINTS = -1e9


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything outside the stretch that a rule may ask for."""

    context: Context
    buyer_acts: frozenset[BuyerAct]
    overlay: Overlay | None
    text: str
    """The turn as typed."""


NOWHERE = Surroundings(Context(), frozenset(), None, "")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that spoke and where, in units of the turn."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """One stretch of units as weighed; `points` holds every move that has any."""

    start: int
    end: int
    form: Form
    points: Mapping[Move, float]
    spoken: tuple[Spoken, ...]
    heard: Heard

    @property
    def best(self) -> tuple[Move, float]:
        """The move with the most points."""
        return min(self.points.items(), key=lambda one: (-one[1], TIES[one[0]]))

    def second(self, best: Move) -> tuple[Move | None, float]:
        """The runner-up and its points; none scores 0."""
        rest = [one for one in self.points.items() if one[0] is not best and one[1] > 0]
        if not rest:
            return None, 0.0
        return min(rest, key=lambda one: (-one[1], TIES[one[0]]))


def weigh(
    pack: Pack,
    units: Units,
    heard: Heard,
    start: int,
    end: int,
    around: Surroundings,
    after: Move | None = None,
) -> Weighing:
    """Weigh what is heard in the units from `start` to `end` as a trainee's words.

    `after` is what the clause before in the same turn was heard as.
    """
    form = form_of(pack, units, end, heard)
    spoken = _speak(pack, pack.said, units, start, end, heard, form, around, after)
    base = getattr(pack.settings.base, form)
    points: dict[Move, float] = dict(base)
    for one in spoken:
        rule = one.rule
        if rule.move is None:
            continue
        move = rule.move
        if rule.probe and around.context.last_question is not None:
            move = around.context.last_question
        points[move] = points.get(move, 0.0) + rule.weight
        for rival, less in rule.against:
            points[rival] = points.get(rival, 0.0) - less
    if not points:
        points[Move.OTHER] = 0.0
    return Weighing(start, end, form, points, spoken, heard)


def weigh_acts(
    pack: Pack,
    units: Units,
    whole: Found,
    start: int,
    end: int,
) -> Mapping[BuyerAct, float]:
    """The points of each act when a buyer says the units from `start` to `end` of a heard line."""
    heard = pack.vocabulary.part(whole, units, start, end)
    form = form_of(pack, units, end, heard)
    points: dict[BuyerAct, float] = {}
    for one in _speak(pack, pack.acted, units, start, end, heard, form, NOWHERE):
        if one.rule.act is not None:
            points[one.rule.act] = points.get(one.rule.act, 0.0) + one.rule.weight
    return points


def form_of(pack: Pack, units: Units, end: int, heard: Heard) -> Form:
    """The grammatical shape of a stretch: a final ? decides, else the pack's patterns."""
    tail = heard.last & ~(1 << heard.size)
    if tail and "?" in units.codes[end - tail.bit_count() : end]:
        return Form.QUESTION
    denied = False
    for at in pack.formed.among(heard):
        form, node = pack.forms[at]
        if denied and form is Form.QUESTION:
            continue
        if heard.matches(node):
            if form is not Form.STATEMENT:
                return form
            denied = True
    return Form.STATEMENT


def _speak(
    pack: Pack,
    wakes: Wakes,
    units: Units,
    start: int,
    end: int,
    heard: Heard,
    form: Form,
    around: Surroundings,
    after: Move | None = None,
) -> tuple[Spoken, ...]:
    out: list[Spoken] = []
    patterns, rules = pack.patterns, pack.rules
    inside, present = heard.inside, heard.present
    done = -1
    for at in wakes.among(heard):
        index, root = patterns[at]
        if index == done or not root.needs <= present:
            continue
        rule = rules[index]
        if rule.form is not None and rule.form is not form:
            continue
        if rule.when and not _holds(rule.when, pack, units, start, end, heard, around, after):
            continue
        reach = root.node.forward(inside, heard) & inside
        if not reach:
            continue
        done = index
        if not rule.low <= _length(heard) <= rule.high:
            continue
        if rule.unless and _any_matches(rule, heard):
            continue
        last = reach & -reach
        first = root.node.backward(last, heard) & inside
        out.append(Spoken(rule, start + first.bit_length() - 1, start + last.bit_length() - 1))
    return tuple(out)


def speaks(pack: Pack, rule: Rule, units: Units, start: int, end: int) -> bool:
    """Whether a rule's words and form are there, whatever it asks of the surroundings."""
    heard = pack.vocabulary.part(pack.vocabulary.find(units), units, start, end)
    return (
        (rule.form is None or rule.form is form_of(pack, units, end, heard))
        and rule.low <= _length(heard) <= rule.high
        and any(map(heard.matches, rule.nodes))
        and not _any_matches(rule, heard)
    )


def _any_matches(rule: Rule, heard: Heard) -> bool:
    inside, present = heard.inside, heard.present
    for root in rule.unless:
        if root.needs <= present and root.node.forward(inside, heard) & inside:
            return True
    return False


def _length(heard: Heard) -> int:
    """Units of the stretch without the marks at its end."""
    return heard.size - heard.last.bit_count() + 1


def _holds(
    when: When,
    pack: Pack,
    units: Units,
    start: int,
    end: int,
    heard: Heard,
    around: Surroundings,
    after: Move | None,
) -> bool:
    if when.after and after not in when.after:
        return False
    if when.buyer and when.buyer.isdisjoint(around.buyer_acts):
        return False
    if when.last_question and around.context.last_question not in when.last_question:
        return False
    if when.topic is not None and bool(topics(pack, heard, around)) is not when.topic:
        return False
    if when.need is not None:
        far = NEED_STATES.index(when.need)
        if not any(NEED_STATES.index(s) >= far for s in around.context.needs.values()):
            return False
    if when.echo is None:
        return True
    said = around.text[units.starts[start] : units.ends[end - 1]]
    return when.echo is echoes(pack, said, around.context.buyer_said)


def topics(pack: Pack, heard: Heard, around: Surroundings) -> tuple[str, ...]:
    """The overlay's topics that a stretch names."""
    return pack.vocabulary.topics(heard, around.overlay) if around.overlay else ()
