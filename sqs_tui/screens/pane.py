"""The cursor in the summary pane of a review: from number to number, and to the records behind one."""

from collections.abc import Callable, Sequence

from sqs_tui.domain.scoring import Key
from sqs_tui.widgets.summary_pane import Number


class PaneCursor:
    """Where in the pane the inspector is. `opens` shows the records behind a number; `refuses` says why a key does nothing."""

    def __init__(self, opens: Callable[[Number], None], refuses: Callable[[str], None]) -> None:
        self._opens = opens
        self._refuses = refuses
        self.at: int | None = None
        """The number picked out, counted from the top; None while the inspector is not in the pane."""

    def enter(self, numbers: Sequence[Number]) -> str:
        """Go into the pane, to its first number; says why that cannot be, else nothing."""
        if not numbers:
            return "The summary is not on the screen now."
        self.at = 0
        return ""

    def leave(self) -> None:
        """Leave the pane."""
        self.at = None

    def press(self, key: Key, numbers: Sequence[Number]) -> None:
        """Take a key while the inspector is in the pane."""
        at = min(self.at or 0, len(numbers) - 1)
        match key.name:
            case "down" | "j" | "tab":
                self.at = min(at + 1, len(numbers) - 1)
            case "up" | "k" | "shift+tab":
                self.at = max(at - 1, 0)
            case "enter" | "ctrl+j":
                self._opens(numbers[at])
            case "escape" | "d":
                self.at = None
            case _:
                self._refuses("In the summary: arrows move, Enter lists the records behind a number, Esc goes back.")
