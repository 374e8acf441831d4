"""What is wrong with a scenario that can be read: texts, topic words, figures, plays."""

import re
from collections.abc import Iterator

from app.findings import Finding, Severity
from app.notation import PatternError, parse
from app.scenario.script import Script
from app.scenario.source import Path, Source
from app.scenario.stories import told_well
from app.scenario.walk import wordings
from app.vocabulary import Wording

_NUMBER = re.compile(r"(?<![\d.{])\d+(?:\.\d+)?")
_NEAR = 12
LONGEST = 2000


def check(
    script: Script, source: Source, *, shipped: bool = False, whole: bool = True
) -> Iterator[Finding]:
    """Every finding about a script; about its story only if it is `whole`: no name leads astray."""
    yield from untranslated(script, source, shipped=shipped)
    yield from overlong(script, source)
    yield from unreadable_patterns(script, source)
    yield from shared_words(script, source)
    yield from broken_draws(script, source)
    yield from contradicted_facts(script, source)
    yield from unproven(script, source, shipped=shipped)
    if whole:
        yield from told_well(script, source)


def untranslated(script: Script, source: Source, *, shipped: bool) -> Iterator[Finding]:
    """S030 for a text that one language lacks: a warning in a draft, an error when shipped."""
    severity = Severity.ERROR if shipped else Severity.WARNING
    for path, wording in wordings(script):
        if not wording:
            message = Wording(zh="这里没有文字", en="there is no text here")
            mend = Wording(zh="写上 zh 和 en", en="write zh and en")
            yield source.finding("S031", path, message, mend)
            continue
        for language, text in (("zh", wording.zh), ("en", wording.en)):
            if not text.strip():
                message = Wording(zh=f"缺少 {language} 文字", en=f"the {language} text is missing")
                mend = Wording(zh=f"补上 {language}: …", en=f"add `{language}: …`")
                yield source.finding("S030", path, message, mend, severity)


def overlong(script: Script, source: Source) -> Iterator[Finding]:
    """S032 for a text that nobody would read to its end."""
    for path, wording in wordings(script):
        for language, text in (("zh", wording.zh), ("en", wording.en)):
            if len(text) > LONGEST:
                message = Wording(
                    zh=f"{len(text)} 个字符，太长了", en=f"{len(text)} characters are too many"
                )
                mend = Wording(zh=f"不超过 {LONGEST} 个", en=f"{LONGEST} at most")
                yield source.finding("S032", (*path, language), message, mend)


def patterns(script: Script) -> Iterator[tuple[Path, str]]:
    """Every pattern of the file, with its path."""
    product = script.product
    groups: list[tuple[Path, tuple[str, ...]]] = [(("product", "about"), product.about)]
    groups += [(("topics", name), words) for name, words in script.topics.items()]
    groups += [
        (("product", "facts", name, "about"), spec.about) for name, spec in product.facts.items()
    ]
    for section in ("known", "rivals", "people", "facts", "materials", "resistances", "needs"):
        for index, item in enumerate(getattr(script, section)):
            groups.append(((section, index, "about"), item.about))
    for index, feature in enumerate(product.features):
        groups.append((("product", "features", index, "about"), feature.about))
    for index, resistance in enumerate(script.resistances):
        path: Path = ("resistances", index, "resolved_by", "about")
        groups.append((path, resistance.resolved_by.about))
    for index, need in enumerate(script.needs):
        groups.append((("needs", index, "met_by", "about"), need.met_by.about))
        for number, implication in enumerate(need.implications):
            path = ("needs", index, "implications", number, "about")
            groups.append((path, implication.about))
    for path, words in groups:
        for number, word in enumerate(words):
            yield (*path, number), word


def unreadable_patterns(script: Script, source: Source) -> Iterator[Finding]:
    """S042 for a topic word that the notation cannot read."""
    for path, pattern in patterns(script):
        try:
            parse(pattern)
        except PatternError as error:
            message = Wording(
                zh=f"话题词 {pattern} 写法有误：{error}",
                en=f"the topic word {pattern!r} cannot be read: {error}",
            )
            mend = Wording(
                zh="( ) [ ] { } | ^ $ 和 ... 有特殊含义，请去掉或配对",
                en="( ) [ ] { } | ^ $ and ... have a meaning: pair or remove them",
            )
            yield source.finding("S042", path, message, mend)


