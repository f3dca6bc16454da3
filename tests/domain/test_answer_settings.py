"""The settings of answers: they stay where they were given, or take Enter."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.scoring import Key, Mode, Run, Stop
from tests.builders import answers, content, default_instrument, instrument
from tests.desk import BACKSPACE, DOWN, ENTER, ESC, SPACE, TAB, UP, Desk, small, typed


def careful(**fields: bool) -> Desk:
    """The small instrument at 1.1, where a key only marks an answer."""
    return Desk(instrument(file_order=[]), given=answers({"fact": "yes"}), single_key_answers=False, **fields)


def test_a_key_only_marks_an_answer_until_enter_gives_it() -> None:
    desk = careful().press("y")
    assert (desk.state.marked, desk.state.current, desk.effects) == ("yes", "1.1", [])
    desk.press(ENTER)
    assert (desk.state.marked, desk.state.current) == ("", "1.2")
    assert [save.content for save in desk.saves] == [content("yes")]


def test_another_key_marks_another_answer_and_esc_lets_go() -> None:
    desk = careful().press("y", "a", ENTER)
    assert desk.saves[-1].content == content("na")
    desk = careful().press("y", ESC)
    assert (desk.state.marked, desk.effects) == ("", [])
    assert desk.press(ESC).effects == [Run("app.back")]


@pytest.mark.parametrize("key", ["j", "u", "e", "/", "x", DOWN, TAB, BACKSPACE])
def test_any_other_key_lets_go_and_does_what_it_does(key: Key | str) -> None:
    marked, plain = careful().press("y", key), careful().press(key)
    assert (marked.state, marked.effects) == (plain.state, plain.effects)
    assert not marked.state.marked


def test_enter_where_nothing_is_marked_goes_on() -> None:
    assert careful().press(ENTER).state.current == "1.2"


def test_reasons_are_chosen_by_their_digits_at_once() -> None:
    desk = careful().press("n", ENTER)
    assert desk.state.mode is Mode.REASONS
    desk.press("2", "So it was.", ENTER)
    assert desk.state.answers["1.1"] == content("no", "late", note="So it was.")


def test_what_takes_no_answer_says_so_at_the_mark() -> None:
    desk = Desk(instrument(file_order=[]), given=answers({"fact": "no"}), single_key_answers=False)
    desk.press("g", "1.2", ENTER, "y")
    assert (desk.state.marked, desk.stops) == ("", ["1.2 takes no answer: it is not so."])
    sealed = careful()
    sealed.state = msgspec.structs.replace(sealed.state, sealed="It is signed off.")
    assert sealed.press("y", ENTER).effects == [Stop("It is signed off.")]


def test_an_answer_stays_where_it_was_given_where_it_is_not_to_go_on() -> None:
    assert small(auto_advance=False).press("y").state.current == "1.1"
    desk = careful(auto_advance=False).press("y", ENTER)
    assert (desk.state.current, desk.state.answers["1.1"]) == ("1.1", content("yes"))
    assert desk.press(ENTER).state.current == "1.2"


KEYS = st.one_of(
    st.sampled_from([ENTER, ESC, TAB, BACKSPACE, DOWN, UP, SPACE, Key("ctrl+n"), Key("right")]),
    st.sampled_from([*"yna012345ejku.g/"]).map(typed),
)


@given(st.lists(KEYS, max_size=60), st.booleans())
def test_with_enter_after_each_answer_the_same_keys_leave_the_same(keys: list[Key], auto_advance: bool) -> None:
    direct = Desk(default_instrument(), auto_advance=auto_advance)
    marking = Desk(default_instrument(), auto_advance=auto_advance, single_key_answers=False)
    for key in keys:
        direct.press(key)
        marking.press(key)
        if marking.state.marked:
            marking.press(ENTER)
        assert marking.state == direct.state
    assert marking.effects == direct.effects
