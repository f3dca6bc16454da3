"""Picking a figure: first what it speaks of, then its form, each as it would read now."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.offers import Offer, Source, offer, sources
from sqs_tui.screens.form import Line
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Row, Table

_FIND = "part of a number or a name, such as 2.4 or plan"
_ONLY_IF = "only for some records, such as custody, or 2.4 = no; may stay empty"
_SAYS_ROWS = 2


class FigurePicker(ModalScreen[str | None]):
    """Gives what is to stand between the braces, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave"),
        ("up", "move(-1)"),
        ("down", "move(1)"),
    ]

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self._letter = letter
        self._sources = {source.id: source for source in sources(letter)}
        self._chosen: Source | None = None
        self._found = ""
        """What had been typed to find the source."""
        self._fits: str | None = None
        """What is shown fits this."""
        self._offers: dict[str, Offer] = {}
        """What the rows of the list stand for, by their keys."""

    def compose(self) -> ComposeResult:
        """Show what is typed, and the list below it."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield Line("", placeholder=_FIND, id="typed", select_on_focus=False, compact=True)
            yield Table(id="offers")
            yield Lines(id="says")
            yield Static(Content("Up and Down choose   Enter takes it   Esc goes back"), classes="keys")

    def on_mount(self) -> None:
        """Begin with what a figure may speak of."""
        self.query_one(Line).focus()
        self._fill()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole of what is under the cursor."""
        self._tell()

    def on_input_changed(self) -> None:
        """Show what fits what is typed."""
        self._fill_anew()

    def _fill_anew(self) -> None:
        """Show what fits what is typed, unless it is shown: keys typed ahead choose among what was typed before them."""
        if self._fits != self.query_one(Line).value:
            self._fill()

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while the line keeps the focus."""
        self._fill_anew()
        table = self.query_one(Table)
        (table.action_cursor_down if step > 0 else table.action_cursor_up)()

    def action_go_on(self) -> None:
        """Go on to the forms of a source, or take a form."""
        self._fill_anew()
        chosen = self.query_one(Table).chosen
        if not chosen:
            return
        line = self.query_one(Line)
        if self._chosen or len(self._sources[chosen].forms) == 1:
            self.dismiss(self._offers[chosen].figure)
        else:
            self._chosen, self._found = self._sources[chosen], line.value
            line.value, line.placeholder = "", _ONLY_IF
            self._fill()

    def action_leave(self) -> None:
        """Go back to the sources, or leave without any."""
        line = self.query_one(Line)
        if self._chosen is None:
            self.dismiss(None)
        else:
            self._chosen = None
            line.value, line.placeholder = self._found, _FIND
            line.action_end()
            self._fill()

    def _fill(self) -> None:
        title = f"How shall it read?   {self._chosen.label}" if self._chosen else "Which number?"
        self.query_one("#title", Static).update(Content(title))
        table, typed = self.query_one(Table), self.query_one(Line).value
        self._fits, width = typed, table.size.width
        if self._chosen:
            source = self._chosen
            self._offers = {f"form {at}": offer(self._letter, source, form, typed) for at, form in enumerate(source.forms)}
            rows: list[Row] = [(key, (f"{{{{{made.figure}}}}}", _shown(made))) for key, made in self._offers.items()]
            name = min(34, width // 2)
        else:
            rows = self._source_rows(typed)
            name = min(46, width // 2)
        table.fill((("figure" if self._chosen else "", name), ("reads now", max(10, width - name))), rows)
        self._tell()

    def _source_rows(self, typed: str) -> list[Row]:
        self._offers = {}
        rows: list[Row] = []
        group = ""
        for source in self._sources.values():
            if not all(word in f"{source.id} {source.label} {source.group}".casefold() for word in typed.casefold().split()):
                continue
            if source.group != group:
                group = source.group
                rows.append(("", (Text(group, style="bold"), "")))
            made = self._offers[source.id] = offer(self._letter, source, source.forms[0])
            rows.append((source.id, (f" {source.label}", _shown(made))))
        return rows or [("", (f"Nothing holds “{typed}”", ""))]

    def _tell(self) -> None:
        """Show how it reads, or why it cannot be printed, in full: the columns of a small screen cut it."""
        made = self._offers.get(self.query_one(Table).chosen)
        says, role = ("", "") if made is None else (made.problem, "warn") if made.problem else (made.text, "figure")
        lines = self.query_one("#says", Lines)
        lines.show(((line, role),) for line in wrap(says, lines.size.width)[:_SAYS_ROWS])


def _shown(made: Offer) -> Text:
    """How a figure reads, or that it cannot be printed now: why stands below the list."""
    return Text("cannot be printed now", style="dim") if made.problem else Text(made.text)
