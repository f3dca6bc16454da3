"""The editor of one paragraph: a few lines, so that a key repaints little."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from sqs_tui.text import clean_text
from sqs_tui.widgets.lines import TakesText


class ParagraphEditor(TextArea, TakesText):
    """Text as it is typed, Markdown with figures in double braces; no key but Esc leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", "done", show=False),
        Binding("tab,shift+tab", "stay", show=False),
        Binding("ctrl+j", "new_line", show=False),
    ]

    class Done(Message):
        """The person has ended editing."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(id=id, soft_wrap=True, compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    def begin(self, text: str, caret: tuple[int, int] | None = None) -> None:
        """Start with a text, the caret behind it or where it was."""
        self.load_text(text)
        self.move_cursor(caret or self.document.end)

    def insert_here(self, text: str) -> None:
        """Put text at the caret, in place of what is selected."""
        self.replace(text, *self.selection, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text without what a terminal could take for a command."""
        event.stop()
        event.prevent_default()
        self.insert_here(clean_text(event.text))

    def action_done(self) -> None:
        """End editing."""
        self.post_message(self.Done())

    def action_new_line(self) -> None:
        """Begin a line: Enter that was typed before the program was ready."""
        self.insert_here("\n")

    def action_stay(self) -> None:
        """Let Tab do nothing: what is typed next must not go elsewhere."""
