from app.vocabulary import BuyerAct, Outcome
from tests.scenario.talking import Talking, clause, small_script

TROUBLE = clause("problem", "need:downtime")
PENALTY = clause("implication", "implication:downtime.penalty")
WORTH = clause("need_payoff", "need:downtime")
ANSWER = clause("benefit", "met:downtime")


def wanting(talk: Talking | None = None) -> Talking:
    talk = talk or Talking()
    for turn in (TROUBLE, PENALTY, WORTH):
        talk("acknowledge", turn)
    return talk


def test_a_beat_takes_the_answers_place_once_and_does_what_it_says() -> None:
    talk = Talking()
    step = talk(clause("other", "topic:secret"))
    assert talk.ids == ["beat.knows-secret"]
    assert step.trust == -1
    assert talk.state.flags == ("suspicious",)
    talk(clause("other", "topic:secret"))
    assert "beat.knows-secret" not in talk.ids


def test_a_need_that_moved_keeps_its_words_beside_a_beat() -> None:
    talk = Talking()
    talk(clause("problem", "need:downtime", "topic:secret"))
    assert talk.ids == ["downtime.problem", "beat.knows-secret"]


def test_an_objection_is_raised_returns_once_and_yields_only_to_its_answer() -> None:
    talk = wanting()
    talk("price")
    assert talk.ids == ["resistance.dear"]
    assert talk.step.lines[0].acts == (BuyerAct.OBJECTION,)
    assert talk.state.open == ("dear",)
    driven = talk(clause("feature", "feature:alloy"))
    assert "resistance.dear.again" in talk.ids
    assert driven.patience < 0
    talk("handle_objection")
    assert talk.state.open == ("dear",)
    talk(clause("handle_objection", "resolve:dear"))
    assert talk.ids == ["resistance.dear.resolved"]
    assert talk.state.open + talk.state.resolved == ("dear",)
    assert "dear" in talk.state.resolved


def test_a_requirement_is_traced_to_who_set_it() -> None:
    talk = Talking(small_script(**{"when: {turn: 12}": 'when: {turn: ">=1"}'}))
    talk("opening")
    assert "resistance.three-quotes" in talk.ids
    talk("trace")
    assert talk.ids[0] == "resistance.three-quotes.why"
    assert talk.state.resolved == ("three-quotes",)


def test_the_next_person_arrives_with_their_own_mood_and_line() -> None:
    talk = wanting()
    talk(ANSWER)
    talk("advance")
    assert talk.ids == ["beat.calls-boss", "opening.boss"]
    assert [line.speaker for line in talk.step.lines] == ["zhou", "boss"]
    assert talk.state.person == "boss"
    assert talk.state.trust == 4
    talk(clause("situation", "fact:wall"))
    assert talk.ids == ["fact.wall"]


def test_asked_beyond_their_limit_a_person_names_who_can() -> None:
    text = "- {outcome: order, when: {commit: true, met: [downtime]}, says: {zh: 签, en: ok}}\n  - "
    talk = wanting(Talking(small_script(**{"ends:\n  - ": f"ends:\n  {text}"})))
    talk(ANSWER)
    talk("close:direct")
    assert talk.ids == ["limit"]
    assert talk.step.lines[0].text == "That needs Mr Wang."
    assert talk.step.outcome is None


def test_the_order_comes_from_the_person_who_can_sign() -> None:
    talk = wanting()
    talk(ANSWER)
    talk("advance")
    for turn in ("need_payoff", "need_payoff", "benefit"):
        talk("acknowledge", clause(turn, "need:fame"))
    assert talk.need("fame") == "met"
    step = talk("close:sign")
    assert (step.outcome, step.result) == ("order", {"bearings": 200})
    assert step.lines[-1].acts == (BuyerAct.COMMITMENT,)
    assert talk("situation").notes == ("ended",)
    assert talk.step.lines == ()


def test_stepping_back_may_earn_another_day() -> None:
    talk = Talking()
    talk(TROUBLE)
    assert talk("withdraw").outcome == "advance"


def test_leaving_with_nothing_takes_the_fallback_end() -> None:
    talk = Talking()
    step = talk.do("leave")
    assert (step.outcome, talk.ids) == ("continuation", ["end.2"])


def test_leaving_without_any_end_is_judged_by_what_came_of_it() -> None:
    bare = {"  - {outcome: continuation, says: {zh: 再说吧。, en: We shall see.}}\n": ""}
    talk = Talking(small_script(**bare))
    assert talk.do("leave").outcome == "no_sale"
    talk = Talking(small_script(**bare))
    talk(TROUBLE)
    assert talk.do("leave").outcome == "continuation"
    assert talk.ids == ["stock.leaves"]


def test_turns_run_out_gracefully() -> None:
    talk = Talking(small_script(**{"temperament: open": "temperament: lingering"}))
    for _ in range(12):
        talk("rapport")
    assert talk.step.outcome == "continuation"


def test_showing_a_material_is_seen_once_and_named_in_a_clause_too() -> None:
    talk, other = Talking(), Talking()
    step = talk.do("show:sample")
    assert talk.ids == ["material.sample"]
    assert step.interest > 0
    talk.do("show:sample")
    assert talk.ids == ["stock.visual_looks"]
    other(clause("visual", "material:sample"))
    assert other.ids == ["material.sample"]
    assert other.do("show:nothing").notes == ("unknown_action",)


