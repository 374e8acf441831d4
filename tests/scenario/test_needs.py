from app.vocabulary import BuyerAct, Fault, Move, NeedState
from tests.scenario.talking import Talking, clause, small_script

TROUBLE = clause("problem", "need:downtime")
PENALTY = clause("implication", "implication:downtime.penalty")
WORTH = clause("need_payoff", "need:downtime")


def test_the_talk_opens_with_the_buyers_first_line_and_the_numbers_drawn() -> None:
    talk = Talking()
    assert talk.said == ["Sit down, what is it?"]
    assert talk.state.person == "zhou"
    assert talk.state.draws["stops"] in (2, 4, 6, 8)


def test_a_situation_question_draws_out_the_fact_it_names_and_only_that() -> None:
    talk = Talking()
    talk(clause("situation", "fact:stock"))
    assert talk.ids == ["fact.stock"]
    assert talk.step.lines[0].acts == (BuyerAct.FACT,)
    assert talk.state.told == ("stock",)
    assert talk.step.moved == ()


def test_a_situation_question_on_a_needs_topic_gets_at_best_a_fact() -> None:
    talk = Talking()
    talk(clause("situation", "need:downtime"))
    assert talk.ids == ["fact.stock"]
    talk(clause("situation", "need:downtime"))
    assert talk.ids == ["downtime.cover"]
    assert talk.need("downtime") == "hidden"


def test_what_the_buyer_does_not_know_is_evaded_and_never_answered_with_something_else() -> None:
    talk = Talking()
    talk(clause("situation", "fact:wall"))
    assert talk.ids == ["stock.unknown_fact"]
    talk(clause("situation", "topic:secret-not-a-beat"))
    assert talk.ids == ["stock.unknown_fact"]
    assert talk.state.told == ()


def test_a_question_without_a_topic_gets_a_general_fact_once_then_evasion() -> None:
    talk = Talking()
    talk("situation")
    assert talk.ids == ["fact.lines"]
    talk("acknowledge", "situation")
    assert talk.ids == ["fact.stock"]
    talk("acknowledge", "situation")
    assert talk.ids == ["stock.unknown_fact"]


def test_a_tag_question_after_an_offer_draws_nothing_out() -> None:
    talk = Talking()
    talk("summarise", "situation")
    assert talk.state.told == ()


def test_a_problem_question_gets_the_trouble_admitted_with_its_number() -> None:
    talk = Talking()
    step = talk(TROUBLE)
    stops = talk.state.draws["stops"]
    assert step.lines[0].text == f"The line stopped {stops} times last month."
    assert step.lines[0].acts == (BuyerAct.IMPLIED_NEED,)
    moved = step.moved[0]
    assert (moved.need, moved.before, moved.after) == ("downtime", "hidden", "implied")
    assert (moved.clause, moved.by, moved.step) == (0, Move.PROBLEM, "problem")
    assert step.trust > 0


def test_without_trust_the_cover_comes_first() -> None:
    talk = Talking(small_script(**{"temperament: open": "temperament: open\n    trust: 1"}))
    talk(TROUBLE)
    assert talk.ids == ["downtime.cover"]
    assert talk.need("downtime") == "hidden"
    talk("acknowledge")
    talk("rapport")
    talk(TROUBLE)
    assert talk.ids == ["downtime.problem"]


def test_a_need_goes_the_whole_way_only_step_by_step() -> None:
    talk = Talking()
    assert talk(WORTH).lines[0].id == "stock.payoff_unfounded"
    assert talk(PENALTY).lines[0].id == "stock.implication_unfounded"
    talk(TROUBLE)
    assert talk(WORTH).lines[0].id == "stock.payoff_agreed"
    assert talk.need("downtime") == "implied"
    talk(PENALTY)
    assert talk.ids == ["downtime.penalty"]
    assert talk.need("downtime") == "developed"
    talk(WORTH)
    assert talk.ids == ["downtime.explicit"]
    assert talk.step.lines[0].acts == (BuyerAct.EXPLICIT_NEED,)
    talk(clause("benefit", "met:downtime"))
    assert talk.ids == ["downtime.acknowledged"]
    assert talk.need("downtime") == "met"


