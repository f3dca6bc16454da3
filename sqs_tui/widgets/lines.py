"""A widget of plain lines that repaints only the lines that changed.

Over a slow line every repainted cell costs, and a layout pass costs more: the panes of Review are therefore values (tuples of
spans) that are compared, and only rows that differ are sent. Text in a span is data; no markup is ever read in it.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Self

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.dom import DOMNode
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""Text and its role, one of those in the styles of `Lines`; "" is plain."""
Line = tuple[Span, ...]


class TakesText:
    """Marks a widget that only adds to its text what is typed: keys typed ahead of it need not wait for one another."""


class Lines(Widget, can_focus=False):
    """Lines of text, one a row, cut at the widget's width."""

    DEFAULT_CSS = """
    Lines {
        & > .lines--dim { color: $text-muted; }
        &:ansi > .lines--dim { text-style: dim; }
        &:ansi > .lines--strength { text-style: bold; }
        &:ansi > .lines--not-met { text-style: bold; }
        & > .lines--offer { color: $text-muted; }
        &:ansi > .lines--offer { text-style: dim; }
        & > .lines--quiet { color: $text-muted; }
        & > .lines--head { color: $text-accent; text-style: bold; }
        & > .lines--current { text-style: reverse; }
        & > .lines--key { color: $text-accent; text-style: bold; }
        & > .lines--met { color: $text-success; }
        & > .lines--not-met { color: $text-error; }
        & > .lines--strength { color: $text-success; }
        & > .lines--improvement { color: $text-warning; text-style: bold; }
        & > .lines--warn { color: $text-warning; text-style: bold; }
        & > .lines--caret { text-style: underline; }  /* the terminal's cursor stands on it, which may reverse it itself */
        & > .lines--pick { text-style: reverse bold; }
        & > .lines--given { text-style: bold; }
        & > .lines--title { color: $text-accent; text-style: bold underline; }
        & > .lines--figure { color: $text-success; text-style: underline; }
        & > .lines--quote { color: $text-secondary; text-style: italic; }
        & > .lines--strong { text-style: bold; }
        & > .lines--em { text-style: italic; }
    }
    """

    _lines: tuple[Line, ...] = ()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as Textual calls it
        super().__init__(id=id)
        self._styles: dict[str, Style] = {}
        """The style of each role: Textual works them out from all that a widget lies on, and forgets them with every repaint."""

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines; only rows that differ from those shown are painted again."""
        before, self._lines = self._lines, tuple(lines)
        changed = [y for y, (old, new) in enumerate(zip_longest(before, self._lines)) if old != new]
        if changed:
            styles = self._styles
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
            self._styles = styles

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint again, in styles worked out anew: Textual calls this when something that this lies on has changed."""
        self._styles = {}
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """The styles have changed."""
        self._styles = {}
        super().notify_style_update()

    def place_of(self, *roles: str) -> Offset | None:
        """Where on the screen the first text in the first of the roles that any has begins; None where none has."""
        found: dict[str, tuple[int, int]] = {}
        for y, line in enumerate(self._lines[: self.size.height]):
            for at, (text, role) in enumerate(line):
                if text and role in roles:
                    found.setdefault(role, (y, at))
        for role in roles:
            if role in found:
                y, at = found[role]
                return self.content_region.offset + Offset(width_of(self._lines[y][:at]), y)
        return None

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(text, self._style_of(role)) for text, role in line if text]
        return Strip(segments).adjust_cell_length(width, self._style_of(""))

    def _style_of(self, role: str) -> Style:
        """The style of a role as it comes out on this widget.

        Roles are what Textual calls component classes. It works all of them out for each widget, three times before a screen
        first stands, which was a quarter of the time to open one; here only those that are seen are, and once.
        """
        if role not in self._styles:
            node: DOMNode = self
            if role:
                node = DOMNode(classes=f"lines--{role}")
                node._attach(self)
                self.app.stylesheet.apply(node, animate=False)
            self._styles[role] = node.rich_style
        return self._styles[role]


def width_of(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def fit(text: str, width: int, ellipsis: str) -> str:
    """Text in exactly `width` cells: filled up with blanks, or cut with an ellipsis."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - cell_len(ellipsis)) + ellipsis if width >= cell_len(ellipsis) else " " * max(width, 0)


def spread(left: Line, right: Line, width: int, ellipsis: str) -> Line:
    """A line with one part at the left edge and one at the right; the left part gives way where both do not fit."""
    room = width - width_of(right)
    if width_of(left) > room:
        kept: list[Span] = []
        for text, role in left:
            left_over = room - width_of(tuple(kept))
            if left_over <= 0:
                break
            kept.append((text if cell_len(text) <= left_over else fit(text, left_over, ellipsis), role))
        left = tuple(kept)
    return (*left, (" " * max(0, room - width_of(left)), ""), *right)


def wrap(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, broken at blanks where there are any and nowhere losing a character's cell."""
    return [piece for paragraph in text.split("\n") for piece in _wrapped(paragraph, max(width, 2))]


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    line = ""
    for word in paragraph.split(" "):
        if cell_len(line) + bool(line) + cell_len(word) <= width:
            line = f"{line} {word}" if line else word
            continue
        if line:
            yield line
        *whole, line = chop_cells(word, width) or [""]
        yield from whole
    yield line
