"""How the tests talk to the coach: exchanges made by hand, and a small shop to play in."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from app.coaching.exchange import Exchange, Said, Standing
from app.coaching.ledger import Ledger
from app.coaching.lesson import Lesson
from app.coaching.observe import begin, observe, terms_of
from app.coaching.remark import Remark
from app.coaching.turn import make_lesson
from app.library import load_library
from app.reading import Clause, Evidence, FaultMark, Reading
from app.scenario.parse import parse_script
from app.scenario.step import Line, NeedMoved
from app.vocabulary import (
    QUESTIONS,
    BuyerAct,
    Fault,
    Form,
    Move,
    NeedState,
    Outcome,
    Rubric,
    Temperament,
    Wording,
    split_label,
)

BAKERY = (Path(__file__).parent / "bakery.yaml").read_text("utf-8")

Heard = Clause | str


@lru_cache(maxsize=1)
def bakery() -> Lesson:
    """The small shop, with the shipped ear and words."""
    script, findings = parse_script(BAKERY, "bakery.yaml")
    assert script is not None, findings
    library = load_library()
    return make_lesson(library.ear, script, library.stock, library.prompts)


def clause(label: str, text: str = "", *, faults: Sequence[Fault] = (), start: int = 0) -> Clause:
    """A clause as if it had been heard so."""
    move, variant = split_label(label)
    text = text or f"{label} words here"
    marks = tuple(FaultMark(fault, Evidence("t", 0, 1, Wording())) for fault in faults)
    form = Form.QUESTION if move in QUESTIONS else Form.STATEMENT
    return Clause(text, start, start + len(text), move, 0.9, form, variant, faults=marks)


def turn(
    no: int,
    *heard: Heard,
    acts: Sequence[BuyerAct] = (),
    buyer: str = "Hm.",
    moved: Sequence[NeedMoved] = (),
    action: str | None = None,
    outcome: Outcome | None = None,
    temperament: Temperament = Temperament.OPEN,
    notes: Sequence[str] = (),
) -> Exchange:
    """One exchange; bare strings are moves said in words of their own."""
    clauses = tuple(
        one if isinstance(one, Clause) else clause(one, f"{one} number {no}") for one in heard
    )
    text = " ".join(one.text for one in clauses)
    reading = Reading(text, "en", clauses) if clauses else None
    return Exchange(
        no,
        Said(None if action else text, action),
        reading,
        (Line(f"line.{no}", buyer, "buyer", tuple(acts)),),
        tuple(moved),
        notes=tuple(notes),
        outcome=outcome,
        standing=Standing(temperament=temperament),
    )


def opening(*board: str, buyer: str = "Hello.") -> Exchange:
    """The buyer's opening, with the needs on the board."""
    return Exchange(0, Said(), None, (Line("opening", buyer, "buyer"),), board=board)


def step(
    need: str, before: NeedState, after: NeedState, move: Move = Move.PROBLEM, at: int = 0
) -> NeedMoved:
    """A need that came further by clause `at`."""
    return NeedMoved(need, before, after, at, move)


def watch(
    *turns: Exchange, rubric: Rubric = Rubric.RACKHAM, board: Sequence[str] = ("a", "b")
) -> tuple[Ledger, list[Remark]]:
    """The ledger after the turns, and the remarks on the last one."""
    terms = terms_of(rubric)
    ledger = begin(opening(*board))
    remarks: tuple[Remark, ...] = ()
    for one in turns:
        ledger, remarks = observe(ledger, one, terms)
    return ledger, list(remarks)


def keys(*turns: Exchange, rubric: Rubric = Rubric.RACKHAM) -> set[str]:
    """The keys of the remarks on the last of the turns."""
    return {remark.key for remark in watch(*turns, rubric=rubric)[1]}


HIDDEN, IMPLIED, DEVELOPED = NeedState.HIDDEN, NeedState.IMPLIED, NeedState.DEVELOPED
EXPLICIT, MET = NeedState.EXPLICIT, NeedState.MET


def good_talk() -> list[Exchange]:
    """A talk that does what the coach teaches."""
    implied, explicit = BuyerAct.IMPLIED_NEED, BuyerAct.EXPLICIT_NEED
    return [
        opening("a", "b"),
        turn(1, "opening", "situation", acts=[BuyerAct.FACT], buyer="Two lines."),
        turn(2, "problem", acts=[implied], moved=[step("a", HIDDEN, IMPLIED)], buyer="It stops."),
        turn(
            3,
            "acknowledge",
            "implication",
            acts=[implied],
            moved=[step("a", IMPLIED, DEVELOPED, Move.IMPLICATION, 1)],
            buyer="We were fined.",
        ),
        turn(
            4,
            "need_payoff",
            acts=[explicit],
            moved=[step("a", DEVELOPED, EXPLICIT, Move.NEED_PAYOFF)],
            buyer="I want no more stops.",
        ),
        turn(5, "problem", acts=[implied], moved=[step("b", HIDDEN, IMPLIED)], buyer="Also dust."),
        turn(
            6,
            "implication",
            acts=[implied],
            moved=[step("b", IMPLIED, DEVELOPED, Move.IMPLICATION)],
            buyer="People cough.",
        ),
        turn(
            7,
            "need_payoff",
            acts=[explicit],
            moved=[step("b", DEVELOPED, EXPLICIT, Move.NEED_PAYOFF)],
            buyer="I want clean air.",
        ),
        turn(8, "summarise", acts=[BuyerAct.AGREEMENT], buyer="Just so."),
        turn(
            9,
            "feature",
            "benefit",
            "evidence",
            acts=[BuyerAct.AGREEMENT],
            moved=[step("a", EXPLICIT, MET, Move.BENEFIT, 1)],
            buyer="That is what I want.",
        ),
        turn(
            10,
            "propose",
            "advance",
            acts=[BuyerAct.COMMITMENT],
            outcome=Outcome.ADVANCE,
            buyer="Come on Friday.",
        ),
    ]


def pusher_talk() -> list[Exchange]:
    """A talk that does nothing but press for the order."""
    talk = [
        turn(
            no,
            clause("close", f"sign {no}", faults=[Fault.PUSHES]),
            acts=[BuyerAct.OBJECTION],
            buyer="I said no.",
        )
        for no in range(1, 7)
    ]
    return [opening("a", "b"), *talk]
