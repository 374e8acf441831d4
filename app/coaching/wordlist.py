"""An organisation's words: a file of word lists read and checked, to be laid over the packs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from app.coaching.wordcheck import (
    check_classes,
    check_names,
    check_patterns,
    fits,
    wrong_fields,
)
from app.findings import Finding, Place, Severity
from app.language import Ear
from app.scenario.source import Node, Path, Source, read_source
from app.vocabulary import Language, Wording

MOST_CHARACTERS = 64_000
MOST_FINDINGS = 200
TOPIC = "topic:"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's list: patterns by word class and by topic."""

    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordList:
    """A word list file that can be used; `places` tells where each pattern stands in it."""

    name: str
    lists: Mapping[Language, Words]
    places: Mapping[tuple[Language, str, str], Place] = field(default_factory=dict)

    def classes(self, language: Language) -> Mapping[str, tuple[str, ...]]:
        """What it adds to the word classes of a language."""
        return self.lists[language].classes if language in self.lists else {}

    def topics(self, language: Language) -> Mapping[str, tuple[str, ...]]:
        """What it adds to topics, by their full ids, such as `topic:delivery`."""
        found = self.lists[language].topics if language in self.lists else {}
        return {f"{TOPIC}{name}": patterns for name, patterns in found.items()}

    def patterns(self, language: Language) -> Iterator[tuple[str, str]]:
        """Every pattern of a language with the class or topic it belongs to."""
        for group in (self.classes(language), self.topics(language)):
            for name, patterns in group.items():
                yield from ((name, pattern) for pattern in patterns)


NO_WORDS = WordList("none", {})


def parse_words(text: str, file: str, ear: Ear) -> tuple[WordList | None, list[Finding]]:
    """Read a word list file and check it against the packs; findings in the order of the file.

    The list is None where anything in it is an error (W001-W026).
    """
    if len(text) > MOST_CHARACTERS:
        return None, [_too_large(file)]
    source, findings = read_source(text, file)
    if source is None:
        return None, [_ours(one) for one in findings]
    found = sorted(_check(source, ear), key=lambda one: (one.place.line, one.place.column))
    if any(one.severity is Severity.ERROR for one in found):
        return None, found[:MOST_FINDINGS]
    return _built(source), found[:MOST_FINDINGS]


def read_words(text: str) -> WordList | None:
    """A list that was checked when it was published, read again; None where it is none."""
    source, _ = read_source(text, "")
    if source is None or any(wrong_fields(source, get_args(Language))):
        return None
    return _built(source)


def usable(words: WordList, ear: Ear) -> WordList:
    """The list without what today's packs cannot hear: they may have lost a class since."""
    lists: dict[Language, Words] = {}
    for language, own in words.lists.items():
        if language in ear.packs:
            known = frozenset(ear.packs[language].lexicon)
            lists[language] = Words(
                {
                    name: tuple(one for one in patterns if fits(one, known))
                    for name, patterns in own.classes.items()
                    if name in known
                },
                {
                    name: tuple(one for one in patterns if fits(one, known))
                    for name, patterns in own.topics.items()
                },
            )
    return replace(words, lists=lists)


def merged(
    one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Patterns by name, of both, each once."""
    names = dict.fromkeys((*one, *other))
    return {n: tuple(dict.fromkeys((*one.get(n, ()), *other.get(n, ())))) for n in names}


def _check(source: Source, ear: Ear) -> Iterator[Finding]:
    broken = list(wrong_fields(source, tuple(ear.packs)))
    yield from broken
    if broken:
        return
    names = list(check_names(source))
    yield from names
    for index, entry in enumerate(_items(source.root, "lists")):
        pack = ear.packs[entry.plain()["lang"]]
        path: Path = ("lists", index)
        wrong = list(check_classes(source, path, pack))
        yield from wrong
        yield from check_patterns(source, path, pack, compiles=not (wrong or names))


def _items(node: Node, name: str) -> list[Node]:
    held = node.items[name] if isinstance(node.items, dict) else None
    return held.items if held and isinstance(held.items, list) else []


def _built(source: Source) -> WordList:
    plain = source.root.plain()
    lists: dict[Language, Words] = {}
    places: dict[tuple[Language, str, str], Place] = {}
    for index, entry in enumerate(plain["lists"]):
        language: Language = entry["lang"]
        groups = {
            kind: {name: tuple(said) for name, said in (entry.get(kind) or {}).items()}
            for kind in ("classes", "topics")
        }
        lists[language] = Words(groups["classes"], groups["topics"])
        for kind, group in groups.items():
            for name, patterns in group.items():
                for at, pattern in enumerate(patterns):
                    place, _ = source.place(("lists", index, kind, name, at))
                    whole = f"{TOPIC}{name}" if kind == "topics" else name
                    places.setdefault((language, whole, pattern), place)
    return WordList(plain["name"], lists, places)


def _ours(finding: Finding) -> Finding:
    """A finding about YAML as such, under the code that word lists give it."""
    mend = finding.mend
    if finding.code == "S007" and finding.place.line <= 1:
        mend = Wording(zh="从 `format: 1` 写起", en="start with `format: 1`")
    return replace(finding, code=f"W{finding.code[1:]}", mend=mend)


def _too_large(file: str) -> Finding:
    return Finding(
        "W002",
        Place(file, 1, 1),
        Wording(
            zh=f"超过 {MOST_CHARACTERS} 个字符", en=f"longer than {MOST_CHARACTERS} characters"
        ),
        Wording(
            zh="词表记的是词，不是目录：用 (甲|乙) 合并，删去本来就听得懂的",
            en="a list holds words, not a catalogue: join with (a|b), drop what is heard anyway",
        ),
    )