def test_a_benefit_that_misses_the_want_is_no_answer_to_it() -> None:
    talk = wanting()
    talk(clause("benefit", "feature:other"))
    assert talk.need("downtime") == "explicit"
    talk(clause("advantage", "met:downtime"))
    assert talk.need("downtime") == "explicit"
    talk(ANSWER)
    assert talk.need("downtime") == "met"


def test_a_feature_serves_the_need_it_is_made_for() -> None:
    talk = wanting()
    talk(clause("benefit", "feature:alloy"))
    assert talk.need("downtime") == "met"


def test_conditions_combine() -> None:
    beat = (
        "beats:\n  - {id: odd, when: {any_of: [{turn: 2}, {fault: rude}], unless: {told: lines}},"
        " says: {zh: 咦, en: Odd.}}\n"
    )
    script = small_script(**{"beats:\n": beat})
    talk = Talking(script)
    assert talk("opening").lines[0].id == "stock.opening_answered"
    assert talk("opening").lines[0].id == "beat.odd"
    talk = Talking(script)
    talk(clause("situation", "fact:lines"))
    assert "beat.odd" not in [line.id for line in talk("opening").lines]


def test_a_cue_may_come_beside_a_scripted_moment() -> None:
    cue = (
        "beats:\n  - {id: nods, also: true, cue: true, when: {turn: 1},"
        " says: {zh: （点头）, en: (nods)}}\n"
    )
    talk = Talking(small_script(**{"beats:\n": cue}))
    talk(clause("other", "topic:secret"))
    assert talk.ids == ["beat.knows-secret", "beat.nods"]


def test_a_cue_does_not_take_the_place_of_an_answer() -> None:
    cue = (
        "beats:\n  - {id: nods, also: true, cue: true, when: {turn: 1},"
        " says: {zh: （点头）, en: (nods)}}\n"
    )
    talk = Talking(small_script(**{"beats:\n": cue}))
    talk("opening")
    assert talk.ids == ["stock.opening_answered", "beat.nods"]


def test_who_agrees_does_not_repeat_a_reservation_in_the_same_breath() -> None:
    end = (
        "ends:\n  - {outcome: advance, when: {move: close, open: dear},"
        " says: {zh: 行。, en: All right.}}\n"
    )
    talk = Talking(small_script(**{"ends:\n": end}))
    for asked in ("problem", "implication", "need_payoff"):
        talk(clause(asked, "need:downtime"))
    talk("price")
    assert talk.state.open == ("dear",)
    step = talk("close")
    assert step.outcome is Outcome.ADVANCE
    assert not any(line.id.startswith("resistance.") for line in step.lines)


def test_a_summary_with_a_tail_is_answered_as_a_summary() -> None:
    talk = Talking()
    talk(clause("problem", "need:downtime"))
    talk(clause("summarise", "need:downtime"), clause("situation", "need:downtime"))
    assert talk.ids == ["stock.summary_confirmed"]


def test_a_moment_that_grants_the_ask_spares_the_refusal() -> None:
    beat = (
        "beats:\n  - {id: one, when: {move: close}, acts: [commitment],"
        " says: {zh: 来一个, en: One then.}}\n"
    )
    talk = Talking(small_script(**{"beats:\n": beat}))
    step = talk("close:direct")
    assert talk.ids == ["beat.one"]
    assert step.patience >= 0


def test_a_topic_named_earlier_is_remembered_where_a_condition_asks_for_it() -> None:
    beat = (
        "beats:\n  - {id: later, when: {said_any: [secret, need:downtime], move: withdraw},"
        " says: {zh: 难怪, en: I see.}}\n"
    )
    talk = Talking(small_script(**{"beats:\n": beat}))
    talk(clause("other", "topic:secret", "fact:lines"))
    assert talk.state.said == ("topic:secret",)
    talk("withdraw")
    assert "beat.later" in talk.ids


def test_a_why_about_a_fact_is_answered_with_it_when_nothing_stands_in_the_way() -> None:
    talk = Talking()
    talk(clause("trace", "fact:stock"))
    assert talk.ids == ["fact.stock"]
    talk("trace")
    assert talk.ids == ["stock.trace_answered"]


VISITS = {
    "opening: {zh: 请坐": (
        "visits:\n"
        "  - {id: monday, title: {zh: 周一, en: Monday}, opening: {zh: 坐, en: Monday then.}}\n"
        "  - {id: friday, title: {zh: 周五, en: Friday}, people: [boss], after_days: 4,"
        " opening: {zh: 又来了, en: You came back.}}\n"
        "opening: {zh: 请坐"
    ),
    "beats:\n": (
        "beats:\n  - {id: later, when: {move: withdraw, visit: monday},"
        " says: {zh: 周五来, en: Come on Friday.}, then: {visit: friday}}\n"
    ),
}


def test_a_story_may_run_over_several_visits() -> None:
    talk = Talking(small_script(**VISITS))
    assert talk.said == ["Monday then."]
    assert (talk.state.visit, talk.state.person) == ("monday", "zhou")
    talk("close:sign")
    trust = talk.state.trust
    talk("withdraw")
    assert talk.ids == ["beat.later", "visit.friday"]
    assert (talk.state.visit, talk.state.person) == ("friday", "boss")
    assert talk.state.moods["zhou"].patience == 8
    assert talk.state.moods["zhou"].trust >= trust
    talk("withdraw")
    assert "beat.later" not in talk.ids
