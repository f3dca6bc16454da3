"""What lists and forms over a screen have in common: their commands are those of the table, and how they are left."""

from typing import ClassVar

from textual import events
from textual.screen import ModalScreen

from sqs_tui.keys import textual_key
from sqs_tui.screens.base import Commanded, Given


class Dialog(Commanded[Given], ModalScreen[Given]):
    """The key that opened it closes it, too: `OPENED_BY` has the ids of the commands that open it."""

    OPENED_BY: ClassVar[tuple[str, ...]] = ()

    def on_key(self, event: events.Key) -> None:
        """Leave by the key that opens it."""
        keys = (key for identity in self.OPENED_BY for key in self.sqs.keys.command(identity).keys)
        if event.key in map(textual_key, keys):
            event.stop()
            event.prevent_default()
            self.action_leave()

    def action_leave(self) -> None:
        """Leave without any."""
        self.dismiss(None)
