"""Breakdown: the numbers of the summary by a fact, by inspector or by case manager; small groups are hidden."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.breakdown import INSPECTOR, Breakdown, Measure, breakdown, ways
from sqs_tui.export.breakdown import ALL, breakdown_text, legend, share_text, shares_text
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.behind import Behind, Place
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.session import Session
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import width_of
from sqs_tui.widgets.table import Row, Table

_GROUPS = 2
"""The column of the first group, behind the titles and the totals."""
_SHARE = 8
"""Cells for a share of a hundred records or fewer."""
_LEAST = 10
"""Cells for a group with a longer title, at least."""
_TITLE, _WIDEST = 24, 48
"""Cells for the titles of the rows, at least and at most."""


class BreakingDown(Dialog[Place | None]):
    """A row for each section, question and area, a column for each group; Enter lists the records behind a share."""

    NAME = DialogName.BREAKDOWN
    BINDINGS = bindings_for(DialogName.BREAKDOWN)
    OPENED_BY = ("summary.breakdown",)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ways = ways(session.instrument)
        by = session.broken_down_by or INSPECTOR
        self._at = next(at for at, way in enumerate(self._ways) if way.id == by)
        self._shown = self._broken_down()

    def compose(self) -> ComposeResult:
        """Show the table, and below it what is to be said of the row under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static(id="title", classes="title")
            yield Table(id="breakdown")
            yield Static(id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the first share."""
        table = self.query_one(Table)
        table.cursor_type, table.fixed_columns = "cell", 1
        table.focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def on_data_table_cell_highlighted(self) -> None:
        """Say of the row under the cursor what its cells have no room for."""
        self._say()

    def _broken_down(self) -> Breakdown:
        return breakdown(self._session.instrument, self._session.inspection.reviewed(), self._ways[self._at])

    def _fill(self) -> None:
        shown, table = self._shown, self.query_one(Table)
        titles, room = [group.title for group in shown.groups], table.size.width - _SHARE - 1
        widest = max((width_of(((title, ""),)) + 1 for title in titles), default=0)
        share = max(_SHARE, min(widest, max(_LEAST, (room - _TITLE) // max(1, len(titles)))))
        about = max(_TITLE, min(_WIDEST, room - share * len(titles)))
        column = max(0, min(table.cursor_column, _GROUPS + len(titles) - 1)) or _GROUPS
        table.fill((("", about), (ALL, _SHARE), *((title, share) for title in titles)), map(self._row, shown.measures))
        table.move_cursor(column=column, animate=False)
        self._say()

    def _row(self, measure: Measure) -> Row:
        title = measure.title if measure.kind == "section" else f"  {measure.title}"
        return f"{measure.kind} {measure.id}", (title, share_text(measure.total), *shares_text(measure))

    @property
    def _chosen(self) -> Measure | None:
        """The measure under the cursor."""
        key = self.query_one(Table).chosen
        return next((measure for measure in self._shown.measures if f"{measure.kind} {measure.id}" == key), None)

    def _say(self) -> None:
        """Tell of the group and of the row under the cursor what the table has no room for."""
        shown, measure, place = self._shown, self._chosen, self.query_one(Table).cursor_column - _GROUPS
        group = f": {shown.groups[place].title}" if 0 <= place < len(shown.groups) else ""
        title = f"By {shown.by.title} ({self._at + 1} of {len(self._ways)}){group}"
        why = f"{measure.title} is not broken down: {measure.why_not}." if measure and measure.why_not else ""
        self.query_one("#title", Static).update(Content(title))
        self.query_one("#says", Static).update(Content(why or legend(self._session.instrument, shown)))

    # Commands

    def action_open(self) -> None:
        """List the records behind the share under the cursor, where it is shown."""
        measure, place = self._chosen, self.query_one(Table).cursor_column - _GROUPS
        if measure is None:
            return
        if place < 0:
            self.refuse("The summary lists the records behind a total; here those of a group are listed.")
            return
        share, group = measure.shares[place], self._shown.groups[place]
        if share is None:
            self.refuse("The records behind a number that is not shown are not listed here either.")
        elif not share.of:
            self.refuse("There are no answers to list here.")
        else:
            self.app.push_screen(Behind(self._session, measure.kind, measure.id, only=group.records), self._show)

    def _show(self, place: Place | None) -> None:
        if place:
            self.dismiss(place)

    def action_next(self) -> None:
        """Break down by the next that there is."""
        self._go(1)

    def action_previous(self) -> None:
        """Break down by the one before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        self._at = (self._at + step) % len(self._ways)
        self._session.broken_down_by = self._ways[self._at].id
        self._shown = self._broken_down()
        self._fill()

    def action_copy(self) -> None:
        """Copy the whole table, with what is hidden in it hidden."""
        from sqs_tui.screens.copying import Copied, offer  # noqa: PLC0415 - few ever open it

        text = breakdown_text(self._session.instrument, self._shown)
        offer(self, Copied(what="the breakdown", text=text, name="breakdown.txt"))
