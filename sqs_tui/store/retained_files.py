"""The files of an inspection without their notes and histories: bytes go in, the bytes of the file come out, with what went.

Nothing is read or written here. A file that is like that already comes out with the same bytes.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.letter.entries import letter_stands, present_entries
from sqs_tui.domain.records import FieldChange, present_answers
from sqs_tui.domain.retention import (
    Going,
    answers_left,
    details_left,
    fields_left,
    going_of_answers,
    going_of_fields,
    going_of_letter,
    letter_left,
)
from sqs_tui.domain.second import COMPARED
from sqs_tui.store.carried import Carried
from sqs_tui.store.encoding import encoded
from sqs_tui.store.inspection_file import decode_details
from sqs_tui.store.letter_file import decode_letter
from sqs_tui.store.storage import META, HeldBytes


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter prints of what people wrote: that stays."""

    paragraphs: frozenset[str]
    """The ids of those in people's own words."""
    quotes: frozenset[str]
    """The ids of those that are placed."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a file."""

    content: bytes
    going: Going


def left_of_record(inspection: Carried, place: str, content: bytes) -> Left:
    """A record's file without notes and history. Raises LibraryError where it cannot be used."""
    data = inspection.record_in(place, content)
    answers = answers_left(data.changes, compared_in(inspection, data.record.id))
    fields = fields_left(data.record, data.changes, data.field_changes, answers, inspection.details.instrument_hash)
    going = going_of_answers(data.changes, answers) + going_of_fields(data.field_changes, fields)
    tables: dict[str, Mapping[str, Any]] = {
        "record": {data.record.id: data.record},
        "answers": present_answers(answers.values()),
        "changes": answers,
        "record_changes": fields,
        "draft": {},
    }
    return _left(content, tables, going + Going(drafts=len(data.drafts)))


def compared_in(inspection: Carried, record: str) -> list[tuple[str, ...]]:
    """The lines that each second scoring is compared by, of those of a record, or the one that it is."""
    seconds = (one.data for one in inspection.records.values() if one.data.record.of)
    stands = (data.stands.get(COMPARED) for data in seconds if record in (data.record.of, data.record.id))
    return [stand.line.new for stand in stands if stand and isinstance(stand.line.new, tuple)]


def left_of_letter(path: Path, content: bytes, printed: Printed) -> Left:
    """letter.json without its history, and without what it does not print. Raises LibraryError where it cannot be used."""
    data = decode_letter(HeldBytes(path, content))
    changes = letter_left(data.changes, printed.paragraphs, printed.quotes)
    tables: dict[str, Mapping[str, Any]] = {
        "entries": present_entries(letter_stands(changes.values())),
        "changes": changes,
        "draft": {},
    }
    return _left(content, tables, going_of_letter(data.changes, changes) + Going(drafts=len(data.drafts)))


def left_of_details(path: Path, content: bytes, done: FieldChange | None = None) -> Left:
    """inspection.json without its history and what waits in it, with the line that says so. Raises LibraryError."""
    data = decode_details(HeldBytes(path, content))
    changes = details_left(data.changes | ({done.id: done} if done else {}))
    tables: dict[str, Mapping[str, Any]] = {
        "inspection": {data.details.id: data.details},
        "instrument": {"pinned": {"sha256": data.instrument_hash}},
        "changes": changes,
    }
    going = going_of_fields(data.changes, {id_: line for id_, line in changes.items() if id_ in data.changes})
    return _left(content, tables, going + Going(held=len(data.held)))


def _left(content: bytes, tables: Mapping[str, Mapping[str, Any]], going: Going) -> Left:
    made = encoded(META | dict(tables))
    return Left(content=made, going=going + Going(size=len(content) - len(made)))


def unknown_places(inspection: Carried, own: Collection[str]) -> list[str]:
    """The files that look like those of an inspection and are none: nothing of them is removed."""
    known = {*own, *(record.place for record in inspection.records.values()), *inspection.faults}
    return sorted(inspection.contents.keys() - known)
