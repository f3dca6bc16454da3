"""A real terminal for end-to-end tests: the program in a pty, its screen read back by an emulator."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte

PATIENCE = 30.0
"""Seconds to wait for something before a test fails: a loaded machine must not make one fail."""


class _Screen(pyte.Screen):
    """pyte's screen, with the cursor where a terminal has it when its margins are taken away: at the top."""

    def set_margins(self, top: int | None = None, bottom: int | None = None) -> None:
        super().set_margins(top, bottom)
        if not top and bottom is None:
            self.cursor_position()


class Terminal:
    """The program on a screen of its own. Keys go in as they are, the screen comes out as text."""

    def __init__(self, *arguments: str, home: Path, columns: int = 80, lines: int = 24, extra_path: str = "") -> None:
        self._screen = _Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "sqs_tui", *arguments],
            env={**os.environ, "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join((extra_path, str(Path(__file__).parents[2])))},
            dimensions=(lines, columns),
            timeout=PATIENCE,
            cwd=str(home),
        )
        self.child.delaybeforesend = None

    def send(self, keys: str | bytes) -> None:
        """Send keys without waiting for anything."""
        self.child.send(keys)

    @property
    def text(self) -> str:
        """The screen as it is now."""
        return "\n".join(self._screen.display)

    def read(self) -> None:
        """Take what the program has sent since; raises pexpect.EOF at its end."""
        with suppress(pexpect.TIMEOUT):
            self._stream.feed(self.child.read_nonblocking(65536, timeout=0.05))

    def wait(self, seen: Callable[[str], bool] | str) -> str:
        """Read until the screen holds a text, or a condition is true of it; gives the screen."""
        holds = seen if callable(seen) else lambda text: seen in text
        end = time.monotonic() + PATIENCE
        with suppress(pexpect.EOF):
            while time.monotonic() < end:
                self.read()
                if holds(self.text):
                    return self.text
        raise AssertionError(f"never seen: {seen}\n{self.text}")

    def end(self) -> int:
        """Read to the end of the program; gives its exit code, or the number of the signal that killed it, negative."""
        end = time.monotonic() + PATIENCE
        with suppress(pexpect.EOF):
            while time.monotonic() < end:
                self.read()
        self.child.wait()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.child.kill(number)

    def close(self) -> None:
        """Make sure that nothing is left behind."""
        self.child.close(force=True)
