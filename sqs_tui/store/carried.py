"""An inspection as it lies here, in another library or in a file that came: its files by their places, read and checked."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sqs_tui.domain.instrument import Instrument, read_instrument
from sqs_tui.domain.seals import is_broken
from sqs_tui.errors import DamagedFileError, InstrumentError, LibraryError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.files import shown
from sqs_tui.store.held import Lines, by_record
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT, InspectionData, decode_details
from sqs_tui.store.letter_file import LETTER, NOTHING, LetterData, decode_letter
from sqs_tui.store.places import contents_in, hash_of
from sqs_tui.store.record_file import RecordData, decode_record
from sqs_tui.store.sample_file import NO_SAMPLE, SAMPLE, SampleData, decode_sample
from sqs_tui.store.shelf import SECOND, folder_of_record, unit_folders
from sqs_tui.store.storage import HeldBytes, damaged
from sqs_tui.store.table_file import Decode, State


class CarriedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record with its file."""

    place: str
    """In the inspection's folder: `cases/BU07.json`."""
    content: bytes
    data: RecordData


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection with all of its files that are sound."""

    path: Path
    """Where it lies, or would lie; its last part is the name of its folder."""
    contents: dict[str, bytes]
    """The bytes of every file that was found, by place, the damaged ones among them."""
    details: InspectionData
    held: dict[str, Lines]
    """By record and line: what waits outside the files of sealed records."""
    instrument: Instrument
    letter: LetterData
    sample: SampleData
    records: dict[str, CarriedRecord]
    """By id."""
    faults: dict[str, str]
    """A sentence for each file that cannot be used, by place."""

    def record_in(self, place: str, content: bytes) -> RecordData:
        """What the file of a record holds with these bytes. Raises DamagedFileError, or LibraryError where it is too new."""
        return _decoded(self.path / place, content, self.instrument, self.details.instrument_hash)

    @property
    def folders(self) -> dict[str, str]:
        """The folder of each unit."""
        return unit_folders([(unit.id, unit.folder) for unit in self.instrument.units])


def carried_in(folder: Path, steps: Steps = untold) -> Carried:
    """The inspection in a folder, read without a lock: it may lie where nothing can be written. Raises as `carried_from` does."""
    try:
        contents, unreadable = contents_in(folder)
    except OSError as fault:
        raise LibraryError(f"{shown(folder)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault
    unread = {place: f"{shown(folder / place)} cannot be read: {why}." for place, why in unreadable.items()}
    return carried_from(folder, contents, unread, steps)


def carried_from(path: Path, contents: Mapping[str, bytes], unread: Mapping[str, str] = {}, steps: Steps = untold) -> Carried:
    """The inspection in these files, by place. Raises LibraryError or DamagedFileError where details or criteria are faulty."""
    faults = dict(unread)
    for place in (DETAILS, INSTRUMENT):
        if place not in contents:
            raise LibraryError(faults[place]) if place in faults else damaged(path / place, "it is missing")
    details = decode_details(HeldBytes(path / DETAILS, contents[DETAILS]))
    instrument = _instrument(path / INSTRUMENT, contents[INSTRUMENT], details.instrument_hash)
    letter = _own(path, LETTER, contents, decode_letter, NOTHING, faults)
    sample = _own(path, SAMPLE, contents, decode_sample, NO_SAMPLE, faults)
    folders = unit_folders([(unit.id, unit.folder) for unit in instrument.units])
    records: dict[str, CarriedRecord] = {}
    for place in stepped(_record_places(contents, folders.values()), "records", steps):
        try:
            data = _decoded(path / place, contents[place], instrument, details.instrument_hash)
            _require_place(path / place, place, data, records, folders)
            _require_unbroken(place, data, details.instrument_hash)
        except LibraryError as fault:
            faults[place] = str(fault)
        else:
            records[data.record.id] = CarriedRecord(place=place, content=contents[place], data=data)
    return Carried(
        path=path,
        contents=dict(contents),
        details=details,
        held=by_record(details.held),
        instrument=instrument,
        letter=letter,
        sample=sample,
        records=records,
        faults=faults,
    )


def _own(
    path: Path, place: str, contents: Mapping[str, bytes], decode: Decode[State], nothing: State, faults: dict[str, str]
) -> State:
    """What a file holds that an inspection may lack; nothing where it is faulty, which is told."""
    if place in contents:
        try:
            return decode(HeldBytes(path / place, contents[place]))
        except LibraryError as fault:
            faults[place] = str(fault)
    return nothing


def _instrument(path: Path, content: bytes, pinned: str) -> Instrument:
    if hash_of(content) != pinned:
        raise damaged(path, "it is not the instrument that this inspection began with")
    try:
        return read_instrument(content, where=INSTRUMENT)
    except InstrumentError as fault:
        raise damaged(path, str(fault).rstrip(".")) from fault


def _decoded(path: Path, content: bytes, instrument: Instrument, pinned: str) -> RecordData:
    return decode_record(HeldBytes(path, content), [unit.id for unit in instrument.units], pinned)


def _record_places(contents: Iterable[str], folders: Iterable[str]) -> list[str]:
    known = {*folders, SECOND}
    return [place for place in sorted(contents) if place.partition("/")[0] in known]


def _require_unbroken(place: str, data: RecordData, instrument_hash: str) -> None:
    """Raise DamagedFileError where a record is signed off, and no longer what was sealed."""
    if is_broken(data.record, data.changes.values(), data.field_changes.values(), instrument_hash):
        raise DamagedFileError(
            f"{data.record.reference} is signed off, and its file, {place}, was changed since by other means: bring it back from "
            "a backup, or open it again with a reason."
        )


def _require_place(
    path: Path, place: str, data: RecordData, known: Mapping[str, CarriedRecord], folders: Mapping[str, str]
) -> None:
    """Raise DamagedFileError where a record's file lies in the wrong folder, or is a copy of one before it."""
    if place.partition("/")[0] != folder_of_record(data.record, folders):
        raise damaged(path, "it lies in the wrong folder")
    if data.record.id in known:
        raise damaged(path, f"it is a copy of {known[data.record.id].place}, which counts")
