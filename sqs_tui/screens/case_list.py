"""A case list before it is imported: its columns with what each is taken for, and its rows with what becomes of each."""

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.case_import import MOST_RECORDS, try_sheet, unit_of
from sqs_tui.commands import Command, DialogName
from sqs_tui.domain.case_columns import Column, Facts, Role, Wanted, Ways, columns_of, taken_for
from sqs_tui.domain.case_rows import Asked, Before, Fate, Tried, TriedRow
from sqs_tui.domain.case_text import SEPARATORS, Sheet
from sqs_tui.domain.instrument import Instrument
from sqs_tui.errors import CaseListError
from sqs_tui.progress import Steps
from sqs_tui.screens.ask import Pick
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.working import work
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.long_table import Cells, LongTable

_SAYS_ROWS = 3, 6
"""How many lines tell what is under the cursor, at least and at most."""
_SHOWN = 3
"""How many of a column's cells tell what is in it."""
_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_ROLES = {
    "r": Role.REFERENCE,
    "c": Role.CASE_MANAGER,
    "i": Role.INSPECTOR,
    "p": Role.PERSON,
    "f": Role.FACT,
    "k": Role.KEEP,
    "o": Role.OUT,
}
_OFFERS = {
    Role.FACT: "a fact of the criteria: which one is asked next",
    Role.KEEP: "no fact of the criteria, kept to draw samples by",
    Role.OUT: "nothing: it is left out",
}


WAYS = Ways(
    column="Enter on it",
    references="Enter on it",
    generate={
        Role.REFERENCE: "Generate references, in the form",
        Role.CASE_MANAGER: "Generate case managers, in the form",
        Role.PERSON: "Generate persons, in the form",
    },
)
"""How what a message advises is done here."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A file, and what it is held against."""

    sheet: Sheet
    instrument: Instrument
    before: Before
    mapped: bool
    """What generated codes stand for is kept."""


