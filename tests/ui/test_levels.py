"""Esc goes up level by level, wherever the program began; lists say how many they hold."""

from tests.ui.hand import Stage


async def test_escape_goes_back_level_by_level_and_stays_at_the_last(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        for level in ("InspectionScreen", "Inspections", "Inspections"):
            await hand.press("escape")
            assert hand.screen == level


async def test_every_heading_of_the_records_behind_a_number_says_how_many(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", "down", "enter")
        assert "NOT COUNTED 14" in hand.text
