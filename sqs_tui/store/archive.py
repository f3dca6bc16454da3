"""Snapshots in one file that can be carried: a zip, which is taken for hostile when it is read."""

import io
import stat
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqs_tui.errors import LibraryError
from sqs_tui.progress import Steps, inside, stepped, untold
from sqs_tui.store.files import shown
from sqs_tui.store.places import hash_of, is_folder_name, is_place
from sqs_tui.store.snapshots import MANIFEST, Kept, Manifest, Source, encoded, manifest_from

_LARGEST_ARCHIVE = 1 << 30
_LARGEST_FILE = 1 << 26
_LARGEST_IN_ALL = 1 << 32
"""Bytes: a case takes less than a tenth of a megabyte, and what is far beyond that is no case."""
_MOST_FILES = 100_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_KINDS = (0, stat.S_IFREG)
"""What an entry may say that it is: nothing, or an ordinary file."""
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


class ArchiveError(LibraryError):
    """An archive is none, or holds what no backup holds; nothing has been written."""


def archive_of(sources: Sequence[Source], steps: Steps = untold) -> bytes:
    """The bytes of an archive with these snapshots, each in a folder named as its inspection. Raises LibraryError."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for source, own in inside(sources, "inspections packed", steps):
            manifest = source.manifest
            _add(archive, manifest, MANIFEST, encoded(manifest))
            for place in stepped(list(manifest.files), "files packed", own):
                content = source.content(place)
                if content is None:
                    raise LibraryError(
                        f"The copy of {shown(Path(place))} in the snapshot {source.name} is not what it was: take another."
                    )
                _add(archive, manifest, place, content)
    return held.getvalue()


def _add(archive: zipfile.ZipFile, manifest: Manifest, place: str, content: bytes) -> None:
    taken = datetime.fromisoformat(manifest.taken)
    # The years that a zip can tell.
    entry = zipfile.ZipInfo(f"{manifest.folder}/{place}", (min(max(taken.year, 1980), 2107), *taken.timetuple()[1:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    archive.writestr(entry, content)


def read_archive(path: Path) -> list[Source]:
    """The inspections in an archive, each as something to bring back from. Raises ArchiveError, with nothing written."""
    try:
        if not path.is_file():
            raise _bad(path, "there is no such file")
        if path.stat().st_size > _LARGEST_ARCHIVE:
            raise _bad(path, "it is larger than any backup")
        with zipfile.ZipFile(path) as archive:
            return _sources(path, archive)
    except _UNREADABLE as fault:
        why = (fault.strerror or str(fault)).lower() if isinstance(fault, OSError) else "it is no zip file, or breaks off"
        raise _bad(path, why) from None


def _sources(path: Path, archive: zipfile.ZipFile) -> list[Source]:
    entries = _entries(path, archive)
    sources = []
    for folder, files in sorted(entries.items()):
        listed = files.pop(MANIFEST, None)
        manifest = manifest_from(archive.read(listed)) if listed else None
        if manifest is None or manifest.folder != folder:
            raise _bad(path, f"{folder} in it has no list of its files")
        wrong = manifest.files.keys() ^ files.keys() or {
            place for place, kept in manifest.files.items() if kept.size != files[place].file_size
        }
        if wrong:
            raise _bad(path, f"{folder}/{min(wrong)} in it is not as the list of its files says")
        sources.append(_source(path, manifest, files))
    if not sources:
        raise _bad(path, "it is empty")
    return sources


def _entries(path: Path, archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """The entries by folder and place; every one is looked at before anything is read."""
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    every = archive.infolist()
    seen: set[str] = set()
    if len(every) > _MOST_FILES or sum(entry.file_size for entry in every) > _LARGEST_IN_ALL:
        raise _bad(path, "there is more in it than in any backup")
    for entry in every:
        # As it lies in the file: zipfile cuts a name at a NUL, and would turn a backslash round elsewhere.
        name = entry.orig_filename
        folder, _, place = name.partition("/")
        if not is_folder_name(folder) or not (place == MANIFEST or is_place(place)):
            raise _bad(path, f'it holds "{shown(Path(name))}", which is no file of an inspection')
        if name.casefold() in seen:
            raise _bad(path, f"it holds {shown(Path(name))} twice")
        if stat.S_IFMT(entry.external_attr >> 16) not in _KINDS:
            raise _bad(path, f"{shown(Path(name))} in it is no ordinary file")
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise _bad(path, f"{shown(Path(name))} in it is packed in a way that no backup is")
        if entry.file_size > _LARGEST_FILE:
            raise _bad(path, f"{shown(Path(name))} in it is larger than any file of an inspection")
        seen.add(name.casefold())
        found.setdefault(folder, {})[place] = entry
    return found


def _source(path: Path, manifest: Manifest, files: dict[str, zipfile.ZipInfo]) -> Source:
    def content(place: str) -> bytes | None:
        return _unpacked(path, files[place], manifest.files[place])

    return Source(name=shown(Path(path.name)), manifest=manifest, content=content)


def _unpacked(path: Path, entry: zipfile.ZipInfo, kept: Kept) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as archive:
            content = archive.read(entry)
    except _UNREADABLE:
        return None
    return content if hash_of(content) == kept.sha256 else None


def require_whole(source: Source, steps: Steps = untold) -> None:
    """Raise ArchiveError where a file of an archive is not what its list says."""
    places = stepped(list(source.manifest.files), "files looked at", steps)
    wrong = next((place for place in places if source.content(place) is None), None)
    if wrong is not None:
        raise ArchiveError(
            f"{source.name} cannot be used: {shown(Path(wrong))} in it is not what was kept; take another archive."
        )


def _bad(path: Path, why: str) -> ArchiveError:
    return ArchiveError(f"{shown(path)} cannot be used: {why}; name an archive that `sqs-tui backup --output` wrote.")