def test_a_question_of_the_right_kind_takes_the_need_last_talked_about() -> None:
    talk = Talking()
    talk("problem")
    assert talk.ids == ["downtime.problem"]
    talk("implication")
    talk("acknowledge", "implication")
    assert talk.ids == ["downtime.overtime"]
    talk("need_payoff")
    assert talk.ids == ["downtime.explicit"]


def test_a_need_that_must_be_named_is_not_given_to_a_question_without_a_topic() -> None:
    text = {"kind: business.output": "must_name: true\n    kind: business.output"}
    talk = Talking(small_script(**text))
    talk("problem")
    assert talk.ids == ["downtime.cover"]
    talk(TROUBLE)
    assert talk.need("downtime") == "implied"


def test_a_problem_question_about_something_else_gives_no_need_away() -> None:
    talk = Talking()
    talk(clause("problem", "fact:lines"))
    assert talk.ids == ["stock.no_trouble"]
    assert talk.step.moved == ()


def test_somebody_elses_need_stays_shut() -> None:
    talk = Talking()
    talk(clause("problem", "need:fame"))
    assert talk.ids == ["stock.unknown_fact"]
    assert "shut:fame:owner" in talk.step.notes


def test_a_wish_opens_to_a_payoff_question_without_a_trouble() -> None:
    talk = Talking(
        small_script(**{"owner: boss\n": "owner: zhou\n", "after: {downtime: explicit}": ""})
    )
    talk(clause("need_payoff", "need:fame"))
    assert talk.ids == ["fame.problem"]
    talk(clause("need_payoff", "need:fame"))
    assert talk.ids == ["fame.explicit"]


def test_a_need_waits_for_the_need_before_it() -> None:
    talk = Talking(small_script(**{"owner: boss\n": "owner: zhou\n"}))
    talk(clause("problem", "need:fame"))
    assert talk.need("fame") == "hidden"
    assert "shut:fame:after" in talk.step.notes


def test_the_seller_stating_a_trouble_moves_nothing_but_a_peers_case_may() -> None:
    talk = Talking()
    talk(clause("other", "need:downtime"))
    assert talk.step.moved == ()
    talk(clause("evidence", "need:downtime"))
    assert talk.ids == ["downtime.problem"]


def test_a_leading_question_works_and_costs() -> None:
    talk, honest = Talking(), Talking()
    talk(clause("problem", "need:downtime", faults=[Fault.LEADS]))
    honest(TROUBLE)
    assert talk.need("downtime") == "implied"
    assert talk.step.trust < honest.step.trust


def test_the_same_question_again_is_told_so_and_gives_nothing() -> None:
    talk = Talking()
    talk("problem")
    parrot = clause("implication", faults=[Fault.REPEATS])
    talk(parrot)
    assert talk.step.moved == ()
    assert talk.ids == ["stock.already_answered"]
    assert "The line stopped" in talk.step.lines[0].text


def test_three_questions_in_one_turn_get_one_answer() -> None:
    talk = Talking()
    talk(clause("situation", "fact:lines"), TROUBLE, clause("situation", "fact:stock"))
    assert talk.ids == ["downtime.problem"]


def test_two_questions_are_answered_the_leading_one_first() -> None:
    talk = Talking()
    talk(clause("situation", "fact:lines"), TROUBLE)
    assert talk.ids == ["downtime.problem", "fact.lines"]


def test_an_acknowledgement_before_a_question_counts_for_trust() -> None:
    with_it, without = Talking(), Talking()
    with_it("acknowledge", TROUBLE)
    without(TROUBLE)
    assert with_it.step.trust > without.step.trust
    assert with_it.ids == without.ids == ["downtime.problem"]


def test_known_things_are_homework() -> None:
    talk = Talking()
    talk(clause("situation", "known:headcount"))
    assert talk.ids == ["known.headcount"]
    assert "asks_known" in talk.step.notes
    assert talk.step.patience < 0


def test_need_states_only_ever_grow() -> None:
    talk = Talking()
    seen = [NeedState.HIDDEN]
    for turn in (TROUBLE, PENALTY, WORTH, TROUBLE, PENALTY, WORTH):
        talk("acknowledge", turn)
        seen.append(NeedState(talk.need("downtime")))
    order = list(NeedState)
    assert [order.index(each) for each in seen] == sorted(order.index(each) for each in seen)


