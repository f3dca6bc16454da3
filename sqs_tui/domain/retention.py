"""Retention: what is left of the histories of a closed inspection when its notes go, and how much that is.

What is left is a function of what was there, without a clock or an account: done again it changes nothing, so that a removal that
was broken off is completed by another, and two machines that hold the same come to the same. A line that stays keeps its id, who
wrote it and when, and loses its note, its reason and what stood before; all others go.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from sqs_tui.domain.compare import contents_at
from sqs_tui.domain.history import Cause, stand_of, stood_on
from sqs_tui.domain.letter.entries import Decision, Entry, LetterChange, ParagraphEntry, Quote, Waiver, letter_stands
from sqs_tui.domain.records import BLANK, Change, Content, FieldChange, FieldValue, Record, histories, present_answers
from sqs_tui.domain.seals import SEAL, Line, counting_seal, seal_of
from sqs_tui.domain.second import DECISION
from sqs_tui.domain.waivers import is_waiver

_GONE = "removed with the notes"
"""What stands instead of a reason that people gave."""
_WHY = "notes and histories were removed"
"""Why a record that is signed off was sealed again."""
AnyLine = Change | FieldChange | LetterChange
_OF_NOTE = "looks-like-answers"
"""The kind of problem whose sentence holds the note."""


# What is left


def _left_of(content: Content) -> Content:
    """An answer without its note; that it may be quoted stays, since the letter may do so. A note alone leaves nothing."""
    if not (content.value or content.reasons):
        return BLANK
    removed = content.note_removed or bool(content.note)
    return Content(value=content.value, reasons=content.reasons, quote=content.quote, note_removed=removed)


def answers_left(changes: Mapping[str, Change], compared: Iterable[Collection[str]] = ()) -> dict[str, Change]:
    """What is left of a record's answers: one line for each that stands, and those that second scorings are compared by.

    `compared` has, for each second scoring of the record or by it, the ids of the lines that stood when that was finished.
    """
    left: dict[str, Content] = {}
    for heads in compared:
        stood = contents_at(changes.values(), heads)
        for id_ in heads:
            if id_ in changes:
                left.setdefault(id_, stood.get(changes[id_].question, BLANK))
    stands = {question: stand_of(lines) for question, lines in histories(changes.values()).items()}
    asked = {changes[id_].question for id_ in left}
    for question, stand in stands.items():
        if stand and (_left_of(stand.line.new) or question in asked):  # a clearing stays where what it cleared does
            left[stand.line.id] = stand.line.new
    heads_now = {head.id for stand in stands.values() if stand for head in stand.heads}
    return {
        id_: msgspec.structs.replace(
            changes[id_],
            old=BLANK,
            new=_left_of(content),
            base=tuple(sorted((stood_on(changes, id_) & left.keys()) - heads_now - {id_})),
            act=id_,
            cause=Cause.RETENTION,
            undoes="",
            why="",
        )
        for id_, content in left.items()
    }


def fields_left(
    record: Record, changes: Mapping[str, Change], fields: Mapping[str, FieldChange], left: Mapping[str, Change], pinned: str
) -> dict[str, FieldChange]:
    """What is left of what was said of a record: one line for each field; a record that is signed off is sealed again.

    `changes` and `fields` are all of its lines, `left` what `answers_left` gave, `pinned` the hash of the instrument.
    """
    sealed = counting_seal(changes.values(), fields.values())
    kept: dict[str, FieldChange] = {}
    for line in _standing(fields):
        if line.field != SEAL and (line.field in record.__struct_fields__ or line.new):
            # What a record began as is told by what its first line found.
            old = line.old if line.field in record.__struct_fields__ else ""
            settled = _settled(line, old, _said(line))
            why = _GONE if line.why and line.field.startswith(DECISION) else ""
            kept[line.id] = msgspec.structs.replace(settled, why=why)
    if sealed:
        lines: tuple[Line, ...] = (*left.values(), *kept.values())
        hashed = seal_of(record, present_answers(left.values()), lines, pinned)
        kept[sealed.line.id] = msgspec.structs.replace(_settled(sealed.line, "", hashed), why=_WHY)
    return kept


def details_left(fields: Mapping[str, FieldChange]) -> dict[str, FieldChange]:
    """What is left of the history of an inspection's details: one line for each that was ever changed."""
    return {line.id: _settled(line, line.old, line.new) for line in _standing(fields)}


def _standing(fields: Mapping[str, FieldChange]) -> Iterable[FieldChange]:
    by_field: dict[str, list[FieldChange]] = {}
    for line in fields.values():
        by_field.setdefault(line.field, []).append(line)
    return (stand.line for lines in by_field.values() if (stand := stand_of(lines)))


def _settled(line: FieldChange, old: FieldValue, new: FieldValue) -> FieldChange:
    return msgspec.structs.replace(line, old=old, new=new, base=(), act="", cause=Cause.RETENTION, undoes="", why="")


