"""The one command table."""

from collections import Counter

import pytest
from textual.keys import _character_to_key as textual_name

from sqs_tui.commands import COMMANDS, SHARED, Command, DialogName, Place, ScreenName
from sqs_tui.keys import DEFAULT_KEYS, key_name, keys_text, reserved_keys, textual_key


def test_an_id_is_given_once() -> None:
    assert [name for name, times in Counter(command.id for command in COMMANDS).items() if times > 1] == []


@pytest.mark.parametrize("screen", [*ScreenName, *DialogName])
def test_a_key_means_one_thing_on_a_screen(screen: Place) -> None:
    keys = Counter(key for command in DEFAULT_KEYS.for_screen(screen) for key in command.keys)
    shared = [command for command in DEFAULT_KEYS.for_screen(screen) if command.id in SHARED]
    only_while_typing = {key for command in shared if command.typing for key in command.keys} if len(shared) > 1 else set()
    assert [key for key, times in keys.items() if times > 1 and key not in only_while_typing] == []
    assert DEFAULT_KEYS.map(screen).keys() == keys.keys()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_says_in_one_sentence_what_it_does(command: Command) -> None:
    assert command.help[0].isupper()
    assert command.help.endswith(".")
    assert ". " not in command.help
    assert command.keys
    assert command.label
    assert command.screens


@pytest.mark.parametrize("key", sorted({key for command in COMMANDS for key in command.keys if len(key) == 1} | set("+-/?@_\\")))
def test_textual_knows_each_key_by_the_name_that_is_given(key: str) -> None:
    assert textual_key(key) == textual_name(key)


def test_a_key_that_has_a_name_keeps_it() -> None:
    assert [textual_key(key) for key in ("enter", "ctrl+p", "f1")] == ["enter", "ctrl+p", "f1"]


def test_no_command_needs_a_key_that_terminals_do_not_have() -> None:
    keys = {key for command in COMMANDS for key in command.keys}
    assert not [key for key in keys if key.startswith(("alt+", "shift+")) or key in ("ctrl+h", "ctrl+i", "ctrl+m", "ctrl+enter")]


def test_every_key_with_a_function_number_has_a_letter_beside_it() -> None:
    numbered = [command for command in COMMANDS if any(key.startswith("f") and key[1:].isdigit() for key in command.keys)]
    assert [command.id for command in numbered] == [
        f"{screen}.guidance" for screen in ("inspection", "review", "summary", "letter")
    ]
    assert all(any(len(key) == 1 for key in command.keys) for command in numbered)


def test_answer_keys_of_scales_are_free_and_the_keys_of_review_are_not() -> None:
    assert not reserved_keys() & set("yna0123456789")
    assert reserved_keys() >= set('eEuUjkg/}{][ohwvd":?')


def test_every_command_stands_in_one_place() -> None:
    placed = Counter(command.id for commands in DEFAULT_KEYS.by_place().values() for command in commands)
    assert placed == Counter(command.id for command in COMMANDS)


def test_keys_are_written_for_people() -> None:
    assert [key_name(key) for key in ("enter", "escape", "f1", "ctrl+p", "?", "E")] == ["Enter", "Esc", "F1", "ctrl+p", "?", "E"]
    assert keys_text(next(command for command in COMMANDS if command.id == "review.guidance")) == "h, F1"


def test_the_table_for_the_readme_has_a_row_for_each_command() -> None:
    table = DEFAULT_KEYS.markdown_table().splitlines()
    assert table[:2] == ["| Screen | Key | What it does |", "| --- | --- | --- |"]
    assert len(table) == len(COMMANDS) + 2
    assert "| Review | `h` `F1` | Show the guidance on the question. |" in table
    assert all(row.replace("\\|", "").count("|") == 4 for row in table)
