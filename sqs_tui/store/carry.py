"""Taking in what was done elsewhere: the inspections of another library, or one that came as a file."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.progress import Steps, inside, untold
from sqs_tui.store.carried import Carried, carried_in
from sqs_tui.store.exchange import read_export
from sqs_tui.store.files import shown
from sqs_tui.store.inspection_file import DETAILS
from sqs_tui.store.library import Library
from sqs_tui.store.merge import Came, merge_into, whole_files
from sqs_tui.store.trash import deleted_in

BEFORE_MERGE = "before a merge"


def merge_library(library: Library, other: Path, beginning: str | None = None, *, dry_run: bool = False) -> list[Came]:
    """What `merging` gives, when all of it is done."""
    return list(merging(library, other, beginning, dry_run=dry_run))


def merging(
    library: Library, other: Path, beginning: str | None = None, *, dry_run: bool = False, steps: Steps = untold
) -> Iterator[Came]:
    """Merge the inspections of another library, or the one whose folder begins so, one after another. The other is only read.

    Gives what came into each, as soon as it has; what cannot be merged is told in it. With `dry_run` nothing is written, and it
    is what would come. Raises LibraryError where there is no such library or inspection, NotSavedError where something could not
    be written, and what `steps` raises: then each inspection is merged whole that was given, and no other.
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
    for folder, own in inside(folders, "inspections", steps):
        yield _merged(library, other / folder, dry_run=dry_run, steps=own)


def _merged(library: Library, folder: Path, *, dry_run: bool, steps: Steps) -> Came:
    try:
        return take_in(library, carried_in(folder, steps), dry_run=dry_run, steps=steps)
    except NotSavedError:
        raise
    except LibraryError as fault:
        return Came(folder=folder.name, inspection="", refused=(str(fault),))


def take_in(library: Library, came: Carried, *, dry_run: bool = False, steps: Steps = untold) -> Came:
    """Merge an inspection into the library, or bring it whole where it is not there. Raises LibraryError or NotSavedError.

    Raises what `steps` raises, too, and then nothing of it has been taken in.
    """
    identity = came.details.details.id
    folders = library.folders()
    folder = library.backups.folder_of(identity, folders, came.path.name) if folders else None
    if folder is None:
        _require_wanted(library, identity, came)
        files, told = whole_files(came, steps)
        return told if dry_run else _put(library, files, told, steps)
    before = None if dry_run else lambda: library.snapshot(folder, why=BEFORE_MERGE, steps=steps)
    return merge_into(library.path / folder, came, before=before, steps=steps)


def import_file(library: Library, path: Path, *, dry_run: bool = False, steps: Steps = untold) -> Came:
    """Take in the inspection in a file that `exported` made: whole where it is not here, else merged; nothing by halves.

    Raises LibraryError, or what `steps` raises, and then nothing has been written, or NotSavedError. With `dry_run` it is only
    told what would come.
    """
    came = read_export(path, steps)
    would = take_in(library, came, dry_run=True, steps=steps)
    if would.clashes:
        raise LibraryError(f"{shown(path)} was not taken in: {would.refused[-1]}")
    return would if dry_run else take_in(library, came, steps=steps)


def _put(library: Library, files: dict[str, bytes], told: Came, steps: Steps) -> Came:
    return msgspec.structs.replace(told, folder=library.put(told.inspection, told.folder, files, steps))


def _require_wanted(library: Library, identity: str, came: Carried) -> None:
    """Raise LibraryError where the inspection was put into the trash or deleted for good here."""
    name = came.details.details.name
    trashed = next((one for one in library.trashed() if one.id == identity), None)
    if trashed:
        raise LibraryError(f"{name} is in the trash here, as {trashed.name}, and was not merged: bring it back first.")
    deleted = deleted_in(library.path).get(identity)
    if deleted:
        raise LibraryError(f"{name} was deleted for good here on {deleted[:10]}, and is not brought back.")
