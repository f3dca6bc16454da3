"""Tables and values for other programs: CSV that a spreadsheet only reads, and JSON."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sqs_tui.export.stamp import Stamp
from sqs_tui.text import clean_text, starts_formula

_TAIL = ("instrument", "written_at")

Cell = str | int | None


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Cell]], stamp: Stamp) -> bytes:
    """Rows as CSV: UTF-8 with a byte order mark, lines ended by CR LF, every cell in quotes.

    The last two columns of every row tell the instrument and when the file was written. Text is made harmless (`harmless`);
    whole numbers stand as they are, and None is an empty cell.
    """
    return quoted_table([(*header, *_TAIL), *((*row, stamp.criteria, stamp.written_at) for row in rows)])


def quoted_table(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same of rows alone, the first of which is the heading."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow("" if cell is None else cell if isinstance(cell, int) else harmless(cell) for cell in row)
    return written.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Text that a spreadsheet takes for text: an apostrophe stands before what would start a formula, also after blanks.

    Control characters are dropped, as everywhere; a tab or a line's end at the start counts as the start of a formula, because
    some programs skip it.
    """
    text = clean_text(text)
    return f"'{text}" if starts_formula(text) or text[:1] in {"\t", "\n"} else text


def json_bytes(value: object) -> bytes:
    """A value as indented JSON in UTF-8, its text cleaned."""
    return msgspec.json.format(msgspec.json.encode(_cleaned(value)), indent=2) + b"\n"


def _cleaned(value: object) -> Any:  # noqa: ANN401 - the value's own shape
    match value:
        case str():
            return clean_text(value)
        case dict():
            return {clean_text(str(key)): _cleaned(part) for key, part in value.items()}
        case list() | tuple():
            return [_cleaned(part) for part in value]
        case _:
            return value
