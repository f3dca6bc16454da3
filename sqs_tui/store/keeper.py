"""Snapshots that nobody asks for: of what is opened, and then hourly of what goes on changing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqs_tui.errors import SqsError
from sqs_tui.store.files import shown, why_not_saved
from sqs_tui.store.library import Library


class Keeper:
    """Takes the snapshots of the inspections that a program has open. Looking is cheap where none is due."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._looked: dict[str, datetime] = {}

    def look(self, folders: Iterable[str]) -> list[str]:
        """Take the snapshots that are due; where nothing has changed since the newest, none is made.

        Gives a sentence for each that could not be taken, which is tried again when the next is due, and raises no fault of the
        disk: the work goes on without. May run beside the program, in a thread of its own.
        """
        faults = []
        for folder in folders:
            now, last = self._library.now(), self._looked.get(folder)
            if last is not None and timedelta(0) <= now - last < timedelta(minutes=self._library.settings.snapshot_minutes):
                continue
            self._looked[folder] = now
            try:
                self._library.snapshot(folder, why="hourly" if last else "opened")
            except SqsError as fault:
                faults.append(str(fault))
            except OSError as fault:
                faults.append(f"The snapshot of {shown(self._library.path / folder)} was not saved: {why_not_saved(fault)}.")
        return faults
