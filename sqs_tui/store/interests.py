"""Conflicts of interest in an open inspection: declared, withdrawn, and held to when records are allocated."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.instrument import Choice, Kind
from sqs_tui.domain.interests import REFERENCE, Interest, interest_text, kept_out, present_interests
from sqs_tui.domain.records import Record
from sqs_tui.domain.sample import CASE_MANAGER, present_draw, spelling, strata_fields, value_of
from sqs_tui.domain.sample_account import field_text
from sqs_tui.errors import LibraryError
from sqs_tui.store.files import random_name
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.store.inspection import OpenInspection


_SHOWN = 8
"""How many values are named where none of them was meant: a sentence has room for them."""


class Interests:
    """Who is kept out of whose cases in an open inspection. Raises LibraryError, and NotSavedError as any save does."""

    def __init__(self, inspection: "OpenInspection") -> None:
        self._inspection = inspection
        self._known: tuple[str, Mapping[str, ListedCase]] = ("", {})
        """The cases that were looked up last, with the id of their list."""

    @property
    def present(self) -> tuple[Interest, ...]:
        """The conflicts of interest that hold."""
        return present_interests(self._inspection.sample.data.interests.values())

    def declare(self, inspector: str, field: str, value: str) -> Interest:
        """Keep an inspector out of all cases of which a field says so; gives the interest, also where it was declared before.

        `field` is `reference`, `case_manager` or a fact, by its id or its label; a value may be the label of a choice. Refused
        where the list has no such case.
        """
        return self.declare_all(inspector, ((field, value),))[0]

    def declare_all(self, inspector: str, cases: Iterable[tuple[str, str]]) -> list[Interest]:
        """As `declare`, for several fields and values: all of them or none."""
        self._inspection.sample.require_usable()
        named = clean_text(inspector, one_line=True)
        if not named:
            raise LibraryError("A conflict of interest needs the name of the inspector.")
        meant = [self._fitting(*self._named(field, value)) for field, value in cases]
        return [self._found(named, field, value) or self._save(named, field, value) for field, value in meant]

    def withdraw(self, inspector: str, field: str, value: str) -> Interest:
        """Let an interest no longer hold; gives it. Raises LibraryError where it was not declared."""
        return self.withdraw_all(inspector, ((field, value),))[0]

    def withdraw_all(self, inspector: str, cases: Iterable[tuple[str, str]]) -> list[Interest]:
        """As `withdraw`, for several fields and values: all of them or none."""
        self._inspection.sample.require_usable()
        named = clean_text(inspector, one_line=True)
        meant = [self._declared(named, *self._named(field, value)) for field, value in cases]
        for there in meant:
            self._save(there.inspector, there.field, there.value, withdraws=there.id)
        return meant

    def _declared(self, inspector: str, field: str, value: str) -> Interest:
        there = self._found(inspector, field, value)
        if there is None:
            raise LibraryError(f"{inspector} has declared no interest in {self._text(field, value)}.")
        return there

    def _fitting(self, field: str, value: str) -> tuple[str, str]:
        """A field and a value as the list writes it. Raises LibraryError where neither a case of a list nor a record has it."""
        data = self._inspection.sample.data
        if data.present is None or self._choices(field):
            return field, value
        cases = [case for listed in data.lists.values() for case in listed.cases]
        cases += [
            ListedCase(reference=record.reference, case_manager=record.case_manager) for record in self._inspection.records()
        ]
        said = (case.reference if field == REFERENCE else value_of(case, field) for case in cases)
        known = {text.casefold(): text for text in said if text}
        if value.casefold() not in known:
            first, more = sorted(known.values(), key=str.casefold)[:_SHOWN], len(known) - _SHOWN
            others = f"{', '.join(first)}{f' and {more} more' if more > 0 else ''}"
            there_are = f": there {'is' if len(known) == 1 else 'are'} {others}" if known else ", for none is named"
            raise LibraryError(f"No case has {self._text(field, value)}{there_are}.")
        return field, known[value.casefold()]

    def _choices(self, field: str) -> tuple[Choice, ...]:
        """How a fact is answered; nothing where it is none of the instrument's."""
        instrument = self._inspection.instrument
        return instrument.choices_of(field) if field in instrument.questions else ()

    def held_all_the_same(self) -> dict[str, Interest]:
        """The records that somebody has who is kept out of them, by their ids, each with the interest that says so."""
        held = {one.id: self.kept_out(one).get(one.inspector.casefold()) for one in self._inspection.records() if one.inspector}
        return {record: interest for record, interest in held.items() if interest}

    def has_already(self, *declared: Interest) -> str:
        """What inspectors have of the cases that they are kept out of by these, in a sentence; empty where they have none."""
        held = [self._inspection.record(record) for record, one in self.held_all_the_same().items() if one in declared]
        if not held:
            return ""
        them = "it" if len(held) == 1 else "them"
        return f"{held[0].inspector} has {', '.join(one.reference for one in held)} already: give {them} to somebody else"

    def _save(self, inspector: str, field: str, value: str, withdraws: str = "") -> Interest:
        made = Interest(
            id=random_name(8),
            at=self._inspection.after(*(known.at for known in self.present)),
            by=self._inspection.by,
            inspector=inspector,
            field=field,
            value=value,
            withdraws=withdraws,
        )
        self._inspection.sample.add(interests={made.id: made})
        return made

    def _found(self, inspector: str, field: str, value: str) -> Interest | None:
        wanted = (inspector.casefold(), field, value.casefold())
        return next((one for one in self.present if (one.inspector.casefold(), one.field, one.value.casefold()) == wanted), None)

    def _named(self, field: str, value: str) -> tuple[str, str]:
        """A field and a value by their ids, given these or their labels. Raises LibraryError."""
        instrument, listed = self._inspection.instrument, self._inspection.sample.data.present
        facts = strata_fields(listed.cases) if listed else ()
        fields = {spelling(name): name for name in (*facts, REFERENCE, CASE_MANAGER)}
        for question in instrument.questions.values():
            if instrument.kind_of(question.id) is Kind.FACT:
                fields |= {spelling(question.id): question.id, spelling(question.label): question.id}
        field, value = clean_text(field, one_line=True), clean_text(value, one_line=True)
        known = fields.get(spelling(field))
        if known is None or not value:
            names = ", ".join(dict.fromkeys(field_text(name, self.labels) for name in (REFERENCE, CASE_MANAGER, *facts)))
            raise LibraryError(f'"{field}={value}" tells no cases: give FACT=VALUE, where FACT is one of {names}.')
        choices = self._choices(known)
        values = {name.casefold(): choice.value for choice in choices for name in (choice.label, choice.value)}
        if choices and value.casefold() not in values:
            named = ", ".join(choice.label for choice in choices)
            raise LibraryError(f'"{value}" is no answer to {field_text(known, self.labels)}: choose one of {named}.')
        return known, values.get(value.casefold(), value)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What the facts of the instrument and their values are called: by `custody`, and by `custody=yes`."""
        instrument = self._inspection.instrument
        facts = [question for question in instrument.questions.values() if instrument.kind_of(question.id) is Kind.FACT]
        values = {
            f"{fact.id}={choice.value}": choice.label.casefold() for fact in facts for choice in instrument.choices_of(fact.id)
        }
        return {fact.id: fact.label for fact in facts} | values

    def _text(self, field: str, value: str) -> str:
        return interest_text(Interest(id="", at="", by="", inspector="", field=field, value=value), self.labels)

    def text_of(self, interest: Interest) -> str:
        """What an interest is in: "case manager K Dunne"."""
        return self._text(interest.field, interest.value)

    def case_of(self, record: Record) -> ListedCase:
        """A record as a case of the list: what is said of it now goes before what the list says."""
        known = self._cases(record.unit).get(record.reference.casefold())
        said = {question: content.value for question, content in self._inspection.contents(record.id).items() if content.value}
        return ListedCase(
            reference=record.reference,
            case_manager=record.case_manager or (known.case_manager if known else ""),
            inspector=record.inspector,
            facts={**(known.facts if known else {}), **said},
        )

    def _cases(self, unit: str) -> Mapping[str, ListedCase]:
        """The cases of a unit by their references in small letters: those of the list that was drawn from, else of the latest."""
        data = self._inspection.sample.data
        drawn = present_draw(data.draws.values())
        listed = data.lists.get(drawn.list) if drawn else data.present
        if listed is None or listed.unit != unit:
            return {}
        if self._known[0] != listed.id:
            self._known = (listed.id, {case.reference.casefold(): case for case in listed.cases})
        return self._known[1]

    def kept_out(self, record: Record) -> dict[str, Interest]:
        """Who does not read a record, by their names in small letters, each with the interest that says so."""
        present = self.present
        return kept_out(present, self.case_of(record)) if present else {}

    def require_none(self, record: Record, inspector: str) -> None:
        """Raise LibraryError where an inspector does not read a record."""
        found = self.kept_out(record).get(inspector.casefold())
        if found:
            raise LibraryError(
                f"{inspector} does not read {record.reference}, because of a conflict of interest ({self.text_of(found)}): "
                "let somebody else review it."
            )
