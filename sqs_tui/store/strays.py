"""What lies in an inspection's folder that is none of its files, and rights that are not those of the rest."""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from sqs_tui.store.files import file_mode, final_of
from sqs_tui.store.findings import Badness, Finding, Repair, finding
from sqs_tui.store.places import OWN_FILES, is_place

_HIDDEN_FOLDERS = (".here", ".looked", ".phrases")
"""Folders of the program that hold no part of the inspection."""
_RIGHTS = 0o777


def stray_findings(folder: Path, record_folders: Collection[str]) -> Iterator[Finding]:
    """What does not belong in an inspection's folder, and rights that shut colleagues out or let others in. Raises OSError."""
    yield from _rights(folder, "", 0o770 if file_mode(folder) == 0o660 else 0o700)
    for entry in _entries(folder):
        if entry.is_symlink():
            yield finding(entry.name, "it is a link, and is not followed", Badness.STRAY, why="put what it leads to in its place")
        elif entry.is_dir():
            if entry.name in record_folders:
                yield from _in_record_folder(folder, entry.name)
            elif entry.name not in _HIDDEN_FOLDERS:
                yield finding(entry.name, "it is no folder of an inspection", Badness.STRAY, why="move it away")
        else:
            yield from _file(folder, entry, "", own=entry.name in OWN_FILES)


def _in_record_folder(folder: Path, name: str) -> Iterator[Finding]:
    inner = folder / name
    yield from _rights(inner, name, 0o770 if file_mode(inner) == 0o660 else 0o700)
    for entry in _entries(inner):
        place = f"{name}/{entry.name}"
        if entry.is_symlink():
            yield finding(place, "it is a link, and is not followed", Badness.STRAY, why="put what it leads to in its place")
        elif entry.is_dir():
            yield finding(place, "it is a folder where only records lie", Badness.STRAY, why="move it away")
        else:
            yield from _file(inner, entry, f"{name}/", own=is_place(place))


def _file(folder: Path, entry: os.DirEntry[str], before: str, *, own: bool) -> Iterator[Finding]:
    place = f"{before}{entry.name}"
    path = folder / entry.name
    lock = entry.name.startswith(".") and entry.name.endswith(".json.lock")
    if entry.name.startswith(".") and entry.name.endswith(".json.tmp"):
        what = f"it was left by a save of {final_of(path).name} that did not end"
        yield finding(place, what, Badness.STRAY, Repair.REMOVE)
    elif own or lock:
        yield from _rights(path, place, file_mode(folder))
    else:
        yield finding(place, "it is no file of an inspection", Badness.STRAY, why="move it away")


def _rights(path: Path, place: str, wanted: int) -> Iterator[Finding]:
    """Whether others may do more, or colleagues less, than with the rest; what is marked read-only is meant to be."""
    try:
        rights = path.lstat().st_mode & _RIGHTS
    except FileNotFoundError:  # it has gone at this moment
        return
    if rights & ~wanted or (rights & 0o222 and wanted & ~rights):
        what = f"its rights are {rights:o} where those of the rest are {wanted:o}"
        yield finding(place, what, Badness.INCONSISTENT, Repair.MODE)


def set_rights(path: Path) -> None:
    """Give a file or folder the rights of the rest. Raises OSError."""
    mode = path.lstat().st_mode
    folder = path if stat.S_ISDIR(mode) else path.parent
    shared = file_mode(folder) == 0o660
    if stat.S_ISDIR(mode):
        path.chmod(0o2770 if shared else 0o700)
    elif stat.S_ISREG(mode):
        path.chmod(0o660 if shared else 0o600)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)
