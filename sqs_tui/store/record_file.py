"""A record's file: the record, its answers with their history, and what is being typed."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.history import Cause, heads_of
from sqs_tui.domain.records import (
    BLANK,
    Answer,
    Change,
    Content,
    Draft,
    FieldChange,
    Record,
    RecordState,
    answer_from,
    contents,
    present_answers,
)
from sqs_tui.errors import LibraryError
from sqs_tui.store.history import Writer
from sqs_tui.store.storage import Readable, damaged
from sqs_tui.store.table_file import TableFile, Writing, create_file

SEALED = (RecordState.CHECKED, RecordState.SIGNED_OFF)
"""States in which answers are no longer changed."""


class RecordData(msgspec.Struct, frozen=True, kw_only=True):
    """What a record's file holds. The present answers are replayed from the changes, whatever the file's own list says."""

    record: Record
    changes: dict[str, Change]
    answers: dict[str, Answer]
    field_changes: dict[str, FieldChange]
    drafts: dict[str, Draft]
    """What is being typed, by account: two may have the record open."""

    @property
    def contents(self) -> dict[str, Content]:
        """The present answers' contents by question."""
        return contents(self.answers)


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
    in_lines = {field: " ".join(getattr(record, field).split()) for field in ("reference", "case_manager", "inspector")}
    return RecordData(
        record=msgspec.structs.replace(record, **in_lines),
        changes=tables.changes,
        answers=present_answers(tables.changes.values()),
        field_changes=tables.record_changes,
        drafts=tables.draft,
    )


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


def create_record(path: Path, record: Record, writer: Writer) -> None:
    """Write the file of a new record. Raises FileExistsError or NotSavedError."""
    made = writer.field_change((), "created", "", record.created)
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
    writing: Writing[RecordData], writer: Writer, question: str, content: Content, *, act: str, cause: Cause, undoes: str = ""
) -> Change:
    """Put an answer over whatever stands, and the record back into progress; gives the line of history."""
    data = writing.state
    heads, answer = heads_in(data, question), data.answers.get(question)
    change = Change(
        id=writer.change_id(),
        at=writer.at(head.at for head in heads),
        by=writer.by,
        question=question,
        old=answer.content if answer else BLANK,
        new=content,
        base=tuple(head.id for head in heads),
        act=act,
        cause=cause,
        undoes=undoes,
    )
    _append(writing, change)
    set_fields(writing, writer, {"state": RecordState.IN_PROGRESS})
    return change


def set_fields(writing: Writing[RecordData], writer: Writer, fields: Mapping[str, Any]) -> None:
    """Change what a record says of itself, leaving a line of history for each field that becomes another."""
    data = writing.state
    lines = dict(data.field_changes)
    for field, new in fields.items():
        old = getattr(data.record, field)
        if old != new:
            change = writer.field_change(lines.values(), field, str(old), str(new))
            lines[change.id] = change
            writing.put("record_changes", change.id, change)
    record = msgspec.structs.replace(data.record, **fields)
    if record != data.record:
        writing.put("record", record.id, record)
        writing.state = msgspec.structs.replace(data, record=record, field_changes=lines)


def set_draft(writing: Writing[RecordData], by: str, draft: Draft | None) -> None:
    """Keep what an account is typing, or forget it."""
    drafts = {account: kept for account, kept in writing.state.drafts.items() if account != by}
    if draft:
        drafts[by] = draft
    writing.put("draft", by, draft)
    writing.state = msgspec.structs.replace(writing.state, drafts=drafts)


def heads_in(data: RecordData, question: str) -> list[Change]:
    """The changes of a question that nothing has replaced yet; also a clearing, which is no answer, is one."""
    return heads_of(change for change in data.changes.values() if change.question == question)


def questions_between(before: RecordData, after: RecordData) -> tuple[str, ...]:
    """The questions whose answers differ between two states of a record."""
    every: Iterable[str] = dict.fromkeys((*before.answers, *after.answers))
    return tuple(question for question in every if before.answers.get(question) != after.answers.get(question))
