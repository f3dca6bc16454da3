"""The library: the folder that holds all inspections, each in a folder of its own."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_tui.domain.records import Inspection
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.settings import DEFAULTS, Settings
from sqs_tui.store.files import make_folder, random_name, saving, shown, write_refusal
from sqs_tui.store.index import Entry, Index
from sqs_tui.store.locks import locked
from sqs_tui.store.trash import (
    Trashed,
    clear_deleting,
    delete_for_good,
    deleted_in,
    put_into_trash,
    require_trashed,
    take_out,
    trashed_in,
)
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.store.backups import Backups
    from sqs_tui.store.find_index import FindIndex
    from sqs_tui.store.inspection import OpenInspection
    from sqs_tui.store.retaining import Retained
    from sqs_tui.store.snapshots import Source

_BEGUN = ".new-"
_NAMED = 6
"""How many inspections a message names."""


class Library:
    """The inspections in a folder, which need not be there before the first one begins."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        settings: Callable[[], Settings] = lambda: DEFAULTS,
    ) -> None:
        self.path = path
        self._clock = clock
        self._settings = settings
        self._finding: dict[bool, FindIndex] = {}

    @property
    def settings(self) -> Settings:
        """The settings as they are now: how often snapshots are taken, and how long they are kept."""
        return self._settings()

    def entries(self, steps: Steps = untold) -> list[Entry]:
        """All inspections, by folder; one that is damaged says so. Raises LibraryError where the library cannot be read.

        Where `steps` cancel, what has been read until then is known the next time.
        """
        folders = self.folders()
        try:
            return [self.index.look(folder) for folder in stepped(folders, "inspections", steps)]
        finally:
            self.index.save(folders)

    @cached_property
    def index(self) -> Index:
        """What is known of the inspections without reading them."""
        return Index(self.path)

    def finding(self, *, notes: bool) -> "FindIndex":
        """The index of what can be found in the inspections, of what inspectors noted, too, where `notes` says so."""
        from sqs_tui.store.find_index import FindIndex

        if notes not in self._finding:
            self._finding[notes] = FindIndex(self, notes=notes)
        return self._finding[notes]

    def find(self, beginning: str) -> str:
        """The folder of this name, or the only one that begins so; raises LibraryError."""
        folders = self.folders()
        if beginning in folders:
            return beginning
        found = [folder for folder in folders if folder.casefold().startswith(beginning.casefold())]
        if len(found) == 1:
            return found[0]
        name = clean_text(beginning, one_line=True)
        if not folders:
            raise LibraryError(f"There is no inspection in {shown(self.path)} yet; `sqs-tui new` begins one.")
        if not found:
            raise LibraryError(f'No inspection begins with "{name}"; `sqs-tui list` names those there are.')
        named = ", ".join(found[:_NAMED]) + (", …" if len(found) > _NAMED else "")
        raise LibraryError(f'Several inspections begin with "{name}": {named}. Give more of the name.')

    def open(self, folder: str, *, by: str, now: Callable[[], datetime]) -> "OpenInspection":
        """Open an inspection; raises LibraryError or DamagedFileError."""
        from sqs_tui.store.inspection import OpenInspection

        return OpenInspection(self._existing(folder), by=by, now=now)

    def create(self, instrument: bytes, details: Inspection, *, by: str, now: Callable[[], datetime]) -> str:
        """Begin an inspection pinned to these criteria, and give its folder.

        The id and the time of creation of `details` are given here. Raises InstrumentError, LibraryError or NotSavedError; then
        there is no inspection, not even half of one.
        """
        from sqs_tui.store.beginning import Beginning

        beginning = Beginning(instrument, details, by=by, now=now)
        self._make()
        with self._held():
            return beginning.put_into(self.path, f"{_BEGUN}{random_name(4)}", self._taken())

    def trash(self, folder: str, *, by: str = "") -> None:
        """Put an inspection into the trash; raises LibraryError or NotSavedError."""
        inspection = self._existing(folder)
        with self._held():
            stamp = self._clock().astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
            put_into_trash(inspection, stamp, clean_text(by, one_line=True))

    def trashed(self) -> list[Trashed]:
        """The inspections in the trash, the last one last. Raises LibraryError."""
        return trashed_in(self.path)

    def find_trashed(self, beginning: str) -> Trashed:
        """The inspection in the trash whose name begins so, of one name the last; raises LibraryError."""
        name = beginning.casefold()
        found = [one for one in self.trashed() if one.name.casefold().startswith(name)]
        same = [one for one in found if one.folder.casefold() == name] or found
        if not same:
            raise LibraryError(
                f'No inspection in the trash begins with "{clean_text(beginning, one_line=True)}"; `sqs-tui trash --list` names '
                "those there are."
            )
        if len({one.folder for one in same}) > 1:
            raise LibraryError(f"Several inspections in the trash begin so: {', '.join(one.name for one in same[:_NAMED])}.")
        return same[-1]

    def restore(self, name: str = "") -> str:
        """Bring back what is in the trash under a name, or what was put there last, and give its folder.

        Raises LibraryError or NotSavedError.
        """
        trashed = self.trashed()
        if not trashed:
            raise LibraryError("The trash is empty.")
        with self._held():
            return take_out(self.path, self.find_trashed(name) if name else trashed[-1], iter(self._taken()))

    def delete(self, trashed: Trashed, *, snapshots: bool = False) -> None:
        """Delete an inspection in the trash for good, with its snapshots where told. Raises LibraryError or NotSavedError.

        Its id stays, with the time, so that no merge brings it back.
        """
        from sqs_tui.store.find_file import forget_found

        with self._held():
            require_trashed(self.path, trashed)
            if snapshots and trashed.id:  # first: what is cut short is still in the trash, and is deleted again
                self.backups.of_inspection(trashed.id).forget()
            delete_for_good(self.path, trashed, self._clock().astimezone(UTC).isoformat(timespec="seconds"))
        self.index.save(self.folders())  # which may still have told of it
        forget_found(self.path)  # as may this

    def retain(self, folder: str, *, by: str, today: date, steps: Steps = untold) -> "Retained":
        """Remove the notes and histories of an inspection whose day has come, and give what went. Raises as `retaining.clear`."""
        from sqs_tui.store.retaining import clear

        self._existing(folder)
        with self._held():
            return clear(self, folder, by=by, today=today, steps=steps)

    def deleted(self) -> dict[str, str]:
        """When inspections were deleted for good, by their ids. Raises LibraryError."""
        return deleted_in(self.path)

    def folders(self) -> list[str]:
        """The folders of the inspections, sorted. Raises LibraryError."""
        return [name for name in _names_in(self.path) if not name.startswith(".")]

    # Snapshots

    def now(self) -> datetime:
        """The time, as this library tells it."""
        return self._clock()

    @property
    def backups(self) -> "Backups":
        """The snapshots of all inspections."""
        from sqs_tui.store.backups import Backups

        return Backups(self.path)

    def snapshot(self, folder: str, *, why: str, steps: Steps = untold) -> "Source":
        """Take a snapshot of an inspection, and let go of those that are past their age.

        Gives the newest one where nothing has changed since. Raises LibraryError or NotSavedError, or what `steps` raises.
        """
        from sqs_tui.store.snapshots import ages_of

        inspection = self._existing(folder)
        snapshots = self.backups.of(inspection)
        taken = snapshots.take(inspection, why=why, at=self._clock(), steps=steps)
        snapshots.prune(self._clock(), ages_of(self.settings))
        return taken

    def bring_back(self, source: "Source", steps: Steps = untold) -> str:
        """Bring an inspection that is no longer here back from a snapshot or an archive, and give its folder.

        Raises LibraryError or NotSavedError, or what `steps` raises, and then there is not even half of it.
        """
        from sqs_tui.store.restoring import restore_whole

        self._make()
        with self._held():
            self._require_absent(source.manifest.inspection, source.manifest.folder)
            return restore_whole(self.path, source, self._taken(), steps)

    def put(self, identity: str, wanted: str, contents: Mapping[str, bytes], steps: Steps = untold) -> str:
        """Put an inspection that came from elsewhere into the library, given its id and its files by place; gives its folder.

        Raises LibraryError or NotSavedError, or what `steps` raises, and then there is not even half of it.
        """
        from sqs_tui.store.restoring import put_whole

        self._make()
        with self._held():
            self._require_absent(identity, wanted)
            return put_whole(self.path, wanted, self._taken(), contents, steps)

    def _require_absent(self, identity: str, wanted: str) -> None:
        """Raise LibraryError where another program has brought the inspection here meanwhile; the library is held."""
        there = self.backups.folder_of(identity, self.folders(), wanted)
        if there:
            raise LibraryError(f"{there} is the same inspection, and has just come into the library: look at it, and try again.")

    def _taken(self) -> list[str]:
        return [path.name for path in self.path.iterdir()]

    def _existing(self, folder: str) -> Path:
        if folder not in self.folders():
            name = clean_text(folder, one_line=True)
            raise LibraryError(f'There is no inspection "{name}"; `sqs-tui list` names those there are.')
        return self.path / folder

    def _make(self) -> None:
        if self.path.is_dir():
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            make_folder(self.path)
        except OSError as fault:
            why = (fault.strerror or str(fault)).lower()
            raise LibraryError(f"{shown(self.path)} cannot be made: {why}; name another folder with --library.") from fault

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the list of inspections alone."""
        refusal = write_refusal(self.path)
        if refusal:
            raise NotSavedError(f"Nothing was changed: {refusal}.")
        with saving(self.path), locked(self.path / "inspections"):
            self._clear_begun()
            yield

    def _clear_begun(self) -> None:
        """Remove what a process that was killed had begun to make, or to delete for good."""
        for name in _names_in(self.path):
            if name.startswith(_BEGUN):
                import shutil

                shutil.rmtree(self.path / name, ignore_errors=True)
        clear_deleting(self.path)


def _names_in(folder: Path) -> list[str]:
    """The names of the folders in a folder, sorted; none where it is not there. Raises LibraryError."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir())
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        raise LibraryError(f"{shown(folder)} is no folder; name one for the library with --library.") from None
    except OSError as fault:
        raise LibraryError(f"{shown(folder)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault
