"""What can be wrong with a word list, W010-W026: fields, names, classes, patterns."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from app.findings import Finding, Severity
from app.language import Pack, compile_overlay
from app.notation import PatternError, parse
from app.scenario.complaint import meant
from app.scenario.source import Path, Source
from app.vocabulary import Wording

OPEN = ("product", "rival", "jargon")
"""The classes that are a trade's own; to add to others is to change the language."""
KINDS = ("classes", "topics")
MOST_LISTS = 8
MOST_PATTERNS = 2_000
MOST_NAMES = 100
LONGEST = 200
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,47}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FIELDS = {(): ("format", "name", "lists"), ("lists",): ("lang", *KINDS)}


def wrong_fields(source: Source, languages: Sequence[str]) -> Iterator[Finding]:
    """W010-W012, W014, W015: whatever keeps the file from being a word list at all."""
    plain = source.root.plain()
    yield from _fields(source, (), plain, _FIELDS[()], needed=_FIELDS[()])
    if "format" in plain and plain["format"] != 1:
        yield _unknown(source, ("format",), plain["format"], ["1"])
    if "name" in plain and not isinstance(plain["name"], str):
        yield _mistyped(source, ("name",), "文字", "text")
    lists = plain.get("lists", [])
    if not isinstance(lists, list) or ("lists" in plain and not lists):
        yield _mistyped(source, ("lists",), "列表（每种语言一项）", "a list, one entry a language")
        return
    if len(lists) > MOST_LISTS:
        yield _too_many(source, ("lists",), len(lists), MOST_LISTS)
    seen: set[str] = set()
    for index, entry in enumerate(lists):
        path: Path = ("lists", index)
        if not isinstance(entry, dict):
            yield _mistyped(source, path, "“字段: 值”的结构", "a mapping of fields")
            continue
        yield from _fields(source, path, entry, _FIELDS[("lists",)], needed=("lang",))
        language = entry.get("lang")
        if "lang" in entry and language not in languages:
            yield _unknown(source, (*path, "lang"), language, languages)
        elif isinstance(language, str) and language in seen:
            yield source.finding(
                "W015",
                (*path, "lang"),
                Wording(zh=f"{language} 写了两次", en=f"there are two lists for {language}"),
                Wording(zh="合成一个", en="make them one"),
            )
        seen.add(str(language))
        yield from _groups(source, path, entry)


def _groups(source: Source, path: Path, entry: dict[str, Any]) -> Iterator[Finding]:
    total = 0
    for kind in KINDS:
        group = entry.get(kind)
        if group is None:
            continue
        if not isinstance(group, dict):
            yield _mistyped(source, (*path, kind), "“名字: [词]”的结构", "names with their words")
            continue
        if len(group) > MOST_NAMES:
            yield _too_many(source, (*path, kind), len(group), MOST_NAMES)
        for name, patterns in group.items():
            where = (*path, kind, name)
            if not isinstance(patterns, list) or not patterns:
                yield _mistyped(source, where, "词的列表，如 [甲, 乙]", "a list of words: [a, b]")
                continue
            total += len(patterns)
            for at, pattern in enumerate(patterns):
                if not isinstance(pattern, str) or _CONTROL.search(pattern):
                    yield _mistyped(
                        source, (*where, at), "文字；数字请加引号", "text; put a number in quotes"
                    )
                elif len(pattern) > LONGEST:
                    yield _too_long(source, (*where, at), len(pattern))
    if total > MOST_PATTERNS:
        yield _too_many(source, path, total, MOST_PATTERNS)
    if not total and not any(entry.get(kind) for kind in KINDS):
        yield source.finding(
            "W011",
            path,
            Wording(zh="这里一个词也没有", en="there is not one word here"),
            Wording(zh="写上 classes: 或 topics:", en="write `classes:` or `topics:`"),
        )


def _fields(
    source: Source, path: Path, plain: dict[str, Any], known: Sequence[str], needed: Sequence[str]
) -> Iterator[Finding]:
    for name in plain:
        if name not in known:
            message = Wording(zh=f"没有 {name} 这个字段", en=f"there is no field {name!r} here")
            yield source.finding("W010", (*path, name), message, meant(name, known), key=True)
    for name in needed:
        if name not in plain:
            message = Wording(zh=f"缺少字段 {name}", en=f"the field {name!r} is missing")
            mend = Wording(zh=f"请补上 {name}:", en=f"add `{name}:`")
            yield source.finding("W011", path, message, mend, key=True)


def check_names(source: Source) -> Iterator[Finding]:
    """W013: the list's and the topics' names are ids."""
    plain = source.root.plain()
    named: list[tuple[Path, str]] = [(("name",), plain["name"])]
    for index, entry in enumerate(plain["lists"]):
        named += [(("lists", index, "topics", name), name) for name in entry.get("topics") or {}]
    for path, name in named:
        if not _NAME.fullmatch(name):
            yield source.finding(
                "W013",
                path,
                Wording(zh=f"{name!r:.60} 不能做名字", en=f"{name!r:.60} cannot be an id"),
                Wording(
                    zh="用小写字母开头，只含小写字母、数字、- 和 _",
                    en="begin with a small letter; small letters, digits, - and _ only",
                ),
                key=True,
            )


