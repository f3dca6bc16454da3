"""What is in the trash, as a list to bring one thing back from."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.table import Table

_WHEN, _WHO = 14, 16
"""Widths of columns in cells."""


class Bin(Dialog[str | None]):
    """Gives the key of the thing chosen, or None. Each row says what it is, when it was put there, and by whom."""

    NAME = DialogName.TRASH
    BINDINGS = bindings_for(DialogName.TRASH)
    OPENED_BY = (
        "home.look-into-trash",
        "inspection.look-into-trash",
    )

    def __init__(self, title: str, rows: Mapping[str, tuple[str, str, str]], *, puts: str) -> None:
        super().__init__()
        self._title = title
        self._rows = rows
        self._puts = puts
        """The command that puts something there."""

    def compose(self) -> ComposeResult:
        """Show the list, or that there is nothing in it."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(self._title if self._rows else f"{self._title}: none"), classes="title")
            yield Table(id="trash")
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(Table).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        table = self.query_one(Table)
        columns = (("what", max(20, table.size.width - _WHEN - _WHO)), ("since", _WHEN), ("by", _WHO))
        if self._rows:
            table.fill(columns, self._rows.items())
        else:
            table.say(self.sqs.keys.says(f"Here stands what {{{self._puts}}} puts into the trash, until it is brought back."))

    def action_choose(self) -> None:
        """Give what is under the cursor."""
        self.dismiss(self.query_one(Table).chosen or None)
