"""What each export says of itself: by which criteria it was made, and when it was written."""

from datetime import UTC, datetime

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.details import days
from sqs_tui.text import clean_text


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Criteria and time of one export."""

    criteria: str
    """The instrument's id and version: "sqs 1.0"."""
    title: str
    """The instrument's title."""
    at: datetime
    """When it was written, aware of its zone."""

    @property
    def written_at(self) -> str:
        """The time for programs: UTC, ISO 8601 in whole seconds."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def says(self) -> str:
        """Both for people, in one line."""
        at = self.at.astimezone(UTC)
        day = at.date().isoformat()
        return f"{self.title} ({self.criteria}). Written on {days(day, day)} at {at:%H.%M} UTC."


def stamp(instrument: Instrument, at: datetime) -> Stamp:
    """The stamp of what is made by an instrument at a time that is aware of its zone."""
    criteria = clean_text(f"{instrument.id} {instrument.version}", one_line=True)
    return Stamp(criteria=criteria, title=clean_text(instrument.title, one_line=True), at=at)
