"""Delta painting: what has to be written so that a terminal which shows one screen shows another.

A screen redrawn whole is some kilobytes, and most of it stands there already. Here the cells that are wanted are kept beside
those that the terminal shows, and only the difference is written: runs of cells with the shortest cursor moves and changes of
pen. A short stretch that is equal is written over where that is shorter than to jump; blanks are erased where that is shorter
than to write them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import ne

from sqs_tui.terminal.cells import EMPTY, Cell, Span, cells_of
from sqs_tui.terminal.moves import Abilities, Place, move
from sqs_tui.terminal.pens import PLAIN, Pen, change

_CLEAR = "\x1b[m\x1b[H\x1b[J"
_ERASE_TO_END = "\x1b[K"
_REACH = 16
"""Columns up to which a stretch that is equal may be worth writing over."""
_SHIFTS = (1, -1, 2, -2, 3, -3)
"""How many rows up rows may have been moved: lists and texts creep by few."""
_SHIFTED = 30
"""Bytes that it takes at most to have the terminal move rows."""


class Image:
    """The cells of one terminal's screen: what is wanted there, and what it shows.

    It relies on what this program's terminal is set to: no line wrap, so that the last column is written without a jump.
    """

    def __init__(self, able: Abilities) -> None:
        self._able = able
        self._want: list[list[Cell]] = []
        self._have: list[list[Cell | None]] = []
        """None is a cell of which nobody knows what it shows."""
        self._touched: set[int] = set()
        self._known = False
        self._pen: Pen | None = None
        self._at: Place | None = None
        self._out: list[str] = []

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return (len(self._want[0]) if self._want else 0), len(self._want)

    def resize(self, columns: int, rows: int) -> None:
        """Take another size; nothing is known of what a terminal shows then."""
        self._want = [[EMPTY] * columns for _ in range(rows)]
        self.forget()

    def forget(self) -> None:
        """Something else may have been written: the next change clears the screen and writes all of it."""
        self._known = False

    def draw(self, column: int, row: int, spans: Iterable[Span], start: int, end: int) -> None:
        """Want a piece of a row that begins at `column`; of it only what lies from the column `start` up to `end`."""
        wanted = self._want[row] if row < len(self._want) else []
        cells = cells_of(spans)
        start, end = max(start, column, 0), min(end, column + len(cells), len(wanted))
        if start >= end:
            return
        wanted[start:end] = cells[start - column : end - column]
        self._touched.add(row)
        for edge in (start, end):  # where a wide character is cut in two, its other half is blank
            if 0 < edge < len(wanted) and wanted[edge].is_beside != (wanted[edge - 1].width > 1):
                half = edge if wanted[edge].is_beside else edge - 1
                wanted[half] = wanted[half].blanked
        if wanted[0].is_beside:
            wanted[0] = wanted[0].blanked
        if wanted[-1].width > 1:
            wanted[-1] = wanted[-1].blanked

    def changes(self, cursor: Place) -> str:
        """What is to be written now, the cursor left at its place; the terminal is taken to show it from now on."""
        if not self._known:
            self._clear()
        changed = [row for row in sorted(self._touched) if self._want[row] != self._have[row]]
        for first, last in _runs(changed) if self._able.moves_rows else ():
            self._shift(first, last)
        for row in changed:
            self._paint(row)
        self._touched.clear()
        if self._pen and self._pen.link:
            codes, self._pen = change(self._pen, self._pen._replace(link=""), blank=False)
            self._out.append(codes)
        self._go(cursor)
        written = "".join(self._out)
        self._out.clear()
        return written

    def _clear(self) -> None:
        columns, rows = self.size
        self._out.append(_CLEAR)
        self._have = [[EMPTY] * columns for _ in range(rows)]
        self._touched.update(range(rows))
        self._pen, self._at, self._known = PLAIN, (0, 0), True

    def _shift(self, first: int, last: int) -> None:
        """Where rows only stand a little higher or lower than before, have the terminal move them."""
        as_it_is = self._unlike(first, last, 0)
        if as_it_is <= _SHIFTED:
            return
        best = min(_SHIFTS, key=lambda shift: self._unlike(first, last, shift))
        if abs(best) > last - first or self._unlike(first, last, best) + _SHIFTED >= as_it_is:
            return
        codes, self._pen = change(self._pen, PLAIN, blank=False)  # some terminals give new rows the background of the pen
        count = abs(best)
        self._out.append(f"{codes}\x1b[{first + 1};{last + 1}r\x1b[{first + 1}H\x1b[{count}{'M' if best > 0 else 'L'}\x1b[r")
        self._at = None  # most terminals put the cursor into the corner when the margins go, and some leave it where it is
        new: list[list[Cell | None]] = [[EMPTY] * len(self._want[first]) for _ in range(count)]
        rows = self._have[first : last + 1]
        self._have[first : last + 1] = rows[count:] + new if best > 0 else new + rows[:-count]

    def _unlike(self, first: int, last: int, shift: int) -> int:
        """How many cells would have to be written if the rows had been moved up by so many."""
        blank: list[Cell | None] = [EMPTY] * len(self._want[first])
        return sum(
            sum(map(ne, self._want[row], self._have[row + shift] if first <= row + shift <= last else blank))
            for row in range(first, last + 1)
        )

    def _paint(self, row: int) -> None:
        want, have = self._want[row], self._have[row]
        tail = self._tail(want)
        differing = _differing(want, have)
        while differing:
            last = differing[-1]
            column = differing[0] - want[differing[0]].is_beside
            cell = want[column]
            self._jump(row, column)
            self._take_up(cell)
            if column >= tail and last - column >= len(_ERASE_TO_END):
                self._out.append(_ERASE_TO_END)
                end = len(want)
            elif count := self._erasable(want, column, last):
                self._out.append(f"\x1b[{count}X")
                end = column + count
            else:
                end = self._write(row, column, differing)
            have[column:end] = want[column:end]
            if cell.is_sure:
                del differing[: bisect_left(differing, end)]
            else:  # a terminal that knows the parts alone, of two columns at most, has written behind it, too
                have[end : column + 2 * len(cell.text)] = [None] * (min(column + 2 * len(cell.text), len(have)) - end)
                differing = _differing(want, have)

    def _tail(self, want: Sequence[Cell]) -> int:
        """The column from which on the row is blank and can be erased to its end."""
        end = want[-1]
        if not self._can_erase(end):
            return len(want)
        return next((at + 1 for at in range(len(want) - 1, -1, -1) if want[at] != end), 0)

    def _erasable(self, want: Sequence[Cell], column: int, last: int) -> int:
        """How many cells from a column on are better erased than written; 0 for none."""
        cell = want[column]
        if not (self._able.erases_characters and self._can_erase(cell)):
            return 0
        end = column
        while end <= last and want[end] == cell:
            end += 1
        cost = len(f"\x1b[{end - column}X") + (len(f"\x1b[{end - column}C") if end <= last else 0)
        return end - column if end - column > cost else 0

    def _can_erase(self, cell: Cell) -> bool:
        return cell.is_blank and cell.pen.erases and (self._able.erases_with_background or not cell.pen.background)

    def _jump(self, row: int, column: int) -> None:
        """Go to where something is to be written: over what is equal by a move, or by writing it, whichever is shorter."""
        if self._at == (column, row):
            return
        moved = move(self._at, (column, row), self._able)
        if self._at and self._at[1] == row and 0 < column - self._at[0] <= _REACH:
            between = self._want[row][self._at[0] : column + 1]
            if all(cell.is_sure for cell in between[:-1]):
                pen, written = self._pen, ""
                for cell in between[:-1]:
                    codes, pen = change(pen, cell.pen, blank=cell.is_blank)
                    written += codes + cell.text
                if len(written.encode()) + _cost(pen, between[-1]) < len(moved) + _cost(self._pen, between[-1]):
                    self._pen, moved = pen, written
        self._out.append(moved)
        self._at = column, row

    def _write(self, row: int, column: int, differing: Sequence[int]) -> int:
        """Write what differs from the cursor on, as far as one pen does it at a stretch; gives the column behind it."""
        want, end = self._want[row], column + self._want[row][column].width
        cell = want[column]
        if cell.is_sure:
            pen = cell.pen
            for at in () if cell.is_blank else differing[1:]:  # behind a blank the terminal may hold another pen than the blank's
                if at != end or want[at].pen is not pen or not want[at].is_sure or want[at].is_blank:
                    break
                end += 1
            self._out.append("".join([written.text for written in want[column:end]]))
            self._at = (end, row) if end < len(want) else None
        else:
            spaces = cell.width if len(cell.text) > 1 else 0  # a terminal that knows the parts alone may write but one column
            back = (
                "\b" * spaces if end < len(want) else move(None, (column, row), self._able)
            )  # the cursor stays in the last column
            self._out.append(f"{' ' * spaces}{back if spaces else ''}{cell.text}")
            self._at = None
        return end

    def _take_up(self, cell: Cell) -> None:
        if self._pen is not cell.pen:
            codes, self._pen = change(self._pen, cell.pen, blank=cell.is_blank)
            self._out.append(codes)

    def _go(self, place: Place) -> None:
        self._out.append(move(self._at, place, self._able))
        self._at = place


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of rows that follow one another."""
    firsts = [row for row in rows if row - 1 not in rows]
    lasts = [row for row in rows if row + 1 not in rows]
    return [(first, last) for first, last in zip(firsts, lasts, strict=True) if first < last]


def _differing(want: Sequence[Cell], have: Sequence[Cell | None]) -> list[int]:
    """The columns in which a row is not as it is wanted."""
    return [column for column, differs in enumerate(map(ne, want, have)) if differs]


def _cost(held: Pen | None, cell: Cell) -> int:
    """The bytes that it takes to take up the pen of a cell."""
    return len(change(held, cell.pen, blank=cell.is_blank)[0])
