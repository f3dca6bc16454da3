"""What is offered while a note is typed, which keys take it, and that nothing is put in without one."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.phrases import Bank, Noted, phrase_key
from sqs_tui.domain.scoring import Forget, Key, Mode, Say
from tests.desk import BACKSPACE, ENTER, ESC, SPACE, TAB, Desk, replayed, small, typed

RIGHT, END, HOME, LEFT = Key("right"), Key("end"), Key("home"), Key("left")
WORD, NEXT, DROP, LAST, UNDO = (Key(f"ctrl+{letter}") for letter in "tnxrz")
LATE = "The plan came too late to be of use."
NEVER = "The plan was never shared with the parents."
GONE = "Nobody went back to it. It lapsed."


def noted(text: str, *reasons: str, record: str, question: str = "1.1", at: str = "1") -> Noted:
    sentences = (f"{sentence}." for sentence in text.rstrip(".").split(". "))
    phrases = tuple(dict.fromkeys((text, *sentences)))
    return Noted(record=record, question=question, reasons=frozenset(reasons), at=at, phrases=phrases)


BANK = Bank(
    record="here",
    notes=(
        noted(LATE, "late", record="a", at="3"),
        noted(NEVER, "late", record="b", at="2"),
        noted(GONE, "no-plan", record="c", at="1"),
        noted("On another question.", "late", record="c", question="1.2", at="9"),
        noted("Of this very note.", "late", record="here", at="8"),
    ),
)


def desk(*keys: Key | str, bank: Bank = BANK) -> Desk:
    """At the reasons of 1.1, the first two chosen unless told otherwise."""
    driven = small()
    driven.state = msgspec.structs.replace(driven.state, bank=bank)
    return driven.press("n", *keys)


def offered(driven: Desk) -> str:
    found = driven.flow.offer(driven.state)
    return found.text if found else ""


def note(driven: Desk) -> str:
    return driven.state.note.text


# Taking


@pytest.mark.parametrize("key", [RIGHT, END, Key("ctrl+e"), Key("ctrl+f")], ids=lambda key: key.name)
def test_the_rest_of_a_phrase_is_taken_by_a_key_at_the_end(key: Key) -> None:
    driven = desk("2", "the plan c")
    assert offered(driven) == "ame too late to be of use."
    assert note(driven.press(key)) == "the plan came too late to be of use."
    assert driven.press(ENTER).saves[-1].content.note == "the plan came too late to be of use."


@pytest.mark.parametrize(
    ("key", "left"),
    [
        (TAB, "The plan c"),
        (LEFT, "The plan c"),
        (HOME, "The plan c"),
        (Key("down"), "The plan c"),
        (SPACE, "The plan c "),
        (BACKSPACE, "The plan "),
        (Key("x", "x"), "The plan cx"),
    ],
    ids=str,
)
def test_no_other_key_puts_anything_in(key: Key, left: str) -> None:
    assert note(desk("2", "The plan c", key)) == left


@pytest.mark.parametrize("key", [ENTER, ESC], ids=lambda key: key.name)
def test_a_note_ends_without_what_was_offered(key: Key) -> None:
    assert desk("2", "The plan c", key).saves[-1].content.note == "The plan c"


def test_away_from_its_end_a_note_is_offered_nothing_and_the_keys_only_move() -> None:
    driven = desk("2", "The plan", LEFT)
    assert offered(driven) == ""
    assert note(driven.press(RIGHT)) == "The plan"
    assert note(driven.press(LEFT, LEFT, END)) == "The plan"
    assert note(driven.press(END)) == LATE


def test_a_phrase_is_taken_word_by_word_and_followed_to_its_end() -> None:
    driven = desk("2", "the plan", NEXT, WORD)
    assert note(driven) == "the plan was"
    assert note(driven.press(WORD, WORD)) == "the plan was never shared"
    assert note(driven.press(RIGHT)) == f"t{NEVER[1:]}"


def test_the_phrase_of_which_a_word_was_taken_stays_before_others_that_go_on_alike() -> None:
    driven = desk("2", "the", NEXT, WORD)
    assert note(driven) == "the plan"
    assert offered(driven) == " was never shared with the parents."


def test_what_was_taken_is_one_edit_to_take_back() -> None:
    driven = desk("2", "The", RIGHT, UNDO)
    assert note(driven) == "The"
    assert offered(driven) == LATE[3:]


def test_a_sentence_that_was_taken_leads_on_to_the_next() -> None:
    driven = desk("1", "n", RIGHT)
    assert note(driven) == f"n{GONE[1:]}"
    driven = desk("1", "Nobody went back to it.")
    assert offered(driven) == " It lapsed."


# Asking for others


def test_an_empty_note_is_offered_the_first_phrase_for_its_reason_when_asked() -> None:
    driven = desk("2", TAB)
    assert offered(driven) == ""
    assert offered(driven.press(NEXT)) == LATE
    assert offered(driven.press(NEXT)) == NEVER
    assert note(driven.press(RIGHT)) == NEVER


def test_asking_opens_the_note_where_the_reasons_are_chosen() -> None:
    assert desk("2", NEXT, RIGHT, ENTER).saves[-1].content.note == LATE
    assert desk("1", NEXT, RIGHT, ENTER).saves[-1].content.note == GONE


def test_asking_again_and_again_comes_round() -> None:
    driven = desk("2", "The plan ")
    found = [offered(driven), *(offered(driven.press(NEXT)) for _ in range(2))]
    assert found == [LATE[9:], NEVER[9:], LATE[9:]]


def test_after_a_whole_sentence_asking_offers_others() -> None:
    driven = desk("2", f"{LATE} ")
    assert offered(driven) == ""
    assert offered(driven.press(NEXT)) == NEVER
    assert note(driven.press(RIGHT)) == f"{LATE} {NEVER}"


def test_typing_on_forgets_which_other_was_asked_for() -> None:
    driven = desk("2", "The", NEXT)
    assert offered(driven).endswith("parents.")
    assert offered(driven.press(" ")).endswith("of use.")


def test_where_no_other_goes_on_that_is_said() -> None:
    assert desk("2", "Something", NEXT).effects[-1] == Say("There is no phrase that goes on from here.")
    assert desk("2", "The plan c", NEXT).effects[-1] == Say("There is no other phrase that goes on from here.")


# Forgetting


def test_a_forgotten_phrase_is_gone_from_this_note_and_from_the_next() -> None:
    driven = desk("2", "The", DROP)
    assert Forget(phrase_key(LATE)) in driven.effects
    assert offered(driven) == NEVER[3:]
    driven.press(ESC, "e", Key("ctrl+u"), "The")
    assert offered(driven) == NEVER[3:]
    driven.press(DROP)
    assert offered(driven) == ""
    assert note(driven) == "The"
    assert not any(isinstance(effect, Forget) for effect in driven.press(DROP).effects[-1:])


# The last note, and abbreviations


def test_the_last_note_comes_back_in_an_empty_note_or_behind_another() -> None:
    assert note(desk("2", LAST)) == "On another question."
    driven = desk("2", "Late", ENTER, "n", "2", LAST)
    assert note(driven) == "Late"
    assert note(desk("2", "Late", LAST)) == "Late On another question."


def test_the_last_note_is_not_put_in_twice_and_where_there_is_none_that_is_said() -> None:
    driven = desk("2", LAST, LAST)
    assert note(driven) == "On another question."
    assert driven.effects[-1] == desk("2", TAB, LAST, bank=Bank()).effects[-1] == Say("There is no earlier note to put in here.")


def test_the_long_form_of_an_abbreviation_is_put_in_its_place_by_the_same_keys() -> None:
    for key in (RIGHT, WORD):
        driven = Desk(
            small().flow._instrument, given=small().state.answers, abbreviations={"IRO": "independent\x1b reviewing officer"}
        )
        driven.press("e", "The iro", key, " was told.")
        assert note(driven) == "The independent reviewing officer was told."
    assert note(small().press("e", "The iro", RIGHT)) == "The iro"


# Elsewhere


@pytest.mark.parametrize("key", [RIGHT, END, WORD, NEXT, DROP, LAST], ids=lambda key: key.name)
def test_where_no_note_is_typed_these_keys_change_nothing(key: Key) -> None:
    driven = small()
    before = driven.state
    assert driven.press(key).effects == [Say("Phrases are offered while a note is typed: e opens it.")]
    assert driven.state == before


@pytest.mark.parametrize("key", [RIGHT, END, WORD, DROP], ids=lambda key: key.name)
def test_where_reasons_are_chosen_there_is_nothing_to_take_or_forget(key: Key) -> None:
    before = desk("2")
    after = desk("2", key)
    assert (after.state, after.effects) == (before.state, before.effects)


def test_a_bank_that_changes_while_a_note_is_typed_changes_no_offer() -> None:
    driven = desk("2", "The")
    driven.state = msgspec.structs.replace(driven.state, bank=Bank())
    assert note(driven.press(RIGHT)) == LATE


def test_a_note_that_is_resumed_is_offered_what_it_would_have_been() -> None:
    driven = desk("2")
    driven.state = driven.flow.resume_note(driven.state, "1.1", "The", 3)
    assert offered(driven) == LATE[3:]


PRESSED = st.one_of(
    st.sampled_from([RIGHT, END, WORD, NEXT, DROP, LAST, UNDO, ENTER, ESC, TAB, BACKSPACE, LEFT, HOME, SPACE]),
    st.sampled_from([*"yna012eu", *"theplanwscv."]).map(typed),
)


@given(st.lists(PRESSED, max_size=40))
def test_whatever_is_pressed_only_the_keys_that_take_put_a_phrase_in(keys: list[Key]) -> None:
    driven = desk()
    for key in keys:
        before, wanted = driven.state, driven.flow.offer(driven.state)
        driven.press(key)
        if wanted and before.mode is driven.state.mode is Mode.NOTE:
            put_in = len(driven.state.note.text) - len(before.note.text)
            assert put_in < 2 or key in (RIGHT, END, WORD, LAST, UNDO)
    assert replayed(small().state.answers, driven.saves) == driven.state.answers
