"""Inspections: the home screen, a table of everything in the library."""

from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from sqs_tui.commands import Command, ScreenName
from sqs_tui.domain.records import Inspection
from sqs_tui.errors import SqsError
from sqs_tui.progress import counted
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.due import DueNotes
from sqs_tui.screens.form import Line as Typed
from sqs_tui.screens.session import clock_time
from sqs_tui.store.index import Entry
from sqs_tui.store.place import Values
from sqs_tui.text import clean_text
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Line, Lines, width_of
from sqs_tui.widgets.long_table import LongTable

_ROOMY = 80
"""Cells of width from which there is room for all columns."""
_SLICE = 0.005
"""Seconds that inspections are looked at before a key has its turn."""
_PAUSE = 0.002
_PAINTED = 0.1
"""Seconds after which the table has been painted, and the rest can be looked at."""
_ROUND = 32
"""How many inspections, besides those in sight, each look around is about."""

_EMPTY = """Here your inspections will stand. An inspection holds its cases, \
the answers you give to each, and the report letter they make.

{home.new}  begins one: give its area, add its cases, answer.
{home.demo}  opens an invented one to look round in; it is thrown away afterwards.
{home.import}  takes in an inspection that came as a file from a colleague.
{app.help}  lists every key."""


class Inspections(SqsScreen):
    """What is in the library, with how far each inspection is."""

    NAME = ScreenName.INSPECTIONS
    DISCREET = True
    NOTHING = "There is no inspection under the cursor: {home.new} begins one."
    BINDINGS = bindings_for(ScreenName.INSPECTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._folders: list[str] = []
        self._to_look_at: dict[str, None] = {}
        """What is shown as it was known, and not looked at yet; in order."""
        self._round = 0
        """How far the slow round has come that leads past all inspections again and again."""
        self._next: Timer | None = None
        self._filter = ""
        self._unsaved = ""
        self._reading = ""
        """How far it is with reading what is not known yet, where that takes more than a second."""
        self._due = DueNotes(self.sqs)

    def compose(self) -> ComposeResult:
        """Lay out the table and what stands instead of it."""
        yield Lines(id="status")
        yield Static(Content(self.sqs.keys.says(_EMPTY)), id="empty")
        yield LongTable(self._cells, ellipsis=self.sqs.glyphs.ellipsis, id="table")
        yield _Filter(id="filter", placeholder="words that the area, the service or the dates hold", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Start on the table."""
        self._table.focus()
        if self.sqs.demo and self.sqs.settings.hints and not self.sqs.learner.toured:
            self.call_after_refresh(self.sqs.learner.guide.offer)

    def why_not(self, command: Command) -> str:
        """The demonstration leads to no other, and in the private view nothing is compared."""
        if command.id == "home.demo" and self.sqs.demo:
            return "This is the demonstration."
        if command.id == "screen.find" and self.sqs.view.on:
            return self.sqs.keys.says("The private view hides what find would show: {home.private} shows it.")
        if command.id == "home.retention" and self.sqs.view.on:
            return self.sqs.keys.says("The private view hides how much was noted: {home.private} leaves it first.")
        if command.id == "home.compare" and self.sqs.view.on:
            return self.sqs.keys.says("The private view hides what compare would show: {home.private} shows it.")
        return super().why_not(command)

    def settings_changed(self) -> None:
        """Show what the settings have changed."""
        self.query_one("#empty", Static).update(Content(self.sqs.keys.says(_EMPTY)))
        self._paint()

    def on_screen_resume(self) -> None:
        """Read the library again: something may have changed in it meanwhile."""
        self.sqs.leave_inspections()
        self._read()

    def on_screen_suspend(self) -> None:
        """Keep what is known for the next start."""
        self.sqs.library.index.save(self._folders)

    def on_unmount(self) -> None:
        """Keep what is known for the next start."""
        self.sqs.library.index.save(self._folders)

    def on_long_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    @property
    def _table(self) -> LongTable:
        return self.query_one(LongTable)

    # What is there: first as it is known, then as it is

    def look_around(self) -> None:
        """Go on trying to save what waits, and follow what others do: soon what is in sight, the rest by and by."""
        if not self.is_current:
            return
        before, self._unsaved = self._unsaved, self.sqs.retry()
        index = self.sqs.library.index
        changed = (index.names_may_have_changed() and self._list()) or before != self._unsaved
        if not self._to_look_at:
            some = self._folders[self._round : self._round + _ROUND]
            self._round = self._round + _ROUND if len(some) == _ROUND else 0
            changed |= self._look_at(*filter(index.may_have_changed, dict.fromkeys((*self._in_sight(), *some))))
        else:  # that takes a while: what is seen already is kept however the program ends, and how far it is is told
            index.save(self._folders)
            read = len(self._folders) - len(self._to_look_at)
            self._reading, changed = f"reading: {counted(read, len(self._folders), 'inspections')}", True
        if changed:
            self._paint()
        if self._to_look_at and self._next is None:
            self._go_on_after(_PAUSE)

    def _read(self) -> None:
        if not self.is_current:  # another screen was asked for at the start
            return
        self._unsaved = self.sqs.retry()
        self._list()
        self._to_look_at = dict.fromkeys(self._folders)
        self._look_at(*self._in_sight())
        self._paint()
        self._go_on_after(_PAINTED)

    def _list(self) -> bool:
        """See which inspections there are, and give whether they are others than before."""
        before = self._folders
        try:
            self._folders = self.sqs.library.folders()
        except SqsError as fault:
            self.notice(str(fault))
        if before == self._folders:
            return False
        new = set(self._folders).difference(before) | self._to_look_at.keys()
        self._to_look_at = {folder: None for folder in self._folders if folder in new}
        return True

    def _in_sight(self) -> list[str]:
        """The inspections in sight; before the table has a size, those that will be."""
        keys = self._fitting()
        return [keys[at] for at in self._table.in_sight if at < len(keys)] or keys[: self.app.size.height]

    def _look_at(self, *folders: str) -> bool:
        """Look at inspections, and give whether there is something else to say of one of them."""
        index, changed = self.sqs.library.index, False
        for folder in folders:
            self._to_look_at.pop(folder, None)
            before = index.known(folder)
            entry = index.look(folder)
            changed |= entry != before
            self._due.look(entry)
        return changed

    def _go_on(self) -> None:
        """Look at some more, those in sight first, for so short a time that no key waits for it; again, until all is seen."""
        self._next = None
        if not self.is_current:
            return
        until, changed = monotonic() + _SLICE, False
        waiting = dict.fromkeys(folder for folder in self._in_sight() if folder in self._to_look_at) | self._to_look_at
        for folder in waiting:
            changed |= self._look_at(folder)
            if monotonic() > until:
                break
        if changed:
            self._paint()
        if self._to_look_at:
            self._go_on_after(_PAUSE)
        else:
            self.sqs.library.index.save(self._folders)
            if self._reading:
                self._reading = ""
                self._paint()

    def _go_on_after(self, seconds: float) -> None:
        if self._next:
            self._next.stop()
        self._next = self.set_timer(seconds, self._go_on)

    def _entry(self, folder: str) -> Entry | None:
        return self.sqs.library.index.known(folder)

    def _paint(self) -> None:
        width = self.size.width
        place = (
            "demonstration, thrown away afterwards" if self.sqs.demo else clean_text(str(self.sqs.library.path), one_line=True)
        )
        said, due = self._unsaved or self._reading, self._due.says(self._folders)
        left: Line = ((" Inspections", "head"), (f"   {said or due or place}", "warn" if self._unsaved or due else "dim"))
        self.query_one("#status", Lines).show([(*left, *(self.hint(width - width_of(left)) if self._folders else ()))])
        self.set_class(not self._folders, "-empty")
        rest = width - 30 if width < _ROOMY else width - 41
        sizes = (("Scored", 8), ("Signs", 8))
        narrow = (("Area", rest), ("Fieldwork", 12), *sizes)
        roomy = (("Area", rest // 2), ("Service", rest - rest // 2), ("Fieldwork", 12), *sizes, ("Changed", 12))
        nothing = [""] if self._folders else []
        self._table.fill(narrow if width < _ROOMY else roomy, self._fitting() or nothing)

    def _fitting(self) -> list[str]:
        words = self._filter.casefold().split()
        return [folder for folder in self._folders if self._fits(folder, words)] if words else self._folders

    def _fits(self, folder: str, words: list[str]) -> bool:
        entry, held = self._entry(folder), folder
        if entry and entry.details:
            held = f"{folder} {entry.details.area} {entry.details.service} {entry.details.fieldwork_from}"
        return all(word in held.casefold() for word in words)

    def _cells(self, folder: str) -> dict[str, str]:
        """The row of an inspection; without one, what stands where none fits the filter."""
        if not folder:
            return {"Area": f"Nothing holds “{self._filter}”"}
        entry = self._entry(folder) or Entry(folder=folder)
        details, glyphs = entry.details, self.sqs.glyphs
        counts = ((glyphs.strength, entry.strengths), (glyphs.improvement, entry.improvements))
        hidden = self.sqs.view.on
        signs = "damaged" if entry.fault else "" if hidden else " ".join(f"{sign}{count}" for sign, count in counts if count)
        if details is None:
            return {"Area": clean_text(f"{folder}: {entry.fault}" if entry.fault else folder, one_line=True), "Signs": signs}
        return {
            "Area": details.area,
            "Service": details.service,
            "Fieldwork": details.fieldwork_from,
            "Scored": "" if hidden else f"{entry.scored}/{sum(entry.records.values())}",
            "Signs": signs,
            "Changed": clock_time(entry.changed) if entry.changed else "",
        }

    def private_changed(self) -> None:
        """Show what may be seen now."""
        self._paint()

    # Commands

    def action_open(self) -> None:
        """Open the inspection under the cursor."""
        folder = self._table.chosen
        if folder:
            self.sqs.open_inspection(folder)

    def action_new(self) -> None:
        """Ask for the details of a new inspection."""
        from sqs_tui.screens.details import details_form, inspection_from
        from sqs_tui.store.beginning import no_such_words

        begun: list[str] = []
        settings = self.sqs.settings
        blank = Inspection(id="", area="", lead=settings.designation, word_profile=settings.word_profile)

        def create(values: Values) -> None:
            begun.append(self.sqs.create_inspection(inspection_from(values, blank)))
            wrong = no_such_words(self.sqs.session(begun[0]).instrument, blank.word_profile)
            if wrong:
                self.notice(wrong)

        form = details_form("New inspection", blank, self.sqs.typed, create)
        self.app.push_screen(form, lambda values: self.sqs.open_inspection(begun[0]) if values else None)

    def action_compare(self) -> None:
        """Compare the inspection under the cursor with others."""
        from sqs_tui.screens.compare import CompareScreen

        folder = self._table.chosen
        if folder:
            self.app.push_screen(CompareScreen(folder))

    async def action_demo(self) -> None:
        """Leave for the demonstration; leaving that leads back here."""
        await self.sqs.action_quit("demo")

    def action_filter(self) -> None:
        """Show only inspections that hold what is typed."""
        self.query_one("#filter").add_class("-open").focus()

    def show_all(self) -> None:
        """Take the filter away; what Esc does here, where there is no level above."""
        self.query_one(_Filter).action_close()
        if self.sqs.demo:
            self.sqs.learner.guide.decline()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        self._filter = event.value
        self._paint()

    def action_go_on(self) -> None:
        """Go back to the table, filtered."""
        self._table.focus()

    def action_trash(self) -> None:
        """Put the inspection under the cursor into the trash."""
        folder = self._table.chosen
        if not folder:
            return
        try:
            self.sqs.library.trash(folder, by=self.sqs.by)
        except SqsError as fault:
            self.notice(str(fault))
        else:
            self.sqs.forget(folder)
            self.notice(f"{folder} is in the trash; {self.sqs.keys.first('home.restore')} brings it back.")
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
        self.app.push_screen(Bin("Inspections in the trash", rows, puts="home.trash"), self._bring_back)

    def _bring_back(self, name: str | None) -> None:
        if name is None:
            return
        try:
            self.notice(f"{self.sqs.library.restore(name)} is back.")
        except SqsError as fault:
            self.notice(str(fault))
        self._read()

    def action_retention(self) -> None:
        """List when notes and histories go, and remove what is due."""
        from sqs_tui.screens.retention import show_retention

        show_retention(self, self._read)

    def action_mend(self) -> None:
        """Offer a good copy for what is damaged in the inspection under the cursor."""
        from sqs_tui.screens.mending import offer_mend

        folder = self._table.chosen
        if folder:
            offer_mend(self, folder, lambda: self._mended(folder))

    def _mended(self, folder: str) -> None:
        self.sqs.forget(folder)
        self._read()


class _Filter(Typed):
    """The line that is typed in to filter; Esc empties and closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close")]

    def action_close(self) -> None:
        """Show everything again."""
        self.value = ""
        self.remove_class("-open")
        self.screen.query_one(LongTable).focus()
