"""What is shown cannot steer the page or the terminal that shows it."""

from app.findings import Finding, Place
from app.signs import visible
from app.vocabulary import Wording


def test_signs_stand_in_place_one_for_one() -> None:
    said = "a\0b\x1b[31m\tc\n\x7f\x85\u202ed\u2066"
    assert visible(said) == "a␀b␛[31m\tc\n␡��d�"
    assert len(visible(said)) == len(said)


def test_ordinary_text_is_left_alone() -> None:
    said = "您好，👩‍🌾 “Überholt”?\r\n"
    assert visible(said) == said


def test_a_finding_quotes_a_file_without_obeying_it() -> None:
    quoted = Wording(zh="没有 \x1b[2J", en="no such field '\x1b[2J'")
    line = Finding("S010", Place("a\x1b.yaml", 1, 2), quoted, quoted).line()
    assert "\x1b" not in line
    assert line.startswith("a␛.yaml:1:2: error S010: no such field '␛[2J'")
