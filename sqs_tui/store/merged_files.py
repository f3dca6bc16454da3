"""The files of an inspection with what came from elsewhere: bytes and histories go in, the bytes of the file come out.

Nothing is read or written here. A file that nothing comes into keeps its bytes; one that is new keeps those that it came with,
where its own lists say what its history says.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.letter.entries import LetterChange, letter_stands, present_entries
from sqs_tui.domain.merging import RecordLines, begun_as, kept_drafts, merged, union
from sqs_tui.domain.records import Change, FieldChange, RecordState, field_stands, present_answers
from sqs_tui.store.carried import Carried, CarriedRecord
from sqs_tui.store.encoding import encoded
from sqs_tui.store.held import HELD, held_table
from sqs_tui.store.inspection_file import FIXED, decode_details, replayed_details
from sqs_tui.store.letter_file import NOTHING, LetterData, decode_letter
from sqs_tui.store.record_file import REPLAYED, RecordData, replayed
from sqs_tui.store.sample_file import SampleData, decode_sample, united
from sqs_tui.store.storage import META, HeldBytes, Tables

HeldLines = Mapping[str, Change | FieldChange]


class MergedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record's file, merged."""

    content: bytes
    before: RecordData | None
    """What the file held; None where there was none."""
    after: RecordData
    held: dict[str, Change | FieldChange]
    """What its seal keeps out of it."""


def merged_record(
    here: Carried,
    place: str,
    now: bytes | None,
    came: CarriedRecord | None,
    held: tuple[HeldLines, HeldLines] = ({}, {}),
) -> MergedRecord:
    """A record's file in an inspection with what came; one of the two may be missing.

    `held` is what waits for the record, here and there.

    Raises ClashError where the two cannot be brought together, and LibraryError where the file is damaged or too new.
    """
    before = here.record_in(place, now) if now is not None else None
    sides = [data for data in (before, came.data if came else None) if data]
    lines = merged(
        *(RecordLines(changes=side.changes, fields=side.field_changes) for side in sides),
        *(RecordLines(changes={}, fields={}, held=dict(waiting)) for waiting in held),
    )
    begun = begun_as([(side.record, side.field_changes.values()) for side in sides], REPLAYED)
    stands = field_stands(lines.fields.values())
    after = RecordData(
        record=replayed(begun, stands),
        changes=lines.changes,
        answers=present_answers(lines.changes.values()),
        field_changes=lines.fields,
        stands=stands,
        drafts=kept_drafts(lambda draft: draft.note, *(side.drafts for side in sides)),
    )
    return MergedRecord(
        content=_record_bytes(here.path / place, now, came, before, after), before=before, after=after, held=lines.held
    )


def _record_bytes(
    path: Path, now: bytes | None, came: CarriedRecord | None, before: RecordData | None, after: RecordData
) -> bytes:
    # Of what is signed off not one byte changes, be it only for what somebody was typing elsewhere.
    settled = after.record.state is RecordState.SIGNED_OFF or (before and before.drafts == after.drafts)
    if now is not None and before and settled and _same_lines(before, after):
        return now
    tables: dict[str, Mapping[str, Any]] = {
        "record": {after.record.id: after.record},
        "answers": after.answers,
        "changes": after.changes,
        "record_changes": after.field_changes,
        "draft": after.drafts,
    }
    return _bytes(path, now, came.content if came else None, tables)


def _same_lines(one: RecordData, other: RecordData) -> bool:
    return one.changes.keys() == other.changes.keys() and one.field_changes.keys() == other.field_changes.keys()


def merged_details(path: Path, now: bytes, came: Carried, held: Mapping[str, HeldLines]) -> bytes:
    """inspection.json with what came, and with these held lines. Raises ClashError, or LibraryError as opening does."""
    ours, theirs = decode_details(HeldBytes(path, now)), came.details
    changes = union(ours.changes, theirs.changes)
    fields = [field for field in ours.details.__struct_fields__ if field not in FIXED]
    begun = begun_as([(side.details, side.changes.values()) for side in (ours, theirs)], fields)
    details = replayed_details(begun, field_stands(changes.values()))
    tables: dict[str, Mapping[str, Any]] = {}
    if changes.keys() != ours.changes.keys():
        tables = {"inspection": {details.id: details}, "changes": changes}
    return _with_held(path, now, tables, held)


def with_held(path: Path, now: bytes, held: Mapping[str, HeldLines]) -> bytes:
    """inspection.json with these held lines."""
    return _with_held(path, now, {}, held)


def _with_held(path: Path, now: bytes, tables: dict[str, Mapping[str, Any]], held: Mapping[str, HeldLines]) -> bytes:
    waiting = held_table(held)
    if waiting or _tables(path, now).get(HELD):
        tables = {**tables, HELD: waiting}
    return _bytes(path, now, None, tables)


def merged_letter(path: Path, now: bytes | None, came: LetterData, content: bytes | None) -> bytes | None:
    """letter.json with what came, None where there is none on either side. Raises as `merged_record` does."""
    if now is None and content is None:
        return None
    ours = decode_letter(HeldBytes(path, now)) if now is not None else NOTHING
    changes: dict[str, LetterChange] = union(ours.changes, came.changes)
    drafts = kept_drafts(lambda draft: draft.text, ours.drafts, came.drafts)
    if now is not None and changes.keys() == ours.changes.keys() and drafts == ours.drafts:
        return now
    tables: dict[str, Mapping[str, Any]] = {
        "entries": present_entries(letter_stands(changes.values())),
        "changes": changes,
        "draft": drafts,
    }
    return _bytes(path, now, content, tables)


def merged_sample(path: Path, now: bytes | None, came: SampleData, content: bytes) -> bytes:
    """sample.json with what came. Raises as `merged_record` does."""
    if now is None:
        return content
    ours = decode_sample(HeldBytes(path, now))
    both = united(ours, came)
    return now if both.documents == ours.documents else _bytes(path, now, content, both.tables)


def _bytes(path: Path, now: bytes | None, came: bytes | None, tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The file with these tables; as it is, or as it came, where it has them already."""
    built: Tables = msgspec.json.decode(msgspec.json.encode(tables))
    base = now if now is not None else came
    known = _tables(path, base) if base is not None else META
    if base is not None and all(known.get(name, {}) == table for name, table in built.items()):
        return base
    return encoded(known | built)


def _tables(path: Path, content: bytes) -> Tables:
    return HeldBytes(path, content).read_as(Tables)
