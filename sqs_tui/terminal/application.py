"""An application that is shown as its terminal can show it: what stands between Textual and the line."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import Screen
from textual.theme import Theme

from sqs_tui.terminal.driver import SteadyDriver
from sqs_tui.terminal.look import Look, look_for
from sqs_tui.terminal.moves import abilities_of, colours_of
from sqs_tui.terminal.painter import Painter
from sqs_tui.terminal.scrollbars import draw_in_whole_cells
from sqs_tui.terminal.signs import InAscii, Quiet, WithoutColours
from sqs_tui.terminal.themes import PALETTES, themes

LEAST = Size(60, 20)
"""The smallest window in which every screen can be used."""
_COLOUR_SYSTEMS = {"ansi": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}
_THEMES = {theme.name: theme for theme in themes()}


def look_here(*, theme: str = "auto", colours: str = "auto", signs: str = "auto") -> Look:
    """The look that these settings come to in the terminal at hand."""
    return look_for(
        os.environ, theme=theme, colours=colours, signs=signs,
        has=colours_of(os.environ.get("TERM", "")), c_locale=bool(sys.flags.utf8_mode),
    )  # fmt: skip


class TerminalApp(App[int]):
    """Paints only what has changed, in the colours and signs that there are, the terminal's cursor where the focus is.

    In a window that is too small every screen stays as it is at its smallest, one sentence is shown, and no key is taken but
    those that are `always`.
    """

    TOO_SMALL = "The window has {columns} columns and {rows} rows: make it at least {least}, and all is there again."
    """What is shown then."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.always: frozenset[str] = frozenset()
        """The keys, by Textual's names, that are taken even where nothing can be seen of what they do."""
        super().__init__(driver_class=SteadyDriver)
        for theme in _THEMES.values():
            self.register_theme(theme)
        self.animation_level = "none"
        draw_in_whole_cells()
        self._painter = Painter(self, abilities_of(os.environ.get("TERM", "")))
        self._dress()

    # What it looks like

    def wear(self, look: Look) -> None:
        """Look otherwise from now on."""
        if look != self.look:
            self.look = look
            self._dress()
            self.theme = look.theme
            self.refresh_css(animate=False)
            self.action_repaint()

    def _dress(self) -> None:
        look = self.look
        self.no_color = look.colours == "none"
        own = PALETTES.get(look.theme)
        self._filters_worn: list[LineFilter] = [Quiet(own.quiet, own.edge, own.on_edge)] if own else []
        if self.no_color:
            self._filters_worn.append(WithoutColours())
        if look.ascii or look.encoding != "utf-8":
            self._filters_worn.append(InAscii(look.encoding))
        if look.colours in _COLOUR_SYSTEMS:
            self.console._color_system = _COLOUR_SYSTEMS[look.colours]

    @property
    def current_theme(self) -> Theme:
        """The theme of the look: known before Textual first works out a style."""
        return _THEMES[self.look.theme]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What all that is drawn goes through, in the place of Textual's own, which without colours leaves greys."""
        return self._filters_worn

    # How it comes to the terminal

    @property
    def size(self) -> Size:
        """The size that is drawn for: that of the window, unless that is too small."""
        return at_least(super().size)

    async def on_event(self, event: events.Event) -> None:
        """Let no key do anything unseen, and nothing be drawn in less room than it needs."""
        if isinstance(event, events.Resize):
            self._painter.window = event.size
            event = events.Resize(at_least(event.size), at_least(event.virtual_size))
        if self.takes(event):
            await super().on_event(event)

    def takes(self, event: events.Event) -> bool:
        """Whether an event is to do anything: nothing is done unseen."""
        unseen = self.is_too_small and isinstance(event, events.Key | events.Paste | events.MouseEvent)
        return not unseen or (isinstance(event, events.Key) and event.key in self.always)

    @property
    def is_too_small(self) -> bool:
        """Whether the window is too small to be used."""
        window = self._painter.window
        return window is not None and window != at_least(window)

    def on_resize(self) -> None:
        """Paint the whole screen again, also where the size is as before: a terminal may have lost some of it in between."""
        self._painter.forget()
        self.screen.refresh()

    def action_repaint(self) -> None:
        """Paint the whole screen again."""
        self._painter.forget()
        self.refresh(repaint=True, layout=True)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.is_too_small and self._painter.window:
            columns, rows = self._painter.window
            self._painter.say(self.TOO_SMALL.format(columns=columns, rows=rows, least=f"{LEAST.width} by {LEAST.height}"))
        elif not self._painter.paint(screen, renderable):
            super()._display(screen, renderable)


def at_least(size: Size) -> Size:
    """A size, or what it lacks of the least one."""
    return Size(max(size.width, LEAST.width), max(size.height, LEAST.height))
