"""The editor of one paragraph: a few lines, so that a key repaints little."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from sqs_tui.text import clean_text
from sqs_tui.widgets.lines import TakesText

_OPENING = "([“‘\"'/-–—"
"""What a word may follow without a blank."""


class ParagraphEditor(TextArea, TakesText):
    """Text as it is typed, Markdown with figures in double braces; no key but Esc leaves it.

    Esc is the screen's action `done`, carried out at once: a message would come behind the keys that were typed ahead.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.done", "done", key_display="Esc"),
        Binding("tab,shift+tab", "stay", show=False),
        Binding("ctrl+j", "new_line", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(id=id, soft_wrap=True, compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = self.match_cursor_bracket = False

    def begin(self, text: str, caret: tuple[int, int] | None = None) -> None:
        """Start with a text, the caret behind it or where it was."""
        self.load_text(text)
        self.move_cursor(caret or self.document.end)

    @property
    def caret_share(self) -> float:
        """How much of the text stands before the caret, from 0 to 1."""
        return len(self.get_text_range((0, 0), self.cursor_location)) / max(1, len(self.text))

    def insert_here(self, text: str) -> None:
        """Put text at the caret, in place of what is selected."""
        self.replace(text, *self.selection, maintain_selection_offset=False)

    def insert_word(self, text: str) -> None:
        """Put a figure or a quote at the caret, parted from the words that it would stick to."""
        start, end = sorted(self.selection)
        before, after = self.get_text_range((start[0], 0), start)[-1:], self.get_text_range(end, (end[0], end[1] + 1))
        gap_before = " " if before and not before.isspace() and before not in _OPENING else ""
        self.insert_here(f"{gap_before}{text}{' ' if after.isalnum() or after == '{' else ''}")

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text without what a terminal could take for a command."""
        event.stop()
        event.prevent_default()
        self.insert_here(clean_text(event.text))

    def action_new_line(self) -> None:
        """Begin a line: Enter that was typed before the program was ready."""
        self.insert_here("\n")

    def action_stay(self) -> None:
        """Let Tab do nothing: what is typed next must not go elsewhere."""
