"""States and the trash, on Inspection and on the list of inspections."""

from sqs_tui.domain.records import RecordState
from sqs_tui.store.library import Library
from tests.store.helpers import lead_to
from tests.ui.hand import Stage


async def test_a_record_is_led_on_and_what_cannot_be_says_why(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(".")
        assert "BU01 is complete." in hand.flowed
        assert "BU01 is complete: it must be checked before it is signed off." in hand.flowed
        assert "s  signed off" not in hand.text
        await hand.press("s")
        assert hand.screen == "Pick"
        await hand.press("k" if "k  checked" in hand.text else "escape")
    assert demo.other().record("BU01").state in (RecordState.CHECKED, RecordState.COMPLETE)


async def test_who_scored_a_record_is_told_that_somebody_else_checks_it(demo: Stage) -> None:
    own = next(record for record in demo.other().records("case") if record.inspector == demo.by)
    async with demo.open("") as hand:
        await hand.press(*["down"] * [record.id for record in demo.other().records("case")].index(own.id), ".")
        assert f"{own.reference} was scored by you: somebody else checks it, or the lead inspector." in hand.flowed
        assert "k  checked" not in hand.text


async def test_a_signed_off_record_is_opened_again_for_a_reason(demo: Stage) -> None:
    other = demo.other("somebody")
    lead_to(other, other.record("BU01").id, RecordState.SIGNED_OFF)
    async with demo.open("") as hand:
        assert "signed off" in hand.lines[2]
        await hand.press(".", "p", "enter")
        assert "A record is opened again for a reason: say why." in hand.flowed
        await hand.fill("new evidence", "enter")
        assert "BU01 is in progress." in hand.notices
        assert "in progress" in hand.lines[2]
    assert demo.other().record("BU01").state is RecordState.IN_PROGRESS


async def test_a_record_goes_into_the_trash_and_comes_back(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("t")
        assert hand.notices == ["BU01 is in the trash; u brings it back."]
        assert hand.lines[2].startswith("BU02")
        assert "13 cases" in hand.lines[0]
        await hand.press("u")
        assert hand.lines[2].startswith("BU01")
        await hand.press("t", "T")  # the cursor stays on the record it was on
        assert "BU02" in hand.text
        assert demo.by in hand.text
        assert "Enter bring back" in hand.text
        await hand.press("enter")
        assert "BU02 is back." in hand.notices
        await hand.press("T")
        assert "Records in the trash: none" in hand.text
        await hand.press("escape")
        assert "14 cases" in hand.lines[0]


async def test_what_is_signed_off_does_not_go_into_the_trash(demo: Stage) -> None:
    other = demo.other("somebody")
    lead_to(other, other.record("BU01").id, RecordState.SIGNED_OFF)
    async with demo.open("") as hand:
        await hand.press("t")
        assert hand.notices[-1].startswith("BU01 is signed off: nothing in it is changed any more.")
        assert hand.lines[2].startswith("BU01")


async def test_the_inspections_in_the_trash_are_listed_and_one_is_brought_back(demo: Stage) -> None:
    demo.begin("Testborough", "T01")
    async with demo.open() as hand:
        await hand.press("t", "t", "T")
        assert "bury-2013-03" in hand.text
        assert "testborough" in hand.text
        assert demo.by in hand.text
        await hand.press("down", "enter")
        assert "bury-2013-03 is back." in hand.notices
    assert Library(demo.path).folders() == ["bury-2013-03"]
