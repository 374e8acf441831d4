"""The rules of the talk: what each belongs to, and what it gives or takes.

`shares` are parts of the rule's part of the score, for the first, second … time it speaks; beyond
them it still speaks and no longer counts. Losses are negative. The wording of every rule is in the
prompts under the same id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.vocabulary import Fault, Move, NeedState, Part

_LOGIC = 1
"""Raised by hand when the code that applies the rules changes a score."""

WEIGHTS: Mapping[Part, float] = {
    Part.DISCOVERY: 20,
    Part.QUESTIONS: 20,
    Part.VALUE: 15,
    Part.LISTENING: 15,
    Part.COMMITMENT: 15,
    Part.CONDUCT: 15,
}
"""What each part gives at most, unless the scenario says otherwise; scaled to 100 in all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the part it counts in, whether it praises, and its shares by occurrence."""

    part: Part
    shares: tuple[float, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the rule praises."""
        return not self.shares or self.shares[0] >= 0

    def share(self, times: int) -> float:
        """What the rule counts for when it has spoken `times` times before."""
        return self.shares[times] if times < len(self.shares) else 0.0


def _losing(part: Part, *shares: float) -> Rule:
    return Rule(part, tuple(-share for share in shares))


D, Q, V, L, C, M = (
    Part.DISCOVERY,
    Part.QUESTIONS,
    Part.VALUE,
    Part.LISTENING,
    Part.COMMITMENT,
    Part.CONDUCT,
)

PRAISE: Mapping[str, Rule] = {
    # What a need is worth depends on how many there are: see `STEPS`.
    "earned-it.implied": Rule(D),
    "earned-it.developed": Rule(D),
    "earned-it.explicit": Rule(D),
    "earned-it.fact": Rule(D, (0.04, 0.03, 0.03)),
    "earned-it.traced": Rule(D, (0.12, 0.08)),
    "asked.situation": Rule(Q, (0.08, 0.04)),
    "asked.problem": Rule(Q, (0.15, 0.1, 0.05)),
    "asked.implication": Rule(Q, (0.2, 0.15, 0.1)),
    "asked.need_payoff": Rule(Q, (0.2, 0.12)),
    "asked.trace": Rule(Q, (0.1, 0.05)),
    "developed": Rule(Q, (0.15, 0.05)),
    "benefit-earned": Rule(V, (0.4, 0.2, 0.15)),
    "benefit-put": Rule(V, (0.4, 0.2, 0.15)),
    "need-met": Rule(V, (0.2, 0.15, 0.1)),
    "bridged": Rule(V, (0.15, 0.1)),
    "advantage": Rule(V, (0.06, 0.04)),
    "proof": Rule(V, (0.15, 0.1)),
    "fitting-offer": Rule(V, (0.15, 0.05)),
    "price-traded": Rule(V, (0.1, 0.1)),
    "acknowledged": Rule(L, (0.15, 0.12, 0.1, 0.08, 0.05)),
    "followed-up": Rule(L, (0.15, 0.12, 0.1, 0.1, 0.08)),
    "summed-up": Rule(L, (0.25, 0.1)),
    "room-given": Rule(L, (0.15, 0.1)),
    "objection-heard": Rule(L, (0.12, 0.08, 0.05)),
    "balance": Rule(L, (0.15,)),
    # The best claim of the talk counts, see `CLAIMS`.
    "step-asked": Rule(C),
    "step-won": Rule(C),
    "way-out": Rule(C, (0.3,)),
    "clean": Rule(M, (0.2,) * 5 + (0.05,) * 10),
}

BLAME: Mapping[str, Rule] = {
    "requirement-taken": _losing(D, 0.15, 0.1),
    "interrogation": _losing(Q, 0.15, 0.1, 0.1),
    "homework": _losing(Q, 0.1),
    "implication-unfounded": _losing(Q, 0.12, 0.08, 0.05),
    "payoff-early": _losing(Q, 0.1, 0.06),
    "wrong-person": _losing(Q, 0.1),
    "pitch-early": _losing(V, 0.15, 0.1, 0.1),
    "benefit-unearned": _losing(V, 0.08, 0.06, 0.04),
    "feature-bare": _losing(V, 0.08, 0.06, 0.04),
    "fab-broken": _losing(V, 0.08, 0.05),
    "price-early": _losing(V, 0.15, 0.05),
    "no-summary": _losing(L, 0.12),
    "ignored-buyer": _losing(L, 0.15, 0.12, 0.1),
    "need-dropped": _losing(L, 0.15, 0.1, 0.1),
    "talk-share": _losing(L, 0.25),
    "visit-frame": _losing(L, 0.1),
    "price-fit": _losing(C, 0.2, 0.15, 0.1),
    "signal-missed": _losing(C, 0.15, 0.1),
    "close-heavy": _losing(C, 0.25, 0.25, 0.25),
    "close-failed": _losing(C, 0.25, 0.25, 0.25),
    "no-advance": _losing(C, 0.05),
    "pasted": _losing(M, 0.1, 0.1),
}

