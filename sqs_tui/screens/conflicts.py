"""The conflicts list: what two have said differently of the same thing, side by side, until somebody decides."""

from collections.abc import Iterable
from itertools import zip_longest

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.telling import Told, one_line
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.going import go_to
from sqs_tui.screens.session import Session
from sqs_tui.screens.told_rows import when
from sqs_tui.screens.whole import Whole
from sqs_tui.store.following import Changed
from sqs_tui.store.place import Values
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Line, Lines, fit, wrap
from sqs_tui.widgets.table import Row, Table

_SIDES_ROWS = 9
_GAP = 2
"""Cells between two versions that stand side by side."""


class Conflicts(Dialog[None]):
    """A digit lets one version stand, for a reason; the others stay in the history."""

    NAME = DialogName.CONFLICTS
    BINDINGS = bindings_for(DialogName.CONFLICTS)
    OPENED_BY = (
        "inspection.conflicts",
        "review.conflicts",
    )

    def __init__(self, session: Session, begin_at: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._session = session
        self._begin_at = begin_at
        """The lines of the conflict that the cursor begins on; empty for the first."""
        self._listed: dict[str, Conflict] = {}

    def compose(self) -> ComposeResult:
        """Show the list, and below it the versions of the one under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield Table(id="conflicts")
            yield Lines(id="sides")
            yield Static(Content("1 or 2 lets that one stand"), classes="keys")
            yield KeyLine()

    def key_help(self) -> tuple[tuple[str, str], ...]:
        """The digits."""
        return (("1, 2, …", "Let the version of this number stand, for a reason; the others stay in the history."),)

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

    def on_key(self, event: events.Key) -> None:
        """Let the version stand whose digit is pressed."""
        if event.character and event.character.isdecimal() and event.character.isascii():
            event.stop()
            self._choose(int(event.character))
        else:
            super().on_key(event)

    def _changed(self, _: Changed) -> None:
        self._fill()

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        found = self._session.inspection.visible_conflicts()
        if self._session.private:
            found = [conflict for conflict in found if conflict.record == self._session.front]
        self._listed = {conflict.stands.id: conflict for conflict in found}
        says = f"{len(found)} conflict{'' if len(found) == 1 else 's'}: the later stands until one of you decides"
        self.query_one("#title", Static).update(Content(says if found else "Nothing is in conflict"))
        table = self.query_one(Table)
        width, place = table.size.width, 24 if table.size.width >= 100 else 18
        half = max(10, (width - place) // 2)
        sizes = (("what", place), ("1 stands", half), ("2 was said beside it", max(10, width - place - half)))
        if found:
            table.fill(sizes, [self._row(key, conflict) for key, conflict in self._listed.items()])
        else:
            table.say("Here stands what two have said differently of the same thing, until one of you lets one of it stand.")
        table.choose(next((key for key, conflict in self._listed.items() if conflict.ids == self._begin_at), ""))
        self._begin_at = ()
        self._tell()

    def _row(self, key: str, conflict: Conflict) -> Row:
        stands, *others = self._versions(conflict)
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        beside = f"{_said(others[0])}{more}" if others else ""
        place = f"{stands.place} (held)" if conflict.held else stands.place
        return key, (Text(one_line(place)), Text(_said(stands)), Text(beside))

    def _versions(self, conflict: Conflict) -> list[Told]:
        """What stands, and what was said beside it, in words."""
        return self._session.told(conflict.record, conflict.lines)

    def on_data_table_row_highlighted(self) -> None:
        """Show its versions."""
        self._tell()

    def _tell(self) -> None:
        conflict, sides = self._chosen(), self.query_one("#sides", Lines)
        versions = self._versions(conflict) if conflict else []
        sides.show(side_by_side(versions, sides.size.width, _SIDES_ROWS, self._session.glyphs.ellipsis))

    def _chosen(self) -> Conflict | None:
        return self._listed.get(self.query_one(Table).chosen)

    # Commands

    def action_go_there(self) -> None:
        """Open what the conflict under the cursor is about."""
        conflict = self._chosen()
        if conflict:
            self._say(go_to(self.app, self._session, conflict.record, conflict.stands))

    def action_show(self) -> None:
        """Show all of every version."""
        conflict = self._chosen()
        if conflict:
            versions = self._versions(conflict)
            texts = (f"{number}  {_said(told, whole=True)}" for number, told in enumerate(versions, start=1))
            self.app.push_screen(Whole(versions[0].place, "\n\n".join(texts)))

    def _choose(self, number: int) -> None:
        """Ask why one version is to stand."""
        conflict = self._chosen()
        lines = conflict.lines if conflict else ()
        if conflict is None or not 0 < number <= len(lines):
            return
        if conflict.held:
            self._say("The record is signed off: what came for it is held here until it is opened again, with a reason.")
            return
        line, told = lines[number - 1], self._versions(conflict)[number - 1]
        field = Field(id="why", label="Why this one stands", hint="kept in the history", long=True)
        form = Form(f"{told.place}: {one_line(told.new)}, as {told.by} has it", (field,), _why_fault, self._session.typed)
        self.app.push_screen(form, lambda values: self._settle(conflict, line.id, values["why"]) if values else None)

    def _settle(self, conflict: Conflict, line: str, why: str) -> None:
        try:
            self._session.inspection.settle(conflict, line, why)
        except SqsError as refused:
            self._say(str(refused))
        self._fill()

    def _say(self, text: str) -> None:
        if text:
            self.notify(text, markup=False, timeout=6)


def side_by_side(versions: Iterable[Told], width: int, rows: int, ellipsis: str) -> list[Line]:
    """Versions in columns of the same width, each under who gave it and when; no more rows than these."""
    told = list(versions)
    if not told:
        return []
    room = max(8, (width - _GAP * (len(told) - 1)) // len(told))
    heads = [fit(f"{number} {when(one)} {one.by}", room, ellipsis) for number, one in enumerate(told, start=1)]
    columns = [wrap(one.new, room) for one in told]
    gap = " " * _GAP
    rows_of_text = list(zip_longest(*columns, fillvalue=""))[: rows - 1]
    return [
        ((gap.join(heads), "head"),),
        *(((gap.join(fit(text, room, ellipsis) for text in texts), ""),) for texts in rows_of_text),
    ]


def _said(told: Told, *, whole: bool = False) -> str:
    """Who said what, when."""
    text = f"{told.by} {when(told)}: {told.new}"
    return text if whole else one_line(text)


def _why_fault(values: Values) -> Fault | None:
    return None if values["why"] else Fault("why", "A conflict is settled with a reason: say why this one stands.")
