"""Second scorings in an open inspection: begun, kept blind, finished, compared and moderated."""

from collections.abc import Iterable

import msgspec

from sqs_tui.domain.agreement import Agreement, agreement
from sqs_tui.domain.compare import Outcome
from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import BLANK, Content, FieldValue, Purpose, Record, RecordState
from sqs_tui.domain.routing import route
from sqs_tui.domain.sampling import draw, size_of
from sqs_tui.domain.second import (
    COMPARED,
    Comparison,
    comparison,
    decided,
    decision_on,
    finished,
    people_of,
    rater_of,
    settled,
)
from sqs_tui.errors import LibraryError
from sqs_tui.store.files import random_name
from sqs_tui.store.following import FollowedInspection
from sqs_tui.store.record_file import RecordData, Touches, change_answer, set_fields
from sqs_tui.store.shelf import Found
from sqs_tui.store.table_file import Writing
from sqs_tui.text import clean_text

_SEEDS = 1_000_000
_SCORED_AGAIN = (RecordState.NOT_STARTED, RecordState.IN_PROGRESS, RecordState.COMPLETE)


class SecondScorings(FollowedInspection):
    """What an inspection does with the records that are scored again. They are in no list of records, tally or letter."""

    # What is there

    def seconds(self, of: str = "") -> list[Record]:
        """The second scorings, of one record or of all, in the order of their references."""
        records = (file.state.record for file in self._seconds)
        return [record for record in records if of in ("", record.of) and not record.trashed]

    def to_score_again(self) -> list[Record]:
        """The second scorings that wait for this account."""
        me = self.by.casefold()
        return [second for second in self.seconds() if second.inspector.casefold() == me and not finished(second)]

    def comparison(self, second_id: str) -> Comparison | None:
        """A second scoring beside the first as both stood when it was finished; None before that."""
        second = self._file(second_id).state
        first = self._file(second.record.of).state
        changes = (first.changes, second.changes)
        return comparison(self.instrument, second.record, first.record, changes, second.stands)

    def comparisons(self) -> list[Comparison]:
        """Every second scoring that is finished, of records that are still there."""
        known = {record.id for record in self.records()}
        found = (self.comparison(second.id) for second in self.seconds() if second.of in known)
        return [one for one in found if one]

    def agreement(self) -> Agreement:
        """How far inspectors agree, over every second scoring that is finished."""
        return agreement(self.instrument, (one.scored for one in self.comparisons()))

    def blind_to(self, record_id: str) -> str:
        """Why this account may not see a record's answers yet, in a sentence; empty where it may."""
        record = self.record(record_id)
        if not record.of:
            mine = (second for second in self.seconds(record.id) if second.inspector.casefold() == self.by.casefold())
            if any(not finished(second) for second in mine):
                return f"{record.reference} is yours to score again: its first answers stay hidden from you until you are done."
        elif (
            not finished(record)
            and self.by.casefold() != record.inspector.casefold()
            and self.by.casefold() in self._people_of(record.of)
        ):
            return f"{record.reference} was scored first by you: its second answers stay hidden from you until they are done."
        return ""

    def visible_record(self, name_or_id: str) -> Record:
        """The record with this id or reference; raises LibraryError also where this account may not see its answers yet."""
        record = self.record(name_or_id)
        if hidden := self.blind_to(record.id):
            raise LibraryError(hidden)
        return record

    def _require_eyes(self, record_id: str) -> None:
        """Raise LibraryError where this account is not to answer in a second scoring, because it has scored the record first."""
        refusal = self._file(record_id).state.record.of and self.blind_to(record_id)
        if refusal:
            raise LibraryError(refusal)

    def _require_another(self, record_id: str, inspector: str) -> None:
        """Raise LibraryError where a second scoring would be given to somebody who has scored the record first."""
        record = self._file(record_id).state.record
        if record.of and inspector.casefold() in self._people_of(record.of):
            raise LibraryError(f"{record.reference} was scored first by {inspector}: have somebody else score it again.")

    def _people_of(self, first_id: str) -> frozenset[str]:
        data = self._file(first_id).state
        return people_of(data.record, data.answers)

    # Beginning and ending

    def begin_second(self, record_id: str, inspector: str, purpose: Purpose = Purpose.SECOND, *, drawn: str = "") -> Record:
        """Have a record scored again by another inspector, who is not shown how it was scored first.

        Raises LibraryError where it may not be: by the same person, before it was scored to the end, or in confidence.
        """
        name = self.require_second(record_id, inspector)
        first = self._file(record_id).state.record
        second = Record(
            id=random_name(8),
            unit=first.unit,
            reference=first.reference,
            case_manager=first.case_manager,
            inspector=name,
            created=self._writer.at(),
            of=record_id,
            purpose=purpose,
            drawn=drawn,
        )
        with self._writing(record_id, Touches.STATE) as writing:  # held, so that nobody deletes it at this moment
            if writing.state.record.trashed:
                raise LibraryError(f"{first.reference} is in the trash: bring it back first.")
            file = self._seconds.add(second, self._writer)
        self._tell(Found(second.id, None, file.state), own=True)
        return file.state.record

    def begin_seconds(self, record_ids: Iterable[str], inspector: str, purpose: Purpose = Purpose.SECOND) -> list[Record]:
        """Have several records scored again by one inspector; none is begun where one of them may not be."""
        chosen = tuple(dict.fromkeys(record_ids))
        for record_id in chosen:
            self.require_second(record_id, inspector)
        return [self.begin_second(record_id, inspector, purpose) for record_id in chosen]

    def require_second(self, record_id: str, inspector: str) -> str:
        """Raise LibraryError where a record may not be scored again by this inspector; gives the inspector's name, cleaned."""
        first, name = self._file(record_id).state, _name(inspector)
        reference = first.record.reference
        if first.record.of:
            raise LibraryError(f"{reference} is a second scoring itself: choose the record that was scored first.")
        unit = self.instrument.unit(first.record.unit)
        if unit.confidential:
            raise LibraryError(f"What a {unit.name.one} says is given in confidence, and {reference} is scored by nobody else.")
        if not finished(first.record):
            raise LibraryError(f"{reference} is {first.record.state.value}: it can be scored again once it is complete.")
        if name.casefold() in people_of(first.record, first.answers):
            raise LibraryError(f"{reference} was scored first by {name}: have somebody else score it again.")
        if any(second.inspector.casefold() == name.casefold() for second in self.seconds(record_id)):
            raise LibraryError(f"{reference} is with {name} for a second scoring already.")
        return name

    def drawn(self, size: str, seed: str, inspector: str) -> list[Record]:
        """The records that a seed draws: "20%" or a number, of those finished that somebody else scored. Raises LibraryError."""
        name = _name(inspector)
        pool = [record for record in self.records() if self._may_be_drawn(record, name)]
        if not pool:
            raise LibraryError(f"There is no finished record that somebody else than {name} has scored: nothing can be drawn.")
        try:
            ids = draw((record.id for record in pool), size_of(size, len(pool)), clean_text(seed, one_line=True))
        except ValueError as fault:
            raise LibraryError(clean_text(str(fault), one_line=True)) from None
        return [record for record in pool if record.id in ids]

    def draw_seconds(
        self, size: str, seed: str, inspector: str, purpose: Purpose = Purpose.SECOND
    ) -> tuple[list[Record], list[Record]]:
        """Have the records that a seed draws (see `drawn`) scored again; the seed is kept with each.

        Gives the second scorings that were begun, and those of the same draw that the inspector has already. Raises LibraryError.
        """
        name, how = _name(inspector), f"{size.strip()}, seed {clean_text(seed, one_line=True)}"
        begun: list[Record] = []
        there: list[Record] = []
        for record in self.drawn(size, seed, name):
            known = [second for second in self.seconds(record.id) if second.inspector.casefold() == name.casefold()]
            there += known
            if not known:
                begun.append(self.begin_second(record.id, name, purpose, drawn=how))
        return begun, there

    def _may_be_drawn(self, record: Record, name: str) -> bool:
        confidential = self.instrument.unit(record.unit).confidential
        return not confidential and finished(record) and name.casefold() not in self._people_of(record.id)

    def withdraw_second(self, second_id: str) -> None:
        """Take a second scoring off the list; its file stays as it is."""
        with self._writing(second_id, Touches.RECORD) as writing:
            set_fields(writing, self._writer, {"trashed": self._writer.at()}, act=self._writer.act_id())

    def reopen_second(self, second_id: str, why: str) -> Record:
        """Open a finished second scoring again, for a reason: what is compared is settled anew when it is finished again."""
        why = clean_text(why, one_line=True)
        if not why:
            raise LibraryError("A second scoring is opened again for a reason: say why.")
        with self._writing(second_id, Touches.STATE) as writing:
            if not writing.state.record.of or not finished(writing.state.record):
                raise LibraryError(f"{writing.state.record.reference} is no second scoring that is finished.")
            fields: dict[str, FieldValue] = {COMPARED: (), "state": RecordState.IN_PROGRESS}
            set_fields(writing, self._writer, fields, why=why)
        return self.record(second_id)

    def _look_at_first(self, record_id: str) -> None:
        """Read what was last answered in the record that a second scoring is about to be compared with."""
        if self._file(record_id).state.record.of:
            self.refresh()

    def _said_with(self, data: RecordData, state: RecordState) -> dict[str, FieldValue]:
        """What is said of a record along with its state: when a second scoring is finished, what it is compared with."""
        second = data.record
        if not second.of:
            return {}
        if state not in _SCORED_AGAIN:
            raise LibraryError(f"{second.reference} is a second scoring, which is never {state.value}.")
        if finished(second) and state is not second.state:
            raise LibraryError(f"{second.reference} has been scored again: it is opened again for a reason only.")
        if state is not RecordState.COMPLETE:
            return {}
        first = self._file(second.of).state
        again = rater_of(second, data.answers)
        return settled(first.answers, data.answers, (rater_of(first.record, first.answers, but=again), again))

    # Moderation

    def moderate(self, second_id: str, question: str, content: Content | None, why: str) -> None:
        """Decide on a question on which two inspectors differ: the record's answer becomes `content`, or stays with None.

        Both originals and all figures of agreement stay as they are. Raises LibraryError where there is nothing to decide, or
        the record takes no changes any more.
        """
        why = clean_text(why)
        compared = self.comparison(second_id)
        one = next((one for one in compared.compared if one.question == question), None) if compared else None
        if compared is None or one is None or one.outcome is Outcome.AGREED:
            raise LibraryError("There is nothing to decide on here: look at the comparison again.")
        if not why.strip():
            raise LibraryError("A decision is made for a reason: say why.")
        if content is not None:
            content = self._checked(question, content)
        first_id = compared.first.id
        # The answer is saved before the decision: what is cut short in between has decided nothing, and is done again.
        with self._writing(second_id, Touches.RECORD) as second, self._writing(first_id) as first:
            if second.state.stands != second.before.stands:
                raise LibraryError("Somebody has gone on with this second scoring: look at the comparison again.")
            there = first.state.contents.get(question, BLANK)
            if content is not None and content != there:
                self._decide(first, question, content, why)
            field = decided(compared.line, (content or there).value, kept=content is None)
            set_fields(second, self._writer, {decision_on(question): field}, why=why)

    def _checked(self, question: str, content: Content) -> Content:
        """A moderator's answer, if it is one to this question; raises LibraryError."""
        unknown = set(content.reasons).difference(reason.id for reason in self.instrument.reasons_of(question))
        if self.instrument.choice(question, content.value) is None or unknown:
            given = clean_text(" ".join((content.value, *sorted(unknown))), one_line=True)
            raise LibraryError(f'"{given}" is no answer to {question}: choose one of its choices, and reasons from its list.')
        return msgspec.structs.replace(content, note=clean_text(content.note))

    def _decide(self, writing: Writing[RecordData], question: str, content: Content, why: str) -> None:
        """Put a moderator's answer over what they saw; a record that was complete stays so unless it leads to open questions."""
        before, known = writing.state.record, writing.before.stand(question)
        change_answer(
            writing,
            self._writer,
            question,
            content,
            act=self._writer.act_id(),
            cause=Cause.MODERATION,
            base=known.base if known else (),
            why=why,
        )
        if finished(before) and not route(self.instrument, before.unit, writing.state.contents).open:
            set_fields(writing, self._writer, {"state": before.state})


def new_seed() -> str:
    """A seed for a draw that nobody chose one for."""
    import secrets  # noqa: PLC0415 - hardly ever needed, and takes hmac, hashlib and random along

    return str(secrets.randbelow(_SEEDS))


def _name(inspector: str) -> str:
    name = clean_text(inspector, one_line=True)
    if not name:
        raise LibraryError("A second scoring needs the name of the inspector who does it.")
    return name
