"""Talks from outside the product: turns with moves and buyer acts, read as exchanges.

No engine played the buyer there, so how far the needs came is read off what the buyer's lines do.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.coaching.exchange import Exchange, Said
from app.reading import Clause, Evidence, FaultMark, Reading
from app.scenario.step import Line, NeedMoved
from app.vocabulary import (
    NEED_STATES,
    BuyerAct,
    Fault,
    Form,
    Language,
    Move,
    NeedState,
    Outcome,
    Wording,
    split_label,
)

_ASKING = frozenset({Move.SITUATION, Move.PROBLEM, Move.IMPLICATION, Move.NEED_PAYOFF, Move.TRACE})


class _Door(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class OutsideClause(_Door):
    """A clause of the seller's as labelled elsewhere."""

    text: Annotated[str, Field(max_length=4000)]
    move: str
    faults: tuple[Fault, ...] = ()


class OutsideTurn(_Door):
    """One side's turn; a seller's has clauses, a buyer's has acts."""

    by: Literal["trainee", "buyer"]
    text: Annotated[str, Field(max_length=8000)] = ""
    clauses: tuple[OutsideClause, ...] = ()
    acts: tuple[BuyerAct, ...] = ()


class OutsideTalk(_Door):
    """A whole labelled talk."""

    lang: str = "en"
    turns: tuple[OutsideTurn, ...]
    outcome: Outcome | None = None


TALK: TypeAdapter[OutsideTalk] = TypeAdapter(OutsideTalk)


def read_talk(talk: OutsideTalk, language: Language) -> tuple[Exchange, ...]:
    """The talk as exchanges: each seller's turn with the buyer's turns after it."""
    exchanges = [Exchange(0, Said(), None, ())]
    needs: dict[str, NeedState] = {}
    for no, (turn, replies) in enumerate(_paired(talk.turns), 1):
        lines = tuple(Line(f"outside.{no}", one.text, "buyer", one.acts) for one in replies)
        if turn is None:
            exchanges[0] = Exchange(0, Said(), None, lines)
            continue
        reading = _reading(turn, language)
        acts = [act for one in replies for act in one.acts]
        exchanges.append(
            Exchange(
                len(exchanges), Said(turn.text), reading, lines, tuple(_moved(needs, reading, acts))
            )
        )
    last = exchanges[-1]
    exchanges[-1] = Exchange(
        last.no, last.said, last.reading, last.lines, last.moved, outcome=talk.outcome
    )
    return tuple(exchanges)


def _paired(
    turns: Sequence[OutsideTurn],
) -> Iterator[tuple[OutsideTurn | None, list[OutsideTurn]]]:
    seller: OutsideTurn | None = None
    replies: list[OutsideTurn] = []
    for turn in turns:
        if turn.by == "buyer":
            replies.append(turn)
            continue
        if seller or replies:
            yield seller, replies
        seller, replies = turn, []
    yield seller, replies


def _reading(turn: OutsideTurn, language: Language) -> Reading:
    clauses, at = [], 0
    for clause in turn.clauses or (OutsideClause(text=turn.text, move="other"),):
        start = max(turn.text.find(clause.text, at), 0)
        at = start + len(clause.text)
        move, variant = split_label(clause.move)
        marks = tuple(
            FaultMark(fault, Evidence("outside", start, at, Wording())) for fault in clause.faults
        )
        form = Form.QUESTION if move in _ASKING else Form.STATEMENT
        clauses.append(Clause(clause.text, start, at, move, 1.0, form, variant, faults=marks))
    return Reading(turn.text, language, tuple(clauses))


def _moved(
    needs: dict[str, NeedState], reading: Reading, acts: Sequence[BuyerAct]
) -> Iterator[NeedMoved]:
    """How the buyer's acts move the needs: a follow-up deepens the last, else a new one opens."""
    lead = reading.leading
    index = reading.clauses.index(lead)
    current = next(reversed(needs), None)
    state = needs.get(current, NeedState.HIDDEN) if current else NeedState.HIDDEN
    after: NeedState | None = None
    if BuyerAct.EXPLICIT_NEED in acts:
        after = NeedState.EXPLICIT
    elif BuyerAct.IMPLIED_NEED in acts:
        deeper = lead.move is Move.IMPLICATION and state is not NeedState.HIDDEN
        after = NeedState.DEVELOPED if deeper else NeedState.IMPLIED
    if after:
        fresh = current is None or state in (NeedState.EXPLICIT, NeedState.MET)
        if fresh:
            current, state = f"need-{len(needs) + 1}", NeedState.HIDDEN
        if current and NEED_STATES.index(after) > NEED_STATES.index(state):
            yield NeedMoved(current, state, after, index, lead.move)
            needs[current] = after
        return
    welcome = {BuyerAct.AGREEMENT, BuyerAct.BUYING_SIGNAL, BuyerAct.COMMITMENT}
    for number, clause in enumerate(reading.clauses):
        if clause.move is Move.BENEFIT and state is NeedState.EXPLICIT and welcome & set(acts):
            assert current is not None
            yield NeedMoved(current, state, NeedState.MET, number, Move.BENEFIT)
            needs[current] = NeedState.MET
            return


def talk_of(stored: Mapping[str, object] | str | bytes) -> OutsideTalk:
    """Read a labelled talk at the door; raises ValueError if it is not one."""
    return (
        TALK.validate_json(stored)
        if isinstance(stored, str | bytes)
        else TALK.validate_python(stored)
    )
