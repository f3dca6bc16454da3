"""A case list as it comes from a service: the bytes of a CSV file become rows of cells, or a sentence says why they do not.

Rows are counted as a spreadsheet counts them: blank ones too, and a cell with line breaks in it is in one row.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from sqs_tui.errors import CaseListError
from sqs_tui.progress import Steps, untold
from sqs_tui.text import clean_text

LARGEST = 1 << 26
"""Bytes: a list of half a million cases takes no more."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
"""What may stand between two cells, with its name."""

_SAVE_AS = "save it from the spreadsheet as CSV (CSV UTF-8 where that is offered), and import that"
_KINDS = (
    (b"PK\x03\x04", "a workbook (Excel, LibreOffice or Numbers)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an older Excel"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document (RTF)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
"""What a file begins with that is no CSV, in small letters, and what it is."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
"""Byte order marks, the longer ones first."""
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""What is one character in UTF-8, and hardly ever two in another encoding."""
_SEPARATOR_LINE = re.compile(r"\A\"?sep=(.)\"?(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_NO_TEXT = "\"' ,;|\t\r\n"
"""What a row may hold that has nothing in it, whatever separates its cells."""
_TITLES = 10
"""Rows among which the heading is."""
_LOOKED_AT = 50
"""Rows by which the separator is told."""
_TOLD = 2048
"""Bytes by which UTF-16 without its mark is told."""
_ALLOWED = frozenset("\t\n\r")
_LOST = "�"
_EVERY = 1000
"""Rows between two tellings of how far it is."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a file. Row 1 is the first; no cell holds a control character, and each is one line of clean text."""

    name: str
    """Of the file, for messages."""
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    """As people call it: "UTF-8", "Windows-1252"."""
    separator: str
    guessed: bool = False
    """The encoding was taken because the bytes are not UTF-8, without a mark that says so."""


def read_sheet(content: bytes, name: str, is_heading: Callable[[str], bool] = lambda _: False, steps: Steps = untold) -> Sheet:
    """The rows of a file. `is_heading` tells headings that are known, by which of two possible separators one is taken.

    Raises CaseListError, naming row and column where one is at fault.
    """
    text, encoding, guessed = _decoded(content, name)
    separator = ""
    line = _SEPARATOR_LINE.match(text)
    if line:
        separator, text = line[1], text[line.end() :]
        if separator not in SEPARATORS:
            raise _fault(name, f'its first line says that "{clean_text(separator)}" separates the cells: {_SAVE_AS}')
    separator = separator or _separator(text, is_heading)
    rows: list[tuple[str, ...]] = []
    known: dict[str, str] = {}
    lines = max(1, text.count("\n"), text.count("\r"))
    for number, cells in enumerate(_parsed(text, separator, name), 1):
        row = []
        for column, cell in enumerate(cells, 1):
            clean = known.get(cell)
            if clean is None:
                clean = known[cell] = _clean(cell, name, number, column, encoding)
            row.append(clean)
        rows.append(tuple(row))
        if number % _EVERY == 0:
            steps(number, max(lines, number), "rows read")
    if not any(map(any, rows)):
        raise _fault(name, "there is no row with anything in it")
    return Sheet(name=name, rows=tuple(rows), encoding=encoding, separator=separator, guessed=guessed)


def at_fault(name: str, row: int, column: int, what: str) -> CaseListError:
    """The fault of one cell."""
    return _fault(name, f"row {row}, column {column}: {what}")


def _fault(name: str, what: str) -> CaseListError:
    return CaseListError(f"{name} was not imported: {what}.")


# Bytes become text


def _decoded(content: bytes, name: str) -> tuple[str, str, bool]:
    """The text, the name of its encoding, and whether that was guessed. Bytes that fit nowhere become lone surrogates."""
    if not content:
        raise _fault(name, "it is empty")
    if len(content) > LARGEST:
        raise _fault(name, f"it is larger than {LARGEST >> 20} MB, which no case list is")
    begins = content[:24].lower()
    if begins.startswith(b'{\n  "what": "sqs-tui'):
        raise _fault(name, "it is a whole inspection, which is taken in without saying into which one")
    kind = next((says for magic, says in _KINDS if begins.startswith(magic.lower())), "")
    if kind:
        raise _fault(name, f"it is {kind} and no CSV: {_SAVE_AS}")
    for mark, encoding, shown in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, _on_fault(encoding)), shown, False
    wide = _wide(content)
    if wide:
        return content.decode(wide, "replace"), "UTF-16", True
    try:
        return content.decode("utf-8"), "UTF-8", False
    except UnicodeDecodeError:
        if _UTF8_PAIR.search(content):  # some of it is UTF-8: whatever is taken, a part would be read wrongly
            return content.decode("utf-8", "surrogateescape"), "UTF-8", False
        return content.decode("cp1252", "surrogateescape"), "Windows-1252", True


def _on_fault(encoding: str) -> str:
    return "surrogateescape" if encoding == "utf-8" else "replace"


def _wide(content: bytes) -> str:
    """The UTF-16 that bytes without a mark are, told from which of each pair of bytes is NUL; empty where they are not."""
    sample = content[:_TOLD]
    if b"\0" not in sample or len(content) % 2:
        return ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 4
    return "utf-16-le" if second > half and not first else "utf-16-be" if first > half and not second else ""


def _clean(cell: str, name: str, row: int, column: int, encoding: str) -> str:
    if cell.isprintable() and _LOST not in cell:  # nearly every cell is, and that is quick to see
        return " ".join(cell.split()) if " " in cell else cell
    if not cell.isprintable():
        for character in cell:
            if "\udc80" <= character <= "\udcff":
                what = f"it holds a byte that is no {encoding}" + (", while others are" if encoding == "UTF-8" else "")
                raise at_fault(name, row, column, f"{what}: {_SAVE_AS}")
            if unicodedata.category(character) == "Cc" and character not in _ALLOWED:
                raise at_fault(name, row, column, f"it holds a control character (U+{ord(character):04X}): take it out")
    if _LOST in cell:
        raise at_fault(name, row, column, f"it holds a character that was lost before (�): {_SAVE_AS}")
    seen = "".join(character for character in cell if unicodedata.category(character) != "Cf")  # the others nobody sees
    return clean_text(seen, one_line=True)


# Text becomes rows


def _parsed(text: str, separator: str, name: str) -> Iterator[list[str]]:
    source = io.StringIO(text, newline="")  # which ends lines at CR, LF and CR LF, and leaves them as they are
    reader = csv.reader(source, delimiter=separator, strict=True)
    number = 0
    while True:
        number, before = number + 1, reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _broken(text, separator, name, number, before, fault) from None
        yield cells


def _broken(text: str, separator: str, name: str, number: int, line: int, fault: csv.Error) -> CaseListError:
    """What is wrong with a row that cannot be taken apart; `line` lines of the text lie before it."""
    rest = "".join(islice(io.StringIO(text, newline=""), line, None))
    column, closed = _quote_at_fault(rest, separator)
    if column and closed:
        return at_fault(name, number, column, 'text stands behind the closing quotation mark (inside a cell it is doubled: "")')
    if column:
        return at_fault(name, number, column, "a quotation mark opens there and is never closed")
    return _fault(name, f"row {number} cannot be read ({clean_text(str(fault), one_line=True)}): {_SAVE_AS}")


def _quote_at_fault(text: str, separator: str) -> tuple[int, bool]:
    """The column of the first cell of a text whose quotes are wrong, 0 where there is none, and whether they are closed."""
    at, column = 0, 1
    while at < len(text):
        if text[at] == '"':
            at = _closing(text, at + 1)
            if at < 0:
                return column, False
            if at < len(text) and text[at] not in (separator, "\r", "\n"):
                return column, True
        else:
            while at < len(text) and text[at] not in (separator, "\r", "\n"):
                at += 1
        if at >= len(text) or text[at] != separator:
            break
        at, column = at + 1, column + 1
    return 0, False


def _closing(text: str, at: int) -> int:
    """The place behind the quote that closes a cell, -1 where none does."""
    while True:
        at = text.find('"', at)
        if at < 0 or text[at + 1 : at + 2] != '"':
            return at + 1 if at >= 0 else -1
        at += 2


def _separator(text: str, is_heading: Callable[[str], bool]) -> str:
    """What separates the cells: what makes known headings of the first row, or else the same number of cells of every row."""

    def fits(separator: str) -> tuple[int, float, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows: list[list[str]] = []
        try:
            rows += (row for row in islice(reader, _LOOKED_AT) if any(cell.strip(_NO_TEXT) for cell in row))
        except csv.Error:
            return 0, 0, 0
        if not rows:
            return 0, 0, 0
        headings = max(sum(map(is_heading, row)) for row in rows[:_TITLES])
        width, same = Counter(map(len, rows)).most_common(1)[0]
        return headings, same / len(rows) if width > 1 else 0, width

    return max(SEPARATORS, key=fits)
