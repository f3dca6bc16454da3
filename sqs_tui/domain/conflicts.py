"""Conflicts: what two have said differently of the same thing without seeing each other's, until somebody decides."""

from collections.abc import Sequence
from typing import Any

import msgspec

from sqs_tui.domain.history import Stand, in_order
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import LetterChange
from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.domain.telling import place


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of which two have said something different. Nothing is lost: the later stands, the others are kept."""

    record: str
    """The record's id; empty where it is about the visit or the letter."""
    stands: Change | FieldChange | LetterChange
    others: tuple[Change | FieldChange | LetterChange, ...]
    heads: tuple[str, ...] = ()
    """The ids of all lines that a decision replaces."""
    held: bool = False
    """The others came for a signed-off record and wait until it is opened again: there is nothing to decide before."""

    @property
    def lines(self) -> tuple[Change | FieldChange | LetterChange, ...]:
        """What stands, and then the others."""
        return (self.stands, *self.others)

    @property
    def subject(self) -> str:
        """The question, the field or the part of the letter."""
        return self.stands.subject

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its lines, in an order that does not depend on which of them stands."""
        return tuple(sorted(line.id for line in self.lines))


def of_stand(stand: Stand[Any], record: str = "") -> Conflict:
    """The conflict in which a history stands."""
    heads = tuple(head.id for head in stand.heads)
    return Conflict(record=record, stands=stand.line, others=stand.others, heads=heads)


def of_held(lines: Sequence[Change | FieldChange], stands: Change | FieldChange | None, record: str) -> Conflict:
    """What is held of one subject of a signed-off record, beside what stands there; where nothing does, the last that is held."""
    ordered = sorted(lines, key=in_order)
    if stands is None:
        return Conflict(record=record, stands=ordered[-1], others=tuple(ordered[:-1]), held=True)
    return Conflict(record=record, stands=stands, others=tuple(ordered), held=True)


def says_of(instrument: Instrument, conflict: Conflict, called: str = "") -> str:
    """A conflict in one sentence that tells nothing of what was said; `called` is what its record is called."""
    where = place(instrument, conflict.stands, called)
    if conflict.held:
        return f"{where}: something else came for it after its sign-off, and is held until the record is opened again."
    return f"{where}: two have said different things; decide in the list of conflicts which of them stands."
