"""What words are fitted on: readable, labelled in our terms, apart from the gold set."""

import csv
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.language.gold import read_rows
from app.vocabulary import BuyerAct, Language, language_of, split_label
from benchmarks.fit.lines import Line, read_lines

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LINES, TRADES = 1500, 25
"""What a language must have at least."""
BRIEF = {"zh": 6, "en": 16}
"""Letters up to which a line is a stock phrase ("Such as?") that two writers may both have."""
NEAR = 0.75
"""Lines that share more of their letter triples than this are one line re-typed."""


def files(language: Language) -> list[Path]:
    return sorted(
        one for one in (ROOT / "corpora" / language).iterdir() if one.suffix in (".tsv", ".jsonl")
    )


EVERY = [
    pytest.param(one, lang, id=f"{lang}-{one.name}") for lang in LANGUAGES for one in files(lang)
]
TABLES = [one for one in EVERY if ".tsv" in str(one.id)]
PLAYS = [one for one in EVERY if ".jsonl" in str(one.id)]


@cache
def lines(language: Language) -> list[Line]:
    return [line for file in files(language) for line in read_lines(file, language)]


def letters(text: str) -> str:
    """A text as two readers would call it the same: no case, marks, spaces, full-width forms."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum())


def triples(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def trades(language: Language) -> Iterator[str]:
    for file in files(language):
        if file.suffix == ".tsv":
            with file.open(encoding="utf-8", newline="") as source:
                for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                    yield row["trade"]


@pytest.mark.parametrize(("file", "language"), TABLES)
def test_a_table_has_its_columns_and_known_labels(file: Path, language: Language) -> None:
    text = file.read_text("utf-8")
    head, *body = text.removesuffix("\n").split("\n")
    assert head.split("\t") == ["label", "text", "context", "trade"]
    assert [line for line in body if len(line.split("\t")) != 4] == []
    rows = read_rows(text)
    assert len(rows) == len(body)
    for row in rows:
        split_label(row.label)
    assert all(row.text and not row.flag for row in rows)


def turns(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        yield from json.loads(line)["turns"]


@pytest.mark.parametrize(("file", "language"), PLAYS)
def test_plays_have_known_speakers_moves_and_acts(file: Path, language: Language) -> None:
    for turn in turns(file):
        assert turn["by"] in ("trainee", "buyer")
        for act in turn.get("acts", ()):
            BuyerAct(act)
        for clause in turn.get("clauses", ()):
            split_label(clause["move"])
            assert clause["text"] in turn["text"]
        assert bool(turn.get("clauses")) is (turn["by"] == "trainee")


@pytest.mark.parametrize(("file", "language"), PLAYS)
def test_plays_are_in_one_language_each_with_a_name(file: Path, language: Language) -> None:
    plays = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {language_of(play["lang"]) for play in plays} == {language}
    assert len({play["id"] for play in plays}) == len(plays)
    assert all(play["situation"] for play in plays)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_lines_of_enough_trades(language: Language) -> None:
    assert len(lines(language)) >= LINES
    assert len(set(trades(language))) >= TRADES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_there_twice(language: Language) -> None:
    said = Counter(letters(line.text) for line in lines(language))
    assert [one for one, many in said.items() if many > 1 and len(one) > BRIEF[language]] == []
    placed = Counter(
        (letters(line.text), letters(line.context.buyer_said), line.label)
        for line in lines(language)
        if not line.source.startswith("plays")
    )
    assert [one for one, many in placed.items() if many > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_in_the_gold_set(language: Language) -> None:
    """Nor one that differs from a gold line by a word or two."""
    gold = {
        letters(row.text)
        for row in read_rows((ROOT / f"tests/gold/{language}.tsv").read_text("utf-8"))
    }
    where: dict[str, list[int]] = defaultdict(list)
    known = sorted({letters(line.text) for line in lines(language)})
    for at, one in enumerate(known):
        for triple in triples(one):
            where[triple].append(at)
    taken = []
    for one in gold:
        wanted = triples(one)
        shared = Counter(at for triple in wanted for at in where.get(triple, ()))
        for at, many in shared.most_common(5):
            other = known[at]
            alike = many / len(wanted | triples(other)) > NEAR
            if alike and len(one) > BRIEF[language]:
                taken.append((one, other))
    assert taken == []
    assert len(gold) > 200
