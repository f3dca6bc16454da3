"""Scrollbars of whole cells: Textual draws their ends with eighth blocks, which many a console has no sign for.

The thumb is reversed, which is seen without any colour, too.
"""

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """A bar that is made of blanks alone, in two colours."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def draw_in_whole_cells() -> None:
    """Let every scrollbar be drawn so."""
    ScrollBar.renderer = WholeCells
