"""Where the terminal's cursor belongs: at what the next key goes to, where screen readers and magnifiers look for it."""

from typing import Any

from textual.geometry import Offset
from textual.screen import Screen

from sqs_tui.widgets.cursor import HoldsCursor


def place_of_cursor(screen: Screen[Any]) -> Offset:
    """The place on the screen: of the caret, of the row under the cursor, else of a dialog's first line."""
    focused = screen.focused
    caret: Offset | None = getattr(focused, "cursor_screen_offset", None)  # of an Input or a TextArea, imported where one is
    if focused is not None and caret is not None:
        behind = getattr(focused, "cursor_at_end", False)  # an Input counts one cell too many there
        inside = focused.content_region  # a text that is longer than its field may not have been scrolled yet
        seen = (caret - inside.offset - (int(behind), 0)).clamp(inside.width, inside.height)
        return screen.outer_size.clamp_offset(inside.offset + seen)
    holders: tuple[object, ...] = (focused, *screen.children)
    for holder in holders:
        if isinstance(holder, HoldsCursor):
            place = holder.cursor_place
            if place is not None:
                return screen.outer_size.clamp_offset(place)
    dialog = screen.query(".dialog > *") if screen.is_modal else None
    return dialog.first().content_region.offset if dialog else Offset()
