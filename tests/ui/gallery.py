"""Every screen and every dialog that a command opens on it, one after another, for tests that look at all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.screen import Screen
from textual.strip import Strip

from sqs_tui.commands import COMMANDS, ScreenName
from sqs_tui.screens.review import Review
from tests.faults.test_signed_off import LEAVING, OPENING, agree, key_of
from tests.ui.hand import Hand, Stage


@asynccontextmanager
async def on_screen(stage: Stage, screen: ScreenName, size: tuple[int, int]) -> AsyncIterator[Hand]:
    """The program on a screen."""
    record, way = OPENING[screen]
    async with stage.open(record and "BU03", size=size) as hand:
        await hand.press(*way)
        yield hand


async def shown_by_commands(hand: Hand, screen: ScreenName) -> AsyncIterator[str]:
    """Carry out every command of the screen in front, and what it asks to agree to; gives its id at each thing that is seen."""
    base = hand.app.screen
    yield ""
    for command in COMMANDS:
        if screen in command.screens and command.id not in {*LEAVING, "app.back", "app.suspend"}:
            await hand.press(key_of(command))
            yield command.id
            for _ in range(2):
                if hand.app.screen is not base:
                    await agree(hand)
                    yield f"{command.id}, agreed to"
            await _back_to(hand, base)


async def _back_to(hand: Hand, base: Screen[None]) -> None:
    while hand.app.screen is not base:
        await hand.app.pop_screen()
    if isinstance(base, Review):
        base.hearing.again()
        base._show(base.session.inspection.record("BU03"))
    hand.app.clear_notifications()
    await hand.settle()


def in_front(hand: Hand) -> list[Strip]:
    """The rows of the screen in front; of a dialog those of the dialog alone."""
    dialog = hand.app.screen.query(".dialog, CommandList")
    if not dialog:
        return [] if hand.app.screen.is_modal else hand.strips
    place = dialog.first().region
    return [strip.crop(place.x, place.right) for strip in hand.strips[place.y : place.bottom]]
