"""The language packs, read from disk once; and the script table that folds their texts."""

import gc
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import get_args

import opencc

from app.coaching.trial import Line
from app.errors import BrokenFiles
from app.findings import Finding, Severity
from app.language import Ear, Pack, parse_pack
from app.language.loading import parse_corpus
from app.vocabulary import Language

PACKS = Path(__file__).parent / "language" / "packs"
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2A6E0))


@lru_cache(maxsize=1)
def load_ear() -> tuple[Ear, str]:
    """The ear with every language's pack, and one digest of all their files.

    A broken rule is left out (`pack_findings`); raises BrokenFiles where a pack cannot be used at
    all, since its language would be heard by another's.
    """
    packs: dict[Language, Pack] = {}
    broken: list[Finding] = []
    digest = sha256()
    for language, (pack, findings) in _shipped().items():
        if pack is None:
            broken += findings
            continue
        packs[language] = pack
        digest.update(pack.digest.encode())
    if broken:
        raise BrokenFiles(broken)
    return Ear(packs), digest.hexdigest()


def pack_findings() -> list[Finding]:
    """The errors in the shipped packs: rules that had to be left out."""
    return [
        finding
        for _, findings in _shipped().values()
        for finding in findings
        if finding.severity is Severity.ERROR
    ]


@lru_cache(maxsize=1)
def _shipped() -> Mapping[Language, tuple[Pack | None, list[Finding]]]:
    # Nothing that loading makes is garbage: collecting it would only walk it again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return {
            language: read_pack(PACKS / language, language, proof=False)
            for language in get_args(Language)
        }
    finally:
        if collecting:
            gc.enable()


@lru_cache(maxsize=1)
def corpus_lines() -> tuple[Line, ...]:
    """What trainees say in the corpora of the shipped packs: what word lists are tried on."""
    lines: list[Line] = []
    for language in get_args(Language):
        folder = PACKS / language
        files = {
            path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace")
            for path in sorted((folder / "corpus").glob("*.yaml"))
        }
        for entry in parse_corpus(files):
            if entry.act is None:
                label, acts, last = entry.move or "", entry.acts, entry.last_question
                lines += [
                    Line(said, language, entry.buyer, label, acts, last) for said in entry.says
                ]
    return tuple(lines)


def read_pack(
    folder: Path, language: Language, *, proof: bool = True
) -> tuple[Pack | None, list[Finding]]:
    """The pack in a folder, with what was found wanting; without `proof` its corpus is not read."""
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace")
        for path in sorted((*folder.glob("**/*.yaml"), *folder.glob("*.tsv")))
    }
    return parse_pack(files, language, script_table(), f"{_shown(folder)}/", proof=proof)


@lru_cache(maxsize=1)
def script_table() -> Mapping[str, str]:
    """Every Traditional character that has one Simplified form, from OpenCC's own data."""
    characters = [chr(code) for block in _IDEOGRAPHS for code in block]
    simple = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        one: other
        for one, other in zip(characters, simple, strict=True)
        if one != other and len(other) == 1
    }


def _shown(folder: Path) -> str:
    here = Path.cwd()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()
