"""A breakdown as text, as CSV and as JSON. What is hidden is hidden in all of them in the same way."""

from collections.abc import Iterator
from typing import Any

from sqs_tui.domain.breakdown import Breakdown, Measure
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.suppression import Share
from sqs_tui.domain.wording import number
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.table import Cell, csv_table
from sqs_tui.text import clean_text

HIDDEN = "–"
"""What stands where a number is not shown."""
ALL = "all"
"""The title of the row of the total."""
_HEADER = ("kind", "id", "title", "by", "row", "group", "met", "not_met", "of", "suppressed", "not_broken_down")


def legend(instrument: Instrument, breakdown: Breakdown) -> str:
    """What the sign for a hidden number means, in a sentence; empty where none stands beside numbers that are shown."""
    if not any(measure.broken_down and None in measure.shares for measure in breakdown.measures):
        return ""
    least = number(breakdown.least, instrument.numbers)
    return f"{HIDDEN} is not shown: a group with fewer than {least} answers, or one that would give such a group away."


def share_text(share: Share | None, size: int | None = None) -> str:
    """A share for a cell: "9/12", or "–/3" of so many answers where it is not shown; empty where there are no answers."""
    if share is None:
        return f"{HIDDEN}/{size}" if size else "" if size == 0 else HIDDEN
    return f"{share.met}/{share.of}" if share.of else ""


def shares_text(measure: Measure) -> Iterator[str]:
    """The shares of a measure for cells, in the order of its groups."""
    return map(share_text, measure.shares, measure.sizes)


def breakdown_text(instrument: Instrument, breakdown: Breakdown) -> str:
    """A table for the command line and the clipboard: each measure with its groups, and its total below them."""
    rows = [(clean_text(title, one_line=True), indent, numbers) for title, indent, numbers in _rows(breakdown)]
    width = max(len(title) + len(indent) for title, indent, _ in rows)
    columns = [max(map(len, column)) for column in zip(*(numbers for _, _, numbers in rows), strict=True)]
    lines = (
        "  ".join((f"{indent}{title}".ljust(width), *map(str.rjust, numbers, columns))).rstrip()
        for title, indent, numbers in rows
    )
    return "\n".join(filter(None, (*lines, legend(instrument, breakdown))))


def _rows(breakdown: Breakdown) -> Iterator[tuple[str, str, tuple[str, str, str]]]:
    """What a row is about, how far it is set in, and its met, not met and all."""
    yield f"BY {breakdown.by.title.upper()}", "", ("MET", "NOT MET", "OF")
    for measure in breakdown.measures:
        yield f"{measure.title}{f' (not broken down: {measure.why_not})' if measure.why_not else ''}", "", ("", "", "")
        if measure.broken_down:
            for group, share, size in zip(breakdown.groups, measure.shares, measure.sizes, strict=True):
                yield group.title, "  ", _told(share, size)
        yield ALL, "  ", _told(measure.total)


def _told(share: Share | None, size: int | None = None) -> tuple[str, str, str]:
    met, not_met, of = (HIDDEN if cell is None else str(cell) for cell in _cells(share, size))
    return met, not_met, of


def breakdown_csv(breakdown: Breakdown, stamp: Stamp) -> bytes:
    """One row for each group of each measure, and one for its total; what is hidden is an empty cell, marked as suppressed."""
    return csv_table(_HEADER, (row for measure in breakdown.measures for row in _csv_rows(breakdown, measure)), stamp)


def _csv_rows(breakdown: Breakdown, measure: Measure) -> Iterator[tuple[Cell, ...]]:
    about = (measure.kind, measure.id, measure.title, breakdown.by.id)
    for group, share, size in zip(breakdown.groups, measure.shares, measure.sizes, strict=True):
        yield (*about, "group", group.title, *_cells(share, size), "" if share else "yes", measure.why_not)
    yield (*about, "total", ALL, *_cells(measure.total), "", measure.why_not)


def _cells(share: Share | None, size: int | None = None) -> tuple[int | None, int | None, int | None]:
    return (share.met, share.not_met, share.of) if share else (None, None, size)


def breakdown_json(instrument: Instrument, breakdown: Breakdown) -> dict[str, Any]:
    """The whole table: `by`, `groups`, and `measures` with their `total` and a share for each group, in the groups' order.

    A hidden share has null for what is met and not met, and `suppressed`; `not_broken_down` says why no group is shown.
    """
    return {
        "by": {"id": breakdown.by.id, "title": breakdown.by.title},
        "least_answers": breakdown.least,
        "legend": legend(instrument, breakdown),
        "groups": [{"id": group.id, "title": group.title} for group in breakdown.groups],
        "measures": [
            {
                "kind": measure.kind,
                "id": measure.id,
                "title": measure.title,
                "not_broken_down": measure.why_not or None,
                "total": _share_json(measure.total),
                "groups": [
                    {"group": group.id, **_share_json(share, size)}
                    for group, share, size in zip(breakdown.groups, measure.shares, measure.sizes, strict=True)
                ],
            }
            for measure in breakdown.measures
        ],
    }


def _share_json(share: Share | None, size: int | None = None) -> dict[str, int | bool | None]:
    met, not_met, of = _cells(share, size)
    return {"met": met, "not_met": not_met, "of": of, "suppressed": share is None}
