"""The lines that came for a sealed record and wait outside its file: the table `held` of inspection.json."""

from collections.abc import Mapping
from typing import Any

import msgspec

from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.store.storage import Readable, damaged

HELD = "held"

Held = Mapping[str, Mapping[str, Change | FieldChange]]
"""Held lines by record and id."""


class _HeldLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    record: str
    answer: Change | None = None
    field: FieldChange | None = None


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    held: dict[str, _HeldLine] = {}


def decode_held(storage: Readable) -> dict[str, dict[str, Change | FieldChange]]:
    """What waits, by record and line. Raises DamagedFileError."""
    found: dict[str, dict[str, Change | FieldChange]] = {}
    for key, held in storage.read_as(_Tables).held.items():
        line = held.answer or held.field
        if line is None or line.id != key:
            raise damaged(storage.path, f"what it holds under {key} bears another id")
        found.setdefault(held.record, {})[key] = line
    return found


def held_table(held: Held) -> dict[str, dict[str, Any]]:
    """The table as the file has it, in the order of records and lines."""
    lines = {
        key: {"record": record, "answer" if isinstance(line, Change) else "field": msgspec.to_builtins(line)}
        for record, of_record in sorted(held.items())
        for key, line in of_record.items()
    }
    return dict(sorted(lines.items()))
