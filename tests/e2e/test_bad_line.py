"""Keys over a line that brings them late, in parts and in bursts, at a real terminal."""

import shutil
import time
from pathlib import Path

import pexpect
import pytest

from sqs_tui.machine import account_name
from tests.e2e.conftest import Desk, Start
from tests.e2e.terminal import PATIENCE, Terminal
from tests.ui.hand import Stage
from tests.ui.strokes import Improviser

ESC, ENTER, QUIT = "\x1b", "\r", "\x11"
TOGETHER = 9
"""Keys that a line of 300 ms hands over at once, of 30 a second; the time between such parts is cut short."""
UNMARKED = "quit at once, then trust the next case+\ry\x1b" * 2400


def send_in_parts(terminal: Terminal, keys: str) -> None:
    data = keys.encode()
    for place in range(0, len(data), TOGETHER):
        terminal.send(data[place : place + TOGETHER])
        time.sleep(0.003)


def leave(terminal: Terminal) -> int:
    """Leave, as soon as the program takes keys again."""
    end = time.monotonic() + PATIENCE
    while terminal.child.isalive():
        assert time.monotonic() < end, terminal.text
        terminal.send(QUIT)
        try:
            terminal.read()
        except (pexpect.EOF, OSError):
            break
    return terminal.end()


@pytest.mark.parametrize("seed", [101, 102, 103])
async def test_thirty_keys_a_second_come_to_the_same_as_typing_slowly(
    start: Start, desk: Desk, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqs_tui.app._FIRST_COPY", 3600.0)
    slow = Stage(shutil.copytree(desk.path, tmp_path / "slow"), desk.folder, by=account_name())
    async with slow.open("T01") as hand:
        sent = await Improviser(hand, seed).play(60)
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    send_in_parts(terminal, sent)
    assert leave(terminal) == 0
    opened = desk.opened()
    for reference in ("T01", "T02"):
        assert opened.contents(opened.record(reference).id) == slow.answers(reference), repr(sent)


def test_an_arrow_that_comes_in_parts_is_an_arrow(start: Start, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCDELAY", "10000")  # however slow the machine is
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    for part in (ESC, "[", "B", ESC + "[", "B", ESC, "OB"):
        terminal.send(part)
        time.sleep(0.05)
    terminal.send("n")
    terminal.wait("1 of")
    assert leave(terminal) == 0
    opened = desk.opened()
    assert {question: given.value for question, given in opened.contents(opened.record("T01").id).items()} == {
        "looked-after": "no"
    }


def test_escape_and_a_bracket_in_one_read_are_both_taken(start: Start, desk: Desk) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder, "T02")
    terminal.wait("0 of")
    terminal.send(f"eone{ESC}[y")
    terminal.wait("1 of")
    assert leave(terminal) == 0
    opened = desk.opened()
    assert opened.contents(opened.record("T02").id)["interviewed"].note == "one"
    assert opened.contents(opened.record("T01").id)["interviewed"].value == "yes"


@pytest.mark.parametrize("record", [[], ["T01"]])
def test_a_long_text_that_is_pasted_unmarked_is_no_command(start: Start, desk: Desk, record: list[str]) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder, *record)
    terminal.wait("T01")
    terminal.send(UNMARKED)
    time.sleep(0.5)
    terminal.send("?")
    terminal.wait("Keys on" if not record else "A paste is text for a note")
    assert leave(terminal) == 0
    opened = desk.opened()
    assert [record.reference for record in opened.records("case")] == ["T01", "T02"]
    assert not opened.contents(opened.record("T01").id)


def test_a_long_text_that_is_pasted_unmarked_into_a_note_is_the_note(start: Start, desk: Desk) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    terminal.send("e")
    terminal.wait("Esc stays")
    text = "She says so. [y] n 1 2\r" * 60
    terminal.send(text)
    terminal.wait("n 1 2")
    time.sleep(0.5)
    terminal.send(ESC)
    assert leave(terminal) == 0
    opened = desk.opened()
    assert opened.contents(opened.record("T01").id)["interviewed"].note == text.strip().replace("\r", "\n")
