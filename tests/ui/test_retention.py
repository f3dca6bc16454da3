"""Retention on the screens: what the home screen says, the list, the word that is typed, and what is shown afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest

from sqs_tui.progress import CancelledError
from sqs_tui.screens import retention
from sqs_tui.store import retaining
from sqs_tui.store.library import Library
from sqs_tui.store.presence import Presence
from tests.store.closed import FOLDER, LATER, Day, places_of_mark
from tests.ui.hand import Hand, Stage

DUE = "the notes of an inspection are due to be removed: R"


@pytest.fixture
def closed(closed_library: Path) -> Stage:
    return Stage(closed_library, FOLDER)


async def listed(hand: Hand) -> None:
    """List what goes; to look may take longer than a second."""
    await hand.press("R")
    await hand.until(lambda: hand.screen == "Retention")
    await hand.settle()


async def remove(hand: Hand) -> None:
    """Remove from the inspection under the cursor."""
    await listed(hand)
    await hand.press("enter")
    assert hand.screen == "Form"
    await hand.fill("yes", "enter")
    await hand.until(lambda: bool(hand.notices))


async def test_the_home_screen_says_that_a_day_has_come_until_all_is_removed(closed: Stage, size: tuple[int, int]) -> None:
    async with closed.open(size=size) as hand:
        await hand.until(DUE)
        await remove(hand)
        assert f"{FOLDER}: removed 61 notes" in hand.notices[-1]
        await hand.until(lambda: DUE not in hand.text)
        assert places_of_mark(closed.path) == []
        await listed(hand)
        assert "removed 20" in hand.text
        await hand.press("enter")
        assert "were removed on" in hand.notices[-1]


async def test_the_demonstration_is_not_due_because_it_is_not_signed_off(demo: Stage) -> None:
    async with demo.open() as hand:
        await hand.until("22/22")
        assert "due to be removed" not in hand.text
        await listed(hand)
        assert "none of its 22 records is signed off" in hand.flowed
        await hand.press("enter", "a")
        assert hand.screen == "Retention"


async def test_the_list_says_what_goes_and_esc_leaves_it_all(closed: Stage, size: tuple[int, int]) -> None:
    before = places_of_mark(closed.path)
    async with closed.open(size=size) as hand:
        await listed(hand)
        assert "What goes: 61 notes" in hand.flowed
        assert "Notes and histories go 12 months after publication" in hand.text
        await hand.press("enter")
        assert "Of Bury 2013 go for good: 61 notes" in hand.flowed
        await hand.press("escape")
        assert hand.screen == "Inspections"
    assert [place for place in places_of_mark(closed.path) if not place.endswith(".tmp")] == [
        place for place in before if not place.endswith(".tmp")
    ]


async def test_nothing_goes_until_the_word_is_typed(closed: Stage) -> None:
    async with closed.open() as hand:
        await listed(hand)
        await hand.press("a")
        await hand.fill("y", "enter")
        assert hand.screen == "Form"
        assert "Nothing is removed until yes is typed" in hand.flowed
    assert places_of_mark(closed.path)


async def test_what_somebody_has_open_is_held_back(closed: Stage) -> None:
    presence = Presence(closed.path / FOLDER, by="bob", now=Day())
    presence.enter()
    async with closed.open() as hand:
        await listed(hand)
        assert "due, but held back" in hand.text
        assert "is open with bob" in hand.flowed
        await hand.press("enter")
        assert hand.screen == "Retention"
    presence.leave()
    assert places_of_mark(closed.path)


async def test_the_private_view_shows_nothing_of_it(closed: Stage) -> None:
    async with closed.open() as hand:
        await hand.until(DUE)
        await hand.press("v", "R")
        assert hand.screen == "Inspections"
        assert DUE not in hand.text


async def test_the_answer_says_that_its_note_was_removed_and_so_does_its_history(closed: Stage, size: tuple[int, int]) -> None:
    Library(closed.path, clock=Day()).retain(FOLDER, by="lead", today=LATER.date())
    async with closed.open("BU01", size=size) as hand:
        await hand.goto("1.1")
        await hand.until("note removed on 2 March 2026")
        await hand.press("H")
        assert "Notes and histories were removed on 2 March 2026 by lead." in hand.flowed


def test_what_is_stopped_between_two_is_told(closed_library: Path) -> None:
    library = Library(closed_library, clock=Day(LATER + timedelta(days=1)))
    (one,) = retaining.retained(library, LATER.date())
    other = type(one)(folder="elsewhere", called="", stage=one.stage, published="", due="")

    def steps(done: int, of: int, what: str) -> None:
        if what == "inspections" and done == 1:
            raise CancelledError("stopped")

    told = retention._remove(library, (one, other), "lead", steps)
    assert told[0].startswith(f"{FOLDER}: removed 61 notes")
    assert told[1] == "Stopped: 1 of the 2 inspections are as they were."
    assert places_of_mark(closed_library) == []
