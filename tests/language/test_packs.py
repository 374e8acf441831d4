"""Every pack keeps its promises: a new file of rules or corpus lines tests itself.

Plain lines with a move are samples, not promises: they are held as a share.
"""

from collections.abc import Iterator
from itertools import groupby

import pytest

from app.language import Ear
from app.language.proof import ENOUGH_HEARD, LINE, Claim, claims, fault_of
from app.packs import PACKS, load_ear, read_pack
from app.vocabulary import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
EAR: Ear = load_ear()[0]


def promises() -> Iterator[object]:
    """The claims of each rule's hits, of its misses, and of each corpus entry that promises."""
    for language in EAR.packs:
        for (kind, name), group in groupby(claimed(language), key=lambda one: (one.kind, one.id)):
            if kind != LINE:
                yield pytest.param(language, tuple(group), id=f"{language}-{kind}-{name}")


def claimed(language: Language) -> Iterator[Claim]:
    pack, _ = read_pack(PACKS / language, language)
    assert pack is not None
    return claims(pack)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_pack_have_no_findings(language: Language) -> None:
    pack, findings = read_pack(PACKS / language, language)
    assert [finding.line() for finding in findings] == []
    assert pack is not None
    assert pack.rules
    assert pack.corpus


@pytest.mark.parametrize(("language", "promised"), list(promises()))
def test_a_pack_hears_what_it_promises(language: Language, promised: tuple[Claim, ...]) -> None:
    found = [(claim.line, fault_of(claim, EAR.packs[language], EAR)) for claim in promised]
    assert [f"{line}: {fault.en}" for line, fault in found if fault] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_hears_nearly_all_of_its_plain_lines(language: Language) -> None:
    lines = [claim for claim in claimed(language) if claim.kind == LINE]
    found = [(claim.line, fault_of(claim, EAR.packs[language], EAR)) for claim in lines]
    misheard = [f"{line}: {fault.en}" for line, fault in found if fault]
    assert len(lines) > 1000
    assert 1 - len(misheard) / len(lines) >= ENOUGH_HEARD, "\n".join(misheard)
