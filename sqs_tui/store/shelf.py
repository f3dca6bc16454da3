"""The record files of one inspection: finding, adding and following them, and naming those that are damaged."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Content, Record
from sqs_tui.errors import DamagedFileError, LibraryError
from sqs_tui.store.files import (
    free_name,
    lock_of,
    make_folder,
    safe_name,
    saving,
    shown,
    status_of,
    sync_folder,
    temporary_of,
)
from sqs_tui.store.history import Writer
from sqs_tui.store.record_file import RecordData, RecordFile, create_record, open_record
from sqs_tui.store.storage import damaged

_SUFFIX = ".json"
_NOTHING: Mapping[str, Content] = {}
SECOND = "second"
"""The folder of second scorings, whatever their units."""


class Found(msgspec.Struct, frozen=True):
    """A record that looking at the files showed to be other than before; None where it was not there, or no longer is."""

    record: str
    before: RecordData | None
    after: RecordData | None


class _CopyError(DamagedFileError):
    """A file holds a record that another one holds already."""

    def __init__(self, says: str, record: str) -> None:
        super().__init__(says)
        self.record = record


class _Damage(msgspec.Struct, frozen=True):
    """Why a file cannot be used, and by what to see that it is still the same one, without reading it again."""

    says: str
    status: tuple[int, ...]
    copy_of: str = ""
    """The id of the record that it holds, where another file holds that too."""


def unit_folders(units: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The folder of each unit, given (id, folder) as the instrument has them; those come from a file that anyone may write."""
    names = {unit: safe_name(folder, otherwise=safe_name(unit, otherwise="records")) for unit, folder in units}
    return {unit: f"{name}-records" if name.casefold() == SECOND else name for unit, name in names.items()}


def folder_of_record(record: Record, folders: Mapping[str, str]) -> str:
    """The folder that a record's file lies in, given those of the units."""
    return SECOND if record.of else folders[record.unit]


