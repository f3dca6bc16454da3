"""A note while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.note import Note

EDITING = (
    *("left", "right", "home", "end", "backspace", "delete"),
    *("ctrl+a", "ctrl+b", "ctrl+d", "ctrl+e", "ctrl+f", "ctrl+h", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+z"),
)


def at(marked: str) -> Note:
    """A note with the caret at the mark: `at("one| two")`."""
    return Note(text=marked.replace("|", ""), caret=marked.index("|"))


def shown(note: Note | None) -> str:
    assert note is not None
    return f"{note.text[: note.caret]}|{note.text[note.caret :]}"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("one| two", "left", "on|e two"),
        ("|one", "left", "|one"),
        ("one| two", "right", "one |two"),
        ("one|", "right", "one|"),
        ("one| two", "home", "|one two"),
        ("one| two", "end", "one two|"),
        ("one| two", "backspace", "on| two"),
        ("|one", "backspace", "|one"),
        ("one| two", "delete", "one|two"),
        ("one|", "delete", "one|"),
        ("one two|", "ctrl+w", "one |"),
        ("one two  |three", "ctrl+w", "one |three"),
        ("  |one", "ctrl+w", "|one"),
        ("|one", "ctrl+w", "|one"),
        ("one| two", "ctrl+u", "| two"),
        ("one| two", "ctrl+k", "one|"),
    ],
)
def test_editing_keys_do_what_terminals_taught(before: str, key: str, after: str) -> None:
    assert shown(at(before).press(key)) == after


@pytest.mark.parametrize("key", ["up", "down", "tab", "enter", "escape", "f1", "x", ""])
def test_other_keys_are_no_editing_keys(key: str) -> None:
    assert at("one|").press(key) is None


def test_text_goes_in_at_the_caret() -> None:
    assert shown(at("one| three").insert(" two")) == "one two| three"


def test_ctrl_z_takes_edits_back_one_by_one_with_their_carets() -> None:
    note = at("one|").insert("!").insert("?").press("home")
    steps = []
    for _ in range(4):
        assert note is not None
        note = note.press("ctrl+z")
        steps.append(shown(note))
    assert steps == ["one!|", "one|", "one|", "one|"]


def test_a_hundred_edits_are_remembered() -> None:
    note: Note | None = Note()
    for _ in range(150):
        assert note is not None
        note = note.insert("x")
    for _ in range(150):
        assert note is not None
        note = note.press("ctrl+z")
    assert shown(note) == "x" * 50 + "|"


def test_a_long_word_is_erased_at_once() -> None:
    assert shown(Note(text="x" * 200_000, caret=200_000).press("ctrl+w")) == "|"


@given(
    st.lists(
        st.one_of(st.sampled_from(EDITING).map(lambda key: (key, True)), st.text(max_size=4).map(lambda text: (text, False)))
    )
)
def test_the_caret_never_leaves_the_text_and_every_edit_can_be_taken_back(steps: list[tuple[str, bool]]) -> None:
    note = Note()
    for step, is_key in steps:
        before = note
        after = note.press(step) if is_key else note.insert(step)
        assert after is not None
        assert 0 <= after.caret <= len(after.text)
        if step != "ctrl+z" and after.text != before.text:
            taken_back = after.press("ctrl+z")
            assert taken_back is not None
            assert (taken_back.text, taken_back.caret) == (before.text, before.caret)
        note = after
