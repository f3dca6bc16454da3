"""Paragraphs that were taken out of the letter, to be brought back."""

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


class Removed(Dialog[str | None]):
    """Gives the id of the paragraph chosen, or None."""

    NAME = DialogName.REMOVED
    BINDINGS = bindings_for(DialogName.REMOVED)
    OPENED_BY = ("letter.restore",)

    def __init__(self, paragraphs: Mapping[str, str]) -> None:
        super().__init__()
        self._paragraphs = paragraphs

    def compose(self) -> ComposeResult:
        """Show their beginnings."""
        with Vertical(classes="dialog tall"):
            yield Static(Content("Taken out of the letter"), classes="title")
            yield Table(id="removed")
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(Table).focus()

    def on_table_fitted(self) -> None:
        """Fit the column to the new width."""
        table = self.query_one(Table)
        table.fill((("", table.size.width),), ((identity, (text,)) for identity, text in self._paragraphs.items()))

    def action_choose(self) -> None:
        """Give the paragraph under the cursor."""
        self.dismiss(self.query_one(Table).chosen or None)
