"""What is being typed is kept on disk: soon after a key, while typing goes on, and again and again where it cannot be written."""

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

from sqs_tui.errors import NotSavedError, SqsError

DELAY = 0.6
"""Seconds from the first key that is not on disk to its saving; with the write, under a second."""
RETRY = 2.0
"""Seconds between two attempts to write what could not be written."""


class Keeper:
    """Saves what is typed on the screen or dialog that has it (`of`).

    `save` writes it as it is now, or raises SqsError; `told` is called when `fault` has become another.
    """

    def __init__(self, of: MessagePump, save: Callable[[], None], told: Callable[[], None]) -> None:
        self._of = of
        self._save = save
        self._told = told
        self._timer: Timer | None = None
        self.fault = ""
        """Why what was typed is not on disk, as a sentence; empty where it is, or soon will be."""
        self.why = ""
        """The same in few words."""

    def typed(self) -> None:
        """Something was typed."""
        if self._timer is None:
            self._timer = self._of.set_timer(RETRY if self.fault else DELAY, self.save)

    def save(self) -> None:
        """Save now."""
        self.rest()
        before = self.fault
        try:
            self._save()
        except SqsError as fault:
            self.failed(str(fault), fault.why if isinstance(fault, NotSavedError) else "")
        else:
            self.fault = self.why = ""
        if self.fault != before:
            self._told()

    def failed(self, fault: str, why: str = "") -> None:
        """It could not be saved; it is tried again."""
        self.fault, self.why = fault, why or fault
        self.typed()

    def rest(self) -> None:
        """There is nothing to save any more."""
        if self._timer:
            self._timer.stop()
            self._timer = None