def _said(line: FieldChange) -> FieldValue:
    """What a line on a record still says: a waiver without the reason that was given for it."""
    if is_waiver(line.field) and isinstance(line.new, tuple) and len(line.new) == 2:
        return _GONE, _GONE if line.field.split(":")[1] == _OF_NOTE else line.new[1]
    return line.new


def letter_left(changes: Mapping[str, LetterChange], own: Collection[str], placed: Collection[str]) -> dict[str, LetterChange]:
    """What is left of the letter's history: one line for each part that is in it, or was decided on.

    `own` are the ids of the paragraphs that it prints in people's own words, `placed` those of the quotes that it prints.
    """
    kept: dict[str, LetterChange] = {}
    for key, stand in letter_stands(changes.values()).items():
        identity, entry = key.partition(":")[2], stand.line.new
        left = entry and _entry_left(entry, own=identity in own, placed=identity in placed)
        if left:
            kept[stand.line.id] = msgspec.structs.replace(
                stand.line, old=None, new=left, base=(), act=stand.line.id, cause=Cause.RETENTION, undoes="", why=""
            )
    return kept


def _entry_left(entry: Entry, *, own: bool, placed: bool) -> Entry | None:
    match entry:
        case ParagraphEntry() if not own:
            return msgspec.structs.replace(entry, text=None, seen=())
        case Quote():
            return msgspec.structs.replace(entry, original=entry.text) if placed else None
        case Waiver():
            return Waiver(says=_GONE, reason=_GONE)
        case ParagraphEntry() | Decision():
            return entry


# What goes


class Going(msgspec.Struct, frozen=True, kw_only=True):
    """How much is removed of an inspection, or would be."""

    notes: int = 0
    """Answers with a note, in all records and second scorings."""
    quotes: int = 0
    """Quotes that the letter does not print, and notes behind those that it does."""
    reasons: int = 0
    """Reasons that were given: for letting a problem stand, for opening a record again, for a decision."""
    lines: int = 0
    """Lines of history."""
    drafts: int = 0
    """What was being typed: in records, in the letter, in forms, and in external editors."""
    held: int = 0
    """Lines that wait for records which are signed off."""
    snapshots: int = 0
    copies: int = 0
    """Copies in the library's trash, damaged files that were set aside, and what saves that broke off have left."""
    size: int = 0
    """Bytes by which the library becomes smaller, before the snapshot that is taken afterwards."""

    def __bool__(self) -> bool:
        """Whether anything goes."""
        return any(getattr(self, name) for name in self.__struct_fields__ if name != "size")

    def __add__(self, other: "Going") -> "Going":
        """What goes of both."""
        return Going(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})

    @property
    def words(self) -> tuple[str, ...]:
        """Each count that is any, in words."""
        counted = (
            (self.notes, "note", "notes"),
            (self.quotes, "quote or note behind one", "quotes or notes behind them"),
            (self.reasons, "reason", "reasons"),
            (self.lines, "line of history", "lines of history"),
            (self.drafts, "unfinished text", "unfinished texts"),
            (self.held, "change that waits", "changes that wait"),
            (self.snapshots, "snapshot", "snapshots"),
            (self.copies, "other copy", "other copies"),
        )
        return tuple(f"{count:,} {one if count == 1 else many}" for count, one, many in counted if count)


def going_of_answers(changes: Mapping[str, Change], left: Mapping[str, Change]) -> Going:
    """What goes of a record's answers."""
    notes = sum(bool(changes[id_].new.note) for id_ in left)
    lost = {answer.heads for answer in present_answers(changes.values()).values() if not answer.content.value}
    return Going(notes=notes + len(lost), reasons=_reasons(changes, left), lines=len(changes) - len(left))


def going_of_fields(fields: Mapping[str, FieldChange], left: Mapping[str, FieldChange]) -> Going:
    """What goes of what was said of a record or of a visit."""
    waived = sum(fields[line.id].new != line.new for line in left.values() if is_waiver(line.field))
    return Going(lines=len(fields) - len(left), reasons=waived + _reasons(fields, left))


def going_of_letter(changes: Mapping[str, LetterChange], left: Mapping[str, LetterChange]) -> Going:
    """What goes of the letter."""
    stands = [stand.line for stand in letter_stands(changes.values()).values() if stand.line.new]
    changed = [line.new for line in stands if line.id not in left or left[line.id].new != line.new]
    return Going(
        lines=len(changes) - len(left),
        quotes=sum(isinstance(entry, Quote) for entry in changed),
        reasons=sum(isinstance(entry, Waiver) for entry in changed) + _reasons(changes, left),
    )


def _reasons(lines: Mapping[str, AnyLine], left: Collection[str]) -> int:
    """How many of the lines that stay bear a reason that goes."""
    return sum(lines[id_].why not in ("", _WHY, _GONE) for id_ in left)
