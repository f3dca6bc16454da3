"""The guidance on every question, found by words: a list of questions with what is said of the one under the cursor."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.domain.guidance import excerpt, find
from sqs_tui.domain.instrument import Instrument
from sqs_tui.screens.form import Line as Typed
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.guidance import guidance_lines
from sqs_tui.widgets.lines import Lines
from sqs_tui.widgets.table import Table

_LABEL = 34
"""Cells of a question's name, where there is room."""


class Guidance(ModalScreen[str | None]):
    """Gives the question to go to, or None. `why` says of a question why it is asked; `goes` is what Enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave"),
        ("up", "move(-1)"),
        ("down", "move(1)"),
        ("pageup", "turn(-1)"),
        ("pagedown", "turn(1)"),
        ("f1", "dismiss"),
    ]

    def __init__(self, instrument: Instrument, glyphs: Glyphs, why: Callable[[str], str], *, at: str, goes: str) -> None:
        super().__init__()
        self._instrument = instrument
        self._glyphs = glyphs
        self._why = why
        self._at = at
        self._goes = goes
        self._fits: str | None = None
        """What is listed fits this."""
        self._top = 0
        """The first line in sight of what is said of the question."""

    def compose(self) -> ComposeResult:
        """Show what is typed, the questions that hold it, and what is said of the one under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static(Content("Guidance"), classes="title")
            yield Typed("", placeholder="words to find, in questions, guidance and reasons", select_on_focus=False, compact=True)
            yield Table(id="questions")
            yield Lines(id="says")
            yield Static(Content(f"Up, Down choose   PageDown reads on   Enter {self._goes}   Esc back"), classes="keys")

    def on_mount(self) -> None:
        """Begin with all, at the question in front."""
        self.query_one(Typed).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._tell)

    def on_input_changed(self) -> None:
        """Show what fits what is typed."""
        self._fill_anew()

    def on_data_table_row_highlighted(self) -> None:
        """Show what is said of the question under the cursor, from its top."""
        self._top = 0
        self._tell()

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while the line keeps the focus."""
        self._fill_anew()
        table = self.query_one(Table)
        (table.action_cursor_down if step > 0 else table.action_cursor_up)()

    def action_turn(self, step: int) -> None:
        """Read on, or back."""
        page = max(1, self.query_one("#says", Lines).size.height - 1)
        self._top = max(0, min(self._top + step * page, len(self._said()) - page))
        self._tell()

    def action_go_on(self) -> None:
        """Go to the question under the cursor."""
        self._fill_anew()
        if self._chosen:
            self.dismiss(self._chosen)

    def action_leave(self) -> None:
        """Show all questions again, or leave."""
        line = self.query_one(Typed)
        if line.value:
            line.value = ""
        else:
            self.dismiss(None)

    @property
    def _chosen(self) -> str:
        return self.query_one(Table).chosen

    def _fill_anew(self) -> None:
        """Show what fits what is typed, unless it is shown: keys typed ahead choose among what was typed before them."""
        if self._fits != self.query_one(Typed).value:
            self._fill()

    def _fill(self) -> None:
        table, typed = self.query_one(Table), self.query_one(Typed).value
        at = self._at if self._fits is None else ""
        self._fits, width = typed, table.size.width
        label = min(_LABEL, width // 2)
        room = max(10, width - label)
        dots = self._glyphs.ellipsis
        rows = [
            (
                found.question,
                (
                    Text(self._instrument.questions[found.question].label),
                    Text(excerpt(found.says, typed, room - 1, dots) if cell_len(found.says) >= room else found.says),
                ),
            )
            for found in find(self._instrument, typed)
        ]
        table.fill((("question", label), ("what it says", room)), rows or [("", (f"Nothing holds “{typed}”", ""))], at=at)
        self._tell()

    def _said(self) -> list[tuple[tuple[str, str], ...]]:
        width = self.query_one("#says", Lines).size.width
        return guidance_lines(self._instrument, self._chosen, self._why(self._chosen), width) if self._chosen else []

    def _tell(self) -> None:
        if self.is_mounted:
            self.query_one("#says", Lines).show(self._said()[self._top :])
