"""Case lists for people and programs: what would become of one, and the one that is there."""

from collections.abc import Collection, Iterable
from typing import Any

from sqs_tui.domain.case_columns import Facts, taken_for
from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.case_rows import Fate, Tried
from sqs_tui.domain.case_text import SEPARATORS
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.table import csv_table

_HEADER = ("reference", "case_manager", "inspector", "person")
_NAMED = 6
"""How many references a sentence names."""


def tried_text(looked: Tried, facts: Facts, *, refused_only: bool) -> str:
    """What would become of each row, or of those that are refused, and what the columns are taken for."""
    rows = looked.refused if refused_only else looked.rows
    width = max((len(row.reference) for row in rows), default=0)
    lines = [f"row {row.row:<6} {row.reference:<{width}}  {row.fate:<7}  {row.says}".rstrip() for row in rows]
    return "\n".join((*lines, *sentences(looked, facts)))


def sentences(looked: Tried, facts: Facts) -> list[str]:
    """How a list was read, and how many rows come to what."""
    sheet, counts = looked.sheet, looked.counts
    read = f"{sheet.name}: read as {sheet.encoding}, with {SEPARATORS[sheet.separator]} between the cells"
    if sheet.guessed:
        read += " (it does not say so itself: look whether letters with accents are right)"
    columns = ", ".join(f"{column.heading or column.number} = {taken_for(column, facts)}" for column in looked.columns)
    told = ", ".join(f"{counts[fate]:,} {says}" for fate, says in _FATES.items() if counts[fate])
    blank = f"; {looked.blank:,} blank" if looked.blank else ""
    lines = [f"{read}.", f"Columns: {columns}.", f"{_rows(len(looked.rows))}: {told or 'none with a case'}{blank}."]
    if looked.titles:
        lines.append(f"{_rows(looked.titles)} above the heading passed over.")
    if looked.gone:
        named = ", ".join(looked.gone[:_NAMED]) + (", …" if len(looked.gone) > _NAMED else "")
        one = len(looked.gone) == 1
        told = "1 case of the present list is" if one else f"{len(looked.gone):,} cases of the present list are"
        lines.append(f"{told} no longer there: {named}.")
    return lines


_FATES = {Fate.NEW: "new", Fate.SAME: "the same", Fate.DIFFERS: "different", Fate.REFUSED: "refused"}


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def tried_json(looked: Tried) -> dict[str, Any]:
    """The same for a program."""
    return {
        "file": looked.sheet.name,
        "encoding": looked.sheet.encoding,
        "separator": looked.sheet.separator,
        "header": looked.headed,
        "columns": [
            {"number": column.number, "heading": column.heading, "taken_for": column.role, "field": column.field}
            for column in looked.columns
        ],
        "rows": [
            {
                "row": row.row,
                "reference": row.reference,
                "fate": row.fate,
                "faults": row.faults,
                "doubles": row.doubles or None,
                "differs": row.differs,
            }
            for row in looked.rows
        ],
        "counts": looked.counts,
        "blank": looked.blank,
        "above_heading": looked.titles,
        "gone": looked.gone,
    }


def list_json(listed: CaseList, records: Collection[str]) -> dict[str, Any]:
    """A case list; `records` are the references, in small letters, of the cases that are records."""
    cases = [
        {
            "reference": case.reference,
            "case_manager": case.case_manager,
            "inspector": case.inspector,
            "person": case.person,
            "facts": case.facts,
            "record": case.reference.casefold() in records,
        }
        for case in listed.cases
    ]
    return {"id": listed.id, "at": listed.at, "by": listed.by, "source": listed.source, "unit": listed.unit, "cases": cases}


def list_table(listed: CaseList, records: Collection[str], stamp: Stamp) -> bytes:
    """A case list as CSV, a column for each fact."""
    facts = _facts(listed.cases)
    rows = [(*_cells(case, facts), "yes" if case.reference.casefold() in records else "no") for case in listed.cases]
    return csv_table((*_HEADER, *facts, "is_record"), rows, stamp)


def list_rows(listed: CaseList, records: Collection[str]) -> list[tuple[str, ...]]:
    """A case list as a table for people: only columns in which there is anything."""
    facts = _facts(listed.cases)
    titles = ("REFERENCE", "CASE MANAGER", "INSPECTOR", "PERSON", *map(str.upper, facts), "RECORD")
    rows = [(*_cells(case, facts), "yes" if case.reference.casefold() in records else "") for case in listed.cases]
    used = [at for at in range(len(titles)) if at == 0 or any(row[at] for row in rows)]
    return [tuple(row[at] for at in used) for row in (titles, *rows)]


def _facts(cases: Iterable[ListedCase]) -> list[str]:
    return list(dict.fromkeys(fact for case in cases for fact in case.facts))


def _cells(case: ListedCase, facts: Iterable[str]) -> tuple[str, ...]:
    return (case.reference, case.case_manager, case.inspector, case.person, *(case.facts.get(fact, "") for fact in facts))
