import time
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.scenario.engine import advance
from app.scenario.step import Deed, State
from app.scenario.topics import topic_ids
from app.vocabulary import LEADING, Fault
from tests.scenario.talking import SCRIPT, STOCK, Talking, clause, say, small_script

STATES = TypeAdapter(State)
MOVES = [*map(str, LEADING), "close:sign", "price:concede", "propose:criteria"]

STRANGERS = ["fact:gone", "need:gone", "implication:gone.x", "material:gone", "known:gone", "odd"]

clauses = st.builds(
    lambda move, topics, faults: clause(move, *topics, faults=faults),
    st.sampled_from(MOVES),
    st.lists(st.sampled_from([*sorted(topic_ids(SCRIPT)), *STRANGERS]), max_size=3),
    st.lists(st.sampled_from(list(Fault)), max_size=2),
)
spoken = st.builds(
    lambda heard, text: say(*heard, text=text),
    st.lists(clauses, min_size=1, max_size=5),
    st.sampled_from(["plain words", "", "……", "👍", "word " * 90, "中文" * 60, "だれですか"]),
)
acts = st.builds(
    lambda action: Deed(action=action),
    st.sampled_from(["wait", "leave", "show:sample", "show:x", "dance", ""]),
)
deeds = st.lists(spoken | acts | st.just(Deed()), max_size=16)
temperaments = st.sampled_from(sorted(STOCK.manners))


@settings(max_examples=150, deadline=None)
@given(deeds=deeds, temperament=temperaments, seed=st.integers(0, 2**31))
def test_no_deed_upsets_the_engine(deeds: list[Deed], temperament: str, seed: int) -> None:
    script = small_script(**{"temperament: open": f"temperament: {temperament}"})
    talk = Talking(script, STOCK, seed)
    for deed in deeds:
        before = talk.state
        step = talk.deed(deed)
        if before.ended:
            assert step.state is before
            continue
        assert 1 <= len(step.lines) <= 4
        assert all(line.text.strip() and "{" not in line.text for line in step.lines)
        for mood in step.state.moods.values():
            assert 0 <= min(mood.trust, mood.patience, mood.interest)
            assert max(mood.trust, mood.patience, mood.interest) <= 10
        assert step.state.turn_no == before.turn_no + 1
        assert (step.outcome is None) == (step.state.ended is None)
        for moved in step.moved:
            assert list(type(moved.before)).index(moved.after) >= list(type(moved.before)).index(
                moved.before
            )
    lines = [text for text in talk.said if text != "……"]
    assert len(lines) == len(set(lines)), "no line is said twice"


@settings(max_examples=40, deadline=None)
@given(deeds=deeds, seed=st.integers(0, 999))
def test_the_same_deeds_give_the_same_talk(deeds: list[Deed], seed: int) -> None:
    one, other = Talking(seed=seed), Talking(seed=seed)
    for deed in deeds:
        assert one.deed(deed) == other.deed(deed)


@settings(max_examples=40, deadline=None)
@given(deeds=deeds)
def test_the_state_survives_json(deeds: list[Deed]) -> None:
    talk = Talking()
    for deed in deeds:
        talk.deed(deed)
        stored: bytes = orjson.dumps(talk.state)
        loaded = STATES.validate_json(stored)
        assert loaded == talk.state
        raw: Any = orjson.loads(stored)
        assert STATES.validate_python(raw) == talk.state


def test_seeds_draw_other_numbers_and_other_words() -> None:
    talks = [Talking(seed=seed) for seed in range(20)]
    assert len({talk.state.draws["stops"] for talk in talks}) > 1
    assert len({talk("rapport").lines[0].text for talk in talks}) > 1


def test_a_number_is_said_in_the_words_the_file_gives_it() -> None:
    words = "{id: stops, low: 2, high: 3, says: [{zh: 两, en: two}, {zh: 三, en: three}]}"
    script = small_script(**{"{id: stops, low: 2, high: 8, step: 2}": words})
    talk = Talking(script, seed=1)
    talk(clause("problem", "need:downtime"))
    said = {2: "two", 3: "three"}[talk.state.draws["stops"]]
    assert talk.said[-1] == f"The line stopped {said} times last month."


def test_a_turn_is_cheap() -> None:
    talk = Talking()
    deed = say("acknowledge", clause("problem", "need:downtime"), "feature")
    best = min(_cost(talk.state, deed) for _ in range(20))
    assert best < 0.0003, f"{best * 1e6:.0f} µs a turn"


def _cost(state: State, deed: Deed) -> float:
    began = time.process_time()
    for _ in range(25):
        advance(SCRIPT, STOCK, state, deed, "en")
    return (time.process_time() - began) / 25
