"""The terminal's driver, where Textual's own stops the program, spins, waits for the line, stops without a word, or loses keys.

- Keys are read as `reading` tells: Escape and a key, a sequence that was split, a paste that is not marked as one.
- Bytes that are no UTF-8 (an old-style mouse report, a tmux reattach) kill its input thread (Textual's issue 6668).
- Where the line has ended it reads nothing, at full speed, for ever.
- Where nobody reads the other end it waits to write: no timer runs then, so nothing that is typed is saved.
- It reads and writes UTF-8 alone, whatever the terminal does.
- A stop from outside is carried out in the middle of whatever goes on, and a program that was stopped in another way (SIGSTOP)
  goes on with two threads that read, and forgets how the terminal was before it.
"""

import codecs
import os
import select
import signal
import sys
import threading
import time
from io import TextIOWrapper
from typing import Any

from textual import constants
from textual.app import App
from textual.drivers import _writer_thread
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from sqs_tui.terminal.look import encoding_of
from sqs_tui.terminal.reading import KeyReader

_AT_ONCE = 65_536
"""Bytes that are read at most at once."""
_LOOK = 0.1
"""Seconds between two looks whether the terminal is to be given away."""


class SteadyDriver(LinuxDriver):
    """A driver for `App(driver_class=...)`; the application's suspend and resume signals tell when it stops and goes on."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        _writer_thread.__dict__["MAX_QUEUED_WRITES"] = 0  # without a limit: what waits to be shown is a few kB
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        named = encoding_of(os.environ, c_locale=bool(sys.flags.utf8_mode))
        self.encoding = "utf-8" if named == "ascii" else named  # where the locale names none, what is typed is UTF-8 most often
        if self.encoding != "utf-8" and isinstance(sys.__stderr__, TextIOWrapper):
            sys.__stderr__.reconfigure(encoding=self.encoding, errors="replace")
        self._stopped = False

    def run_input_thread(self) -> None:
        """Read keys until the terminal is given away; raises EOFError where the line has ended."""
        reader = KeyReader(constants.ESCAPE_DELAY, rxvt=os.environ.get("TERM", "").startswith("rxvt"))
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        while not self.exit_event.is_set():
            wait = reader.wait(time.monotonic())
            ready, _, _ = select.select([self.fileno], [], [], _LOOK if wait is None else min(wait, _LOOK))
            if ready:
                data = os.read(self.fileno, _AT_ONCE)
                if not data:
                    raise EOFError
                messages = reader.read(decoder.decode(data), time.monotonic())
            else:  # only silence that nothing has broken since is silence, however late this thread has its turn
                messages = reader.look(time.monotonic())
            for message in messages:
                self.process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand a message to the application, from the thread that reads; Textual makes a task for each, which takes time."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def start_application_mode(self) -> None:
        """Take the terminal, and show its cursor, which Textual hides: the program leaves it where the focus is."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no annotation
        self.write("\x1b[?25h")
        self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back, and with it the pen it had."""
        self.write("\x1b[m")
        super().stop_application_mode()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (OSError, EOFError):
            return  # the line has ended, and what watches it knows
        except Exception as error:  # noqa: BLE001 - a fault in a thread is a fault of the program, and told as such
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _sigtstp_application(self, *_: object) -> None:
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._stop)
        else:  # another program has the terminal, such as an editor: it is stopped now, too
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._go_on)

    def _stop(self) -> None:
        self._app._suspend_signal()
        self.suspend_application_mode()
        self._stopped = True
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)  # to this thread, so that it runs no further

    def _go_on(self) -> None:
        if self._app._exit:  # a line that drops sends this signal, too
            return
        if not self._stopped:
            self.suspend_application_mode()
        self._stopped = False
        self.resume_application_mode()
        self._app._resume_signal()
