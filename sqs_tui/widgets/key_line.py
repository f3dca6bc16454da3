"""The keys that matter now, in the line at the foot of a screen.

Textual's own footer mounts, styles and lays out a widget for every key, which was a fifth of the time to the first screen; here
the keys are one line of text, and only a line that differs is painted again.
"""

from typing import Protocol, cast

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from sqs_tui.widgets.lines import Line, Lines, width_of


class Greys(Protocol):
    """A screen that knows which of its commands apply now."""

    def greyed(self, identity: str) -> bool:
        """Whether a command, by its id, does not apply now."""

    def rank(self, identity: str) -> int:
        """Where a command stands among those of the screen."""


class KeyLine(Lines):
    """The commands of the screen that stand in the footer, as far as they fit; a click on one presses its key."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[int, Binding]] = []
        """Where each key ends."""

    def on_mount(self) -> None:
        """Follow what applies."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        """Stop following."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def on_resize(self) -> None:
        """Show as many as fit now."""
        self._show_keys()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that was clicked."""
        for binding in self._at(event.x):
            self.app.simulate_key(binding.key)  # where it does not apply, that says why

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the key under the mouse does."""
        self.tooltip = next((binding.tooltip for binding in self._at(event.x)), None)

    def _at(self, x: int) -> list[Binding]:
        return [binding for end, binding in self._shown if x < end][:1]

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        if not self.is_attached:
            return
        line: Line = ()
        self._shown.clear()
        for binding, greyed in sorted(self._bindings_shown(), key=lambda shown: shown[1]):  # what applies comes first
            pieces: Line = ((self.app.get_key_display(binding), "dim" if greyed else "key"), (f" {binding.description} ", "dim"))
            if width_of(line) + width_of(pieces) - 1 <= self.size.width:
                line = (*line, *pieces)
                self._shown.append((width_of(line), binding))
        self.show([line])

    def _bindings_shown(self) -> list[tuple[Binding, bool]]:
        """The commands of the footer, once each, and whether they do not apply now."""
        screen = cast("Greys", self.screen)
        bindings = (binding for _, binding, _, _ in reversed(self.screen.active_bindings.values()))  # the first key is shown
        shown = {binding.action: binding for binding in bindings if binding.show}
        ordered = sorted(shown.values(), key=lambda binding: screen.rank(binding.id or ""))  # Textual puts a moved one last
        return [(binding, screen.greyed(binding.id or "")) for binding in ordered]
