"""Undo and redo: what takes an act back or brings it again, and when somebody else's change stands in the way."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Act, Cause, Change, Content, Record, in_order
from sqs_tui.store.history import Writer
from sqs_tui.store.record_file import SEALED, RecordData, change_answer
from sqs_tui.store.table_file import Writing


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What an undo or a redo did. `record` and `question` are empty where it did nothing; `says` tells why."""

    record: str = ""
    question: str = ""
    says: str


def reverse(
    act: Act,
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
    what = f"{_place(instrument, record, first.question)}: {_in_words(instrument, first.question, first.act)}"
    if len(done) > 1:
        what = f"{len(done)} answers, the first of them {what}"
    return Undone(record=record.id, question=first.question, says=f"{'Brought back' if again else 'Took back'} {what}.")


class _RefusedError(Exception):
    """An undo or redo that may not be; the message is for the user."""


def _write(
    act: Act,
    instrument: Instrument,
    writer: Writer,
    writing_of: Callable[[str], AbstractContextManager[Writing[RecordData]]],
    *,
    again: bool,
) -> list[tuple[Record, "_Reversal"]]:
    cause, own_act = (Cause.REDO if again else Cause.UNDO), writer.act_id()
    done: list[tuple[Record, _Reversal]] = []
    with ExitStack() as stack:
        for record_id in sorted({record_id for record_id, _ in act.changes}):  # one order of locks for everyone
            writing = stack.enter_context(writing_of(record_id))
            data = writing.state
            if data.record.state in SEALED:
                raise _RefusedError(f"{data.record.reference} is {data.record.state.value}: nothing in it is taken back.")
            lines = [change for record, change in act.changes if record == record_id]
            try:
                found = _reversals(lines, data.changes, writer.by, again=again)
            except _OvertakenError as overtaken:
                place = _place(instrument, data.record, overtaken.question)
                raise _RefusedError(f"{place} was changed by {overtaken.by} since, and stays as it is.") from None
            for reversal in found:
                change_answer(writing, writer, reversal.question, reversal.content, act=own_act, cause=cause, undoes=act.id)
                done.append((data.record, reversal))
    return done


class _Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """What takes back, or brings again, one answer of an act."""

    question: str
    content: Content
    """What the answer becomes."""
    act: Content
    """What the act had made of it."""


class _OvertakenError(Exception):
    """Somebody else has changed the answer since."""

    def __init__(self, question: str, by: str) -> None:
        super().__init__(question, by)
        self.question = question
        self.by = by


def _reversals(lines: Iterable[Change], history: Mapping[str, Change], by: str, *, again: bool) -> list[_Reversal]:
    """What takes back an act's lines in one record, or with `again` brings them back.

    `history` is the record's, by id. Raises _OvertakenError where another person's change is not among what the act stood on.
    """
    by_question: dict[str, list[Change]] = {}
    for line in lines:
        by_question.setdefault(line.question, []).append(line)
    return [_reversal(of_question, history, by, again=again) for of_question in by_question.values()]


def _reversal(lines: list[Change], history: Mapping[str, Change], by: str, *, again: bool) -> _Reversal:
    last = lines[-1]
    same = sorted((change for change in history.values() if change.question == last.question), key=in_order)
    undone = [change for change in same if change.cause is Cause.UNDO and change.undoes == last.act and change.by == by]
    known = _stood_on(history, undone[-1] if again and undone else last)
    since = [change for change in same if change.by != by and change.id not in known]
    if since:
        raise _OvertakenError(last.question, since[-1].by)
    if again:
        return _Reversal(question=last.question, content=last.new, act=last.new)
    # Where another person wrote between the act's own changes, only what came after is taken back.
    first = next((line for line in lines if all(history[id_].by == by for id_ in known - _stood_on(history, line))), last)
    return _Reversal(question=last.question, content=first.old, act=last.new)


def _stood_on(history: Mapping[str, Change], change: Change) -> set[str]:
    """The ids of the changes that a change replaced, and of those that they had replaced, and its own."""
    found: set[str] = set()
    open_ = [change.id]
    while open_:
        id_ = open_.pop()
        if id_ in history and id_ not in found:
            found.add(id_)
            open_.extend(history[id_].base)
    return found


def _in_words(instrument: Instrument, question: str, content: Content) -> str:
    """An answer as messages name it: "No (behaviour)"."""
    choice = instrument.choice(question, content.value) if question in instrument.questions else None
    given = choice.label if choice else content.value or ("a note" if content.note else "cleared")
    return f"{given} ({', '.join(content.reasons)})" if content.reasons else given


def _place(instrument: Instrument, record: Record, question: str) -> str:
    """How messages name a question of a record: "BU07 2.1", or by its title where it has no number."""
    known = instrument.questions.get(question)
    return f"{record.reference} {known.title if known and not known.numbered else question}"
