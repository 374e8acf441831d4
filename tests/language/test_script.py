"""One sentence in Simplified or Traditional characters gets one reading."""

import opencc
import pytest

from app.language import Ear, Pack, classify, hear_buyer
from app.language.proof import claims
from app.packs import load_ear

EAR: Ear = load_ear()[0]
PACK: Pack = EAR.packs["zh"]
LINES = sorted({claim.line for claim in claims(PACK)})


@pytest.mark.parametrize("way", ["s2t", "s2tw", "s2hk"])
def test_every_line_of_the_pack_is_heard_alike_in_both_scripts(way: str) -> None:
    convert = opencc.OpenCC(way).convert
    differing = []
    for line in LINES:
        other = convert(line)
        one, two = (classify(text, EAR, "zh") for text in (line, other))
        if [(c.label, c.form, c.start, c.end) for c in one.clauses] != [
            (c.label, c.form, c.start, c.end) for c in two.clauses
        ]:
            differing.append((line, other, one.leading.label, two.leading.label))
    assert differing == []


def test_every_buyers_line_is_heard_alike_in_both_scripts() -> None:
    convert = opencc.OpenCC("s2tw").convert
    lines = [c.line for c in claims(PACK) if c.entry and c.entry.act]
    assert [one for one in lines if hear_buyer(one, EAR) != hear_buyer(convert(one), EAR)] == []


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("想瞭解一下您的情況", "想了解一下您的情况"),
        ("憑藉這個藉口", "凭借这个借口"),
        ("等您的答覆，反覆確認", "等您的答复，反复确认"),
        ("他很沈默", "他很沉默"),
        ("乾隆年間", "乾隆年间"),
        ("這裡面著火了嗎", "这里面着火了吗"),
        ("您覺得臺灣的颱風影響大嗎", "您觉得台湾的台风影响大吗"),
    ],
)
def test_phrases_that_single_characters_do_not_settle(traditional: str, simplified: str) -> None:
    fold = PACK.vocabulary.fold
    assert fold(traditional).codes == fold(simplified).codes
