"""How anything of the library comes to lie on disk: safe names, modes, durable writes, and why a write is refused."""

import errno
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sqs_tui.errors import NotSavedError
from sqs_tui.text import clean_text

_LONGEST_NAME = 60
"""Bytes of a name: room for what is put around it, also where a file system allows 143."""

_WHY = {
    errno.ENOSPC: "the disk is full; free some space and it can be saved",
    errno.EDQUOT: "your share of the disk is used up; free some space and it can be saved",
    errno.EROFS: "the disk is read-only; mount it for writing or move the library",
    errno.EACCES: "you may not write there; ask its owner for the right to",
    errno.EPERM: "you may not write there; ask its owner for the right to",
    errno.ENOENT: "it is no longer there; bring it back from the trash or from where it was moved to",
    errno.EIO: "the disk reports a fault; save a copy of the library elsewhere and have the disk looked at",
}


class Identity(NamedTuple):
    """What tells one version of a file from the next without reading it."""

    inode: int
    size: int
    changed: int
    """Nanoseconds."""


def random_name(size: int) -> str:
    """A name of as many random bytes, in hexadecimal digits: what `secrets` makes, without the time to import that."""
    return os.urandom(size).hex()


def identity_of(path: Path) -> Identity | None:
    """The identity of a file, or None where there is none to be seen."""
    try:
        return identity_in(path.stat())
    except OSError:
        return None


def identity_in(status: os.stat_result) -> Identity:
    """The identity that a file's status tells."""
    return Identity(status.st_ino, status.st_size, status.st_mtime_ns)


def status_of(path: Path) -> tuple[int, ...]:
    """What changes when a file's content, or the right to read it, does; empty where there is none to be seen."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (*identity_in(status), status.st_ctime_ns)


def shown(path: Path) -> str:
    """A path as messages print it."""
    return clean_text(str(path), one_line=True)


# Names


def safe_name(text: str, *, otherwise: str) -> str:
    """A name for a file or folder made from any text: letters, digits, dots, dashes and underscores, never hidden.

    `otherwise` stands in where the text holds nothing that can be kept.
    """
    text = unicodedata.normalize("NFC", text)
    kept = "".join(character if unicodedata.category(character)[0] in "LMN" or character in "._-" else "-" for character in text)
    while "--" in kept:
        kept = kept.replace("--", "-")
    short = kept.strip(".-_").encode("utf-8", "ignore")[:_LONGEST_NAME].decode("utf-8", "ignore").strip(".-_")
    return short or otherwise


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name wanted, or the first of name-2, name-3, … that is free whatever the case of its letters."""
    folded = {_folded(name) for name in taken}
    name, number = wanted, 1
    while _folded(name) in folded:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def lock_of(path: Path) -> Path:
    """The lock file of a file; it is never deleted, or two processes could each hold one."""
    return path.with_name(f".{path.name}.lock")


def temporary_of(path: Path) -> Path:
    """Where the next version of a file is written first."""
    return path.with_name(f".{path.name}.tmp")


def final_of(temporary: Path) -> Path:
    """The file that a temporary one was to become."""
    return temporary.with_name(temporary.name.removeprefix(".").removesuffix(".tmp"))


# Modes: private, unless the folder is setgid: then colleagues of its group share what lies in it, whatever the umask says


def file_mode(folder: Path) -> int:
    """The mode of files in a folder."""
    return 0o660 if _is_shared(folder) else 0o600


def make_folder(path: Path) -> None:
    """Make a folder that is private, or shared like the one it lies in."""
    path.mkdir(mode=0o700)
    if _is_shared(path.parent):
        path.chmod(0o2770)


def _is_shared(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_ISGID)


# Writing


def write_beside(path: Path, data: bytes) -> Identity:
    """Write a file's next version beside it, durably; gives the identity it will have. Raises OSError, leaving nothing."""
    temporary = temporary_of(path)
    temporary.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            os.fchmod(handle.fileno(), file_mode(path.parent))
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
            return identity_in(os.fstat(handle.fileno()))
    except BaseException:
        forget_temporary(path)
        raise


def put_in_place(path: Path) -> None:
    """Let what was written beside a file take its place, at once and whole. Raises OSError, leaving the file as it was."""
    try:
        os.replace(temporary_of(path), path)  # noqa: PTH105 - one seam for the tests of full and failing disks
    except BaseException:
        forget_temporary(path)
        raise


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole and durably. Raises OSError."""
    write_beside(path, data)
    put_in_place(path)
    sync_folder(path.parent)


def forget_temporary(path: Path) -> None:
    """Remove what was written beside a file, if it can be."""
    with suppress(OSError):
        temporary_of(path).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_refusal(path: Path) -> str:
    """Why a file or folder may not be written; empty where it may, or is not there.

    A file without any write bit is meant to stay as it is: an atomic replacement would not even notice, nor would root.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    except OSError as fault:
        return f"{shown(path)} cannot be reached ({(fault.strerror or str(fault)).lower()})"
    if not mode & 0o222:
        return f"{shown(path)} is marked read-only; allow writing and it can be saved"
    return "" if os.access(path, os.W_OK) else f"you may not write to {shown(path)}; ask its owner for the right to"


def why_not_saved(fault: OSError) -> str:
    """Why the system refused a write, and what to do, in the words that messages end with."""
    return _WHY.get(fault.errno or 0) or f"{(fault.strerror or str(fault)).lower()}; mend that and it can be saved"


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Say a fault of the system as the one sentence that the user needs: raises NotSavedError."""
    try:
        yield
    except OSError as fault:
        raise NotSavedError(f"{shown(path)} was not saved: {why_not_saved(fault)}.") from fault
    except UnicodeEncodeError as fault:
        raise NotSavedError(f"{shown(path)} was not saved: it would hold characters that are none; take them out.") from fault


def require_writable(path: Path) -> None:
    """Raise NotSavedError where a file, or the folder it lies in, may not be written."""
    refusal = write_refusal(path.parent) or write_refusal(path)
    if refusal:
        raise NotSavedError(f"{shown(path)} was not saved: {refusal}.")
