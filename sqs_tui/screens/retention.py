"""Retention: when the notes and histories of closed inspections go, and their removal once a word is typed."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import Command, DialogName
from sqs_tui.domain.retention import Going
from sqs_tui.errors import LibraryError
from sqs_tui.progress import CancelledError, Steps, inside
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.working import work
from sqs_tui.store.library import Library
from sqs_tui.store.place import Values
from sqs_tui.store.retaining import Retained, Stage, retained
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Line, Lines, wrap
from sqs_tui.widgets.table import Table

_DAY, _STATE = 12, 26
"""Widths of columns in cells."""
_SAYS_ROWS = 5
_WORD = "yes"
STAYS = "The letter, its figures and tallies, answers with their reasons, and who gave and signed them stay."
OUT_OF_REACH = "Files that were exported, and copies on other machines, are out of reach."


def show_retention(screen: SqsScreen, done: Callable[[], None]) -> None:
    """Look what is due, list it, and remove what is chosen; `done` is called when something was removed."""
    library = _own(screen)

    def listed(found: list[Retained]) -> None:
        screen.app.clear_notifications()
        screen.app.push_screen(Retention(found, library.settings.retention_months), chosen)

    def chosen(due: tuple[Retained, ...] | None) -> None:
        if due:
            screen.app.push_screen(_asks(due), lambda agreed: remove(due) if agreed else None)

    def remove(due: Sequence[Retained]) -> None:
        for one in due:
            screen.sqs.forget(one.folder)
        named = due[0].folder if len(due) == 1 else f"{len(due)} inspections"
        work(screen, f"Removing notes and histories of {named}", partial(_remove, library, due, screen.sqs.by), removed)

    def removed(told: list[str]) -> None:
        screen.notice(" ".join(told))
        done()

    work(screen, "Looking what is due", lambda steps: list(retained(library, _today(), steps=steps)), listed)


def _own(screen: SqsScreen) -> Library:
    """The library for work beside the screen, whose own keeps on looking at its inspections meanwhile."""
    return Library(screen.sqs.library.path, settings=lambda: screen.sqs.settings)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a day of the place where it is published


def _asks(due: Sequence[Retained]) -> Form:
    """The form that says what goes, and takes a word."""
    going = Going()
    for one in due:
        going += one.going or Going()
    of = due[0].called if len(due) == 1 else f"{len(due)} inspections"
    says = f"Of {of} go for good: {', '.join(going.words) or 'nothing'}. {STAYS} {OUT_OF_REACH}"
    field = Field(id="word", label=f"Type {_WORD} to remove them")
    return Form("Remove notes and histories", (field,), _wrong, says=says)


def _wrong(values: Values) -> Fault | None:
    return (
        None if values["word"].casefold() == _WORD else Fault("word", f"Nothing is removed until {_WORD} is typed; Esc leaves.")
    )


def _remove(library: Library, due: Sequence[Retained], by: str, steps: Steps) -> list[str]:
    """Remove from one after another; gives a sentence on each, and on where it was stopped."""
    told: list[str] = []
    try:
        for one, own in inside(due, "inspections", steps):
            try:
                gone = library.retain(one.folder, by=by, today=_today(), steps=own)
            except LibraryError as fault:
                told.append(str(fault))
            else:
                told.append(f"{gone.folder}: removed {', '.join(gone.words)}.")
    except CancelledError:
        told.append(f"Stopped: {len(due) - len(told)} of the {len(due)} inspections are as they were.")
    return told


class Retention(Dialog[tuple[Retained, ...] | None]):
    """Gives the inspections of which notes and histories are to be removed, or None."""

    NAME = DialogName.RETENTION
    NOTHING = "There is no inspection under the cursor."
    BINDINGS = bindings_for(DialogName.RETENTION)
    OPENED_BY = ("home.retention",)

    def __init__(self, found: Sequence[Retained], months: int) -> None:
        super().__init__()
        order = list(Stage)
        self._found = {one.folder: one for one in sorted(found, key=lambda one: (order.index(one.stage), one.due, one.folder))}
        self._months = months

    def compose(self) -> ComposeResult:
        """Show the list, and below it what goes of the inspection under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(self._title), classes="title")
            yield Table(id="retention")
            yield Lines(id="says")
            yield KeyLine()

    @property
    def _title(self) -> str:
        if not self._months:
            return "Notes and histories are never removed: retention_months is 0"
        months = "a month" if self._months == 1 else f"{self._months} months"
        return f"Notes and histories go {months} after publication"

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(Table).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        table = self.query_one(Table)
        if not self._found:
            table.say("Here stand the inspections of the library, each with the day on which its notes go.")
            return
        columns = (("inspection", max(20, table.size.width - _DAY - _STATE)), ("day", _DAY), ("state", _STATE))
        table.fill(columns, [(folder, (folder, one.due, _state(one))) for folder, one in self._found.items()])

    def on_data_table_row_highlighted(self) -> None:
        """Say what goes of the inspection under the cursor, and what speaks against it."""
        says, one = self.query_one(Lines), self._chosen
        if one is None:
            says.show([])
            return
        role = "warn" if one.refusals or one.left else "dim"
        lines: list[Line] = [((line, role),) for line in wrap(_says(one), max(10, says.size.width))]
        says.show(lines[:_SAYS_ROWS])

    @property
    def _chosen(self) -> Retained | None:
        return self._found.get(self.query_one(Table).chosen)

    @property
    def _due(self) -> tuple[Retained, ...]:
        return tuple(one for one in self._found.values() if _may_go(one))

    def why_not(self, command: Command) -> str:
        """Only what is due goes, and only where nothing speaks against it."""
        one = self._chosen
        if command.id == "retention.choose" and one and not _may_go(one):
            return one.refusals[0] if one.refusals else _says(one)
        if command.id == "retention.choose-all" and not self._due:
            return "There is no inspection whose notes could be removed now."
        return super().why_not(command)

    def action_choose(self) -> None:
        """Give the inspection under the cursor."""
        one = self._chosen
        if one:
            self.dismiss((one,))

    def action_choose_all(self) -> None:
        """Give every inspection whose day has come."""
        self.dismiss(self._due)


def _may_go(one: Retained) -> bool:
    return one.stage is Stage.DUE and not one.refusals


def _state(one: Retained) -> str:
    if one.stage is Stage.DUE and one.refusals:
        return "due, but held back"
    return f"{one.stage.value} {one.removed[:10]}" if one.stage is Stage.REMOVED else one.stage.value


def _says(one: Retained) -> str:
    """What goes of an inspection, or why nothing does now."""
    told = ""
    match one.stage:
        case Stage.DUE:
            told = f"What goes: {', '.join(one.words) or 'nothing'}."
        case Stage.REMOVED:
            told = f"Its notes and histories were removed on {one.removed[:10]}."
        case Stage.LATER:
            told = f"Its notes and histories go on {one.due}, if every record is signed off by then."
        case Stage.UNDATED:
            told = "It has no day of publication: nothing of it goes."
        case Stage.NEVER:
            told = "Nothing of it ever goes: retention_months is 0."
    return " ".join(filter(None, (told, *one.refusals, *one.left)))
