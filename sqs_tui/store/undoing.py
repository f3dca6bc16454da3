"""Undo and redo: what takes an act back or brings it again, and when somebody else's change stands in the way."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol, TypeVar

import msgspec

from sqs_tui.domain.history import Act, Cause, OvertakenError, Reversal, reversals
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Change, FieldChange, Record, RecordState
from sqs_tui.domain.telling import answer_in_words
from sqs_tui.domain.waivers import is_waiver, waived_question
from sqs_tui.errors import SealedError
from sqs_tui.store.history import Writer
from sqs_tui.store.record_file import TOLD, RecordData, Touches, change_answer, set_fields
from sqs_tui.store.table_file import Writing

L = TypeVar("L", bound=Change | FieldChange)
WritingOf = Callable[[str, Touches], AbstractContextManager[Writing[RecordData]]]
"""Begins a save of the record with an id."""

TAKEN_BACK = (*TOLD, "trashed")
"""The fields of a record of which a change can be taken back."""
_FIELDS = {
    "reference": "the reference",
    "case_manager": "the case manager",
    "inspector": "the inspector",
    "trashed": "the place",
}


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What an undo or a redo did. `record` and `question` are empty where it did nothing; `says` tells why."""

    record: str = ""
    question: str = ""
    """Empty also where it was no answer that was taken back."""
    records: tuple[str, ...] = ()
    """All records that it was about, also where it did nothing."""
    says: str


class History(Protocol[L]):
    """One of the histories that a record's file holds."""

    many: str
    """What several of its subjects are called."""
    touches: Touches
    """What is changed when something of it is taken back."""

    def lines(self, data: RecordData) -> Mapping[str, L]:
        """Its lines that can be taken back, by id."""

    def write(self, writing: Writing[RecordData], writer: Writer, found: Reversal[L], act: str, cause: Cause) -> None:
        """Write the line that takes something back or brings it again."""

    def place(self, record: Record, subject: str) -> str:
        """How messages name what was changed: "BU07 2.1"."""

    def told(self, line: L) -> str:
        """How messages name what a line made of it: "No (behaviour)"."""

    def what(self, record: Record, line: L) -> str:
        """How messages name a change that is taken back, or brought again: "BU07 2.1: No (behaviour)"."""
        return f"{self.place(record, line.subject)}: {self.told(line)}"


class Answers(History[Change | FieldChange]):
    """The answers of a record, and the problems that were waived in it."""

    many = "answers"
    touches = Touches.ANSWERS

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def lines(self, data: RecordData) -> Mapping[str, Change | FieldChange]:
        """All of them."""
        return {**data.changes, **{line.id: line for line in data.field_changes.values() if is_waiver(line.field)}}

    def write(
        self, writing: Writing[RecordData], writer: Writer, found: Reversal[Change | FieldChange], act: str, cause: Cause
    ) -> None:
        """Put the answer, or the waiver, that was or is again."""
        undoes = found.last.act
        if isinstance(found.last, Change):
            change_answer(writing, writer, found.subject, found.to, act=act, cause=cause, base=found.base, undoes=undoes)
        else:
            set_fields(writing, writer, {found.subject: found.to}, act=act, cause=cause, base=found.base, undoes=undoes)
            set_fields(writing, writer, {"state": RecordState.IN_PROGRESS})

    def place(self, record: Record, subject: str) -> str:
        """By the question's number, or by its title where it has none."""
        question = waived_question(subject) if is_waiver(subject) else subject
        known = self._instrument.questions.get(question)
        return f"{record.reference} {known.title if known and not known.numbered else question}"

    def told(self, line: Change | FieldChange) -> str:
        """By the choice's label, or as a waiver."""
        if isinstance(line, Change):
            return answer_in_words(self._instrument, line.question, line.new)
        return f"waived ({line.new[0]})" if line.new else "no longer waived"


class Fields(History[FieldChange]):
    """What people say of records: reference, case manager, inspector, trash."""

    many = "changes"
    touches = Touches.RECORD

    def lines(self, data: RecordData) -> Mapping[str, FieldChange]:
        """Those that a person made."""
        return {line.id: line for line in data.field_changes.values() if line.act and line.field in TAKEN_BACK}

    def write(self, writing: Writing[RecordData], writer: Writer, found: Reversal[FieldChange], act: str, cause: Cause) -> None:
        """Put the value that was, or is again."""
        set_fields(writing, writer, {found.subject: found.to}, act=act, cause=cause, base=found.base, undoes=found.last.act)

    def place(self, record: Record, subject: str) -> str:
        """By the record and the field."""
        return f"{_FIELDS[subject]} of {record.reference}"

    def told(self, line: FieldChange) -> str:
        """By the value."""
        return str(line.new) or "nothing"

    def what(self, record: Record, line: FieldChange) -> str:
        """By the record, the field and the value; of the trash, which way it went."""
        if line.field == "trashed":
            return f"that {record.reference} {'went into' if line.new else 'came back from'} the trash"
        return super().what(record, line)


def reverse(act: Act[L], history: History[L], writer: Writer, writing_of: WritingOf, *, again: bool) -> Undone:
    """Take an act back in each of its records, or with `again` bring it back, as one act. Raises NotSavedError.

    All records are held before the first is saved.
    """
    records = tuple(dict.fromkeys(record for record, _ in act.changes))
    try:
        done = _write(act, history, writer, writing_of, again=again)
    except _RefusedError as refused:
        return Undone(says=str(refused), records=records)
    record, first = done[0]
    what = history.what(record, first.last)
    if len(done) > 1:
        what = f"{len(done)} {history.many}, the first of them {what}"
    question = first.subject if isinstance(first.last, Change) else ""
    says = f"{'Brought back' if again else 'Took back'} {what}."
    return Undone(record=record.id, question=question, records=records, says=says)


class _RefusedError(Exception):
    """An undo or redo that may not be; the message is for the user."""


def _write(
    act: Act[L], history: History[L], writer: Writer, writing_of: WritingOf, *, again: bool
) -> list[tuple[Record, Reversal[L]]]:
    cause, own_act = (Cause.REDO if again else Cause.UNDO), writer.act_id()
    done: list[tuple[Record, Reversal[L]]] = []
    with ExitStack() as stack:
        for record_id in sorted({record_id for record_id, _ in act.changes}):  # one order of locks for everyone
            try:
                writing = stack.enter_context(writing_of(record_id, history.touches))
            except SealedError as sealed:
                raise _RefusedError(str(sealed)) from None
            data = writing.state
            lines = [change for record, change in act.changes if record == record_id]
            try:
                found = reversals(lines, history.lines(data), writer.by, again=again)
            except OvertakenError as overtaken:
                place = history.place(data.record, overtaken.subject)
                says = f"{place[:1].upper()}{place[1:]} was changed by {overtaken.by} since, and stays as it is."
                raise _RefusedError(says) from None
            for reversal in found:
                history.write(writing, writer, reversal, own_act, cause)
                done.append((data.record, reversal))
    first = [record_id for record_id, _ in act.changes]
    return sorted(done, key=lambda placed: first.index(placed[0].id))
