"""The library's backups: which snapshots are whose, also where an inspection cannot say its id or is no longer there."""

import os
from collections.abc import Collection
from pathlib import Path

import msgspec

from sqs_tui.errors import LibraryError
from sqs_tui.store.files import safe_name
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT
from sqs_tui.store.places import Measure, content_of, contents_in, hash_of, look_at, measure_of
from sqs_tui.store.snapshots import BACKUP, Snapshots
from sqs_tui.text import clean_text

_UNKNOWN = "of-"
"""What the folder begins with that keeps the snapshots of an inspection whose id nothing tells."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection of which there are snapshots."""

    folder: str
    """Its folder in the library when the newest was taken."""
    snapshots: Snapshots
    newest: str
    holds: frozenset[str]
    """The ids of its records in the newest."""


class Backups:
    """All snapshots of a library."""

    def __init__(self, library: Path) -> None:
        self._library = library

    def of(self, folder: Path) -> Snapshots:
        """The snapshots of the inspection in a folder.

        Where inspection.json does not tell whose they are, they are those of an inspection in a folder of this name with a record
        in common, or without any where the folder has none either.
        """
        identity, records = _identity_of(folder)
        if not identity:
            alike = [known for known in self.known() if known.folder == folder.name and _are_alike(known.holds, records)]
            if alike:
                return max(alike, key=lambda known: (len(known.holds & records), known.newest)).snapshots
            identity = f"{_UNKNOWN}{folder.name}"
        return Snapshots(self._library, _safe(identity))

    def of_inspection(self, identity: str) -> Snapshots:
        """The snapshots of the inspection with this id."""
        return Snapshots(self._library, _safe(identity))

    def known(self) -> list[Known]:
        """Every inspection of which there are snapshots, by its folder."""
        try:
            identities = sorted(os.listdir(self._library / BACKUP))  # noqa: PTH208 - names alone
        except OSError:
            return []
        found = []
        for identity in identities:
            snapshots = Snapshots(self._library, identity)
            newest = snapshots.newest()
            if newest:
                held = frozenset(kept.holds for place, kept in newest.manifest.files.items() if "/" in place and kept.holds)
                found.append(Known(folder=newest.manifest.folder, snapshots=snapshots, newest=newest.name, holds=held))
        return sorted(found, key=lambda known: (known.folder, known.newest))

    def folder_of(self, identity: str, folders: Collection[str], first: str) -> str | None:
        """The folder, of these, of the inspection with this id; `first` is the likeliest. None where it is not there."""
        ordered = sorted(folders, key=lambda folder: folder != first)
        return next((folder for folder in ordered if self.of(self._library / folder).inspection == _safe(identity)), None)

    def gone(self, beginning: str, there: Collection[str]) -> Known | None:
        """The inspection whose folder began so and is not among those that are there; raises LibraryError for several."""
        wanted = beginning.casefold()
        found = [known for known in self.known() if known.folder not in there and known.folder.casefold().startswith(wanted)]
        found = [known for known in found if known.folder == beginning][-1:] or found
        if len(found) > 1:
            named = ", ".join(f"{known.folder} ({known.snapshots.inspection})" for known in found[:6])
            raise LibraryError(
                f'Snapshots of several inspections begin with "{clean_text(beginning, one_line=True)}": {named}; give more of '
                "the name, or the whole name of the folder."
            )
        return found[0] if found else None


def _identity_of(folder: Path) -> tuple[str, frozenset[str]]:
    """The inspection's id, empty where it cannot be told, and then the ids of the records in it."""
    try:
        details = content_of(folder / DETAILS)
    except OSError:
        details = None
    if details is not None:
        identity = look_at(folder / DETAILS, DETAILS, details, Measure()).holds
        if identity:
            return identity, frozenset()
    try:
        contents = contents_in(folder)[0]
    except OSError:
        return "", frozenset()
    measure = measure_of(None, contents.get(INSTRUMENT))
    seen = (look_at(folder / place, place, content, measure) for place, content in contents.items() if "/" in place)
    return "", frozenset(one.holds for one in seen if one.holds)


def _are_alike(kept: frozenset[str], present: frozenset[str]) -> bool:
    return bool(kept & present) or not present


def _safe(identity: str) -> str:
    """An id as the name of a folder; it comes from a file that anybody may have written."""
    return (
        identity if safe_name(identity, otherwise="") == identity else f"id-{hash_of(identity.encode('utf-8', 'replace'))[:16]}"
    )
