"""A question that is answered by a key that nobody presses by accident."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class Ask(ModalScreen[bool]):
    """Says what is about to happen; `y` agrees, Esc or `n` stays. The text is data."""

    BINDINGS: ClassVar[list[BindingType]] = [("y", "answer(True)"), ("n,escape", "answer(False)")]

    def __init__(self, text: str, *, yes: str) -> None:
        super().__init__()
        self._text = text
        self._yes = yes

    def compose(self) -> ComposeResult:
        """Show the sentence and what each key does."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._text))
            yield Static(Content(f"y  {self._yes}\nEsc  stay"), classes="keys")

    def action_answer(self, agreed: bool) -> None:
        """Close with the answer."""
        self.dismiss(agreed)
