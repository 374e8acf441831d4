"""What a lesson is played with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.coaching.prompts import Prompts
from app.coaching.quoting import lines_in
from app.coaching.rules import RULES_VERSION
from app.coaching.volume import fold
from app.coaching.wordlist import NO_WORDS, WordList, merged
from app.language import Ear, compile_overlay
from app.notation import Overlay
from app.scenario.script import Script
from app.scenario.stock import StockLines
from app.scenario.topics import classes, topics
from app.vocabulary import Language

_LURE = 6
"""A shorter line may be anybody's own."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything a turn is played with: who hears, who answers, who comments; made once and shared.

    Make it with `make_lesson`. `lures` are folded texts of hint lines: said word for word, they
    earn nothing.
    """

    ear: Ear
    script: Script
    stock: StockLines
    overlays: Mapping[Language, Overlay]
    prompts: Prompts
    rules_version: str
    lures: frozenset[str] = field(default_factory=frozenset)


def make_lesson(
    ear: Ear,
    script: Script,
    stock: StockLines,
    prompts: Prompts,
    words: WordList = NO_WORDS,
) -> Lesson:
    """The lesson of a scenario; compiles its words, so make it once and keep it.

    An organisation's `words` are heard beside the scenario's own. Raises
    `app.notation.PatternError` where a topic of the scenario cannot be read.
    """
    overlays = {
        language: compile_overlay(
            merged(topics(script, language), words.topics(language)),
            merged(classes(script, language), words.classes(language)),
            pack,
        )
        for language, pack in ear.packs.items()
    }
    lures = frozenset(
        fold(line)
        for steps in script.hints.values()
        for wording in steps
        for text in (wording.zh, wording.en)
        for line in lines_in(text)
        if len(fold(line)) >= _LURE
    )
    return Lesson(ear, script, stock, overlays, prompts, RULES_VERSION, lures)
