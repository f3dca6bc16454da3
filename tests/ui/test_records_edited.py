"""Records are added once and can be set right; what is wrong with one is seen before its end."""

from tests.ui.hand import LARGE, Stage


async def test_a_reference_that_is_there_is_refused_in_the_form(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("+")
        await hand.fill("T02..T04", "ctrl+s")
        assert "T02, T03: there already" in hand.flowed
        assert hand.screen == "Form"
    assert len(fresh.other().records("case")) == 3


async def test_what_a_record_says_of_itself_can_be_set_right(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("r")
        assert "Details of T01" in hand.text
        await hand.press("tab")
        await hand.fill("CM9", "ctrl+s")
        await hand.until(lambda: hand.screen == "InspectionScreen")
    assert fresh.other().record("T01").case_manager == "CM9"


async def test_the_facts_that_hold_stand_beside_a_record_where_there_is_room(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        row = next(line for line in hand.lines if line.startswith("BU03"))
        assert "psr custody" in row
        assert "victim" not in row


async def test_a_no_without_a_reason_is_marked_in_the_list_and_named_at_the_finish_line(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        await hand.press("n", "escape")
        assert any("n?1.1 Initial assessment" in line for line in hand.lines)
        await hand.press(*["down"] * 40)
        assert "1.1 Initial assessment: No has no reason; n opens them." not in hand.lines[0]
        assert any("Tab goes to each" in line for line in hand.lines)
