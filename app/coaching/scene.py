"""One turn with what went before it: what the rules of the talk look at."""

from dataclasses import dataclass

from app.coaching.exchange import Exchange
from app.coaching.ledger import Ledger, NeedRecord, Quote
from app.coaching.quoting import spoken
from app.coaching.remark import Remark
from app.coaching.rules import HARMLESS, RULES
from app.coaching.volume import fold, said_before
from app.reading import Clause
from app.vocabulary import NEED_STATES, BuyerAct, Move, NeedState, Outcome, Rubric, Temperament

PASTED = "coach:pasted"
"""The note of a turn that says a hint's own example word for word."""

TROUBLE = frozenset({BuyerAct.IMPLIED_NEED, BuyerAct.EXPLICIT_NEED})
RESISTANCE = frozenset({BuyerAct.OBJECTION, BuyerAct.DOUBT})
RESERVED = frozenset({BuyerAct.SILENCE, BuyerAct.BRUSH_OFF})
RELENTLESS = frozenset({Temperament.EASY_YES, Temperament.LINGERING})
"""Temperaments with whom keeping at it is right."""

_STEP = frozenset({BuyerAct.COMMITMENT})
_QUOTED = "”\"'’)）」』 "


@dataclass(frozen=True, slots=True)
class Scene:
    """The turn being judged and the ledger before it."""

    before: Ledger
    now: Exchange
    rubric: Rubric
    clauses: tuple[Clause, ...]
    moves: frozenset[Move]
    stale: frozenset[int]
    """Where the clauses start that say again what was said before."""

    @classmethod
    def of(cls, before: Ledger, now: Exchange, rubric: Rubric) -> "Scene":
        """The scene of one exchange."""
        clauses = now.reading.clauses if now.reading else ()
        moves = frozenset(clause.move for clause in clauses)
        stale = frozenset(
            clause.start for clause in clauses if said_before(fold(clause.text), before.asked)
        )
        return cls(before, now, rubric, clauses, moves, stale)

    @property
    def asked_back(self) -> bool:
        """Whether the buyer's last words were a question, so that this turn may be its answer."""
        return spoken(self.before.said).rstrip(_QUOTED).endswith(("?", "？"))

    @property
    def temperament(self) -> Temperament:
        """The temperament of the person who was spoken to."""
        return self.now.standing.temperament

    @property
    def won(self) -> bool:
        """Whether the buyer took a step this turn."""
        return self.now.outcome in (Outcome.ORDER, Outcome.ADVANCE) or self.answered(_STEP)

    @property
    def informed(self) -> bool:
        """Whether the buyer answered with something of the scenario's own."""
        return any(line.id.startswith(("fact.", "beat.")) for line in self.now.lines)

    def owes(self, acts: frozenset[BuyerAct]) -> bool:
        """Whether the buyer's last words did any of `acts`."""
        return not acts.isdisjoint(self.before.acts)

    def last(self, acts: frozenset[BuyerAct]) -> str:
        """Of the buyer's last words those that did any of `acts`; all of them where none is known.

        An opening's words are known only as a whole.
        """
        lines = [one for one in self.before.owed if one.turn == self.before.turn_no]
        return next((one.text for one in reversed(lines) if one.act in acts), self.before.said)

    def answered(self, acts: frozenset[BuyerAct]) -> bool:
        """Whether the buyer's reply to this turn did any of `acts`."""
        return any(act in acts for line in self.now.lines for act in line.acts)

    def noted(self, *codes: str) -> bool:
        """Whether the engine noted one of `codes`, with or without a tail after a colon."""
        return any(note.partition(":")[0] in codes for note in self.now.notes)

    def spoke(self, *occasions: str) -> bool:
        """Whether the buyer answered with a line for one of these occasions."""
        return any(line.id.rpartition(".")[2] in occasions for line in self.now.lines)

    def earns(self, clause: Clause) -> bool:
        """Whether the clause may earn anything: no fault that spoils it, and the trainee's own."""
        return PASTED not in self.now.notes and all(
            mark.fault in HARMLESS for mark in clause.faults
        )

    def earning(self, *moves: Move) -> tuple[int, Clause] | None:
        """The last clause of these moves that may earn something, with its index."""
        for index in range(len(self.clauses) - 1, -1, -1):
            clause = self.clauses[index]
            if clause.move in moves and self.earns(clause):
                return index, clause
        return None

    def found(self, *moves: Move) -> tuple[int, Clause] | None:
        """The first clause of these moves, with its index."""
        for index, clause in enumerate(self.clauses):
            if clause.move in moves:
                return index, clause
        return None

    def reached_by(self, state: NeedState, index: int) -> bool:
        """Whether some need had come to `state` before clause `index` or by it."""
        return self.before.any_reached(state) or any(
            NEED_STATES.index(move.after) >= NEED_STATES.index(state)
            for move in self.now.moved
            if move.clause is not None and move.clause <= index
        )

    def fresh(self, clause: Clause) -> bool:
        """Whether this was not asked before."""
        return clause.start not in self.stale

    def wanted(self, clause: Clause) -> tuple[NeedRecord, Quote] | None:
        """The need the buyer has stated that this clause answers, with the stating words.

        A clause that names a need answers that one; another answers the want stated last.
        """
        named = {topic.removeprefix("need:") for topic in clause.topics}
        stated = [
            (record, quote)
            for record in self.before.needs
            for quote in record.quotes
            if quote.to is NeedState.EXPLICIT
        ]
        best = [pair for pair in stated if pair[0].id in named] or stated
        return max(best, key=lambda pair: pair[1].turn) if best else None

    def remark(
        self,
        key: str,
        at: tuple[int, Clause] | None = None,
        *,
        turns: tuple[int, ...] = (),
        heard: str | None = None,
        need: str | None = None,
        factor: float = 1.0,
    ) -> Remark:
        """A remark of the rule `key` on this turn; `factor` scales what it counts for."""
        rule = RULES[key]
        head, _, detail = key.partition(".")
        clause = at[1] if at else None
        quote = clause.text if clause else (self.now.said.text or "")
        return Remark(
            rule=head,
            good=rule.good,
            part=rule.part,
            turns=(*turns, self.now.no),
            detail=detail,
            clause=at[0] if at else None,
            start=clause.start if clause else 0,
            end=clause.end if clause else len(quote),
            quote=quote,
            heard=self.before.said if heard is None else heard,
            need=need,
            share=factor,
        )
