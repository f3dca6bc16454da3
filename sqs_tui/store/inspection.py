"""One open inspection: its records, answers and history, and whatever changes them."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from sqs_tui.domain.conflicts import Conflict, of_stand
from sqs_tui.domain.history import Cause, Stand, stand_of, stood_on, undoable_acts
from sqs_tui.domain.letter.entries import LetterChange
from sqs_tui.domain.records import BLANK, Change, Content, Draft, FieldChange, Inspection, Record
from sqs_tui.domain.telling import Placed
from sqs_tui.errors import LibraryError
from sqs_tui.store.conflicts import Decided, require_open
from sqs_tui.store.files import random_name
from sqs_tui.store.inspection_file import set_details
from sqs_tui.store.record_file import (
    RecordData,
    Touches,
    change_answer,
    set_draft,
    set_fields,
)
from sqs_tui.store.shelf import Found
from sqs_tui.store.stating import StatedInspection
from sqs_tui.store.table_file import Writing
from sqs_tui.store.undoing import Answers, Fields, History, L, Undone, reverse
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.domain.letter.letter import Letter
    from sqs_tui.store.interests import Interests
    from sqs_tui.store.sampling import Sampling


class OpenInspection(StatedInspection):
    """An inspection that is worked on.

    Whatever changes something is on disk when it returns. It raises NotSavedError where it could not be, and then nothing has
    changed in memory either; LibraryError says that it may not be done at all.
    """

    # Answers

    def seen(self, record_id: str, question: str) -> tuple[str, ...]:
        """The lines on which a question stands now: what `put` is to be told where an answer is saved later than it is given."""
        stand = self.stand(record_id, question)
        return tuple(head.id for head in stand.heads) if stand else ()

    def put(
        self,
        record_id: str,
        question: str,
        content: Content,
        *,
        act: str,
        cause: Cause = Cause.ANSWER,
        seen: tuple[str, ...] | None = None,
        why: str = "",
    ) -> Change | None:
        """Save an answer, with its line of history. Gives that line; the present one where the answer is the same already.

        It replaces what its inspector had seen: what this program knew, or `seen`. What another put there meanwhile is in
        conflict with it. A draft of this account that its note holds is forgotten in the same write.
        """
        unit = self._file(record_id).state.record.unit
        if question not in self.instrument.questions or self.instrument.section_of(question).unit != unit:
            raise LibraryError(f'"{clean_text(question, one_line=True)}" is no question that is asked of a {unit}.')
        self._require_eyes(record_id)
        content = _cleaned(content)
        if cause is Cause.ANSWER and not content:
            cause = Cause.CLEAR
        with self._writing(record_id) as writing:
            known = self._known(writing, question, seen)
            there, stands = writing.state.answers.get(question), writing.state.stand(question)
            if content == (there.content if there else BLANK):
                return stands.line if stands else None
            old, base = (known.line.new, known.base) if known else (BLANK, ())
            draft = writing.state.drafts.get(self.by)
            if draft and draft.question == question and draft.note.strip() in content.note:
                set_draft(writing, self.by, None)
            return change_answer(
                writing, self._writer, question, content, act=act, cause=cause, base=base, old=old, why=clean_text(why)
            )

    def _known(self, writing: Writing[RecordData], question: str, seen: tuple[str, ...] | None) -> Stand[Change] | None:
        """Where a question stood as the inspector saw it, with what this program has saved since."""
        if seen is None:
            return writing.before.stand(question)
        known = stood_on(writing.state.changes, *seen)
        return stand_of(
            line
            for line in writing.state.changes.values()
            if line.question == question and (line.id in known or self._writer.wrote(line.id))
        )

    def conflicts(self) -> list[Conflict]:
        """What two have said differently without seeing each other's: of answers, records, the visit, the letter.

        What is held for signed-off records is among them.
        """
        return [
            *(of_stand(stand, data.record.id) for data in self._counting() for stand in data.conflicts),
            *self._held_conflicts(),
            *map(of_stand, self._details.state.conflicts),
            *map(of_stand, self.letter.conflicts),
        ]

    def written(self) -> "Letter":
        """The letter as it stands now."""
        from sqs_tui.domain.letter.letter import Standing, write_letter  # noqa: PLC0415 - Markdown takes long to import

        waived = {record.id: frozenset(self.waivers(record.id)) for record in self.records()}
        standing = Standing(conflicts=tuple(self.conflicts()), waived=waived)
        return write_letter(self.instrument, self.details, self.reviewed(), self.tallies(), self.letter.entries, standing)

    def visible_lines(self) -> list[Placed]:
        """Every line of history but those of records that this account may not see yet, because it scores them again."""
        hidden = self._hidden()
        return [placed for placed in self.lines() if placed[0] not in hidden]

    def visible_conflicts(self) -> list[Conflict]:
        """The conflicts but those in records that this account may not see yet."""
        hidden = self._hidden()
        return [conflict for conflict in self.conflicts() if conflict.record not in hidden]

    def _hidden(self) -> frozenset[str]:
        every = (file.state.record.id for file in self._every())
        return frozenset(record for record in every if self.blind_to(record)) if self.seconds() else frozenset()

    def settle(self, conflict: Conflict, line_id: str, why: str = "") -> None:
        """Let what one of a conflict's lines says stand, over all of them; raises LibraryError where it is no longer one."""
        chosen = next((line for line in (conflict.stands, *conflict.others) if line.id == line_id), None)
        decision: Decided = {"cause": Cause.RESOLVE, "base": conflict.heads, "why": clean_text(why)}
        act = self.new_act()
        match chosen:
            case Change():
                with self._writing(conflict.record) as writing:
                    require_open(conflict, writing.state.stand(chosen.question))
                    change_answer(writing, self._writer, chosen.question, chosen.new, act=act, **decision)
            case FieldChange() if conflict.record:
                with self._writing(conflict.record, Touches.RECORD) as writing:
                    require_open(conflict, writing.state.stands.get(chosen.field))
                    set_fields(writing, self._writer, {chosen.field: chosen.new}, act=act, **decision)
            case FieldChange():
                with self._writing_details() as details:
                    require_open(conflict, details.state.stands.get(chosen.field))
                    set_details(details, self._writer, {chosen.field: chosen.new}, **decision)
            case LetterChange():
                self.letter.settle(conflict, chosen, decision)
            case None:
                raise LibraryError("This is no longer in conflict: look at the list again.")

    def undo(self) -> Undone:
        """Take back this account's last act on answers, in whatever record, unless somebody has changed the answer since."""
        return self._reverse(Answers(self.instrument), again=False)

    def redo(self) -> Undone:
        """Bring again what the last undo took back."""
        return self._reverse(Answers(self.instrument), again=True)

    def undo_on_records(self) -> Undone:
        """Take back this account's last act on what is said of records: allocation, reference, case manager, trash."""
        return self._reverse(Fields(), again=False)

    def redo_on_records(self) -> Undone:
        """Bring again what the last `undo_on_records` took back."""
        return self._reverse(Fields(), again=True)

    def _reverse(self, history: History[L], *, again: bool) -> Undone:
        self.refresh()
        lines = {file.state.record.id: history.lines(file.state).values() for file in self._every()}
        acts = undoable_acts(lines, self.by)[1 if again else 0]
        if not acts:
            return Undone(says=f"There is nothing to {'redo' if again else 'undo'}.")
        return reverse(acts[-1], history, self._writer, self._writing, again=again)

    # Records and details

    @cached_property
    def sampling(self) -> "Sampling":
        """The sample of the inspection: drawn, replaced, checked; and who reads whose cases."""
        from sqs_tui.store.sampling import Sampling  # noqa: PLC0415 - hardly ever needed

        return Sampling(self)

    @cached_property
    def interests(self) -> "Interests":
        """Who is kept out of whose cases."""
        from sqs_tui.store.interests import Interests  # noqa: PLC0415 - as above

        return Interests(self)

    def _require_no_interest(self, record_id: str, inspector: str) -> None:
        """Raise LibraryError where an inspector is not to read a record, because of an interest that was declared.

        So it does where it cannot be read who has declared which.
        """
        if inspector:
            self.sample.require_usable()
        if inspector and self.sample.data.interests:
            self.interests.require_none(self.record(record_id), inspector)

    def interest_in(self, record_id: str) -> str:
        """Why this account is not to read a record, in a sentence; empty where it may, as far as can be told."""
        try:
            if self.sample.data.interests:
                self.interests.require_none(self.record(record_id), self.by)
        except LibraryError as kept_out:
            return str(kept_out)
        return ""

    def add_record(
        self,
        unit: str,
        reference: str,
        *,
        case_manager: str = "",
        inspector: str = "",
        facts: Mapping[str, str] | None = None,
    ) -> Record:
        """Add a record, with the values of `facts` by question that came with a list. Two may bear the same reference."""
        if unit not in {known.id for known in self.instrument.units}:
            raise LibraryError(f'This inspection has no records of the kind "{clean_text(unit, one_line=True)}".')
        record = Record(
            id=random_name(8),
            unit=unit,
            reference=_reference(reference),
            case_manager=clean_text(case_manager, one_line=True),
            inspector=clean_text(inspector, one_line=True),
            created=self._writer.at(),
        )
        answers = {question: Content(value=value) for question, value in (facts or {}).items()}
        file = self._shelf.add(record, self._writer, answers)
        self._tell(Found(record.id, None, file.state), own=True)
        return file.state.record

    def change_record(
        self,
        record_id: str,
        *,
        reference: str | None = None,
        case_manager: str | None = None,
        inspector: str | None = None,
        act: str = "",
    ) -> Record:
        """Change what is said of a record; None leaves a field as it is. Refused where the record is signed off.

        Changes with the same `act` (see `new_act`) are taken back together; without one this is an act of its own.
        """
        given = {"case_manager": case_manager, "inspector": inspector}
        fields = {field: clean_text(value, one_line=True) for field, value in given.items() if value is not None}
        if reference is not None:
            fields["reference"] = _reference(reference)
        self._require_another(record_id, fields.get("inspector", ""))
        self._require_no_interest(record_id, fields.get("inspector", ""))
        with self._writing(record_id, Touches.RECORD) as writing:
            set_fields(writing, self._writer, fields, act=act or self.new_act())
        return self.record(record_id)

    def allocate(self, inspectors: Mapping[str, str]) -> list[Record]:
        """Say who reviews which records, by their ids, as one act; an empty name lets go of one. Gives those it changed.

        Raises as `change_record` does, and says then how many were saved before.
        """
        act = self.new_act()
        changed: list[Record] = []
        for record_id, inspector in inspectors.items():
            before = self.record(record_id).inspector
            try:
                after = self.change_record(record_id, inspector=inspector, act=act)
            except LibraryError as fault:
                if changed:
                    raise type(fault)(f"{len(changed)} of {len(inspectors)} are allocated, and then: {fault}") from fault
                raise
            if after.inspector != before:
                changed.append(after)
        return changed

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
        with self._writing_details() as writing:
            set_details(writing, self._writer, fields)
        return self.details


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
