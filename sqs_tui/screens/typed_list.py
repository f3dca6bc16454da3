"""A list under a typed line, over a screen: what is typed narrows the list, and the line keeps the focus while arrows choose."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from sqs_tui.screens.form import Line
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Table


class TypedList(ModalScreen[ScreenResultType]):
    """What such lists have in common: `fill` lists what fits the line, `tell` tells of what is under the cursor.

    Keys typed ahead choose among what was typed before them: whatever acts on the list lists anew first (`fit`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("up", "move(-1)"), ("down", "move(1)")]
    PLACEHOLDER: ClassVar[str] = ""
    KEYS_TEXT: ClassVar[str] = "Up and Down choose   Enter does it   Esc goes back"
    SAYS_ROWS: ClassVar[int] = 2
    """How many rows what is told may have."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.keys_text = self.KEYS_TEXT
        self.fits: str | None = None
        """What is listed fits this."""

    def compose(self) -> ComposeResult:
        """Show what is typed, the list, and what is told of the one under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(self.heading), classes="title", id="title")
            yield Line("", placeholder=self.PLACEHOLDER, id="typed", select_on_focus=False, compact=True)
            yield Table(id="listed")
            yield Lines(id="says")
            yield Static(Content(self.keys_text), classes="keys")

    def on_mount(self) -> None:
        """Type at once."""
        self.line.focus()

    @property
    def line(self) -> Line:
        """The line that is typed in."""
        return self.query_one("#typed", Line)

    @property
    def table(self) -> Table:
        """The list."""
        return self.query_one("#listed", Table)

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self.list_anew()

    def on_input_changed(self) -> None:
        """Show what fits what is typed."""
        self.fit()

    def on_data_table_row_highlighted(self) -> None:
        """Tell of what is under the cursor."""
        self.tell()

    def fit(self) -> None:
        """List what fits what is typed, unless that is listed."""
        if self.fits != self.line.value:
            self.list_anew()

    def list_anew(self) -> None:
        """List what fits what is typed."""
        self.fits = self.line.value
        self.fill(self.fits)
        self.tell()

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while the line keeps the focus."""
        self.fit()
        (self.table.action_cursor_down if step > 0 else self.table.action_cursor_up)()

    def action_go_on(self) -> None:
        """Do what is under the cursor."""
        self.fit()
        if self.table.chosen:
            self.take(self.table.chosen)

    def action_leave(self) -> None:
        """List everything again where anything is typed, or leave."""
        if self.line.value:
            self.line.value = ""
        else:
            self.dismiss(None)

    def say(self, text: str, role: str = "") -> None:
        """Tell something below the list, as much as there are rows for."""
        says = self.query_one("#says", Lines)
        says.show(((line, role),) for line in wrap(text, says.size.width)[: self.SAYS_ROWS])

    def fill(self, typed: str) -> None:
        """Fill the list with what fits."""
        raise NotImplementedError

    def tell(self) -> None:
        """Tell of what is under the cursor."""
        raise NotImplementedError

    def take(self, chosen: str) -> None:
        """Do what is under the cursor, by its key."""
        raise NotImplementedError
