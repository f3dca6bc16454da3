"""Bytes of a case list become rows of cells, whatever a spreadsheet made of them."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.case_columns import Facts, is_known
from sqs_tui.domain.case_text import _UTF8_PAIR, SEPARATORS, read_sheet
from sqs_tui.domain.instrument import read_instrument
from sqs_tui.errors import CaseListError
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.progress import CancelledError
from sqs_tui.text import clean_text

FACTS = Facts(read_instrument(DEFAULT_CRITERIA.read_bytes()), "case")
HEADER = ["Reference", "Case manager", "Custody"]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
characters = st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs")) | st.sampled_from(',;|"\t\n\r')
cells = st.text(characters, max_size=8)
lists = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8)


def rows_of(content: bytes) -> tuple[tuple[str, ...], ...]:
    return read_sheet(content, "x.csv", lambda cell: is_known(cell, FACTS)).rows


@given(
    lists,
    st.sampled_from(list(SEPARATORS)),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(ENCODINGS),
)
def test_whatever_a_csv_writer_wrote_comes_back(
    rows: list[list[str]], separator: str, end: str, quoting: int, encoding: str
) -> None:
    if quoting == csv.QUOTE_MINIMAL:  # it puts no quotes around the line breaks that are not its own
        rows = [[re.sub("[\r\n]", end, cell) for cell in row] for row in rows]
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]  # of three
    writer.writerows([HEADER, *rows])
    content = file.getvalue().encode(encoding)
    if encoding == "cp1252" and not content.isascii() and _reads_as_utf8(content):
        return  # two letters of the one that are one of the other: nobody can tell
    expected = [tuple(clean_text(cell, one_line=True) for cell in row) for row in [HEADER, *rows]]
    assert list(rows_of(content)) == expected


def _reads_as_utf8(content: bytes) -> bool:
    return bool(_UTF8_PAIR.search(content))


@given(st.binary(max_size=200))
def test_whatever_bytes_come_they_are_read_or_refused_in_one_sentence(content: bytes) -> None:
    rows: tuple[tuple[str, ...], ...] = ()
    says = ""
    try:
        rows = rows_of(content)
    except CaseListError as refused:
        says = str(refused)
    assert bool(says) is not bool(rows)
    assert not says or (says.startswith("x.csv was not imported: ") and says.endswith(".") and says.isprintable())
    assert all(cell == clean_text(cell, one_line=True) for row in rows for cell in row)


@given(lists, st.data())
def test_a_quote_that_is_lost_is_told_in_its_row(rows: list[list[str]], data: st.DataObject) -> None:
    plain = [[cell.replace('"', "").replace("\n", " ").replace("\r", " ") for cell in row] for row in rows]
    row, column = data.draw(st.integers(0, len(plain) - 1)), data.draw(st.integers(0, 2))
    lines = [",".join(f'"{cell}"' for cell in cells) for cells in [HEADER, *plain]]
    broken = [f'"{cell}"' for cell in plain[row]]
    broken[column] = f'"{plain[row][column]}"x'
    lines[row + 1] = ",".join(broken)
    with pytest.raises(CaseListError, match=f"row {row + 2}, column {column + 1}: text stands behind"):
        rows_of("\n".join(lines).encode())


def test_reading_can_be_cancelled() -> None:
    def cancel(done: int, of: int, what: str) -> None:
        assert 0 < done <= of
        raise CancelledError(f"stopped at {done} {what}")

    content = ("Reference\n" + "A1\n" * 5000).encode()
    with pytest.raises(CancelledError, match="stopped at 1000 rows read"):
        read_sheet(content, "x.csv", steps=cancel)
