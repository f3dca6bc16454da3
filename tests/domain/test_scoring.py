"""The keyboard flow: what an answer, a reason, a note and a paste take, and what they do."""

import pytest

from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import BLANK
from sqs_tui.domain.scoring import FINISH_LINE, Finished, Flow, Key, Mode, Run, Save
from tests.builders import answers, content, default_instrument, instrument, question
from tests.desk import BACKSPACE, DOWN, ENTER, ESC, KEYS, SPACE, TAB, UP, Desk, small, typed

# What a case costs


def test_a_new_case_of_30_questions_with_4_no_costs_39_keys_besides_its_notes() -> None:
    facts = {"interviewed": "y", "sentence": "2", "weeks": "2", "looked-after": "n", "psr": "y", "custody": "n", "victim": "n"}
    noes = {
        "1.1": "Nothing on why he offends.",
        "2.2": "Past threats left out.",
        "4.2": "Not asked.",
        "1.6": "Text is the old one.",
    }
    desk = Desk(default_instrument())
    asked = note_keys = 0
    while desk.state.current != FINISH_LINE:
        current = desk.state.current
        asked += 1
        if current in noes:
            desk.press("n", "2", noes[current], ENTER)
            note_keys += len(noes[current])
        else:
            desk.press(facts.get(current, "n" if current == "concern" else "y"))
    desk.press(ENTER)
    assert (asked, desk.pressed - note_keys) == (30, 39)
    assert desk.effects[-1] == Finished()
    assert not desk.stops
    assert {asked: held.note for asked, held in desk.state.answers.items() if held.value == "no" and held.note} == noes
    assert all(len(desk.state.answers[no].reasons) == 1 for no in noes)


# Answers


def test_an_answer_is_saved_and_goes_to_the_next_open_question() -> None:
    desk = small().press("y")
    assert desk.effects == [Save("1.1", content("yes"), Cause.ANSWER, begins=True)]
    assert (desk.state.current, desk.state.mode) == ("1.2", Mode.ANSWER)


def test_it_skips_what_is_answered_or_not_asked() -> None:
    desk = Desk(instrument(file_order=[]), given=answers({"1.1": "yes"})).press("n")
    assert desk.state.current == FINISH_LINE  # the fact is not so: 1.2 and 1.3 are not asked


def test_it_never_wraps_round_to_a_gap_left_behind() -> None:
    desk = small().press(DOWN, "y", "y")
    assert "1.1" not in desk.state.answers
    assert desk.state.current == FINISH_LINE


def test_a_no_to_a_fact_or_a_view_goes_on() -> None:
    assert Desk(instrument(file_order=[])).press("n").state.current == "1.1"
    desk = Desk(instrument(), "staff").press("n")
    assert (desk.state.current, desk.state.mode) == (FINISH_LINE, Mode.ANSWER)


def test_without_auto_advance_an_answer_stays_where_it_was_given() -> None:
    desk = small(auto_advance=False).press("y", "y")
    assert desk.state.current == "1.1"
    assert desk.press(ENTER).state.current == "1.2"


def test_without_auto_advance_each_answer_is_an_act_of_its_own() -> None:
    desk = small(auto_advance=False).press("y", "a", BACKSPACE)
    assert [save.begins for save in desk.saves] == [True, True, True]


def test_the_same_answer_again_saves_nothing() -> None:
    desk = small().press("y", UP, "y")
    assert len(desk.saves) == 1


def test_another_answer_drops_the_reasons_and_keeps_the_note() -> None:
    desk = small().press("n", "1", "why", ESC, "y")
    assert desk.state.answers["1.1"] == content("yes", note="why")


def test_a_question_that_is_not_asked_takes_no_answer_and_says_why() -> None:
    desk = Desk(instrument(file_order=[]), given=answers({"fact": "no", "1.1": "yes"})).press(UP, UP, "y")
    assert desk.state.current == "1.2"
    assert desk.stops == ["1.2 takes no answer: it is not so."]
    assert not desk.saves


