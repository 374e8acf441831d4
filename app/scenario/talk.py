"""The working copy of one turn: the state is unfolded into it, changed, and folded up again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.reading import Clause
from app.scenario.parts import Need, Person
from app.scenario.script import Script
from app.scenario.step import Line, Mood, NeedAt, NeedMoved, State
from app.scenario.stock import Event, Manner, StockLines
from app.scenario.voice import fill, stock_of, variant_of, word_numbers
from app.vocabulary import NEED_STATES, BuyerAct, Language, Move, NeedState, Wording

RANK: Mapping[NeedState, int] = {state: rank for rank, state in enumerate(NEED_STATES)}
HIDDEN = NeedAt()
_GESTURE = re.compile(r"（[^）]*）|\([^)]*\)")
GRUMBLES = ("interrogation", "too_long")
"""What is put up with while there is something to answer."""

STOCK_ACTS: Mapping[str, tuple[BuyerAct, ...]] = {
    **dict.fromkeys(
        ("price_worry", "advantage_objection", "benefit_unearned", "close_early", "close_again"),
        (BuyerAct.OBJECTION,),
    ),
    **dict.fromkeys(
        ("benefit_welcome", "propose_welcome", "summary_confirmed", "payoff_agreed"),
        (BuyerAct.AGREEMENT,),
    ),
    **dict.fromkeys(
        ("advance_not_yet", "feature_shrug", "propose_early", "other_vague", "out_of_patience"),
        (BuyerAct.BRUSH_OFF,),
    ),
    **dict.fromkeys(("wait_awkward", "cue_restless"), (BuyerAct.SILENCE,)),
    "advance_yes": (BuyerAct.COMMITMENT,),
    "overclaim_doubted": (BuyerAct.DOUBT,),
    "no_trouble": (BuyerAct.FACT,),
}


@dataclass(slots=True)
class Said:
    """A line that the buyer will say, what kind of answer it is, and to which clause."""

    kind: str
    clause: int
    line: Line | None = None
    occasion: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


class Talk:
    """One turn in the making; the only thing here that changes, and nobody outside keeps it."""

    __slots__ = (
        "action", "asked", "asks", "clauses", "counts", "draws", "fired", "flags", "language",
        "last_need", "manner", "missed", "moods", "moved", "needs", "notes", "numbers", "open",
        "parried", "person", "pressed", "resolved", "said", "saids", "script", "shown", "started",
        "state", "stock", "streaks", "told", "used", "visit", "willing",
    )  # fmt: skip

    def __init__(self, script: Script, stock: StockLines, state: State, language: Language) -> None:
        self.script, self.stock, self.state, self.language = script, stock, state, language
        self.person: Person = script.person_by_id[state.person]
        self.manner: Manner = stock.manners[self.person.temperament]
        self.moods = dict(state.moods)
        self.started = state.moods[state.person]
        self.needs = dict(state.needs)
        self.counts = dict(state.counts)
        self.told, self.open, self.resolved = [*state.told], [*state.open], [*state.resolved]
        self.pressed, self.flags, self.fired = [*state.pressed], [*state.flags], [*state.fired]
        self.shown, self.said, self.used = [*state.shown], [*state.said], [*state.used]
        self.last_need = state.last_need
        self.streaks = [state.streak, state.facts_streak]
        self.draws = state.draws
        self.numbers = word_numbers(script, state.draws, language)
        self.clauses: tuple[Clause, ...] = ()
        self.action: str | None = None
        self.asks: frozenset[Move] = frozenset()
        self.asked = 0
        self.willing = False
        self.visit = state.visit
        self.missed: int | None = None
        self.parried: int | None = None
        self.saids: list[Said] = []
        self.moved: list[NeedMoved] = []
        self.notes: list[str] = []

    # -- mood

    @property
    def mood(self) -> Mood:
        """How the person now speaking feels."""
        return self.moods[self.person.id]

    def feel(self, trust: float = 0, patience: float = 0, interest: float = 0) -> None:
        """Move the mood of the person now speaking, within 0..10."""
        now = self.mood
        self.moods[self.person.id] = Mood(
            round(min(10.0, max(0.0, now.trust + trust)), 2),
            round(min(10.0, max(0.0, now.patience + patience)), 2),
            round(min(10.0, max(0.0, now.interest + interest)), 2),
        )

    def event(self, name: Event, clause: int = -1, *, speak: bool = True) -> None:
        """Something happened that this temperament minds or likes; one warning at most comes first.

        What is minded is minded once a turn, however many clauses do it.
        """
        effect = self.manner.events[name]
        if name in self.notes and effect.trust + effect.patience < 0:
            return
        before = self.counts.get(name, 0)
        self.counts[name] = before + 1
        self.notes.append(name)
        warning = effect.warns and not before
        if warning:
            self.notes.append(f"warned:{name}")
            self.feel(effect.trust / 2, 0, effect.interest / 2)
        elif effect.most is None or before < effect.most:
            self.feel(effect.trust, effect.patience, effect.interest)
        occasion = (effect.first if warning else None) or effect.says
        if speak and occasion:
            self.reply(occasion, clause, kind="grumble" if name in GRUMBLES else "fault")

    # -- needs

    def need_at(self, need_id: str) -> NeedAt:
        """How far a need has come."""
        return self.needs.get(need_id, HIDDEN)

    def reached(self, need_id: str, state: str) -> bool:
        """Whether a need has come as far as `state`, or further."""
        return RANK[self.need_at(need_id).state] >= RANK[NeedState(state)]

    def move_need(
        self, need: Need, to: NeedState, clause: int | None, step: str | None, drawn: str = ""
    ) -> None:
        """Bring a need further and keep a record of what did it."""
        before = self.need_at(need.id)
        drawn_now = (*before.drawn, drawn) if drawn else before.drawn
        after = to if RANK[to] > RANK[before.state] else before.state
        self.needs[need.id] = NeedAt(after, drawn_now)
        self.last_need = need.id
        by = self.clauses[clause].move if clause is not None and self.clauses else None
        self.moved.append(NeedMoved(need.id, before.state, after, clause, by, step))

    # -- words

    def heard(self, key: str) -> bool:
        """Whether this variant was said before."""
        return key in self.used

    def speak(
        self,
        kind: str,
        line_id: str,
        says: tuple[Wording, ...],
        clause: int = -1,
        *,
        acts: tuple[BuyerAct, ...] = (),
        topic: str | None = None,
        cue: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> bool:
        """Say a scripted line that was not said yet; False when there is none."""
        found = variant_of(line_id, says, self.language, self.state.seed, self.heard)
        if found is None:
            return False
        key, text, _ = found
        self.used.append(key)
        text = fill(fill(text, self.numbers), names or {})
        line = Line(line_id, text, self.person.id, acts, topic, cue)
        self.saids.append(Said(kind, clause, line))
        return True

    def reply(self, occasion: str, clause: int = -1, *, kind: str = "stock", **names: str) -> None:
        """Wish for a stock line; it is chosen only if it comes to be said."""
        self.saids.append(Said(kind, clause, None, occasion, names))

    def stock_line(self, occasion: str, names: Mapping[str, str], *, cue: bool = False) -> Line:
        """A stock line: the file's own, the temperament's, anybody's, else a neutral one.

        A `cue` has no stand-in: its id is then `stock.silence`.
        """
        acts = STOCK_ACTS.get(occasion, ())
        own = tuple(
            Wording(reply.zh, reply.en)
            for reply in self.script.replies.get(occasion, ())
            if reply.person in (None, self.person.id)
        )
        found = variant_of(f"reply.{occasion}", own, self.language, self.state.seed, self.heard)
        line_id = f"reply.{occasion}"
        wanted_in_turn = (occasion,) if cue else (occasion, "neutral")
        for wanted in wanted_in_turn if found is None else ():
            line_id = f"stock.{wanted}"
            found = stock_of(
                self.stock, self.person.temperament, wanted, self.language,
                self.state.seed, self.heard, names=names,
            )  # fmt: skip
            if found:
                break
        if found is None:
            return Line("stock.silence", "……", self.person.id, (BuyerAct.SILENCE,), None, True)
        key, text, wordless = found
        self.used.append(key)
        text = fill(fill(text, names), self.numbers)
        return Line(line_id, text, self.person.id, acts, None, wordless)

    def told_before(self, line_id: str, says: tuple[Wording, ...]) -> str:
        """The words in which a scripted line was said, without gestures; empty if it was not."""
        for index, wording in enumerate(says):
            if self.heard(f"{line_id}#{index}"):
                said = _GESTURE.sub("", fill(wording.to(self.language), self.numbers))
                return " ".join(said.split())
        return ""
