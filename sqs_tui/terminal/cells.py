"""Cells: what a terminal shows in each place of a row, made from the text and the styles that Textual has drawn."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rich.cells import get_character_cell_size, split_graphemes

from sqs_tui.terminal.pens import PLAIN, Pen

Span = tuple[str, Pen]
"""A piece of a row: its text and its pen."""


class Cell(NamedTuple):
    """A character with all that belongs to it. The second column of a wide one is a cell without text and width."""

    text: str
    pen: Pen
    width: int = 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing but its pen is seen."""
        return self.text == " "

    @property
    def is_beside(self) -> bool:
        """Whether this is the second column of a wide character."""
        return not self.width

    @property
    def blanked(self) -> "Cell":
        """The blank that is left where this was half of a wide character."""
        return Cell(" ", self.pen.for_blanks)

    @property
    def is_sure(self) -> bool:
        """Whether every terminal agrees on how far the cursor moves when this is written."""
        return self.width == 1 and len(self.text) == 1


EMPTY = Cell(" ", PLAIN)
"""What a cleared screen shows."""


class _Written(dict[str, Cell]):
    """The cells that one pen writes, by their text; the same text gives the same object."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    def __missing__(self, text: str) -> Cell:
        pen = self._pen.for_blanks if text == " " else self._pen
        self[text] = cell = EMPTY if text == " " and pen == PLAIN else Cell(text, pen)
        return cell


_written = cache(_Written)


def cells_of(spans: Iterable[Span]) -> list[Cell]:
    """The cells of a row, one a column. An accent joins the character before it, whatever its own pen."""
    row: list[Cell] = []
    for text, pen in spans:
        if text.isascii() or _is_narrow(text):
            row.extend(map(_written(pen).__getitem__, text))
        else:
            _extend(row, text, pen)
    return row


def _is_narrow(text: str) -> bool:
    return all(get_character_cell_size(character) == 1 for character in text)


def _extend(row: list[Cell], text: str, pen: Pen) -> None:
    for start, end, width in split_graphemes(text)[0]:
        grapheme = text[start:end]
        if width:
            row.append(Cell(grapheme, pen, width))
            row.extend([Cell("", pen, 0)] * (width - 1))
        elif row:
            place = -2 if row[-1].is_beside else -1
            row[place] = row[place]._replace(text=row[place].text + grapheme)
