"""From a trainer's text to a script, with every finding at its line and column."""

from collections.abc import Iterator
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.findings import Finding, Severity
from app.scenario.checks import check
from app.scenario.complaint import complain
from app.scenario.references import twice_named, unknown_names, unknown_placeholders
from app.scenario.script import Script
from app.scenario.source import Source, read_source

MOST_FINDINGS = 200


def parse_script(
    text: str, file: str, *, shipped: bool = False
) -> tuple[Script | None, list[Finding]]:
    """Read a scenario file and check it; findings come in the order of the file.

    The script is None where the file cannot be played: not YAML, not this format, or names that
    lead nowhere. `shipped` holds it to the product's own bar (both languages, both plays).
    """
    source, findings = read_source(text, file)
    if source is None:
        return None, findings
    try:
        script = Script.model_validate(source.root.plain())
    except ValidationError as error:
        details = _roots(error.errors(include_url=False))[:MOST_FINDINGS]
        found = {
            (f.code, f.place, f.message.en): f for f in (complain(each, source) for each in details)
        }
        return None, sorted(found.values(), key=_order)
    broken = list(islice(_names(script, source), MOST_FINDINGS))
    playable = not any(finding.severity is Severity.ERROR for finding in broken)
    findings = [*broken, *check(script, source, shipped=shipped, whole=playable)]
    return script if playable else None, sorted(findings, key=_order)[:MOST_FINDINGS]


def _roots(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without the complaint that a list is too short for what is wrong inside it."""
    return [
        each
        for each in details
        if each["type"] != "too_short"
        or not any(
            other["loc"][: len(each["loc"])] == each["loc"]
            for other in details
            if other is not each
        )
    ]


def _names(script: Script, source: Source) -> Iterator[Finding]:
    yield from unknown_names(script, source)
    yield from twice_named(script, source)
    yield from unknown_placeholders(script, source)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.place.line, finding.place.column, finding.code
