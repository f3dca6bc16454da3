"""Tables and values for other programs: CSV that a spreadsheet only reads, and JSON."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sqs_tui.export.stamp import Stamp
from sqs_tui.text import clean_text

_STARTS_FORMULA = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
"""What a spreadsheet takes for the start of a formula; some fold wide and small forms into the plain ones."""
_INVISIBLE = frozenset({"Zs", "Cf", "Mn"})
_TAIL = ("instrument", "written_at")

Cell = str | int | None


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Cell]], stamp: Stamp) -> bytes:
    """Rows as CSV: UTF-8 with a byte order mark, lines ended by CR LF, every cell in quotes.

    The last two columns of every row tell the instrument and when the file was written. Text is made harmless (`harmless`);
    whole numbers stand as they are, and None is an empty cell.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow((*header, *_TAIL))
    for row in rows:
        cells = ("" if cell is None else cell if isinstance(cell, int) else harmless(cell) for cell in row)
        writer.writerow((*cells, harmless(stamp.criteria), stamp.written_at))
    return written.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Text that a spreadsheet takes for text: an apostrophe stands before what would start a formula, also after blanks.

    Control characters are dropped, as everywhere; a tab or a line's end at the start counts as the start of a formula, because
    some programs skip it.
    """
    text = clean_text(text)
    first = next((character for character in text if not _passed_over(character)), None)
    return f"'{text}" if first in _STARTS_FORMULA or text[:1] in {"\t", "\n"} else text


def _passed_over(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _INVISIBLE


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