def test_a_waiting_question_names_what_it_waits_for() -> None:
    desk = Desk(instrument(file_order=[])).press(DOWN, DOWN, "y")
    assert desk.stops == ["1.2 takes no answer: waits for the answer to The fact."]


def test_a_key_that_means_nothing_stops_and_names_the_keys_that_do() -> None:
    desk = small().press("x")
    assert desk.stops == ["1.1 does not take 'x': y Yes, n No, a Not applicable."]


def test_the_three_answers_given_last_are_kept_newest_at_the_end() -> None:
    desk = Desk(instrument(file_order=[])).press("yyyy")
    assert desk.state.last == ("1.1", "1.2", "1.3")
    assert desk.press(UP, UP, "y").state.last == ("1.1", "1.3", "1.2")


def test_an_answer_key_wins_over_a_command() -> None:
    desk = Desk(default_instrument())
    flow = Flow(default_instrument(), {**KEYS, "y": "review.redo"})
    assert flow.press(desk.state, typed("y"))[1][0] == Save("interviewed", content("yes"), Cause.ANSWER, begins=True)


# Reasons and notes


def test_a_no_opens_the_reasons_and_digits_switch_them_in_one_act() -> None:
    desk = small().press("n")
    assert desk.state.mode is Mode.REASONS
    desk.press("2", "1", "2")
    assert [save.content.reasons for save in desk.saves] == [(), ("late",), ("no-plan", "late"), ("no-plan",)]
    assert [save.begins for save in desk.saves] == [True, False, False, False]


def test_a_digit_without_a_reason_stops() -> None:
    desk = small().press("n", "7")
    assert desk.stops == ["1.1 has no reason 7."]
    assert desk.state.mode is Mode.REASONS


@pytest.mark.parametrize("character", ["x", "y", "n", "u", '"', "?", "²", "é"])
def test_the_first_other_character_starts_the_note(character: str) -> None:
    desk = small().press("n", "1", character)
    assert (desk.state.mode, desk.state.note.text) == (Mode.NOTE, character)


@pytest.mark.parametrize("key", [TAB, SPACE])
def test_tab_and_space_start_the_note_empty(key: Key) -> None:
    desk = small().press("n", key, "3 weeks late", ENTER)
    assert desk.state.answers["1.1"] == content("no", note="3 weeks late")


def test_enter_ends_the_note_and_goes_on_in_the_act_of_its_no() -> None:
    desk = small().press("n", "1", "why", ENTER)
    assert (desk.state.current, desk.state.mode) == ("1.2", Mode.ANSWER)
    assert desk.saves[-1] == Save("1.1", content("no", "no-plan", note="why"), Cause.ANSWER, begins=False)


def test_escape_ends_the_note_and_stays() -> None:
    desk = small().press("n", "1", "why", ESC)
    assert (desk.state.current, desk.state.mode) == ("1.1", Mode.ANSWER)
    assert desk.state.answers["1.1"].note == "why"


def test_escape_in_the_reasons_stays_and_enter_goes_on() -> None:
    assert small().press("n", ESC).state.current == "1.1"
    assert small().press("n", ENTER).state.current == "1.2"


def test_ctrl_j_is_enter_everywhere() -> None:
    desk = small().press("n", Key("ctrl+j", "\n"))
    assert desk.state.current == "1.2"
    assert desk.press("n", "why", Key("ctrl+j", "\n")).state.current == "1.3"


def test_backslash_enter_is_a_newline_in_a_note() -> None:
    desk = small().press("n", "one\\", ENTER, "two", ENTER)
    assert desk.state.answers["1.1"].note == "one\ntwo"


def test_backspace_in_an_empty_note_goes_back_to_the_reasons() -> None:
    desk = small().press("n", "1", "x", BACKSPACE, BACKSPACE, "2", ENTER)
    assert desk.state.answers["1.1"] == content("no", "no-plan", "late")
    assert [save.begins for save in desk.saves] == [True, False, False]


def test_a_note_that_was_emptied_before_going_back_to_the_reasons_is_gone() -> None:
    desk = small().press("n", "1", "x", ESC, "n", "y", BACKSPACE, BACKSPACE, BACKSPACE, BACKSPACE)
    assert desk.state.mode is Mode.REASONS
    assert desk.press(ENTER).state.answers["1.1"] == content("no", "no-plan")


