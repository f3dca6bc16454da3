"""The lines that came for a sealed record and wait outside its file: the table `held` of inspection.json."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.store.storage import Readable, damaged
from sqs_tui.text import clean_text

HELD = "held"

Held = Mapping[str, Mapping[str, Change | FieldChange]]
"""Held lines by record and id."""


class _HeldLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    record: str
    kind: Literal["answer", "field"]
    line: dict[str, Any]


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    held: dict[str, _HeldLine] = {}


def decode_held(storage: Readable) -> dict[str, dict[str, Change | FieldChange]]:
    """What waits, by record and line. Raises DamagedFileError."""
    found: dict[str, dict[str, Change | FieldChange]] = {}
    for key, held in storage.read_as(_Tables).held.items():
        try:
            line = _converted(held)
        except msgspec.ValidationError as fault:
            raise damaged(storage.path, clean_text(str(fault), one_line=True).rstrip(".")) from None
        if line.id != key:
            raise damaged(storage.path, f"what it keeps under {key} bears another id")
        found.setdefault(held.record, {})[key] = line
    return found


def _converted(held: _HeldLine) -> Change | FieldChange:
    return msgspec.convert(held.line, Change) if held.kind == "answer" else msgspec.convert(held.line, FieldChange)


def held_table(held: Held) -> dict[str, dict[str, Any]]:
    """The table as the file has it, in the order of records and lines."""
    lines = {
        key: {
            "record": record,
            "kind": "answer" if isinstance(line, Change) else "field",
            "line": msgspec.to_builtins(line),
        }
        for record, of_record in sorted(held.items())
        for key, line in of_record.items()
    }
    return dict(sorted(lines.items()))
