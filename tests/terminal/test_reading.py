"""What comes from the terminal reaches the application as the keys, reports and pastes that Textual has names for."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events, messages
from textual.message import Message

from sqs_tui.terminal.reading import KeyReader
from tests.terminal.test_sequences import SEQUENCES

PATIENCE = 0.3
SIZES = [1, 2, 3, 5, 1000]


def told(*parts: str, apart: float = 0.25) -> list[Message]:
    """What is told of a text that comes in parts, and then nothing more."""
    reader, at, said = KeyReader(PATIENCE), 100.0, list[Message]()
    for part in parts:
        said += reader.read(part, at)
        at += apart
    said += reader.look(at + 10)
    assert reader.wait(at) is None
    return said


def names(said: Iterable[Message]) -> list[str]:
    return [message.key if isinstance(message, events.Key) else type(message).__name__ for message in said]


def parts(text: str, size: int) -> list[str]:
    return [text[place : place + size] for place in range(0, len(text), size)]


@pytest.mark.parametrize("size", SIZES)
def test_keys_have_their_names(size: int) -> None:
    sent = "y\r\t \x7f\x0c\x1b[A\x1bOB\x1b[Z\x1b[3~\x1b[1;5C\x1bOP\x1b[27u\x1b[97;;97u\x1b[13u]é"
    assert names(told(*parts(sent, size))) == [
        *("y", "enter", "tab", "space", "backspace", "ctrl+l", "up", "down", "shift+tab", "delete", "ctrl+right", "f1"),
        *("escape", "a", "enter", "right_square_bracket", "é"),
    ]


@pytest.mark.parametrize(("sent", "keys"), [
    ("\x1bj", ["escape", "j"]), ("\x1bE", ["escape", "E"]), ("\x1b1", ["escape", "1"]),
    ("\x1b[", ["escape", "left_square_bracket"]),
    ("\x1b]", ["escape", "right_square_bracket"]), ("\x1bO", ["escape", "O"]), ("\x1b\x1b", ["escape", "escape"]),
    ("\x1b\r", ["escape", "enter"]), ("\x1b\x7f", ["escape", "backspace"]), ("\x1bb", ["escape", "b"]), ("\x1b", ["escape"]),
    ("\x1b[y", ["escape", "left_square_bracket", "y"]), ("\x1b\x1b[A", ["escape", "up"]), ("\x1b\t", ["escape", "tab"]),
])  # fmt: skip
def test_escape_and_keys_in_one_read_are_escape_and_those_keys(sent: str, keys: list[str]) -> None:
    assert names(told(sent)) == keys


@pytest.mark.parametrize("size", SIZES)
def test_reports_are_told_as_what_they_are(size: int) -> None:
    said = told(*parts("\x1b[I\x1b[O\x1b[<0;12;7M\x1b[<0;12;7m\x1b[12;80R\x1b[?2026;2$y\x1b[48;24;80;480;640t", size))
    assert [type(message) for message in said] == [
        *(events.AppFocus, events.AppBlur, events.MouseDown, events.MouseUp, events.CursorPosition),
        *(messages.TerminalSupportsSynchronizedOutput, events.Resize),
    ]
    down, resized = said[2], said[-1]
    assert isinstance(down, events.MouseDown)
    assert (down.x, down.y) == (11, 6)
    assert isinstance(resized, events.Resize)
    assert resized.size == (80, 24)


def test_a_long_text_from_an_input_method_is_its_characters() -> None:
    text = "判断は良い判断"
    said = told(f"\x1b[0;;{':'.join(str(ord(character)) for character in text)}u")
    assert "".join(message.character or "" for message in said if isinstance(message, events.Key)) == text


@pytest.mark.parametrize("sequence", ["\x1b[?64;1;9c", "\x1b[5;9X", "\x1b[1;1:3A", "\x1b[99999999u", f"\x1b[{'9' * 40};1u"])
def test_a_sequence_that_has_no_name_is_no_key_and_spoils_none(sequence: str) -> None:
    assert names(told(f"y{sequence}n\x1b[Aa")) == ["y", "n", "up", "a"]


def test_a_marked_paste_is_a_paste() -> None:
    ((paste),) = told(*parts("\x1b[200~yes\ryes\0\x1b[201~", 4))
    assert isinstance(paste, events.Paste)
    assert paste.text == "yes\ryes"


def test_a_text_of_a_hundred_kilobytes_that_is_not_marked_is_one_message() -> None:
    text = "what a letter holds\r" * 5000
    ((paste),) = told(*parts(text, 4096), apart=0.0)
    assert isinstance(paste, events.Paste)
    assert paste.text == text


@given(st.lists(st.sampled_from([*SEQUENCES, *"yna1[]O/ \r\x7f\x1b"]), max_size=10), st.integers(1, 9))
def test_no_split_changes_what_is_told(sent: list[str], size: int) -> None:
    text = "".join(sent)
    assert names(told(*parts(text, size))) == names(told(text))


def test_waiting_ends_when_something_is_due() -> None:
    reader = KeyReader(PATIENCE)
    assert reader.wait(100.0) is None
    assert not reader.read("\x1b", 100.0)
    assert reader.wait(100.1) == pytest.approx(0.2)
    assert reader.wait(101.0) == 0.0
    assert names(reader.look(100.3)) == ["escape"]
    assert reader.wait(100.3) is None
