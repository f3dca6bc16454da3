"""One open inspection: its records, answers and history. It owns their state and announces what changes, by whomever."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sqs_tui.domain.history import Cause, undoable_acts
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import BLANK, Answer, Change, Content, Draft, Inspection, Record, RecordState
from sqs_tui.domain.tally import Reviewed, Tallier, Tallies
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.files import write_refusal
from sqs_tui.store.history import Writer
from sqs_tui.store.inspection_file import open_details, read_pinned, set_details
from sqs_tui.store.letter import OpenLetter
from sqs_tui.store.locks import clear_temporary
from sqs_tui.store.record_file import (
    RecordData,
    RecordFile,
    change_answer,
    heads_in,
    questions_between,
    require_unsealed,
    set_draft,
    set_fields,
)
from sqs_tui.store.shelf import Found, Shelf
from sqs_tui.store.table_file import Writing
from sqs_tui.store.undoing import Undone, reverse
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.domain.letter.letter import Letter


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed: a record's answers to these questions or the record itself; details or letter where `record` is empty."""

    record: str
    questions: tuple[str, ...]
    own: bool
    """Whether this program did it; another inspector's otherwise."""


class OpenInspection:
    """The inspection in a folder, opened by an account (`by`) with a clock (`now`, aware of its zone).

    Raises DamagedFileError or LibraryError where the inspection itself cannot be used; a damaged record is only named.
    Whatever changes something is on disk when it returns. It raises NotSavedError where it could not be, and then nothing has
    changed in memory either; LibraryError says that it may not be done at all.
    """

    def __init__(self, folder: Path, *, by: str, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._details = open_details(folder)
        self.instrument: Instrument = read_pinned(folder, self._details.state.instrument_hash)
        self._writer = Writer(clean_text(by, one_line=True) or "unknown", now)
        self._shelf = Shelf(folder, self.instrument)
        self._details_fault = ""
        self._tallier = Tallier(self.instrument)
        self._stale: set[str] = set()
        self._tallies: Tallies | None = None
        self._subscribers: list[Callable[[Changed], None]] = []
        self.letter = OpenLetter(
            folder, self.instrument, self._writer, lambda own: self._announce(Changed(record="", questions=(), own=own))
        )
        """What people have made of the letter."""
        if not self.writable_problem():
            for place in (folder, *self._shelf.folders()):
                clear_temporary(place)
        self._stale |= {found.record for found in self._shelf.look()}

    # What is there

    @property
    def details(self) -> Inspection:
        """The details of the visit."""
        return self._details.state.details

    @property
    def by(self) -> str:
        """The account that the history names for what is done here."""
        return self._writer.by

    @property
    def damaged(self) -> tuple[str, ...]:
        """A sentence for each file that cannot be used: which, what is wrong, where it is, what to do."""
        return (*filter(None, (self._details_fault, self.letter.fault)), *self._shelf.damaged)

    def records(self, unit: str | None = None) -> list[Record]:
        """The records, of one unit or of all, in the order of their references."""
        return [file.state.record for file in self._shelf if unit in (None, file.state.record.unit)]

    def record(self, name_or_id: str) -> Record:
        """The record with this id or this reference; raises LibraryError where there is none, or are several."""
        if name_or_id in self._shelf:
            return self._shelf[name_or_id].state.record
        wanted = clean_text(name_or_id, one_line=True)
        named = [record for record in self.records() if record.reference.casefold() == wanted.casefold()]
        if len(named) == 1:
            return named[0]
        if named:
            ids = ", ".join(record.id for record in named)
            raise LibraryError(f'Several records of {self.details.name} are called "{wanted}": name one by its id ({ids}).')
        raise LibraryError(
            f'No record of {self.details.name} is called "{wanted}": `sqs-tui show {self.folder.name}` lists them.'
        )

    def answers(self, record_id: str) -> dict[str, Answer]:
        """A record's present answers by question."""
        return dict(self._file(record_id).state.answers)

    def contents(self, record_id: str) -> dict[str, Content]:
        """The contents of a record's present answers by question."""
        return self._file(record_id).state.contents

    def draft(self, record_id: str) -> Draft | None:
        """What this account was typing in a record when it was last saved."""
        return self._file(record_id).state.drafts.get(self.by)

    def reviewed(self, unit: str | None = None) -> list[Reviewed]:
        """The records with their answers, as tallies take them."""
        return [_reviewed(file.state) for file in self._shelf if unit in (None, file.state.record.unit)]

    def tallies(self) -> Tallies:
        """The tallies as of now; only what has changed since the last call is counted again."""
        for record_id in self._stale:
            if record_id in self._shelf:
                self._tallier.update(_reviewed(self._shelf[record_id].state))
            else:
                self._tallier.remove(record_id)
        self._stale.clear()
        self._tallies = self._tallies or self._tallier.tallies()
        return self._tallies

    def written(self) -> "Letter":
        """The letter as it stands now."""
        from sqs_tui.domain.letter.letter import write_letter  # noqa: PLC0415 - Markdown takes long to import

        return write_letter(self.instrument, self.details, self.reviewed(), self.tallies(), self.letter.entries)

    def writable_problem(self) -> str:
        """Why nothing can be saved here; empty where it can."""
        places = (self.folder, self._details.path, *self._shelf.folders())
        return next((refusal for place in places if (refusal := write_refusal(place))), "")

    # Following

    def subscribe(self, callback: Callable[[Changed], None]) -> Callable[[], None]:
        """Have a callback told of each change, until what this gives is called."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def refresh(self) -> bool:
        """Pick up what other processes wrote, announce it, and give whether there was anything."""
        anything = self._refresh_details() | self.letter.refresh()
        for found in self._shelf.look():
            anything |= self._tell(found, own=False)
        return anything

    def _refresh_details(self) -> bool:
        before = self.details
        try:
            self._details.refresh()
        except LibraryError as fault:
            self._details_fault = str(fault)
            return False
        self._details_fault = ""
        if self.details == before:
            return False
        self._announce(Changed(record="", questions=(), own=False))
        return True

    def _tell(self, found: Found, *, own: bool) -> bool:
        before, after = found.before, found.after
        if before and after:
            questions = questions_between(before, after)
            if not questions and before.record == after.record:
                return False
        else:
            known = before or after
            questions = tuple(known.answers) if known else ()
        self._stale.add(found.record)
        self._tallies = None
        self._announce(Changed(record=found.record, questions=questions, own=own))
        return True

    def _announce(self, changed: Changed) -> None:
        for callback in tuple(self._subscribers):
            callback(changed)

    # Answers

    def new_act(self) -> str:
        """An id for changes that belong together, and are undone together."""
        return self._writer.act_id()

    def put(self, record_id: str, question: str, content: Content, *, act: str, cause: Cause = Cause.ANSWER) -> Change | None:
        """Save an answer, with its line of history. Gives that line; the present one where the answer is the same already."""
        unit = self._file(record_id).state.record.unit
        if question not in self.instrument.questions or self.instrument.section_of(question).unit != unit:
            raise LibraryError(f'"{clean_text(question, one_line=True)}" is no question that is asked of a {unit}.')
        content = _cleaned(content)
        if cause is Cause.ANSWER and not content:
            cause = Cause.CLEAR
        with self._writing(record_id) as writing:
            require_unsealed(writing.state.record)
            answer, heads = writing.state.answers.get(question), heads_in(writing.state, question)
            if content == (answer.content if answer else BLANK) and len(heads) <= 1:
                return heads[-1] if heads else None
            return change_answer(writing, self._writer, question, content, act=act, cause=cause)

    def undo(self) -> Undone:
        """Take back this account's last act, in whatever record, unless somebody has changed the answer since."""
        return self._reverse(again=False)

    def redo(self) -> Undone:
        """Bring again what the last undo took back."""
        return self._reverse(again=True)

    def _reverse(self, *, again: bool) -> Undone:
        self.refresh()
        histories = {file.state.record.id: file.state.changes.values() for file in self._shelf}
        acts = undoable_acts(histories, self.by)[1 if again else 0]
        if not acts:
            return Undone(says=f"There is nothing to {'redo' if again else 'undo'}.")
        return reverse(acts[-1], self.instrument, self._writer, self._writing, again=again)

    # Records and details

    def add_record(self, unit: str, reference: str, *, case_manager: str = "", inspector: str = "") -> Record:
        """Add a record. Two may bear the same reference; they stay two."""
        if unit not in {known.id for known in self.instrument.units}:
            raise LibraryError(f'This inspection has no records of the kind "{clean_text(unit, one_line=True)}".')
        record = Record(
            id=secrets.token_hex(8),
            unit=unit,
            reference=_reference(reference),
            case_manager=clean_text(case_manager, one_line=True),
            inspector=clean_text(inspector, one_line=True),
            created=self._writer.at(),
        )
        file = self._shelf.add(record, self._writer)
        self._tell(Found(record.id, None, file.state), own=True)
        return file.state.record

    def change_record(
        self, record_id: str, *, reference: str | None = None, case_manager: str | None = None, inspector: str | None = None
    ) -> Record:
        """Change what a record says of itself; None leaves a field as it is. Refused where the record is signed off."""
        given = {"case_manager": case_manager, "inspector": inspector}
        fields = {field: clean_text(value, one_line=True) for field, value in given.items() if value is not None}
        if reference is not None:
            fields["reference"] = _reference(reference)
        with self._writing(record_id) as writing:
            if writing.state.record.state is RecordState.SIGNED_OFF:
                require_unsealed(writing.state.record)
            set_fields(writing, self._writer, fields)
        self._shelf.moved()
        return self.record(record_id)

    def set_state(self, record_id: str, state: RecordState) -> Record:
        """Say how far the review of a record is."""
        with self._writing(record_id) as writing:
            set_fields(writing, self._writer, {"state": state})
        return self.record(record_id)

    def save_draft(self, record_id: str, draft: Draft | None) -> None:
        """Keep what this account is typing in a record, or forget it; it is no part of the history."""
        if draft:
            note = clean_text(draft.note)
            draft = msgspec.structs.replace(draft, note=note, caret=max(0, min(draft.caret, len(note))), by=self.by)
        if draft != self.draft(record_id):
            with self._writing(record_id) as writing:
                set_draft(writing, self.by, draft)

    def change_details(self, **fields: str | tuple[str, ...]) -> Inspection:
        """Change details of the visit, by their names in `Inspection`."""
        with self._details.writing() as writing:
            set_details(writing, self._writer, fields)
        for known, after, own in ((writing.before, writing.found, False), (writing.found, writing.state, True)):
            if known.details != after.details:
                self._announce(Changed(record="", questions=(), own=own))
        return self.details

    def _file(self, record_id: str) -> RecordFile:
        try:
            return self._shelf[record_id]
        except KeyError:
            raise LibraryError(
                f"The record {clean_text(record_id, one_line=True)} is not, or no longer, in {self.folder.name}."
            ) from None

    @contextmanager
    def _writing(self, record_id: str) -> Iterator[Writing[RecordData]]:
        """One save of a record, announced when it is on disk; so is what another process is seen to have written."""
        started: Writing[RecordData] | None = None
        try:
            with self._file(record_id).writing() as started:
                if started.found.record.id != record_id:
                    raise NotSavedError(
                        f"{started.before.record.reference} was not saved: another record's file lies in its place."
                    )
                yield started
        finally:
            if started:
                self._tell(Found(record_id, started.before, started.found), own=False)
        self._tell(Found(record_id, started.found, started.state), own=True)


def _reviewed(data: RecordData) -> Reviewed:
    record = data.record
    return Reviewed(
        id=record.id,
        reference=record.reference,
        unit=record.unit,
        case_manager=record.case_manager,
        inspector=record.inspector,
        answers=data.contents,
    )


def _reference(text: str) -> str:
    reference = clean_text(text, one_line=True)
    if not reference:
        raise LibraryError("A record needs a reference, such as BU01.")
    return reference


def _cleaned(content: Content) -> Content:
    """An answer's content with its text cleaned; one with nothing in it is blank."""
    cleaned = msgspec.structs.replace(
        content,
        value=clean_text(content.value, one_line=True),
        reasons=tuple(clean_text(reason, one_line=True) for reason in content.reasons),
        note=clean_text(content.note),
    )
    return cleaned or BLANK
