"""How far a plain command has come: one line on a terminal, seldom a line elsewhere, and ctrl+c between two steps."""

import io
import shutil
import signal
from pathlib import Path

import pytest

from sqs_tui.meter import Meter
from sqs_tui.progress import CancelledError
from sqs_tui.store import carry
from tests.store.helpers import FOLDER, answer, make, opened, snapshot
from tests.test_cli import Run, run
from tests.test_cli_carry import YES

__all__ = ["run"]


class Screen(io.StringIO):
    """A terminal that keeps all that was written to it."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def metered(stream: Screen, clock: Clock, term: str = "xterm") -> Meter:
    return Meter("verify", {"TERM": term}, stream=stream, clock=clock)


def test_nothing_is_told_within_the_first_second() -> None:
    screen, clock = Screen(), Clock()
    with metered(screen, clock) as meter:
        for _ in range(9):
            clock.now += 0.1
            meter(1, 1500, "inspections")
    assert screen.getvalue() == ""


def test_the_line_is_rewritten_four_times_a_second_at_most_and_wiped_at_the_end() -> None:
    screen, clock = Screen(), Clock()
    with metered(screen, clock) as meter:
        clock.now += 1
        for done in range(1500):
            clock.now += 0.01
            meter(done, 1500, "inspections")
    *lines, wiped, end = screen.getvalue().split("\r")[1:]
    assert lines[0] == "verify: 0 of 1,500 inspections (ctrl+c cancels)"
    assert len(lines) <= 15 * 4
    assert (wiped.strip(), end) == ("", "")
    assert "\n" not in screen.getvalue()


def test_a_shorter_line_leaves_nothing_of_a_longer_one() -> None:
    screen, clock = Screen(), Clock()
    with metered(screen, clock) as meter:
        for what in ("inspections", "files"):
            clock.now += 1
            meter(1, 2, what)
        *_, longer, shorter = screen.getvalue().split("\r")
    assert len(shorter) == len(longer)


def test_where_lines_cannot_be_rewritten_one_of_its_own_is_told_every_ten_seconds() -> None:
    screen, clock = Screen(), Clock()
    with metered(screen, clock, term="dumb") as meter:
        for done in range(25):
            clock.now += 1
            meter(done, 30, "files")
    assert screen.getvalue() == "verify: 9 of 30 files (ctrl+c cancels)\nverify: 19 of 30 files (ctrl+c cancels)\n"


def test_nothing_is_told_where_nobody_looks() -> None:
    screen, clock = Screen(terminal=False), Clock()
    with metered(screen, clock) as meter:
        clock.now += 60
        meter(1, 2, "files")
    assert screen.getvalue() == ""


def test_ctrl_c_cancels_at_the_next_step_and_a_second_one_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with metered(Screen(), Clock()) as meter:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(CancelledError, match="verify was stopped at 3 of 9 files: nothing was changed"):
            meter(3, 9, "files")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_stays_ignored_where_it_is() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with metered(Screen(), Clock()) as meter:
            signal.raise_signal(signal.SIGINT)
            meter(1, 2, "files")
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


# In the commands


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A library with an inspection, and one with that and another with answers of its own."""
    library = make(tmp_path)
    inspection = opened(tmp_path)
    inspection.add_record("case", "BU07")
    shutil.copytree(library.path, tmp_path / "there" / "library")
    other = make(tmp_path / "more", area="Bolton")
    shutil.copytree(other.path / other.folders()[0], tmp_path / "there" / "library" / "bolton-2013-03")
    changed = opened(tmp_path / "there", by="bob")
    answer(changed, changed.record("BU07").id, "1.1", YES)
    return tmp_path


def test_a_merge_that_is_stopped_tells_what_came_and_ends_with_130(run: Run, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in = carry.take_in

    def interrupted(*given: object, **named: object) -> object:
        came = take_in(*given, **named)  # type: ignore[arg-type]
        signal.raise_signal(signal.SIGINT)
        return came

    monkeypatch.setattr(carry, "take_in", interrupted)
    before = snapshot(two / "library" / FOLDER)
    ran = run("--library", two / "library", "merge", two / "there" / "library")
    assert ran.code == 130
    assert ran.out == "bolton-2013-03: new here, with 1 other change.\n"
    assert ran.err == (
        "sqs-tui: merge was stopped at 1 of 2 inspections: what was merged until then is told above, each inspection whole, "
        "and no other was changed.\n"
    )
    assert snapshot(two / "library" / FOLDER) == before
    monkeypatch.setattr(carry, "take_in", take_in)
    assert run("--library", two / "library", "merge", two / "there" / "library").code == 0


@pytest.mark.parametrize("command", ["list", "verify", "backup", "export bury --format json", "backup --output out.zip"])
def test_each_command_that_is_stopped_at_its_first_step_says_so_in_one_sentence(
    run: Run, two: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two)
    enter = Meter.__enter__

    def interrupted(self: Meter) -> Meter:
        entered = enter(self)
        signal.raise_signal(signal.SIGINT)
        return entered

    monkeypatch.setattr(Meter, "__enter__", interrupted)
    ran = run("--library", two / "library", *command.split())
    assert ran.code == 130
    assert ran.err.startswith(f"sqs-tui: {command.split(maxsplit=1)[0]} was stopped at 0 of ")
    assert ran.err.count("\n") == 1
    assert not list(two.glob("*.json")) + list(two.glob("*.zip"))
