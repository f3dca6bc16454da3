"""A table of as many rows as there are: only those in sight are drawn, from values that are asked for then."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sqs_tui.widgets.cursor import HoldsCursor
from sqs_tui.widgets.lines import fit

Cells = Mapping[str, str]
"""The texts of a row by the titles of their columns; a column without one stays empty, a text without a column is left out."""


class LongTable(ScrollView, HoldsCursor, can_focus=True, inherit_bindings=False):
    """Rows of plain texts, each with a key, under columns; one row is under the cursor.

    It looks and moves as `Table` does, which makes every row when it is filled.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-table--header", "long-table--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]
    DEFAULT_CSS = """
    LongTable {
        & > .long-table--header { background: $panel; color: $foreground; text-style: bold; }
        & > .long-table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .long-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    cursor = var(0)
    """The row under the cursor."""

    def __init__(self, row: Callable[[str], Cells], *, ellipsis: str, id: str) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(id=id)
        self._row = row
        self._ellipsis = ellipsis
        self._columns: tuple[tuple[str, int], ...] = ()
        self._keys: Sequence[str] = ()
        self._drawn: dict[str, Cells] = {}
        """What was drawn last of the rows in sight."""

    class Fitted(Message):
        """The table has another size: its columns may be given other widths."""

    def on_resize(self) -> None:
        """Keep the row under the cursor in sight, and tell the screen."""
        self._follow()
        self.post_message(self.Fitted())

    def fill(self, columns: tuple[tuple[str, int], ...], keys: Sequence[str]) -> None:
        """Show the rows with these keys under columns of a title and a width in cells.

        A row with an empty key cannot be chosen, and its text takes the whole width.

        The cursor stays on the row with its key, or where that has gone, at its place. Rows in sight are drawn again where their
        values differ from what was drawn.
        """
        kept = self.chosen
        if (columns, list(keys)) != (self._columns, list(self._keys)):
            self._columns, self._keys, self._drawn = columns, keys, {}
            self.virtual_size = Size(sum(width for _, width in columns), len(keys) + 1)
            self.cursor = keys.index(kept) if kept in keys else max(0, min(self.cursor, len(keys) - 1))
            self.refresh()
            self._follow()
            return
        for at in self.in_sight:
            if self._drawn.get(keys[at]) != self._row(keys[at]):
                self._refresh_row(at)

    @property
    def cursor_place(self) -> Offset | None:
        """The row under the cursor, where there is one."""
        row = self.cursor - self.scroll_offset.y + 1
        return self.content_region.offset + Offset(0, row) if self._keys else None

    @property
    def chosen(self) -> str:
        """The key of the row under the cursor, empty where there is none."""
        return self._keys[self.cursor] if self.cursor < len(self._keys) else ""

    @property
    def in_sight(self) -> range:
        """The rows that are in sight, by their places."""
        top = self.scroll_offset.y
        return range(top, min(len(self._keys), top + max(0, self.size.height - 1)))

    def render_line(self, y: int) -> Strip:
        """The header, which stays in place, or a row."""
        width = self.size.width
        if y == 0:
            style = self.get_component_rich_style("long-table--header")
            return self._strip({title: title for title, _ in self._columns}, style, "").adjust_cell_length(width, style)
        at = self.scroll_offset.y + y - 1
        if at >= len(self._keys):
            return Strip.blank(width, self.rich_style)
        cells = self._drawn[self._keys[at]] = self._row(self._keys[at])
        style = self.rich_style
        if at == self.cursor:
            style += self.get_component_rich_style("long-table--cursor")
        if not self._keys[at]:
            return Strip([Segment(fit(" ".join(cells.values()), width, self._ellipsis), style)])
        return self._strip(cells, style, self._ellipsis).adjust_cell_length(width, style)

    def _strip(self, cells: Cells, style: Style, ellipsis: str) -> Strip:
        texts = (fit(cells.get(title, ""), width - 1, ellipsis) + " " for title, width in self._columns)
        return Strip([Segment("".join(texts), style)])

    def _refresh_row(self, at: int) -> None:
        self.refresh(Region(0, at - self.scroll_offset.y + 1, self.size.width, 1))

    def _move_to(self, at: int) -> None:
        at = max(0, min(at, len(self._keys) - 1))
        before, self.cursor = self.cursor, at
        for row in {before, at} & set(self.in_sight):
            self._refresh_row(row)
        self._follow()

    def _follow(self) -> None:
        """Turn the page where the row under the cursor is not in sight: every scroll paints all rows."""
        room, top = max(1, self.size.height - 1), self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor - room + 1, animate=False, immediate=True)
        elif self.cursor >= top + room:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)

    def action_step(self, step: int) -> None:
        """Move to the next row, or the one before."""
        self._move_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Move by as many rows as are in sight."""
        self._move_to(self.cursor + step * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Move to the first row."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self._move_to(len(self._keys) - 1)

    def on_click(self, event: events.Click) -> None:
        """Move to the row that was clicked on."""
        if 0 < event.y <= len(self.in_sight):
            self._move_to(self.scroll_offset.y + event.y - 1)
