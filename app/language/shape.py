"""A reading as `label --json` and the API write it."""

from typing import Any

from app.reading import Clause, Evidence, Reading
from app.vocabulary import Language


def reading_json(reading: Reading, language: Language | None = None) -> dict[str, Any]:
    """The documented shape; `language` is that of the reasons, by default the text's own."""
    language = language or reading.lang
    leading = reading.leading
    return {
        "text": reading.text,
        "lang": reading.lang,
        "move": leading.label,
        "confidence": round(leading.confidence, 4),
        "runner_up": leading.runner_up and str(leading.runner_up),
        "faults": [str(fault) for fault in reading.faults],
        "clauses": [_clause_json(clause, language) for clause in reading.clauses],
    }


def _clause_json(clause: Clause, language: Language) -> dict[str, Any]:
    return {
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
        "move": clause.label,
        "confidence": round(clause.confidence, 4),
        "runner_up": clause.runner_up and str(clause.runner_up),
        "tipping": clause.tipping.to(language) or None,
        "form": str(clause.form),
        "probe": clause.probe,
        "evidence": [_evidence_json(one, language) for one in clause.evidence],
        "faults": [str(mark.fault) for mark in clause.faults],
        "fault_evidence": [
            {"fault": str(mark.fault), **_evidence_json(mark.evidence, language)}
            for mark in clause.faults
        ],
        "topics": list(clause.topics),
    }


def _evidence_json(evidence: Evidence, language: Language) -> dict[str, Any]:
    return {
        "rule": evidence.rule,
        "start": evidence.start,
        "end": evidence.end,
        "why": evidence.why.to(language),
    }
