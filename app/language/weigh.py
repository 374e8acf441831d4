"""Weighing a stretch of a turn: its form, the rules that speak, and the points of each move."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from app.language.echo import content, content_of
from app.language.leanings import Lean, Leant, Packed, unpack_points
from app.language.pack import Cue, Pack, Rule, When
from app.language.surroundings import Surroundings, may_hold
from app.language.weighing import Spoken, Weighing
from app.notation import Heard, Root, Units
from app.notation.index import Wakes
from app.notation.vocabulary import is_mark
from app.vocabulary import BuyerAct, Form, Move

Named = TypeVar("Named")
Candidate = tuple[int, Rule, Root, int]
"""A rule with its number, one of its patterns, and where that may end."""


class Hearing:
    """One text as one pack hears it: found once, then any stretch of it is weighed.

    What may match anywhere in the text is picked once, and each stretch tries only that. `wakes`
    picks the rules: those for a trainee's words, or `pack.acted` for a buyer's.
    """

    __slots__ = (
        "_classes",
        "_cues",
        "_forms",
        "_heeded",
        "_leant",
        "_said",
        "_topics",
        "_unless",
        "_woken",
        "around",
        "pack",
        "units",
        "wakes",
        "whole",
    )

    def __init__(
        self, pack: Pack, units: Units, around: Surroundings, wakes: Wakes | None = None
    ) -> None:
        self.pack = pack
        self.wakes = wakes or pack.said
        self.units = units
        self.around = around
        self.whole = pack.vocabulary.find(units, around.overlay)
        self._forms: tuple[tuple[Form, Root], ...] | None = None
        self._cues: tuple[tuple[Cue, Root], ...] | None = None
        self._topics: tuple[tuple[str, Root], ...] | None = None
        self._said: dict[Form, tuple[Candidate, ...]] = {}
        self._woken: list[int] | None = None
        self._unless: dict[int, tuple[Root, ...]] = {}
        self._leant: Leant | None = None
        self._classes: tuple[tuple[int, Packed], ...] = ()
        self._heeded: Packed = 0

    def part(self, start: int, end: int) -> Heard:
        """What is heard in the units from `start` to `end`."""
        return self.pack.vocabulary.part(self.whole, self.units, start, end)

    def weigh(self, heard: Heard, after: Move | None = None) -> Weighing:
        """Weigh a stretch as a trainee's words.

        `after` is what the clause before in the same turn was heard as.
        """
        form = self.form_of(heard)
        spoken = self._speak(heard, form, after)
        points: dict[Move, float] = dict(getattr(self.pack.settings.base, form))
        last_question = self.around.context.last_question
        probes = False
        for one in spoken:
            rule = one.rule
            move = rule.move
            if move is None:
                continue
            if rule.probe and last_question is not None:
                move, probes = last_question, True
            points[move] = points.get(move, 0.0) + rule.weight
            for rival, less in rule.against:
                points[rival] = points.get(rival, 0.0) - less
        # A bare probe is what the question before it was, whatever its words mostly are.
        leaned = 0 if probes else self._leaned(heard, form, after)
        for move, more in unpack_points(leaned):
            points[move] = points.get(move, 0.0) + more
        if not points:
            points[Move.OTHER] = 0.0
        return Weighing(heard.start, heard.end, form, points, spoken, heard)

    def weigh_acts(self, heard: Heard) -> Mapping[BuyerAct, float]:
        """The points of each act when a buyer says a stretch."""
        points: dict[BuyerAct, float] = {}
        for one in self._speak(heard, self.form_of(heard), None):
            if one.rule.act is not None:
                points[one.rule.act] = points.get(one.rule.act, 0.0) + one.rule.weight
        return points

    def form_of(self, heard: Heard) -> Form:
        """The grammatical shape of a stretch: a final ? decides, else the pack's patterns."""
        marks = heard.last.bit_count() - 1
        if marks and "?" in self.units.codes[heard.end - marks : heard.end]:
            return Form.QUESTION
        if self._forms is None:
            self._forms = self._among(self.pack.formed, self.pack.forms)
        denied = False
        for form, root in self._forms:
            if denied and form is Form.QUESTION:
                continue
            if heard.span(root):
                if form is not Form.STATEMENT:
                    return form
                denied = True
        return Form.STATEMENT

    def cues(self, heard: Heard) -> frozenset[Cue]:
        """What the first words of a stretch say of its bond with its neighbours."""
        cues: set[Cue] = set()
        for cue, root in self._all_cues():
            if cue not in cues and root.node.forward(heard.first, heard) & heard.inside:
                cues.add(cue)
        return frozenset(cues)

    def openers(self) -> tuple[Root, ...]:
        """What may open a clause where no mark stands."""
        return tuple([root for cue, root in self._all_cues() if cue is Cue.START])

    def topics(self, heard: Heard) -> tuple[str, ...]:
        """The overlay's topics that a stretch names, in the overlay's order."""
        overlay = self.around.overlay
        if overlay is None:
            return ()
        if self._topics is None:
            self._topics = self._among(overlay.wakes, overlay.topics)
        return tuple([name for name, root in self._topics if heard.span(root)])

    def _all_cues(self) -> tuple[tuple[Cue, Root], ...]:
        if self._cues is None:
            self._cues = self._among(self.pack.clauses.wakes, self.pack.clauses.cues)
        return self._cues

    def _among(
        self, wakes: Wakes, named: Sequence[tuple[Named, Root]]
    ) -> tuple[tuple[Named, Root], ...]:
        """Those of some patterns that can match somewhere in the text, in their order."""
        ends = self.whole.ends
        woken = map(named.__getitem__, wakes.among(self.whole))
        return tuple([one for one in woken if ends(one[1])])

    def _candidates(self, form: Form) -> tuple[Candidate, ...]:
        """Rules that can speak somewhere in the text where it has this form."""
        whole, context = self.whole, self.around.context
        patterns, rules = self.pack.patterns, self.pack.rules
        if self._woken is None:
            self._woken = self.wakes.among(whole)
        out: list[Candidate] = []
        for at in self._woken:
            index, root = patterns[at]
            rule = rules[index]
            if rule.form is not None and rule.form is not form:
                continue
            if rule.when is not None and not may_hold(rule.when, context):
                continue
            if ends := whole.ends(root):
                out.append((index, rule, root, ends))
        return tuple(out)

    def _speak(self, heard: Heard, form: Form, after: Move | None) -> tuple[Spoken, ...]:
        out: list[Spoken] = []
        candidates = self._said.get(form)
        if candidates is None:
            candidates = self._said[form] = self._candidates(form)
        inside = heard.inside
        length = heard.length
        done = -1
        for index, rule, root, ends in candidates:
            if index == done or not ends & inside:
                continue
            span = heard.span(root)
            if span is None or (rule.when and not self._holds(rule.when, heard, after)):
                continue
            done = index
            if not rule.low <= length <= rule.high:
                continue
            if rule.unless and any(map(heard.span, self._silencers(index, rule))):
                continue
            out.append(Spoken(rule, span[0], span[1]))
        return tuple(out)

    def leans(self, heard: Heard) -> Iterator[Lean]:
        """The words in a stretch that lean it toward a move."""
        if self._leant is not None:
            yield from self._leant.each(*self._bare(heard))

    def _bare(self, heard: Heard) -> tuple[int, int]:
        """A stretch without the marks around it."""
        codes, start, end = self.units.codes, heard.start, heard.end - heard.last.bit_count() + 1
        while start < end and is_mark(codes[start]):
            start += 1
        return start, end

    def _leaned(self, heard: Heard, form: Form, after: Move | None) -> Packed:
        """The points that words, classes, form, the clause before and the buyer's line give."""
        table = self.pack.leanings
        given = table.given
        if not given:
            return 0
        if self._leant is None:
            self._leant = table.find(self.units.codes)
            self._classes = tuple(self._classes_said())
            self._heeded = sum([given.get(act, 0) for act in self.around.listen()])
        total = self._leant.total(*self._bare(heard)) + self._heeded + given.get(form, 0)
        if after is not None:
            total += given.get(f"after {after}", 0)
        inside = heard.inside
        for ends, packed in self._classes:
            if ends & inside:
                total += packed
        return total

    def _classes_said(self) -> Iterator[tuple[int, Packed]]:
        """The classes that lean, with where in the text their members may end."""
        known, whole = self.pack.leanings.classes, self.whole
        for symbol in whole.present.intersection(known):
            root, packed = known[symbol]
            if ends := root.node.forward(whole.inside, whole) & whole.inside:
                yield ends, packed

    def _silencers(self, index: int, rule: Rule) -> tuple[Root, ...]:
        """What of a rule's `unless` can match somewhere in the text."""
        known = self._unless.get(index)
        if known is None:
            ends = self.whole.ends
            known = self._unless[index] = tuple([root for root in rule.unless if ends(root)])
        return known

    def _holds(self, when: When, heard: Heard, after: Move | None) -> bool:
        if when.after and after not in when.after:
            return False
        if when.buyer and when.buyer.isdisjoint(self.around.listen()):
            return False
        if when.topic is not None and bool(self.topics(heard)) is not when.topic:
            return False
        return when.echo is None or when.echo is self._echoes(heard)

    def _echoes(self, heard: Heard) -> bool:
        buyer_said = self.around.context.buyer_said
        if not buyer_said:
            return False
        said = content_of(self.around.text, self.units, heard.start, heard.end)
        return not content(self.pack, buyer_said).isdisjoint(said)
