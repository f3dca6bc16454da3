"""A whole inspection in one file, to be carried: docs/inspection-format.md describes it. What comes in is taken for hostile."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from sqs_tui.domain.instrument_faults import check_instrument
from sqs_tui.domain.merging import ClashError, RecordLines, merged
from sqs_tui.errors import DamagedFileError, InstrumentError, LibraryError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.carried import Carried, carried_from
from sqs_tui.store.encoding import encoded
from sqs_tui.store.files import shown
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT
from sqs_tui.store.letter_file import LETTER
from sqs_tui.store.places import OWN_FILES, content_of, is_folder_name, is_place
from sqs_tui.store.sample_file import SAMPLE, TABLES
from sqs_tui.store.shelf import SECOND
from sqs_tui.store.storage import HeldBytes, Tables
from sqs_tui.text import clean_text

FORMAT = 1
"""The newest format that this program knows."""
LARGEST = 1 << 26
"""Bytes: an inspection takes less than a tenth of that."""

_WHAT = "sqs-tui inspection"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_TABLES = {
    DETAILS: {"meta", "inspection", "instrument", "changes", "held"},
    LETTER: {"meta", "entries", "changes", "draft"},
    SAMPLE: {"meta", *TABLES},
}
_RECORD_TABLES = {"meta", "record", "answers", "changes", "record_changes", "draft"}


class _Head(msgspec.Struct, frozen=True):
    """What tells whether the rest can be read."""

    what: Literal["sqs-tui inspection"]
    format: int


class _Exported(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    what: str = _WHAT
    format: int = FORMAT
    written_at: str
    """UTC, ISO 8601 in whole seconds."""
    criteria: str
    """The instrument's id and version."""
    folder: str
    """The inspection's folder in the library that it came from."""
    instrument: str
    """The text of instrument.json, to the byte: its hash is pinned."""
    files: dict[str, dict[str, Any]]
    """The tables of every other file, by its place in the folder."""


def exported(held: Carried, at: datetime, steps: Steps = untold) -> bytes:
    """An inspection as one file. What is damaged in it is left out: `held.faults` tells. Raises LibraryError."""
    known = [place for place in held.contents if place not in held.faults and _is_known(place, held)]
    places = sorted(known, key=lambda place: ("/" in place, place))
    return encoded(
        _Exported(
            written_at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            criteria=f"{held.instrument.id} {held.instrument.version}",
            folder=held.path.name,
            instrument=held.contents[INSTRUMENT].decode(),
            files={
                place: HeldBytes(held.path / place, held.contents[place]).read_as(Tables)
                for place in stepped(places, "files", steps)
            },
        )
    )


def _is_known(place: str, held: Carried) -> bool:
    return place in _TABLES or place.partition("/")[0] in {*held.folders.values(), SECOND}


class ImportFileError(LibraryError):
    """A file that was to be taken in is none, or holds what no inspection holds; nothing has been written."""

    exit_code = 1


def read_export(path: Path, steps: Steps = untold) -> Carried:
    """The inspection in a file that `exported` made, or that claims so. Raises ImportFileError, naming the place in the file."""
    name = shown(path)
    content = _content(path, name)
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format > FORMAT:
            raise ImportFileError(
                f"{name} was written by a newer version of this program (format {head.format}, known up to {FORMAT}): update "
                "sqs-tui to take it in."
            )
        whole = msgspec.json.decode(content, type=_Exported)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise _fault(name, f"it is no inspection that this program has written ({_one_line(fault)})") from None
    except RecursionError:
        raise _fault(name, "it is nested too deeply for an inspection") from None
    try:
        return _carried(name, whole, steps)
    except RecursionError:
        raise _fault(name, "it is nested too deeply for an inspection") from None


def _content(path: Path, name: str) -> bytes:
    try:
        target = Path(os.path.realpath(path.expanduser()))
        if target.is_dir():
            raise _fault(name, "it is a folder; `sqs-tui merge` takes in another library")
        if target.exists() and target.stat().st_size > LARGEST:
            raise _fault(name, "it is larger than any inspection")
        content = content_of(target)
    except (OSError, ValueError, RuntimeError) as fault:  # a null character, an unknown account behind "~"
        why = (fault.strerror or str(fault)) if isinstance(fault, OSError) else "there can be no such file"
        raise _fault(name, why.lower()) from None
    if content is None:
        raise _fault(name, "there is no such file")
    return content


