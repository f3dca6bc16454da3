"""A record's file: the record, its answers with their history, and what is being typed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any

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
    histories,
    present_answers,
)
from sqs_tui.domain.seals import Line, counting_seal, is_broken
from sqs_tui.domain.states import SEALED
from sqs_tui.errors import SealedError
from sqs_tui.store.history import Writer
from sqs_tui.store.storage import Readable, damaged
from sqs_tui.store.table_file import TableFile, Writing, create_file
from sqs_tui.text import clean_text

TOLD = ("reference", "case_manager", "inspector")
"""What people say of a record: two who say different things at the same time are in conflict, and each can take it back."""
REPLAYED = (*TOLD, "state", "trashed")
"""The fields of a record that are replayed from its history; the others never change."""


class RecordData(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What a record's file holds. The record and its answers are replayed from the changes, whatever the file's own lists say."""

    record: Record
    changes: dict[str, Change]
    answers: dict[str, Answer]
    field_changes: dict[str, FieldChange]
    stands: dict[str, Stand[FieldChange]]
    """Where each field that was ever changed has led, those included that a record does not have of itself."""
    drafts: dict[str, Draft]
    """What is being typed, by account: two may have the record open."""
    fault: str = ""
    """What is wrong with a file that was signed off and then changed by other means, as a sentence; it is read-only."""

    @property
    def contents(self) -> dict[str, Content]:
        """The present answers' contents by question."""
        return contents(self.answers)

    @cached_property
    def conflicts(self) -> tuple[Stand[Change] | Stand[FieldChange], ...]:
        """What two have said differently without seeing each other's, of answers and of the record."""
        contended = [self.stand(question) for question, answer in self.answers.items() if answer.others]
        return (
            *filter(None, contended),
            *(self.stands[field] for field in TOLD if field in self.stands and self.stands[field].others),
        )

    def stand(self, question: str) -> Stand[Change] | None:
        """Where the history of a question has led; also a clearing, which is no answer, is a head of it."""
        return stand_of(self.histories.get(question, ()))

    @cached_property
    def histories(self) -> dict[str, list[Change]]:
        """The changes of each question that has any."""
        return histories(self.changes.values())


_AT = attrgetter("at")


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of a record's file that are read."""

    record: dict[str, Record]
    changes: dict[str, Change] = {}
    record_changes: dict[str, FieldChange] = {}
    draft: dict[str, Draft] = {}
    answers: dict[str, Any] = {}
    """A copy for people and other programs, which nothing here goes by."""


class Touches(Enum):
    """What a save of a record changes; from what a record no longer takes, the file itself keeps every save out."""

    ANSWERS = auto()
    """Answers, waivers, what is being typed: until the record is checked or in the trash."""
    RECORD = auto()
    """What is said of the record, and the trash: until it is signed off."""
    STATE = auto()
    """Its state, by the rules of `domain.states`, and what comes in when it is opened again: always."""


class RecordFile(TableFile[RecordData]):
    """A record's file while its inspection is open."""

    @contextmanager
    def writing(self, touches: Touches = Touches.ANSWERS) -> Iterator[Writing[RecordData]]:
        """Hold the file alone for one save. Raises SealedError where the record takes none of the kind, else as any file does."""
        with super().writing() as writing:
            refused = refusal(writing.found, touches)
            if refused:
                raise SealedError(refused)
            yield writing


def refusal(data: RecordData, touches: Touches) -> str:
    """Why a record takes no changes of a kind, as a sentence; empty where it does."""
    record = data.record
    if touches is Touches.STATE:
        return ""
    if data.fault:
        return data.fault
    if record.state is RecordState.SIGNED_OFF or (record.state in SEALED and touches is Touches.ANSWERS):
        return sealed_sentence(record)
    if record.of and record.state is RecordState.COMPLETE and touches is Touches.ANSWERS:
        return f"{record.reference} has been scored again: open the second scoring again, for a reason, to change it."
    return f"{record.reference} is in the trash: bring it back first." if record.trashed and touches is Touches.ANSWERS else ""


def sealed_sentence(record: Record) -> str:
    """Why a record that is checked or signed off takes no changes, and what to do."""
    return (
        f"{record.reference} is {record.state.value}: nothing in it is changed any more. Open it again first, with a reason: "
        f"`.` among the records, or `sqs-tui state`."
    )


def open_record(path: Path, units: Collection[str], instrument_hash: str) -> RecordFile:
    """Open the file of a record of one of these units, scored by the instrument with this hash.

    Raises DamagedFileError, or LibraryError where it cannot be read or is too new.
    """
    return RecordFile(path, lambda storage: decode_record(storage, units, instrument_hash))


def decode_record(storage: Readable, units: Collection[str], instrument_hash: str) -> RecordData:
    """What the file of a record of one of these units holds. Raises as `open_record` does."""
    tables = storage.read_as(_Tables)
    if len(tables.record) != 1:
        raise damaged(storage.path, "it does not hold one record")
    _require_keys(tables.record, storage.path)
    _require_keys(tables.changes, storage.path)
    _require_keys(tables.record_changes, storage.path)
    (stored,) = tables.record.values()
    if stored.unit not in units:
        raise damaged(storage.path, f'its record is of a kind, "{stored.unit}", that this inspection does not know')
    stands = field_stands(tables.record_changes.values())
    try:
        record = replayed(stored, stands)
    except msgspec.ValidationError as fault:
        raise damaged(storage.path, clean_text(str(fault), one_line=True).rstrip(".")) from None
    answers = present_answers(tables.changes.values())
    return RecordData(
        record=record,
        changes=tables.changes,
        answers=answers,
        field_changes=tables.record_changes,
        stands=stands,
        drafts=tables.draft,
        fault=_seal_fault(record, answers, tables, storage.path, instrument_hash),
    )


