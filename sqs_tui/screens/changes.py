"""What has changed since one last looked: the changes of everybody else, the newest first."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.telling import Deed, Placed, Told, deeds, one_line, told_deed
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.filtered import Filtered, Words
from sqs_tui.screens.going import go_to
from sqs_tui.screens.session import Session
from sqs_tui.screens.told_rows import columns, row, when
from sqs_tui.store.following import Changed
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Table

_SAYS_ROWS = 4
MOST = 1000
"""How many are listed at once: nobody reads more, and words find the others."""


class Changes(Filtered[None]):
    """Leaving it says that what it listed has been seen; what comes later is news again."""

    NAME = DialogName.CHANGES
    BINDINGS = bindings_for(DialogName.CHANGES)
    OPENED_BY = ("inspection.changes",)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._new: list[Placed] = session.unseen.lines()
        self._mine = False
        self._all = False
        self._listed: dict[str, tuple[Deed, Told]] = {}

    def compose(self) -> ComposeResult:
        """Show the list, and below it the whole of the change under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield Table(id="changes")
            yield Lines(id="says")
            yield Words(id="filter", placeholder="words that a change holds: a name, a record, an answer", compact=True)
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the list, and follow what changes."""
        self.query_one(Table).focus()
        self._unsubscribe = self._session.inspection.subscribe(self._changed)

    def on_unmount(self) -> None:
        """Stop following."""
        self._unsubscribe()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def _changed(self, changed: Changed) -> None:
        if not changed.own:
            self._new = self._session.unseen.lines()
        self._fill()

    def _lines(self) -> list[Placed]:
        """What is listed, before the words are held against it."""
        inspection = self._session.inspection
        if self._all:
            return [placed for placed in inspection.visible_lines() if self._mine or placed[1].by != inspection.by]
        if not self._mine:
            return self._new
        since = self._session.unseen.looked
        return [
            *self._new,
            *(placed for placed in inspection.visible_lines() if placed[1].by == inspection.by and placed[1].at > since),
        ]

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        table, instrument = self.query_one(Table), self._session.instrument
        references = {record.id: record.reference for record in self._session.inspection.records()}
        found = [(deed, told_deed(instrument, deed, references.get(deed.last[0], ""))) for deed in deeds(self._lines())]
        fitting = [(deed, told) for deed, told in found if told.holds(self._words)]
        self._listed = {deed.last[1].id: (deed, told) for deed, told in fitting[:MOST]}
        width = table.size.width
        rows = [row(key, told, width, places=True) for key, (_, told) in self._listed.items()]
        sizes = columns((told for _, told in self._listed.values()), width, places=True)
        if rows:
            table.fill(sizes, rows)
        else:
            table.say(self.sqs.keys.says(self._nothing()))
        count, newest = len(fitting), f", the newest {MOST} of them listed" if len(fitting) > MOST else ""
        self.query_one("#title", Static).update(Content(f"{count} change{'' if count == 1 else 's'} {self._whose()}{newest}"))
        self._tell()

    def _whose(self) -> str:
        whose = "by all" if self._mine else "by others"
        words = f", with “{self._words}”" if self._words else ""
        return f"{whose}{'' if self._all else ' since you last looked'}{words}"

    def _nothing(self) -> str:
        if self._words:
            return "There is nothing such."
        if self._all:
            return "Here stands all that was ever changed, by whom and when; nothing was yet."
        return "There is nothing new: here stands what others change; {changes.switch-all} lists all that was ever changed."

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole of it."""
        self._tell()

    def _tell(self) -> None:
        listed, says = self._listed.get(self.query_one(Table).chosen), self.query_one(Lines)
        text = ""
        if listed:
            _, told = listed
            text = f"{when(told)} {told.by}, {told.place}, {told.cause}: {one_line(told.change)}"
        says.show(((line, ""),) for line in wrap(text, max(10, says.size.width))[:_SAYS_ROWS])

    def action_go_there(self) -> None:
        """Open what the change under the cursor changed."""
        listed = self._listed.get(self.query_one(Table).chosen)
        if listed:
            record, line = listed[0].last
            refused = go_to(self.app, self._session, record, line)
            if refused:
                self.notify(refused, markup=False, timeout=6)

    def action_switch_mine(self) -> None:
        """List one's own changes too, or no longer."""
        self._mine = not self._mine
        self._fill()

    def action_switch_all(self) -> None:
        """List also what one has looked at before, or no longer."""
        self._all = not self._all
        self._fill()

    def _leave_list(self) -> None:
        """Leave: what it held is no longer new."""
        try:
            self._session.unseen.look(line.id for _, line in self._new)
        except SqsError as fault:
            self.notify(str(fault), markup=False, severity="warning", timeout=6)
        self.dismiss(None)
