"""The library's trash: inspections that are out of the way, and what is left of those that were deleted for good."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sqs_tui.errors import LibraryError
from sqs_tui.store.files import free_name, make_folder, sync_folder, write_file
from sqs_tui.text import clean_text

TRASH = ".trash"
DELETED = ".deleted"
"""The file that says which inspections were deleted for good: their ids, each with its time, and nothing else."""
_NOTE = ".trashed"
_NAME = re.compile(r"(?P<folder>.+)-(?P<at>[0-9]{8}T[0-9]{12}Z)(-[0-9]+)?")
_DELETING = ".deleting-"


class _Note(msgspec.Struct, frozen=True):
    """Who put an inspection into the trash."""

    by: str


class Trashed(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection in the trash."""

    name: str
    """The name of its folder there."""
    folder: str
    """The name it had in the library."""
    at: str
    """When it was put there: UTC, ISO 8601."""
    by: str
    """Who put it there; empty where nothing tells."""
    called: str
    """Area and year; empty where its details cannot be read."""
    id: str
    """The inspection's id; empty where its details cannot be read."""


def trashed_in(library: Path) -> list[Trashed]:
    """The inspections in the trash, the last one last. Raises LibraryError where it cannot be read."""
    try:
        names = sorted(path.name for path in (library / TRASH).iterdir() if path.is_dir() and not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise LibraryError(f"The trash cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault
    found = [_trashed(library / TRASH, match) for name in names if (match := _NAME.fullmatch(name))]
    return sorted(found, key=lambda trashed: (trashed.at, trashed.name))


def _trashed(trash: Path, match: re.Match[str]) -> Trashed:
    from sqs_tui.store.inspection_file import read_details

    folder, digits = trash / match[0], match["at"]
    called = identity = by = ""
    try:
        details = read_details(folder)
        called, identity = details.name, details.id
        by = msgspec.json.decode((folder / _NOTE).read_bytes(), type=_Note).by
    except (LibraryError, OSError, msgspec.MsgspecError, UnicodeDecodeError):  # what cannot be told is left out
        pass
    at = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[9:11]}:{digits[11:13]}:{digits[13:15]}Z"
    by = clean_text(by, one_line=True)
    return Trashed(name=match[0], folder=match["folder"], at=at, by=by, called=called, id=identity)


def put_into_trash(inspection: Path, stamp: str, by: str) -> None:
    """Move an inspection's folder into its library's trash; the library is held by the caller. Raises OSError."""
    trash = inspection.parent / TRASH
    if not trash.exists():
        make_folder(trash)
    write_file(inspection / _NOTE, msgspec.json.encode(_Note(by)))
    inspection.rename(trash / free_name(f"{inspection.name}-{stamp}", [path.name for path in trash.iterdir()]))
    sync_folder(trash)
    sync_folder(inspection.parent)


def take_out(library: Path, trashed: Trashed, taken: Iterator[str]) -> str:
    """Move an inspection out of the trash, and give its folder; the library is held by the caller. Raises OSError."""
    folder = free_name(trashed.folder, taken)
    (library / TRASH / trashed.name).rename(library / folder)
    sync_folder(library / TRASH)
    sync_folder(library)
    (library / folder / _NOTE).unlink(missing_ok=True)
    return folder


def deleted_in(library: Path) -> dict[str, str]:
    """When inspections were deleted for good, by their ids. Raises LibraryError where that cannot be told."""
    try:
        return msgspec.json.decode((library / DELETED).read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        raise LibraryError(
            f"{DELETED} in the library cannot be read, and only it tells what was deleted for good: move it away."
        ) from None


def require_trashed(library: Path, trashed: Trashed) -> None:
    """Raise LibraryError where an inspection has been taken out of the trash meanwhile; the library is held by the caller."""
    if not (library / TRASH / trashed.name).is_dir():
        raise LibraryError(f"{trashed.name} is no longer in the trash: look with `sqs-tui trash --list`.")


def delete_for_good(library: Path, trashed: Trashed, at: str) -> None:
    """Remove an inspection in the trash, leaving its id and the time; the library is held by the caller. Raises OSError."""
    if trashed.id:
        known = deleted_in(library) | {trashed.id: at}
        write_file(library / DELETED, msgspec.json.format(msgspec.json.encode(known), indent=2) + b"\n")
    trash = library / TRASH
    (trash / trashed.name).rename(trash / f"{_DELETING}{trashed.name}")
    clear_deleting(library)
    sync_folder(trash)


def remove_copy(copy: Path) -> None:
    """Remove an inspection in the trash that is also in the library, which the caller holds. Raises OSError."""
    copy.rename(copy.with_name(f"{_DELETING}{copy.name}"))
    clear_deleting(copy.parent.parent)
    sync_folder(copy.parent)


def clear_deleting(library: Path) -> None:
    """Remove what is being deleted for good, also by a process that was killed. Raises OSError."""
    for going in (library / TRASH).glob(f"{_DELETING}*"):
        import shutil

        shutil.rmtree(going)