def check_classes(source: Source, path: Path, pack: Pack) -> Iterator[Finding]:
    """W020 for a class that the pack has not; W021, a warning, for one that is not the trade's."""
    entry = _entry(source, path)
    open_here = [name for name in OPEN if name in pack.lexicon]
    for name in entry.get("classes") or {}:
        where = (*path, "classes", name)
        if name not in pack.lexicon or name == "number":
            message = Wording(
                zh=f"{pack.language} 语言包没有词类 {name}",
                en=f"the {pack.language} pack has no word class {name!r}",
            )
            yield source.finding("W020", where, message, meant(name, open_here), key=True)
        elif name not in OPEN:
            message = Wording(
                zh=f"{name} 是语言本身的词类", en=f"{name!r} is a class of the language itself"
            )
            mend = Wording(
                zh="规则到处用它：先用 `spinfab words try` 试过",
                en="rules use it everywhere: look at `spinfab words try` first",
            )
            yield source.finding("W021", where, message, mend, Severity.WARNING, key=True)


def check_patterns(source: Source, path: Path, pack: Pack, *, compiles: bool) -> Iterator[Finding]:
    """W022-W026: each pattern by itself, then, if `compiles` is asked, all of them together."""
    entry = _entry(source, path)
    known = frozenset(pack.lexicon)
    good = compiles
    for kind in KINDS:
        for name, patterns in (entry.get(kind) or {}).items():
            seen: set[str] = set()
            for at, pattern in enumerate(patterns):
                for found in _check_one(source, (*path, kind, name, at), pattern, known):
                    good = good and found.severity is not Severity.ERROR
                    yield found
                if pattern in seen:
                    message = Wording(zh=f"{pattern} 写了两次", en=f"{pattern!r} is written twice")
                    mend = Wording(zh="删去一个", en="remove one")
                    where = (*path, kind, name, at)
                    yield source.finding("W024", where, message, mend, Severity.WARNING)
                seen.add(pattern)
    if good:
        try:
            compile_overlay(entry.get("topics") or {}, entry.get("classes") or {}, pack)
        except PatternError as error:
            message = Wording(zh=f"这些词合不起来：{error}", en=f"it cannot be compiled: {error}")
            mend = Wording(
                zh="词类里的词不能又用到这个词类", en="a class's words must not use that class"
            )
            yield source.finding("W023", path, message, mend)


def _check_one(
    source: Source, path: Path, pattern: str, known: frozenset[str]
) -> Iterator[Finding]:
    try:
        written = parse(pattern)
    except PatternError as error:
        yield source.finding(
            "W022",
            path,
            Wording(
                zh=f"{pattern} 第 {error.column} 个字符处读不懂：{error}",
                en=f"{pattern!r} cannot be read at character {error.column}: {error}",
            ),
            Wording(
                zh="( ) [ ] { } | ^ $ ~ 和 ... 有特殊含义：配对，或在前面加 \\",
                en="( ) [ ] { } | ^ $ ~ and ... have a meaning: pair them, or put \\ before",
            ),
        )
        return
    if unknown := sorted(written.classes - known):
        message = Wording(
            zh=f"没有词类 {{{unknown[0]}}}", en=f"there is no word class {{{unknown[0]}}}"
        )
        yield source.finding("W023", path, message, meant(unknown[0], known))
        return
    letters = sum(char.isalnum() for char in pattern)
    if not letters:
        message = Wording(zh=f"{pattern} 里没有字", en=f"there is no letter in {pattern!r}")
        mend = Wording(zh="写上要听的词", en="write the word to be heard")
        yield source.finding("W026", path, message, mend)
    elif letters == 1 and not written.classes:
        message = Wording(
            zh=f"只有一个字 {pattern}，到处都会听到", en=f"{pattern!r} is one character long"
        )
        mend = Wording(
            zh="写完整的词；用 `spinfab words try` 看看",
            en="write the whole word; look at `spinfab words try`",
        )
        yield source.finding("W025", path, message, mend, Severity.WARNING)


def fits(pattern: str, known: frozenset[str]) -> bool:
    """Whether a pattern can be read and names only classes there are."""
    try:
        return parse(pattern).classes <= known
    except PatternError:
        return False


def _entry(source: Source, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = source.root.plain()["lists"][path[1]]
    return found


def _unknown(source: Source, path: Path, word: Any, choices: Sequence[str]) -> Finding:
    shown = repr(word)[:60]
    message = Wording(zh=f"不认识 {shown}", en=f"{shown} is not a word known here")
    return source.finding("W012", path, message, meant(str(word), choices))


def _mistyped(source: Source, path: Path, zh: str, en: str) -> Finding:
    return source.finding(
        "W014",
        path,
        Wording(zh="这里的值类型不对", en="this is not of the right kind"),
        Wording(zh=f"这里要写{zh}", en=f"write {en}"),
    )


def _too_many(source: Source, path: Path, count: int, most: int) -> Finding:
    return source.finding(
        "W015",
        path,
        Wording(zh=f"{count} 项，太多了", en=f"{count} are too many"),
        Wording(zh=f"最多 {most} 项", en=f"{most} at most"),
    )


def _too_long(source: Source, path: Path, count: int) -> Finding:
    return source.finding(
        "W015",
        path,
        Wording(zh=f"{count} 个字符，太长了", en=f"{count} characters are too long for a pattern"),
        Wording(zh=f"最多 {LONGEST} 个", en=f"{LONGEST} at most"),
    )
