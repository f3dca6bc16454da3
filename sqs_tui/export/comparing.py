"""Comparisons of inspections as tables for other programs: one row a question, or one for each of its inspections or reasons.

What rests on too few answers stands as "fewer than five" and gives no number away.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sqs_tui.domain.comparing import Pair, Pairing, Series, Share, Spreads, Test
from sqs_tui.domain.comparing_words import count_text, few, p_text, share_text, tells_reasons, told_unlike
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.matching import Unlike
from sqs_tui.domain.ranges import wilson
from sqs_tui.domain.wording import percent
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.table import Cell, csv_table, json_bytes

COLUMNS = {
    "title": "how lists call the question",
    "inspection": "an inspection's name",
    "share": "met of those met and not met, or that there are fewer answers than the instrument's least",
    "met": "met answers; empty with too few answers",
    "of": "met and not met answers; empty with too few answers",
    "percent": "the share in whole per cent; empty with too few answers",
    "low": "the lower end of its 95 % range after Wilson, in whole per cent",
    "high": "the upper end of that range",
    "other": "begins the columns of what the inspection is compared with",
    "inspections": "how many inspections that is of",
    "p": "the two-sided p of Fisher's exact test",
    "held": "that p by Holm's rule over all questions of the table",
    "word": "what may be said of the inspection against the other, or of the last against the one before; else empty",
    "few": "how many inspections have too few answers",
    "lower": "the lower quartile over the inspections with enough answers, in whole per cent; with five of them or more",
    "median": "the median over them",
    "upper": "the upper quartile over them",
    "reason": "a reason by its name",
    "count": "how often it was given, or that it was given fewer times than the instrument's least number of answers",
    "difference": "why a question is not compared; then all else in its row is empty",
}
"""The columns of all these tables."""
_NUMBERS = ("share", "met", "of", "percent", "low", "high")
_OTHER = tuple(f"other_{name}" for name in _NUMBERS)


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A table; the last column of each is `difference`."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def pairing_table(pairing: Pairing) -> Listed:
    """One row a question: both shares with their ranges, and the test."""
    rows = (
        (
            pair.label,
            *_numbers(pair.one, pairing.least),
            *_numbers(pair.other, pairing.least),
            pair.inspections,
            *_tested(pair.test),
        )
        for pair in pairing.pairs
    )
    return _listed(("title", *_NUMBERS, *_OTHER, "inspections", "p", "held", "word"), rows, pairing.unlike)


def series_table(series: Series) -> Listed:
    """One row for each question in each inspection, the earliest first; the test stands with the last."""
    rows = (
        (course.label, name, *_numbers(share, series.least), *_tested(course.test if at == len(series.names) - 1 else None))
        for course in series.courses
        for at, (name, share) in enumerate(zip(series.names, course.shares, strict=True))
        if share is not None
    )
    return _listed(("title", "inspection", *_NUMBERS, "p", "held", "word"), rows, series.unlike)


def spreads_table(spreads: Spreads) -> Listed:
    """One row for each question in each inspection with enough answers, from the smallest share to the largest."""
    rows = (
        (spread.label, dot.name, *_numbers(dot.share, spreads.least), spread.few, *_quartiles(spread.quartiles))
        for spread in spreads.spreads
        for dot in spread.dots
    )
    return _listed(("title", "inspection", *_NUMBERS, "few", "lower", "median", "upper"), rows, spreads.unlike)


def reasons_table(pairing: Pairing, instrument: Instrument) -> Listed:
    """One row for each reason of each question, the commonest in the other inspections first."""
    rows = (
        (pair.label, label, *(_counted(share, reason, pairing.least) for share in (pair.one, pair.other)), pair.inspections)
        for pair in pairing.pairs
        for reason, label in _reasons(instrument, pair, pairing.least)
    )
    return _listed(("title", "reason", "count", "other_count", "inspections"), rows, pairing.unlike)


def table_csv(listed: Listed, stamp: Stamp) -> bytes:
    """The table as CSV that a spreadsheet only reads."""
    return csv_table(listed.header, listed.rows, stamp)


def table_json(listed: Listed, stamp: Stamp, about: dict[str, Any]) -> bytes:
    """The table as JSON: its rows by the names of the columns, what the columns are, and what is compared (`about`)."""
    told = {name.removeprefix("other_") for name in listed.header} | {"other"}
    rows = [{name: cell for name, cell in zip(listed.header, row, strict=True) if cell is not None} for row in listed.rows]
    columns = {name: says for name, says in COLUMNS.items() if name in told}
    return json_bytes({**about, "rows": rows, "columns": columns, "instrument": stamp.criteria, "written_at": stamp.written_at})


def _listed(header: Sequence[str], rows: Iterable[Sequence[Cell]], unlike: Iterable[Unlike]) -> Listed:
    """The rows, and behind them one for each question that is not compared."""
    blank = (None,) * (len(header) - 1)
    compared = ((*row, None) for row in rows)
    others = ((one.label, *blank, told_unlike(one)) for one in unlike)
    return Listed(header=(*header, "difference"), rows=(*compared, *others))


def _numbers(share: Share, least: int) -> tuple[Cell, ...]:
    """The cells of a share; of one with too few answers only that it is so."""
    if share.of < least:
        return (share_text(share, least) or None, *(None,) * (len(_NUMBERS) - 1))
    ends = (int(100 * end + 0.5) for end in wilson(share.met, share.of))
    return (share_text(share, least), share.met, share.of, int(percent(share.met, share.of).rstrip("%")), *ends)


def _tested(test: Test | None) -> tuple[Cell, ...]:
    return (p_text(test.p), p_text(test.held), test.word or None) if test else (None, None, None)


def _quartiles(quartiles: tuple[Any, ...] | None) -> tuple[Cell, ...]:
    return tuple(int(100 * quartile + 0.5) for quartile in quartiles) if quartiles else (None, None, None)


def _reasons(instrument: Instrument, pair: Pair, least: int) -> list[tuple[str, str]]:
    """The reasons that may be told, by id and name: the commonest of the others first, then those that they have not given."""
    labels = {reason.id: reason.label for reason in instrument.reasons_of(pair.question)}
    told = [share for share in (pair.other, pair.one) if tells_reasons(share, least)]
    given = dict.fromkeys(reason for share in told for reason in share.reasons if reason in labels)
    return [(reason, labels[reason]) for reason in given]


def _counted(share: Share, reason: str, least: int) -> Cell:
    if not tells_reasons(share, least):
        return few(least) if share.met < share.of else None
    count = share.reasons.get(reason, 0)
    return count_text(count, least) if count else None
