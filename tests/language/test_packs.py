"""Every pack keeps its promises: a new file of rules or corpus lines tests itself."""

from collections.abc import Iterator
from itertools import groupby

import pytest

from app.language import Ear
from app.language.proof import Claim, claims, fault_of
from app.packs import PACKS, load_ear, read_pack
from app.vocabulary import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
EAR: Ear = load_ear()[0]


def promises() -> Iterator[object]:
    """The claims of each rule's hits, of its misses, and of each corpus entry."""
    for language in EAR.packs:
        pack, _ = read_pack(PACKS / language, language)
        assert pack is not None
        for (kind, name), group in groupby(claims(pack), key=lambda one: (one.kind, one.id)):
            yield pytest.param(language, tuple(group), id=f"{language}-{kind}-{name}")


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
