"""Where the terminal's cursor belongs on what has no caret of its own."""

from textual.geometry import Offset


class HoldsCursor:
    """Marks a widget that says where the terminal's cursor stands on it.

    Screen readers and magnifiers look there for what the next key goes to. Without a focus, a part of the screen tells.
    """

    @property
    def cursor_place(self) -> Offset | None:
        """The place on the terminal's screen; None where there is nothing to stand on."""
        raise NotImplementedError
