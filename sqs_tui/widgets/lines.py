"""A widget of plain lines that repaints only the lines that changed.

Over a slow line every repainted cell costs, and a layout pass costs more: the panes of Review are therefore values (tuples of
spans) that are compared, and only rows that differ are sent. Text in a span is data; no markup is ever read in it.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""Text and its role, one of ROLES; "" is plain."""
Line = tuple[Span, ...]

ROLES = (
    "dim", "head", "current", "key", "met", "not-met", "strength", "improvement", "warn", "caret", "pick", "given", "title",
    "figure", "quote", "strong", "em",
)  # fmt: skip


class TakesText:
    """Marks a widget that only adds to its text what is typed: keys typed ahead of it need not wait for one another."""


class Lines(Widget, can_focus=False):
    """Lines of text, one a row, cut at the widget's width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{role}" for role in ROLES}

    DEFAULT_CSS = """
    Lines {
        & > .lines--dim { color: $text-muted; }
        & > .lines--head { color: $text-accent; text-style: bold; }
        & > .lines--current { background: $primary-muted; color: $text; text-style: bold; }
        & > .lines--key { color: $text-accent; text-style: bold; }
        & > .lines--met { color: $text-success; }
        & > .lines--not-met { color: $text-error; }
        & > .lines--strength { color: $text-success; }
        & > .lines--improvement { color: $text-warning; text-style: bold; }
        & > .lines--warn { color: $text-warning; text-style: bold; }
        & > .lines--caret { text-style: reverse; }
        & > .lines--pick { text-style: reverse bold; }
        & > .lines--given { text-style: bold; }
        & > .lines--title { color: $text-accent; text-style: bold underline; }
        & > .lines--figure { color: $text-success; }
        & > .lines--quote { color: $text-secondary; text-style: italic; }
        & > .lines--strong { text-style: bold; }
        & > .lines--em { text-style: italic; }
    }
    """

    _lines: tuple[Line, ...] = ()

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines; only rows that differ from those shown are painted again."""
        before, self._lines = self._lines, tuple(lines)
        changed = [y for y, (old, new) in enumerate(zip_longest(before, self._lines)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def place_of(self, role: str) -> Offset | None:
        """Where on the screen the first text in a role begins; None where there is none."""
        for y, line in enumerate(self._lines[: self.size.height]):
            for at, (_, its) in enumerate(line):
                if its == role:
                    return self.content_region.offset + Offset(width_of(line[:at]), y)
        return None

    def render_line(self, y: int) -> Strip:
        """One row."""
        base = self.rich_style
        if y >= len(self._lines):
            return Strip.blank(self.size.width, base)
        segments = [
            Segment(text, self.get_component_rich_style(f"lines--{role}") if role else base) for text, role in self._lines[y]
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)


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
