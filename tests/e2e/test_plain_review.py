"""`review --plain` at a terminal: what is being typed outlives the program's end, and nothing but text comes out."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from sqs_tui.machine import account_name
from tests.e2e.conftest import Desk
from tests.e2e.line import Line
from tests.e2e.terminal import PATIENCE

CTRL_C, CTRL_D = "\x03", "\x04"
Begin = Callable[[], pexpect.spawn]


@pytest.fixture
def begin(desk: Desk, tmp_path: Path) -> Iterator[Begin]:
    """Begin to score T01 line by line in a terminal that can show no screen."""
    begun: list[pexpect.spawn] = []
    (tmp_path / "home").mkdir(exist_ok=True)

    def beginning() -> pexpect.spawn:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "sqs_tui", "--library", str(desk.path), "review", desk.folder, "T01", "--plain"],
            env={**os.environ, "TERM": "dumb", "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])},
            timeout=PATIENCE,
            cwd=str(tmp_path / "home"),
            encoding="utf-8",
        )
        child.delaybeforesend = None
        begun.append(child)
        return child

    yield beginning
    for child in begun:
        child.close(force=True)


def ended(child: pexpect.spawn) -> tuple[str, int]:
    """What the program said last, and its exit code."""
    child.expect(pexpect.EOF)
    said = str(child.before)
    child.wait()
    return said, child.exitstatus if child.exitstatus is not None else -(child.signalstatus or 0)


def draft(desk: Desk) -> str:
    opened = desk.opened(account_name())
    kept = opened.draft(opened.record("T01").id)
    return kept.note if kept else ""


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda child: child.send(CTRL_C), 130),
        (lambda child: child.send(CTRL_D + CTRL_D), 1),
        (lambda child: child.kill(signal.SIGTERM), 143),
        (lambda child: child.kill(signal.SIGHUP), 129),
    ],
    ids=["ctrl+c", "ctrl+d", "SIGTERM", "SIGHUP"],
)
def test_a_note_in_a_line_that_was_never_ended_is_kept(
    begin: Begin, desk: Desk, end: Callable[[pexpect.spawn], object], code: int
) -> None:
    child = begin()
    child.expect("interviewed: ")
    child.sendline("y")
    child.expect("Sentence: ")
    child.sendline("g 2.2")
    child.expect("2.2: ")
    child.sendline("n")
    child.expect("2.2 reasons: ")
    child.send("1 the plan says so")
    child.expect("1 the plan says so")  # the terminal's echo: it has the line
    end(child)
    said, left = ended(child)
    assert left == code
    assert "The note on 2.2 is kept as it was typed." in said
    assert draft(desk) == "the plan says so"
    again = begin()
    again.expect("You were typing a note on 2.2")
    again.expect("Note so far: the plan says so")
    again.expect("2.2 note: ")
    again.sendline("")
    again.expect("2.2: No. With a note. Saved.")
    again.send(CTRL_D)
    ended(again)
    assert draft(desk) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="what a cut line does is told by Linux's terminals")
@pytest.mark.parametrize("controlling", [True, False])
def test_where_the_line_is_cut_the_lines_of_a_note_before_are_kept(desk: Desk, tmp_path: Path, controlling: bool) -> None:
    line = Line("--library", str(desk.path), "review", desk.folder, "T01", "--plain", home=tmp_path, controlling=controlling)
    try:
        line.wait("interviewed: ")
        line.type("e The plan\\\n")
        line.wait("interviewed note: ")
        line.cut()
        assert line.end() == 129
        assert draft(desk).strip() == "The plan"
    finally:
        line.close()


def test_the_terminal_gets_text_alone(begin: Begin, desk: Desk) -> None:
    child = begin()
    child.logfile_read = said = (Path(desk.path) / "said").open("w+", newline="")
    child.expect("interviewed: ")
    for line, prompt in (("y", "Sentence: "), ("?", "Sentence: "), ("g 2.2", "2.2: "), ("n 1", "2.2 note: "), ("", "3.2: ")):
        child.sendline(line)
        child.expect(prompt)
    child.sendline("q")
    assert ended(child)[1] == 1
    said.seek(0)
    text = said.read()
    said.close()
    assert not [character for character in text if ord(character) < 32 and character not in "\r\n"]


def test_after_a_wrong_line_what_was_typed_ahead_is_thrown_away(begin: Begin, desk: Desk) -> None:
    child = begin()
    child.expect("interviewed: ")
    child.send("maybe\ny\n2\n2\n")
    child.expect("does not take maybe")
    child.expect("interviewed: ")
    child.sendline("n")
    child.expect("interviewed: No. Saved.")
    child.send(CTRL_D)
    ended(child)
    opened = desk.opened()
    assert {question: given.value for question, given in opened.contents(opened.record("T01").id).items()} == {
        "interviewed": "no"
    }


def test_of_a_line_with_an_unknown_reason_the_note_can_be_gone_on_with(begin: Begin, desk: Desk) -> None:
    child = begin()
    child.expect("interviewed: ")
    child.sendline("g 2.2")
    child.expect("2.2: ")
    child.sendline("n 1 9 a long thought")
    child.expect("2.2 has no reason 9: only the note of this line is taken.")
    child.expect("Note so far: a long thought")
    child.sendline("n")
    child.expect("2.2 reasons: ")
    child.sendline("1")
    child.expect("2.2 note: ")
    child.sendline("")
    child.expect("3.2: ")
    child.send(CTRL_D)
    ended(child)
    opened = desk.opened()
    given = opened.contents(opened.record("T01").id)["2.2"]
    assert (given.value, given.reasons, given.note) == ("no", ("full",), "a long thought")
