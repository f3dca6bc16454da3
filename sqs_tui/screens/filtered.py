"""A list over a screen that shows only what holds some words, which are typed below it."""

from typing import ClassVar

from textual.widget import Widget

from sqs_tui.screens.base import Given
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.form import Line
from sqs_tui.widgets.table import Table


class Words(Line):
    """The words to look for: not seen until they are asked for."""


class Filtered(Dialog[Given]):
    """Its command `filter` asks for the words; Enter goes from them to the list, Esc leaves them, and then the list."""

    LIST: ClassVar[type[Widget]] = Table
    """What shows the list."""
    _words = ""
    """What is typed."""

    def _fill(self) -> None:
        """List what holds the words."""
        raise NotImplementedError

    def on_input_changed(self, event: Line.Changed) -> None:
        """List only what holds the words that are typed."""
        self._words = event.value
        self._fill()

    def action_filter(self) -> None:
        """Ask for words."""
        self.query_one(Words).add_class("-open").focus()

    def action_go_on(self) -> None:
        """Go from the words to the list."""
        self.query_one(self.LIST).focus()
        self.query_one(Words).set_class(bool(self._words), "-open")

    def action_leave(self) -> None:
        """Leave the words, and then the list."""
        words = self.query_one(Words)
        if words.has_class("-open"):
            words.value = ""
            words.remove_class("-open")
            self.query_one(self.LIST).focus()
        else:
            self._leave_list()

    def _leave_list(self) -> None:
        self.dismiss(None)
