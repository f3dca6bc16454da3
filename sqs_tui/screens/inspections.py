"""Inspections: the home screen, a table of everything in the library."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from sqs_tui.commands import ScreenName
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import Sign
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.form import Line
from sqs_tui.screens.session import clock_time
from sqs_tui.store.index import Entry
from sqs_tui.store.place import Values
from sqs_tui.text import clean_text
from sqs_tui.widgets.keys import Keys
from sqs_tui.widgets.lines import Lines
from sqs_tui.widgets.table import Row, Table

_EMPTY = """There is no inspection here yet.

+  begins one: give its area, add its cases, score.
?  shows every key.

To look round first, leave with q and start  sqs-tui --demo :
it opens an invented inspection in a library that is thrown away afterwards."""


class Inspections(SqsScreen):
    """What is in the library, with how far each inspection is."""

    NAME = ScreenName.INSPECTIONS
    BINDINGS = bindings_for(ScreenName.INSPECTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._signs: dict[str, str] = {}
        self._filter = ""
        self._unsaved = ""

    def compose(self) -> ComposeResult:
        """Lay out the table and what stands instead of it."""
        yield Lines(id="status")
        yield Static(Content(_EMPTY), id="empty")
        yield Table(id="table")
        yield _Filter(id="filter", placeholder="words that the area, the service or the dates hold", compact=True)
        yield Keys()

    def on_mount(self) -> None:
        """Start on the table."""
        self.query_one(Table).focus()

    def on_screen_resume(self) -> None:
        """Read the library again: something may have changed in it meanwhile."""
        self.sqs.leave_inspections()
        self._signs.clear()
        self._read()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    def look_around(self) -> None:
        """Go on trying to save what waits."""
        if self.is_current and (unsaved := self.sqs.retry()) != self._unsaved:
            self._unsaved = unsaved
            self._paint()

    def _read(self) -> None:
        if not self.is_current:  # another screen was asked for at the start
            return
        self._unsaved = self.sqs.retry()
        try:
            self._entries = self.sqs.library.entries()
        except SqsError as fault:
            self.notice(str(fault))
        self._paint()
        self._work_out_signs()

    def _work_out_signs(self) -> None:
        """Fill in the signs of one inspection after another, so that the table is there at once."""
        entry = next((entry for entry in self._entries if not entry.fault and entry.folder not in self._signs), None)
        if entry is None or not self.is_current:
            return
        try:
            tallies = self.sqs.session(entry.folder).inspection.tallies()
        except SqsError:
            self._signs[entry.folder] = "?"
        else:
            proposals = [area.proposal for area in tallies.areas.values()]
            glyphs = self.sqs.glyphs
            counts = ((glyphs.strength, proposals.count(Sign.STRENGTH)), (glyphs.improvement, proposals.count(Sign.IMPROVEMENT)))
            self._signs[entry.folder] = " ".join(f"{sign}{count}" for sign, count in counts if count)
        self._paint()
        self.set_timer(0.01, self._work_out_signs)

    def _paint(self) -> None:
        width = self.size.width
        place = (
            "demonstration, thrown away afterwards" if self.sqs.demo else clean_text(str(self.sqs.library.path), one_line=True)
        )
        self.query_one("#status", Lines).show(
            [((" Inspections", "head"), (f"   {self._unsaved or place}", "warn" if self._unsaved else "dim"))]
        )
        self.set_class(not self._entries, "-empty")
        rows = [self._row(entry, narrow=width < 80) for entry in self._entries if self._fits(entry)]
        if self._entries and not rows:
            rows = [("", (f"Nothing holds “{self._filter}”", *("" for _ in range(3 if width < 80 else 5))))]
        rest = width - 30 if width < 80 else width - 41
        sizes = (("Scored", 8), ("Signs", 8))
        narrow = (("Area", rest), ("Fieldwork", 12), *sizes)
        roomy = (("Area", rest // 2), ("Service", rest - rest // 2), ("Fieldwork", 12), *sizes, ("Changed", 12))
        self.query_one(Table).fill(narrow if width < 80 else roomy, rows)

    def _fits(self, entry: Entry) -> bool:
        words = (
            f"{entry.folder} {entry.details.area} {entry.details.service} {entry.details.fieldwork_from}"
            if entry.details
            else entry.folder
        )
        return all(word in words.casefold() for word in self._filter.casefold().split())

    def _row(self, entry: Entry, *, narrow: bool) -> Row:
        details, signs = entry.details, "damaged" if entry.fault else self._signs.get(entry.folder, "")
        area = details.area if details else clean_text(f"{entry.folder}: {entry.fault}", one_line=True)
        day = details.fieldwork_from if details else ""
        scored = f"{entry.scored}/{sum(entry.records.values())}" if details else ""
        if narrow:
            return entry.folder, (area, day, scored, signs)
        changed = clock_time(entry.changed) if entry.changed else ""
        return entry.folder, (area, details.service if details else "", day, scored, signs, changed)

    # Commands

    def action_open(self) -> None:
        """Open the inspection under the cursor."""
        folder = self.query_one(Table).chosen
        if folder:
            self.sqs.open_inspection(folder)

    def action_new(self) -> None:
        """Ask for the details of a new inspection."""
        from sqs_tui.screens.details import details_form, inspection_from

        begun: list[str] = []

        def create(values: Values) -> None:
            begun.append(self.sqs.create_inspection(inspection_from(values, Inspection(id="", area=""))))

        form = details_form("New inspection", Inspection(id="", area=""), self.sqs.typed, create)
        self.app.push_screen(form, lambda values: self.sqs.open_inspection(begun[0]) if values else None)

    def action_filter(self) -> None:
        """Show only inspections that hold what is typed."""
        self.query_one("#filter").add_class("-open").focus()

    def show_all(self) -> None:
        """Take the filter away; what Esc does here, where there is no level above."""
        self.query_one(_Filter).action_close()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        self._filter = event.value
        self._paint()

    def action_go_on(self) -> None:
        """Go back to the table, filtered."""
        self.query_one(Table).focus()

    def action_trash(self) -> None:
        """Put the inspection under the cursor into the trash."""
        folder = self.query_one(Table).chosen
        if not folder:
            return
        try:
            self.sqs.library.trash(folder, by=self.sqs.by)
        except SqsError as fault:
            self.notice(str(fault))
        else:
            self.sqs.forget(folder)
            self.notice(f"{folder} is in the trash; u brings it back.")
        self._read()

    def action_restore(self) -> None:
        """Bring back what was put into the trash last."""
        try:
            self.notice(f"{self.sqs.library.restore()} is back.")
        except SqsError as fault:
            self.notice(str(fault))
        self._read()

    def action_import(self) -> None:
        """Take in an inspection that came as a file."""
        from sqs_tui.screens.importing import ask_for_file

        ask_for_file(self, self._mended)

    def action_look_into_trash(self) -> None:
        """List the inspections in the trash, to bring one back."""
        from sqs_tui.screens.trash import Bin

        try:
            trashed = self.sqs.library.trashed()
        except SqsError as fault:
            self.notice(str(fault))
            return
        rows = {one.name: (f"{one.folder}  {one.called}".rstrip(), clock_time(one.at), one.by) for one in reversed(trashed)}
        self.app.clear_notifications()
        self.app.push_screen(Bin("Inspections in the trash", rows), self._bring_back)

    def _bring_back(self, name: str | None) -> None:
        if name is None:
            return
        try:
            self.notice(f"{self.sqs.library.restore(name)} is back.")
        except SqsError as fault:
            self.notice(str(fault))
        self._read()

    def action_mend(self) -> None:
        """Offer a good copy for what is damaged in the inspection under the cursor."""
        from sqs_tui.screens.mending import offer_mend

        folder = self.query_one(Table).chosen
        if folder:
            offer_mend(self, folder, lambda: self._mended(folder))

    def _mended(self, folder: str) -> None:
        self.sqs.forget(folder)
        self._read()


class _Filter(Line):
    """The line that is typed in to filter; Esc empties and closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close")]

    def action_close(self) -> None:
        """Show everything again."""
        self.value = ""
        self.remove_class("-open")
        self.screen.query_one(Table).focus()
