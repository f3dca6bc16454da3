"""A table of texts with one row under the cursor."""

from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable

from sqs_tui.widgets.lines import fit

Row = tuple[str, tuple[str | Text, ...]]
"""A row's key, empty where it cannot be chosen, and its cells; a plain string is data and never markup."""


class Table(DataTable[Text], inherit_bindings=False):
    """Enter is left to the screen, so that its command stands in the footer; up and down pass over rows without a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", show=False),
        Binding("down,j", "cursor_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(cursor_type="row", cell_padding=0, id=id)

    class Fitted(Message):
        """The table has another size: its columns may be given other widths."""

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Fitted())

    def fill(self, columns: Iterable[tuple[str, int]], rows: Iterable[Row], *, at: str = "") -> None:
        """Show these rows under columns of a title and a width in cells.

        The cursor goes to the row with the key `at`, and without one stays on the row it was on.

        Text that is too wide is cut with an ellipsis, and the last cell of each column stays free.
        """
        kept = at or self.chosen
        self.clear(columns=True)
        widths = []
        for title, width in columns:
            self.add_column(Text(fit(title, width - 1, "")), width=width)
            widths.append(width)
        keys: list[str] = []
        for key, cells in rows:
            texts = (_cell(cell, width) for cell, width in zip(cells, widths, strict=True))
            self.add_row(*texts, key=key or None)
            keys.append(key)
        row = keys.index(kept) if kept and kept in keys else next((index for index, key in enumerate(keys) if key), 0)
        self.move_cursor(row=row, animate=False)

    def action_cursor_down(self) -> None:
        """Move to the next row that can be chosen."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Move to the row before that can be chosen; from the first of them, show the headings above it."""
        self._step(-1)

    def _step(self, step: int) -> None:
        row, column = self.cursor_coordinate
        for at in range(row + step, self.row_count if step > 0 else -1, step):
            if self.coordinate_to_cell_key(Coordinate(at, 0)).row_key.value:
                self.move_cursor(row=at, column=column, animate=False)
                return
        if step < 0:
            self.scroll_to(y=0, animate=False)

    @property
    def chosen(self) -> str:
        """The key of the row under the cursor, empty where there is none."""
        if not self.is_valid_coordinate(self.cursor_coordinate):
            return ""
        return self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value or ""


def _cell(cell: str | Text, width: int) -> Text:
    text = Text(cell) if isinstance(cell, str) else cell
    text.truncate(width - 1, overflow="ellipsis")
    return text
