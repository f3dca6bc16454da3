"""The day on which notes and histories go."""

from datetime import date

import pytest

from sqs_tui.domain.due import due_on, is_due


@pytest.mark.parametrize(
    ("published", "months", "due"),
    [
        ("2013-05-08", 12, date(2014, 5, 8)),
        ("2013-12-31", 2, date(2014, 2, 28)),
        ("2015-12-31", 2, date(2016, 2, 29)),
        ("2013-05-31", 1, date(2013, 6, 30)),
        ("2013-11-30", 1, date(2013, 12, 30)),
        ("2013-05-08", 0, None),
        ("", 12, None),
        ("in May", 12, None),
        ("9999-12-31", 1200, None),
        ("9999-12-31", 12, None),
    ],
)
def test_the_day_is_so_many_months_after_publication(published: str, months: int, due: date | None) -> None:
    assert due_on(published, months) == due


def test_it_has_come_on_the_day_itself_and_not_before() -> None:
    assert not is_due("2013-05-08", 12, date(2014, 5, 7))
    assert is_due("2013-05-08", 12, date(2014, 5, 8))
    assert not is_due("", 12, date(2014, 5, 8))
