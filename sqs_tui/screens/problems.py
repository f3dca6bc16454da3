"""The problems queue as one list: Enter goes to the place, `w` waives for a reason or takes that back."""

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.letter.editing import unwaived, waived
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.queue import Item
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.filtered import Filtered, Words
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.screens.walking import queue_of
from sqs_tui.store.following import Changed
from sqs_tui.store.place import Values
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Row, Table

_SAYS_ROWS = 4


class Problems(Filtered[Item | None]):
    """Gives the item whose place is wanted, or None. It follows what others change while it is open."""

    NAME = DialogName.PROBLEMS
    BINDINGS = bindings_for(DialogName.PROBLEMS)
    OPENED_BY = ("inspection.problems", "review.problems", "summary.problems", "letter.problems")

    def __init__(self, session: Session, *, letter_first: bool = False, chosen: str = "") -> None:
        super().__init__()
        self._session = session
        self._letter_first = letter_first
        self._chosen = chosen
        self._mine = False
        self._items: list[Item] = []
        self._listed: dict[str, Item] = {}

    def compose(self) -> ComposeResult:
        """Show the list, and below it the whole sentence of the one under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield Table(id="problems")
            yield Lines(id="says")
            yield Words(id="filter", placeholder="words that a problem holds: a record, a question, what is wrong", compact=True)
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
        self._look()

    def _changed(self, _: Changed) -> None:
        self.call_later(self._look)  # not in the middle of the save that is announced

    def _look(self) -> None:
        """List what there is now."""
        self._items = queue_of(self._session)
        self._fill()

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        found = [item for item in self._items if item.mine or not self._mine]
        fitting = [item for item in found if item.holds(self._words)]
        fitting.sort(key=lambda item: (bool(item.waived), item.of_letter != self._letter_first, item.place))
        self._listed = {item.key: item for item in fitting}
        open_ = sum(not item.waived for item in fitting)
        stand = len(fitting) - open_
        whose, words = " of mine" if self._mine else "", f" with “{self._words}”" if self._words else ""
        says = f"{open_} left{whose}{words}" if open_ else f"nothing is left{whose}{words}"
        self.query_one("#title", Static).update(Content(f"Problems: {says}" + (f", {stand} waived" if stand else "")))
        table = self.query_one(Table)
        columns = (("", 2), ("where", 20), ("what", max(20, table.size.width - 22)))
        table.fill(columns, [row for heading, items in self._parts(fitting) for row in self._part(heading, items)])
        table.choose(self._chosen)
        self._chosen = ""
        self._tell()

    def _parts(self, fitting: list[Item]) -> Iterator[tuple[str, list[Item]]]:
        for heading, items in groupby(fitting, key=_heading):
            yield heading, list(items)

    def _part(self, heading: str, items: list[Item]) -> Iterator[Row]:
        yield "", ("", Text(heading, style="bold"), Text(str(len(items)), style="bold"))
        glyphs = self._session.glyphs
        for item in items:
            style = "dim" if item.waived else ""
            mark = glyphs.chosen if item.waived else glyphs.mend
            yield item.key, (mark, Text(item.where, style=style), Text(item.says, style=style))

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole sentence."""
        self._tell()

    def _tell(self) -> None:
        item = self._listed.get(self.query_one(Table).chosen)
        says = self.query_one(Lines)
        text = "" if item is None else item.says + (f" Waived: {item.waived}" if item.waived else "")
        says.show(((line, ""),) for line in wrap(text, max(10, says.size.width))[:_SAYS_ROWS])

    def action_go_there(self) -> None:
        """Give the item under the cursor."""
        item = self._listed.get(self.query_one(Table).chosen)
        if item:
            self.dismiss(item)

    def action_switch_mine(self) -> None:
        """List only what is this inspector's to see to, or all again."""
        self._mine = not self._mine
        self._fill()

    # Waiving

    def action_waive(self) -> None:
        """Waive what is under the cursor, for a reason; or take its waiver back."""
        self.app.clear_notifications()  # they would cover the sentence
        item = self._listed.get(self.query_one(Table).chosen)
        if item is None:
            return
        if item.finding is None and not isinstance(item.source, Problem):
            self._say("This is not waived: Enter leads to where it is decided or mended.")
        elif item.waived:
            self._put(item, "")
        else:
            field = Field(id="reason", label="Why it may stand", long=True)

            def save(values: Values) -> None:
                self._save(item, values["reason"])

            title = f"Waive: {item.told}"
            self.app.push_screen(Form(title, (field,), _reason_fault, self._session.typed, save), lambda _: self._look())

    def _put(self, item: Item, reason: str) -> None:
        try:
            self._save(item, reason)
        except SqsError as fault:
            self._say(str(fault))
        self._look()

    def _save(self, item: Item, reason: str) -> None:
        """Save a waiver, or take it back without a reason. Raises SqsError."""
        inspection, saver = self._session.inspection, self._session.saver
        if item.finding:
            made = waived(item.finding.id, item.finding.says, reason) if reason else unwaived(item.finding.id)
            inspection.letter.put(made)
        elif isinstance(item.source, Problem):
            if saver.waiting:
                raise LibraryError(f"Answers wait to be saved first: {saver.why}")
            inspection.waive(item.record, item.source, reason)

    def _say(self, text: str) -> None:
        self.notify(text, markup=False, severity="warning", timeout=6)


def _heading(item: Item) -> str:
    """What an item stands under: the letter, the record, or what is neither."""
    if item.waived:
        return "WAIVED"
    if item.of_letter:
        return "THE LETTER"
    return item.where if item.record else "THE INSPECTION"


def _reason_fault(values: Values) -> Fault | None:
    return None if values["reason"] else Fault("reason", "A problem is waived with a reason.")
