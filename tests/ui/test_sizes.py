"""From the smallest window to the largest nothing that matters is cut off: key lines, fields, what a table is about."""

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input

from sqs_tui.commands import ScreenName
from sqs_tui.terminal.cursor import place_of_cursor
from sqs_tui.widgets.long_table import LongTable
from sqs_tui.widgets.table import Table
from tests.ui.gallery import on_screen, shown_by_commands
from tests.ui.hand import Hand, Stage

pytestmark = pytest.mark.timeout(300)
EXTREMES = ((60, 20), (240, 70))
_LEAST_ROWS = 3
"""Rows of a table that have to be seen, its heading among them."""


def cut_off(hand: Hand) -> list[str]:
    """What does not fit of what is in front."""
    screen, faults = hand.app.screen, list[str]()
    window = screen.outer_size.region
    for widget in screen.query(".dialog, .dialog .keys, .dialog KeyLine, .dialog .title, #status, SqsScreen > KeyLine"):
        if widget.display and (not window.contains_region(widget.region) or not widget.region.area):
            faults.append(f"{widget!r} at {widget.region}")
    for dialog in screen.query(".dialog"):
        inside = dialog.content_region
        for part in dialog.children:
            if part.display and part.region.area and not inside.contains_region(part.region):
                faults.append(f"{part!r} at {part.region} goes beyond {inside}")
    for table in screen.query(Table).results(Table):
        if table.display and table.region.width and table.size.height < _LEAST_ROWS:
            faults.append(f"{table!r} has {table.size.height} rows")
    x, y = place_of_cursor(screen)
    focused = screen.focused
    if isinstance(focused, Input) and not focused.region.contains(x, y):
        faults.append(f"the caret of {focused!r} is at {(x, y)}")
    return faults


@pytest.mark.parametrize("size", EXTREMES, ids=["60x20", "240x70"])
@pytest.mark.parametrize("screen", list(ScreenName))
async def test_nothing_that_matters_is_cut_off(demo: Stage, screen: ScreenName, size: tuple[int, int]) -> None:
    async with on_screen(demo, screen, size) as hand:
        async for command in shown_by_commands(hand, screen):
            assert not cut_off(hand), f"{command or screen}\n{hand.text}"
            for table in hand.app.screen.query(LongTable):
                assert table.size.height >= _LEAST_ROWS


async def test_every_field_of_every_form_comes_into_sight_when_it_has_the_focus(demo: Stage) -> None:
    async with demo.open("", size=(60, 20)) as hand:
        await hand.press("e")
        fields = len(hand.app.screen.query(Input))
        scroll = hand.app.screen.query_one(VerticalScroll)
        for _ in range(fields):
            focused = hand.app.screen.focused
            assert focused is not None
            await hand.until(lambda focused=focused: scroll.region.contains_region(focused.region))  # type: ignore[misc]
            assert not cut_off(hand)
            await hand.press("down")
        assert fields > 10
