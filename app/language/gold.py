"""Labelled lines and labelled role-plays, as texts, heard and judged."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.language.classify import Ear, classify, hear_buyer
from app.language.evaluate import Judged
from app.reading import Clause, Context, Reading
from app.vocabulary import QUESTIONS, BuyerAct, Language, Move, language_of

BUYER = "buyer:"


class NotGold(ValueError):
    """The text is not a labelled file; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled line."""

    lang: str
    label: str
    text: str
    context: str = ""
    flag: str = ""


def read_rows(text: str) -> list[Row]:
    """The rows of a TSV with a header naming at least `label` and `text`; raises NotGold."""
    table = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    names = {name.strip().lower(): name for name in table.fieldnames or () if name}
    for needed in ("label", "text"):
        if needed not in names:
            raise NotGold(f"no column {needed!r} in the header")

    def field(row: dict[str, str], *wanted: str) -> str:
        for name in wanted:
            if name in names and row.get(names[name]):
                return row[names[name]].strip()
        return ""

    return [
        Row(
            field(row, "lang"),
            field(row, "label"),
            field(row, "text"),
            field(row, "context", "buyer", "buyer_said"),
            field(row, "flag"),
        )
        for row in table
        if field(row, "label")
    ]


def judge_rows(rows: Sequence[Row], ear: Ear, *, as_turns: bool = False) -> Iterator[Judged]:
    """Every row heard; a label without a variant is compared without it, function as advantage.

    A row has one label, so it is heard as one clause; `as_turns` cuts it as the chat does, and its
    leading move is judged.
    """
    functions = any(row.label == "function" for row in rows)
    for row in rows:
        lang = _language(row.lang, row.text, ear)
        group = row.lang or lang
        if row.label.startswith(BUYER):
            acts = hear_buyer(row.text, ear, lang)
            wanted = row.label.removeprefix(BUYER)
            heard = BUYER + (wanted if wanted in acts[:1] else str(acts[0]))
            yield Judged(f"{group} buyer", row.label, heard, 1.0, row.text, row.flag)
            continue
        context = Context(buyer_said=row.context)
        reading = classify(row.text, ear, lang, context, one_clause=not as_turns)
        leading = reading.leading
        yield Judged(
            group,
            row.label,
            _coarse(leading, row.label, functions),
            leading.confidence,
            row.text,
            row.flag,
            _rules(leading),
            lang,
        )


def judge_plays(text: str, ear: Ear, *, given_clauses: bool = False) -> Iterator[Judged]:
    """Every labelled clause of role-plays in JSON lines.

    Each turn is heard after the buyer's line before it, and a labelled clause is judged by the
    heard clause that overlaps it most. With `given_clauses` each labelled clause is heard alone.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            play = json.loads(line)
            turns = play["turns"]
        except (ValueError, KeyError, TypeError) as error:
            raise NotGold(f"line {number}: no role-play with turns") from error
        lang = _language(str(play.get("lang", "")), line, ear)
        yield from _judge_play(turns, ear, lang, str(play.get("id", number)), given_clauses)


def _judge_play(
    turns: Sequence[Any], ear: Ear, lang: Language, name: str, given: bool
) -> Iterator[Judged]:
    said = ""
    acts: tuple[BuyerAct, ...] = ()
    last: Move | None = None
    asked: list[str] = []
    for turn in turns:
        if turn["by"] != "trainee":
            said = turn["text"]
            acts = tuple(BuyerAct(act) for act in turn.get("acts", ()) if act in set(BuyerAct))
            continue
        context = Context(buyer_said=said, buyer_acts=acts, last_question=last)
        reading = classify(turn["text"], ear, lang, context)
        at = 0
        for gold in turn.get("clauses", ()):
            at = max(turn["text"].find(gold["text"], at), at)
            end = at + len(gold["text"])
            if given:
                heard = classify(gold["text"], ear, lang, context, one_clause=True).leading
            else:
                heard = _most_overlapping(reading, at, end)
            at = end
            wanted = str(gold["move"])
            yield Judged(
                name,
                wanted,
                _coarse(heard, wanted, functions=True),
                heard.confidence,
                gold["text"],
                rules=_rules(heard),
                lang=lang,
            )
        asked.extend(one.text for one in reading.clauses if one.move in QUESTIONS)
        last = next((one.move for one in reversed(reading.clauses) if one.move in QUESTIONS), last)


def _most_overlapping(reading: Reading, start: int, end: int) -> Clause:
    return max(reading.clauses, key=lambda one: min(one.end, end) - max(one.start, start))


def _coarse(clause: Clause, wanted: str, functions: bool) -> str:
    """The heard label at the grain of the labels it is compared with."""
    if ":" in wanted:
        return clause.label
    heard = str(clause.move)
    return "advantage" if heard == "function" and not functions else heard


def _rules(clause: Clause) -> str:
    return " ".join(one.rule for one in clause.evidence)


def _language(lang: str, text: str, ear: Ear) -> Language:
    return language_of(lang) if lang else ear.language(text)
