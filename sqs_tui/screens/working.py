"""Work that may take long, done beside the screen: how far it is, Esc to cancel it, and no key lost meanwhile.

The work runs in a thread that only posts messages. It may use the store: every file is read whole, and replaced whole under its
own lock, against other threads as against other processes, and what sessions hold of a file is read again when its generation has
changed. It must not be handed what a session goes on changing, such as an open inspection: its values are taken before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.errors import SqsError
from sqs_tui.progress import CancelledError, Steps, counted
from sqs_tui.screens.base import House, SqsScreen

PATIENCE = 1.0
"""Seconds of work before it is shown: what is done by then needs no telling."""
EVERY = 0.25
"""Seconds between two looks of the bar: each costs bytes on the line."""
_BAR = 30
"""Cells."""

T = TypeVar("T")


def work(
    screen: SqsScreen,
    title: str,
    do: Callable[[Steps], T],
    done: Callable[[T], None],
    refused: Callable[[str], None] | None = None,
) -> None:
    """Do something that may take long, and then call `done` with what it gave, as a dialog's callback is called.

    `do` runs in a thread and is handed the steps to tell. Where it raises SqsError, also when it was cancelled, `refused` is told
    why; without one the screen's notice is. Keys that were pressed meanwhile come behind `done`; where it was refused they are
    thrown away, since nobody has typed them for that.
    """
    working = Working(title, do)

    def ended(_: None) -> None:
        house = screen.sqs
        house.working = None
        if working.fault:
            (refused or screen.notice)(working.fault)
        else:
            done(cast("T", working.given))
            for event in working.keys:
                house.give_back(event)
        for then in working.then:
            then()

    screen.sqs.working = working.leave
    screen.app.push_screen(working, ended)


class Working(ModalScreen[None], Generic[T]):
    """Seen only when the work has gone on for a second; it takes every key from the first."""

    @dataclass
    class Told(Message):
        """The work has come so far."""

        done: int
        of: int
        what: str

    class Ended(Message):
        """The work has come to its end."""

    def __init__(self, title: str, do: Callable[[Steps], T], clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._title = title
        self._do = do
        self._clock = clock
        self._next = 0.0
        self._cancelled = Event()
        self.given: T | None = None
        """What the work gave."""
        self.fault = ""
        """Why it gave nothing, in a sentence."""
        self.keys: list[events.Key | events.Paste] = []
        """What was typed meanwhile, for whatever comes behind."""
        self.then: list[Callable[[], None]] = []
        """What is done when the work has ended and this is gone."""

    @property
    def is_shown(self) -> bool:
        """Whether the work goes on for so long that it is seen."""
        return self.has_class("-shown")

    def compose(self) -> ComposeResult:
        """Show what is done, how far it is, and what Esc does."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="title")
            yield Static("", id="far")
            yield Static(Content("Esc  cancel after the present step"), classes="keys")

    def on_mount(self) -> None:
        """Begin."""
        self.set_timer(PATIENCE, lambda: self.add_class("-shown"))
        self.run_worker(self._run, thread=True)

    def on_unmount(self) -> None:
        """Where the program ends, the work ends at its next step."""
        self._cancelled.set()

    def _run(self) -> None:
        """Do the work; this is the thread."""
        try:
            self.given = self._do(self._steps)
        except SqsError as fault:
            self.fault = str(fault)
        self.post_message(self.Ended())

    def _steps(self, done: int, of: int, what: str) -> None:
        if self._cancelled.is_set():
            raise CancelledError(f"{self._title}: stopped at {counted(done, of, what)}, and nothing was changed.")
        if self._clock() >= self._next:
            self._next = self._clock() + EVERY
            self.post_message(self.Told(done, of, what))

    def on_working_told(self, event: Told) -> None:
        """Show how far it is."""
        bar = cast("House", self.app).glyphs.bar(event.done, event.of, _BAR)
        self.query_one("#far", Static).update(Content(f"{bar}  {counted(event.done, event.of, event.what)}"))

    def on_working_ended(self) -> None:
        """Make room for what comes behind."""
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Cancel, or keep the key for what comes behind."""
        event.stop()
        event.prevent_default()
        if event.key == "escape" and self.is_shown:
            self._cancel()
        else:
            self.keys.append(event)

    def on_paste(self, event: events.Paste) -> None:
        """Keep what is pasted for what comes behind."""
        event.stop()
        self.keys.append(event)

    def _cancel(self) -> None:
        self._cancelled.set()
        self.query_one(".keys", Static).update(Content("It stops after the present step"))

    def leave(self, then: Callable[[], None]) -> None:
        """Cancel, and do something when the work has come to its end; the keys that were typed meanwhile are of no use then."""
        self.keys.clear()
        if then not in self.then:
            self.then.append(then)
        self._cancel()
