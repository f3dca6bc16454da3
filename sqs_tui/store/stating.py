"""An open inspection's records on their way: their states, waivers, sign-off and reopening, and the trash."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import msgspec

from sqs_tui.domain.conflicts import Conflict, of_held
from sqs_tui.domain.history import Cause
from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.records import Change, Record, RecordState
from sqs_tui.domain.seals import SEAL, STATE, Line, read_seal, seal_of
from sqs_tui.domain.states import SEALED, Standing, is_own, refusal, transitions
from sqs_tui.domain.waivers import Waiver, waiver_field, waiver_value, waivers
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection_file import Held, keep_held, mark_deleted
from sqs_tui.store.record_file import RecordData, Touches, absorb, put_copies, sealed_sentence, set_fields
from sqs_tui.store.record_file import refusal as why_not
from sqs_tui.store.second import SecondScorings
from sqs_tui.store.shelf import Shelf
from sqs_tui.store.table_file import Writing
from sqs_tui.text import clean_text


class StatedInspection(SecondScorings):
    """What leads the records of an inspection to their sign-off, and back. Raises as `OpenInspection` does."""

    def new_act(self) -> str:
        """An id for changes that belong together, and are undone together."""
        return self._writer.act_id()

    # States

    def transitions(self, record_id: str) -> dict[RecordState, str]:
        """The states that a record can be led to by hand, each with why not now; empty where it can be."""
        return transitions(self._standing(self._file(record_id).state))

    def sealed(self, record_id: str) -> str:
        """Why a record's answers are not changed, as a sentence; empty where they are."""
        return why_not(self._file(record_id).state, Touches.ANSWERS)

    def set_state(self, record_id: str, state: RecordState, reason: str = "") -> Record:
        """Say how far the review of a record is, by the rules of `domain.states`; LibraryError says why it may not be.

        Signing off seals the record. Opening it again voids that, keeps the `reason`, and lets in what was held for it.
        """
        reason, opened = clean_text(reason, one_line=True), False
        self._look_at_first(record_id)
        with self._writing(record_id, Touches.STATE) as writing:
            standing, said = self._standing(writing.state), self._said_with(writing.state, state)
            refused = refusal(standing, state, reason)
            if refused:
                raise LibraryError(refused)
            if state is RecordState.IN_PROGRESS and standing.sealed:
                self._reopen(writing, reason)
                opened = True
            elif state is RecordState.SIGNED_OFF and standing.record.state is not state:
                self._sign_off(writing)
            else:
                set_fields(writing, self._writer, {STATE: state, **said}, why=reason)
        if opened:
            self._let_go(record_id)
        return self.record(record_id)

    def _standing(self, data: RecordData) -> Standing:
        waived = waivers(data.stands)
        return Standing(
            record=data.record,
            problems=tuple(problem.says for problem in self._problems(data) if problem not in waived),
            conflicts=len(data.conflicts),
            own=is_own(data.record, data.answers, self.by),
            lead=self.by.casefold() == self.details.lead.casefold(),
            fault=data.fault,
            blind=bool(self.blind_to(data.record.id)),
        )

    def _sign_off(self, writing: Writing[RecordData]) -> None:
        act = self.new_act()
        set_fields(writing, self._writer, {STATE: RecordState.SIGNED_OFF}, act=act)
        data = writing.state
        lines: tuple[Line, ...] = (*data.changes.values(), *data.field_changes.values())
        seal = seal_of(data.record, data.answers, lines, self._details.state.instrument_hash)
        set_fields(writing, self._writer, {SEAL: seal}, act=act)
        put_copies(writing)

    def _reopen(self, writing: Writing[RecordData], reason: str) -> None:
        """Put a sealed record back into progress; what was held comes in first, so that this follows upon every sign-off."""
        absorb(writing, self._held_for(writing.state.record.id).values())
        data = writing.state
        heads = [head.id for head in data.stands[STATE].heads] if STATE in data.stands else []
        signed = [seal.signed for line in data.field_changes.values() if (seal := read_seal(line))]
        set_fields(
            writing,
            self._writer,
            {STATE: RecordState.IN_PROGRESS},
            base=dict.fromkeys((*heads, *signed)),
            cause=Cause.RESOLVE if data.record.state is RecordState.IN_PROGRESS else Cause.ANSWER,
            why=reason,
        )
        writing.state = msgspec.structs.replace(writing.state, fault="")

    def _held_for(self, record_id: str) -> dict[str, Line]:
        self._refresh_details()
        return {
            line_id: held.line
            for line_id, held in self._details.state.held.items()
            if held.record == record_id and held.line is not None
        }

    def _let_go(self, record_id: str) -> None:
        """Hold no longer what lies in the record's file; until this is on disk it lies in both, which changes nothing."""
        with self._writing(record_id, Touches.STATE) as writing:  # held, so that no merge takes a line out of it meanwhile
            there = writing.state.changes.keys() | writing.state.field_changes.keys()
            let_go: Mapping[str, Held | None] = {line_id: None for line_id in self._held_for(record_id) if line_id in there}
            if let_go:
                with self._writing_details() as details:
                    keep_held(details, let_go)

    def _held_conflicts(self) -> Iterator[Conflict]:
        """What is held and does not lie in its record's file, by record and subject."""
        held: dict[tuple[str, str], list[Line]] = {}
        known = {file.state.record.id: file.state for file in self._every()}
        for one in self._details.state.held.values():
            data, line = known.get(one.record), one.line
            if data and line and line.id not in data.changes and line.id not in data.field_changes:
                held.setdefault((one.record, line.subject), []).append(line)
        for (record, subject), lines in sorted(held.items()):
            data = known[record]
            stand = data.stand(subject) if isinstance(lines[0], Change) else data.stands.get(subject)
            yield of_held(lines, stand.line if stand else None, record)

    # Waivers

    def waivers(self, record_id: str) -> dict[Problem, Waiver]:
        """The problems of a record that may stand, also those that it does not have now."""
        return waivers(self._file(record_id).state.stands)

    def waived(self, record_id: str) -> tuple[Waiver, ...]:
        """The waivers of the problems that a record has now, in their order."""
        found = self.waivers(record_id)
        there = self._problems(self._file(record_id).state) if found else ()
        return tuple(found[problem] for problem in there if problem in found)

    def waive(self, record_id: str, problem: Problem, reason: str) -> None:
        """Let a problem of a record stand, for a reason; without one it no longer may. Undone as answers are."""
        reason = clean_text(reason, one_line=True)
        with self._writing(record_id) as writing:
            if reason and problem not in self._problems(writing.state):
                raise LibraryError(f"{writing.state.record.reference} no longer has this problem: {problem.says}")
            value = waiver_value(problem, reason) if reason else ""
            set_fields(writing, self._writer, {waiver_field(problem): value}, act=self.new_act())
            set_fields(writing, self._writer, {STATE: RecordState.IN_PROGRESS})

    def _problems(self, data: RecordData) -> tuple[Problem, ...]:
        return problems(self.instrument, data.record.unit, data.contents)

    # The trash

    def trash_record(self, record_id: str, replaced: str = "") -> Record:
        """Put a record into the trash: it stays in its file, and in no list, tally or letter. Refused where it is sealed.

        One that was `replaced` in the sample, for this reason, does not come back by undo.
        """
        with self._writing(record_id, Touches.RECORD) as writing:
            record = writing.state.record
            if record.state in SEALED:
                raise LibraryError(sealed_sentence(record))
            if not record.trashed:
                act = "" if replaced else self.new_act()
                set_fields(writing, self._writer, {"trashed": self._writer.at()}, act=act, why=replaced)
        return self.record(record_id)

    def bring_back(self, record_id: str) -> Record:
        """Bring a record back from the trash."""
        with self._writing(record_id, Touches.RECORD) as writing:
            set_fields(writing, self._writer, {"trashed": ""}, act=self.new_act())
        return self.record(record_id)

    def delete_record(self, record_id: str) -> dict[str, str]:
        """Delete a record in the trash for good, with its second scorings; gives the places of the files that are gone, by id.

        The ids stay in the details, with the time, so that no merge brings them back. The record is left alone where somebody has
        taken it out of the trash: what was known of it does not count.
        """
        self.refresh()
        seconds = sorted(second.state.record.id for second in self._seconds if second.state.record.of == record_id)
        with ExitStack() as held:
            for second in seconds:
                held.enter_context(self._writing(second, Touches.STATE))
            record = held.enter_context(self._writing(record_id, Touches.RECORD)).state.record
            if not record.trashed or record.state in SEALED:
                raise LibraryError(f"{record.reference} is not in the trash: put it there first.")
            with self._writing_details() as details:
                mark_deleted(details, self._writer, (record_id, *seconds))
            gone = {second: self._delete(self._seconds, second) for second in seconds}
            return {record_id: self._delete(self._shelf, record_id), **gone}

    def _delete(self, shelf: Shelf, record_id: str) -> str:
        place = shelf[record_id].path.relative_to(self.folder).as_posix()
        self._tell(shelf.delete(record_id), own=True)
        return place

    def trashed_by(self, record_id: str) -> str:
        """Who put a record into the trash."""
        stand = self._file(record_id).state.stands.get("trashed")
        return stand.line.by if stand else ""
