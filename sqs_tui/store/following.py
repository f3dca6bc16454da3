"""An open inspection as it can be read and followed: it owns the state of its files and announces what changes, by whomever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sqs_tui.domain.history import Stand, in_order
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Answer, Change, Content, Draft, FieldChange, Inspection, Record
from sqs_tui.domain.tally import Reviewed, Tallier, Tallies
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.files import write_refusal
from sqs_tui.store.history import Writer
from sqs_tui.store.inspection_file import DETAILS, InspectionData, open_details, read_pinned
from sqs_tui.store.letter import OpenLetter
from sqs_tui.store.letter_file import LETTER
from sqs_tui.store.locks import clear_temporary
from sqs_tui.store.record_file import (
    RecordData,
    RecordFile,
    Touches,
    questions_between,
)
from sqs_tui.store.sample_file import SAMPLE, OpenSample
from sqs_tui.store.shelf import Found, Shelf
from sqs_tui.store.table_file import Writing
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.domain.telling import Placed


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed: a record's answers to these questions or the record itself; else details, letter or sample."""

    record: str
    questions: tuple[str, ...]
    own: bool
    """Whether this program did it; another inspector's otherwise."""


class FollowedInspection:
    """The inspection in a folder as it can be read, opened by an account (`by`) with a clock (`now`, aware of its zone).

    Raises DamagedFileError or LibraryError where the inspection itself cannot be used; a damaged record is only named.
    """

    def __init__(self, folder: Path, *, by: str, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._details = open_details(folder)
        self.instrument: Instrument = read_pinned(folder, self._details.state.instrument_hash)
        self._writer = Writer(clean_text(by, one_line=True) or "unknown", now)
        self._shelf = Shelf(folder, self.instrument, self._details.state.instrument_hash)
        self._seconds = Shelf(folder, self.instrument, self._details.state.instrument_hash, second=True)
        self._details_fault = ""
        self._tallier = Tallier(self.instrument)
        self._stale: set[str] = set()
        self._tallies: Tallies | None = None
        self._subscribers: list[Callable[[Changed], None]] = []
        self.letter = OpenLetter(
            folder, self.instrument, self._writer, lambda own: self._announce(Changed(record="", questions=(), own=own))
        )
        """What people have made of the letter."""
        self.sample = OpenSample(folder, lambda own: self._announce(Changed(record="", questions=(), own=own)))
        """The case lists, and what was drawn from them."""
        if not self.writable_problem():
            for place in (folder, *self._shelf.folders(), *self._seconds.folders()):
                clear_temporary(place)
        self._stale |= {found.record for found in self._shelf.look()}
        self._seconds.look()
        for file in self._every():
            for lines in (file.state.changes, file.state.field_changes):
                self._writer.catch_up(max((line.at for line in lines.values() if line.by == self.by), default=""))

    # What is there

    @property
    def details(self) -> Inspection:
        """The details of the visit."""
        return self._details.state.details

    @property
    def retention(self) -> FieldChange | None:
        """The line that says that notes and histories were removed; None where they are all there."""
        return self._details.state.retention

    @property
    def by(self) -> str:
        """The account that the history names for what is done here."""
        return self._writer.by

    @property
    def damaged(self) -> tuple[str, ...]:
        """A sentence for each file that cannot be used: which, what is wrong, where it is, what to do."""
        return tuple(self.damaged_at.values())

    @property
    def damaged_at(self) -> dict[str, str]:
        """The sentence of each file that cannot be used, by its place in the inspection's folder: `cases/BU07.json`."""
        own = {DETAILS: self._details_fault, LETTER: self.letter.fault, SAMPLE: self.sample.fault}
        damaged = {**self._shelf.damaged, **self._seconds.damaged}
        records = {path.relative_to(self.folder).as_posix(): says for path, says in damaged.items()}
        return {place: says for place, says in {**own, **records}.items() if says}

    @property
    def unread(self) -> str:
        """How many files cannot be read, in a sentence; empty where all can be."""
        broken = sum(bool(file.state.fault) for files in (self._shelf, self._seconds) for file in files)  # these are read
        count = len(self.damaged_at) - broken
        return f"{count} of its files cannot be read; opening it names them." if count else ""

    def folder_of(self, unit: str) -> str:
        """The folder in which the records of a unit lie."""
        return self._shelf.folder_of(unit)

    def records(self, unit: str | None = None) -> list[Record]:
        """The records, of one unit or of all, in the order of their references; those in the trash are none."""
        return [data.record for data in self._there(unit)]

    def trashed(self) -> list[Record]:
        """The records in the trash, in the order of their references."""
        return [file.state.record for file in self._shelf if file.state.record.trashed]

    def _there(self, unit: str | None = None) -> Iterator[RecordData]:
        """The records that count, with what is in their files."""
        for file in self._shelf:
            if unit in (None, file.state.record.unit) and not file.state.record.trashed:
                yield file.state

    def record(self, name_or_id: str) -> Record:
        """The record with this id or this reference; raises LibraryError where there is none, or are several.

        A record in the trash, and a second scoring, is found by its id alone.
        """
        for shelf in (self._shelf, self._seconds):
            if name_or_id in shelf:
                return shelf[name_or_id].state.record
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

    def stand(self, record_id: str, question: str) -> Stand[Change] | None:
        """Where the history of a record's answer to a question has led; None where it has none."""
        return self._file(record_id).state.stand(question)

    def fields(self, record_id: str) -> tuple[Stand[FieldChange], ...]:
        """Where the history of each field of a record that was ever changed has led."""
        return tuple(self._file(record_id).state.stands.values())

    def draft(self, record_id: str) -> Draft | None:
        """What this account was typing in a record when it was last saved."""
        return self._file(record_id).state.drafts.get(self.by)

    def reviewed(self, unit: str | None = None) -> list[Reviewed]:
        """The records with their answers, as tallies take them."""
        return [reviewed(data) for data in self._there(unit)]

    def lines(self) -> "Iterator[Placed]":
        """Every line of history of the records, the visit and the letter."""
        for file in self._shelf:
            record = file.state.record.id
            yield from ((record, change) for change in file.state.changes.values())
            yield from ((record, said) for said in file.state.field_changes.values())
        yield from (("", said) for said in self._details.state.changes.values())
        yield from (("", change) for change in self.letter.changes)

    def history(self, record_id: str, question: str) -> list[Change]:
        """The history of one answer, in order."""
        lines = self._file(record_id).state.changes.values()
        return sorted((line for line in lines if line.question == question), key=in_order)

    def now(self) -> str:
        """The time, as lines of history have it."""
        return self._writer.now()

    def after(self, *times: str) -> str:
        """The time, but after these: a clock that is put back does not make what is done now count for older."""
        return self._writer.at(times)

    def tallies(self) -> Tallies:
        """The tallies as of now; only what has changed since the last call is counted again."""
        for record_id in self._stale:
            if record_id in self._shelf and not self._shelf[record_id].state.record.trashed:
                self._tallier.update(reviewed(self._shelf[record_id].state))
            else:
                self._tallier.remove(record_id)
        self._stale.clear()
        self._tallies = self._tallies or self._tallier.tallies()
        return self._tallies

    def writable_problem(self) -> str:
        """Why nothing can be saved here; empty where it can."""
        places = (self.folder, self._details.path, *self._shelf.folders(), *self._seconds.folders())
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
        anything = self._refresh_details() | self.letter.refresh() | self.sample.refresh()
        return self.refresh_records() | anything

    def refresh_records(self) -> bool:
        """As `refresh`, of the records alone."""
        anything = False
        for found in (*self._shelf.look(), *self._seconds.look()):
            anything |= self._tell(found, own=False)
        return anything

    def _refresh_details(self) -> bool:
        before = self._details.state
        try:
            self._details.refresh()
        except LibraryError as fault:
            self._details_fault = str(fault)
            return False
        self._details_fault = ""
        after = self._details.state
        if (after.stands, after.held) == (before.stands, before.held):
            return False
        self._announce(Changed(record="", questions=(), own=False))
        return True

    def _tell(self, found: Found, *, own: bool) -> bool:
        before, after = found.before, found.after
        if before and after:
            questions = questions_between(before, after)
            if not questions and before.field_changes == after.field_changes:
                return False
        else:
            known = before or after
            questions = tuple(known.answers) if known else ()
        if before and after and before.record.reference != after.record.reference:
            self._shelf.moved()
        if not any(data and data.record.of for data in (before, after)):  # a second scoring is in no tally
            self._stale.add(found.record)
            self._tallies = None
        self._announce(Changed(record=found.record, questions=questions, own=own))
        return True

    def _announce(self, changed: Changed) -> None:
        for callback in tuple(self._subscribers):
            callback(changed)

    def _counting(self) -> Iterator[RecordData]:
        """What is in the files of the records and of the second scorings that are not in the trash."""
        return (file.state for file in self._every() if not file.state.record.trashed)

    def _every(self) -> Iterator[RecordFile]:
        """The files of the records, then those of the second scorings."""
        yield from self._shelf
        yield from self._seconds

    def _file(self, record_id: str) -> RecordFile:
        for shelf in (self._shelf, self._seconds):
            if record_id in shelf:
                return shelf[record_id]
        raise LibraryError(f"The record {clean_text(record_id, one_line=True)} is not, or no longer, in {self.folder.name}.")

    @contextmanager
    def _writing(self, record_id: str, touches: Touches = Touches.ANSWERS) -> Iterator[Writing[RecordData]]:
        """One save of a record, announced when it is on disk; so is what another process is seen to have written.

        Raises SealedError where the record takes no changes of the kind.
        """
        file = self._file(record_id)
        before, found = file.state, None
        try:
            with file.writing(touches) as started:
                found = started.found
                if found.record.id != record_id:
                    raise NotSavedError(f"{before.record.reference} was not saved: another record's file lies in its place.")
                yield started
        finally:
            self._tell(Found(record_id, before, found or file.state), own=False)
        self._tell(Found(record_id, found, started.state), own=True)

    @contextmanager
    def _writing_details(self) -> Iterator[Writing[InspectionData]]:
        """One save of the details, announced when it is on disk."""
        with self._details.writing() as writing:
            yield writing
        for known, after, own in ((writing.before, writing.found, False), (writing.found, writing.state, True)):
            if known.stands != after.stands or known.held != after.held:
                self._announce(Changed(record="", questions=(), own=own))


def reviewed(data: RecordData) -> Reviewed:
    """A record's file as tallies take it."""
    record = data.record
    return Reviewed(
        id=record.id,
        reference=record.reference,
        unit=record.unit,
        case_manager=record.case_manager,
        inspector=record.inspector,
        answers=data.contents,
    )
