"""Escape and the key behind it are taken apart; tests/e2e has the same through a real terminal."""

import pytest
from textual.events import Key

from sqs_tui.terminal.escapes import untangled


@pytest.mark.parametrize(("name", "character"), [("alt+j", "j"), ("alt+shift+e", "E")])
def test_escape_and_a_letter_are_two_keys(name: str, character: str) -> None:
    escape, letter = untangled(Key(name, character))
    assert (escape.key, letter.key, letter.character) == ("escape", character, character)


@pytest.mark.parametrize(("name", "character"), [("j", "j"), ("question_mark", "?"), ("enter", "\r"), ("alt+left", None)])
def test_another_key_stays_as_it_is(name: str, character: str | None) -> None:
    ((key),) = untangled(Key(name, character))
    assert (key.key, key.character) == (name, character)