def _seal_fault(record: Record, answers: Mapping[str, Answer], tables: _Tables, path: Path, instrument_hash: str) -> str:
    """What is wrong with a file that is signed off, as a sentence; empty where nothing is, or it is not signed off.

    Also the lists in it, which nothing here goes by, are to be those of its lines: other programs read them.
    """
    changes, fields = tables.changes.values(), tables.record_changes.values()
    seal = counting_seal(changes, fields)
    if not instrument_hash:  # inspection.json is damaged, and nothing can be told
        return ""
    if seal is None and record.state is not RecordState.SIGNED_OFF:
        return ""
    copied = tables.record == {record.id: record} and _canonical(tables.answers) == _canonical(answers)
    if copied and not is_broken(record, changes, fields, instrument_hash):
        return ""
    sealed = f"was signed off on {seal.line.at[:10]} by {seal.line.by}" if seal else "is called signed off without a seal"
    place = clean_text(f"{path.parent.name}/{path.name}", one_line=True)
    return (
        f"{record.reference} {sealed}, and its file was changed since by other means ({place}): restore it from a backup "
        "(`sqs-tui restore`), or open it again with a reason."
    )


def _canonical(answers: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(answers, order="sorted")


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
    """Whether no path of the program may change the record: it is signed off, and its seal is whole."""
    return data.record.state is RecordState.SIGNED_OFF and not data.fault


def create_record(path: Path, record: Record, writer: Writer, imported: Mapping[str, Content]) -> None:
    """Write the file of a new record, with the answers that came with it. Raises FileExistsError or NotSavedError."""
    made = writer.field_change(None, "created", "", record.created)
    lines = [_imported(writer, question, content) for question, content in imported.items()]
    changes = {line.id: line for line in lines}
    create_file(
        path,
        {
            "record": {record.id: record},
            "answers": present_answers(lines),
            "changes": changes,
            "record_changes": {made.id: made},
            "draft": {},
        },
    )


def _imported(writer: Writer, question: str, content: Content) -> Change:
    return Change(
        id=writer.change_id(),
        at=writer.at(),
        by=writer.by,
        question=question,
        old=BLANK,
        new=content,
        act=writer.act_id(),
        cause=Cause.IMPORT,
    )


# Saves: each takes a writing, puts what changes, and moves its state on


def _append(writing: Writing[RecordData], change: Change) -> None:
    """Add a line to the history, with the answer it makes."""
    data = writing.state
    lines = {**data.changes, change.id: change}
    answers = {question: answer for question, answer in data.answers.items() if question != change.question}
    history = [*data.histories.get(change.question, ()), change]
    answer = answer_from(history)
    if answer:
        answers[change.question] = answer
    writing.put("changes", change.id, change)
    writing.put("answers", change.question, answer)
    writing.state = msgspec.structs.replace(data, changes=lines, answers=answers)
    vars(writing.state)["histories"] = {**data.histories, change.question: history}  # else the next save sorts all lines again


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
        at=writer.at(map(_AT, data.changes.values())),
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

    What people say (TOLD) replaces what this program knew when the save began: what came since is in conflict with it. Anything
    else is settled by whoever writes last.
    """
    data = writing.state
    lines, stands = dict(data.field_changes), dict(data.stands)
    for field, new in fields.items():
        old = stated(data, field)
        if old != new or cause is Cause.RESOLVE:
            replaces = base if base is not None else _replaced(writing, stands, field)
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


def _replaced(writing: Writing[RecordData], stands: Mapping[str, Stand[FieldChange]], field: str) -> Iterable[str]:
    if field in TOLD:
        seen = writing.before.stands.get(field)
        known = writing.state.field_changes
        return [line for line in seen.base if line in known] if seen else ()  # a restore may have taken one away
    return [head.id for head in stands[field].heads] if field in stands else ()


def absorb(writing: Writing[RecordData], lines: Iterable[Line]) -> None:
    """Take lines that were written elsewhere into a record's file; what is in it already changes nothing."""
    data = writing.state
    changes, fields = dict(data.changes), dict(data.field_changes)
    for line in lines:
        if isinstance(line, Change) and line.id not in changes:
            changes[line.id] = line
            writing.put("changes", line.id, line)
        elif isinstance(line, FieldChange) and line.id not in fields:
            fields[line.id] = line
            writing.put("record_changes", line.id, line)
    answers, stands = present_answers(changes.values()), field_stands(fields.values())
    writing.state = msgspec.structs.replace(
        data, record=replayed(data.record, stands), changes=changes, answers=answers, field_changes=fields, stands=stands
    )
    put_copies(writing)


def put_copies(writing: Writing[RecordData]) -> None:
    """Write the record and its answers as their lines have them, whatever another program made of these lists."""
    writing.fill("record", {writing.state.record.id: writing.state.record})
    writing.fill("answers", writing.state.answers)


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
    if before.answers is after.answers:
        return ()
    every: Iterable[str] = dict.fromkeys((*before.answers, *after.answers))
    return tuple(question for question in every if before.answers.get(question) != after.answers.get(question))