def test_no_again_keeps_the_reasons_and_goes_on_with_the_note() -> None:
    desk = small().press("n", "1", "one", ESC, "n", "two", ENTER)
    assert desk.state.answers["1.1"] == content("no", "no-plan", note="one two")
    assert [save.begins for save in desk.saves] == [True, False, False, True]


def test_arrows_leave_the_reasons_and_move() -> None:
    desk = small().press("n", DOWN)
    assert (desk.state.current, desk.state.mode) == ("1.2", Mode.ANSWER)
    assert small().press("n", "j").state.mode is Mode.NOTE


def test_a_note_can_stand_without_an_answer_and_enter_then_stays() -> None:
    desk = small().press("e", "ask the manager", ENTER)
    assert desk.state.answers["1.1"] == content(note="ask the manager")
    assert (desk.state.current, desk.saves[0].begins) == ("1.1", True)
    assert "1.1" in desk.flow.route(desk.state).open


def test_a_note_on_an_answer_that_stands_is_an_act_of_its_own() -> None:
    desk = small().press("y", UP, "e", "good", ENTER)
    assert [save.begins for save in desk.saves] == [True, True]
    assert desk.state.current == "1.2"


def test_keys_for_the_whole_program_work_while_a_note_is_typed_and_others_type() -> None:
    desk = small().press("n", "x", Key("ctrl+l", "\x0c"), Key("f1"))
    assert desk.effects[1:] == [Run("app.repaint"), Run("review.guidance")]
    assert small().press("n", "x", Key("ctrl+z", "\x1a")).state.note.text == ""


def test_only_what_text_may_hold_is_typed() -> None:
    desk = small().press("n", "a", Key("x", "\u202e"), Key("tab", "\t"), Key("ctrl+g", "\x07"), "b", ENTER)
    assert desk.state.answers["1.1"].note == "ab"


def test_quotable_is_switched_and_goes_with_the_note() -> None:
    desk = small().press("e", "well said", ESC, '"')
    assert desk.state.answers["1.1"].quote
    desk.press("e", *[BACKSPACE] * 9, ESC)
    assert "1.1" not in desk.state.answers
    assert desk.press('"').stops == ["1.1 has no note to quote."]


def test_backspace_clears_the_answer_with_all_that_hangs_on_it() -> None:
    desk = small().press("n", "1", "why", ESC, BACKSPACE)
    assert "1.1" not in desk.state.answers
    assert desk.saves[-1] == Save("1.1", BLANK, Cause.CLEAR, begins=True)
    assert desk.press(BACKSPACE).saves[-1].cause is Cause.CLEAR
    assert len(desk.saves) == 4


# Pastes


def test_a_paste_never_answers() -> None:
    desk = small().paste("y")
    assert not desk.saves
    assert desk.stops == ["A paste is text for a note: open the note first."]


def test_a_paste_over_the_reasons_starts_the_note_and_another_goes_on_with_it() -> None:
    desk = small().press("n").paste("1 year\r\nlate\x1b").paste(", he said").press(ENTER)
    assert desk.state.answers["1.1"] == content("no", note="1 year\nlate, he said")


def test_a_paste_into_a_prompt_is_one_line() -> None:
    assert small().press("/").paste(" plan\nned ").state.typed == "plan ned"


def test_a_scale_of_digits_scores_by_digits() -> None:
    scale = {
        "id": "grade",
        "kind": "judgement",
        "choices": [
            {"key": "1", "value": "bad", "label": "Bad", "counts": "not-met", "reasons": "optional"},
            {"key": "2", "value": "good", "label": "Good", "counts": "met"},
        ],
    }
    graded = [question("a", scale="grade", reasons="why"), question("b", scale="grade")]
    desk = Desk(instrument(*graded, scales=[scale])).press("1", "2", ENTER, "1", ENTER)
    assert desk.state.answers == {"a": content("bad", "late"), "b": content("bad")}
    assert desk.effects[-1] == Finished()
