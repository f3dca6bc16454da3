"""What a verification finds: where, what, how bad, and how it can be put right."""

from enum import StrEnum

import msgspec

from sqs_tui.text import clean_text


class Badness(StrEnum):
    """How bad a finding is."""

    DAMAGED = "damaged"
    """A file cannot be used."""
    INCONSISTENT = "inconsistent"
    """A file can be used, but what it says does not fit together."""
    STRAY = "stray"
    """Something lies there that does no harm and does not belong there."""


class Repair(StrEnum):
    """What puts a finding right; the value says it."""

    NONE = "no repair"
    COPY = "the newest good copy takes its place, and what is damaged is kept"
    REPLAY = "the list is written anew from the history"
    TAKE_IN = "it comes into the file of its record"
    REMOVE = "it is removed"
    MODE = "the rights are set as those of the rest"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be."""

    place: str
    """In the inspection's folder, or `.backup/…` in the library; empty for the folder itself."""
    what: str
    """A clause: "it is empty"."""
    badness: Badness
    repair: Repair = Repair.NONE
    why: str = ""
    """Why there is no repair, or what to do by hand."""

    @property
    def remedy(self) -> str:
        """The repair that is offered, or "no repair" with the reason."""
        return f"{self.repair.value}: {self.why}" if self.repair is Repair.NONE else self.repair.value


def finding(place: str, what: str, badness: Badness, repair: Repair = Repair.NONE, why: str = "") -> Finding:
    """A finding with its texts made safe to print."""
    return Finding(
        place=clean_text(place, one_line=True),
        what=clean_text(what, one_line=True),
        badness=badness,
        repair=repair,
        why=clean_text(why, one_line=True),
    )
