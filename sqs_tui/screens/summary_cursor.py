"""The cursor in the summary pane of Review: it steps from number to number, and no key of it answers."""

from collections.abc import Sequence

from sqs_tui.domain.scoring import Key
from sqs_tui.widgets.summary_pane import Number


class SummaryCursor:
    """Stands on one of the pane's numbers, or in no pane at all."""

    picked: int | None = None
    """Which number; None while the keys are those of the questions."""

    def enter(self, numbers: Sequence[Number], *, private: bool) -> str:
        """Go to the first number; says why not, where there is none to go to."""
        if private:
            return "The private view hides the summary: v shows it."
        if not numbers:
            return "The summary is not on the screen now."
        self.picked = 0
        return ""

    def leave(self) -> None:
        """Go back to the questions."""
        self.picked = None

    def press(self, key: Key, numbers: Sequence[Number]) -> Number | str | None:
        """Take a key: gives the number whose records are wanted, or a sentence for a key that does nothing here."""
        picked = min(self.picked or 0, len(numbers) - 1)
        match key.name:
            case "down" | "j" | "tab":
                self.picked = min(picked + 1, len(numbers) - 1)
            case "up" | "k" | "shift+tab":
                self.picked = max(picked - 1, 0)
            case "enter" | "ctrl+j":
                return numbers[picked]
            case "escape" | "d":
                self.leave()
            case _:
                return "In the summary: arrows move, Enter lists the records behind a number, Esc goes back."
        return None
