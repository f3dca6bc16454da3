"""An inspection's own files: inspection.json with the details and their history, and the instrument it is pinned to."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from sqs_tui.domain.history import Cause, Stand, stand_of
from sqs_tui.domain.instrument import Instrument, read_instrument
from sqs_tui.domain.records import Change, FieldChange, FieldValue, Inspection, Record, field_stands
from sqs_tui.errors import InstrumentError, LibraryError
from sqs_tui.store.files import shown, write_file
from sqs_tui.store.history import Writer
from sqs_tui.store.storage import Readable, damaged, read_as
from sqs_tui.store.table_file import TableFile, Writing, create_file
from sqs_tui.text import clean_text

DETAILS = "inspection.json"
INSTRUMENT = "instrument.json"

_PINNED = "pinned"
DELETED = "deleted:"
"""What the field of a line begins with that tells of a record that was deleted for good; its id follows."""
RETENTION = "retention"
"""The field of the line that says what was removed of the notes and histories, when and by whom; its `new` is a list."""
BEGUN, REMOVED = "begun", "removed"
"""The first word in that list: before anything goes, and when all has gone. What goes follows, counted in words."""
_HASH = re.compile(r"[0-9a-f]{64}")
_SEVERAL_LINES = frozenset({"contact", "addressee", "sender", "letterhead"})
FIXED = frozenset({"id", "created"})
"""The details that never change."""


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line that a merge or an import brought for a signed-off record: it is kept here until the record is opened again."""

    record: str
    """The record's id."""
    answer: Change | None = None
    field: FieldChange | None = None

    @property
    def line(self) -> Change | FieldChange | None:
        """The line, of whichever kind it is."""
        return self.answer or self.field


def hold(record: str, line: Change | FieldChange) -> Held:
    """A line as it is held for a record."""
    return Held(record=record, answer=line) if isinstance(line, Change) else Held(record=record, field=line)


class InspectionData(msgspec.Struct, frozen=True, kw_only=True):
    """What inspection.json holds."""

    details: Inspection
    """Replayed from the changes, whatever the file's own copy says."""
    changes: dict[str, FieldChange]
    stands: dict[str, Stand[FieldChange]]
    """Where each field that was ever changed has led."""
    instrument_hash: str
    held: dict[str, Held]
    """What waits for signed-off records to be opened again, by the id of the line."""

    @property
    def deleted(self) -> dict[str, str]:
        """When records were deleted for good, by their ids: a merge does not bring them back."""
        return {
            field.removeprefix(DELETED): str(stand.line.new)
            for field, stand in self.stands.items()
            if field.startswith(DELETED) and stand.line.new
        }

    @property
    def conflicts(self) -> list[Stand[FieldChange]]:
        """What two have said differently of the visit without seeing each other's."""
        return [stand for field, stand in self.stands.items() if stand.others and field != RETENTION]

    @property
    def retention(self) -> FieldChange | None:
        """The line that says that notes and histories were removed, or that this has begun; None where they are all there."""
        return self.stands[RETENTION].line if RETENTION in self.stands else None

    @property
    def is_cleared(self) -> bool:
        """Whether notes and histories were removed to the end."""
        return self.retention is not None and self.retention.new[:1] == (REMOVED,)


