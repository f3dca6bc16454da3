"""What stands where there is nothing yet: what will be there, and the key that begins it."""

import pytest

from sqs_tui.widgets.table import Table
from tests.ui.hand import Hand, Stage


async def seen(hand: Hand, *texts: str) -> None:
    await hand.settle()
    table = next(iter(hand.app.screen.query(Table)), None)
    listed = [str(table.get_row_at(row)[0]) for row in range(table.row_count)] if table else []
    missing = [text for text in texts if text not in hand.flowed and text not in " ".join(listed)]
    assert not missing, hand.text


async def test_an_empty_library_says_what_it_will_hold_and_every_way_to_begin(empty: Stage, size: tuple[int, int]) -> None:
    async with empty.open(size=size) as hand:
        await seen(hand, "Here your inspections will stand.", "+ begins one", "d opens an invented one", "? lists every key")


async def test_an_inspection_without_cases_says_which_key_adds_them(empty: Stage, size: tuple[int, int]) -> None:
    empty.folder = empty.begin("Testborough")
    async with empty.open("", size=size) as hand:
        await seen(hand, "Here the cases will stand,", "+ adds one such as C01, or a run of them.")
        await hand.press("]")
        await seen(hand, "Here the members of staff will stand,", "CM1")
        await hand.press("enter")
        assert hand.screen == "InspectionScreen"


async def test_where_no_case_is_mine_it_says_how_to_see_all(demo: Stage) -> None:
    demo.by = "somebody-else"
    async with demo.open("") as hand:
        await hand.press("m")
        await seen(hand, "None of these is yours: m shows all.")
        await hand.press("m")
        assert "BU14" in hand.text


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (("s",), "Here the numbers of every question will stand"),
        (("s", "]"), "Esc goes back to the inspection, where Enter opens a record."),
        (("l",), "Nothing is answered yet: the letter drafts itself from the answers"),
        (("T",), "Here stands what t puts into the trash, until it is brought back."),
        (("h",), "There is nothing new: here stands what others change; a lists all that was ever changed."),
        (("!",), "Here stands what two have said differently of the same thing"),
    ],
)
async def test_each_list_of_a_new_inspection_says_what_it_will_hold(
    fresh: Stage, size: tuple[int, int], keys: tuple[str, ...], says: str
) -> None:
    async with fresh.open("", size=size) as hand:
        await hand.press(*keys)
        await seen(hand, says)
        await hand.press("enter", "escape")


async def test_the_trash_of_a_library_says_which_key_fills_it(empty: Stage) -> None:
    async with empty.open() as hand:
        await hand.press("T")
        await seen(hand, "Here stands what t puts into the trash")


async def test_the_first_answer_brings_the_numbers(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y", "escape", "s")
        await seen(hand, "Case manager interviewed")