def shared_words(script: Script, source: Source) -> Iterator[Finding]:
    """S040 for a topic word by which two needs of one person would both be recognised."""
    seen: dict[tuple[str, str], str] = {}
    for index, need in enumerate(script.needs):
        words: list[tuple[Path, str]] = [
            (("needs", index, "about", number), word) for number, word in enumerate(need.about)
        ]
        for which, implication in enumerate(need.implications):
            path: Path = ("needs", index, "implications", which, "about")
            words += [((*path, number), word) for number, word in enumerate(implication.about)]
        for path, word in words:
            other = seen.setdefault((need.owner or "", word.casefold().strip()), need.id)
            if other != need.id:
                message = Wording(
                    zh=f"“{word}”同时是需求 {other} 和 {need.id} 的话题词",
                    en=f"{word!r} is a topic word of both {other} and {need.id}",
                )
                mend = Wording(
                    zh="只留给一个需求，否则问一个会答成另一个",
                    en="leave it to one need, or asking for one may be heard as the other",
                )
                yield source.finding("S040", path, message, mend, Severity.WARNING)


def broken_draws(script: Script, source: Source) -> Iterator[Finding]:
    """S055 for a range from which nothing can be drawn, or not as many words as numbers."""
    for index, draw in enumerate(script.draws):
        if draw.low > draw.high:
            message = Wording(
                zh=f"范围 {draw.low}–{draw.high} 是空的",
                en=f"the range {draw.low}-{draw.high} is empty",
            )
            mend = Wording(zh="low 不能大于 high", en="low must not be above high")
            yield source.finding("S055", ("draws", index, "low"), message, mend)
        elif draw.says and len(draw.says) != draw.many:
            message = Wording(
                zh=f"says 写了 {len(draw.says)} 个，要抽的数有 {draw.many} 个",
                en=f"says words {len(draw.says)} numbers of {draw.many}",
            )
            mend = Wording(
                zh="从 low 起，每个数写一条", en="give one wording for each number, from low up"
            )
            yield source.finding("S055", ("draws", index, "says"), message, mend)


def contradicted_facts(script: Script, source: Source) -> Iterator[Finding]:
    """S060 for a line that gives another number than the product's facts allow."""
    for spec_id, spec in script.product.facts.items():
        if spec.low is None or spec.high is None:
            continue
        words = [word for word in spec.about if word.isalnum()]
        for path, wording in wordings(script):
            if path[:2] == ("product", "facts") or path[0] == "plays":
                continue
            for language, text in (("zh", wording.zh), ("en", wording.en)):
                said = _number_after(text, words)
                if said is not None and not spec.low <= said <= spec.high:
                    message = Wording(
                        zh=f"这里说 {said:g}，而产品事实 {spec_id} 是 {spec.low:g}–{spec.high:g}",
                        en=f"this says {said:g}; the fact {spec_id} is {spec.low:g}-{spec.high:g}",
                    )
                    mend = Wording(zh="改成一致", en="make them agree")
                    place = (*path, language)
                    yield source.finding("S060", place, message, mend, Severity.WARNING)


def _number_after(text: str, words: list[str]) -> float | None:
    for word in words:
        at = text.casefold().find(word.casefold())
        if at >= 0:
            found = _NUMBER.search(text, at + len(word), at + len(word) + _NEAR)
            if found:
                return float(found[0])
    return None


def unproven(script: Script, source: Source, *, shipped: bool) -> Iterator[Finding]:
    """S070 and S071 for a scenario without a good or a bad play; S073 for an empty turn."""
    severity = Severity.ERROR if shipped else Severity.WARNING
    kinds = {play.kind for play in script.plays}
    for code, wanted in (("S070", {"expert"}), ("S071", {"poor", "pusher", "pitcher"})):
        if not kinds & wanted:
            kind = sorted(wanted)[0] if len(wanted) == 1 else "poor"
            message = Wording(zh=f"没有 as: {kind} 的示范对话", en=f"there is no play `as: {kind}`")
            mend = Wording(
                zh="在 plays 里写一段，证明这个场景能这样走完",
                en="write one under plays, as proof that the scenario can go that way",
            )
            yield source.finding(code, ("plays",), message, mend, severity, key=True)
    for index, play in enumerate(script.plays):
        for number, turn in enumerate(play.turns):
            if not turn.you and not turn.action:
                message = Wording(zh="这一轮什么也没说、没做", en="nothing is said or done here")
                mend = Wording(zh="写 you 或 action", en="write `you` or `action`")
                yield source.finding("S073", ("plays", index, "turns", number), message, mend)
