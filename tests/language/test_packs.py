"""Every pack keeps its promises: a new file of rules or corpus lines tests itself."""

import pytest

from app.language.classify import Ear
from app.language.proof import Claim, claims, fault_of
from app.packs import PACKS, load_ear, read_pack
from app.vocabulary import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def every_claim() -> list[tuple[Language, Claim]]:
    ear, _ = load_ear()
    return [(language, claim) for language, pack in ear.packs.items() for claim in claims(pack)]


def shown(value: object) -> str:
    if isinstance(value, Claim):
        return f"{value.kind}-{value.id}-{value.path[-1]}"
    return str(value)


@pytest.fixture(scope="module")
def ear() -> Ear:
    return load_ear()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_of_a_pack_have_no_findings(language: Language) -> None:
    _, findings = read_pack(PACKS / language, language)
    assert [finding.line() for finding in findings] == []


@pytest.mark.parametrize(("language", "claim"), every_claim(), ids=shown)
def test_a_pack_hears_what_it_claims_to(language: Language, claim: Claim, ear: Ear) -> None:
    fault = fault_of(claim, ear.packs[language], ear)
    assert fault is None, f"{claim.line}: {fault.en if fault else ''}"
