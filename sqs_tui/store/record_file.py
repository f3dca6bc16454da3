"""A record's file: the record, its answers with their history, and what is being typed."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from sqs_tui.domain.history import Cause, Stand, stand_of
from sqs_tui.domain.records import (
    BLANK,
    Answer,
    Change,
    Content,
    Draft,
    FieldChange,
    FieldValue,
    Record,
    RecordState,
    answer_from,
    contents,
    field_stands,
    present_answers,
)
from sqs_tui.errors import LibraryError
from sqs_tui.store.history import Writer
from sqs_tui.store.storage import Readable, damaged
from sqs_tui.store.table_file import TableFile, Writing, create_file
from sqs_tui.text import clean_text

SEALED = (RecordState.CHECKED, RecordState.SIGNED_OFF)
"""States in which answers are no longer changed."""

TOLD = ("reference", "case_manager", "inspector")
"""What people say of a record: two who say different things at the same time are in conflict, and each can take it back."""
REPLAYED = (*TOLD, "state", "trashed")
"""The fields of a record that are replayed from its history; the others never change."""


class RecordData(msgspec.Struct, frozen=True, kw_only=True):
    """What a record's file holds. The record and its answers are replayed from the changes, whatever the file's own lists say."""

    record: Record
    changes: dict[str, Change]
    answers: dict[str, Answer]
    field_changes: dict[str, FieldChange]
    stands: dict[str, Stand[FieldChange]]
    """Where each field that was ever changed has led, those included that a record does not have of itself."""
    drafts: dict[str, Draft]
    """What is being typed, by account: two may have the record open."""

    @property
    def contents(self) -> dict[str, Content]:
        """The present answers' contents by question."""
        return contents(self.answers)

    @property
    def conflicts(self) -> list[Stand[Change] | Stand[FieldChange]]:
        """What two have said differently without seeing each other's, of answers and of the record."""
        contended = [self.stand(question) for question, answer in self.answers.items() if answer.others]
        return [
            *filter(None, contended),
            *(self.stands[field] for field in TOLD if field in self.stands and self.stands[field].others),
        ]

    def stand(self, question: str) -> Stand[Change] | None:
        """Where the history of a question has led; also a clearing, which is no answer, is a head of it."""
        return stand_of(change for change in self.changes.values() if change.question == question)


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of a record's file that are read."""

    record: dict[str, Record]
    changes: dict[str, Change] = {}
    record_changes: dict[str, FieldChange] = {}
    draft: dict[str, Draft] = {}


RecordFile = TableFile[RecordData]
"""A record's file while its inspection is open."""


def open_record(path: Path, units: Collection[str]) -> RecordFile:
    """Open the file of a record of one of these units.

    Raises DamagedFileError, or LibraryError where it cannot be read or is too new.
    """
    return RecordFile(path, lambda storage: decode_record(storage, units))


def decode_record(storage: Readable, units: Collection[str]) -> RecordData:
    """What the file of a record of one of these units holds. Raises as `open_record` does."""
    tables = storage.read_as(_Tables)
    if len(tables.record) != 1:
        raise damaged(storage.path, "it does not hold one record")
    _require_keys(tables.record, storage.path)
    _require_keys(tables.changes, storage.path)
    _require_keys(tables.record_changes, storage.path)
    (record,) = tables.record.values()
    if record.unit not in units:
        raise damaged(storage.path, f'its record is of a kind, "{record.unit}", that this inspection does not know')
    stands = field_stands(tables.record_changes.values())
    try:
        record = replayed(record, stands)
    except msgspec.ValidationError as fault:
        raise damaged(storage.path, clean_text(str(fault), one_line=True).rstrip(".")) from None
    return RecordData(
        record=record,
        changes=tables.changes,
        answers=present_answers(tables.changes.values()),
        field_changes=tables.record_changes,
        stands=stands,
        drafts=tables.draft,
    )


def replayed(record: Record, stands: Mapping[str, Stand[FieldChange]]) -> Record:
    """A record as its history has it. Raises ValidationError for what a field cannot hold."""
    said = {field: stands[field].line.new for field in REPLAYED if field in stands}
    record = msgspec.convert(msgspec.to_builtins(record) | said, Record)
    return msgspec.structs.replace(record, **{field: " ".join(getattr(record, field).split()) for field in TOLD})


def _require_keys(table: Mapping[str, Record | Change | FieldChange], path: Path) -> None:
    wrong = next((key for key, value in table.items() if value.id != key), None)
    if wrong is not None:
        raise damaged(path, f"what it keeps under {wrong} bears another id")


def is_signed_off(data: RecordData) -> bool:
    """Whether no path of the program may change the record."""
    return data.record.state is RecordState.SIGNED_OFF


