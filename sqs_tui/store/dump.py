"""All that an inspection holds, as bytes that are the same wherever the same is held: what merging must never depend on.

Names and order of files, and what the files' own lists say, make no difference to it. Neither does what is being typed, nor a
record that was deleted for good somewhere, since it stays wherever nobody has deleted it yet.
"""

from typing import Any

from sqs_tui.store.carried import Carried
from sqs_tui.store.encoding import encoded
from sqs_tui.store.held import held_table
from sqs_tui.store.merge import deleted_in
from sqs_tui.store.record_file import RecordData


def dump(held: Carried) -> bytes:
    """The state of an inspection: every line of its histories, what stands after them, and what is in conflict."""
    deleted = deleted_in(held.details.changes)
    letter = {
        "changes": _sorted(held.letter.changes),
        "entries": _sorted(held.letter.entries),
        "conflicts": sorted(stand.line.subject for stand in held.letter.conflicts),
    }
    return encoded(
        {
            "instrument": held.details.instrument_hash,
            "details": held.details.details,
            "changes": _sorted(held.details.changes),
            "conflicts": sorted(stand.line.subject for stand in held.details.conflicts),
            "held": held_table({record: lines for record, lines in held.held.items() if record not in deleted}),
            "letter": letter,
            "sample": {name: _sorted(table) for name, table in held.sample.tables.items()},
            "records": {
                identity: _record(record.data) for identity, record in sorted(held.records.items()) if identity not in deleted
            },
        }
    )


def _record(data: RecordData) -> dict[str, Any]:
    return {
        "record": data.record,
        "answers": _sorted(data.answers),
        "changes": _sorted(data.changes),
        "record_changes": _sorted(data.field_changes),
        "conflicts": sorted(stand.line.subject for stand in data.conflicts),
    }


def _sorted(table: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(table.items()))
