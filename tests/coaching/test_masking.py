"""Personal data is masked in whatever way people write it; figures of the trade stay."""

import pytest

from app.coaching.masking import masked, masks_of

NAMES = masks_of(["Ann Porter", "王小明", "Li"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ann here, mail ann.porter@beds.co.uk please", "[name] here, mail [address] please"),
        ("ask PORTER or Annabel", "ask [name] or Annabel"),
        ("叫我小明就好，电话１３８-0013-8000", "叫我[name]就好，电话[number]"),
        ("ring +44 (0)20 7946 0018 after six", "ring [number] after six"),
        ("加我微信@ann_p，看 https://beds.example/x?y=1", "加我微信[address]，看 [address]"),
        ("写到 ann＠beds．co．uk 吧", "写到 [address] 吧"),
        ("It saves 1200 hours and 15% a year, 2024-25.", None),
        ("一年省１２００小时，八万五千块。", None),
        ("Lift the lid; Olive, the limit is 250 kg", None),
    ],
)
def test_personal_data_is_masked(said: str, told: str | None) -> None:
    widened = said.translate({0xFF10 + n: str(n) for n in range(10)})
    assert masked(said, NAMES) == (widened if told is None else told)


def test_without_names_there_is_nothing_to_find_them_by() -> None:
    assert masks_of(["", "X"]) is None
    assert masked("Ann, 020 7946 0018") == "Ann, [number]"
