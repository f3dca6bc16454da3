"""A line to the program that can be cut, stalled and looked at: a pty whose both ends the test holds."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyte

from tests.e2e.terminal import PATIENCE

ROOT = Path(__file__).parents[2]
_SWITCHED = ("?1049", "?2004", "?1000", "?1003", "?1006", "?1004")
"""The modes that are switched on with h and off with l: alternate screen, bracketed paste, mouse, focus."""


def still_on(sent: bytes | bytearray) -> list[str]:
    """The modes that what a program sent has switched on and not off again."""
    return [mode for mode in _SWITCHED if sent.rfind(f"\x1b[{mode}h".encode()) > sent.rfind(f"\x1b[{mode}l".encode())]


class Line:
    """The program at the far end of a line. Without `controlling` the kernel sends it no SIGHUP when the line is cut."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        controlling: bool = True,
        ignoring: tuple[int, ...] = (),
        program: tuple[str, ...] = ("-m", "sqs_tui"),
        environment: Mapping[str, str] | None = None,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self._near, self._far = os.openpty()
        self._size = columns, rows
        fcntl.ioctl(self._far, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes_before = self.modes()

        def begin() -> None:
            if controlling:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            for number in ignoring:
                signal.signal(number, signal.SIG_IGN)

        self.process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            stdin=self._far, stdout=self._far, stderr=self._far, start_new_session=True, cwd=home,
            preexec_fn=begin,  # noqa: PLW1509 - no other thread of this process holds anything then
            env={**(environment or {**os.environ, "LANG": "C.UTF-8"}), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.sent = bytearray()
        self.forget_screen()

    def modes(self) -> list[Any]:
        """How the terminal is set, as termios has it."""
        return termios.tcgetattr(self._far)

    def forget_screen(self) -> None:
        """Go on with an empty screen: only what is painted from now on is seen."""
        self._screen = pyte.Screen(*self._size)
        self._stream = pyte.ByteStream(self._screen)
        self._seen = len(self.sent)

    @property
    def text(self) -> str:
        """The screen as it is now."""
        self._stream.feed(self.sent[self._seen :])
        self._seen = len(self.sent)
        return "\n".join(self._screen.display)

    @property
    def still_on(self) -> list[str]:
        """The modes that the program has switched on and not off again."""
        return still_on(self.sent)

    def type(self, keys: str) -> None:
        """Type, without waiting for anything."""
        os.write(self._near, keys.encode())

    def read(self, seconds: float = 0.05) -> None:
        """Take what the program has sent."""
        while select.select([self._near], [], [], seconds)[0]:
            try:
                data = os.read(self._near, 65536)
            except OSError:
                return
            self.sent += data
            seconds = 0

    def wait(self, seen: Callable[[], bool] | str) -> None:
        """Read until the screen holds a text, or a condition is true."""
        end = time.monotonic() + PATIENCE
        while not (seen in self.text if isinstance(seen, str) else seen()):
            assert time.monotonic() < end, f"never seen: {seen}\n{self.text}"
            self.read()

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def stopped(self) -> bool:
        """Whether the program is stopped, as a shell sees it."""
        return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    def cut(self) -> None:
        """Take the near end away."""
        os.close(self._near)
        self._near = -1

    def end(self, *, reading: bool = True) -> int:
        """Wait for the program's end, and give its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "the program goes on for ever"
            if reading and self._near >= 0:
                self.read(0.02)
            else:
                time.sleep(0.02)
        if reading and self._near >= 0:
            self.read(0)
        return self.process.returncode

    def close(self) -> None:
        """Leave nothing behind."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        for descriptor in (self._near, self._far):
            if descriptor >= 0:
                os.close(descriptor)
