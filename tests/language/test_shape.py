"""The shape that files, the command line and the API rely on."""

from app.language import Ear, classify, reading_json


def test_the_documented_shape(ear: Ear) -> None:
    shape = reading_json(classify("最后一台快签吧。KPI", ear, "zh"), "en")
    assert list(shape) == ["text", "lang", "move", "confidence", "runner_up", "faults", "clauses"]
    assert (shape["lang"], shape["move"], shape["faults"]) == ("zh", "close:scarcity", ["jargon"])
    clause = shape["clauses"][0]
    assert (clause["text"], clause["start"], clause["end"]) == ("最后一台快签吧。", 0, 8)
    assert clause["evidence"][0] == {
        "rule": "zh-close-sign",
        "start": 5,
        "end": 6,
        "why": "asks for a signature",
    }
    assert {"move", "confidence", "faults"} <= clause.keys()


def test_reasons_come_in_the_texts_language_unless_asked(ear: Ear) -> None:
    shape = reading_json(classify("麻烦吗？", ear, "zh"))
    assert shape["clauses"][0]["evidence"][0]["why"] == "问难处"
