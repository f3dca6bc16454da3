"""Esc goes up level by level, wherever the program began; lists say how many they hold."""

import pytest

from sqs_tui.errors import LibraryError
from tests.ui.hand import Hand, Stage
from tests.ui.letters import DRAFTED, open_letter


def made(hand: Hand) -> list[str]:
    """The screens that there are, the lowest first."""
    return [type(screen).__name__ for screen in hand.app.screen_stack]


async def test_escape_goes_back_level_by_level_and_stays_at_the_last(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        for level in ("InspectionScreen", "Inspections", "Inspections"):
            await hand.press("escape")
            assert hand.screen == level


@pytest.mark.parametrize(("record", "first"), [("BU07", "Review"), ("", "InspectionScreen"), (None, "Inspections")])
async def test_only_the_screen_that_is_asked_for_is_made_at_the_start(demo: Stage, record: str | None, first: str) -> None:
    async with demo.open(record) as hand:
        assert made(hand) == [first]


async def test_a_level_that_was_gone_back_to_takes_the_place_of_the_one_left(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        left = hand.app.screen
        await hand.press("escape")
        assert made(hand) == ["InspectionScreen"]
        assert not left.is_running
        await hand.press("down", "enter")
        assert made(hand) == ["InspectionScreen", "Review"]
        assert hand.review.record.reference == "BU02"
        await hand.press("escape", "escape")
        assert made(hand) == ["Inspections"]
        assert "Bury" in hand.text


async def test_keys_typed_ahead_of_a_level_that_is_still_to_be_made_are_taken_by_it(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.burst("escape", "enter", "down", "down", "enter")
        assert made(hand) == ["Inspections", "InspectionScreen", "Review"]
        assert hand.review.record.reference == "BU03"


async def test_where_one_is_is_known_on_a_level_that_was_gone_back_to(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("4.5")
        place = hand.app._place()
        assert (place.inspection, place.record, place.question) == (demo.folder, hand.review.record.id, "4.5")
        await hand.press("escape")
        assert (hand.app._place().inspection, hand.app._place().record) == (demo.folder, "")
        await hand.press("escape")
        assert hand.app._place().inspection == ""


async def test_a_level_that_can_no_longer_be_made_is_passed_over_and_why_is_told(
    demo: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise LibraryError("The letter cannot be read.")

    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        hand.app._save_all()
    monkeypatch.setattr("sqs_tui.screens.levels.letter_level", gone)
    async with demo.open() as hand:
        assert hand.screen == "InspectionScreen"
        assert "The letter cannot be read." in hand.notices


async def test_a_damaged_file_is_told_also_where_a_record_is_shown_first(demo: Stage) -> None:
    (demo.path / demo.folder / "cases" / "BU01.json").write_text("{")
    async with demo.open("BU07") as hand:
        assert hand.screen == "Review"
        assert any("BU01" in notice for notice in hand.notices)


async def test_every_heading_of_the_records_behind_a_number_says_how_many(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", "down", "enter")
        assert "NOT COUNTED 14" in hand.text
