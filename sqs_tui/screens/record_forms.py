"""The forms of Inspection: new records, what is said of one, and the details of the visit."""

from collections.abc import Callable, Collection
from typing import Any

from textual.screen import Screen

from sqs_tui.domain.records import Record
from sqs_tui.domain.references import expand_references
from sqs_tui.screens.details import details_form, inspection_from
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.store.place import Values

_RECORD_LABELS = {"reference": "Reference", "case_manager": "Case manager", "inspector": "Inspector"}


class RecordForms:
    """`paint` shows what has changed."""

    def __init__(self, screen: Screen[Any], session: Session, paint: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._paint = paint

    def add(self, unit_id: str) -> None:
        """Ask for new records of a unit."""
        unit = self._session.instrument.unit(unit_id)
        fields = (
            Field(
                id="references",
                label="References",
                hint=f"{unit.reference}, or a run such as {unit.reference}..{_later(unit.reference)}",
            ),
            Field(id="case_manager", label="Case manager", hint="a role or a code, no name"),
            Field(id="inspector", label="Inspector", value=self._session.by),
        )
        added: set[str] = set()  # those that were on disk before it was full need not be taken out of the form

        def save(values: Values) -> None:
            for reference in expand_references(values["references"]):
                if reference not in added:
                    self._add(unit.id, reference, values)
                    added.add(reference)

        def check(values: Values) -> Fault | None:
            return self._references_fault(unit.id, values["references"], added)

        title = f"Add {unit.name.many}"
        self._screen.app.push_screen(Form(title, fields, check, self._session.typed, save), lambda _: self._paint())

    def _add(self, unit: str, reference: str, values: Values) -> None:
        self._session.inspection.add_record(unit, reference, case_manager=values["case_manager"], inspector=values["inspector"])

    def _references_fault(self, unit: str, typed: str, added: Collection[str]) -> Fault | None:
        try:
            references = expand_references(typed)
        except ValueError as fault:
            return Fault("references", str(fault))
        there = {record.reference.casefold() for record in self._session.inspection.records(unit)}
        again = [reference for reference in references if reference.casefold() in there and reference not in added]
        return Fault("references", f"{', '.join(again[:5])}: there already; give other references.") if again else None

    def edit(self, record: Record) -> None:
        """Edit what is said of a record."""
        fields = tuple(Field(id=name, label=label, value=getattr(record, name)) for name, label in _RECORD_LABELS.items())

        def save(values: Values) -> None:  # only what was changed here: others may have changed the rest meanwhile
            changed = {name: value for name, value in values.items() if value != getattr(record, name)}
            self._session.inspection.change_record(record.id, **changed)

        form = Form(f"Details of {record.reference}", fields, _reference_fault, self._session.typed, save)
        self._screen.app.push_screen(form, lambda _: self._paint())

    def details(self) -> None:
        """Edit the details of the inspection."""
        session, before = self._session, self._session.inspection.details

        def save(values: Values) -> None:  # as with records
            after = inspection_from(values, before)
            changed = (name for name in values if getattr(after, name) != getattr(before, name))
            session.inspection.change_details(**{name: getattr(after, name) for name in changed})

        form = details_form("Details", session.inspection.details, session.typed, save, session.instrument)
        self._screen.app.push_screen(form, lambda _: self._paint())


def _reference_fault(values: Values) -> Fault | None:
    return None if values["reference"] else Fault("reference", "A record needs a reference, such as BU01.")


def _later(reference: str) -> str:
    stem = reference.rstrip("0123456789")
    return f"{stem}{'14'.zfill(len(reference) - len(stem))}"
