"""Whatever happens to the line: what is typed is saved, the program ends or goes on, and the terminal is given back."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sqs_tui.machine import account_name
from tests.e2e.conftest import Desk
from tests.e2e.line import Line
from tests.e2e.terminal import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the state of a process is read from /proc")

NOTE = "a first thought"
QUIT, SUSPEND, REPAINT = "\x11", "\x1a", "\x0c"
Connect = Callable[..., Line]


@pytest.fixture
def connect(tmp_path: Path, desk: Desk) -> Iterator[Connect]:
    """Start the program at the other end of a line, with a note being typed in it."""
    lines: list[Line] = []

    def connecting(*, controlling: bool = True, ignoring: tuple[int, ...] = (), note: str = NOTE) -> Line:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        line = Line(
            "--library", str(desk.path), "open", desk.folder, "T01", home=home, controlling=controlling, ignoring=ignoring
        )
        lines.append(line)
        line.wait("0 of")
        if note:
            line.type("e" + note)
            line.wait(note)
        return line

    yield connecting
    for line in lines:
        line.close()


def typed(desk: Desk) -> str:
    """The note that lies on disk as being typed."""
    opened = desk.opened(by=account_name())
    draft = opened.draft(opened.record("T01").id)
    return draft.note if draft else ""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_saves_what_is_typed_and_gives_the_terminal_back(connect: Connect, desk: Desk, number: int, code: int) -> None:
    line = connect()
    assert line.still_on
    assert line.modes() != line.modes_before
    line.signal(number)
    assert line.end() == code
    assert typed(desk) == NOTE
    assert line.modes() == line.modes_before
    assert not line.still_on


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_signals_count_also_where_the_parent_had_the_hang_up_ignored(
    connect: Connect, desk: Desk, number: int, code: int
) -> None:
    line = connect(ignoring=(signal.SIGHUP,))
    line.signal(number)
    assert line.end() == code
    assert typed(desk) == NOTE


@pytest.mark.parametrize("controlling", [True, False])
def test_a_line_that_is_cut_ends_the_program_with_or_without_a_signal(connect: Connect, desk: Desk, controlling: bool) -> None:
    line = connect(controlling=controlling)
    line.cut()
    assert line.end() == 129
    assert typed(desk) == NOTE


def test_typing_is_saved_while_nobody_reads_the_line_and_the_program_can_still_be_ended(connect: Connect, desk: Desk) -> None:
    line = connect(note="")
    for _ in range(100):  # whole screens, of which no pty and no bounded queue holds so many
        line.type(REPAINT)
        time.sleep(0.01)
    line.type("e" + NOTE)
    until(lambda: typed(desk) == NOTE)
    line.type(" and more")
    until(lambda: typed(desk) == NOTE + " and more")
    line.signal(signal.SIGTERM)
    assert line.end(reading=False) == 143
    assert line.modes() == line.modes_before


def test_being_suspended_saves_what_is_typed_and_going_on_paints_everything(connect: Connect, desk: Desk) -> None:
    line = connect()
    before = line.text
    line.signal(signal.SIGTSTP)
    _suspended(line)
    assert typed(desk) == NOTE
    line.forget_screen()
    line.signal(signal.SIGCONT)
    line.wait(lambda: line.text == before)
    line.type(", and a second")
    line.wait("a first thought, and a second")
    _leave(line)


def test_the_key_that_suspends_gives_the_terminal_back_until_the_program_goes_on(connect: Connect) -> None:
    line = connect(note="")
    before = line.text
    line.type(SUSPEND)
    _suspended(line)
    line.forget_screen()
    line.signal(signal.SIGCONT)
    line.wait(lambda: line.text == before)
    _leave(line)


def test_a_program_that_was_stopped_unawares_still_gives_the_terminal_back(connect: Connect) -> None:
    line = connect()
    line.signal(signal.SIGSTOP)
    line.wait(line.stopped)
    line.forget_screen()
    line.signal(signal.SIGCONT)
    line.wait(NOTE)
    line.type("!?")
    line.wait(NOTE + "!?")  # one thread reads: no key is taken twice, or out of turn
    _leave(line)


def _suspended(line: Line) -> None:
    line.wait(line.stopped)
    line.read()
    assert line.modes() == line.modes_before
    assert not line.still_on


def _leave(line: Line) -> None:
    line.type(QUIT)
    assert line.end() == 0
    assert line.modes() == line.modes_before
    assert not line.still_on


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is on disk."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
