"""Trying again from a turn: a new attempt that takes over the turns before it."""

from dataclasses import replace

from app.accounts.models import Person
from app.authoring import service as authoring
from app.coaching.exchange import load_exchange
from app.coaching.turn import dump_progress, rebuild
from app.db import Unit
from app.desk import Desk
from app.errors import BadInput
from app.practice import store
from app.practice.answer import to_json
from app.practice.service import own_attempt
from app.practice.thinking import lesson_of
from app.practice.views import AttemptView, view_of
from app.vocabulary import Wording, language_of


async def branch(desk: Desk, who: Person, attempt_id: str, turn_no: int) -> AttemptView:
    """A new attempt that goes on after a turn of this one, never graded; Missing, BadInput."""
    found = await own_attempt(desk, who, attempt_id)
    version = await authoring.version(desk, found.version_id)
    lesson, now = await lesson_of(desk, found), desk.clock()
    records = await store.records(desk.db, found.id)
    kept = tuple(replace(one, inherited=True) for one in records if one.no <= turn_no)
    talk = [load_exchange(one.exchange) for one in kept]
    if not 0 <= turn_no < len(records) or talk[-1].outcome is not None:
        raise BadInput(
            Wording(zh="不能从这一句重来。", en="It is not possible to go on from this turn."),
            pointer="/turn_no",
        )
    progress = rebuild(talk, lesson, language_of(found.locale), found.seed)
    begun = replace(
        found,
        id=desk.mint("att"),
        turn_no=turn_no,
        progress=dump_progress(progress),
        ended=False,
        outcome=None,
        branch_of=found.id,
        branch_turn=turn_no,
        started_at=now,
        ended_at=None,
    )
    data = to_json({"branch_of": found.id, "turn_no": turn_no})
    writes = (
        store.add_attempt(begun),
        *(store.add_turn(begun, record) for record in kept),
        store.add_event(desk.mint("evt"), begun, "attempt.started", data, now),
    )
    await desk.db.write(Unit(writes))
    return view_of(begun, version, lesson.script, kept)
