"""Importing a case list from the screen: which file, what its columns are, what becomes of its rows, and then a yes."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqs_tui.case_import import (
    Mapping,
    before_of,
    make_records,
    open_mapping,
    present_list_of,
    read_case_file,
    require_records,
    save_list,
    unit_of,
)
from sqs_tui.domain.case_rows import Asked, Before, Offers, Tried
from sqs_tui.domain.case_text import Sheet
from sqs_tui.errors import SqsError
from sqs_tui.progress import Steps
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.case_list import WAYS, CaseListing, Listing
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.screens.working import work
from sqs_tui.store.place import Values

_TITLE = "Import a case list"
_FIELDS = (
    Field(id="path", label="File (CSV)", hint="cases.csv", long=True),
    Field(id="references", label="Generate references", hint="such as BU; empty: those of the list"),
    Field(id="staff", label="Generate case managers", hint="such as CM; empty: those of the list"),
    Field(id="persons", label="Generate persons", hint="such as P; empty: those of the list"),
    Field(id="mapping", label="Keep what generated codes mean in", hint="a file outside the library; empty: nowhere", long=True),
)


def ask_for_list(screen: SqsScreen, session: Session, done: Callable[[], None], fault: str = "") -> None:
    """Ask for a file, show what would become of it, and import it after a yes; `done` shows what has changed.

    `fault` is why the file that was named last was not read.
    """
    _Flow(screen, session, done).ask(fault)


class _Flow:
    def __init__(self, screen: SqsScreen, session: Session, done: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._done = done
        self._mapping: Mapping | None = None

    def ask(self, fault: str = "") -> None:
        """Ask for the file."""
        form = Form(_TITLE, _FIELDS, _fault, self._session.typed, says=fault)
        self._screen.app.push_screen(form, self._named)

    def _again(self, values: Values, fault: str) -> None:
        self._session.typed[_TITLE] = values
        self.ask(fault)

    def _named(self, values: Values | None) -> None:
        if values is None:
            return
        session, path = self._session, Path(values["path"]).expanduser()
        try:
            before = before_of(session.inspection)
            named = Path(values["mapping"]) if values["mapping"] else None
            self._mapping = open_mapping(named, session.inspection.folder.parent, force=False) if named else None
        except SqsError as fault:
            self._again(values, str(fault))
            return
        offers = Offers(references=values["references"], staff=values["staff"], persons=values["persons"])
        asked = Asked(offers=offers, codes=self._mapping.codes if self._mapping else {}, ways=WAYS)
        read = partial(read_case_file, path, session.instrument)
        show = partial(self._show, asked, before)
        session.typed[_TITLE] = values  # the form comes again with them, until the list is imported
        work(self._screen, f"Reading {values['path']}", read, show, partial(self._again, values))

    def _show(self, asked: Asked, before: Before, sheet: Sheet) -> None:
        mapped = self._mapping is not None
        listing = Listing(sheet=sheet, instrument=self._session.instrument, before=before, mapped=mapped)
        self._screen.app.push_screen(CaseListing(self._screen, listing, asked), self._agreed)

    def _agreed(self, given: tuple[Tried, bool] | None) -> None:
        if given:
            looked, records = given
            work(self._screen, f"Importing {looked.sheet.name}", partial(self._save, looked, records), self._saved)

    def _save(self, looked: Tried, records: bool, steps: Steps) -> str:
        """Save the list, and make its cases records where that is wanted; this runs beside the screen. Gives what to tell."""
        session = self._session
        folder, unit = session.inspection.folder, unit_of(session.instrument)
        opened = self._screen.sqs.library.open(folder.name, by=session.by, now=_now)
        if records:
            require_records(opened, len(looked.cases))
        steps(0, 2, "steps: the list, and its records")
        listed = save_list(opened.sample, looked, unit.id, self._mapping, by=session.by, at=_now)
        count = len(looked.cases)
        told = f"{count:,} {unit.name.one if count == 1 else unit.name.many} imported." if listed else "It is there already."
        if records:
            made = make_records(opened, present_list_of(opened), steps)
            told = f"{told} Records made: {len(made.added)}; there already: {made.there}."
        return told

    def _saved(self, told: str) -> None:
        self._session.typed.pop(_TITLE, None)
        self._session.inspection.refresh()
        self._screen.notice(told)
        self._done()


def _now() -> datetime:
    return datetime.now(UTC)


def _fault(values: Values) -> Fault | None:
    if not values["path"]:
        return Fault("path", "Name the file.")
    if values["mapping"] and not any(values[field] for field in ("references", "staff", "persons")):
        return Fault("references", "Say what generated codes begin with, or empty the line of the file that keeps them.")
    return None
