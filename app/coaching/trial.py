"""A word list tried before use: which lines are heard differently with it, and which words do it.

A word that is too wide shows in the packs' own corpora, whose lines come from a hundred trades: a
list may change few of them, and none of its words may be heard all over them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.coaching.wordlist import WordList
from app.findings import Finding, Place, Severity
from app.language import Ear, Pack, classify, compile_overlay
from app.notation import Overlay
from app.reading import Context, Reading
from app.vocabulary import BuyerAct, Language, Move, Wording

MOST_CHANGED = 0.01
"""The share of a pack's corpus lines that a list may have heard differently."""
MOST_HEARD = 0.05
"""The share of a pack's corpus lines that one word of a list may be heard in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to hear, with what the buyer said before; `label` is what it is, where known."""

    text: str
    lang: Language
    context: str = ""
    label: str = ""
    acts: tuple[BuyerAct, ...] = ()
    last_question: Move | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A line heard differently with the list; `words` are those of its patterns that it holds."""

    line: Line
    before: tuple[str, ...]
    after: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def mended(self) -> bool | None:
        """Whether a labelled line is heard right now (False: no longer); None where neither."""
        was, now = (one[0] == self.line.label for one in (self.before, self.after))
        return now if was is not now else None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a list does to one language's lines; `heard` counts the lines each pattern is in."""

    lang: Language
    lines: int
    changes: tuple[Change, ...]
    heard: Mapping[tuple[str, str], int]

    @property
    def share(self) -> float:
        """The share of the lines that are heard differently."""
        return len(self.changes) / self.lines if self.lines else 0.0


def tried(words: WordList, ear: Ear, lines: Iterable[Line]) -> tuple[Trial, ...]:
    """The list tried on lines, a trial for each language it has a list for."""
    held = tuple(lines)
    return tuple(
        _tried(words, ear, language, [one for one in held if one.lang == language])
        for language in words.lists
    )


def verdict(words: WordList, trials: Iterable[Trial], *, forced: bool = False) -> list[Finding]:
    """W030, W031: what speaks against a list after its trial on the packs' corpora.

    They are errors; warnings for who is `forced` to have it all the same.
    """
    found: list[Finding] = []
    for trial in trials:
        places = [place for (lang, *_), place in words.places.items() if lang == trial.lang]
        first = min(places, default=Place(words.name, 1, 1))
        if trial.share > MOST_CHANGED:
            found.append(_too_much(trial, first))
        for (name, pattern), count in trial.heard.items():
            if count > MOST_HEARD * trial.lines:
                place = words.places.get((trial.lang, name, pattern), first)
                found.append(_too_wide(trial, place, pattern, count))
    if forced:
        return [replace(one, severity=Severity.WARNING) for one in found]
    return found


def heard_as(reading: Reading) -> tuple[str, ...]:
    """How a line was heard, as trials compare it: its label, then its faults."""
    return (reading.leading.label, *sorted(map(str, reading.faults)))


def _tried(words: WordList, ear: Ear, language: Language, lines: list[Line]) -> Trial:
    pack = ear.packs[language]
    overlay = compile_overlay(words.topics(language), words.classes(language), pack)
    patterns = tuple(dict.fromkeys(words.patterns(language)))
    probes = compile_overlay(
        {str(at): (pattern,) for at, (_, pattern) in enumerate(patterns)},
        words.classes(language),
        pack,
    )
    changes: list[Change] = []
    heard: Counter[tuple[str, str]] = Counter()
    for line in lines:
        held = [patterns[int(at)] for at in _topics(line.text, pack, probes)]
        heard.update(held)
        if not held:
            continue
        before, after = (heard_as(_hear(line, ear, one)) for one in (None, overlay))
        if before != after:
            said = tuple(dict.fromkeys(pattern for _, pattern in held))
            changes.append(Change(line, before, after, said))
    return Trial(language, len(lines), tuple(changes), dict(heard.most_common()))


def _topics(text: str, pack: Pack, probes: Overlay) -> tuple[str, ...]:
    units = pack.vocabulary.fold(text, probes)
    return pack.vocabulary.topics(pack.vocabulary.hear(units, probes), probes)


def _hear(line: Line, ear: Ear, overlay: Overlay | None) -> Reading:
    context = Context(
        buyer_said=line.context, buyer_acts=line.acts, last_question=line.last_question
    )
    return classify(line.text, ear, line.lang, context, overlay, one_clause=True)


def _too_much(trial: Trial, place: Place) -> Finding:
    count, most = len(trial.changes), f"{MOST_CHANGED:.0%}"
    return Finding(
        "W030",
        place,
        Wording(
            zh=f"{trial.lang} 语料 {trial.lines} 句里有 {count} 句听法变了（上限 {most}）",
            en=f"{count} of the {trial.lines} {trial.lang} corpus lines are heard differently "
            f"(at most {most} may)",
        ),
        _LOOK,
    )


def _too_wide(trial: Trial, place: Place, pattern: str, count: int) -> Finding:
    most = f"{MOST_HEARD:.0%}"
    return Finding(
        "W031",
        place,
        Wording(
            zh=f"{trial.lang} 语料 {trial.lines} 句里有 {count} 句含 {pattern}（上限 {most}）",
            en=f"{pattern!r} is heard in {count} of the {trial.lines} {trial.lang} corpus lines "
            f"(at most {most})",
        ),
        _LOOK,
    )


_LOOK = Wording(
    zh="用 `spinfab words try` 看是哪些句子，把词写窄；确实要用就加 --force",
    en="see with `spinfab words try` which, and narrow the word; `--force` has it all the same",
)