class CaseListing(Dialog[tuple[Tried, bool] | None]):
    """Gives the list to import, and whether its cases become records at once; None where it is not imported.

    Whatever is changed of its columns, what becomes of its rows is worked out again.
    """

    NAME = DialogName.CASES
    BINDINGS = bindings_for(DialogName.CASES)
    OPENED_BY = ("inspection.cases",)

    def __init__(self, screen: SqsScreen, listing: Listing, asked: Asked) -> None:
        super().__init__()
        self._screen = screen
        self._listing = listing
        self._asked = asked
        self._unit = unit_of(listing.instrument)
        self._facts = Facts(listing.instrument, self._unit.id)
        self._columns, self._above = columns_of(listing.sheet, self._facts, asked.wanted, asked.header, listing.before.kept)
        self._tried: Tried | None = None
        self._fault = ""
        """Why it cannot be told what becomes of the rows."""
        self._rows = False
        """The rows are shown, not the columns."""
        self._refused_only = False
        self._by_key: dict[str, TriedRow] = {}

    def compose(self) -> ComposeResult:
        """Show the table, and below it the whole of what is under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield LongTable(self._row, ellipsis=self.sqs.glyphs.ellipsis, id="cases")
            yield Lines(id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the columns, and work out what becomes of the rows."""
        table = self.query_one(LongTable)
        table.focus()
        self.watch(table, "cursor", self._tell, init=False)
        self._try()

    def on_long_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def why_not(self, command: Command) -> str:
        """Each part has commands of its own."""
        if command.id in ("cases.change", "cases.header") and self._rows:
            return self.sqs.keys.says("That is done among the columns: {cases.switch} shows them.")
        if command.id == "cases.save" and not (self._tried and self._tried.cases):
            return self._fault or "There is no row that could be imported."
        return super().why_not(command)

    # What is seen

    def _try(self) -> None:
        listing, asked = self._listing, self._asked

        def look(steps: Steps) -> Tried:
            return try_sheet(listing.sheet, listing.instrument, asked, listing.before, steps)

        work(self._screen, f"Looking at {listing.sheet.name}", look, self._looked, self._not_looked)

    def _looked(self, looked: Tried) -> None:
        self._tried, self._fault = looked, ""
        self._by_key = {f"row {row.row}": row for row in looked.rows}
        self._fill()

    def _not_looked(self, fault: str) -> None:
        self._tried, self._fault, self._by_key, self._rows = None, fault, {}, False
        self._fill()

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        table = self.query_one(LongTable)
        width = table.size.width
        if self._rows:
            keys = [key for key, row in self._by_key.items() if row.fate is Fate.REFUSED or not self._refused_only]
            fixed = (("row", 7), ("reference", 16), ("fate", 9))
            columns = (*fixed, ("why, or in what it differs", max(20, width - 32)))
            table.fill(columns, keys or [""])
        else:
            keys = [str(column.number) for column in self._columns]
            heading = max(12, width * 3 // 10)
            columns = (("", 4), ("column", heading), ("taken for", heading + 4), ("in it", max(10, width - 2 * heading - 8)))
            table.fill(columns, keys)
        self.query_one("#title", Static).update(Content(self._title))
        self._tell()
        self.refresh_bindings()

    @property
    def _title(self) -> str:
        name = self._listing.sheet.name
        if self._tried is None:
            return name
        counts = self._tried.counts
        told = ", ".join(f"{count:,} {fate}" for fate, count in counts.items() if count)
        gone = f", {len(self._tried.gone):,} no longer there" if self._tried.gone else ""
        return f"{name}: {told}{gone}" if told else f"{name}: no row with a case"

    def _row(self, key: str) -> Cells:
        if not self._rows:
            column = self._columns[int(key) - 1]
            return {
                "": str(column.number),
                "column": column.heading or "(no heading)",
                "taken for": taken_for(column, self._facts),
                "in it": ", ".join(self._cells(column)),
            }
        row = self._by_key.get(key)
        if row is None:
            return {"fate": "No row is refused." if self._by_key else "There is no row."}
        why = "why, or in what it differs"
        return {"row": str(row.row), "reference": row.reference, "fate": row.fate, why: row.says}

    def _cells(self, column: Column) -> list[str]:
        """The first different cells of a column."""
        rows = self._listing.sheet.rows[self._above : self._above + 100]
        cells = (row[column.number - 1] for row in rows if len(row) >= column.number and row[column.number - 1])
        return list(dict.fromkeys(cells))[:_SHOWN]

    def _tell(self) -> None:
        """Show the whole of what is under the cursor; among the columns, how the file was read and what is wrong."""
        says = self.query_one("#says", Lines)
        row = self._by_key.get(self.query_one(LongTable).chosen) if self._rows else None
        if self._rows:
            text = row.says if row else ""
        else:
            sheet = self._listing.sheet
            text = self._fault or f"Read as {sheet.encoding}, with {SEPARATORS[sheet.separator]} between the cells" + (
                "; it does not say so itself: look whether letters with accents are right." if sheet.guessed else "."
            )
            if self._tried and self._tried.titles:
                count = self._tried.titles
                text += f" {count} {'row' if count == 1 else 'rows'} above the heading passed over."
        least, most = _SAYS_ROWS
        lines = wrap(text, max(10, says.size.width))[:most]
        says.styles.height = max(least, len(lines))
        says.show(((line, "warn" if self._fault else ""),) for line in lines)

    # Commands

    def action_switch(self) -> None:
        """Show the rows, or the columns."""
        if self._fault:
            self.refuse(self._fault)
        else:
            self._rows = not self._rows
            self._fill()

    def action_refused(self) -> None:
        """Show only the rows that are refused, or all."""
        if self._fault:
            self.refuse(self._fault)
        else:
            self._refused_only = not (self._rows and self._refused_only)
            self._rows = True
            self._fill()

    def action_header(self) -> None:
        """Take the first row for a heading, or for a case."""
        headed = any(column.heading for column in self._columns)
        self._ask_anew(msgspec.structs.replace(self._asked, header=not headed))

    def action_change(self) -> None:
        """Ask what the column under the cursor is taken for."""
        column = self._columns[int(self.query_one(LongTable).chosen) - 1]
        choices = {key: _OFFERS.get(role, role.says) for key, role in _ROLES.items()}

        def take(key: str | None) -> None:
            role = _ROLES.get(key or "")
            if role is Role.FACT:
                self._ask_fact(column)
            elif role:
                self._take(column, role)

        self.app.push_screen(
            Pick(f"What is {column.called} taken for? It is {taken_for(column, self._facts)} now.", choices), take
        )

    def _ask_fact(self, column: Column) -> None:
        facts = dict(zip(_KEYS, self._facts.questions, strict=False))

        def take(key: str | None) -> None:
            if key:
                self._take(column, Role.FACT, facts[key].id)

        choices = {key: fact.label for key, fact in facts.items()}
        self.app.push_screen(Pick(f"Which fact does {column.called} tell?", choices), take)

    def _take(self, column: Column, role: Role, field: str = "") -> None:
        """Take a column for something, and no other that was said to be that by hand."""
        said = Wanted(role=role, where=str(column.number), field=field)
        only = role not in (Role.KEEP, Role.OUT)
        others = [
            one
            for one in self._asked.wanted
            if one.where != said.where and not (only and (one.role, one.field) == (said.role, said.field))
        ]
        self._ask_anew(msgspec.structs.replace(self._asked, wanted=(*others, said)))

    def _ask_anew(self, asked: Asked) -> None:
        try:
            made = columns_of(self._listing.sheet, self._facts, asked.wanted, asked.header, self._listing.before.kept)
        except CaseListError as fault:  # a fact cannot be kept as another
            self.refuse(str(fault))
            return
        self._asked, (self._columns, self._above) = asked, made
        self._try()

    def action_save(self) -> None:
        """Ask whether the list is to be imported."""
        looked = self._tried
        if looked is None:
            return
        count, refused = len(looked.cases), len(looked.refused)
        noun = self._unit.name.one if count == 1 else self._unit.name.many
        text = f"{count:,} {noun} would be imported from {looked.sheet.name}."
        if refused:
            text += f" {refused:,} {'row is' if refused == 1 else 'rows are'} refused, and would be left out."
        if looked.codes and not self._listing.mapped:
            text += " Which codes stand for whom is kept nowhere: Esc, and name a file for it in the form, where that is wanted."
        choices = {"y": f"import {'it' if count == 1 else 'them'}"}
        if count <= MOST_RECORDS:
            choices["r"] = "import, and make each a record at once: the list is the sample"

        def take(key: str | None) -> None:
            if key:
                self.dismiss((looked, key == "r"))

        self.app.push_screen(Pick(text, choices), take)
