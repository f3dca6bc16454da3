"""The sample of an open inspection: drawn, replaced and checked."""

from typing import TYPE_CHECKING

import msgspec

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.drawing import Drawn, draw
from sqs_tui.domain.instrument import Kind
from sqs_tui.domain.interests import kept_out
from sqs_tui.domain.records import Record
from sqs_tui.domain.sample import (
    Draw,
    Replacement,
    Standing,
    Wanted,
    present_draw,
    reserve_for,
    standing,
)
from sqs_tui.domain.sample_account import SampleAccount
from sqs_tui.domain.states import SEALED
from sqs_tui.errors import LibraryError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.files import random_name
from sqs_tui.store.sample_file import OvertakenError
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.store.inspection import OpenInspection


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What drawing or replacing has done to the records."""

    added: tuple[Record, ...]
    """The records that are there since."""
    trashed: tuple[Record, ...] = ()
    unread: tuple[str, ...] = ()
    """The references whose inspector by the list is kept out of them by an interest, so that nobody has them yet."""


class Replaced(msgspec.Struct, frozen=True, kw_only=True):
    """What replacing a case has done."""

    replacement: Replacement
    same_stratum: bool
    made: Made


class Sampling:
    """What an open inspection does with its case list. Raises LibraryError, and NotSavedError as any save does.

    What is decided (a draw, a replacement) is on disk before the records follow; what is cut short in between is completed by
    doing the same again.
    """

    def __init__(self, inspection: "OpenInspection") -> None:
        self._inspection = inspection

    # What is there

    @property
    def listed(self) -> CaseList | None:
        """The case list that counts; None where there is none."""
        return self._inspection.sample.data.present

    @property
    def now(self) -> Standing | None:
        """The draw that counts as it stands; None where nothing was drawn."""
        data = self._inspection.sample.data
        drawn = present_draw(data.draws.values())
        return standing(drawn, data.replacements.values()) if drawn else None

    @property
    def draws(self) -> tuple[Draw, ...]:
        """Every draw there was, in order."""
        return tuple(sorted(self._inspection.sample.data.draws.values(), key=lambda one: (one.at, one.id)))

    def require_now(self) -> Standing:
        """The draw that counts as it stands; raises LibraryError where there is none."""
        self._inspection.sample.require_usable()
        now = self.now
        if now is None:
            raise LibraryError(f"No sample of {self._inspection.details.name} was drawn yet: draw one first.")
        return now

    def list_of(self, drawn: Draw) -> CaseList:
        """The list that a sample was drawn from; raises LibraryError where it is gone."""
        listed = self._inspection.sample.data.lists.get(drawn.list)
        if listed is None:
            raise LibraryError("The case list that the sample was drawn from is no longer there: restore it from a backup.")
        return listed

    def record_of(self, drawn: Draw, reference: str) -> Record | None:
        """The record of a case, be it in the trash; None where there is none. Of several, one that is not in the trash."""
        return self._records(self.list_of(drawn).unit).get(reference.casefold())

    def _records(self, unit: str) -> dict[str, Record]:
        inspection = self._inspection
        trashed = {record.reference.casefold(): record for record in inspection.trashed() if record.unit == unit}
        return trashed | {record.reference.casefold(): record for record in inspection.records(unit)}

    # Drawing

    def preview(self, wanted: Wanted) -> Drawn:
        """What a draw would give; raises LibraryError where it cannot give what is wanted."""
        try:
            return draw(self.require_list().cases, wanted)
        except ValueError as fault:
            raise LibraryError(str(fault)) from None

    def require_list(self) -> CaseList:
        """The case list that a sample is drawn from; raises LibraryError where there is none, or it is of no use for that."""
        self._inspection.sample.require_usable()
        if self.listed is None:
            raise LibraryError(f"{self._inspection.details.name} has no case list to draw from yet: import one first.")
        if self._inspection.instrument.unit(self.listed.unit).confidential:
            raise LibraryError("What its people say is given in confidence, and nobody is drawn from this list by name.")
        return self.listed

    def draw(self, wanted: Wanted, why: str = "", steps: Steps = untold) -> Made:
        """Draw a sample and add its records; the same again adds those that are missing.

        Another draw than the one that counts is made for a reason only, and the reason is one for that draw alone: where somebody
        draws at the same moment, this is refused. Its cases take the places of those drawn before, whose records go to the trash;
        it is refused where somebody has begun to review one of these.
        """
        seen = self._inspection.sample.data
        listed, drawn, before = self.require_list(), self.preview(wanted), self.now
        if before and before.draw.list == listed.id and before.draw.wanted == wanted:
            return self._complete(before, steps)
        why = clean_text(why, one_line=True)
        if before and not why:
            raise LibraryError(f"A sample was drawn by the seed {before.draw.wanted.seed} already: say why another is drawn.")
        leaving = [case for case in before.cases if case not in drawn.cases] if before else []
        self._inspection.refresh_records()
        for case in leaving:
            record = self.record_of(before.draw, case) if before else None
            if record and not record.trashed:
                self._require_empty(record, "another sample is drawn")
        made = Draw(
            id=random_name(8),
            at=self._inspection.after(*(known.at for known in self.draws)),
            by=self._inspection.by,
            list=listed.id,
            wanted=wanted,
            cases=drawn.cases,
            reserves=drawn.reserves,
            shares=drawn.shares,
            why=why,
        )
        try:
            self._inspection.sample.add(onto=seen, draws={made.id: made})
        except OvertakenError:
            return self.draw(wanted, "" if self._inspection.sample.data.draws != seen.draws else why, steps)
        trashed = [self._put_away(before.draw, case, why) for case in leaving] if before else []
        completed = self._complete(standing(made, ()), steps)
        return msgspec.structs.replace(completed, trashed=tuple(filter(None, trashed)))

    def _put_away(self, drawn: Draw, reference: str, why: str) -> Record | None:
        """Put the record of a case that was drawn into the trash, where it is not there yet, and give it."""
        with self._inspection.sample.held():
            self._inspection.refresh_records()
            record = self.record_of(drawn, reference)
            if record is None or record.trashed or self._is_of_sample(reference):
                return None
            return self._inspection.trash_record(record.id, replaced=why)

    def _complete(self, now: Standing, steps: Steps = untold) -> Made:
        """Add the records of a sample that are missing. Says, where one cannot be saved, how many are there.

        Each is looked for and added while nobody else draws, replaces or completes; where somebody does in between, this ends.
        """
        inspection, listed = self._inspection, self.list_of(now.draw)
        cases = {case.reference: case for case in listed.cases}
        added: list[Record] = []
        unread: list[str] = []
        inspection.refresh_records()
        known = self._records(listed.unit)
        missing = [reference for reference in now.cases if not self._is_there(known.get(reference.casefold()))]
        for reference in stepped(missing, "records", steps):
            case = cases.get(reference) or ListedCase(reference=reference)
            try:
                with inspection.sample.held():
                    if not self._is_of_sample(reference):
                        continue
                    inspection.refresh_records()
                    there = self._records(listed.unit).get(reference.casefold())
                    if self._is_there(there):
                        continue
                    record = inspection.bring_back(there.id) if there else self.add_listed(listed.unit, case)
            except LibraryError as fault:
                done = len(now.cases) - len(missing) + len(added)
                again = "Draw the same again to add the others."
                raise type(fault)(f"{done} of the {len(now.cases)} records are there, and then: {fault} {again}") from fault
            added.append(record)
            if case.inspector and not record.inspector:
                unread.append(reference)
        return Made(added=tuple(added), unread=tuple(unread))

    def _is_of_sample(self, reference: str) -> bool:
        """Whether a case is of the sample as it stands at this moment: somebody may have drawn again or replaced it."""
        now = self.now
        return now is not None and reference in now.cases

    @staticmethod
    def _is_there(record: Record | None) -> bool:
        return record is not None and not record.trashed

    def add_listed(self, unit: str, case: ListedCase) -> Record:
        """Add the record of a case of a list, its facts answered; of an inspector who may not read it, without that. One save."""
        instrument = self._inspection.instrument
        asked = {question.id for question in instrument.of_unit(unit) if instrument.kind_of(question.id) is Kind.FACT}
        facts = {fact: value for fact, value in case.facts.items() if fact in asked and instrument.choice(fact, value)}
        barred = case.inspector.casefold() in kept_out(self._inspection.interests.present, case)
        return self._inspection.add_record(
            unit,
            case.reference,
            case_manager=case.case_manager,
            inspector="" if barred else case.inspector,
            facts=facts,
        )

    def _require_empty(self, record: Record, why: str) -> None:
        """Raise LibraryError where a record holds what somebody has said of it."""
        if record.state in SEALED or self.is_begun(record):
            raise LibraryError(f"{record.reference} is {record.state.value}, so that it stays while {why}: see to it first.")

    def is_begun(self, record: Record) -> bool:
        """Whether anybody has answered in a record: what came with the list does not count."""
        answers = self._inspection.answers(record.id).values()
        return any(not answer.imported for answer in answers) or self._inspection.draft(record.id) is not None

    def check(self) -> tuple[str, ...]:
        """What of the draw does not come out again from its list and its seed, a sentence each; nothing where all does."""
        drawn = self.require_now().draw
        try:
            again = draw(self.list_of(drawn).cases, drawn.wanted)
        except ValueError as fault:
            return (f"The draw cannot be repeated: {fault}",)
        compared = (
            ("cases drawn", drawn.cases, again.cases),
            ("reserves", drawn.reserves, again.reserves),
            ("numbers of the strata", drawn.shares, again.shares),
        )
        return tuple(f"The {what} are not those that the seed gives." for what, kept, found in compared if kept != found)

    def account(self, *, checked: bool = True) -> SampleAccount:
        """The sample with all that its record tells; whether it comes out again only where that is to be `checked`.

        Raises LibraryError where none was drawn.
        """
        now, data = self.require_now(), self._inspection.sample.data
        listed = self.list_of(now.draw)
        return SampleAccount(
            listed=listed,
            now=now,
            before=tuple(standing(one, data.replacements.values()) for one in self.draws[:-1]),
            lists=data.lists,
            records=self._records(listed.unit),
            interests=self._inspection.interests.present,
            labels=self._inspection.interests.labels,
            held=self._inspection.interests.held_all_the_same() if self._inspection.interests.present else {},
            faults=self.check() if checked else (),
        )

    # Replacing

    def reserve_for(self, reference: str) -> tuple[str, bool]:
        """The reserve that would stand in for a case, and whether it is of the same stratum."""
        now = self.require_now()
        try:
            return reserve_for(_in(now.cases, reference), now, self.list_of(now.draw))
        except ValueError as fault:
            raise LibraryError(str(fault)) from None

    def replace(self, reference: str, why: str, *, begun: bool = False) -> Replaced:
        """Have the next reserve stand in for a case, for a reason; the record of the case goes to the trash.

        Refused where somebody has begun to review it, unless that it is `begun` is said, and where it is checked or signed off.
        """
        seen, now, why = self._inspection.sample.data, self.require_now(), clean_text(why, one_line=True)
        if not why:
            raise LibraryError("A case is replaced for a reason: say why.")
        self._inspection.refresh_records()
        reference = _in((*now.cases, *now.gone), reference)
        record = self.record_of(now.draw, reference)
        if record and not record.trashed and (record.state in SEALED or (self.is_begun(record) and not begun)):
            self._require_empty(record, "cases are replaced")
        done = next((one for one in now.replaced if one.replaced == reference), None)
        if done and self._is_there(record):  # it was cut short, or the record was brought back since
            same = True
        else:
            reserve, same = self.reserve_for(reference)
            done = Replacement(
                id=random_name(8),
                at=self._inspection.after(*(known.at for known in now.replaced)),
                by=self._inspection.by,
                draw=now.draw.id,
                replaced=reference,
                reserve=reserve,
                why=why,
            )
            try:
                self._inspection.sample.add(onto=seen, replacements={done.id: done})
            except OvertakenError:  # the reserve may be another's now
                return self.replace(reference, why, begun=begun)
        trashed = self._put_away(now.draw, reference, done.why)
        made = msgspec.structs.replace(self._complete(self.require_now()), trashed=(trashed,) if trashed else ())
        return Replaced(replacement=done, same_stratum=same, made=made)


def _in(references: tuple[str, ...], reference: str) -> str:
    """A reference as the list writes it, where it is one of these."""
    wanted = clean_text(reference, one_line=True)
    return next((known for known in references if known.casefold() == wanted.casefold()), wanted)
