"""The seam between Textual's compositor and its driver, where each frame becomes the change from the one before.

It stands on `App._display`, which is handed a `LayoutUpdate` (`strips`, `region`) or a `ChopsUpdate` (`chops`, `spans`,
`chop_ends`) of `textual._compositor`, and on `Strip.render_ansi`. Where one of them is missing the painter steps aside: Textual
writes the whole of what it has drawn, as it does by itself.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rich.color import ColorSystem
from rich.console import RenderableType
from rich.style import Style
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

from sqs_tui.terminal.cells import Span
from sqs_tui.terminal.cursor import place_of_cursor
from sqs_tui.terminal.delta import Image
from sqs_tui.terminal.moves import Abilities
from sqs_tui.terminal.pens import PLAIN, Pen, pen_of
from sqs_tui.widgets.lines import wrap

try:
    from textual._compositor import ChopsUpdate, LayoutUpdate
except ImportError:
    KNOWN = False
else:
    KNOWN = hasattr(App, "_display")
"""Whether Textual has the seam at all."""

SYNCHRONISED = 512
"""Characters from which on a frame is wrapped so that the terminal shows it at once; a smaller one comes in one packet."""
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"


class Painter:
    """Writes to an application's terminal what has changed. Its state is that of one terminal."""

    def __init__(self, app: App[Any], able: Abilities) -> None:
        self._app = app
        self._image = Image(able)
        self.steps_aside = not KNOWN
        """Textual is not as this module knows it."""
        self.window: Size | None = None
        """The size of the terminal's window, once it is known."""
        self._said = ""

    def forget(self) -> None:
        """Something else may have been written to the terminal: the next frame is written whole."""
        self._image.forget()
        self._said = ""

    def say(self, sentence: str) -> None:
        """Show a sentence instead of the screen, in as much of it as the window has room for."""
        driver = self._app._driver
        if driver is None or self.window is None or sentence == self._said:
            return
        columns, rows = self.window
        lines = wrap(sentence, columns)[:rows]
        written = "".join(f"\x1b[{row}H{line[:columns]}" for row, line in enumerate(lines, 1))
        self.forget()
        self._said = sentence
        driver.write(f"\x1b[m\x1b[H\x1b[J{written}\x1b[H")
        driver.flush()

    def paint(self, screen: Screen[Any], update: RenderableType | None) -> bool:
        """Write what an update of the compositor changes; gives whether that was done, else Textual is to write it."""
        app, driver = self._app, self._app._driver
        if update is None or driver is None or app.is_headless or app._batch_count or not app._running or app._closed:
            return False
        if self.steps_aside or driver.is_inline or not isinstance(update, LayoutUpdate | ChopsUpdate):
            self.forget()
            return False
        if self._image.size != tuple(screen.outer_size):
            self._image.resize(*screen.outer_size)
        try:
            if isinstance(update, LayoutUpdate):
                self._draw_all(update)
            else:
                self._draw_some(update)
        except (AttributeError, TypeError):
            self.steps_aside = True
            driver.write("\x1b[m")
            return False
        frame = self._image.changes(place_of_cursor(screen))
        if len(frame) > SYNCHRONISED:  # one that is longer is seen to be written, and the cursor to run about in it
            frame = f"{_BEGIN}{frame}{_END}" if app._sync_available else f"{_HIDE}{frame}{_SHOW}"
        if frame:
            driver.write(frame)
            driver.flush()
        app.post_display_hook()
        return True

    def _draw_all(self, update: "LayoutUpdate") -> None:
        for row, strips in enumerate(update.strips, update.region.y):
            spans = [span for strip in strips if strip is not None for span in self._spans(strip)]
            self._image.draw(update.region.x, row, spans, update.region.x, update.region.right)

    def _draw_some(self, update: "ChopsUpdate") -> None:
        for row, start, end in update.spans:
            for stop, (column, strip) in zip(update.chop_ends[row], update.chops[row].items(), strict=False):
                if strip is not None and column < end and stop > start:
                    self._image.draw(column, row, self._spans(strip), start, min(end, stop))

    def _spans(self, strip: Strip) -> Iterator[Span]:
        colours = self._app.console._color_system or ColorSystem.TRUECOLOR
        for text, style, _ in strip:
            yield text, PLAIN if style is None else _pen_of(style, colours)


@lru_cache(maxsize=4096)
def _pen_of(style: Style, colours: ColorSystem) -> Pen:
    return pen_of(Strip.render_ansi(style, colours), f"id={style.link_id};{style.link}" if style.link else "")
