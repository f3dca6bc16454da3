"""The keys that matter now, in the line at the foot of a screen.

Textual's own footer mounts, styles and lays out a widget for every key, which was a fifth of the time to the first screen; here
the keys are one line of text, and only a line that differs is painted again.
"""

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from sqs_tui.widgets.lines import Line, Lines, width_of


class Keys(Lines):
    """The commands of the screen that stand in the footer, as far as they fit; a click on one presses its key."""

    DEFAULT_CSS = """
    Keys {
        dock: bottom;
        height: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[int, Binding, bool]] = []
        """Where each key ends, and whether it does anything now."""

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
        for binding, enabled in self._at(event.x):
            if enabled:
                self.app.simulate_key(binding.key)
            else:
                self.app.bell()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the key under the mouse does."""
        self.tooltip = next((binding.tooltip for binding, _ in self._at(event.x)), None)

    def _at(self, x: int) -> list[tuple[Binding, bool]]:
        return [(binding, enabled) for end, binding, enabled in self._shown if x < end][:1]

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        if not self.is_attached:
            return
        line: Line = ()
        self._shown.clear()
        actions: set[str] = set()
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if not binding.show or binding.action in actions:
                continue
            actions.add(binding.action)
            pieces: Line = ((self.app.get_key_display(binding), "key" if enabled else "dim"), (f" {binding.description} ", "dim"))
            if width_of(line) + width_of(pieces) - 1 <= self.size.width:
                line = (*line, *pieces)
                self._shown.append((width_of(line), binding, enabled))
        self.show([line])
