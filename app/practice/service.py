"""What a trainee can do: choose, start, speak, ask for a hint, read the debrief.

Every function takes the desk and who asks; an attempt of somebody else's is Missing.
"""

from dataclasses import replace

from app.accounts.models import Person
from app.accounts.service import HOUSE
from app.authoring import service as authoring
from app.authoring import words as lists
from app.coaching.debrief import Debrief
from app.coaching.debrief import debrief as look_back
from app.coaching.exchange import Exchange, load_exchange
from app.coaching.hints import hint as hint_for
from app.coaching.remark import Hint
from app.coaching.score import Score
from app.coaching.score import score as score_talk
from app.coaching.turn import open_lesson
from app.db import Refused, Unit
from app.desk import Desk
from app.errors import BadInput, Ended, Missing, OutOfTurn
from app.practice import store
from app.practice.answer import check_material, progress_of, said_of, to_json
from app.practice.store import Attempt
from app.practice.thinking import lesson_of, record_of, think_turn, thought_of
from app.practice.views import AttemptView, Briefing, Card, card_of, view_of
from app.vocabulary import LOCALES, Locale, Wording, language_of

MOST_SEED = 2**53 - 1
TRIES = 8
"""How often a turn that carries no `expects` is played anew when others came first."""


async def lobby(desk: Desk, who: Person | None) -> tuple[Card, ...]:
    """The scenarios on offer, easiest first; with what `who` has played of them."""
    offered = await authoring.offered(desk, who.organisation_id if who else HOUSE)
    played = {row.name: row for row in await store.played(desk.db, who)} if who else {}
    cards = []
    for version in offered:
        card = card_of(version, desk.lessons.of(version).script)
        if row := played.get(version.name):
            card = replace(card, played=row.played, unfinished=row.unfinished)
        cards.append(card)
    return tuple(sorted(cards, key=lambda card: (card.level, card.id)))


async def briefing(desk: Desk, who: Person | None, scenario_id: str) -> Briefing:
    """What may be read before playing; Missing."""
    organisation_id = who.organisation_id if who else HOUSE
    version = await authoring.offered_by_name(desk, organisation_id, scenario_id)
    script = desk.lessons.of(version).script
    return Briefing(card_of(version, script), script)


async def start(
    desk: Desk,
    who: Person,
    scenario_id: str,
    locale: Locale,
    seed: int | None = None,
    attempt_id: str | None = None,
) -> AttemptView:
    """A new attempt with the buyer's opening recorded; Missing, BadInput.

    An `attempt_id` minted beforehand begins one attempt however often it is sent, until a word is
    said in it; then a new one begins.
    """
    if locale not in LOCALES:
        raise BadInput(
            Wording(
                zh="语言须是 zh-Hans、zh-Hant 或 en。", en="The locale is zh-Hans, zh-Hant or en."
            ),
            pointer="/lang",
        )
    if seed is not None and not 0 <= seed <= MOST_SEED:
        raise BadInput(
            Wording(zh="seed 须在 0 到 2^53-1 之间。", en="The seed is a number from 0 to 2^53-1."),
            pointer="/seed",
        )
    version = await authoring.offered_by_name(desk, who.organisation_id, scenario_id)
    words = await lists.active(desk, who.organisation_id)
    lesson, now = desk.lessons.of(version, words), desk.clock()
    seed = desk.roll() if seed is None else seed
    opening = thought_of(open_lesson(lesson, seed, language_of(locale)), lesson, locale)
    begun = Attempt(
        id=attempt_id or desk.mint("att"),
        organisation_id=who.organisation_id,
        person_id=who.id,
        version_id=version.id,
        packs_digest=desk.library.packs_digest,
        locale=locale,
        seed=seed,
        turn_no=0,
        progress=opening.progress,
        ended=False,
        outcome=None,
        branch_of=None,
        branch_turn=None,
        started_at=now,
        ended_at=None,
        words_id=words.id if words else None,
    )
    record = record_of(opening, None, now)
    data = to_json({"scenario_id": version.name, "version": version.number})
    writes = (
        store.add_attempt(begun),
        store.add_turn(begun, record),
        store.add_event(desk.mint("evt"), begun, "attempt.started", data, now),
    )
    try:
        await desk.db.write(Unit(writes))
    except Refused:
        if attempt_id is None:
            raise
        first = await attempt(desk, who, attempt_id)
        return first if first.turn_no == 0 else await start(desk, who, scenario_id, locale)
    desk.talks.keep((who, begun.id), begun)
    return view_of(begun, version, lesson.script, (record,))


