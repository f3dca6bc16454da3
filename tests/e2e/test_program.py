"""The program as it is started and ended: from the shell, by keys, by signals, by what a bad line sends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk, Start

ESC, ENTER, QUIT = "\x1b", "\r", "\x11"


def test_the_demonstration_reaches_a_review_by_keys_alone(start: Start) -> None:
    terminal = start("--demo")
    terminal.wait(lambda text: "Bury" in text and "22/22" in text)
    assert "thrown away" in terminal.text
    terminal.send(ENTER)
    terminal.wait("BU14")
    terminal.send("jj" + ENTER)
    terminal.wait("Bury 2013 > BU03")
    terminal.send(QUIT)
    assert terminal.end() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_dropped_line_keeps_what_was_being_typed(start: Start, desk: Desk, number: signal.Signals, code: int) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    terminal.send("e" + "a first thought")
    terminal.wait("a first thought")
    terminal.signal(number)
    assert terminal.end() == code
    again = start("--library", str(desk.path))
    again.wait("a first thought")
    again.send(" and a second" + ENTER)
    again.wait(lambda text: "a first thought and a second" in text and "Esc stays" not in text)
    opened = desk.opened()
    assert opened.contents(opened.record("T01").id)["interviewed"].note == "a first thought and a second"


def test_bytes_that_are_no_text_end_nothing(start: Start, desk: Desk) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    terminal.send(b"\xff\xfe\xc3\x28")
    terminal.send("y")
    terminal.wait("does not take")
    terminal.send(QUIT)
    assert terminal.end() == 0


def test_escape_and_a_key_in_one_read_are_both_taken(start: Start, desk: Desk) -> None:
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("0 of")
    terminal.send("eone" + ESC + "y")
    terminal.wait("1 of")
    opened = desk.opened()
    answer = opened.contents(opened.record("T01").id)["interviewed"]
    assert (answer.value, answer.note) == ("yes", "one")


def test_a_fault_of_the_program_prints_no_case_text(start: Start, desk: Desk, tmp_path: Path) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import sys\n"
        "from importlib.abc import MetaPathFinder\n"
        "class Break(MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'sqs_tui.screens.summary':\n"
        "            raise RuntimeError('case text: a secret of the child')\n"
        "sys.meta_path.insert(0, Break())\n"
    )
    terminal = start("--library", str(desk.path), "open", desk.folder, extra_path=str(hook))
    terminal.wait("T01")
    terminal.send("s")
    code = terminal.end()
    assert code == 1
    assert "stopped because of a fault of its own" in terminal.text
    assert "secret" not in terminal.text
    assert "Traceback" not in terminal.text
    (report,) = (tmp_path / "home").rglob("crash-*.txt")
    assert "RuntimeError" in report.read_text()
    assert "secret" not in report.read_text()


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_show_screens_is_told_the_plain_commands(term: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "sqs_tui"], env={**os.environ, "TERM": term}, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "summary" in ran.stderr
