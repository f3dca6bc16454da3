"""A text that is longer than a row of a list, whole."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class Whole(ModalScreen[None]):
    """Shows a text under a title; both are data."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,ctrl+j,q", "app.pop_screen")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Show it."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(self._title), classes="title")
            with VerticalScroll():
                yield Static(Content(self._text))
            yield Static(Content("Up and Down scroll   Esc goes back"), classes="keys")

    def on_mount(self) -> None:
        """Let the arrows scroll it."""
        self.query_one(VerticalScroll).focus()
