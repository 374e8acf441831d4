from app.vocabulary import BuyerAct, Fault
from tests.scenario.talking import Talking, clause, small_script

TROUBLE = clause("problem", "need:downtime")


def of(temperament: str, **changes: str) -> Talking:
    script = small_script(**{"temperament: open": f"temperament: {temperament}", **changes})
    return Talking(script)


def test_a_pitch_before_any_want_costs_and_is_met_by_its_kind() -> None:
    talk = Talking()
    for move, occasion in (
        ("feature", "feature_shrug"),
        ("advantage", "advantage_objection"),
        ("benefit", "benefit_unearned"),
        ("propose", "propose_early"),
    ):
        step = talk(move)
        assert talk.ids == [f"stock.{occasion}"]
        assert step.patience < 0
    assert talk.step.moved == ()


def test_an_advantage_draws_an_objection() -> None:
    talk = Talking()
    assert talk("advantage").lines[0].acts == (BuyerAct.OBJECTION,)


def test_in_a_classic_shop_a_benefit_in_the_buyers_terms_is_welcome() -> None:
    talk = Talking(small_script(**{"level: 1": "level: 1\nrubric: classic"}))
    talk("benefit")
    assert talk.ids == ["stock.benefit_welcome"]


def test_a_close_before_its_time_costs_and_more_so_again() -> None:
    talk = Talking()
    first = talk("close:sign")
    assert talk.ids == ["stock.close_early"]
    again = talk("close:sign")
    assert talk.ids == ["stock.close_again"]
    assert again.patience < first.patience < 0


def test_one_warning_comes_before_the_penalty() -> None:
    talk = Talking()
    pushy = clause("other", faults=[Fault.PUSHES])
    first = talk(pushy)
    assert talk.ids == ["stock.warning"]
    assert "warned:push" in first.notes
    second = talk(pushy)
    assert talk.ids == ["stock.pushed"]
    assert second.patience < first.patience


def test_a_repair_after_rudeness_is_taken() -> None:
    talk = Talking()
    hurt = talk(clause("other", faults=[Fault.RUDE]))
    assert hurt.trust < 0
    healed = talk("acknowledge")
    assert talk.ids == ["stock.apology_accepted"]
    assert healed.trust > 0


def test_too_many_words_weary_a_negative_buyer_and_few_rest_them() -> None:
    talk = of("negative")
    long = "word " * 40
    talk("feature", text=long)
    assert "too_long" in talk.step.notes
    brief = talk("acknowledge", text="I see.")
    assert "brief" in brief.notes
    assert brief.patience > 0


def test_chinese_length_is_counted_in_characters() -> None:
    script = small_script(**{"temperament: open": "temperament: negative"})
    talk = Talking(script, language="zh")
    talk("feature", text="我们的产品质量非常好" * 6)
    assert "too_long" in talk.step.notes
    other = Talking(script, language="zh")
    other("feature", text="我们的产品质量非常好" * 2)
    assert "too_long" not in other.step.notes


def test_question_upon_question_is_an_interrogation_and_giving_back_breaks_it() -> None:
    talk, fair = Talking(), Talking()
    for _ in range(5):
        talk(clause("situation", "topic:x"))
        fair("acknowledge", clause("situation", "topic:x"))
    assert "interrogation" in talk.step.notes
    assert "interrogation" not in fair.step.notes


def test_waiting_wins_a_negative_buyer_and_brings_out_what_was_covered() -> None:
    talk = of("negative", **{"patience: 6": "patience: 6"})
    talk(TROUBLE)
    assert talk.ids == ["downtime.cover"]
    step = talk.do("wait")
    assert step.trust > 0
    assert talk.ids == ["stock.silence_held", "downtime.problem"]
    assert step.moved[0].clause is None
    again = talk.do("wait")
    assert again.patience < 0
    assert talk.ids == ["stock.wait_awkward"]


def test_waiting_is_awkward_with_an_open_buyer() -> None:
    talk = Talking()
    step = talk.do("wait")
    assert talk.ids == ["stock.wait_awkward"]
    assert step.patience < 0


def test_a_turn_of_dots_is_a_pause() -> None:
    talk = of("negative")
    talk("other", text="……")
    assert talk.ids[0] == "stock.silence_held"


def test_a_buyer_grows_restless_without_words_before_leaving() -> None:
    talk = Talking()
    seen: list[str] = []
    for _ in range(11):
        talk("close:sign")
        seen += [line.id for line in talk.step.lines]
        if talk.step.outcome:
            break
    assert seen.index("stock.cue_restless") < seen.index("stock.out_of_patience")
    assert talk.step.outcome == "walked_out"


def test_noise_and_foreign_words_are_told_apart() -> None:
    talk = Talking()
    talk("abstain", text="👍👍")
    assert talk.ids == ["stock.not_understood"]
    talk("abstain", text="Сколько стоит подшипник")
    assert talk.ids == ["stock.foreign_language"]
    talk("abstain", text="请问你们停机多不多")
    assert talk.ids == ["stock.foreign_language"]
    talk("other:foreign", text="Combien de machines avez-vous ?")
    assert talk.ids == ["stock.foreign_language"]
    talk("other", text="well then")
    assert talk.ids == ["stock.other_vague"]
    talk("abstain", text="blah wug")
    assert talk.ids == ["stock.not_understood"]


def test_a_summary_is_confirmed_once_there_is_something_to_sum_up() -> None:
    talk = Talking()
    talk("summarise")
    assert talk.ids == ["stock.summary_wrong"]
    talk(TROUBLE)
    talk("summarise")
    assert talk.ids == ["stock.summary_confirmed"]


def test_small_talk_wears_off() -> None:
    talk = Talking()
    assert talk("rapport").trust > 0
    talk("rapport")
    worn = talk("rapport")
    assert worn.trust == 0
    assert worn.patience < 0


def test_no_stock_line_is_said_twice_and_then_something_short_is() -> None:
    talk = Talking(
        small_script(**{"patience: 6": "patience: 10", "max_turns: 12": "max_turns: 60"})
    )
    spoken: list[str] = []
    for _ in range(9):
        talk("rapport")
        spoken += [line.text for line in talk.step.lines if line.text != "……"]
    assert len(spoken) == len(set(spoken))
    assert any(text.startswith("neutral") for text in spoken)


def test_temperaments_differ() -> None:
    easy, hard = of("easy_yes"), of("negative")
    pushy = clause("close:sign", faults=[Fault.PUSHES])
    for talk in (easy, hard):
        talk(pushy)
        talk(pushy)
    assert easy.state.patience > hard.state.patience
