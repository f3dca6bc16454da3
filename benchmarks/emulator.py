"""A terminal's screen as the benchmarks read it: pyte's, put right where a real terminal does otherwise.

pyte takes no colons in colours, no REP, no dim text and no DCS strings, prints the rest of sequences that begin with `CSI <` or
`CSI =`, erases with the whole pen instead of its background, leaves half of a wide character standing, and knows margins only in
part: a cursor below them cannot move down, and setting them to all rows does not bring it home.
"""

import codecs
import re
import unicodedata
from typing import Any, NamedTuple

import pyte
from pyte import modes
from pyte.graphics import BG_AIXTERM, BG_ANSI, FG_AIXTERM, FG_ANSI, FG_BG_256
from pyte.screens import StaticDefaultDict, wcwidth

Snapshot = tuple[tuple["Cell", ...], ...]
"""A screen at one moment: its rows from the top, each of as many cells as the screen has columns."""

_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f]+)"
    r"|\x1b\[(?P<mark>[<=>?]?)(?P<numbers>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b[PX^_][^\x1b]*\x1b\\"
    r"|\x1b(?P<set>[ -/]+[0-~])"
    r"|\x1b(?P<escape>[0-OQ-WYZ`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
)
_ALTERNATE = (47, 1047, 1049)
_BASIC = {"\b": "backspace", "\t": "tab", "\n": "linefeed", "\v": "linefeed", "\f": "linefeed", "\r": "carriage_return"}
_ESCAPES = {"7": "save_cursor", "8": "restore_cursor", "D": "index", "M": "reverse_index", "H": "set_tab_stop", "c": "reset"}
_CSI = {
    "@": "insert_characters",
    "A": "cursor_up",
    "B": "cursor_down",
    "C": "cursor_forward",
    "D": "cursor_back",
    "E": "cursor_down1",
    "F": "cursor_up1",
    "G": "cursor_to_column",
    "H": "cursor_position",
    "J": "erase_in_display",
    "K": "erase_in_line",
    "L": "insert_lines",
    "M": "delete_lines",
    "P": "delete_characters",
    "X": "erase_characters",
    "S": "scroll_up",
    "T": "scroll_down",
    "`": "cursor_to_column",
    "a": "cursor_forward",
    "b": "repeat",
    "d": "cursor_to_line",
    "e": "cursor_down",
    "f": "cursor_position",
    "g": "clear_tab_stop",
    "r": "set_margins",
    "s": "save_cursor",
    "u": "restore_cursor",
}
_SWITCHES = {
    1: ("bold", True),
    2: ("dim", True),
    3: ("italics", True),
    5: ("blink", True),
    7: ("reverse", True),
    9: ("strikethrough", True),
    21: ("underscore", True),
    23: ("italics", False),
    24: ("underscore", False),
    25: ("blink", False),
    27: ("reverse", False),
    29: ("strikethrough", False),
}
_FOREGROUND = {**FG_ANSI, **FG_AIXTERM}
_BACKGROUND = {**BG_ANSI, **{code: name.replace("bfight", "bright") for code, name in BG_AIXTERM.items()}}
_EXTENDED = {38: "fg", 48: "bg", 58: ""}


class Cell(NamedTuple):
    """A character of the screen and its style; the second half of a wide character holds no text."""

    data: str
    fg: str = "default"
    bg: str = "default"
    bold: bool = False
    italics: bool = False
    underscore: bool = False
    strikethrough: bool = False
    reverse: bool = False
    blink: bool = False
    dim: bool = False
    link: str = ""


