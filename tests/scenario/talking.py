"""How the tests talk to the buyer: readings made by hand, a stock small enough to read."""

from collections.abc import Sequence
from pathlib import Path

from app.reading import Clause, Evidence, FaultMark, Reading
from app.scenario.engine import advance, start
from app.scenario.parse import parse_script
from app.scenario.script import Script
from app.scenario.step import Deed, State, Step
from app.scenario.stock import OCCASIONS, StockLines, parse_stock
from app.vocabulary import Fault, Form, Language, Move, Wording

SMALL = (Path(__file__).parent / "small.yaml").read_text("utf-8")
TEMPERAMENTS = Path("app/scenario/temperaments.yaml").read_text("utf-8")


def small_stock(variants: int = 3) -> StockLines:
    """Every occasion with a few plain variants in both languages."""
    rows = ["any:"]
    for occasion in OCCASIONS:
        rows.append(f"  {occasion}:")
        tail = " {told}" if occasion == "already_answered" else ""
        cue = ", cue: true" if occasion.startswith("cue_") else ""
        rows += [
            f'    - {{id: v{number}, text: "{occasion} {number}{tail}"{cue}}}'
            for number in range(variants)
        ]
    text = "\n".join(rows)
    stock, findings = parse_stock({"zh": text, "en": text}, TEMPERAMENTS)
    assert stock is not None
    assert findings == []
    return stock


def small_script(**changes: str) -> Script:
    """The small scenario, with some of its text replaced."""
    text = SMALL
    for old, new in changes.items():
        text = text.replace(old, new)
    script, findings = parse_script(text, "small.yaml")
    assert script is not None, findings
    return script


STOCK = small_stock()
SCRIPT = small_script()


def clause(move: str, *topics: str, faults: Sequence[Fault] = (), text: str = "words") -> Clause:
    """A clause as if it had been heard so."""
    question = move in ("situation", "problem", "implication", "need_payoff", "trace")
    head, _, variant = move.partition(":")
    marks = tuple(FaultMark(fault, Evidence("t", 0, 1, Wording())) for fault in faults)
    return Clause(
        text=text,
        start=0,
        end=len(text),
        move=Move(head),
        confidence=0.9,
        form=Form.QUESTION if question else Form.STATEMENT,
        variant=variant or None,
        faults=marks,
        topics=topics,
    )


def say(*clauses: Clause | str, text: str = "some plain words") -> Deed:
    """A turn of these clauses; a bare string is a move that names nothing."""
    heard = tuple(each if isinstance(each, Clause) else clause(each) for each in clauses)
    return Deed(reading=Reading(text=text, lang="en", clauses=heard))


class Talking:
    """A talk with the small shop's buyer, a turn at a time."""

    def __init__(
        self,
        script: Script = SCRIPT,
        stock: StockLines = STOCK,
        seed: int = 7,
        language: Language = "en",
    ) -> None:
        self.script, self.stock, self.language = script, stock, language
        self.step: Step = start(script, stock, seed, language)
        self.said: list[str] = [line.text for line in self.step.lines]

    @property
    def state(self) -> State:
        return self.step.state

    def __call__(self, *clauses: Clause | str, text: str = "some plain words") -> Step:
        return self.deed(say(*clauses, text=text))

    def do(self, action: str) -> Step:
        return self.deed(Deed(action=action))

    def deed(self, deed: Deed) -> Step:
        self.step = advance(self.script, self.stock, self.state, deed, self.language)
        self.said += [line.text for line in self.step.lines]
        return self.step

    @property
    def ids(self) -> list[str]:
        return [line.id for line in self.step.lines if not line.id.startswith("stock.cue_")]

    def need(self, name: str) -> str:
        place = self.state.needs.get(name)
        return str(place.state) if place else "hidden"
