"""An organisation's word lists: checked, tried on the packs' corpora, published, switched off."""

import asyncio
import hashlib
from dataclasses import replace

from app.accounts.models import Person
from app.authoring import wordstore as store
from app.authoring.wordstore import Published
from app.coaching.trial import tried, verdict
from app.coaching.wordlist import parse_words
from app.db import Refused, Unit, Write
from app.desk import Desk
from app.errors import BrokenFiles, Conflict, Forbidden, Missing
from app.findings import Finding, Severity
from app.language import Ear
from app.packs import corpus_lines
from app.vocabulary import Wording

FILE = "words.yaml"
"""What a list that came without a file is called in findings."""
TRIES = 5


def looked_over(text: str, file: str, ear: Ear, *, forced: bool = False) -> list[Finding]:
    """Everything that speaks against publishing a list, its trial on the corpora included."""
    words, findings = parse_words(text, file, ear)
    if words is None:
        return findings
    return [*findings, *verdict(words, tried(words, ear, corpus_lines()), forced=forced)]


async def publish(
    desk: Desk,
    organisation_id: str,
    text: str,
    *,
    file: str = FILE,
    who: Person | None = None,
    forced: bool = False,
) -> tuple[Published, list[Finding]]:
    """A list made the active one, with the warnings there are; BrokenFiles, Conflict.

    A text published before becomes active again. Attempts under way stay with their list.
    """
    findings = await asyncio.to_thread(looked_over, text, file, desk.library.ear, forced=forced)
    if any(one.severity is Severity.ERROR for one in findings):
        raise BrokenFiles(findings)
    words, _ = parse_words(text, file, desk.library.ear)
    assert words is not None
    for _ in range(TRIES):
        there = await store.every(desk.db, organisation_id)
        found = Published(
            id=desk.mint("wrd"),
            organisation_id=organisation_id,
            number=max((one.number for one in there), default=0) + 1,
            name=words.name,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            source=text,
            active=True,
            published_by=who.id if who else None,
            published_at=desk.clock(),
        )
        known = next((one for one in there if one.digest == found.digest), None)
        if known and known.active:
            return known, findings
        writes: list[Write] = [store.switch(one.id, on=False) for one in there if one.active]
        writes.append(store.switch(known.id, on=True) if known else store.add(found))
        try:
            await desk.db.write(Unit(tuple(writes)))
        except Refused:
            continue  # Somebody else published at the same moment; look again.
        return (replace(known, active=True) if known else found), findings
    raise Conflict


async def switch(desk: Desk, organisation_id: str, words_id: str, *, on: bool) -> Published:
    """A list switched on, in place of the one that was, or off; Missing, Conflict."""
    for _ in range(TRIES):
        there = await store.every(desk.db, organisation_id)
        found = next((one for one in there if one.id == words_id), None)
        if found is None:
            raise Missing
        if found.active is on:
            return found
        writes = [store.switch(one.id, on=False) for one in there if one.active]
        if on:
            writes.append(store.switch(found.id, on=True))
        try:
            await desk.db.write(Unit(tuple(writes)))
        except Refused:
            continue
        return replace(found, active=on)
    raise Conflict


async def listed(desk: Desk, organisation_id: str) -> tuple[Published, ...]:
    """An organisation's lists, the oldest first."""
    return await store.every(desk.db, organisation_id)


async def one(desk: Desk, organisation_id: str, words_id: str) -> Published:
    """One list of an organisation's; Missing."""
    found = await store.by_id(desk.db, words_id)
    if found is None or found.organisation_id != organisation_id:
        raise Missing
    return found


async def active(desk: Desk, organisation_id: str) -> Published | None:
    """The list that an organisation's new attempts are heard with."""
    return await store.active(desk.db, organisation_id)


async def pinned(desk: Desk, words_id: str | None) -> Published | None:
    """The list that an attempt was begun with; Missing where its row is gone."""
    if words_id is None:
        return None
    found = await store.by_id(desk.db, words_id)
    if found is None:
        raise Missing
    return found


def check_trainer(who: Person) -> None:
    """Refuse whoever is no trainer of their organisation; Forbidden."""
    if not who.trains:
        raise Forbidden(
            Wording(
                zh="这是讲师的事：要用讲师令牌。", en="This is for trainers: use a trainer's token."
            )
        )