class _Pinned(msgspec.Struct, frozen=True):
    """The instrument as it was on the day the inspection began."""

    sha256: str


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of inspection.json."""

    inspection: dict[str, Inspection]
    instrument: dict[str, _Pinned]
    changes: dict[str, FieldChange] = {}
    held: dict[str, Held] = {}


InspectionFile = TableFile[InspectionData]
"""inspection.json while the inspection is open."""


def open_details(folder: Path) -> InspectionFile:
    """Open an inspection's details. Raises DamagedFileError, or LibraryError where they cannot be read or are too new.

    Once open, they are no longer followed where they name another instrument: what is held against the first would be wrong.
    """
    first: list[str] = []

    def decode(storage: Readable) -> InspectionData:
        data = decode_details(storage)
        first.append(data.instrument_hash)
        if data.instrument_hash != first[0]:
            raise LibraryError(
                f"{shown(storage.path)} names another instrument than when it was opened: leave, and open it again."
            )
        return data

    return InspectionFile(folder / DETAILS, decode)


def decode_details(storage: Readable) -> InspectionData:
    """What inspection.json holds. Raises as `open_details` does."""
    tables = storage.read_as(_Tables)
    return InspectionData(
        details=_details(tables, storage.path),
        changes=tables.changes,
        stands=field_stands(tables.changes.values()),
        instrument_hash=tables.instrument[_PINNED].sha256,
        held=tables.held,
    )


def read_details(folder: Path) -> Inspection:
    """An inspection's details alone. Raises as `open_details` does."""
    return _details(read_as(folder / DETAILS, _Tables), folder / DETAILS)


def _details(tables: _Tables, path: Path) -> Inspection:
    if len(tables.inspection) != 1 or _PINNED not in tables.instrument:
        raise damaged(path, "it does not hold one inspection with its instrument")
    if not _HASH.fullmatch(tables.instrument[_PINNED].sha256):
        raise damaged(path, "it does not tell the instrument that the inspection began with")
    wrong = next((key for key, change in tables.changes.items() if change.id != key), None)
    if wrong is not None:
        raise damaged(path, f"what it keeps under {wrong} bears another id")
    wrong = next((key for key, held in tables.held.items() if held.line is None or held.line.id != key), None)
    if wrong is not None:
        raise damaged(path, f"what it holds under {wrong} bears another id")
    (details,) = tables.inspection.values()
    try:
        for held in tables.held.values():
            _require_value(held.field)
        return replayed_details(details, field_stands(tables.changes.values()))
    except msgspec.ValidationError as fault:
        raise damaged(path, clean_text(str(fault), one_line=True).rstrip(".")) from None


def _require_value(line: FieldChange | None) -> None:
    """Raise ValidationError for a line that says of a record what a record cannot hold."""
    if line and line.field in Record.__struct_fields__:
        msgspec.convert({"id": "", "unit": "", "reference": "", line.field: line.new}, Record)


def replayed_details(details: Inspection, stands: Mapping[str, Stand[FieldChange]]) -> Inspection:
    """Details as their history has them. Raises ValidationError for what a detail cannot hold."""
    said = {field: stand.line.new for field, stand in stands.items() if field in _fields(details) and field not in FIXED}
    return clean_details(msgspec.convert(msgspec.to_builtins(details) | said, Inspection))


def clean_details(details: Inspection) -> Inspection:
    """Details with their text cleaned."""
    return msgspec.structs.replace(details, **{field: _clean(field, value) for field, value in _fields(details).items()})


def _fields(details: Inspection) -> dict[str, FieldValue]:
    return {field: getattr(details, field) for field in details.__struct_fields__}


def _clean(field: str, value: FieldValue) -> FieldValue:
    if isinstance(value, tuple):
        return tuple(clean_text(item, one_line=True) for item in value)
    return clean_text(value, one_line=field not in _SEVERAL_LINES)


def write_inspection(folder: Path, details: Inspection, instrument: bytes, writer: Writer) -> None:
    """Write the files of a new inspection into its folder. Raises OSError or NotSavedError."""
    write_file(folder / INSTRUMENT, instrument)
    made = writer.field_change(None, "created", "", details.created)
    pinned = {_PINNED: _Pinned(_hash(instrument))}
    create_file(folder / DETAILS, {"inspection": {details.id: details}, "instrument": pinned, "changes": {made.id: made}})


