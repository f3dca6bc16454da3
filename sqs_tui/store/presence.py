"""Who has an inspection open, and at which record: a file in its folder for each open program, locked as long as that lives.

The kernel lets go of a lock when its process ends, however it ends: so nobody is shown who has gone, and no clock is asked.
"""

import fcntl
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from sqs_tui.store.files import Identity, file_mode, identity_in, make_folder, random_name
from sqs_tui.store.history import stamp
from sqs_tui.text import clean_text

HERE = ".here"
"""The folder in an inspection's own that holds the files."""

_OURS = re.compile(r"[0-9a-f]{16}\.(json|tmp)")
"""The names of such files; whatever else lies in the folder is left alone."""
_BYTES = 4096
"""More than such a file ever holds."""
_LONGEST = 40
"""Characters of an account's name that are shown."""
_TRIES = 5


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has the inspection open in another program: the same account may have several."""

    account: str
    record: str = ""
    """The id of the record under review; empty where it is none."""
    since: str = ""
    """When the program opened the inspection: UTC, ISO 8601."""


class _Seen:
    """Another program's file; it is kept open, so that its lock can be tried without opening it again."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.identity = identity_in(os.fstat(descriptor))
        self.present = _decoded(os.pread(descriptor, _BYTES, 0))
        self.gone = False


class Presence:
    """This program's place among those that have the inspection in `folder` open, for an account (`by`) with a clock (`now`).

    Nothing here ever fails: where the folder cannot be read or written, nobody is seen.
    """

    def __init__(self, folder: Path, *, by: str, now: Callable[[], datetime]) -> None:
        self._folder = folder / HERE
        self._by = by
        self._now = now
        self._name = f"{random_name(8)}.json"
        self._since = ""
        self._record: str | None = None
        """None: not here."""
        self._shown: str | None = None
        """The record that the file tells."""
        self._descriptor: int | None = None
        self._seen: dict[str, _Seen] = {}
        self.others: tuple[Present, ...] = ()
        """Who else had the inspection open when `look` was last called: those who came first stand first."""

    def enter(self, record: str = "") -> None:
        """Let others see that this program is here, at a record or at none."""
        if self._record is None:
            self._since = stamp(self._now())
        if record != self._record:
            self._record = record
            self._show()

    def leave(self) -> None:
        """Let others see that this program has gone; nobody is seen from here any more."""
        self._record = self._shown = None
        if self._descriptor is not None:
            _remove(self._folder / self._name, self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None
        for name in tuple(self._seen):
            self._forget(name)
        self.others = ()

    def look(self) -> bool:
        """See who is here now, and give whether that has changed. Opens only what is new."""
        try:
            with os.scandir(self._folder) as entries:
                names = {entry.name for entry in entries if _OURS.fullmatch(entry.name)}
        except OSError:
            names = set()
        if self._record is not None and (self._shown != self._record or self._name not in names):
            self._show()  # the folder could not be written, or was cleared by hand
        for name in self._seen.keys() - names:
            self._forget(name)
        for name in sorted(names - {self._name}):
            self._look_at(name)
        there = (seen.present for seen in self._seen.values() if seen.present and not seen.gone)
        before, self.others = self.others, tuple(sorted(there, key=lambda one: (one.since, one.account, one.record)))
        return self.others != before

    def _look_at(self, name: str) -> None:
        path = self._folder / name
        with suppress(OSError):
            if name in self._seen and self._seen[name].identity != _identity(path):
                self._forget(name)
            seen = self._seen.get(name) or _opened(path)
            if seen:
                self._seen[name] = seen
                seen.gone = _is_free(seen.descriptor)
                if seen.gone:
                    _remove(path, seen.descriptor)

    def _forget(self, name: str) -> None:
        os.close(self._seen.pop(name).descriptor)

    def _show(self) -> None:
        """Write the file anew and let it take the old one's place, so that nobody reads half of it.

        It is locked before it bears its name. Another program may still take it for one whose writer was killed, in the moment
        between its making and its locking, and remove it: then it is made again.
        """
        present = Present(account=self._by, record=self._record or "", since=self._since)
        with suppress(OSError):
            if not self._folder.is_dir():
                with suppress(FileExistsError):
                    make_folder(self._folder)
            for _ in range(_TRIES):
                made = self._written(msgspec.json.encode(present))
                if made is not None:
                    if self._descriptor is not None:
                        os.close(self._descriptor)
                    self._descriptor, self._shown = made, self._record
                    return

    def _written(self, content: bytes) -> int | None:
        """Write and lock the file; gives its descriptor, or None where another program removed it meanwhile. Raises OSError."""
        temporary = self._folder / f"{random_name(8)}.tmp"
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.fchmod(descriptor, file_mode(self._folder))
            os.write(descriptor, content)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            temporary.rename(self._folder / self._name)
        except BaseException as fault:
            os.close(descriptor)
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            if isinstance(fault, FileNotFoundError | BlockingIOError):
                return None
            raise
        return descriptor


def _opened(path: Path) -> _Seen | None:
    """A plain file, opened without ever waiting; None for what is none. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return _Seen(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _identity(path: Path) -> Identity:
    return identity_in(path.stat(follow_symlinks=False))


def _decoded(content: bytes) -> Present | None:
    try:
        present = msgspec.json.decode(content, type=Present)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    account = clean_text(present.account, one_line=True)[:_LONGEST]
    return msgspec.structs.replace(present, account=account) if account else None


def _is_free(descriptor: int) -> bool:
    """Whether the program that wrote a file has ended. Raises OSError where locks cannot be had."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(path: Path, descriptor: int) -> None:
    """Remove a file, if it is the one that is open: its name may have gone to another."""
    with suppress(OSError):
        found, known = path.stat(follow_symlinks=False), os.fstat(descriptor)
        if (found.st_dev, found.st_ino) == (known.st_dev, known.st_ino):
            path.unlink()
