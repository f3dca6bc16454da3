"""The terminal's driver, where Textual's own stops the program, spins, waits for the line, or stops without a word.

- Bytes that are no UTF-8 (an old-style mouse report, a tmux reattach) kill its input thread (Textual's issue 6668).
- Where the line has ended it reads nothing, at full speed, for ever.
- Where nobody reads the other end it waits to write: no timer runs then, so nothing that is typed is saved.
- A stop from outside is carried out in the middle of whatever goes on, and a program that was stopped in another way (SIGSTOP)
  goes on with two threads that read, and forgets how the terminal was before it.
"""

import codecs
import os
import signal
import threading
from typing import Any

from textual.app import App
from textual.drivers import _writer_thread, linux_driver
from textual.drivers.linux_driver import LinuxDriver


class SteadyDriver(LinuxDriver):
    """A driver for `App(driver_class=...)`; the application's suspend and resume signals tell when it stops and goes on."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        linux_driver.__dict__["getincrementaldecoder"] = lambda _: _Lenient
        _writer_thread.__dict__["MAX_QUEUED_WRITES"] = 0  # without a limit: what waits to be shown is a few kB
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._stopped = False

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


class _Lenient:
    """Decodes UTF-8, and anything else to replacement characters; raises EOFError at the end of what can be read."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        """Give the text so far."""
        if not data and not final:
            raise EOFError
        return self._decoder.decode(data, final)
