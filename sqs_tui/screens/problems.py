"""What stands between the letter and its export, as one list: Enter goes to the place, `w` waives."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.domain.letter.checks import Finding
from sqs_tui.domain.letter.editing import unwaived, waived
from sqs_tui.errors import SqsError
from sqs_tui.export.places import Places, Told
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.store.place import Values
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Row, Table

_SAYS_ROWS = 4


class Problems(ModalScreen[Finding | None]):
    """Gives the finding whose place is wanted, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,p", "leave"), ("enter", "go_there"), ("w", "waive")]

    def __init__(self, session: Session, *, chosen: str = "") -> None:
        super().__init__()
        self._session = session
        self._chosen = chosen
        self._findings: dict[str, Finding] = {}

    def compose(self) -> ComposeResult:
        """Show the list, and below it the whole sentence of the one under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield Table(id="problems")
            yield Lines(id="says")
            yield Static(Content("Enter goes there to mend it   w waives it or takes that back   Esc back"), classes="keys")

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(Table).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def _fill(self) -> None:
        letter = self._session.inspection.written()
        found = self._session.checker.findings(letter)
        self._findings = {finding.id: finding for finding in sorted(found, key=lambda finding: bool(finding.waived))}
        open_ = sum(not finding.waived for finding in self._findings.values())
        waived_ = len(self._findings) - open_
        says = f"{open_} to mend or waive" if open_ else "Nothing stands between the letter and its export"
        self.query_one("#title", Static).update(Content(f"Problems: {says}" + (f", {waived_} waived" if waived_ else "")))
        table = self.query_one(Table)
        columns = (("", 2), ("where", 18), ("what", max(20, table.size.width - 20)))
        places = Places(letter)
        table.fill(columns, [self._row(places, finding) for finding in self._findings.values()])
        keys = list(self._findings)
        if self._chosen in keys:
            table.move_cursor(row=keys.index(self._chosen), animate=False)
            self._chosen = ""
        self._tell()

    def _row(self, places: Places, finding: Finding) -> Row:
        mark = self._session.glyphs.chosen if finding.waived else self._session.glyphs.mend
        style = "dim" if finding.waived else ""
        return finding.id, (mark, Text(_where(places.told(finding)), style=style), Text(finding.says, style=style))

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole sentence."""
        self._tell()

    def _tell(self) -> None:
        finding = self._findings.get(self.query_one(Table).chosen)
        says = self.query_one(Lines)
        text = "" if finding is None else finding.says + (f" Waived: {finding.waived}" if finding.waived else "")
        says.show(((line, ""),) for line in wrap(text, says.size.width)[:_SAYS_ROWS])

    def action_go_there(self) -> None:
        """Give the finding under the cursor."""
        finding = self._findings.get(self.query_one(Table).chosen)
        if finding:
            self.dismiss(finding)

    def action_waive(self) -> None:
        """Waive the finding under the cursor, for a reason; or take its waiver back."""
        finding = self._findings.get(self.query_one(Table).chosen)
        if finding is None:
            return
        if finding.waived:
            self._put_waiver(finding, None)
        else:
            field = Field(id="reason", label="Why it may stand")
            title = f"Waive: {finding.says}"

            def waive(values: Values | None) -> None:
                if values and not self._put_waiver(finding, values):
                    self._session.typed[title] = values

            self.app.push_screen(Form(title, (field,), _reason_fault, self._session.typed), waive)

    def _put_waiver(self, finding: Finding, values: Values | None) -> bool:
        """Save a waiver, or take it back without values; gives whether that is on disk."""
        made = waived(finding.id, finding.says, values["reason"]) if values else unwaived(finding.id)
        try:
            self._session.inspection.letter.put(made)
        except SqsError as fault:
            self.notify(str(fault), markup=False, severity="warning")
            return False
        self._fill()
        return True

    def action_leave(self) -> None:
        """Leave the list."""
        self.dismiss(None)


def _where(told: Told) -> str:
    """A finding's place in a few words: a paragraph's number or its heading, else a record and a question."""
    finding = told.finding
    if finding.paragraph:
        return told.paragraph or told.heading or "at the top"
    return "areas" if finding.area else f"{told.record} {finding.question}".strip() or "letter"


def _reason_fault(values: Values) -> Fault | None:
    return None if values["reason"] else Fault("reason", "A problem is waived with a reason.")
