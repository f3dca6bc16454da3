"""Questions that are answered by one key, which nobody presses by accident."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
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


class Pick(ModalScreen[str]):
    """Asks which; the key of a choice gives that key, Esc gives nothing. The texts are data."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss('')")]

    def __init__(self, text: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._text = text
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Show the sentence and what each key does."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._text))
            keys = {**self._choices, "Esc": "stay"}
            yield Static(Content("\n".join(f"{key}  {does}" for key, does in keys.items())), classes="keys")

    def on_key(self, event: events.Key) -> None:
        """Close with the choice whose key it is."""
        if event.character in self._choices:
            event.stop()
            self.dismiss(event.character)