def read_pinned(folder: Path, expected_hash: str) -> Instrument:
    """The instrument an inspection is pinned to. Raises DamagedFileError where it is not the one that was pinned."""
    path = folder / INSTRUMENT
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise damaged(path, "it is missing") from None
    except OSError as fault:
        raise LibraryError(f"{shown(path)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault
    if _hash(content) != expected_hash:
        raise damaged(path, "it is not the instrument that this inspection began with")
    try:
        return _instrument_in(content)
    except InstrumentError as fault:
        raise damaged(path, str(fault).rstrip(".")) from fault


@lru_cache(maxsize=4)
def _instrument_in(content: bytes) -> Instrument:
    """What the content defines: most inspections of a library are pinned to the same."""
    return read_instrument(content, where=INSTRUMENT)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def set_details(
    writing: Writing[InspectionData],
    writer: Writer,
    fields: Mapping[str, FieldValue],
    *,
    cause: Cause = Cause.ANSWER,
    base: tuple[str, ...] | None = None,
    why: str = "",
) -> None:
    """Change details, leaving a line of history for each field that becomes another. Raises LibraryError for an unknown field.

    A change replaces what this program knew when the save began: what came since is in conflict with it.
    """
    data = writing.state
    lines, stands, before = dict(data.changes), dict(data.stands), _fields(data.details)
    unknown = sorted(field for field in fields if field not in before or field in FIXED)
    if unknown:
        raise LibraryError(f'An inspection has no detail "{unknown[0]}" that could be changed.')
    act = writer.act_id()
    for field, value in ((field, _clean(field, value)) for field, value in fields.items()):
        if value != before[field] or cause is Cause.RESOLVE:
            seen = writing.before.stands.get(field)
            wanted = base if base is not None else seen.base if seen else ()
            replaces = [replaced for replaced in wanted if replaced in lines]  # a restore may have taken it away
            change = writer.field_change(
                stands.get(field), field, before[field], value, base=replaces, act=act, cause=cause, why=why
            )
            lines[change.id] = change
            stands[field] = stand_of(known for known in lines.values() if known.field == field) or stands[field]
            writing.put("changes", change.id, change)
    if len(lines) > len(data.changes):
        details = replayed_details(data.details, stands)
        writing.put("inspection", details.id, details)
        writing.state = msgspec.structs.replace(data, details=details, changes=lines, stands=stands)


def keep_held(writing: Writing[InspectionData], held: Mapping[str, Held | None]) -> None:
    """Hold lines by their ids; None lets go of one, once it lies in its record's file."""
    kept = dict(writing.state.held)
    for line_id, one in held.items():
        if one != kept.get(line_id):
            writing.put("held", line_id, one)
        if one:
            kept[line_id] = one
        else:
            kept.pop(line_id, None)
    writing.state = msgspec.structs.replace(writing.state, held=kept)


def mark_begun(writing: Writing[InspectionData], writer: Writer, going: Iterable[str]) -> None:
    """Leave a line that the removal of notes and histories has begun, and of what; where one was broken off, its line stays."""
    data = writing.state
    if data.retention and not data.is_cleared:
        return
    stand = data.stands.get(RETENTION)
    change = writer.field_change(stand, RETENTION, data.retention.new if data.retention else "", (BEGUN, *going))
    lines = {**data.changes, change.id: change}
    writing.put("changes", change.id, change)
    stands = {**data.stands, **field_stands([line for line in lines.values() if line.field == RETENTION])}
    writing.state = msgspec.structs.replace(data, changes=lines, stands=stands)


def mark_deleted(writing: Writing[InspectionData], writer: Writer, records: Iterable[str]) -> None:
    """Leave a line for each of these records that it was deleted for good; what was held for them goes with them."""
    data = writing.state
    lines, stands = dict(data.changes), dict(data.stands)
    records = frozenset(records)
    for field in sorted(f"{DELETED}{record}" for record in records - data.deleted.keys()):
        change = writer.field_change(stands.get(field), field, "", writer.at())
        lines[change.id] = change
        stands[field] = stand_of(line for line in lines.values() if line.field == field) or stands[field]
        writing.put("changes", change.id, change)
    writing.state = msgspec.structs.replace(data, changes=lines, stands=stands)
    keep_held(writing, {line_id: None for line_id, held in data.held.items() if held.record in records})
