"""Labelled lines from tables, role-plays and a pack's own corpus, each with its surroundings."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.language import Pack
from app.language.gold import BUYER, read_rows
from app.language.proof import context_of
from app.reading import Context
from app.vocabulary import QUESTIONS, BuyerAct, Language, Move, language_of, split_label

OWN = 0.5
"""What a line of the pack's own corpus counts: its writer and the rules' writer are one."""
CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line."""

    text: str
    label: str
    wanted: frozenset[Move]
    """The moves that count as right."""
    context: Context
    source: str
    counts: float = 1.0
    flag: str = ""
    after: Move | None = None
    """What the clause before in the same turn is labelled."""


def read_lines(path: Path, language: Language) -> list[Line]:
    """The trainee's lines of one language in a table (.tsv) or in role-plays (.jsonl)."""
    text = path.read_text("utf-8-sig")
    if path.suffix == ".jsonl":
        return list(_of_plays(text, language, path.stem))
    return list(_of_table(text, language, path.stem))


def _of_table(text: str, language: Language, source: str) -> Iterator[Line]:
    rows = [row for row in read_rows(text) if not row.label.startswith(BUYER)]
    functions = any(row.label == "function" for row in rows)
    for row in rows:
        if row.lang and language_of(row.lang) != language:
            continue
        context = Context(buyer_said=row.context)
        wanted = _wanted(row.label, functions)
        yield Line(row.text, row.label, wanted, context, source, 1.0, row.flag)


def _of_plays(text: str, language: Language, source: str) -> Iterator[Line]:
    for raw in filter(str.strip, text.splitlines()):
        play = json.loads(raw)
        if language_of(play["lang"]) != language:
            continue
        said = ""
        acts: tuple[BuyerAct, ...] = ()
        last: Move | None = None
        for turn in play["turns"]:
            if turn["by"] != "trainee":
                said = turn["text"]
                acts = tuple(BuyerAct(act) for act in turn.get("acts", ()) if act in set(BuyerAct))
                continue
            context = Context(buyer_said=said, buyer_acts=acts, last_question=last)
            after: Move | None = None
            for clause in turn.get("clauses", ()):
                label = str(clause["move"])
                wanted = _wanted(label, functions=True)
                yield Line(clause["text"], label, wanted, context, source, after=after)
                after = split_label(label)[0]
            moves = [split_label(str(clause["move"]))[0] for clause in turn.get("clauses", ())]
            last = next((move for move in reversed(moves) if move in QUESTIONS), last)


def corpus_lines(pack: Pack) -> list[Line]:
    """What the pack's own corpus says of the moves."""
    return [
        Line(
            text,
            entry.move,
            _wanted(entry.move, functions=True),
            context_of(entry),
            CORPUS,
            OWN,
        )
        for _, _, entry in pack.corpus
        if entry.move is not None
        for text in entry.says
    ]


def _wanted(label: str, functions: bool) -> frozenset[Move]:
    move, _ = split_label(label)
    if move is Move.ADVANTAGE and not functions:
        return frozenset((Move.ADVANTAGE, Move.FUNCTION))
    return frozenset((move,))
