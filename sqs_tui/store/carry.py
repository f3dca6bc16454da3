"""Taking in what was done elsewhere: the inspections of another library, or one that came as a file."""

from pathlib import Path

import msgspec

from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.carried import Carried, carried_in
from sqs_tui.store.exchange import read_export
from sqs_tui.store.files import shown
from sqs_tui.store.inspection_file import DETAILS
from sqs_tui.store.library import Library
from sqs_tui.store.merge import Came, merge_into, whole_files
from sqs_tui.store.trash import deleted_in

BEFORE_MERGE = "before a merge"


def merge_library(library: Library, other: Path, beginning: str | None = None, *, dry_run: bool = False) -> list[Came]:
    """Merge the inspections of another library, or the one whose folder begins so. The other is only read.

    Gives what came into each; what cannot be merged is told in it. With `dry_run` nothing is written, and it is what would come.
    Raises LibraryError where there is no such library or inspection, NotSavedError where something could not be written.
    """
    if (other / DETAILS).exists():
        raise LibraryError(f"{shown(other)} is one inspection: name the folder that it lies in, and then the inspection.")
    if not other.is_dir():
        raise LibraryError(f"{shown(other)} is no folder: name the folder that holds the other inspections.")
    if library.path.exists() and other.samefile(library.path):
        raise LibraryError(f"{shown(other)} is this library itself: name another one.")
    there = Library(other)
    folders = [there.find(beginning)] if beginning is not None else there.folders()
    if not folders:
        raise LibraryError(f"There is no inspection in {shown(other)}: name the folder that holds the other inspections.")
    return [_merged(library, other / folder, dry_run=dry_run) for folder in folders]


def _merged(library: Library, folder: Path, *, dry_run: bool) -> Came:
    try:
        return take_in(library, carried_in(folder), dry_run=dry_run)
    except NotSavedError:
        raise
    except LibraryError as fault:
        return Came(folder=folder.name, inspection="", refused=(str(fault),))


def take_in(library: Library, came: Carried, *, dry_run: bool = False) -> Came:
    """Merge an inspection into the library, or bring it whole where it is not there. Raises LibraryError or NotSavedError."""
    identity = came.details.details.id
    folders = library.folders()
    folder = library.backups.folder_of(identity, folders, came.path.name) if folders else None
    if folder is None:
        _require_wanted(library, identity, came)
        files, told = whole_files(came)
        return told if dry_run else _put(library, files, told)
    before = None if dry_run else lambda: library.snapshot(folder, why=BEFORE_MERGE)
    return merge_into(library.path / folder, came, before=before)


def import_file(library: Library, path: Path, *, dry_run: bool = False) -> Came:
    """Take in the inspection in a file that `exported` made: whole where it is not here, else merged; nothing by halves.

    Raises LibraryError, and then nothing has been written, or NotSavedError. With `dry_run` it is only told what would come.
    """
    came = read_export(path)
    would = take_in(library, came, dry_run=True)
    if would.clashes:
        raise LibraryError(f"{shown(path)} was not taken in: {would.refused[-1]}")
    return would if dry_run else take_in(library, came)


def _put(library: Library, files: dict[str, bytes], told: Came) -> Came:
    return msgspec.structs.replace(told, folder=library.put(told.inspection, told.folder, files))


def _require_wanted(library: Library, identity: str, came: Carried) -> None:
    """Raise LibraryError where the inspection was put into the trash or deleted for good here."""
    name = came.details.details.name
    trashed = next((one for one in library.trashed() if one.id == identity), None)
    if trashed:
        raise LibraryError(f"{name} is in the trash here, as {trashed.name}, and was not merged: bring it back first.")
    deleted = deleted_in(library.path).get(identity)
    if deleted:
        raise LibraryError(f"{name} was deleted for good here on {deleted[:10]}, and is not brought back.")
