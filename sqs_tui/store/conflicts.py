"""Conflicts: what two have said differently of the same thing without seeing each other's, until somebody decides."""

from typing import Any, TypedDict

import msgspec

from sqs_tui.domain.history import Cause, Stand
from sqs_tui.domain.letter.entries import LetterChange
from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.errors import LibraryError


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of which two have said something different. Nothing is lost: the later stands, the others are kept."""

    record: str
    """The record's id; empty where it is about the visit or the letter."""
    stands: Change | FieldChange | LetterChange
    others: tuple[Change | FieldChange | LetterChange, ...]
    heads: tuple[str, ...]
    """The ids of all lines that a decision replaces."""

    @property
    def lines(self) -> tuple[Change | FieldChange | LetterChange, ...]:
        """What stands, and then the others."""
        return (self.stands, *self.others)

    @property
    def subject(self) -> str:
        """The question, the field or the part of the letter."""
        return self.stands.subject


class Decided(TypedDict):
    """What the line that settles a conflict says besides what stands."""

    cause: Cause
    base: tuple[str, ...]
    why: str


def of_stand(stand: Stand[Any], record: str = "") -> Conflict:
    """The conflict in which a history stands."""
    heads = tuple(head.id for head in stand.heads)
    return Conflict(record=record, stands=stand.line, others=stand.others, heads=heads)


def require_open(conflict: Conflict, stand: Stand[Any] | None) -> None:
    """Raise LibraryError where a conflict has gone on since it was looked at."""
    if stand is None or of_stand(stand, conflict.record) != conflict:
        raise LibraryError("Somebody has gone on with this since you looked: look at the list again.")
