"""Shares on an axis from 0 to 100 per cent, one row of characters each: dots, with the range that each may be off.

Each cell shows one thing, a dot before a range before the axis, so that a plot is read without colours, too.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from sqs_tui.domain.comparing import Share, Spread
from sqs_tui.domain.ranges import wilson
from sqs_tui.widgets.glyphs import Glyphs


class Axis:
    """An axis so many cells wide, on which things are drawn over one another."""

    def __init__(self, glyphs: Glyphs, width: int) -> None:
        self._glyphs = glyphs
        self._cells = [" "] * max(width, 3)
        for tick in (0.0, 0.5, 1.0):
            self._cells[self.place(tick)] = glyphs.tick

    def place(self, part: float | Fraction) -> int:
        """The cell of a part of one."""
        return int(float(part) * (len(self._cells) - 1) + 0.5)

    def stretch(self, low: float | Fraction, high: float | Fraction, glyph: str, *, over: str = "") -> None:
        """Draw a range; where one is drawn already, `over` stands for both."""
        drawn = (self._glyphs.rule, self._glyphs.other_range)
        for at in range(self.place(low), self.place(high) + 1):
            self._cells[at] = over if over and self._cells[at] in drawn else glyph

    def dot(self, part: float | Fraction, glyph: str, *, on: str = "", both: str = "") -> None:
        """Draw a dot; on one that is `on`, `both` stands for the two."""
        at = self.place(part)
        self._cells[at] = both if both and self._cells[at] == on else glyph

    @property
    def text(self) -> str:
        """What is drawn."""
        return "".join(self._cells)


def heading(width: int) -> str:
    """What stands over the axis: where its ends and its middle are."""
    middle = (max(width, 3) - 1) // 2
    return f"{'0'.ljust(middle - 1)}50".ljust(width - 4) + "100%" if width >= 12 else "0-100%"


def pair_plot(glyphs: Glyphs, width: int, one: Share, other: Share, least: int) -> str:
    """Two shares with their 95 % ranges; of too few answers neither dot nor range."""
    axis = Axis(glyphs, width)
    sides = [(other, glyphs.other_range, ""), (one, glyphs.rule, glyphs.both_ranges)]
    for share, glyph, over in sides:
        if share.of >= least:
            axis.stretch(*wilson(share.met, share.of), glyph, over=over)
    if other.of >= least:
        axis.dot(other.part, glyphs.other_dot)
    if one.of >= least:
        axis.dot(one.part, glyphs.dot, on=glyphs.other_dot, both=glyphs.same_dot)
    return axis.text


def course_plot(glyphs: Glyphs, width: int, shares: Sequence[Share | None], least: int) -> str:
    """A share over time: the last with its range, the one before, and small dots for those before that."""
    axis = Axis(glyphs, width)
    enough = [share if share and share.of >= least else None for share in shares]
    last, before = ([None, None, *enough][-1], [None, None, *enough][-2])
    if last:
        axis.stretch(*wilson(last.met, last.of), glyphs.rule)
    for share in filter(None, enough[:-2]):
        axis.dot(share.part, glyphs.open)
    if before:
        axis.dot(before.part, glyphs.other_dot)
    if last:
        axis.dot(last.part, glyphs.dot, on=glyphs.other_dot, both=glyphs.same_dot)
    return axis.text


def spread_plot(glyphs: Glyphs, width: int, spread: Spread, least: int) -> str:
    """Every inspection a dot, several in one place a larger one; the middle half as a range with its median; the own share."""
    axis = Axis(glyphs, width)
    if spread.quartiles:
        axis.stretch(spread.quartiles[0], spread.quartiles[2], glyphs.rule)
    parts = [dot.share.met / dot.share.of for dot in spread.dots]  # no exact parts: there may be thousands
    crowds = Counter(map(axis.place, parts))
    for part in parts:
        axis.dot(part, glyphs.other_dot if crowds[axis.place(part)] > 1 else glyphs.open)
    if spread.quartiles:
        axis.dot(spread.quartiles[1], glyphs.median)
    if spread.own.of >= least:
        axis.dot(spread.own.part, glyphs.dot)
    return axis.text
