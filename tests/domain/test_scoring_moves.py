"""The keyboard flow: moving, finishing, beginning and resuming, and whatever keys come."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.commands import COMMANDS, Command
from sqs_tui.domain.history import Cause
from sqs_tui.domain.scoring import FINISH_LINE, Finished, Flow, Key, Mode, Run, Save, Say, Stop
from tests.builders import answers, content, default_instrument, instrument
from tests.desk import BACKSPACE, DOWN, ENTER, ESC, KEYS, SPACE, TAB, UP, Desk, replayed, small, typed

# Moving


def test_arrows_and_letters_only_move() -> None:
    desk = small().press(DOWN, "j", UP, "k", UP, UP)
    assert desk.state.current == "fact"
    assert desk.press(DOWN, DOWN, DOWN, DOWN, DOWN).state.current == FINISH_LINE
    assert desk.press(UP).state.current == "1.3"
    assert not desk.effects


def test_sections_are_jumped_to_by_braces() -> None:
    desk = Desk(default_instrument()).press("}")
    assert desk.state.current == "1.2"
    assert desk.press("}", DOWN, "{").state.current == "1.1"
    assert desk.press("{", "{", "{").state.current == "interviewed"
    assert desk.press(*"}}}}}}}}").state.current == FINISH_LINE
    assert desk.press("{").state.current == "4.6"


def test_the_order_is_switched_between_file_and_theme() -> None:
    desk = Desk(default_instrument())
    assert desk.flow.order(desk.state)[8:13] == ("1.2", "1.3", "2.1", "3.1", "4.1")
    desk.press("o")
    assert desk.flow.order(desk.state)[8:13] == ("1.1", "1.2", "1.3", "1.4", "1.5")
    assert desk.state.current == "interviewed"


def test_tab_goes_to_the_next_gap_or_problem_and_says_it() -> None:
    desk = small().press("n", ESC, TAB)
    assert (desk.state.current, desk.effects[-1]) == ("1.2", Say("1.2 Planned is not answered."))
    desk.press("yy", TAB)
    assert (desk.state.current, desk.effects[-1]) == ("1.1", Say("1.1 Assessed: No has no reason; n opens them."))
    desk.press("y", TAB)
    assert (desk.state.current, desk.effects[-1]) == (FINISH_LINE, Run("review.next-gap"))


def test_tab_behind_the_last_gap_is_led_on_by_whoever_drives_the_flow_and_at_the_finish_line_to_the_first() -> None:
    desk = small().press(TAB)
    assert (desk.state.current, desk.effects[-1]) == ("1.2", Say("1.2 Planned is not answered."))
    desk.press(TAB)
    assert (desk.state.current, desk.effects[-1]) == ("1.2", Run("review.next-gap"))
    desk.press("j", "j", TAB)
    assert (desk.state.current, desk.effects[-1]) == ("1.1", Say("1.1 Assessed is not answered."))


def test_tab_goes_to_what_is_in_conflict() -> None:
    desk = small().press("yyyy")
    desk.state = msgspec.structs.replace(desk.state, contended=frozenset({"1.2"}))
    desk.press(TAB)
    assert (desk.state.current, desk.effects[-1]) == ("1.2", Say("1.2 is in conflict: two have answered it differently."))


def test_g_goes_to_a_question_by_its_number() -> None:
    assert small().press("g", "1.3", ENTER).state.current == "1.3"
    desk = small().press("g", "9", BACKSPACE, "9.9", ENTER)
    assert (desk.state.current, desk.state.mode, desk.stops) == ("1.1", Mode.ANSWER, ["There is no question '9.9' here."])
    assert small().press("g", ENTER).effects == small().press("g", "1.3", ESC).effects == []


def test_slash_finds_in_questions_and_notes_and_enter_finds_the_next() -> None:
    desk = small().press("e", "a PLAN of sorts", ESC, "/", "plan", ENTER)
    assert desk.state.current == "1.2"
    assert [desk.press(ENTER).state.current for _ in range(3)] == ["1.3", "1.1", "1.2"]
    assert desk.press("zzz", ENTER).stops == ["Nothing here holds 'planzzz'."]
    assert desk.press(ESC).state.mode is Mode.ANSWER


def test_what_is_not_the_flow_s_own_is_run_by_whoever_drives_it() -> None:
    desk = small().press("u", "U", "]", "[", "w", "h", "d", "v", "?", ESC)
    assert desk.effects == [
        Run(f"review.{name}")
        for name in ("undo", "redo", "next-record", "previous-record", "why", "guidance", "summary", "private")
    ] + [Run("app.help"), Run("app.back")]


# The finish line


def test_enter_at_the_finish_line_finishes() -> None:
    desk = small().press("yyy")
    assert desk.state.current == FINISH_LINE
    assert desk.press(ENTER).effects[-1] == Finished()


def test_a_gap_keeps_the_record_from_being_finished() -> None:
    desk = small().press(DOWN, "yy", ENTER, ENTER)
    assert desk.stops == ["1.1 Assessed is not answered. Tab goes there, W lets it stand for a reason."] * 2
    assert Finished() not in desk.effects


def test_a_problem_keeps_the_record_from_being_finished_until_it_may_stand() -> None:
    desk = small().press("n", ENTER, "yy", ENTER, ENTER)
    assert desk.stops == ["1.1 Assessed: No has no reason; n opens them. Tab goes there, W lets it stand for a reason."] * 2
    (problem,) = desk.flow.problems(desk.state)
    desk.state = msgspec.structs.replace(desk.state, waived=frozenset({problem}))
    assert desk.flow.problems(desk.state) == ()
    assert desk.press(ENTER).effects[-1] == Finished()


@pytest.mark.parametrize("keys", ["y", "n", "a", "e", "E", '"', BACKSPACE])
def test_a_sealed_record_stops_every_key_that_would_change_it(keys: str | Key) -> None:
    desk = small().press("yyy", UP)
    desk.state = msgspec.structs.replace(desk.state, sealed="It is signed off.")
    before, saves = desk.state, desk.saves
    assert desk.press(keys).stops == ["It is signed off."]
    assert (desk.state, desk.saves) == (before, saves)


def test_a_sealed_record_is_not_finished_and_can_be_walked_through() -> None:
    desk = small().press("yyy")
    desk.state = msgspec.structs.replace(desk.state, sealed="It is signed off.")
    assert desk.press(ENTER).stops == ["It is signed off."]
    assert desk.press(UP, UP).state.current == "1.2"
    assert Finished() not in desk.effects


def test_several_problems_are_counted_and_told_again_after_a_change() -> None:
    desk = small().press("n", ENTER, "n", ENTER, "y", ENTER)
    assert desk.stops[-1].startswith("2 problems. 1.1 Assessed: No has no reason; n opens them.")
    desk.press("g", "1.3", ENTER, "a", ENTER)
    assert len(desk.stops) == 2
    assert Finished() not in desk.effects


def test_nothing_is_answered_or_noted_at_the_finish_line() -> None:
    desk = small().press("yyy", "y", "e", "E", '"', BACKSPACE)
    assert len(desk.saves) == 3
    assert desk.stops[0] == "'y' answers nothing here: this is the finish line, Enter finishes."
    assert desk.stops[1:] == ["The cursor is at the finish line: go to a question first."] * 4


# Beginning and resuming


def test_a_record_begins_at_its_first_gap_or_where_it_is_asked_to() -> None:
    flow = Flow(instrument(), KEYS)
    assert flow.start("case", answers({"fact": "yes"})).current == "1.2"
    assert flow.start("case", answers({"fact": "yes"}), by_theme=True).current == "1.1"
    assert flow.start("case", {}, at="1.1").current == "1.1"
    assert flow.start("case", {}, at=FINISH_LINE).current == FINISH_LINE
    assert flow.start("case", {}, at="9.9").current == "fact"


def test_a_note_that_was_cut_off_is_gone_on_with() -> None:
    desk = small()
    desk.state = desk.flow.resume_note(desk.state, "1.2", "half a se", 99)
    desk.press("ntence", ESC)
    assert desk.saves == [Save("1.2", content(note="half a sentence"), Cause.ANSWER, begins=False)]


def test_what_others_change_leaves_what_is_being_typed() -> None:
    desk = small().press("n", "1", "why")
    desk.state = desk.flow.with_answers(desk.state, desk.state.answers | answers({"1.2": "yes"}))
    assert desk.press(" not", ENTER).state.answers["1.1"].note == "why not"
    assert desk.state.current == "1.3"


def test_the_reasons_close_when_the_no_they_belong_to_is_taken_back() -> None:
    desk = small().press("n")
    desk.state = desk.flow.with_answers(desk.state, answers({"fact": "yes"}))
    assert (desk.state.current, desk.state.mode) == ("1.1", Mode.ANSWER)


def test_another_answer_may_be_shown_after_an_undo() -> None:
    desk = small().press("yy")
    desk.state = desk.flow.with_answers(desk.state, answers({"fact": "yes", "1.1": "yes"}), at="1.2")
    assert (desk.state.current, desk.state.mode) == ("1.2", Mode.ANSWER)


def test_ending_a_note_where_none_is_typed_changes_nothing() -> None:
    desk = small()
    assert desk.flow.end_note(desk.state) == (desk.state, ())


def test_every_command_of_the_flow_is_in_the_command_table() -> None:
    known = {command.id for command in COMMANDS}
    own = [
        "go-on",
        "down",
        "up",
        "next-section",
        "previous-section",
        "next-gap",
        "goto",
        "find",
        "order",
        "note",
        "quote",
        "clear",
    ]
    desk = small()
    for name in own:
        assert f"review.{name}" in known
        flow = Flow(instrument(file_order=[]), {"x": f"review.{name}"})
        assert not any(isinstance(effect, Run) for effect in flow.press(desk.state, typed("x"))[1])


def test_a_note_of_answer_keys_is_a_problem_at_the_finish_line() -> None:
    desk = small().press("n", "1", "yyn2", ENTER, "yy", ENTER)
    assert desk.stops == ["1.1 Assessed: its note “yyn2” looks like answers. Tab goes there, W lets it stand for a reason."]


# Whatever the keys

_NAMED = [
    ENTER,
    ESC,
    TAB,
    BACKSPACE,
    DOWN,
    UP,
    SPACE,
    Key("ctrl+j", "\n"),
    Key("ctrl+w", "\x17"),
    Key("ctrl+z"),
    Key("left"),
    Key("f5"),
]
_ANY_KEY = st.one_of(
    st.sampled_from("yna1230").map(typed),
    st.sampled_from(_NAMED),
    st.sampled_from(sorted(key for key in KEYS if len(key) == 1)).map(typed),
    st.characters().map(lambda character: Key("any", character)),
    st.text(max_size=5),
)


@given(st.lists(_ANY_KEY, max_size=120), st.booleans(), st.booleans())
def test_no_sequence_of_keys_raises_or_loses_a_save(keys: list[Key | str], large: bool, auto: bool) -> None:
    desk = Desk(default_instrument() if large else instrument(), auto_advance=auto)
    for key in keys:
        if isinstance(key, str):
            desk.paste(key)
        else:
            desk.press(key)
        order = desk.flow.order(desk.state)
        assert desk.state.current in (*order, FINISH_LINE)
        assert desk.state.mode is Mode.ANSWER or desk.state.current != FINISH_LINE or desk.state.mode in (Mode.GOTO, Mode.FIND)
        assert 0 <= desk.state.note.caret <= len(desk.state.note.text)
    assert replayed({}, desk.saves) == desk.state.answers


@given(st.lists(_ANY_KEY, max_size=60))
def test_a_save_that_belongs_to_an_act_speaks_of_the_question_of_that_act(keys: list[Key | str]) -> None:
    desk = Desk(instrument(), given=answers({"fact": "yes"}))
    for key in keys:
        _ = desk.paste(key) if isinstance(key, str) else desk.press(key)
    for before, save in zip([None, *desk.saves], desk.saves, strict=False):
        assert save.begins or (before is not None and before.question == save.question)


@given(st.lists(_ANY_KEY, max_size=30), st.sampled_from([command for command in COMMANDS if command.id.startswith("review.")]))
def test_why_a_command_is_refused_is_known_before_its_key_is_pressed(keys: list[Key | str], command: Command) -> None:
    desk = Desk(instrument(), given=answers({"fact": "yes"}))
    for key in keys:
        _ = desk.paste(key) if isinstance(key, str) else desk.press(key)
    ended, _ = desk.flow.end_note(desk.state)
    if command.typing:
        return
    why = desk.flow.why_not(desk.state, command.id)
    state = desk.flow.with_answers(ended, ended.answers, at=ended.current)
    key = command.keys[0]
    _, effects = desk.flow.press(state, typed(key) if len(key) == 1 else Key(key))
    assert why == next((effect.text for effect in effects if isinstance(effect, Stop)), "")


def test_a_command_on_an_answer_is_refused_at_the_finish_line() -> None:
    desk = small()
    assert not desk.flow.why_not(desk.state, "review.note")
    assert desk.flow.why_not(desk.state, "review.quote") == "1.1 has no note to quote."
    assert "opens it" in desk.flow.why_not(desk.state, "review.take-phrase")
    desk.press(*[DOWN] * 9)
    assert "finish line" in desk.flow.why_not(desk.state, "review.note")
