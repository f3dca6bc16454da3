"""A screen of an inspection that is one table below a line that says what is in it."""

from typing import ClassVar

from textual.app import ComposeResult

from sqs_tui.screens.following import FollowingScreen
from sqs_tui.store.following import Changed
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Lines
from sqs_tui.widgets.table import Table


class TabledScreen(FollowingScreen):
    """It paints all of its table when something has changed, the window too."""

    ABOUT: ClassVar[bool] = False
    """Lines below the table tell of what is under its cursor."""

    def compose(self) -> ComposeResult:
        """Lay out the line at the top, the table, what is told below it, and the keys."""
        yield Lines(id="status")
        yield Table(id="table")
        if self.ABOUT:
            yield Lines(id="about")
        yield KeyLine()

    def on_mount(self) -> None:
        """Start on the table."""
        self.query_one(Table).focus()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        self.call_after_refresh(self._paint)

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    def _changed(self, _: Changed) -> None:
        if self.is_current:
            self._paint()
