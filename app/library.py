"""Everything read from disk once: packs, prompts, stock lines, shipped scenarios."""

import errno
import hashlib
import logging
import os
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, get_args

from app.coaching.prompts import STOCK_FILE, UNPROVEN, UNTRANSLATED, Prompts, parse_prompts
from app.coaching.turn import Lesson, make_lesson
from app.coaching.wordlist import NO_WORDS, WordList, read_words, usable
from app.errors import BrokenFiles
from app.findings import Finding, Place, Severity
from app.language import Ear
from app.notation import PatternError
from app.packs import load_ear, pack_findings
from app.scenario.parse import parse_script
from app.scenario.script import Script
from app.scenario.stock import StockLines, parse_stock
from app.vocabulary import Language, Wording

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
TEMPERAMENTS = HERE / "scenario" / "temperaments.yaml"
NO_FILE = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
MOST_BYTES = 1_000_000
"""The largest file read; nobody writes a scenario of a megabyte by hand."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A sound scenario file that came with the product."""

    id: str
    file: str
    source: str
    digest: str
    script: Script
    lesson: Lesson
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What is on the shelves; `left_out` are the findings of files that cannot be used, by file."""

    ear: Ear
    packs_digest: str
    prompts: Prompts
    stock: StockLines
    scenarios: Mapping[str, Shipped]
    left_out: Mapping[str, tuple[Finding, ...]]


def content_root() -> Path:
    """The folder that holds `prompts` and `scenarios`: beside the package, or inside it."""
    return HERE.parent if (HERE.parent / "prompts").is_dir() else HERE


def load_library(content: Path | None = None) -> Library:
    """Read the shelves; `content` holds `prompts` and `scenarios`, else the shipped ones are read.

    A scenario file with errors is left out and the others are served; so is a broken rule of a
    pack. Raises BrokenFiles where a whole pack, the prompts or the stock lines cannot be used:
    without them a coach is deaf or dumb.
    """
    root = content or content_root()
    ear, packs_digest = load_ear()
    prompts, stock, found_wanting = read_prompts(root / "prompts")
    texts, unreadable = read_texts(root / "scenarios", "*.yaml")
    left_out = _by_file([*pack_findings(), *found_wanting, *unreadable])
    scenarios: dict[str, Shipped] = {}
    for file, text in texts.items():
        script, found = parse_script(text, file, shipped=True)
        wrong = [one for one in found if one.severity is Severity.ERROR]
        if script is None or wrong:
            left_out[file] = tuple(found)
            continue
        if (twin := scenarios.get(script.id)) is not None:
            left_out[file] = (_same_id(file, twin.file),)
            continue
        try:
            lesson = make_lesson(ear, script, stock, prompts)
        except PatternError as error:
            left_out[file] = (_bad_pattern(file, error),)
            continue
        digest = hashlib.sha256(text.encode()).hexdigest()
        scenarios[script.id] = Shipped(script.id, file, text, digest, script, lesson, tuple(found))
    return Library(ear, packs_digest, prompts, stock, scenarios, left_out)


def read_prompts(folder: Path) -> tuple[Prompts, StockLines, list[Finding]]:
    """What the coach and the stock buyers say, and samples that do not give what they promise.

    Raises BrokenFiles where a text is missing or cannot be read.
    """
    texts, findings = read_texts(folder, "*/*.yaml")
    prompts, found = parse_prompts(texts)
    stock_files = {
        language: f"{folder.name}/{language}/{STOCK_FILE}" for language in get_args(Language)
    }
    if gone := [file for file in stock_files.values() if file not in texts]:
        raise BrokenFiles([*findings, *(unreadable(file, NO_FILE) for file in gone)])
    lines = {language: texts[file] for language, file in stock_files.items()}
    stock, silent = parse_stock(lines, TEMPERAMENTS.read_text("utf-8"))
    findings += [*found, *silent]
    grave = [one for one in findings if one.code != UNPROVEN]
    if grave or stock is None:
        # What cannot be read is also missing: the cause says enough.
        raise BrokenFiles([one for one in grave if one.code != UNTRANSLATED] or grave)
    return prompts, stock, findings


def read_texts(folder: Path, pattern: str) -> tuple[dict[str, str], list[Finding]]:
    """The texts of a folder's files by their path below its parent; what could not be read."""
    texts, findings = {}, []
    for path in sorted(folder.glob(pattern)):
        file = path.relative_to(folder.parent).as_posix()
        try:
            if path.is_file():
                held = path.read_bytes()[: MOST_BYTES + 1]
                texts[file] = held.decode("utf-8-sig", "replace")
        except OSError as error:
            findings.append(unreadable(file, error))
    return texts, findings


