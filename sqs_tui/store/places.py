"""The files of an inspection by their places in its folder, such as `cases/BU07.json`, and whether what lies there is sound."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Collection
from pathlib import Path

import msgspec

from sqs_tui.domain.instrument import Instrument, read_instrument
from sqs_tui.errors import DamagedFileError, InstrumentError, LibraryError, NotSavedError
from sqs_tui.store.files import make_folder, put_in_place, require_writable, saving, shown, sync_folder, write_beside
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT, decode_details
from sqs_tui.store.letter_file import LETTER, decode_letter
from sqs_tui.store.locks import generation_in, locked, set_generation
from sqs_tui.store.record_file import decode_record, is_signed_off
from sqs_tui.store.sample_file import SAMPLE, decode_sample
from sqs_tui.store.shelf import SECOND
from sqs_tui.store.storage import HeldBytes, damaged

OWN_FILES = (DETAILS, INSTRUMENT, LETTER, SAMPLE)
"""What lies in the inspection's folder itself; every other file is a record's, in a folder of its unit."""

_PLACE = re.compile(r"([^./\\][^/\\]*/)?[^./\\][^/\\]*\.json")
_LONGEST_PART = 255
"""Bytes of one name, which file systems allow."""


def is_folder_name(text: str) -> bool:
    """Whether a text, from an archive or a snapshot's list, names a folder that an inspection may have."""
    return (
        bool(text)
        and text.isprintable()
        and not text.startswith(".")
        and not set(text) & set("/\\")
        and len(text.encode("utf-8", "replace")) <= _LONGEST_PART
    )


def is_place(text: str) -> bool:
    """Whether a text, from an archive or a snapshot's list, names a file that an inspection may have."""
    parts = text.split("/")
    return (
        bool(_PLACE.fullmatch(text))
        and text.isprintable()
        and (len(parts) == 2 or text in OWN_FILES)
        and all(len(part.encode("utf-8", "replace")) <= _LONGEST_PART for part in parts)
    )


def places_in(folder: Path) -> list[str]:
    """The places of all files in an inspection's folder, sorted; links and what is hidden are none. Raises OSError."""
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                with os.scandir(entry) as inner:
                    found += [f"{entry.name}/{one.name}" for one in inner if one.is_file(follow_symlinks=False)]
            elif entry.is_file(follow_symlinks=False):
                found.append(entry.name)
    return sorted(filter(is_place, found))