def require_unsealed(record: Record) -> None:
    """Raise LibraryError where a record takes no changes any more."""
    if record.state in SEALED:
        raise LibraryError(
            f"{record.reference} is {record.state.value}: nothing in it is changed any more. Set its state back first."
        )
    if record.of and record.state is RecordState.COMPLETE:
        raise LibraryError(
            f"{record.reference} has been scored again: open the second scoring again, for a reason, to change it."
        )


def create_record(path: Path, record: Record, writer: Writer) -> None:
    """Write the file of a new record. Raises FileExistsError or NotSavedError."""
    made = writer.field_change(None, "created", "", record.created)
    create_file(
        path, {"record": {record.id: record}, "answers": {}, "changes": {}, "record_changes": {made.id: made}, "draft": {}}
    )


# Saves: each takes a writing, puts what changes, and moves its state on


def _append(writing: Writing[RecordData], change: Change) -> None:
    """Add a line to the history, with the answer it makes."""
    data = writing.state
    lines = {**data.changes, change.id: change}
    answers = {question: answer for question, answer in data.answers.items() if question != change.question}
    answer = answer_from(line for line in lines.values() if line.question == change.question)
    if answer:
        answers[change.question] = answer
    writing.put("changes", change.id, change)
    writing.put("answers", change.question, answer)
    writing.state = msgspec.structs.replace(data, changes=lines, answers=answers)


def change_answer(
    writing: Writing[RecordData],
    writer: Writer,
    question: str,
    content: Content,
    *,
    act: str,
    cause: Cause,
    base: Iterable[str],
    old: Content | None = None,
    undoes: str = "",
    why: str = "",
) -> Change:
    """Put an answer over what its writer saw, and the record back into progress; gives the line of history.

    `base` names the changes that are replaced; `old` is what was seen, what stands unless told.
    """
    data = writing.state
    answer = data.answers.get(question)
    change = Change(
        id=writer.change_id(),
        # After every other line: what undo and redo find goes by the order in which things were done.
        at=writer.at(known.at for known in data.changes.values()),
        by=writer.by,
        question=question,
        old=old if old is not None else answer.content if answer else BLANK,
        new=content,
        base=tuple(replaced for replaced in base if replaced in data.changes),  # a restore may have taken it away
        act=act,
        cause=cause,
        undoes=undoes,
        why=why,
    )
    _append(writing, change)
    set_fields(writing, writer, {"state": RecordState.IN_PROGRESS})
    return change


def set_fields(
    writing: Writing[RecordData],
    writer: Writer,
    fields: Mapping[str, FieldValue],
    *,
    base: Iterable[str] | None = None,
    act: str = "",
    cause: Cause = Cause.ANSWER,
    undoes: str = "",
    why: str = "",
) -> None:
    """Change what is said of a record, leaving a line of history for each field that becomes another.

    What people say (TOLD) replaces what this program knew when the save began: what came since is in conflict with it.
    """
    data = writing.state
    lines, stands = dict(data.field_changes), dict(data.stands)
    for field, new in fields.items():
        old = stated(data, field)
        if old != new or cause is Cause.RESOLVE:
            seen = (writing.before.stands if field in TOLD else stands).get(field)
            wanted = base if base is not None else seen.base if seen else ()
            replaces = [replaced for replaced in wanted if replaced in lines]  # a restore may have taken it away
            change = writer.field_change(
                stands.get(field), field, old, new, base=replaces, act=act, cause=cause, undoes=undoes, why=why
            )
            lines[change.id] = change
            stands[field] = stand_of(known for known in lines.values() if known.field == field) or stands[field]
            writing.put("record_changes", change.id, change)
    if len(lines) > len(data.field_changes):
        record = replayed(data.record, stands)
        if record != data.record:
            writing.put("record", record.id, record)
        writing.state = msgspec.structs.replace(data, record=record, field_changes=lines, stands=stands)


def stated(data: RecordData, field: str) -> FieldValue:
    """What is said of a record under a field's name, be it one of its own or not; empty where nothing is."""
    if field in data.stands:
        return data.stands[field].line.new
    return str(getattr(data.record, field, ""))


def set_draft(writing: Writing[RecordData], by: str, draft: Draft | None) -> None:
    """Keep what an account is typing, or forget it."""
    drafts = {account: kept for account, kept in writing.state.drafts.items() if account != by}
    if draft:
        drafts[by] = draft
    writing.put("draft", by, draft)
    writing.state = msgspec.structs.replace(writing.state, drafts=drafts)


def questions_between(before: RecordData, after: RecordData) -> tuple[str, ...]:
    """The questions whose answers differ between two states of a record."""
    every: Iterable[str] = dict.fromkeys((*before.answers, *after.answers))
    return tuple(question for question in every if before.answers.get(question) != after.answers.get(question))
