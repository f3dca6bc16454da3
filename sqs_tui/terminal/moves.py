"""What a terminal can do beyond writing, and the shortest way for its cursor from one place to another.

The control functions are those of ECMA-48 and of xterm; which of them a terminal has, terminfo tells.
"""

from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

Place = tuple[int, int]
"""A column and a row, both from 0."""


class Abilities(NamedTuple):
    """What a terminal can do. One of which nothing is known can do nothing but what every terminal can."""

    erases_with_background: bool = False
    """What is erased has the background that the pen has (bce); else it has the terminal's own."""
    erases_characters: bool = False
    """ECH: it can erase a number of characters from the cursor on."""
    goes_to_columns: bool = False
    """CHA: it can move within a row to a column."""
    goes_to_rows: bool = False
    """VPA: it can move within a column to a row."""
    moves_rows: bool = False
    """DECSTBM, IL and DL: it can move the rows between two margins up and down."""


def abilities_of(terminal: str) -> Abilities:
    """The abilities of a terminal by the name that TERM has for it."""
    curses = _terminfo(terminal)
    if curses is None:
        return Abilities()
    return Abilities(
        erases_with_background=curses.tigetflag("bce") > 0,
        erases_characters=bool(curses.tigetstr("ech")),
        goes_to_columns=bool(curses.tigetstr("hpa")),
        goes_to_rows=bool(curses.tigetstr("vpa")),
        moves_rows=all(curses.tigetstr(name) for name in ("csr", "il1", "dl1")),
    )


def colours_of(terminal: str) -> int | None:
    """How many colours a terminal has by the name that TERM has for it: 0 where it has none, None where nobody knows it."""
    curses = _terminfo(terminal)
    return None if curses is None else max(0, curses.tigetnum("colors"))


def _terminfo(terminal: str) -> ModuleType | None:
    """What tells of a terminal; None where it is not known. Python asks of the first one only, which is the one there is."""
    try:
        import curses  # noqa: PLC0415 - Python may have been built without it
    except ImportError:
        return None
    try:
        curses.setupterm(terminal, 2)
    except curses.error:
        return None
    return curses


@lru_cache(maxsize=4096)
def move(start: Place | None, end: Place, able: Abilities) -> str:
    """The shortest sequence that takes the cursor from one place to another; `start` is None where nobody knows where it is."""
    column, row = end
    ways = [_absolute(column, row)]
    if start == end:
        return ""
    if start:
        down = _steps(row - start[1], "B", "A")
        level = [_along(start[0], column), f"\r{_along(0, column)}"]
        if able.goes_to_columns:
            level.append(f"\x1b[{column + 1}G")
        ways += [down + along for along in level]
        if able.goes_to_rows and start[0] == column:
            ways.append(f"\x1b[{row + 1}d")
    return min(ways, key=len)


def _absolute(column: int, row: int) -> str:
    if column:
        return f"\x1b[{row + 1};{column + 1}H"
    return f"\x1b[{row + 1}H" if row else "\x1b[H"


def _along(start: int, end: int) -> str:
    back = start - end
    return "\b" * back if 0 < back <= 4 else _steps(-back, "C", "D")


def _steps(count: int, forth: str, back: str) -> str:
    number, letter = abs(count), forth if count > 0 else back
    return f"\x1b[{number if number > 1 else ''}{letter}" if count else ""
