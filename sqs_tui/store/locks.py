"""Locks between processes: flock on a file that is never deleted, and the counter in it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqs_tui.errors import NotSavedError
from sqs_tui.store.files import file_mode, final_of, lock_of, shown

PATIENCE = 5.0
"""Seconds to wait for another process's save; one takes milliseconds."""
_PAUSE = 0.002


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[int]:
    """Hold a file's lock alone, against every other process; gives the lock file's descriptor.

    The kernel frees the lock when a process dies. Raises OSError where there can be no lock file, NotSavedError where another
    process keeps the lock.
    """
    descriptor = _open_lock(lock_of(path))
    try:
        last = time.monotonic() + patience
        while not _try_lock(descriptor):
            if time.monotonic() > last:
                raise NotSavedError(f"{shown(path)} was not saved: another program is holding it; end that one, or wait for it.")
            time.sleep(_PAUSE)
        yield descriptor
    finally:
        os.close(descriptor)


def _open_lock(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return os.open(path, os.O_RDWR)
    os.fchmod(descriptor, file_mode(path.parent))
    return descriptor


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def generation_in(lock: int) -> int:
    """How often the file has been replaced; file systems give inodes and times again sooner than one would think."""
    digits = os.pread(lock, 20, 0)
    return int(digits) if digits.isdigit() else 0


def set_generation(lock: int, generation: int) -> None:
    """Say that the file is replaced once more. Raises OSError."""
    os.pwrite(lock, b"%020d\n" % generation, 0)


def clear_temporary(folder: Path) -> None:
    """Remove what a killed process has left beside the files of a folder; what is being written now stays."""
    for temporary in folder.glob(".*.json.tmp"):
        try:
            with locked(final_of(temporary), patience=0):
                temporary.unlink(missing_ok=True)
        except (OSError, NotSavedError):  # another process is writing, or this one may not
            continue
