"""Paragraphs that were taken out of the letter, to be brought back."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.widgets.table import Table


class Removed(ModalScreen[str | None]):
    """Gives the id of the paragraph chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,r", "leave"), ("enter", "choose")]

    def __init__(self, paragraphs: Mapping[str, str]) -> None:
        super().__init__()
        self._paragraphs = paragraphs

    def compose(self) -> ComposeResult:
        """Show their beginnings."""
        with Vertical(classes="dialog tall"):
            yield Static(Content("Taken out of the letter"), classes="title")
            yield Table(id="removed")
            yield Static(Content("Enter brings it back   Esc goes back"), classes="keys")

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

    def action_leave(self) -> None:
        """Leave without any."""
        self.dismiss(None)
