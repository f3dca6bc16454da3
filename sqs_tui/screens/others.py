"""The inspections of the library, to choose the one to compare with."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.comparing import Visit
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.filtered import Filtered, Words
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.long_table import LongTable

_FIELDWORK = 12
"""Cells."""


class Others(Filtered[str | None]):
    """Gives the folder of the inspection chosen, or None."""

    NAME = DialogName.OTHERS
    BINDINGS = bindings_for(DialogName.OTHERS)
    OPENED_BY = ("compare.choose",)
    LIST = LongTable

    def __init__(self, visits: Iterable[Visit]) -> None:
        super().__init__()
        self._visits = {visit.folder: visit for visit in visits}

    def compose(self) -> ComposeResult:
        """Show the list."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(self.NAME.value), classes="title")
            yield LongTable(self._cells, ellipsis=self.sqs.glyphs.ellipsis, id="others")
            yield Words(id="filter", placeholder="words that the area, the service or the dates hold", compact=True)
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(LongTable).focus()

    def on_long_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def _fill(self) -> None:
        table, words = self.query_one(LongTable), self._words.casefold().split()
        rest = max(20, table.size.width - _FIELDWORK)
        columns = (("Area", rest // 2), ("Service", rest - rest // 2), ("Fieldwork", _FIELDWORK))
        fitting = [folder for folder, visit in self._visits.items() if all(word in _held(visit) for word in words)]
        table.fill(columns, fitting or [""])

    def _cells(self, folder: str) -> dict[str, str]:
        """The row of an inspection; without one, what stands where there is none."""
        if not folder:
            return {"Area": f"Nothing holds “{self._words}”" if self._words else "There is no other inspection in the library."}
        details = self._visits[folder].details
        return {"Area": details.area, "Service": details.service, "Fieldwork": details.fieldwork_from}

    def action_choose(self) -> None:
        """Give the inspection under the cursor."""
        chosen = self.query_one(LongTable).chosen
        if chosen:
            self.dismiss(chosen)


def _held(visit: Visit) -> str:
    details = visit.details
    return f"{visit.folder} {details.area} {details.service} {details.fieldwork_from}".casefold()