def _carried(name: str, whole: _Exported, steps: Steps) -> Carried:
    if not is_folder_name(whole.folder):
        raise _fault(name, "folder: it is no name of a folder")
    instrument = whole.instrument.encode("utf-8", "surrogatepass")
    try:
        check_instrument(instrument, where=INSTRUMENT, reserved=frozenset())
    except InstrumentError as fault:
        raise _fault(name, f"instrument: {_one_line(fault)}") from None
    contents = {INSTRUMENT: instrument}
    for place, tables in stepped(list(whole.files.items()), "files", steps):
        contents[place] = _file(name, place, tables)
    path = Path(whole.folder)
    try:
        carried = carried_from(path, contents, steps=steps)
    except LibraryError as fault:
        raise _fault(name, _what(fault)) from None
    for place, sentence in carried.faults.items():
        raise _fault(name, f"{place}: {_what(DamagedFileError(sentence)).rstrip('.')}")
    for place in contents:
        if place not in OWN_FILES and not _is_known(place, carried):
            raise _fault(name, f"{place}: its criteria know no records that would lie there")
    _require_ids(name, carried)
    return carried


def _file(name: str, place: str, tables: Tables) -> bytes:
    if not is_place(place) or place == INSTRUMENT:
        raise _fault(name, f"files: {shown(Path(place))} is no file of an inspection")
    unknown = tables.keys() - _TABLES.get(place, _RECORD_TABLES)
    if unknown:
        raise _fault(name, f"{place}: it has no table {min(unknown)}")
    try:
        return encoded(HeldBytes(Path(place), encoded(tables)).read_as(Tables))
    except LibraryError as fault:
        raise _fault(name, f"{place}: {_what(fault)}") from None


def _require_ids(name: str, carried: Carried) -> None:
    """Raise ImportFileError for an id that is none, or that stands twice."""
    details = carried.details
    _require_id(name, DETAILS, [details.details.id, *details.changes])
    _require_id(name, LETTER, carried.letter.changes)
    _require_id(name, SAMPLE, [key for table in carried.sample.tables.values() for key in table])
    seen = {**dict.fromkeys(details.changes, DETAILS), **dict.fromkeys(carried.letter.changes, LETTER)}
    for identity, record in carried.records.items():
        data = record.data
        _require_id(name, record.place, [identity, *filter(None, [data.record.of]), *data.changes, *data.field_changes])
        held = carried.held.get(identity, {})
        try:
            merged(
                RecordLines(changes=data.changes, fields=data.field_changes),
                RecordLines(changes={}, fields={}, held=held),
            )
        except ClashError as clash:
            raise _fault(name, f"{record.place}: {clash.what} stands there twice, and differs") from None
        for line in (*data.changes, *data.field_changes):
            if line in seen:
                raise _fault(name, f"{record.place}: the line {line} stands in {seen[line]} already")
            seen[line] = record.place
    _require_id(name, DETAILS, [*carried.held, *(line for lines in carried.held.values() for line in lines)])


def _require_id(name: str, place: str, ids: Iterable[str]) -> None:
    wrong = next((identity for identity in ids if not _ID.fullmatch(identity)), None)
    if wrong is not None:
        raise _fault(name, f'{place}: "{_short(wrong)}" is no id')


def _fault(name: str, why: str) -> ImportFileError:
    return ImportFileError(f"{name} was not taken in: {why}.")


def _what(fault: LibraryError) -> str:
    return fault.what if isinstance(fault, DamagedFileError) else str(fault).rstrip(".")


def _one_line(fault: Exception) -> str:
    return _short(str(fault).rstrip("."))


def _short(text: str) -> str:
    text = clean_text(text, one_line=True)
    return text if len(text) <= 200 else f"{text[:200]}…"
