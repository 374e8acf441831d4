"""What is wrong with a scenario that can be read: texts, topics, stories that cannot happen."""

from collections.abc import Iterator

from app.findings import Finding, Severity
from app.scenario.references import wordings
from app.scenario.script import Script
from app.scenario.source import Source
from app.vocabulary import Wording


def check(script: Script, source: Source, *, shipped: bool = False) -> Iterator[Finding]:
    """Every finding about a script whose names all lead somewhere."""
    yield from untranslated(script, source, shipped=shipped)


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