class Emulator(pyte.Screen):
    """A screen that is fed with what a program sends."""

    def __init__(self, columns: int, rows: int) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self._last = " "
        super().__init__(columns, rows)

    @property
    def default_char(self) -> Any:  # noqa: ANN401 - a Cell, where pyte has its own narrower Char
        """An empty cell."""
        return Cell(" ")

    def reset(self) -> None:
        """Begin anew, with a pen that knows all of a cell."""
        super().reset()
        self.cursor.attrs = self.default_char

    def feed(self, data: bytes) -> None:
        """Take what a program sent; a sequence may be cut anywhere."""
        text, at = self._rest + self._decoder.decode(data), 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token:
                self._take(token)
                at = token.end()
            elif text[at] == "\x1b" and len(text) - at < 8192:
                break  # the rest of it is still to come
            else:
                at += 1
        self._rest = text[at:]

    def snapshot(self) -> Snapshot:
        """The screen as it is now."""
        buffer: Any = self.buffer
        return tuple(tuple(buffer[y][x] for x in range(self.columns)) for y in range(self.lines))

    @property
    def text(self) -> str:
        """The screen's text, row by row."""
        return "\n".join("".join(cell.data for cell in row) for row in self.snapshot())

    def _take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "text":
            self.draw(token["text"])
        elif kind == "control":
            name = _BASIC.get(token["control"])
            if name:
                getattr(self, name)()
        elif kind == "final":
            self._command(token)
        elif kind == "escape":
            name = _ESCAPES.get(token["escape"])
            if name:
                getattr(self, name)()
        elif kind == "osc" and token["osc"].startswith("8;"):
            pen: Any = self.cursor.attrs
            self.cursor.attrs = pen._replace(link=token["osc"].split(";", 2)[-1])

    def _command(self, token: re.Match[str]) -> None:
        mark, between, final = token["mark"], token["between"], token["final"]
        if between or mark in {"<", "=", ">"}:  # queries, key protocols, the cursor's shape: nothing to be seen
            return
        numbers = [int(number or 0) for number in token["numbers"].replace(":", ";").split(";")]
        if final == "m" and not mark:
            self._style(token["numbers"])
        elif final in "hl":
            self._switch(numbers, private=mark == "?", on=final == "h")
        elif final in _CSI and not mark:
            if final != "b":
                self.ensure_hbounds()  # after the last column is written, the cursor stands on it
            most = 2 if final in "Hfr" else 0 if final in "su" else 1
            getattr(self, _CSI[final])(*numbers[:most])

    def _switch(self, numbers: list[int], *, private: bool, on: bool) -> None:
        (self.set_mode if on else self.reset_mode)(*numbers, private=private)
        if private and any(number in _ALTERNATE for number in numbers):
            for y in range(self.lines):
                self.buffer[y].clear()

    def _style(self, written: str) -> None:
        pen: Any = self.cursor.attrs
        parts = [part.split(":") for part in (written or "0").split(";")]
        while parts:
            first, *more = parts.pop(0)
            code = int(first or 0)
            if code in _EXTENDED:
                colour = _colour([int(part or 0) for part in more], colons=True) if more else _popped(parts)
                if _EXTENDED[code] and colour:
                    pen = pen._replace(**{_EXTENDED[code]: colour})
            elif code == 0:
                pen = Cell(" ", link=pen.link)
            elif code == 4:
                pen = pen._replace(underscore=more != ["0"])
            elif code == 22:
                pen = pen._replace(bold=False, dim=False)
            elif code in _SWITCHES:
                name, value = _SWITCHES[code]
                pen = pen._replace(**{name: value})
            elif code in _FOREGROUND:
                pen = pen._replace(fg=_FOREGROUND[code])
            elif code in _BACKGROUND:
                pen = pen._replace(bg=_BACKGROUND[code])
        self.cursor.attrs = pen

    # What pyte does otherwise than a terminal

    def draw(self, data: str) -> None:
        """Write text at the cursor, wrapping as xterm does."""
        for character in data:
            width = wcwidth(character)
            if width > 0:
                self._write(character, width)
            elif width == 0 or unicodedata.combining(character):
                self._combine(character)

    def _write(self, character: str, width: int) -> None:
        if self.cursor.x + width > self.columns:
            if modes.DECAWM in self.mode:
                self.carriage_return()
                self.index()
            else:
                self.cursor.x = self.columns - width
        line, x = self.buffer[self.cursor.y], self.cursor.x
        self._free(x, x + width)
        line[x] = self.cursor.attrs._replace(data=character)
        if width == 2:
            line[x + 1] = self.cursor.attrs._replace(data="")
        self.cursor.x = x + width
        self._last = character

    def _combine(self, character: str) -> None:
        line, x = self.buffer[self.cursor.y], self.cursor.x - 1
        while x > 0 and not line[x].data:
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=unicodedata.normalize("NFC", line[x].data + character))

    def _free(self, begin: int, end: int) -> None:
        """Blank the other half of the wide characters that stand across the edges of a piece of the row."""
        line = self.buffer[self.cursor.y]
        if begin and not line[begin].data:
            line[begin - 1] = line[begin - 1]._replace(data=" ")
        if end < self.columns and not line[end].data:
            line[end] = line[end]._replace(data=" ")

    def repeat(self, count: int = 0) -> None:
        """REP: write the last character again."""
        self.draw(self._last * (count or 1))

    def set_margins(self, top: int | None = None, bottom: int | None = None) -> None:
        """DECSTBM: rows that scroll; the cursor goes to the first cell, also where all rows do again."""
        super().set_margins(top, bottom)
        self.cursor_position()

    def cursor_up(self, count: int | None = None) -> None:
        """CUU: up to the margin, or to the edge for a cursor outside the margins."""
        top, y = self._margins[0], self.cursor.y
        self.cursor.y = max(y - (count or 1), top if y >= top else 0)

    def cursor_down(self, count: int | None = None) -> None:
        """CUD: down to the margin, or to the edge for a cursor outside the margins."""
        bottom, y = self._margins[1], self.cursor.y
        self.cursor.y = min(y + (count or 1), bottom if y <= bottom else self.lines - 1)

    def index(self) -> None:
        """Go down a row; at the margin, move the rows up."""
        if self.cursor.y == self._margins[1]:
            self._move_rows(self._margins[0], -1)
        else:
            self.cursor_down()

    def reverse_index(self) -> None:
        """RI: go up a row; at the margin, move the rows down."""
        if self.cursor.y == self._margins[0]:
            self._move_rows(self._margins[0], 1)
        else:
            self.cursor_up()

    def scroll_up(self, count: int = 0) -> None:
        """SU: move the rows up."""
        self._move_rows(self._margins[0], -(count or 1))

    def scroll_down(self, count: int = 0) -> None:
        """SD: move the rows down."""
        self._move_rows(self._margins[0], count or 1)

    def insert_lines(self, count: int | None = None) -> None:
        """IL: move the cursor's row and those below it down."""
        self._insert(count or 1)

    def delete_lines(self, count: int | None = None) -> None:
        """DL: move the rows below the cursor's up."""
        self._insert(-(count or 1))

    def _insert(self, count: int) -> None:
        top, bottom = self._margins
        if top <= self.cursor.y <= bottom:
            self._move_rows(self.cursor.y, count)
            self.carriage_return()

    @property
    def _margins(self) -> tuple[int, int]:
        return self.margins or (0, self.lines - 1)

    def _move_rows(self, first: int, by: int) -> None:
        """Move the rows from one on to the bottom margin down, or up; what comes free has the pen's background."""
        last, blank = self._margins[1], Cell(" ", bg=self.cursor.attrs.bg)
        rows: list[Any] = [self.buffer[y] for y in range(first, last + 1)]
        free: list[Any] = [StaticDefaultDict(blank) for _ in range(min(abs(by), len(rows)))]
        moved = free + rows[: len(rows) - len(free)] if by > 0 else rows[len(free) :] + free
        self.buffer.update(zip(range(first, last + 1), moved, strict=True))

    def erase_characters(self, count: int | None = None) -> None:
        """ECH: blank cells from the cursor on."""
        self._blank(self.cursor.x, min(self.columns, self.cursor.x + (count or 1)))

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:  # noqa: ARG002 - pyte's own signature
        """EL: blank the row behind the cursor, before it, or whole."""
        begin = self.cursor.x if how == 0 else 0
        self._blank(begin, self.cursor.x + 1 if how == 1 else self.columns)

    def erase_in_display(self, how: int = 0, *_: Any, **__: Any) -> None:  # noqa: ANN401 - pyte's own signature
        """ED: blank the screen behind the cursor, before it, or whole."""
        x, y = self.cursor.x, self.cursor.y
        if how < 2:
            self.erase_in_line(how)
        for row in range(y + 1, self.lines) if how == 0 else range(y if how == 1 else self.lines):
            self.cursor.y = row
            self._blank(0, self.columns)
        self.cursor.x, self.cursor.y = x, y

    def _blank(self, begin: int, end: int) -> None:
        self._free(begin, end)
        line: Any = self.buffer[self.cursor.y]
        blank = Cell(" ", bg=self.cursor.attrs.bg)
        for x in range(begin, end):
            line[x] = blank


def _popped(parts: list[list[str]]) -> str:
    """Take a colour that is written with semicolons off the list of what is still to be read."""
    kind = parts.pop(0) if parts else ["0"]
    count = {"5": 1, "2": 3}.get(kind[0], 0)
    taken, parts[:] = parts[:count], parts[count:]
    return _colour([int(part[0] or 0) for part in (kind, *taken)], colons=False)


def _colour(numbers: list[int], *, colons: bool) -> str:
    """The name of a colour given as 5, n or as 2, red, green, blue; written with colons, a colour space may stand in between."""
    if numbers[0] == 5 and len(numbers) > 1:
        return str(FG_BG_256[min(numbers[1], 255)])
    rgb = numbers[-3:] if colons else numbers[1:4]
    return "".join(f"{part & 255:02x}" for part in rgb) if numbers[0] == 2 and len(numbers) > 3 else ""
