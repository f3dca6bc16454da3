"""The end of the line: Textual has no handlers for a hang-up or a termination, and dies at once (its issue 5140).

A line may also end without any signal, and a signal may come while the event loop waits for something (a disk, a line that
nobody reads). So the handlers are plain ones, a small thread looks whether the line is still there, and when saving or leaving
takes too long that thread saves what it can and ends the program.
"""

import asyncio
import contextvars
import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import IO, Any, Self

from textual.app import App

SAVING = 2.0
"""Seconds within which what is typed must be saved, once the program has been told to end."""
LEAVING = 2.0
"""Seconds within which the program must then have given the terminal back."""
_LOOK = 0.5
"""Seconds between two looks at a line that does not wake whoever waits for its end."""
_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
_GIVE_BACK = (
    b"\x18\x1b[m\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Ends a sequence that was broken off, and switches off all that Textual switches on."""


class EndOfLine:
    """While this is entered, a signal or a hang-up ends the program with 128 and the signal's number; `save` is called before.

    A hang-up counts as SIGHUP, also where the parent had that signal ignored (nohup): there is no screen without a line. What
    comes before `ready` is obeyed then.
    """

    def __init__(self, save: Callable[[], None]) -> None:
        self._save = save
        self._app: App[Any] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context = contextvars.copy_context()
        self._handlers: list[tuple[int, Any]] = []
        self._modes: list[Any] | None = None
        self._saved = False
        self._over = Event()
        self.code: int | None = None
        """What the program was told to end with, if it was."""

    def __enter__(self) -> Self:
        with suppress(termios.error):
            self._modes = termios.tcgetattr(sys.__stdin__ or 0)
        self._handlers = [(number, signal.signal(number, self._heard)) for number in _SIGNALS]
        Thread(target=self._watch, name="end-of-line", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        """End watching; where the program was told to end, a line that is gone is no fault any more."""
        for number, handler in self._handlers:
            signal.signal(number, handler)
        if self.code is None:
            self._over.set()
            return False
        for stream in (sys.stdout, sys.stderr):
            _let_go(stream)
        return isinstance(error, OSError)

    def ready(self, app: App[Any]) -> None:
        """The application runs, in the present event loop, and can be ended."""
        self._app, self._loop, self._context = app, asyncio.get_running_loop(), contextvars.copy_context()
        if self.code is not None:
            self._end()

    def _heard(self, number: int, _: object) -> None:
        if self.code is None:
            self.code = 128 + number
            if self._loop:
                with suppress(RuntimeError):  # the loop is closed: the program is ending
                    self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self._save()
        self._saved = True
        if self._app and self.code is not None:
            self._app.exit(return_code=self.code)

    def _watch(self) -> None:
        """Wait until the program has been told to end; then see to it that it does."""
        line = select.poll()
        line.register(sys.__stdin__ or 0, 0)
        while self.code is None:
            for _, what in line.poll(_LOOK * 1000):
                if what & select.POLLNVAL:  # a system that cannot tell
                    time.sleep(_LOOK)
                else:
                    self._heard(signal.SIGHUP, None)
            if self._over.is_set():
                return
        self._wait(SAVING)
        if not self._saved:
            saving = Thread(target=self._context.run, args=(self._save,), daemon=True)
            saving.start()
            saving.join(SAVING)
        time.sleep(LEAVING)
        giving_back = Thread(target=self._give_back, daemon=True)
        giving_back.start()
        giving_back.join(_LOOK)
        os._exit(self.code)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._saved and time.monotonic() < end:
            time.sleep(0.02)

    def _give_back(self) -> None:
        """Put the terminal back as it was, where it still takes anything."""
        with suppress(OSError, termios.error):
            if self._modes:
                termios.tcsetattr(sys.__stdin__ or 0, termios.TCSANOW, self._modes)
            os.write(2, _GIVE_BACK)


def _let_go(stream: IO[str]) -> None:
    """See to it that a stream that takes no more is not tried again when Python ends, which would change the exit code."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