def _same_id(file: str, other: str) -> Finding:
    return Finding(
        "S099",
        Place(file, 1, 1),
        Wording(zh=f"{other} 已用了这个 id", en=f"{other} has the same id"),
        Wording(zh="换一个 id。", en="Give this one another id."),
    )


def unreadable(file: str, error: OSError) -> Finding:
    """That a file cannot be opened, as a finding."""
    return Finding(
        "S097",
        Place(file, 1, 1),
        Wording(zh=f"读不了这个文件：{error.strerror}", en=f"cannot be read: {error.strerror}"),
        Wording(
            zh="检查文件是否存在、有没有读的权限。",
            en="Check that it is there and who may read it.",
        ),
    )


def _bad_pattern(file: str, error: PatternError) -> Finding:
    return Finding(
        "S098",
        Place(file),
        Wording(zh=f"有一个模式读不懂：{error}", en=f"a pattern cannot be read: {error}"),
        Wording(
            zh="检查 about 和 topics 里的括号。", en="Check the brackets in `about` and `topics`."
        ),
    )


def _by_file(findings: list[Finding]) -> dict[str, tuple[Finding, ...]]:
    grouped: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        file = finding.place.file
        grouped[file] = (*grouped.get(file, ()), finding)
    return grouped


class Text(Protocol):
    """A scenario's published text, known by its digest; its version's id never changes its text."""

    @property
    def id(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def source(self) -> str: ...


class Words(Protocol):
    """An organisation's published word list; neither its text nor its id ever changes."""

    @property
    def id(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def source(self) -> str: ...


class Lessons:
    """Lessons made ready to play, by version and by the word list they are heard with.

    Equal texts share one; the longest unused goes.
    """

    def __init__(self, library: Library, room: int = 64) -> None:
        self._library = library
        self._room = room
        self._ready = OrderedDict(
            ((shipped.digest, ""), shipped.lesson) for shipped in library.scenarios.values()
        )
        self._digests: OrderedDict[tuple[str, str | None], tuple[str, str]] = OrderedDict()

    def known(self, version_id: str, words_id: str | None = None) -> Lesson | None:
        """The lesson of a version with a word list, if it is ready."""
        digests = self._digests.get((version_id, words_id))
        lesson = self._ready.get(digests) if digests else None
        if digests and lesson is not None:
            self._ready.move_to_end(digests)
        return lesson

    def of(self, text: Text, words: Words | None = None) -> Lesson:
        """The lesson of a version with a word list, made ready at need; BrokenFiles where the
        version cannot be played."""
        digests = (text.digest, words.digest if words else "")
        lesson = self._ready.get(digests)
        if lesson is None:
            lesson = self._make(text, words)
            self._ready[digests] = lesson
            while len(self._ready) > self._room:
                self._ready.popitem(last=False)
        self._digests[text.id, words.id if words else None] = digests
        while len(self._digests) > 100 * self._room:
            self._digests.popitem(last=False)
        return lesson

    def _make(self, text: Text, words: Words | None) -> Lesson:
        script, findings = parse_script(text.source, f"{text.name}.yaml")
        if script is None:
            raise BrokenFiles(findings)
        shelf = self._library
        try:
            if words is not None:
                with suppress(PatternError):
                    told = words_of(words, shelf.ear)
                    return make_lesson(shelf.ear, script, shelf.stock, shelf.prompts, told)
                log.error("word list %s cannot be heard with any more; played without", words.id)
            return make_lesson(shelf.ear, script, shelf.stock, shelf.prompts)
        except PatternError as error:
            raise BrokenFiles([_bad_pattern(text.name, error)]) from None


def words_of(words: Words, ear: Ear) -> WordList:
    """A published word list as it can be heard with: what newer packs lost a class for is left."""
    found = read_words(words.source)
    return usable(found, ear) if found else NO_WORDS
