"""Merging: what comes of histories that were written apart.

Everything here is a function of the set of lines: which side is called first, and how often one is taken in, makes no difference.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from sqs_tui.domain.history import Line, in_order
from sqs_tui.domain.records import Change, FieldChange, Inspection, Record
from sqs_tui.domain.seals import partition

L = TypeVar("L", bound=Line)
Begun = TypeVar("Begun", Record, Inspection)
D = TypeVar("D", bound=msgspec.Struct)


class ClashError(Exception):
    """Two sides tell differently what cannot have become another: a line of history, or what a record began as."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        """What they differ in, as messages name it."""


def union(*sides: Mapping[str, L]) -> dict[str, L]:
    """The lines of all sides by their ids, in order. Raises ClashError where two differ under one id."""
    found: dict[str, L] = {}
    for side in sides:
        for key, line in side.items():
            if found.setdefault(key, line) != line:
                raise ClashError(f"the line {key} of its history")
    return dict(sorted(found.items(), key=lambda item: in_order(item[1])))


def begun_as(sides: Sequence[tuple[Begun, Iterable[FieldChange]]], replayed: Collection[str]) -> Begun:
    """What a record or an inspection was before its history began, given it as each side has it with that side's lines on it.

    A side without a line on a field has it as it began; a field that is never `replayed` never changes. Raises ClashError where
    two sides differ in what began or never changes.
    """
    first = sides[0][0]
    begun: dict[str, object] = {}
    for field in first.__struct_fields__:
        by_side = [
            (getattr(value, field), [line for line in lines if line.field == field and field in replayed])
            for value, lines in sides
        ]
        untouched = [value for value, lines in by_side if not lines]
        if any(value != untouched[0] for value in untouched):
            raise ClashError(f"what it began as ({field})")
        every = sorted((line for _, lines in by_side for line in lines), key=in_order)
        begun[field] = msgspec.to_builtins(untouched[0] if untouched else every[0].old)
    return msgspec.convert(begun, type(first))


class RecordLines(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one record: those of its file, and those that its seal keeps out of it."""

    changes: dict[str, Change]
    fields: dict[str, FieldChange]
    held: dict[str, Change | FieldChange] = {}

    @property
    def every_change(self) -> dict[str, Change]:
        """All lines on answers."""
        return self.changes | {key: line for key, line in self.held.items() if isinstance(line, Change)}

    @property
    def every_field(self) -> dict[str, FieldChange]:
        """All lines on the record itself."""
        return self.fields | {key: line for key, line in self.held.items() if isinstance(line, FieldChange)}


def merged(*sides: RecordLines) -> RecordLines:
    """One record's lines from all sides, parted anew by the seal that counts. Raises ClashError."""
    changes = union(*(side.every_change for side in sides))
    fields = union(*(side.every_field for side in sides))
    double = changes.keys() & fields.keys()
    if double:
        raise ClashError(f"the line {min(double)} of its history")
    parted = partition(changes.values(), fields.values())
    held = {key: line for key, line in (changes | fields).items() if key in parted.held}
    return RecordLines(changes=parted.changes, fields=parted.fields, held=held)


def kept_drafts(text_of: Callable[[D], str], *sides: Mapping[str, D]) -> dict[str, D]:
    """What each account is typing: of two drafts of one account the longer, since drafts have no history to tell the later."""
    kept: dict[str, D] = {}
    for side in sides:
        for account, draft in side.items():
            known = kept.get(account)
            kept[account] = draft if known is None else max(known, draft, key=lambda one: _weight(text_of(one), one))
    return dict(sorted(kept.items()))


def _weight(text: str, draft: msgspec.Struct) -> tuple[int, str, bytes]:
    return len(text), text, msgspec.json.encode(draft)