async def attempt(desk: Desk, who: Person, attempt_id: str) -> AttemptView:
    """An attempt with all its turns; Missing."""
    found = await own_attempt(desk, who, attempt_id)
    version = await authoring.version(desk, found.version_id)
    records = await store.records(desk.db, found.id)
    return view_of(found, version, desk.lessons.of(version).script, records)


async def take(
    desk: Desk,
    who: Person,
    attempt_id: str,
    *,
    text: str | None = None,
    action: str | None = None,
    client_turn_id: str | None = None,
    expects: int | None = None,
) -> bytes:
    """One trainee turn, answered once it is on disk; the JSON of the API's answer.

    Exactly one of `text` and `action` (`wait`, `show:ID`, `leave`). A `client_turn_id` recorded
    before gets the first answer again. `expects` is the number of the last turn that the trainee
    saw. Missing, BadInput, Ended, OutOfTurn.
    """
    said = said_of(text, action)
    for _ in range(TRIES):
        found: Attempt | None = desk.talks.get((who, attempt_id))
        if found is None or expects not in (None, found.turn_no):
            found = await own_attempt(desk, who, attempt_id)
            if found.ended or expects not in (None, found.turn_no):
                return await _answered(desk, found, client_turn_id)
        if said.action:
            check_material(said, (await lesson_of(desk, found)).script)
        thought = await think_turn(desk, found, said)
        now, ended, outcome = desk.clock(), thought.outcome is not None, thought.outcome
        facts = {"turn_no": thought.no, "packs": desk.library.packs_digest}
        writes = [
            store.advance(found, thought.progress, ended, outcome, now if ended else None),
            store.add_turn(found, record_of(thought, client_turn_id, now)),
            store.add_event(desk.mint("evt"), found, "turn.taken", to_json(facts), now),
        ]
        if ended:
            facts = {"turn_no": thought.no, "outcome": outcome, "result": thought.result}
            writes.append(
                store.add_event(desk.mint("evt"), found, "attempt.ended", to_json(facts), now)
            )
        try:
            await desk.db.write(Unit(tuple(writes)))
        except Refused:
            desk.talks.forget((who, attempt_id))
            if client_turn_id and (
                first := await store.answer(desk.db, attempt_id, client_turn_id)
            ):
                return first
            if expects is not None:
                raise OutOfTurn from None
            continue
        if ended:
            desk.talks.forget((who, attempt_id))
        else:
            found = replace(found, turn_no=thought.no, progress=thought.progress)
            desk.talks.keep((who, attempt_id), found)
        return thought.answer
    raise OutOfTurn


async def hint(desk: Desk, who: Person, attempt_id: str, step: int) -> Hint:
    """A hint for the next turn, step 1 (a nudge) to 3 (an example); Missing, Ended, BadInput."""
    if step not in (1, 2, 3):
        raise BadInput(
            Wording(zh="step 是 1、2 或 3。", en="The step is 1, 2 or 3."), pointer="/step"
        )
    found = await own_attempt(desk, who, attempt_id)
    if found.ended:
        raise Ended
    lesson = await lesson_of(desk, found)
    return hint_for(progress_of(found.progress), lesson, language_of(found.locale), step)


async def score(desk: Desk, who: Person, attempt_id: str) -> Score:
    """The score of the turns so far, inherited ones not counted; Missing."""
    found = await own_attempt(desk, who, attempt_id)
    script = (await lesson_of(desk, found)).script
    since = found.branch_turn or 0
    talk = await _transcript(desk, found)
    return score_talk(talk, script.rubric, script.weights, since=since)


async def debrief(desk: Desk, who: Person, attempt_id: str) -> Debrief:
    """What the whole talk was worth and what would change it most; Missing."""
    found = await own_attempt(desk, who, attempt_id)
    lesson = await lesson_of(desk, found)
    return look_back(await _transcript(desk, found), lesson, language_of(found.locale))


async def own_attempt(desk: Desk, who: Person, attempt_id: str) -> Attempt:
    """An attempt of this person's as its row says; Missing."""
    found = await store.attempt(desk.db, who, attempt_id)
    if found is None:
        raise Missing
    return found


async def _answered(desk: Desk, found: Attempt, client_turn_id: str | None) -> bytes:
    """What was answered to a turn sent again; else why no turn can be taken."""
    if client_turn_id and (first := await store.answer(desk.db, found.id, client_turn_id)):
        return first
    raise Ended if found.ended else OutOfTurn


async def _transcript(desk: Desk, found: Attempt) -> list[Exchange]:
    return [load_exchange(one.exchange) for one in await store.records(desk.db, found.id)]
