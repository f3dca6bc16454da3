"""A form that cannot be saved says why and stays, with everything that was typed in it."""

import pytest

from sqs_tui.screens.form import Line
from tests.ui.hand import Disk, Hand, Stage

FULL = "the disk is full; free some space and it can be saved."


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def told(hand: Hand) -> str:
    """What the form says is wrong."""
    assert hand.screen == "Form"
    return hand.flowed


async def test_a_new_inspection_that_cannot_be_saved_stays_in_its_form(empty: Stage, disk: Disk) -> None:
    async with empty.open() as hand:
        disk.fill()
        await hand.fill("+", "Testborough", "ctrl+s")
        assert FULL in told(hand)
        disk.clear()
        await hand.press("ctrl+s")
        await hand.until(lambda: hand.screen == "InspectionScreen")
        assert "Testborough" in hand.lines[0]


async def test_records_that_were_added_before_the_disk_was_full_need_not_be_typed_out(
    fresh: Stage, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with fresh.open("") as hand:
        add = type(hand.app._sessions[fresh.folder].inspection).add_record

        def third_fails(inspection: object, unit: str, reference: str, **fields: str) -> object:
            if reference == "T06":
                disk.fill()
            return add(inspection, unit, reference, **fields)

        monkeypatch.setattr(type(hand.app._sessions[fresh.folder].inspection), "add_record", third_fails)
        await hand.fill("+", "T04..T07", "ctrl+s")
        assert FULL in told(hand)
        monkeypatch.undo()
        await hand.press("ctrl+s")
        assert hand.screen == "InspectionScreen"
    assert [record.reference for record in fresh.other().records("case")] == [f"T{number:02}" for number in range(1, 8)]


async def test_what_a_record_says_of_itself_stays_in_its_form(fresh: Stage, disk: Disk) -> None:
    async with fresh.open("") as hand:
        disk.fill()
        await hand.fill("r", "x", "ctrl+s")
        assert FULL in told(hand)
        assert hand.app.screen.query(Line).first().value == "T01x"
        disk.clear()
        await hand.press("ctrl+s")
        assert hand.screen == "InspectionScreen"
    assert fresh.other().record("T01x").reference == "T01x"


async def test_the_details_of_an_inspection_stay_in_their_form(fresh: Stage, disk: Disk) -> None:
    async with fresh.open("") as hand:
        disk.fill()
        await hand.fill("e", "X", "ctrl+s")
        assert FULL in told(hand)
        disk.clear()
        await hand.press("ctrl+s")
        assert hand.screen == "InspectionScreen"
    assert fresh.other().details.area == "TestboroughX"
