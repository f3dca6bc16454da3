"""An external editor in a real terminal: what it wrote is there again after the program was killed, and ctrl+c is its own."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk, Start
from tests.e2e.terminal import PATIENCE

QUESTION = "interviewed"


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the editor: a shell script whose $1 is the file."""

    def chosen(text: str) -> None:
        path = tmp_path / "fake-editor"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o700)
        monkeypatch.setenv("VISUAL", str(path))

    return chosen


def note(desk: Desk) -> str:
    opened = desk.opened()
    content = opened.contents(opened.record("T01").id).get(QUESTION)
    return content.note if content else ""


def lying(desk: Desk) -> list[Path]:
    return [path for path in (desk.path / ".editing").rglob("*") if path.suffix == ".txt"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_what_an_editor_wrote_is_typed_on_after_the_program_was_killed(
    start: Start, desk: Desk, script: Callable[[str], None], tmp_path: Path, number: signal.Signals
) -> None:
    script(f"echo $$ > {tmp_path}/pid\nprintf 'a first thought' > \"$1\"\necho written\ntrap '' HUP\nsleep 60 & wait")
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    terminal.send("E")
    terminal.wait("written")
    terminal.signal(number)
    assert terminal.end() == (-9 if number is signal.SIGKILL else 128 + number)
    again = start("--library", str(desk.path))
    again.wait("0 of")  # the editor has it still
    assert "a first thought" not in again.text
    again.send("\x11")
    assert again.end() == 0
    os.killpg(os.getpgid(int((tmp_path / "pid").read_text())), signal.SIGKILL)
    until(lambda: bool(lying(desk)))
    final = start("--library", str(desk.path), "open", desk.folder, "T01")
    final.wait("a first thought")
    final.send(" and a second\r")
    until(lambda: note(desk) == "a first thought and a second")
    assert lying(desk) == []


def test_ctrl_c_is_the_editors_own(start: Start, desk: Desk, script: Callable[[str], None]) -> None:
    script("trap 'printf interrupted > \"$1\"; exit 0' INT\necho waiting\nwhile :; do sleep 0.1; done")
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    terminal.send("E")
    terminal.wait("waiting")
    terminal.send("\x03")
    until(lambda: note(desk) == "interrupted")
    terminal.wait("interrupted")
    terminal.send("\x11")
    assert terminal.end() == 0
    assert lying(desk) == []
