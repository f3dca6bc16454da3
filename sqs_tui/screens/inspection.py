"""Inspection: its records with their progress, and the summary beside them."""

from collections.abc import Collection

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Footer

from sqs_tui.commands import ScreenName
from sqs_tui.domain.conditions import parse
from sqs_tui.domain.instrument import Counts, Kind
from sqs_tui.domain.records import Record
from sqs_tui.domain.references import expand_references
from sqs_tui.domain.routing import Route
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.details import details_form, inspection_from
from sqs_tui.screens.form import Fault, Field, Form, Values
from sqs_tui.screens.session import Session
from sqs_tui.store.following import Changed
from sqs_tui.widgets.lines import Line, Lines, spread
from sqs_tui.widgets.summary_pane import SummaryPane
from sqs_tui.widgets.table import Row, Table

LOOK_AROUND = 2.0
"""Seconds between two looks for what other inspectors changed."""


class InspectionScreen(SqsScreen):
    """The records of one unit at a time; Tab shows the other."""

    NAME = ScreenName.INSPECTION
    BINDINGS = bindings_for(ScreenName.INSPECTION)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        begun = next((record for record in session.inspection.records() if session.inspection.draft(record.id)), None)
        self._unit = begun.unit if begun else session.instrument.units[0].id
        self._first = begun.id if begun else ""
        """The record to begin with: one in which a note waits to be ended."""

    def compose(self) -> ComposeResult:
        """Lay out the table with the summary beside it."""
        yield Lines(id="status")
        with Horizontal():
            yield Table(id="table")
            yield SummaryPane()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Start on the table, and say what is damaged."""
        self.query_one(Table).focus()
        self._unsubscribe = self.session.inspection.subscribe(self._changed)
        self.set_interval(LOOK_AROUND, self._look_around)
        for sentence in self.session.inspection.damaged:
            self.notice(sentence)

    def on_unmount(self) -> None:
        """Stop following."""
        self._unsubscribe()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        self.call_after_refresh(self._paint)

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    def _changed(self, changed: Changed) -> None:
        if not changed.own and self.is_current:
            self._paint()

    def _look_around(self) -> None:
        try:
            if self.session.saver.waiting:
                self.session.saver.flush()
                self._paint()
            self.session.inspection.refresh()
        except SqsError as fault:
            self.notice(str(fault))

    def _paint(self) -> None:
        session, inspection = self.session, self.session.inspection
        table, unit = self.query_one(Table), session.instrument.unit(self._unit)
        records = inspection.records(self._unit)
        names = [record.reference for record in records]
        name = min(18, max(cell_len(text) for text in (*names, unit.name.many)) + 2)
        rest = max(10, table.size.width - name - 20)
        wide = rest >= 42
        people = (("case manager", 13), ("inspector", 13), ("facts", rest - 26)) if wide else (("with / by", rest),)
        rows = [self._row(record, wide=wide) for record in records]
        nothing = ("", (f"+ adds {unit.name.many}", "", "", *("" for _ in people)))
        at, self._first = self._first, ""
        table.fill(((unit.name.many, name if rows else 30), ("done", 7), ("state", 13), *people), rows or [nothing], at=at)
        others = [other for other in session.instrument.units if other.id != self._unit]
        counts = f"{len(records)} {unit.name.one if len(records) == 1 else unit.name.many}"
        right: Line = ((f"Tab: {others[0].name.many} ({len(inspection.records(others[0].id))})" if others else "", "dim"),)
        left: Line = ((f" {inspection.details.name}", "head"), (f"   {counts}", ""))
        if session.saver.waiting:
            left = (*left, (f"   NOT SAVED: {session.saver.waiting}, {session.saver.why}", "warn"))
        self.query_one("#status", Lines).show([spread(left, right, self.size.width, session.glyphs.ellipsis)])
        self.query_one(SummaryPane).show_tallies(
            session.instrument, inspection.tallies(), session.profile, session.glyphs,
            unit=self._unit, total=len(records), current=FINISH_LINE, picked=None,
        )  # fmt: skip

    def _row(self, record: Record, *, wide: bool) -> Row:
        route = self.session.flow.route(self.session.flow.start(record.unit, self.session.saver.contents(record.id)))
        answered, asked = route.answered_of()
        people = (record.case_manager, record.inspector)
        told = (*people, self._facts(route)) if wide else (" / ".join(filter(None, people)),)
        state = "note begun" if self.session.inspection.draft(record.id) else record.state.value
        return record.id, (record.reference, f"{answered}/{asked}", state, *told)

    def _facts(self, route: Route) -> str:
        """The facts that hold of a record and lead its way, by their ids."""
        instrument = self.session.instrument
        rules = (parse(question.asked_when) for question in instrument.of_unit(route.unit) if question.asked_when)
        leading = frozenset(question for rule in rules for question in rule.questions)
        return " ".join(
            question
            for question, content in route.counted.items()
            if question in leading
            and instrument.kind_of(question) is Kind.FACT
            and (choice := instrument.choice(question, content.value))
            and choice.counts is Counts.MET
        )

    # Commands

    def action_open(self) -> None:
        """Review the record under the cursor."""
        chosen = self.query_one(Table).chosen
        if chosen:
            self.sqs.open_record(self.session, self.session.inspection.record(chosen))

    def action_switch(self) -> None:
        """Show the records of the next unit."""
        units = [unit.id for unit in self.session.instrument.units]
        self._unit = units[(units.index(self._unit) + 1) % len(units)]
        self._paint()

    def action_add(self) -> None:
        """Ask for new records."""
        unit = self.session.instrument.unit(self._unit)
        fields = (
            Field(
                id="references",
                label="References",
                hint=f"{unit.reference}, or a run such as {unit.reference}..{_later(unit.reference)}",
            ),
            Field(id="case_manager", label="Case manager", hint="a role or a code, no name"),
            Field(id="inspector", label="Inspector", value=self.session.by),
        )
        added: set[str] = set()  # those that were on disk before it was full need not be taken out of the form

        def save(values: Values) -> None:
            for reference in expand_references(values["references"]):
                if reference not in added:
                    self._add(reference, values)
                    added.add(reference)

        def check(values: Values) -> Fault | None:
            return self._references_fault(values["references"], added)

        title = f"Add {unit.name.many}"
        self.app.push_screen(Form(title, fields, check, self.session.typed, save), lambda _: self._paint())

    def _add(self, reference: str, values: Values) -> None:
        self.session.inspection.add_record(
            self._unit, reference, case_manager=values["case_manager"], inspector=values["inspector"]
        )

    def _references_fault(self, typed: str, added: Collection[str]) -> Fault | None:
        try:
            references = expand_references(typed)
        except ValueError as fault:
            return Fault("references", str(fault))
        there = {record.reference.casefold() for record in self.session.inspection.records(self._unit)}
        again = [reference for reference in references if reference.casefold() in there and reference not in added]
        return Fault("references", f"{', '.join(again[:5])}: there already; give other references.") if again else None

    def action_edit(self) -> None:
        """Edit what is said of the record under the cursor."""
        chosen = self.query_one(Table).chosen
        if not chosen:
            return
        record = self.session.inspection.record(chosen)
        fields = tuple(Field(id=name, label=label, value=getattr(record, name)) for name, label in _RECORD_LABELS.items())

        def save(values: Values) -> None:
            self.session.inspection.change_record(chosen, **values)

        form = Form(f"Details of {record.reference}", fields, _reference_fault, self.session.typed, save)
        self.app.push_screen(form, lambda _: self._paint())

    def action_details(self) -> None:
        """Edit the details of the inspection."""
        session = self.session

        def save(values: Values) -> None:
            after = inspection_from(values, session.inspection.details)
            session.inspection.change_details(**{name: getattr(after, name) for name in values})

        form = details_form("Details", session.inspection.details, session.typed, save, session.instrument)
        self.app.push_screen(form, lambda _: self._paint())

    def action_summary(self) -> None:
        """Show the summary."""
        self.sqs.open_summary(self.session)

    def action_letter(self) -> None:
        """Show the letter."""
        self.sqs.open_letter(self.session)


_RECORD_LABELS = {"reference": "Reference", "case_manager": "Case manager", "inspector": "Inspector"}


def _reference_fault(values: Values) -> Fault | None:
    return None if values["reference"] else Fault("reference", "A record needs a reference, such as BU01.")


def _later(reference: str) -> str:
    stem = reference.rstrip("0123456789")
    return f"{stem}{'14'.zfill(len(reference) - len(stem))}"
