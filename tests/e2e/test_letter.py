"""The letter in a real terminal: what was typed is there again after the line has dropped or the program was killed."""

import signal
import time
from collections.abc import Callable

import pytest

from tests.e2e.conftest import Desk, Start
from tests.e2e.terminal import PATIENCE

ESC = "\x1b"


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is on disk."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_paragraph_that_was_being_typed_is_there_again(start: Start, desk: Desk, number: signal.Signals, code: int) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder)
    terminal.wait("T01")
    terminal.send("l")
    terminal.wait("Letter")
    terminal.send("+A first [thought]")
    terminal.wait("A first [thought]")
    if number is signal.SIGKILL:  # nothing can be done about that one but to have saved before
        letter = desk.path / desk.folder / "letter.json"
        until(lambda: letter.exists() and "A first [thought]" in letter.read_text())
    terminal.signal(number)
    assert terminal.end() == code
    again = start("--library", str(desk.path), "open", desk.folder)
    again.wait("T01")
    again.send("l")
    again.wait("You were typing this when the program ended")
    again.send(" and a second" + ESC)
    again.wait("saved")
    (entry,) = desk.opened().letter.entries.paragraphs.values()
    assert str(entry.text).startswith("A first [thought]")
    assert str(entry.text).endswith(" and a second")


def test_a_burst_from_the_list_of_cases_into_the_editor_loses_no_key(start: Start, desk: Desk) -> None:
    typed = "thirty keys: -+pjkudrJKxq?U]["
    terminal = start("--library", str(desk.path), "open", desk.folder)
    terminal.wait("T01")
    terminal.send("l+" + typed + ESC + "k")
    terminal.wait(lambda text: "Letter" in text and "saved" in text and "thirty keys" in text)
    until(lambda: bool(desk.opened().letter.entries.paragraphs))
    assert [entry.text for entry in desk.opened().letter.entries.paragraphs.values()] == [typed]
