"""Which of the inspections on the home screen have notes and histories that are due to be removed."""

from collections.abc import Collection
from datetime import date

from sqs_tui.screens.base import House
from sqs_tui.store.index import Entry


class DueNotes:
    """Learns of the inspections one by one, as the home screen looks at them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._due: set[str] = set()

    def look(self, entry: Entry) -> None:
        """See whether the day of an inspection has come."""
        if self._has_come(entry):
            self._due.add(entry.folder)
        else:
            self._due.discard(entry.folder)

    def _has_come(self, entry: Entry) -> bool:
        if entry.removed or not (entry.details and entry.is_closed):
            return False
        from sqs_tui.domain.due import is_due  # noqa: PLC0415 - most starts have no closed inspection before them

        today = date.today()  # noqa: DTZ011 - a day of the place where it is published
        return is_due(entry.details.published, self._house.settings.retention_months, today)

    def says(self, folders: Collection[str]) -> str:
        """That notes of these inspections are due, and the key that lists them; empty where none are, or that is hidden."""
        due = len(self._due.intersection(folders))
        if not due or self._house.view.on:
            return ""
        of = "an inspection" if due == 1 else f"{due} inspections"
        return self._house.keys.says(f"the notes of {of} are due to be removed: {{home.retention}}")
