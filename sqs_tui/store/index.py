"""What is said of every inspection at once, kept in one small file beside them, so that not all of them are read to say it.

It is derived from the inspections and never the only copy of anything. What it says of one counts while its files and folders
have the identities that they had when it was derived. Where it is missing, damaged or written by another version, the inspections
are read; where it cannot be written, they are read the next time, too. Nothing here fails, and nothing waits for the disk.
"""

import fcntl
import os
import stat
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec

from sqs_tui import __version__
from sqs_tui.domain.records import Inspection
from sqs_tui.store.files import file_mode, write_refusal

INDEX = ".index"
"""The name of the file that holds what the list of all shows."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a second change bears another time than the first, however coarse the file system's clock is."""
_BITS = (1 << 63) - 1


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection in the list of all."""

    folder: str
    details: Inspection | None = None
    scored: int = 0
    """How many records, of whatever unit, are complete, checked or signed off."""
    signed: int = 0
    """How many of them are signed off."""
    records: dict[str, int] = {}
    """How many records there are, by unit in the instrument's order."""
    strengths: int = 0
    """How many areas its tallies propose as strengths."""
    improvements: int = 0
    """How many areas they propose for improvement."""
    changed: str = ""
    """When a file of it was last written: UTC, ISO 8601."""
    fault: str = ""
    """Why the inspection, or some of its records, cannot be read."""
    removed: str = ""
    """When its notes and histories were removed: UTC, ISO 8601; empty where they are there."""

    @property
    def is_closed(self) -> bool:
        """Whether its letter has a day of publication and every record is signed off."""
        return bool(self.details and self.details.published) and self.signed == sum(self.records.values())


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """By what to see whether an inspection has changed since."""

    folders: dict[str, int]
    """When the names in its folder ("") and in those of its records changed last: that tells of files that were replaced."""
    files: int
    """The identities of its files and folders in one number: that tells also of files that were changed in place."""


class Derived(Protocol):
    """What is derived from the files of one inspection."""

    @property
    def folder(self) -> str:
        """The name of its folder."""

    @property
    def fault(self) -> str:
        """Why it, or some of its records, cannot be read; what has a fault is not kept."""


D = TypeVar("D", bound=Derived)


