"""The history of one answer: who, when, from what to what, how and why."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.records import Change, Record
from sqs_tui.domain.telling import Told, removal, told
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.session import Session
from sqs_tui.screens.told_rows import columns, row, whole
from sqs_tui.screens.whole import Whole
from sqs_tui.store.following import Changed
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Table

_SAYS_ROWS = 4


class AnswerHistory(Dialog[None]):
    """The newest line first; Enter shows all of one."""

    NAME = DialogName.HISTORY
    BINDINGS = bindings_for(DialogName.HISTORY)
    OPENED_BY = (
        "review.history",
        "behind.history",
    )

    def __init__(self, session: Session, record: Record, question: str) -> None:
        super().__init__()
        self._session = session
        self._record = record
        self._question = question
        self._told: dict[str, Told] = {}

    def compose(self) -> ComposeResult:
        """Show the list, and below it what stands."""
        question = self._session.instrument.questions[self._question]
        with Vertical(classes="dialog tall"):
            yield Static(Content(f"History of {self._record.reference} {question.label}"), classes="title")
            yield Table(id="history")
            yield Lines(id="says")
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
        if changed.record == self._record.id:
            self._fill()

    def _fill(self) -> None:
        inspection, table = self._session.inspection, self.query_one(Table)
        history = inspection.history(self._record.id, self._question)
        reference = self._record.reference
        self._told = {line.id: told(inspection.instrument, line, reference) for line in reversed(history)}
        width = table.size.width
        rows = [row(key, line, width, places=False) for key, line in self._told.items()]
        sizes = columns(self._told.values(), width, places=False)
        table.fill(sizes, rows)
        says = self.query_one(Lines)
        sentence, role = self._stands(history)
        says.show(((line, role),) for line in wrap(sentence, max(10, says.size.width))[:_SAYS_ROWS])

    def _stands(self, history: list[Change]) -> tuple[str, str]:
        """What stands, and what is in conflict with it; and its role."""
        sentence, role = self._said_of(history)
        return f"{sentence} {removal(self._session.inspection.retention)}".rstrip(), role

    def _said_of(self, history: list[Change]) -> tuple[str, str]:
        answer = self._session.inspection.answers(self._record.id).get(self._question)
        if answer is None:
            return ("Nothing stands here." if history else "Nobody has answered this yet."), "dim"
        others = [self._told[line.id] for line in history if line.id in answer.others]
        if not others:
            return f"What {answer.by} put there stands.", "dim"
        lists = self.sqs.keys.first("review.conflicts")
        beside = " ".join(f"{other.by} put there: {other.new}." for other in others)
        return f"In conflict. What {answer.by} put there stands; {beside} {lists} lists what is to be decided.", "warn"

    def action_show(self) -> None:
        """Show all of the line under the cursor."""
        line = self._told.get(self.query_one(Table).chosen)
        if line:
            self.app.push_screen(Whole(line.place, whole(line)))
