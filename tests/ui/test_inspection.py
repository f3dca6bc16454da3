"""Inspection: its records, their progress, and what is done with them."""

import pytest

from sqs_tui import app
from sqs_tui.domain.records import Content, RecordState
from tests.store.helpers import lead_to
from tests.ui.hand import Stage


async def test_it_lists_the_records_beside_the_summary(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        assert hand.lines[0].startswith(" Bury 2013   14 cases")
        assert hand.lines[0].endswith("]: members of staff (8)")
        assert [line[:4] for line in hand.lines[2:16]] == [f"BU{number:02}" for number in range(1, 15)]
        assert "complete" in hand.lines[2]
        assert "1 Reoffending" in hand.lines[2]
        assert "CM1" in hand.lines[2]
        for key in ("review", "add", "summary", "letter", "details", "keys"):
            assert key in hand.lines[-1]


async def test_tab_shows_the_other_kind_of_record(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("]")
        assert "8 members of staff" in hand.lines[0]
        assert hand.lines[2].startswith("CM1")
        await hand.press("]")
        assert hand.lines[2].startswith("BU01")


async def test_enter_reviews_the_record_under_the_cursor(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("down", "j", "down", "k", "enter")
        assert "Bury 2013 > BU03" in hand.lines[0]
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
        await hand.press("enter")
        assert "Bury 2013 > BU03" in hand.lines[0]


async def test_plus_adds_one_record_or_a_run(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("+")
        assert "Add cases" in hand.text
        await hand.fill("T04, T07..09", "enter", "CM1", "enter", "enter")
        assert "7 cases" in hand.lines[0]
        assert [line.split()[0] for line in hand.lines[2:9]] == ["T01", "T02", "T03", "T04", "T07", "T08", "T09"]
    added = fresh.other().record("T08")
    assert (added.case_manager, added.inspector, added.unit) == ("CM1", "tester", "case")


async def test_plus_adds_staff_where_staff_are_shown(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("]", "+")
        assert "Add members of staff" in hand.text
        await hand.fill("S1", "ctrl+s")
        assert "1 member of staff" in hand.lines[0]
    assert fresh.other().record("S1").unit == "staff"


async def test_e_edits_the_details(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("e")
        assert "the Chair of the Management Board" in hand.text
        await hand.fill("ctrl+u", "Berry", "ctrl+s")
        assert " Berry 2013" in hand.lines[0]
    details = demo.other().details
    assert (details.area, details.service, len(details.copies)) == ("Berry", "Youth Offending Service", 6)
    assert details.letterhead == "HM Inspectorate of Probation\nDemonstration: every case and interview is invented"


@pytest.mark.parametrize(("key", "screen"), [("s", "SummaryScreen"), ("l", "LetterScreen"), ("?", "Help"), ("e", "Form")])
async def test_each_key_opens_its_screen_and_escape_comes_back(demo: Stage, key: str, screen: str) -> None:
    async with demo.open("") as hand:
        await hand.press(key)
        assert hand.screen == screen
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
        assert hand.lines[2].startswith("BU01")


async def test_what_was_scored_is_seen_on_coming_back(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        assert "0/24" in hand.lines[2]
        assert "not started" in hand.lines[2]
        await hand.press("enter", "y", "escape")
        assert "1/24" in hand.lines[2]
        assert "in progress" in hand.lines[2]


async def test_another_process_is_seen(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.02)
    async with fresh.open("") as hand:
        other = fresh.other("ann")
        other.put(other.record("T02").id, "interviewed", Content(value="yes"), act=other.new_act())
        lead_to(other, other.record("T01").id, RecordState.CHECKED)
        await hand.until(lambda: "1/24" in hand.lines[3] and "checked" in hand.lines[2])
        other.add_record("case", "T00")
        await hand.until(lambda: hand.lines[2].startswith("T00"))
        await hand.press("enter")
        assert "Testborough > T01" in hand.lines[0]  # the cursor stays on its record


async def test_a_small_screen_has_no_summary(demo: Stage) -> None:
    async with demo.open("", size=(60, 20)) as hand:
        assert "SUMMARY" not in hand.text
        assert hand.lines[2].startswith("BU01")
        await hand.pilot.resize_terminal(120, 40)
        await hand.settle()
        assert "SUMMARY" in hand.text
        assert "CM1" in hand.lines[2]


async def test_a_record_without_a_name_is_not_added(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("+", "enter", "enter", "enter")
        assert hand.screen == "Form"
        assert "Name at least one reference, such as BU01 or BU01..BU14." in hand.flowed
    assert len(fresh.other().records()) == 3


async def test_keys_typed_ahead_in_a_form_go_to_their_fields(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.burst("+", "T09", "enter", "CM2", "enter", "ctrl+u", "ann", "enter")
        await hand.until(lambda: hand.screen == "InspectionScreen" and "T09" in hand.text)
    added = fresh.other().record("T09")
    assert (added.case_manager, added.inspector) == ("CM2", "ann")