class Known(msgspec.Struct, Generic[D], frozen=True):
    """What was derived, and from which state of the files."""

    stamp: Stamp
    entry: D


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds, behind a line with the sum of it: what was changed by other means is not what was cleaned once."""

    program: str
    known: dict[str, msgspec.Raw]
    """Each a `Known`, decoded when it is asked for: a screen shows few of them."""


class Kept(ABC, Generic[D]):
    """Something that is derived from each inspection of a library, as far as it is known."""

    NAME: str
    """The name of the file in the library, which begins with a dot."""

    def __init__(self, library: Path, *, clock: Callable[[], int] = time.time_ns) -> None:
        self._library = library
        self._clock = clock
        self._kept = _read(library / self.NAME)
        """What the file holds and nobody has asked for yet."""
        self._known: dict[str, Known[D]] = {}
        self._unsettled: dict[str, int] = {}
        """Inspections that were read so soon after a change that another one could bear the same time, with when that was."""
        self._is_new = False
        self._listed = -1

    @abstractmethod
    def _decode(self, kept: msgspec.Raw) -> Known[D]:
        """What was kept of an inspection; raises MsgspecError."""

    @abstractmethod
    def _derive(self, folder: Path) -> D:
        """What is derived from an inspection now; a fault is told in it."""

    def known(self, folder: str) -> D | None:
        """What is known of an inspection, without a look whether it still holds; None where nothing is."""
        known = self._known_of(folder)
        return known.entry if known else None

    def _known_of(self, folder: str) -> Known[D] | None:
        kept = self._kept.pop(folder, None)
        if kept is not None:
            with suppress(msgspec.MsgspecError, RecursionError):  # another program's, should it have the sum right
                known = self._decode(kept)
                if known.entry.folder == folder:
                    self._known[folder] = known
        return self._known.get(folder)

    def look(self, folder: str) -> D:
        """What there is to say of an inspection now; it is read only where one of its files has changed."""
        now = self._clock()
        stamp, newest = stamped(self._library / folder)
        known = self._known_of(folder)
        if known and known.stamp == stamp and not self._is_due(folder, now):
            return known.entry
        entry = self._derive(self._library / folder)
        self._known[folder] = Known(stamp, entry)
        self._is_new = True
        if abs(now - newest) < SETTLED:
            self._unsettled[folder] = now
        else:
            self._unsettled.pop(folder, None)
        return entry

    def may_have_changed(self, folder: str) -> bool:
        """Whether files of an inspection were replaced, added or removed since: that costs a few looks at its folders, no more.

        What was changed in place, as no program of ours does, only `look` sees; but what could not be read is looked at file by
        file, since whoever puts it right may do that in place.
        """
        known = self._known_of(folder)
        if known is None or self._is_due(folder, self._clock()):
            return True
        if known.entry.fault:
            return stamped(self._library / folder)[0] != known.stamp
        return files_were_replaced(self._library / folder, known.stamp)

    def names_may_have_changed(self) -> bool:
        """Whether inspections may have come or gone since this was asked last."""
        before, self._listed = self._listed, _time_of(str(self._library))
        return before != self._listed or abs(self._clock() - self._listed) < SETTLED

    def _is_due(self, folder: str, now: int) -> bool:
        return folder in self._unsettled and not 0 <= now - self._unsettled[folder] < SETTLED

    def save(self, folders: Iterable[str]) -> None:
        """Keep what is known of these inspections, all there are, for the next start.

        What is not settled is not kept, and no fault: that may be one for this account alone.
        """
        gone = (self._known.keys() | self._kept.keys()) - set(folders)
        for folder in gone:
            for told in (self._known, self._kept, self._unsettled):
                told.pop(folder, None)
        if self._is_new or gone:
            kept = dict(self._kept)
            for folder, known in self._known.items():
                if folder not in self._unsettled and not known.entry.fault:
                    kept[folder] = msgspec.Raw(msgspec.json.encode(known))
            with suppress(OSError, UnicodeEncodeError):
                content = msgspec.json.encode(_File(program=__version__, known=kept))
                _write(self._library, self.NAME, _sum_of(content) + content)
            self._is_new = False


class Index(Kept[Entry]):
    """The list of the inspections in a library, as far as it is known."""

    NAME = INDEX

    def _decode(self, kept: msgspec.Raw) -> Known[Entry]:
        return msgspec.json.decode(kept, type=Known[Entry])

    def _derive(self, folder: Path) -> Entry:
        from sqs_tui.store.glance import entry_of  # noqa: PLC0415 - not needed where nothing has changed

        return entry_of(folder)


def _read(path: Path) -> dict[str, msgspec.Raw]:
    try:
        told, line, content = path.read_bytes().partition(b"\n")
        if told + line != _sum_of(content):
            return {}
        found = msgspec.json.decode(content, type=_File)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return found.known if found.program == __version__ else {}


def _sum_of(content: bytes) -> bytes:
    return b"%08x\n" % zlib.crc32(content)


def _write(library: Path, name: str, content: bytes) -> None:
    """Write the file whole, unless another program is writing it at this moment. Raises OSError."""
    if write_refusal(library):
        return
    begun = library / f"{name}.tmp"
    descriptor = os.open(begun, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if begun.stat().st_ino != os.fstat(descriptor).st_ino:  # another program has just put it in its place
            return
        try:
            os.fchmod(descriptor, file_mode(library))
            handle.truncate()
            handle.write(content)
            handle.flush()
            begun.replace(library / name)
        except OSError:
            begun.unlink(missing_ok=True)
            raise


def files_were_replaced(folder: Path, stamp: Stamp) -> bool:
    """Whether files of an inspection were replaced, added or removed since it had a stamp: a few looks at its folders."""
    return any(_time_of(f"{folder}/{name}") != changed for name, changed in stamp.folders.items())


def stamped(folder: Path) -> tuple[Stamp, int]:
    """The stamp of an inspection as it is now, and the newest time in it, in nanoseconds."""
    folders: dict[str, int] = {}
    files, newest = 0, 0
    for name, status in _statuses(folder):
        if name is not None:
            folders[name] = status.st_mtime_ns
        files += hash((status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
    return Stamp(folders, files & _BITS), newest


def _statuses(folder: Path) -> Iterator[tuple[str | None, os.stat_result]]:
    """The status of each folder of an inspection, with its name, and of each file in them, with none."""
    names = [""]
    for name in names:  # the first adds the others
        with suppress(OSError):
            yield name, os.stat(folder / name)  # noqa: PTH116 - some thousand times: a path of its own for each would cost more
            with os.scandir(folder / name) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    with suppress(OSError):  # it has gone at this moment, or is a link that leads nowhere
                        status = entry.stat()
                        if not stat.S_ISDIR(status.st_mode):
                            yield None, status
                        elif not name:
                            names.append(entry.name)


def _time_of(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - a hundred times a second: a path for each would cost twice as much
    except OSError:
        return 0
