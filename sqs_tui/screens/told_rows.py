"""Lines of history as rows of a table: when, who, what, from what to what, how and why."""

from collections.abc import Iterable
from datetime import UTC, datetime

from rich.text import Text

from sqs_tui.domain.telling import Told, moment, one_line
from sqs_tui.widgets.table import Row

_WIDE = 100
"""Cells from which on how and why have a column of their own."""
_UNSAID = ("answered", "changed")
"""What goes without saying where there is little room."""

Columns = tuple[tuple[str, int], ...]


def columns(lines: Iterable[Told], width: int, *, places: bool) -> Columns:
    """The columns that a table of these lines and of a width has; with `places` one tells what was changed."""
    moments = 1 + max((len(when(told)) for told in lines), default=len("when"))
    wide = width >= _WIDE
    fixed = (("when", moments), ("who", 16 if wide else 12), *((("what", 24 if wide else 16),) if places else ()))
    left = max(20, width - sum(cells for _, cells in fixed))
    if width < _WIDE:
        return (*fixed, ("from and to", left))
    return (*fixed, ("from and to", left - 24), ("how and why", 24))


def row(key: str, told: Told, width: int, *, places: bool, style: str = "") -> Row:
    """The row of a line; its text is data."""
    wide = width >= _WIDE
    change = told.change if wide or (told.how in _UNSAID and not told.why) else f"{told.cause}: {told.change}"
    texts = (when(told), told.by, *((told.place,) if places else ()), change, *((told.cause,) if wide else ()))
    return key, tuple(Text(one_line(text), style=style) for text in texts)


def when(told: Told) -> str:
    """When a line was written, as seen from now."""
    return moment(told.at, datetime.now(UTC))


def whole(told: Told) -> str:
    """All of a line, each part on a line of its own."""
    why = f"Why: {told.why}\n" if told.why else ""
    return f"{when(told)}  {told.by}  {told.how}\n{why}\nFrom:\n{told.old}\n\nTo:\n{told.new}"
