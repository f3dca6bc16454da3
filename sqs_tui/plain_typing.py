"""Lines from whoever types them, at a terminal that edits them itself, or from a pipe; nothing is ever sent to the terminal.

A terminal keeps the line that is being typed until Enter. Where the program is told to end before that, what there is of the
line is asked of the terminal, so that a note that was cut off can be kept.
"""

import os
import re
import signal
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Self

from sqs_tui.plain import narrate

_CHUNK = 65536
_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
_KEYS = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.)")
"""What arrows and function keys leave in a line."""
_LOCAL = 3
"""Where termios lists the modes that are the terminal's own."""
_CHARACTERS = 6
"""Where it lists the special characters."""


class EndedError(Exception):
    """The program was told to end; the first argument is the signal's number."""

    @property
    def number(self) -> int:
        """The signal that said so; a line that is gone counts as SIGHUP."""
        return int(self.args[0])


class Lines:
    """The lines that come in at a descriptor. To be entered; while it is, signals that end the program come from `read` alone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.at_terminal = os.isatty(descriptor)
        """Somebody types; else a file or a pipe is read."""
        self.count = 0
        """How many lines have been read."""
        self._buffer = b""
        self._heard = 0
        self._reading = False
        self._handlers: list[tuple[int, Callable[[int, FrameType | None], Any] | int | None]] = []
        self._modes: list[Any] | None = None

    def __enter__(self) -> Self:
        self._handlers = [
            (number, signal.signal(number, self._hear))
            for number in _SIGNALS
            if signal.getsignal(number) is not signal.SIG_IGN  # under nohup the end of the input ends the program
        ]
        if self.at_terminal:
            with suppress(termios.error):
                self._modes = termios.tcgetattr(self._descriptor)
                self._set(self._modes[_LOCAL] | termios.NOFLSH)  # else ctrl+c would throw away what is being typed
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self._heard:  # else the program is ending, and what tells it so again must not break that off
            for number, handler in self._handlers:
                signal.signal(number, handler)
        self._restore()

    def _hear(self, number: int, _: FrameType | None) -> None:
        self._heard = self._heard or number
        if self._reading:
            raise EndedError(number)

    def read(self) -> str | None:
        """The next line without its end, None where there is no more. Raises EndedError.

        What a terminal hands over without an end of line (ctrl+d, and again) is no line: it is what `unended` gives.
        """
        while b"\n" not in self._buffer:
            data = self._more()
            if not data:
                if self.at_terminal or not self._buffer:
                    return None
                data = b"\n"  # the last line of a file may lack its end
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        self.count += 1
        return _text(line)

    def _more(self) -> bytes:
        self._reading = True
        try:
            if self._heard:
                raise EndedError(self._heard)
            return os.read(self._descriptor, _CHUNK)
        except OSError:  # the terminal is gone
            raise EndedError(signal.SIGHUP) from None
        finally:
            self._reading = False

    def unended(self) -> str:
        """What had been typed of the next line, once reading is over."""
        if self._modes:
            with suppress(termios.error, OSError):
                self._set(self._modes[_LOCAL] & ~termios.ICANON)
                self._buffer += os.read(self._descriptor, _CHUNK)
            self._restore()
        return _text(self._buffer.partition(b"\n")[0])

    def throw_away(self) -> None:
        """Throw away what has been typed ahead at the terminal."""
        if self.at_terminal:
            self._buffer = b""
            with suppress(termios.error):
                termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def _set(self, local: int) -> None:
        modes = termios.tcgetattr(self._descriptor)
        modes[_LOCAL] = local
        if not local & termios.ICANON:
            modes[_CHARACTERS][termios.VMIN] = modes[_CHARACTERS][termios.VTIME] = 0
        termios.tcsetattr(self._descriptor, termios.TCSANOW, modes)

    def _restore(self) -> None:
        if self._modes:
            with suppress(termios.error):
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._modes)


def say_last(*sentences: str) -> None:
    """Tell those that are not empty when all is done, on a line below what was being typed; nobody may be there any more."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
        for sentence in filter(None, sentences):
            narrate(sentence)
    except OSError:
        devnull = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):  # else Python tries again when it ends, and fails
            os.dup2(devnull, stream.fileno())


def _text(line: bytes) -> str:
    return _KEYS.sub(b"", line).decode("utf-8", "replace")