def record_paths(folder: Path) -> list[Path]:
    """The record files in a folder, by name; hidden ones are none. Raises OSError."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.endswith(_SUFFIX) and not entry.name.startswith(".")]
    return [folder / name for name in sorted(names)]


class Shelf:
    """The records of an inspection by their ids, each with its file; or, with `second`, its second scorings."""

    def __init__(self, folder: Path, instrument: Instrument, instrument_hash: str, *, second: bool = False) -> None:
        self._folder = folder
        self._hash = instrument_hash
        self._units = [unit.id for unit in instrument.units]
        self._second = second
        self._folders = (
            dict.fromkeys(self._units, SECOND) if second else unit_folders([(unit.id, unit.folder) for unit in instrument.units])
        )
        self._files: dict[str, RecordFile] = {}
        self._damaged: dict[Path, _Damage] = {}
        self._order: list[RecordFile] | None = None

    def __getitem__(self, record_id: str) -> RecordFile:
        """The file of a record; raises KeyError."""
        return self._files[record_id]

    def __contains__(self, record_id: str) -> bool:
        return record_id in self._files

    def __iter__(self) -> Iterator[RecordFile]:
        """The files by unit, and in it by reference as people count: BU2 before BU10."""
        if self._order is None:
            self._order = sorted(self._files.values(), key=self._place)
        return iter(self._order)

    @property
    def damaged(self) -> dict[Path, str]:
        """A sentence for each file that cannot be used, or was signed off and changed by other means since."""
        broken = {file.path: file.state.fault for file in self if file.state.fault}
        return {**{path: damage.says for path, damage in self._damaged.items()}, **broken}

    def folder_of(self, unit: str) -> str:
        """The name of the folder that holds the records of a unit."""
        return self._folders[unit]

    def folders(self) -> list[Path]:
        """The folders that hold records."""
        return [self._folder / name for name in dict.fromkeys(self._folders.values())]

    def look(self) -> list[Found]:
        """Read what is new or has changed on disk; cheap where nothing has. A damaged file keeps what was known of it."""
        found: list[Found] = []
        known = {file.path: record for record, file in self._files.items()}
        for folder in self.folders():
            try:
                paths = record_paths(folder)
            except FileNotFoundError:
                continue  # no records of this unit yet, or the whole inspection is in the trash
            except OSError as fault:
                says = f"{shown(folder)} cannot be read: {(fault.strerror or str(fault)).lower()}."
                self._damaged[folder] = _Damage(says, ())
                continue
            self._damaged.pop(folder, None)
            missing = {path for path in (*known, *self._damaged) if path.parent == folder}.difference(paths)
            found += [self._gone(known[path]) for path in missing if path in known]
            for path in missing:
                self._damaged.pop(path, None)
            for path in paths:
                found += self._look_at(path, known.get(path))
        if found:
            self._order = None
        return found

    def add(self, record: Record, writer: Writer, imported: Mapping[str, Content] = _NOTHING) -> RecordFile:
        """Write a new record's file under a name of its own, with the answers that came with it. Raises NotSavedError."""
        folder = self._folder / self._folders[record.unit]
        with saving(folder):
            if not folder.exists():
                make_folder(folder)
                sync_folder(self._folder)
            taken = [path.name.removesuffix(_SUFFIX) for path in record_paths(folder)]
        wanted = safe_name(record.reference, otherwise=record.unit if record.unit.isidentifier() else "record")
        while True:
            name = free_name(wanted, taken)
            path = folder / f"{name}{_SUFFIX}"
            try:
                create_record(path, record, writer, imported)
            except FileExistsError:  # another process took the name at this moment
                taken.append(name)
            else:
                break
        self._files[record.id] = open_record(path, self._units, self._hash)
        self._order = None
        return self._files[record.id]

    def delete(self, record_id: str) -> Found:
        """Delete a record's file for good, with its lock, which the caller holds. Raises NotSavedError."""
        path = self._files[record_id].path
        with saving(path):
            path.unlink()
            temporary_of(path).unlink(missing_ok=True)
            lock_of(path).unlink()
            sync_folder(path.parent)
        return self._gone(record_id)

    def moved(self) -> None:
        """Order the records anew: a reference has changed."""
        self._order = None

    def _look_at(self, path: Path, record_id: str | None) -> list[Found]:
        if record_id is None and self._is_still_of_no_use(path):
            return []
        status = status_of(path)
        try:
            seen = self._opened(path) if record_id is None else self._refreshed(record_id)
        except _CopyError as fault:
            self._damaged[path] = _Damage(str(fault), status, fault.record)
            return []
        except LibraryError as fault:
            self._damaged[path] = _Damage(str(fault), status)
            return []
        self._damaged.pop(path, None)
        if seen and not seen.after:
            return [seen, *self._look_at(path, None)]
        return [seen] if seen else []

    def _is_still_of_no_use(self, path: Path) -> bool:
        known = self._damaged.get(path)
        return bool(known and known.status == status_of(path) and (not known.copy_of or known.copy_of in self._files))

    def _opened(self, path: Path) -> Found:
        file = open_record(path, self._units, self._hash)
        record = file.state.record.id
        if bool(file.state.record.of) is not self._second:
            raise damaged(path, f"it is {'no' if self._second else 'a'} second scoring, and lies in the wrong folder")
        if record in self._files:
            raise _CopyError(str(damaged(path, f"it is a copy of {self._files[record].path.name}, which counts")), record)
        self._files[record] = file
        return Found(record, None, file.state)

    def _refreshed(self, record_id: str) -> Found | None:
        file = self._files[record_id]
        before = file.state
        changed = file.refresh()
        if file.state.record.id != record_id:  # another record's file was put in its place
            del self._files[record_id]
            return Found(record_id, before, None)
        return Found(record_id, before, file.state) if changed else None

    def _gone(self, record_id: str) -> Found:
        return Found(record_id, self._files.pop(record_id).state, None)

    def _place(self, file: RecordFile) -> tuple[int, list[tuple[int, str]], str, str]:
        record = file.state.record
        return self._units.index(record.unit), _as_counted(record.reference), record.created, record.id


def _as_counted(reference: str) -> list[tuple[int, str]]:
    """What orders references as people count: of two numbers the one with fewer digits comes first."""
    words = re.split(r"([0-9]+)", reference.casefold())
    numbers = [word.lstrip("0") for word in words]
    return [
        (len(number), number) if place % 2 else (-1, word)
        for place, (word, number) in enumerate(zip(words, numbers, strict=True))
    ]
