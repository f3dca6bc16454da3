"""The private view: what the program shows while somebody sits beside the inspector who may see one case and no other."""

from collections.abc import Callable
from typing import Any

from textual.app import App

HELD_BACK = "Something is to be told that the private view hides; it is told when that is left."

_SHOWN = frozenset(
    {
        "inspection.open",
        "inspection.edit",
        "inspection.claim",
        "inspection.state",
        "inspection.details",
        "inspection.guidance",
        "inspection.private",
        "inspection.problems",
        "inspection.next-problem",
        "screen.find",
    }
)
"""The commands of an inspection that show nothing but the case in front; those of a review all do, but for the summary pane."""


class PrivateView:
    """Whether the private view is on, in the whole program, and what waits to be told until it is left.

    `tell` tells the user something.
    """

    def __init__(self, app: App[Any], tell: Callable[[str], None]) -> None:
        self._app = app
        self._tell = tell
        self._held: list[str] = []
        self.on = False
        self.hides: list[Callable[[str], bool]] = []
        """Each says of a text whether it names what is hidden."""

    def switch(self, *, on: bool) -> None:
        """Go into the private view, or leave it: every screen shows itself so before it can be seen."""
        from sqs_tui.screens.base import SqsScreen  # noqa: PLC0415 - which knows of the private view itself

        self.on = on
        self._app.clear_notifications()
        for screen in self._app.screen_stack:
            if isinstance(screen, SqsScreen):
                screen.private_changed()
        if not on:
            held, self._held = self._held, []
            for sentence in dict.fromkeys(held):
                self._tell(sentence)

    def discreet(self, text: str) -> str:
        """A text to be told; while the view is on, one that names what it hides is kept until it is left."""
        if not self.on or not any(hides(text) for hides in self.hides):
            return text
        self._held.append(text)
        return HELD_BACK


def is_shown_privately(command: str) -> bool:
    """Whether a command, by its id, may be carried out in the private view."""
    return command in _SHOWN or (command.startswith(("review.", "app.")) and command != "review.summary")
