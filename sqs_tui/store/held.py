"""What waits for signed-off records, as a merge looks at it: by record and line."""

from collections.abc import Mapping

from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.store.inspection_file import Held, hold

HELD = "held"
"""The table of inspection.json."""

Lines = dict[str, Change | FieldChange]


def by_record(held: Mapping[str, Held]) -> dict[str, Lines]:
    """The lines that are held, by record and id."""
    found: dict[str, Lines] = {}
    for key, one in held.items():
        if one.line:
            found.setdefault(one.record, {})[key] = one.line
    return found


def held_table(held: Mapping[str, Mapping[str, Change | FieldChange]]) -> dict[str, Held]:
    """The table as the file has it, in the order of the lines' ids."""
    table = {key: hold(record, line) for record, lines in held.items() for key, line in lines.items()}
    return dict(sorted(table.items()))
