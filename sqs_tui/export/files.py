"""Writing a file for the user: whole or not at all, and never over another one unless told to."""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from sqs_tui.errors import ExportError
from sqs_tui.text import clean_text

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_OWNER_ALONE = 0o600
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


def write_new(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file, durably and in one step; a symbolic link is followed.

    A new file is its owner's alone, as the library is: it may hold what was found in case files. One that is written over keeps
    its rights. Raises ExportError, and leaves everything as it was, where the file exists and may not be overwritten, or where
    nothing can be written.
    """
    name = clean_text(str(path), one_line=True)
    try:
        target = Path(os.path.realpath(path.expanduser()))
        _require_place(target, name, overwrite=overwrite)
        _write(target, data, overwrite=overwrite)
    except FileExistsError:
        raise ExportError(f"{name} exists already: choose another name, or say that it may be overwritten.") from None
    except OSError as fault:
        if fault.errno in _FULL:
            raise ExportError(f"{name} was not written because the disk is full: make room, or choose another place.") from None
        if fault.errno in _FORBIDDEN:
            raise ExportError(f"{name} cannot be written: you may not write there, so choose another place.") from None
        raise ExportError(f"{name} cannot be written: {os.strerror(fault.errno or 0).lower()}.") from None
    except (ValueError, RuntimeError):  # a null character, an unknown account behind "~"
        raise ExportError(f"{name} is no name of a file: choose another.") from None


def _require_place(target: Path, name: str, *, overwrite: bool) -> None:
    if target.is_dir():
        raise ExportError(f"{name} is a folder: name a file in it.")
    if not target.parent.is_dir():
        raise ExportError(f"There is no folder for {name}: make it first, or choose another place.")
    if target.exists():
        if not overwrite:
            raise FileExistsError
        if not target.is_file():
            raise ExportError(f"{name} is no ordinary file: choose another name.")
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only")


def _write(target: Path, data: bytes, *, overwrite: bool) -> None:
    temporary = target.with_name(f".sqs-{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ALONE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if overwrite and target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            temporary.replace(target)
        else:
            _move_to_new(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _move_to_new(temporary: Path, target: Path) -> None:
    """Give the file its name unless something bears it by now: a link fails where a rename would overwrite."""
    try:
        target.hardlink_to(temporary)
    except OSError as fault:
        if fault.errno not in _NO_HARD_LINKS:
            raise
        # Some network and memory-stick file systems have no links: claim the name with an empty file, then replace that.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ALONE))
        try:
            temporary.replace(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; the file is complete by now, so a file system that cannot do this is no fault."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
