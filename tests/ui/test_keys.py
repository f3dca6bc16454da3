"""The line at the foot of a screen: which keys it shows, and what a click on one does."""

import re

from sqs_tui.commands import ScreenName
from sqs_tui.keys import DEFAULT_KEYS
from sqs_tui.widgets.key_line import KeyLine
from tests.ui.hand import SMALL, Hand, Stage


def at(hand: Hand, label: str) -> tuple[int, int]:
    """Where a label stands in the line of keys."""
    return hand.lines[-1].index(label), 0


async def test_the_keys_that_matter_stand_at_the_foot_each_with_what_it_does(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        assert "Enter review" in hand.lines[-1]
        assert "s summary" in hand.lines[-1]


async def test_a_key_that_does_not_fit_is_left_out_whole(demo: Stage) -> None:
    shown = [command for command in DEFAULT_KEYS.for_screen(ScreenName.INSPECTION) if command.show]
    one = "|".join(re.escape(f"{DEFAULT_KEYS.first(command.id)} {command.label}") for command in shown)
    async with demo.open("", size=(60, 24)) as hand:
        narrow = hand.lines[-1]
        assert len(narrow) <= 60
        assert re.fullmatch(f"({one})( ({one}))*", narrow)
        await hand.pilot.resize_terminal(*SMALL)
        await hand.settle()
        assert len(re.findall(one, hand.lines[-1])) > len(re.findall(one, narrow))


async def test_a_click_on_a_key_presses_it(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.pilot.click(KeyLine, offset=at(hand, "summary"))
        await hand.settle()
        assert hand.screen == "SummaryScreen"


async def test_a_click_beside_the_keys_does_nothing(demo: Stage) -> None:
    async with demo.open("", size=(120, 40)) as hand:
        await hand.pilot.click(KeyLine, offset=(len(hand.lines[-1]) + 3, 0))
        await hand.settle()
        assert hand.screen == "InspectionScreen"


async def test_the_mouse_over_a_key_tells_what_it_does(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.pilot.hover(KeyLine, offset=at(hand, "summary"))
        assert hand.app.screen.query_one(KeyLine).tooltip
        await hand.pilot.hover("#status")
        await hand.pilot.hover(KeyLine, offset=at(hand, "review"))
        assert "Review" in str(hand.app.screen.query_one(KeyLine).tooltip)


async def test_the_keys_follow_what_has_the_focus(demo: Stage) -> None:
    async with demo.open() as hand:
        before = hand.lines[-1]
        await hand.press("/")
        assert hand.lines[-1] != before
        await hand.press("escape")
        assert hand.lines[-1] == before
