"""CSV that a spreadsheet only reads, and JSON that is clean."""

import json

import pytest

from sqs_tui.export.stamp import stamp
from sqs_tui.export.table import csv_table, harmless, json_bytes
from tests.builders import default_instrument
from tests.export.conftest import AT

STAMP = stamp(default_instrument(), AT)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\xa0=1", "\u200b=1", "\t1", "\n1", "\r=1", "＝1", "＋1", "－1", "＠a", "-"]
)
def test_what_would_start_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless(text).removeprefix("'").strip() == text.strip()


@pytest.mark.parametrize("text", ["", "text", "a=1", "1-2", "'=1", "BU01", "(=1)", "a\n=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_table_has_its_mark_its_quotes_and_its_line_ends() -> None:
    data = csv_table(("a", "b"), [("x;=1", -3), (None, 'say "hi", ü')], STAMP)
    assert (
        data
        == (
            '\ufeff"a","b","instrument","written_at"\r\n'
            '"x;=1","-3","sqs 1.0","2013-05-08T14:30:05Z"\r\n'
            '"","say ""hi"", ü","sqs 1.0","2013-05-08T14:30:05Z"\r\n'
        ).encode()
    )


def test_json_is_cleaned_wherever_text_stands() -> None:
    value = {"a\x1b": ["x\x9b31m", ("\u202e", None, 1, True)], "lone": "\ud800"}
    assert json.loads(json_bytes(value)) == {"a": ["x31m", ["", None, 1, True]], "lone": ""}
