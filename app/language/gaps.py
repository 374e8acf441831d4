"""What a pack does not tell a trainee: moves without a reason or a tip, tips without a proof."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.language.classify import Ear, classify
from app.language.loading import LEANING, LEANINGS, TIPPING
from app.language.pack import Pack
from app.vocabulary import Move, Wording


class Gap(NamedTuple):
    """One thing missing, as a finding says it; `path` leads to it inside its file."""

    code: str
    file: str
    path: tuple[str | int, ...]
    message: Wording
    mend: Wording


def gaps(pack: Pack, ear: Ear) -> Iterator[Gap]:
    """Everything missing: L013 a language, L019 a move, L020 a line that has what a tip asks."""
    tips = {tip.to: tip.says for tip in pack.tips if not tip.heard}
    if LEANINGS in pack.files:
        yield from _untold(LEANING, pack.leaning)
    if TIPPING in pack.files:
        yield from _untold(TIPPING, tips)
    for move, why in pack.leaning.items():
        if not (why.zh and why.en):
            yield _one_tongue(LEANING, (str(move),), move)
    for at, tip in enumerate(pack.tips):
        if not (tip.says.zh and tip.says.en):
            yield _one_tongue(TIPPING, (at, "says"), tip.to)
        if not any(_heard_as(tip.to, line, pack, ear) for line in tip.hit):
            yield Gap(
                "L020",
                TIPPING,
                (at, "hit"),
                Wording(
                    zh=f"没有一句 hit 听成 {tip.to}", en=f"no line of hit is heard as {tip.to}"
                ),
                Wording(
                    zh="写一句真有这些词的话。", en="write a line that has what the tip asks for"
                ),
            )


def _untold(file: str, told: Mapping[Move, Wording]) -> Iterator[Gap]:
    for move in Move:
        if move not in told and move is not Move.ABSTAIN:
            yield Gap(
                "L019",
                file,
                (),
                Wording(zh=f"缺 {move}", en=f"nothing for {move}"),
                Wording(zh="每一类都要写。", en="every move needs its own"),
            )


def _one_tongue(file: str, path: tuple[str | int, ...], move: Move) -> Gap:
    return Gap(
        "L013",
        file,
        path,
        Wording(zh=f"{move} 缺一种语言", en=f"{move} lacks a language"),
        Wording(zh="中英文都要写。", en="write it in zh and en"),
    )


def _heard_as(move: Move, line: str, pack: Pack, ear: Ear) -> bool:
    return classify(line, ear, pack.language).move is move
