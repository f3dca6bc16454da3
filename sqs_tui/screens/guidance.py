"""The guidance on every question, found by words: a list of questions with what is said of the one under the cursor."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import BindingType

from sqs_tui.domain.guidance import excerpt, find
from sqs_tui.domain.instrument import Instrument
from sqs_tui.screens.typed_list import TypedList
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.guidance import guidance_lines
from sqs_tui.widgets.lines import Line, Lines

_LABEL = 34
"""Cells of a question's name, where there is room."""


class Guidance(TypedList[str | None]):
    """Gives the question to go to, or None. `why` says of a question why it is asked; `goes` is what Enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [("pageup", "turn(-1)"), ("pagedown", "turn(1)"), ("f1", "dismiss")]
    PLACEHOLDER = "words to find, in questions, guidance and reasons"

    def __init__(self, instrument: Instrument, glyphs: Glyphs, why: Callable[[str], str], *, at: str, goes: str) -> None:
        super().__init__()
        self.heading = "Guidance"
        self.keys_text = f"Up, Down choose   PageDown reads on   Enter {goes}   Esc back"
        self._instrument = instrument
        self._glyphs = glyphs
        self._why = why
        self._at = at
        self._top = 0
        """The first line in sight of what is said of the question."""

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self.tell)

    def on_data_table_row_highlighted(self) -> None:
        """Show what is said of the question under the cursor, from its top."""
        self._top = 0

    def action_turn(self, step: int) -> None:
        """Read on, or back."""
        page = max(1, self.query_one("#says", Lines).size.height - 1)
        self._top = max(0, min(self._top + step * page, len(self._said()) - page))
        self.tell()

    def take(self, chosen: str) -> None:
        """Go to the question under the cursor."""
        self.dismiss(chosen)

    def fill(self, typed: str) -> None:
        """List the questions that hold every word; the list opens at the question in front."""
        width = self.table.size.width
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
        at, self._at = self._at, ""
        nothing = ("", (f"Nothing holds “{typed}”", ""))
        self.table.fill((("question", label), ("what it says", room)), rows or [nothing], at=at)

    def _said(self) -> list[Line]:
        chosen, width = self.table.chosen, self.query_one("#says", Lines).size.width
        return guidance_lines(self._instrument, chosen, self._why(chosen), width) if chosen else []

    def tell(self) -> None:
        """Show what is said of the question under the cursor, as far as it was read."""
        if self.is_mounted:
            self.query_one("#says", Lines).show(self._said()[self._top :])
