"""A table of texts with one row under the cursor."""

from collections.abc import Iterable
from typing import ClassVar, Self

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import DataTable

from sqs_tui.widgets.cursor import HoldsCursor
from sqs_tui.widgets.lines import fit, wrap

Row = tuple[str, tuple[str | Text, ...]]
"""A row's key, empty where it cannot be chosen, and its cells; a plain string is data and never markup."""


class Table(DataTable[Text], HoldsCursor, inherit_bindings=False):
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

    _changing = False
    """While a cell is given another text."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(cursor_type="row", cell_padding=0, id=id)
        self._columns_shown: tuple[tuple[str, int], ...] = ()
        self._keys: list[str] = []

    class Fitted(Message):
        """The table has another size, or other colours: it is to be filled again, in columns of other widths perhaps."""

    def on_mount(self) -> None:
        """With another theme the texts have other colours: they are asked for anew."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.post_message(self.Fitted()))

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Fitted())

    def fill(self, columns: Iterable[tuple[str, int]], rows: Iterable[Row], *, at: str = "") -> None:
        """Show these rows under columns of a title and a width in cells.

        The cursor goes to the row with the key `at`, and without one stays on the row it was on.

        Text that is too wide is cut with an ellipsis, and the last cell of each column stays free.
        """
        kept, columns = at or self.chosen, tuple(columns)
        listed = [(key, [_cell(cell, width) for cell, (_, width) in zip(cells, columns, strict=True)]) for key, cells in rows]
        keys = [key for key, _ in listed]
        if (columns, keys) == (self._columns_shown, self._keys) and len(keys) == self.row_count:
            self._change([cells for _, cells in listed])
        else:
            self._columns_shown, self._keys = columns, keys
            self.clear(columns=True)
            for title, width in columns:
                self.add_column(Text(fit(title, width - 1, "…")), width=width)
            for key, cells in listed:
                self.add_row(*cells, key=key or None)
        row = keys.index(kept) if kept and kept in keys else next((index for index, key in enumerate(keys) if key), 0)
        self.move_cursor(row=row, animate=False)

    def say(self, sentence: str) -> None:
        """Say what will stand here, and how it begins, where there is nothing yet."""
        width = max(20, self.size.width - 1)
        self.fill((("", width),), [("", (line,)) for line in wrap(sentence, width - 2)])

    def _change(self, rows: Iterable[Iterable[Text]]) -> None:
        """Put other texts into the cells that are there; only those that differ are painted again, and nothing is laid out."""
        for y, cells in enumerate(rows):
            for x, cell in enumerate(cells):
                at = Coordinate(y, x)
                if _told(self.get_cell_at(at)) != _told(cell):
                    self._changing = True
                    self.update_cell_at(at, cell)
                    self._changing = False
                    self.refresh_coordinate(at)
        if self.is_valid_coordinate(self.cursor_coordinate):  # what tells of the row under the cursor tells of it anew
            row = self.coordinate_to_cell_key(self.cursor_coordinate).row_key
            self.post_message(self.RowHighlighted(self, self.cursor_row, row))

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint again; Textual would have all rows painted for a cell that changes."""
        if self._changing:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def action_cursor_down(self) -> None:
        """Move to the next row that can be chosen."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Move to the row before that can be chosen; from the first of them, show the headings above it."""
        self._step(-1)

    def action_scroll_top(self) -> None:
        """Move to the first row that can be chosen, and show the headings above it."""
        self.choose(next(filter(None, self._keys), ""))
        self.scroll_to(y=0, animate=False)

    def action_scroll_bottom(self) -> None:
        """Move to the last row that can be chosen."""
        self.choose(next(filter(None, reversed(self._keys)), ""))

    def _step(self, step: int) -> None:
        row, column = self.cursor_coordinate
        for at in range(row + step, self.row_count if step > 0 else -1, step):
            if self.coordinate_to_cell_key(Coordinate(at, 0)).row_key.value:
                self.move_cursor(row=at, column=column, animate=False)
                return
        if step < 0:
            self.scroll_to(y=0, animate=False)

    def choose(self, key: str) -> None:
        """Put the cursor on the row with a key, where there is one."""
        if key and key in self._keys:
            self.move_cursor(row=self._keys.index(key), animate=False)

    @property
    def cursor_place(self) -> Offset | None:
        """The row under the cursor, where there is one, or the cell."""
        row = self.cursor_row + self.header_height * self.show_header - self.scroll_offset.y
        return self.content_region.offset + Offset(self._cursor_x, row) if self.row_count else None

    @property
    def _cursor_x(self) -> int:
        """Where the cell under the cursor begins; the row's beginning where it is the row that is chosen."""
        if self.cursor_type != "cell":
            return 0
        before = sum(column.get_render_width(self) for column in self.ordered_columns[: self.cursor_column])
        return before - (self.scroll_offset.x if self.cursor_column >= self.fixed_columns else 0)

    @property
    def chosen(self) -> str:
        """The key of the row under the cursor, empty where there is none."""
        if not self.is_valid_coordinate(self.cursor_coordinate):
            return ""
        return self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value or ""


def _told(text: Text) -> tuple[object, ...]:
    """All that is seen of a text: texts that differ in their style alone count as equal."""
    return text.plain, text.style, text.spans


def _cell(cell: str | Text, width: int) -> Text:
    text = Text(cell) if isinstance(cell, str) else cell
    text.truncate(width - 1, overflow="ellipsis")
    return text