def contents_in(folder: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of an inspection by their places, and why those cannot be read that cannot. Raises OSError for the folder.

    Each file is as some save has left it: a replacement is never seen half done.
    """
    contents: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for place in places_in(folder):
        try:
            content = content_of(folder / place)
        except OSError as fault:
            unreadable[place] = (fault.strerror or str(fault)).lower()
        else:
            if content is not None:  # else it has gone at this moment
                contents[place] = content
    return contents, unreadable


def content_of(path: Path) -> bytes | None:
    """A file's bytes, None where there is none. Raises OSError, also for what is no ordinary file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(descriptor, "rb") as handle:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{shown(path)} is no ordinary file")
        return handle.read()


def hash_of(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()


# Whether a file is sound


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What looking at a file's bytes has shown."""

    fault: str = ""
    """Why it cannot be used; empty where it is sound."""
    newer: bool = False
    """It was written by a newer program, and is not damaged."""
    holds: str = ""
    """The id of the record or the inspection in it."""
    answers: int = 0
    signed_off: bool = False
    """It is a record that nothing changes any more."""
    unsealed: bool = False
    """It is a record that was signed off, and changed since by other means."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of one inspection are held against."""

    pinned: str = ""
    """The hash of the instrument that the inspection began with; empty where inspection.json cannot tell."""
    instrument: Instrument | None = None
    """None where it cannot be used."""
    deleted: frozenset[str] = frozenset()
    """The ids of records that were deleted for good."""

    @property
    def units(self) -> Collection[str]:
        """The kinds of record that there are; every one, where the instrument cannot tell."""
        return [unit.id for unit in self.instrument.units] if self.instrument else _EveryText()


class _EveryText(frozenset[str]):
    """Holds every text."""

    def __contains__(self, text: object) -> bool:
        return True


def measure_of(details: bytes | None, instrument: bytes | None) -> Measure:
    """What files are held against, given the bytes of inspection.json and of instrument.json, None where there are none."""
    pinned, read, deleted = "", None, frozenset[str]()
    if details is not None:
        try:
            data = decode_details(HeldBytes(Path(DETAILS), details))
            pinned, deleted = data.instrument_hash, frozenset(data.deleted)
        except LibraryError:
            pinned = ""
    if instrument is not None and pinned in ("", hash_of(instrument)):
        try:
            read = read_instrument(instrument, where=INSTRUMENT)
        except InstrumentError:
            read = None
    return Measure(pinned=pinned, instrument=read, deleted=deleted)


def look_at(path: Path, place: str, content: bytes, measure: Measure) -> Seen:
    """Whether the bytes that lie at a path, or are to lie there, are what the place should hold."""
    try:
        return _seen(path, place, content, measure)
    except DamagedFileError as fault:
        return Seen(fault=fault.what)
    except LibraryError as fault:
        return Seen(fault=str(fault).rstrip("."), newer=True)


def _seen(path: Path, place: str, content: bytes, measure: Measure) -> Seen:
    held = HeldBytes(path, content)
    match place:
        case "inspection.json":
            return Seen(holds=decode_details(held).details.id)
        case "letter.json":
            decode_letter(held)
            return Seen()
        case "sample.json":
            decode_sample(held)
            return Seen()
        case "instrument.json":
            if measure.pinned and hash_of(content) != measure.pinned:
                raise damaged(path, "it is not the instrument that this inspection began with")
            try:
                return Seen(holds=read_instrument(content, where=INSTRUMENT).id)
            except InstrumentError as fault:
                raise damaged(path, str(fault).rstrip(".")) from fault
        case _:
            data = decode_record(held, measure.units, measure.pinned)
            if bool(data.record.of) is not place.startswith(f"{SECOND}/"):
                raise damaged(path, f"it is {'a' if data.record.of else 'no'} second scoring, and lies in the wrong folder")
            if data.fault:
                return Seen(fault=data.fault.rstrip("."), unsealed=True)
            return Seen(holds=data.record.id, answers=len(data.contents), signed_off=is_signed_off(data))


# Putting other bytes into a file's place


def put_bytes(path: Path, content: bytes, *, instead_of: bytes | None) -> None:
    """Put a file's bytes in the place of others as a save does: locked, durable, at once, and seen by whoever has it open.

    Raises NotSavedError, and leaves the file as it is, where it does not hold `instead_of` (None: it is not there) any more: so
    nothing that was saved at this moment is lost.
    """

    def made(now: bytes | None) -> bytes:
        if now != instead_of:
            raise NotSavedError(f"{shown(path)} was not saved: somebody has changed it at this moment; look, and try again.")
        return content

    change_bytes(path, made)


def change_bytes(path: Path, made: Callable[[bytes | None], bytes | None]) -> None:
    """Put in a file's place what `made` makes of its bytes (None: it is not there), as a save does; the file is held meanwhile.

    Nothing is written where that is None, or what is there. Raises NotSavedError, and what `made` raises.
    """
    with saving(path):
        if not path.parent.exists() and any((path.parent.parent / own).exists() for own in OWN_FILES):  # never an inspection's
            make_folder(path.parent)
            sync_folder(path.parent.parent)
        require_writable(path)
        with locked(path) as lock:
            now = content_of(path)
            content = made(now)
            if content is None or content == now:
                return
            write_beside(path, content)
            set_generation(lock, generation_in(lock) + 1)
            put_in_place(path)
            sync_folder(path.parent)