def test_what_is_named_just_before_a_question_is_what_it_asks_about() -> None:
    text = {"kind: business.output": "must_name: true\n    kind: business.output"}
    talk = Talking(small_script(**text))
    talk(clause("visual", "need:downtime"), "problem")
    assert "downtime.problem" in talk.ids


def test_one_question_in_two_clauses_moves_a_need_one_step() -> None:
    talk = Talking()
    talk("problem", clause("problem", "implication:downtime.penalty"))
    assert talk.ids == ["downtime.problem"]
    assert talk.need("downtime") == "implied"


def test_of_two_facts_named_the_one_asked_for_at_the_end_is_told() -> None:
    talk = Talking()
    asked = clause("situation", "fact:lines", "fact:stock", text="For those lines, what stock?")
    talk(asked)
    assert talk.ids == ["fact.stock"]


def test_a_question_naming_a_consequence_is_answered_with_it_once_the_trouble_is_admitted() -> None:
    talk = Talking()
    talk(clause("situation", "implication:downtime.penalty"))
    assert talk.step.moved == ()
    talk(TROUBLE)
    talk(clause("situation", "implication:downtime.penalty"))
    assert talk.ids == ["downtime.penalty"]
    talk(clause("problem", "implication:downtime.overtime"))
    assert talk.ids == ["downtime.overtime"]


def test_another_situation_question_on_an_admitted_need_is_no_repeat() -> None:
    talk = Talking()
    talk(TROUBLE)
    talk(clause("situation", "need:downtime"))
    talk(clause("situation", "need:downtime"))
    assert talk.ids == ["stock.acknowledged"]
    assert "repeat" not in talk.step.notes


def test_the_worth_of_what_was_already_wanted_is_agreed_to_freely() -> None:
    talk = Talking()
    for turn in (TROUBLE, PENALTY, WORTH):
        talk("acknowledge", turn)
    step = talk("need_payoff")
    assert talk.ids == ["stock.payoff_agreed"]
    assert "payoff_unfounded" not in step.notes


def test_a_private_need_opens_only_in_private() -> None:
    text = {
        "owner: boss\n": "owner: zhou\n    private: true\n",
        "after: {downtime: explicit}": "",
        "- id: knows-secret": "- {id: alone, when: {move: withdraw}, says: {zh: 好, en: Alone.},"
        " then: {flag: private}}\n  - id: knows-secret",
    }
    talk = Talking(small_script(**text))
    talk(clause("problem", "need:fame"))
    assert "shut:fame:private" in talk.step.notes
    talk("withdraw")
    talk(clause("problem", "need:fame"))
    assert talk.ids == ["fame.problem"]


def test_a_need_may_ask_for_more_trust_than_the_temperament() -> None:
    talk = Talking(
        small_script(
            **{
                "origin: aspiration": "needs_trust: 9",
                "owner: boss": "owner: zhou",
                "after: {downtime: explicit}": "",
            }
        )
    )
    talk(clause("problem", "need:fame"))
    assert talk.ids == ["stock.unknown_fact"]
    assert "held_back" in talk.step.notes


def test_a_problem_question_about_a_fact_leads_to_the_need_it_serves() -> None:
    talk = Talking()
    talk(clause("problem", "fact:stock"))
    assert talk.ids == ["downtime.problem"]
    talk = Talking(small_script(**{"serves: downtime, general": "serves: fame, general"}))
    talk(clause("problem", "fact:stock"))
    assert talk.ids == ["stock.no_trouble"]


def test_a_question_about_nothing_but_a_fact_is_answered_with_it_however_it_is_put() -> None:
    for move in ("implication", "need_payoff"):
        talk = Talking()
        talk(clause(move, "fact:lines"))
        assert talk.ids == ["fact.lines"]
        assert "unfounded" not in talk.step.notes
    talk(clause("implication", "fact:lines", "need:downtime"))
    assert talk.ids == ["stock.implication_unfounded"]


def test_a_consequence_of_somebody_elses_trouble_is_not_held_against_the_trainee() -> None:
    talk = Talking()
    talk(clause("implication", "need:fame"))
    assert talk.ids == ["stock.unknown_fact"]
    assert "unfounded" not in talk.step.notes


def test_asked_how_an_admitted_trouble_feels_a_buyer_does_not_deny_it() -> None:
    talk = Talking()
    talk(TROUBLE)
    talk("problem")
    assert talk.ids == ["stock.acknowledged"]
