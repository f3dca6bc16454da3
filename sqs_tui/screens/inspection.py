"""Inspection: its records with their progress, and the summary beside them."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal

from sqs_tui.commands import ScreenName
from sqs_tui.domain.conditions import parse
from sqs_tui.domain.instrument import Counts, Kind
from sqs_tui.domain.queue import Damage, Item
from sqs_tui.domain.records import Record, RecordState
from sqs_tui.domain.routing import Route
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.company import around
from sqs_tui.screens.following import FollowingScreen
from sqs_tui.screens.session import Session
from sqs_tui.screens.watching import to_look_at
from sqs_tui.store.following import Changed
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Line, Lines, fit, spread, width_of
from sqs_tui.widgets.summary_pane import SummaryPane
from sqs_tui.widgets.table import Row, Table

if TYPE_CHECKING:
    from sqs_tui.screens.allocating import Allocating
    from sqs_tui.screens.record_forms import RecordForms
    from sqs_tui.screens.stating import Stating


_EMPTY = "Here the UNITS will stand, with how far each is: {inspection.add} adds one such as REFERENCE, or a run of them."


class InspectionScreen(FollowingScreen):
    """The records of one unit at a time; a bracket shows the other."""

    NAME = ScreenName.INSPECTION
    DISCREET = True
    NOTHING = "There is nothing under the cursor: {inspection.add} adds to the list."
    BINDINGS = bindings_for(ScreenName.INSPECTION)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        begun = next((record for record in session.inspection.records() if session.inspection.draft(record.id)), None)
        self._unit = begun.unit if begun else session.instrument.units[0].id
        self._first = begun.id if begun else ""
        """The record to begin with: one in which a note waits to be ended."""

    # What the first screen does not need, each made with its first use

    @cached_property
    def _allocating(self) -> "Allocating":
        from sqs_tui.screens.allocating import Allocating

        return Allocating(self, self._session, self._paint)

    @cached_property
    def _stating(self) -> "Stating":
        from sqs_tui.screens.stating import Stating

        return Stating(self, self._session, self._paint)

    @cached_property
    def _forms(self) -> "RecordForms":
        from sqs_tui.screens.record_forms import RecordForms

        return RecordForms(self, self._session, self._paint)

    def compose(self) -> ComposeResult:
        """Lay out the table with the summary beside it."""
        yield Lines(id="status")
        with Horizontal():
            yield Table(id="table")
            yield SummaryPane()
        yield KeyLine()

    def on_mount(self) -> None:
        """Start on the table, and say what is damaged."""
        self.query_one(Table).focus()
        for sentence in self._session.inspection.damaged:
            self.notice(sentence)

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front; when the screen opens, the table has still to be fitted."""
        if self.query_one(Table).size:
            self.call_after_refresh(self._paint)

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    def _changed(self, changed: Changed) -> None:
        if not changed.own and self.is_current:
            self._paint()

    def _paint(self) -> None:
        if self._session.private:
            self._paint_privately()
            return
        session, inspection = self._session, self._session.inspection
        table, unit = self.query_one(Table), session.instrument.unit(self._unit)
        records, there = session.shown(self._unit), len(inspection.records(self._unit))
        names = [record.reference for record in records]
        name = min(18, max([cell_len(unit.name.many) + 2, *(cell_len(text) + 3 for text in names)]))
        people, wide = _columns_beside(table.size.width - name)
        rows = [self._row(record, name, wide=wide) for record in records]
        keys = self.sqs.keys
        nothing = "None of these is yours: {inspection.mine} shows all." if there else _EMPTY
        rows += self._damaged_rows(len(people))
        at, self._first = self._first, ""
        if rows:
            table.fill(((unit.name.many, name), ("done", 7), ("state", 13), *people), rows, at=at)
        else:
            table.say(keys.says(nothing.replace("UNITS", unit.name.many).replace("REFERENCE", unit.reference)))
        others = [other for other in session.instrument.units if other.id != self._unit]
        counts = f"{there} {unit.name.one if there == 1 else unit.name.many}"
        if session.mine_only:
            counts = f"{len(records)} of {counts}: mine only"
        key, other = session.keys.first("inspection.switch"), next(iter(others), None)
        right: Line = ((f"{key}: {other.name.many} ({len(inspection.records(other.id))})" if other else "", "dim"),)
        left: Line = ((f" {inspection.details.name}", "head"), (f"   {counts}", ""))
        if inspection.damaged:
            left = (*left, (f"   {_damaged(len(inspection.damaged))}: M mends", "warn"))
        company = around(session.presence.others, inspection.records(), session.by)
        if company:
            left = (*left, (f"   {company}", "key"))
        left = (*left, *to_look_at(session, self.size.width - width_of(left) - width_of(right)))
        if session.saver.waiting:
            left = (*left, (f"   NOT SAVED: {session.saver.waiting}, {session.saver.why}", "warn"))
        if width_of(left) + width_of(right) > self.size.width:  # the footer names the key, too
            right = ()
        if records:
            left = (*left, *self.hint(self.size.width - width_of(left) - width_of(right)))
        self.query_one("#status", Lines).show([spread(left, right, self.size.width, session.glyphs.ellipsis)])
        self.query_one(SummaryPane).show_tallies(
            session.instrument, inspection.tallies(), session.profile, session.glyphs, unit=self._unit, total=there
        )

    def _paint_privately(self) -> None:
        """Show the record in front and no other, and nothing that is counted."""
        session, table, shown = self._session, self.query_one(Table), self._front
        if shown:
            self._unit = shown.unit
        kind = session.instrument.unit(self._unit).name.many
        name = min(18, max(cell_len(kind) + 2, cell_len(shown.reference) + 3 if shown else 15))
        people, wide = _columns_beside(table.size.width - name)
        rows = [self._row(shown, name, wide=wide)] if shown else [("", ("none is shown", "", "", *("" for _ in people)))]
        table.fill(((kind, name), ("done", 7), ("state", 13), *people), rows)
        left: Line = ((f" {session.inspection.details.name}", "head"), ("   private view", "key"))
        if session.saver.waiting:
            left = (*left, (f"   NOT SAVED: {session.saver.waiting}, {session.saver.why}", "warn"))
        right: Line = ((session.keys.says("{inspection.private} shows all"), "dim"),)
        self.query_one("#status", Lines).show([spread(left, right, self.size.width, session.glyphs.ellipsis)])
        self.query_one(SummaryPane).hide_tallies(session.glyphs, session.keys.first("inspection.private"))

    @property
    def _front(self) -> Record | None:
        """What the private view shows: the record that was in front last; before any was, the next of this inspector's."""
        session, inspection = self._session, self._session.inspection
        records = [record for record in inspection.records() if not inspection.blind_to(record.id)]
        if session.front:  # a second scoring is none of them, and nothing is shown in its place
            return next((record for record in records if record.id == session.front), None)
        to_do = (RecordState.NOT_STARTED, RecordState.IN_PROGRESS)
        return next((record for record in records if record.inspector == session.by and record.state in to_do), None)

    def action_private(self) -> None:
        """Hide all records but the one under the cursor, or show them again."""
        if not self._session.private:
            self._session.front = self.query_one(Table).chosen
        super().action_private()

    def _row(self, record: Record, name: int, *, wide: bool) -> Row:
        route = self._session.flow.route(self._session.flow.start(record.unit, self._session.saver.contents(record.id)))
        answered, asked = route.answered_of()
        people = (record.case_manager, record.inspector)
        told = (*people, self._facts(route)) if wide else (" / ".join(filter(None, people)),)
        called = record.reference
        if any(other.record == record.id for other in self._session.presence.others):
            glyphs = self._session.glyphs
            called = f"{fit(called, min(cell_len(called), name - 3), glyphs.ellipsis)} {glyphs.here}"
        state = "note begun" if self._session.inspection.draft(record.id) else record.state.value
        return record.id, (called, f"{answered}/{asked}", state, *told)

    def _damaged_rows(self, others: int) -> list[Row]:
        """The record files of this unit that cannot be used, where their records would stand."""
        folder = f"{self._session.inspection.folder_of(self._unit)}/"
        places = [place for place in self._session.inspection.damaged_at if place.startswith(folder)]
        blank = ("",) * (others - 1)
        return [
            (place, (place.removeprefix(folder).removesuffix(".json"), "", "damaged", "M mends it", *blank)) for place in places
        ]

    def _facts(self, route: Route) -> str:
        """The facts that hold of a record and lead its way, by their ids."""
        instrument = self._session.instrument
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

    def action_allocate(self) -> None:
        """Say who reviews the record under the cursor, or several."""
        self._with_chosen(self._allocating.allocate)

    def action_claim(self) -> None:
        """Take the record under the cursor, or let go of it."""
        self._with_chosen(self._allocating.claim)

    def action_state(self) -> None:
        """Lead the record under the cursor to another state."""
        self._with_chosen(self._stating.choose)

    def action_trash(self) -> None:
        """Put the record under the cursor into the trash."""
        self._with_chosen(self._stating.trash)

    def action_look_into_trash(self) -> None:
        """List the records in the trash."""
        self.app.clear_notifications()  # they would cover the keys of the list
        self._stating.look_into_trash()

    def action_mine(self) -> None:
        """Show only what is mine to review, or everything again."""
        self._session.mine_only = not self._session.mine_only
        self._paint()

    def action_undo(self) -> None:
        """Take back what was done last to the records."""
        self._allocating.undo()

    def action_redo(self) -> None:
        """Bring again what was taken back last."""
        self._allocating.undo(again=True)

    def _with_chosen(self, act: Callable[[Record], None]) -> None:
        self.app.clear_notifications()  # what was told before makes room
        chosen = self.query_one(Table).chosen
        if chosen in self._session.inspection.damaged_at:
            self.action_mend()
        elif chosen:
            try:
                record = self._session.inspection.record(chosen)
            except SqsError as gone:
                self.notice(str(gone))
                self._paint()
            else:
                act(record)

    def action_open(self) -> None:
        """Review the record under the cursor."""
        self._with_chosen(lambda record: self.sqs.open_record(self._session, record))

    def action_switch(self) -> None:
        """Show the records of the next unit."""
        units = [unit.id for unit in self._session.instrument.units]
        self._unit = units[(units.index(self._unit) + 1) % len(units)]
        self._paint()

    def action_add(self) -> None:
        """Ask for new records."""
        self._forms.add(self._unit)

    def action_edit(self) -> None:
        """Edit what is said of the record under the cursor."""
        self._with_chosen(self._forms.edit)

    def action_mend(self) -> None:
        """Offer a good copy for the damaged file under the cursor, else for the first that has one."""
        from sqs_tui.screens.mending import offer_mend

        inspection, chosen = self._session.inspection, self.query_one(Table).chosen
        place = chosen if chosen in inspection.damaged_at else ""
        offer_mend(self, inspection.folder.name, self._look_again, place)

    def show_item(self, item: Item) -> None:
        """Offer a good copy for the damaged file that an item of the queue is about."""
        from sqs_tui.screens.mending import offer_mend

        if isinstance(item.source, Damage):
            offer_mend(self, self._session.inspection.folder.name, self._look_again, item.source.file)

    def _look_again(self) -> None:
        self.look_around()
        self._paint()

    def action_details(self) -> None:
        """Edit the details of the inspection."""
        self._forms.details()

    def action_summary(self) -> None:
        """Show the summary."""
        self.sqs.open_summary(self._session)

    def action_changes(self) -> None:
        """Show what others have changed."""
        from sqs_tui.screens.changes import Changes

        self.app.push_screen(Changes(self._session))

    def action_sample(self) -> None:
        """Show the sample."""
        from sqs_tui.screens.sample import SampleScreen

        self.app.push_screen(SampleScreen(self._session))

    def action_seconds(self) -> None:
        """Show the second scorings."""
        references = {record.id: record.reference for record in self._session.inspection.records()}
        self.sqs.open_seconds(self._session, references.get(self.query_one(Table).chosen, ""))

    def action_cases(self) -> None:
        """Import a list of cases."""
        from sqs_tui.screens.importing_cases import ask_for_list

        self.app.clear_notifications()  # they would cover what is shown
        ask_for_list(self, self._session, self._paint)

    def action_guidance(self) -> None:
        """Show all guidance; the question that is chosen is opened in the record under the cursor."""
        from sqs_tui.screens.asides import find_guidance

        def open_at(question: str) -> None:
            self._with_chosen(lambda record: self.sqs.open_record(self._session, record, question))

        find_guidance(self, "", None, "opens it in the record", open_at)

    def action_letter(self) -> None:
        """Show the letter."""
        self.sqs.open_letter(self._session)


def _columns_beside(width: int) -> tuple[tuple[tuple[str, int], ...], bool]:
    """The columns on people and facts, for a table with so many cells beside its references; and whether all are there."""
    rest = max(10, width - 20)
    wide = rest >= 42
    return ((("case manager", 13), ("inspector", 13), ("facts", rest - 26)) if wide else (("with / by", rest),)), wide


def _damaged(count: int) -> str:
    return "1 damaged file" if count == 1 else f"{count} damaged files"
