"""A wrongly heard clause set right by a trainee or a trainer: recorded, listed, erased, exported.

A correction changes no reading and no score: the transcript stays as it was heard. It is a record
by itself, and exported, without personal data, a line to test and to mend a language pack with.
"""

from collections.abc import Iterator, Sequence

from app.accounts import store as accounts
from app.accounts.models import Person
from app.coaching.exchange import Exchange, load_exchange
from app.coaching.masking import masked, masks_of
from app.db import Unit
from app.desk import Desk
from app.errors import BadInput, Missing
from app.practice import correctstore as store
from app.practice.answer import CONTROL
from app.practice.correctstore import LAST, Correction
from app.practice.store import records
from app.reading import Clause
from app.vocabulary import VARIANTS, Move, Wording

LABELS = tuple(
    label
    for move in Move
    if move is not Move.ABSTAIN
    for label in (str(move), *(f"{move}:{name}" for name in VARIANTS.get(move, ())))
)
"""Every label that a clause can be corrected to."""
COLUMNS = ("lang", "label", "text", "context", "trade")
LONGEST_NOTE = 500


async def correct(
    desk: Desk, who: Person, attempt_id: str, turn_no: int, clause: int, label: str, note: str = ""
) -> Correction:
    """A clause's right label put on record, in place of what `who` said of it before.

    Missing for an attempt that is not theirs, nor, for a trainer, their organisation's; BadInput
    for a clause that there is not, or a label that is none or the very one heard.
    """
    found = await store.attempt(desk.db, who, attempt_id)
    if found is None:
        raise Missing
    heard = await _clause(desk, attempt_id, turn_no, clause)
    if label not in LABELS:
        raise BadInput(
            Wording(zh=f"没有 {label:.40} 这个标签", en=f"there is no label {label!r:.40}"),
            pointer="/label",
        )
    if label == heard.label:
        raise BadInput(Wording(zh="本来就是这样听的", en="it was heard as that"), pointer="/label")
    correction = Correction(
        id=desk.mint("cor"),
        organisation_id=found.organisation_id,
        attempt_id=found.id,
        turn_no=turn_no,
        clause=clause,
        heard=heard.label,
        corrected=label,
        note=CONTROL.sub("", note).strip(),
        by_id=who.id,
        at=desk.clock(),
    )
    await desk.db.write(Unit(store.put(correction)))
    return correction


async def listed(
    desk: Desk, who: Person, *, most: int = 100, before: str = LAST, attempt_id: str = ""
) -> tuple[Correction, ...]:
    """The corrections that `who` may see, the newest first: a trainer all, others their own."""
    return await store.page(desk.db, who, most, before, attempt_id)


async def erase(desk: Desk, who: Person, correction_id: str) -> None:
    """A correction taken back; Missing where it is none of theirs."""
    if await store.one(desk.db, who, correction_id) is None:
        raise Missing
    await desk.db.write(Unit((store.erase(correction_id),)))


async def exported(desk: Desk, organisation_id: str) -> str:
    """An organisation's corrections as a TSV that `spinfab eval` reads, without personal data.

    No ids and no notes; names of people known to the accounts, addresses and numbers are masked.
    The latest word on a clause counts, and a line stands once.
    """
    masks = masks_of(await accounts.names(desk.db, organisation_id))
    trades = await store.trades(desk.db, organisation_id)
    latest = {
        (one.attempt_id, one.turn_no, one.clause): one
        for one in await store.every(desk.db, organisation_id)
    }
    by_attempt: dict[str, list[Correction]] = {}
    for one in latest.values():
        by_attempt.setdefault(one.attempt_id, []).append(one)
    rows: dict[tuple[str, ...], None] = {}
    for attempt_id, corrections in by_attempt.items():
        talk = [load_exchange(record.exchange) for record in await records(desk.db, attempt_id)]
        for cells in _cells(talk, corrections):
            masked_cells = (_cell(masked(cell, masks)) for cell in cells[2:])
            rows[(*cells[:2], *masked_cells, trades.get(attempt_id, ""))] = None
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows))


def _cells(talk: Sequence[Exchange], corrections: list[Correction]) -> Iterator[tuple[str, ...]]:
    """Language, label, words and the buyer's words before, of every correction."""
    for one in corrections:
        reading = talk[one.turn_no].reading
        if reading is not None:
            heard = reading.clauses[one.clause]
            yield reading.lang, one.corrected, heard.text, talk[one.turn_no - 1].heard


async def _clause(desk: Desk, attempt_id: str, turn_no: int, clause: int) -> Clause:
    told = await records(desk.db, attempt_id)
    reading = load_exchange(told[turn_no].exchange).reading if 0 < turn_no < len(told) else None
    if reading is None:
        raise BadInput(
            Wording(zh="这一轮没有说话", en="nothing was said in that turn"), pointer="/turn_no"
        )
    if not 0 <= clause < len(reading.clauses):
        raise BadInput(Wording(zh="没有这个分句", en="there is no such clause"), pointer="/clause")
    return reading.clauses[clause]


def _cell(text: str) -> str:
    """A text in one line and without tabs, as a TSV holds it."""
    return " ".join(text.split())
