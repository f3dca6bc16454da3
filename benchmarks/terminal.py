"""A command on a pty of its own: keys go in, and for each it is told what came back and when.

While keys are timed nothing is done but reading; an emulator is fed with what came when the timing is over.
"""

import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple, Self

from benchmarks.emulator import Emulator

PAUSE = 0.06
"""Seconds without a byte after which what comes is no longer the answer to a key, on a line that is not slow."""

_QUERY = re.compile(rb"\x1b\[(?:(?P<device>0?c)|(?P<second>>0?c)|(?P<status>5n)|(?P<cursor>6n)|\?(?P<mode>\d+)\$p)")
_SYNCHRONISED = b"2026"


class Arrived(NamedTuple):
    """Bytes, and when they came (seconds, by time.perf_counter)."""

    at: float
    data: bytes


class Stroke(NamedTuple):
    """A key, or a start, and what came upon it."""

    begun: float
    came: tuple[Arrived, ...]

    @property
    def data(self) -> bytes:
        """All that came."""
        return b"".join(chunk.data for chunk in self.came)

    @property
    def first(self) -> float:
        """Milliseconds to the first byte."""
        return (self.came[0].at - self.begun) * 1000 if self.came else 0.0

    def last(self, pause: float = PAUSE) -> float:
        """Milliseconds to the last byte that came before a pause of so many seconds."""
        last = self.came[0].at if self.came else self.begun
        for chunk in self.came:
            if chunk.at - last > pause:
                break
            last = chunk.at
        return (last - self.begun) * 1000


class Terminal:
    """A command that runs on a terminal of a size. It is killed at the end of the context."""

    def __init__(
        self, command: Sequence[str], *, columns: int, rows: int, environment: Mapping[str, str], folder: Path | None = None
    ) -> None:
        self.columns, self.rows = columns, rows
        self.emulator = Emulator(columns, rows)
        self._near, far = pty.openpty()
        ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=far, stdout=far, stderr=far, cwd=folder, env=dict(environment), start_new_session=True
        )
        os.close(far)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self._read(0.3, 5.0, until=lambda: self.process.poll() is not None)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.process.kill()
        self.process.wait()
        os.close(self._near)

    def start(self, expected: str, *, quiet: float = 0.6, patience: float = 120.0) -> Stroke:
        """What came from the start of the command until nothing came for `quiet` seconds and the screen held a text.

        Raises RuntimeError where it never did.
        """
        came: tuple[Arrived, ...] = ()
        while expected not in self.emulator.text:
            more = self._read(quiet, patience, answering=True)
            if not more:
                raise RuntimeError(f"{expected!r} was never seen on this screen:\n{self.emulator.text}")
            came += self._fed(Stroke(self.begun, more)).came
        return Stroke(self.begun, came)

    def press(self, keys: str, *, quiet: float = 0.1, patience: float = 1.0, seen: Callable[[], object] | None = None) -> Stroke:
        """Type, and give what came until nothing came for `quiet` seconds (`patience` for the first byte).

        `seen` is called upon the first byte.
        """
        begun = time.perf_counter()
        os.write(self._near, keys.encode())
        return self._fed(Stroke(begun, self._read(quiet, patience, seen=seen)))

    def listen(self, seconds: float) -> Stroke:
        """What comes by itself within some seconds."""
        begun = time.perf_counter()
        came: list[Arrived] = []
        while (left := begun + seconds - time.perf_counter()) > 0:
            came += self._read(min(left, 0.5), left)
        return self._fed(Stroke(begun, tuple(came)))

    def _fed(self, stroke: Stroke) -> Stroke:
        self.emulator.feed(stroke.data)
        return stroke

    def _read(
        self,
        quiet: float,
        patience: float,
        *,
        answering: bool = False,
        seen: Callable[[], object] | None = None,
        until: Callable[[], bool] = lambda: False,
    ) -> tuple[Arrived, ...]:
        came: list[Arrived] = []
        while not until() and select.select([self._near], [], [], quiet if came else patience)[0]:
            try:
                data = os.read(self._near, 65536)
            except OSError:  # the program has ended
                break
            came.append(Arrived(time.perf_counter(), data))
            if seen and len(came) == 1:
                seen()
            if answering and (answers := answers_to(data, self._cursor(came) if b"6n" in data else (1, 1))):
                os.write(self._near, answers)
        return tuple(came)

    def _cursor(self, came: Iterable[Arrived]) -> tuple[int, int]:
        seen = Emulator(self.columns, self.rows)
        for chunk in came:
            seen.feed(chunk.data.partition(b"\x1b[6n")[0] if b"\x1b[6n" in chunk.data else chunk.data)
        return seen.cursor.y + 1, min(seen.cursor.x, self.columns - 1) + 1


def answers_to(data: bytes, cursor: tuple[int, int] = (1, 1)) -> bytes:
    """What a present-day terminal answers to the queries in what a program sends.

    It knows synchronised output (mode 2026), reports no resize by itself (2048) and speaks no key protocol but the usual one,
    so that `CSI ? u` goes without an answer, as it does with most.
    """
    answers = b""
    for query in _QUERY.finditer(data):
        if query["device"]:
            answers += b"\x1b[?64;1;22c"
        elif query["second"]:
            answers += b"\x1b[>41;380;0c"
        elif query["status"]:
            answers += b"\x1b[0n"
        elif query["cursor"]:
            answers += b"\x1b[%d;%dR" % cursor
        else:
            answers += b"\x1b[?%s;%d$y" % (query["mode"], 2 if query["mode"] == _SYNCHRONISED else 0)
    return answers


class FirstScreen(NamedTuple):
    """When and with how many bytes a screen was first as it stayed."""

    milliseconds: float
    size: int


def first_full_screen(stroke: Stroke, columns: int, rows: int) -> FirstScreen:
    """When, counted from the start, the screen was as it is in the end."""
    settled = Emulator(columns, rows)
    settled.feed(stroke.data)
    last, now, size, found = settled.snapshot(), Emulator(columns, rows), 0, None
    for chunk in stroke.came:
        now.feed(chunk.data)
        size += len(chunk.data)
        if now.snapshot() != last:
            found = None
        elif found is None:
            found = FirstScreen((chunk.at - stroke.begun) * 1000, size)
    if found is None:
        raise RuntimeError("A program on the terminal sent nothing.")
    return found


def cpu_seconds(process: int) -> float:
    """The time that a process has run until now; the kernel counts it in hundredths of a second."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
