"""Undo and redo: what takes an act back or brings it again, and when somebody else's change stands in the way."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import msgspec

from sqs_tui.domain.history import Act, Cause, OvertakenError, Reversal, reversals
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Change, Content, Record
from sqs_tui.store.history import Writer
from sqs_tui.store.record_file import SEALED, RecordData, change_answer
from sqs_tui.store.table_file import Writing


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What an undo or a redo did. `record` and `question` are empty where it did nothing; `says` tells why."""

    record: str = ""
    question: str = ""
    says: str


def reverse(
    act: Act[Change],
    instrument: Instrument,
    writer: Writer,
    writing_of: Callable[[str], AbstractContextManager[Writing[RecordData]]],
    *,
    again: bool,
) -> Undone:
    """Take an act back in each of its records, or with `again` bring it back, as one act. Raises NotSavedError.

    `writing_of` begins a save of a record; all records are held before the first is saved.
    """
    try:
        done = _write(act, instrument, writer, writing_of, again=again)
    except _RefusedError as refused:
        return Undone(says=str(refused))
    record, first = done[0]
    what = f"{_place(instrument, record, first.subject)}: {_in_words(instrument, first.subject, first.last.new)}"
    if len(done) > 1:
        what = f"{len(done)} answers, the first of them {what}"
    return Undone(record=record.id, question=first.subject, says=f"{'Brought back' if again else 'Took back'} {what}.")


class _RefusedError(Exception):
    """An undo or redo that may not be; the message is for the user."""


def _write(
    act: Act[Change],
    instrument: Instrument,
    writer: Writer,
    writing_of: Callable[[str], AbstractContextManager[Writing[RecordData]]],
    *,
    again: bool,
) -> list[tuple[Record, Reversal[Change]]]:
    cause, own_act = (Cause.REDO if again else Cause.UNDO), writer.act_id()
    done: list[tuple[Record, Reversal[Change]]] = []
    with ExitStack() as stack:
        for record_id in sorted({record_id for record_id, _ in act.changes}):  # one order of locks for everyone
            writing = stack.enter_context(writing_of(record_id))
            data = writing.state
            if data.record.state in SEALED:
                raise _RefusedError(f"{data.record.reference} is {data.record.state.value}: nothing in it is taken back.")
            lines = [change for record, change in act.changes if record == record_id]
            try:
                found = reversals(lines, data.changes, writer.by, again=again)
            except OvertakenError as overtaken:
                place = _place(instrument, data.record, overtaken.subject)
                raise _RefusedError(f"{place} was changed by {overtaken.by} since, and stays as it is.") from None
            for reversal in found:
                change_answer(writing, writer, reversal.subject, reversal.to, act=own_act, cause=cause, undoes=act.id)
                done.append((data.record, reversal))
    return done


def _in_words(instrument: Instrument, question: str, content: Content) -> str:
    """An answer as messages name it: "No (behaviour)"."""
    choice = instrument.choice(question, content.value) if question in instrument.questions else None
    given = choice.label if choice else content.value or ("a note" if content.note else "cleared")
    return f"{given} ({', '.join(content.reasons)})" if content.reasons else given


def _place(instrument: Instrument, record: Record, question: str) -> str:
    """How messages name a question of a record: "BU07 2.1", or by its title where it has no number."""
    known = instrument.questions.get(question)
    return f"{record.reference} {known.title if known and not known.numbered else question}"