FAULTS: Mapping[Fault, Rule] = {
    Fault.LEADS: _losing(Q, 0.12, 0.1, 0.1),
    Fault.STACKS: _losing(Q, 0.08, 0.05, 0.05),
    Fault.REPEATS: _losing(Q, 0.15, 0.12, 0.12, 0.12, 0.12),
    Fault.INVENTS_TROUBLE: _losing(Q, 0.15, 0.1, 0.1),
    Fault.MONOLOGUE: _losing(L, 0.15, 0.1, 0.1),
    Fault.RUDE: _losing(M, 0.5, 0.4, 0.4),
    Fault.DISPARAGES_COMPETITOR: _losing(M, 0.4, 0.3, 0.3),
    Fault.OVERCLAIMS: _losing(M, 0.4, 0.3, 0.3),
    Fault.HIDES: _losing(M, 0.5, 0.4),
    Fault.SQUEEZES: _losing(M, 0.4, 0.3),
    Fault.CHANGES_TERMS: _losing(M, 0.4, 0.3),
    Fault.BREAKS_WORD: _losing(M, 0.5, 0.4),
    Fault.ARGUES: _losing(M, 0.35, 0.3, 0.3),
    Fault.PUSHES: _losing(M, 0.35, 0.3, 0.3),
    Fault.PERSUADES: _losing(M, 0.35, 0.3),
    Fault.GOSSIPS: _losing(M, 0.3, 0.2, 0.2),
    Fault.EXCUSES: _losing(M, 0.3, 0.2, 0.2),
    Fault.REFUSES_FLAT: _losing(M, 0.25, 0.2, 0.2),
    Fault.PROMISES_FLAT: _losing(M, 0.25, 0.2, 0.2),
    Fault.PASSES_UP: _losing(M, 0.15, 0.15),
    Fault.DRIFTS: _losing(M, 0.15, 0.15, 0.15),
    Fault.JARGON: _losing(M, 0.15, 0.1, 0.1),
}
"""What a fault costs. `asks_known` counts as `homework`."""

RULES: Mapping[str, Rule] = {
    **PRAISE,
    **BLAME,
    **{f"fault.{fault}": rule for fault, rule in FAULTS.items()},
}

STEPS: Mapping[NeedState, float] = {
    NeedState.IMPLIED: 0.35,
    NeedState.DEVELOPED: 0.25,
    NeedState.EXPLICIT: 0.4,
}
"""What each step of one need is worth; a need is worth 1 in all, and a talk asks for `target`."""

VOLUNTEERED = 0.3
"""What a step counts for that the buyer took unasked, at a pitch or a close."""

CLAIMS: Mapping[NeedState | None, float] = {
    None: 0.0,
    NeedState.IMPLIED: 0.2,
    NeedState.DEVELOPED: 0.35,
    NeedState.EXPLICIT: 0.5,
    NeedState.MET: 0.5,
}
"""How much of the commitment part asking for a step is worth, by how far the needs had come; a
step that the buyer takes is worth as much again."""

UNASKED_ADVANCE = 0.1
"""What asking for a reversible step is worth before any need has shown."""

HARMLESS = frozenset({Fault.JARGON, Fault.STACKS, Fault.MONOLOGUE, Fault.PASSES_UP})
"""Faults that leave what else the clause did standing; any other clause at fault earns nothing."""

SOILING = frozenset(
    {"close-heavy", "close-failed", "ignored-buyer", "homework", "pasted", "implication-unfounded"}
)
"""A turn that one of these speaks against is no clean one; nor is one that closed too early."""

SILENT = frozenset({"clean", "asked"})
"""Rules that count and are shown with their part, and are no finding of their own."""

PITCHING = frozenset({Move.FEATURE, Move.FUNCTION, Move.ADVANTAGE, Move.BENEFIT})
GIVING = frozenset(
    {
        *PITCHING,
        Move.ACKNOWLEDGE,
        Move.SUMMARISE,
        Move.RAPPORT,
        Move.EVIDENCE,
        Move.VISUAL,
        Move.PROPOSE,
        Move.HANDLE_OBJECTION,
        Move.WITHDRAW,
        Move.OPENING,
    }
)
"""What gives the buyer something back between questions."""

HEEDING = frozenset(
    {
        Move.ACKNOWLEDGE,
        Move.SUMMARISE,
        Move.PROBLEM,
        Move.IMPLICATION,
        Move.NEED_PAYOFF,
        Move.TRACE,
        Move.HANDLE_OBJECTION,
    }
)
"""What takes up the buyer's words."""


_MANY = 5


def target(board: int) -> float:
    """How many needs, brought to the explicit want, fill the discovery part: enough, not all."""
    return float(min(board, 2 if board < _MANY else 3)) if board else 2.0


_TABLES = (RULES, STEPS, VOLUNTEERED, CLAIMS, UNASKED_ADVANCE, WEIGHTS)
RULES_VERSION = f"{_LOGIC}.{sha256(repr(_TABLES).encode()).hexdigest()[:8]}"
"""Which rules a score was made by."""
