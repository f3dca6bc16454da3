"""How far a plain command has come, told on stderr in one line, and ctrl+c that stops it where nothing is half done."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self, TextIO

from sqs_tui.progress import CancelledError, counted

PATIENCE = 1.0
"""Seconds of work before anything is told: what is done by then needs no telling."""
EVERY = 0.25
"""Seconds between two looks of the line: nobody reads faster."""
SELDOM = 10.0
"""Seconds between two lines where lines cannot be rewritten: each is read out to whoever listens to the terminal."""
_PLAIN_TERMINALS = ("", "dumb", "unknown")


class Meter:
    """Steps of work, for `with`: tells how far a command is that somebody waits for, and lets ctrl+c cancel between two steps.

    Nothing is told before a second has passed, and nothing where stderr is no terminal. On a terminal that cannot rewrite a line
    (TERM=dumb), and on those of people who hear it, a line of its own is told every ten seconds. A second ctrl+c does not wait.
    """

    def __init__(
        self,
        command: str,
        environment: Mapping[str, str],
        *,
        after: str = "nothing was changed",
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = command
        self.after = after
        """What is the case where it is cancelled, as the end of a sentence."""
        self._stream = stream or sys.stderr
        self._clock = clock
        self._rewrites = environment.get("TERM", "") not in _PLAIN_TERMINALS
        self._next = clock() + (PATIENCE if self._rewrites else SELDOM)
        self._width = 0
        self._cancelled = False
        self._before: object = None

    def __enter__(self) -> Self:
        """Take ctrl+c, unless it is ignored here as in the background of a shell."""
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Wipe the line, and give ctrl+c back."""
        self._wipe()
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def __call__(self, done: int, of: int, what: str) -> None:
        """Tell how far it is, if it is time to. Raises CancelledError after ctrl+c."""
        if self._cancelled:
            raise CancelledError(f"{self._command} was stopped at {counted(done, of, what)}: {self.after}.")
        if self._clock() < self._next or not self._stream.isatty():
            return
        self._next = self._clock() + (EVERY if self._rewrites else SELDOM)
        line = f"{self._command}: {counted(done, of, what)} (ctrl+c cancels)"
        if self._rewrites:
            line = line[: self._room()]
            self._stream.write(f"\r{line.ljust(self._width)}")
            self._width = len(line)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def _room(self) -> int:
        """The cells of a line that does not wrap."""
        with suppress(OSError, ValueError):  # no terminal that tells its width
            return max(1, os.get_terminal_size(self._stream.fileno()).columns - 1)
        return 79

    def _wipe(self) -> None:
        if self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()
            self._width = 0

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._cancelled:
            signal.default_int_handler(number, frame)
        self._cancelled = True
