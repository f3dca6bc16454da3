"""A terminal of the tests' own: what it shows of what is written to it, cell by cell, with colours, attributes and links.

It shares no code with what paints, and stands on no other emulator. Terminals do not agree on what a character is: to some, a
family of three is one character of two columns (`whole`), to others it is each of its parts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from rich.cells import get_character_cell_size, split_graphemes

ESCAPE = re.compile(
    r"\x1b\[(?P<mark>[<=>?]?)(?P<numbers>[\d;]*)(?P<final>[@-~])"
    r"|\x1b\]8;(?P<link>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<title>\x1b\][0-79][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+"
)
_SEEN_ON_BLANKS = frozenset({4, 7, 9, 21, 53})
_ENDED_BY = {22: {1, 2}, 23: {3}, 24: {4, 21}, 25: {5, 6}, 27: {7}, 28: {8}, 29: {9}, 55: {53}}

Pen = tuple[str, str, frozenset[int], str]
"""Foreground, background, attributes by their codes, link."""
Cell = tuple[str, Pen]
PLAIN: Pen = ("", "", frozenset(), "")
EMPTY: Cell = (" ", PLAIN)
BESIDE = ""
"""The text of the second column of a wide character."""


@cache
def styled(pen: Pen, numbers: str) -> Pen:
    """The pen after a change of it (SGR)."""
    fore, back, attributes, link = pen
    codes = iter([int(number or 0) for number in numbers.split(";")])
    for code in codes:
        if code == 0:
            fore, back, attributes = "", "", frozenset()
        elif code in (38, 48):
            kind = next(codes)
            colour = f"{kind}:" + ":".join(str(next(codes)) for _ in range(3 if kind == 2 else 1))
            fore, back = (colour, back) if code == 38 else (fore, colour)
        elif 30 <= code <= 39 or 90 <= code <= 97:
            fore = "" if code == 39 else str(code)
        elif 40 <= code <= 49 or 100 <= code <= 107:
            back = "" if code == 49 else str(code - 10)
        elif code in _ENDED_BY:
            attributes -= _ENDED_BY[code]
        else:
            attributes |= {code}
    return fore, back, attributes, link


class Emulator:
    """A terminal of so many columns and rows, without line wrap, as this program sets it."""

    def __init__(self, columns: int, rows: int, *, whole: bool = True) -> None:
        self.columns, self.rows, self.whole = columns, rows, whole
        self.cells: list[list[Cell]] = [[EMPTY] * columns for _ in range(rows)]
        self.x = self.y = 0
        self.pen = PLAIN
        self.cursor_seen = True
        self.unknown: list[str] = []
        """What it was sent and does not know."""
        self._margins = 0, rows - 1
        self._last: tuple[int, int] | None = None
        """The place of the character that has just been written, which the next may belong to."""

    def feed(self, written: str) -> None:
        """Take what a program writes."""
        for found in ESCAPE.finditer(written):
            piece = found[0]
            if found["link"] is not None:
                self.pen = (*self.pen[:3], "" if found["link"] == ";" else found["link"])
            elif found["final"]:
                self._last = None
                self._control(found["mark"], found["numbers"], found["final"])
            elif found["title"]:
                self._last = None
            elif piece < " " or piece == "\x7f":
                self._last = None
                self._basic(piece)
            else:
                self.write(piece)

    @property
    def shows(self) -> list[list[Cell]]:
        """What is seen in each cell: of a blank no foreground, of an accent and its letter one sign."""
        return [[seen(cell) for cell in row] for row in self.cells]

    @property
    def text(self) -> str:
        """The rows as text."""
        return "\n".join("".join(text for text, _ in row).rstrip() for row in self.cells)

    def write(self, text: str) -> None:
        """Write text where the cursor stands."""
        for character in text:
            if not (self._joins(character) if self._last else False):
                self._put(character)

    def write_at(self, x: int, y: int, text: str, pen: Pen) -> None:
        """Write one character, with all that belongs to it, at a place; where it is wide, all of its place is the pen's."""
        row = self.cells[y]
        if (
            len(text) == 1
            and BESIDE not in (row[x][0], row[min(x + 1, self.columns - 1)][0])
            and get_character_cell_size(text) == 1
        ):
            row[x] = text, pen
            return
        self.pen = pen
        for written in (" " * split_graphemes(text)[1], text):
            self.x, self.y, self._last = x, y, None
            self.write(written)

    def _joins(self, character: str) -> bool:
        """Add a character to the one before it, where the terminal takes them for one."""
        assert self._last
        x, y = self._last
        text, pen = self.cells[y][x]
        width = get_character_cell_size(character)
        if not self.whole:
            if width == 0:
                self.cells[y][x] = text + character, pen
            return width == 0
        graphemes = split_graphemes(text + character)[0]
        if len(graphemes) != 1:
            return False
        self._blank_halves(x, x + graphemes[0][2])
        self.cells[y][x] = text + character, pen
        if graphemes[0][2] == 2 and x + 1 < self.columns:
            self.cells[y][x + 1] = BESIDE, pen
        self.x = min(x + max(1, graphemes[0][2]), self.columns - 1)
        return True

    def _put(self, character: str) -> None:
        width = get_character_cell_size(character)
        if not width:  # behind nothing: some terminals add it to what stands before the cursor
            return
        x = min(self.x, self.columns - width)
        self._blank_halves(x, x + width)
        self.cells[self.y][x : x + width] = [(character, self.pen), (BESIDE, self.pen)][:width]
        self._last = x, self.y
        self.x = min(x + width, self.columns - 1)

    def _blank_halves(self, start: int, end: int) -> None:
        row = self.cells[self.y]
        if row[start][0] == BESIDE and start:
            row[start - 1] = " ", row[start - 1][1]
        if end < self.columns and row[end][0] == BESIDE:
            row[end] = " ", row[end][1]

    def _basic(self, control: str) -> None:
        match control:
            case "\r":
                self.x = 0
            case "\b":
                self.x = max(0, self.x - 1)
            case _:
                self.unknown.append(control)

    def _control(self, mark: str, numbers: str, final: str) -> None:
        given = [int(number or 0) for number in numbers.split(";")]
        count = given[0] or 1
        match mark + final:
            case "H":
                self.y, self.x = min(count, self.rows) - 1, min([*given, 1][1] or 1, self.columns) - 1
            case "A":
                self.y = max(0, self.y - count)
            case "B":
                self.y = min(self.rows - 1, self.y + count)
            case "C":
                self.x = min(self.columns - 1, self.x + count)
            case "D":
                self.x = max(0, self.x - count)
            case "G":
                self.x = min(self.columns, count) - 1
            case "d":
                self.y = min(self.rows, count) - 1
            case "m":
                self.pen = styled(self.pen, numbers)
            case "K" if not given[0]:
                self._erase(self.x, self.columns)
            case "X":
                self._erase(self.x, min(self.columns, self.x + count))
            case "J" if not given[0]:
                self._erase(self.x, self.columns)
                self.cells[self.y + 1 :] = [self._blank_row for _ in self.cells[self.y + 1 :]]
            case _:
                self._rows(mark, numbers, final)

    def _rows(self, mark: str, numbers: str, final: str) -> None:
        given = [int(number or 0) for number in numbers.split(";")]
        match mark + final:
            case "r":
                self._margins = (given[0] or 1) - 1, ([*given, 0][1] or self.rows) - 1
                self.x = self.y = 0
            case "L" | "M":
                self._move_rows(given[0] or 1, down=final == "L")
            case "?h" | "?l":
                if given == [25]:
                    self.cursor_seen = mark + final == "?h"
            case _:
                self.unknown.append(f"{mark}{numbers}{final}")

    @property
    def _blank_row(self) -> list[Cell]:
        return [(" ", ("", self.pen[1], frozenset(), ""))] * self.columns

    def _erase(self, start: int, end: int) -> None:
        self._blank_halves(start, end)
        self.cells[self.y][start:end] = self._blank_row[start:end]

    def _move_rows(self, count: int, *, down: bool) -> None:
        top, bottom = self._margins
        if top <= self.y <= bottom:
            moved, new = self.cells[self.y : bottom + 1], [self._blank_row for _ in range(count)]
            self.cells[self.y : bottom + 1] = ([*new, *moved] if down else [*moved[count:], *new])[: len(moved)]
            self.x = 0


@cache
def seen(cell: Cell) -> Cell:
    """What is seen of a cell."""
    text, (fore, back, attributes, link) = cell
    if not text.strip():
        attributes &= _SEEN_ON_BLANKS
        fore = fore if attributes else ""
    return unicodedata.normalize("NFC", text), (fore, back, attributes, link)


def differences(one: list[list[Cell]], other: list[list[Cell]]) -> Iterator[str]:
    """Where two screens differ, for people."""
    for y, (row, beside) in enumerate(zip(one, other, strict=True)):
        for x, (cell, wanted) in enumerate(zip(row, beside, strict=True)):
            if cell != wanted:
                yield f"row {y} column {x}: shows {cell}, wanted {wanted}"
