"""After a dropped line a plain start leads back to where one was; after leaving as one should it begins with the list."""

import pytest

from sqs_tui.domain.scoring import Mode
from sqs_tui.screens.form import Line
from sqs_tui.store.place import FOLDER
from tests.ui.hand import Disk, Hand, Stage
from tests.ui.letters import DRAFTED, marked, open_letter


def drop(hand: Hand) -> None:
    """What a dropped line leaves: everything is saved, and nothing was left by a key."""
    hand.app._save_all()


async def leave(hand: Hand) -> None:
    await hand.press("ctrl+q")
    await hand.until(lambda: hand.app.return_code == 0)


async def test_a_plain_start_leads_back_to_the_record_and_the_question(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T02", size=size) as hand:
        await hand.goto("2.2")
        drop(hand)
    async with fresh.open(size=size) as hand:
        assert hand.review.record.reference == "T02"
        assert hand.review.state.current == "2.2"
        assert "back where the program ended" in hand.notices[0]
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
        await hand.press("escape")
        assert hand.screen == "Inspections"


async def test_a_plain_start_goes_on_at_the_caret_of_a_note(fresh: Stage) -> None:
    async with fresh.open("T02") as hand:
        await hand.goto("2.2")
        await hand.burst("n", "1", "one three", *["left"] * 5)
        drop(hand)
    async with fresh.open() as hand:
        assert hand.review.state.mode is Mode.NOTE
        assert "You were typing this note" in hand.lines[0]
        await hand.burst("two ", "enter")
    assert fresh.answers("T02")["2.2"].note == "one two three"


async def test_a_plain_start_leads_back_to_the_letter(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.burst("half a sentence")
        drop(hand)
    async with demo.open() as hand:
        await hand.until("You were typing this when the program ended")
        assert marked(hand) == "half a sentence"


async def test_where_one_is_is_kept_without_any_end(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.app.DELAY", 0.01)
    async with fresh.open("T03") as hand:
        await hand.until(lambda: bool(list((fresh.path / FOLDER).glob("*.json"))))
    async with fresh.open() as hand:
        assert hand.review.record.reference == "T03"


async def test_after_leaving_the_list_is_shown(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.app.DELAY", 0.01)
    async with fresh.open("T02") as hand:
        await hand.until(lambda: bool(list((fresh.path / FOLDER).glob("*.json"))))
        await leave(hand)
    async with fresh.open() as hand:
        assert hand.screen == "Inspections"


async def test_leaving_in_the_middle_of_a_note_leads_back_to_it(fresh: Stage) -> None:
    async with fresh.open("T02") as hand:
        await hand.burst("e", "half a note")
        await leave(hand)
    async with fresh.open() as hand:
        assert hand.review.state.note.text == "half a note"


async def test_the_list_of_records_begins_where_a_note_waits_and_says_so(fresh: Stage) -> None:
    async with fresh.open("T02") as hand:
        await hand.burst("e", "half a note")
        await leave(hand)
    async with fresh.open("") as hand:
        row = next(line for line in hand.lines if "T02" in line)
        assert "note begun" in row
        assert hand.text.count("note begun") == 1
        await hand.press("enter")
        assert hand.review.state.note.text == "half a note"


@pytest.mark.parametrize("key", ["+", "e"])
async def test_what_is_typed_in_a_form_outlives_the_program(fresh: Stage, key: str) -> None:
    async with fresh.open("") as hand:
        await hand.fill(key, "Q77")
        drop(hand)
    async with fresh.open() as hand:
        assert "is kept, and stands there when you open it again" in hand.notices[0]
        await hand.press(key)
        assert hand.app.screen.query(Line).first().value.endswith("Q77")
        await hand.press("ctrl+s")
        assert hand.screen == "InspectionScreen"
        await leave(hand)
    async with fresh.open("") as hand:
        assert not hand.notices
        await hand.press("+")
        assert not hand.app.screen.query(Line).first().value


async def test_a_first_inspection_that_was_being_begun_is_there_again(empty: Stage) -> None:
    async with empty.open() as hand:
        await hand.fill("+", "Testb")
        drop(hand)
    async with empty.open() as hand:
        assert "Here your inspections will stand." in hand.text
        await hand.press("+")
        assert hand.app.screen.query(Line).first().value == "Testb"


@pytest.mark.parametrize("content", ["", "null", "[]", '{"format": 9, "by": "tester", "place": {}}', "\x00\xff"])
async def test_a_place_that_cannot_be_read_leads_nowhere(fresh: Stage, content: str) -> None:
    async with fresh.open("T02") as hand:
        drop(hand)
    (kept,) = (fresh.path / FOLDER).glob("*.json")
    kept.write_text(content, encoding="latin-1")
    async with fresh.open() as hand:
        assert hand.screen == "Inspections"


async def test_an_inspection_that_is_gone_is_not_gone_back_to(fresh: Stage) -> None:
    async with fresh.open("T02") as hand:
        drop(hand)
    (fresh.path / fresh.folder).rename(fresh.path / "elsewhere")
    async with fresh.open() as hand:
        assert hand.screen == "Inspections"


async def test_a_record_that_is_gone_leads_to_its_inspection(fresh: Stage) -> None:
    async with fresh.open("T02") as hand:
        drop(hand)
    (fresh.path / fresh.folder / "cases" / "T02.json").unlink()
    async with fresh.open() as hand:
        assert hand.screen == "InspectionScreen"


async def test_leaving_with_a_form_that_is_on_no_disk_asks_first(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    async with fresh.open("") as hand:
        await hand.fill("+", "Q77")
        disk.fill()
        await hand.press("ctrl+q")
        await hand.until(lambda: hand.screen == "Ask")
        assert "What was typed in a form is not on disk." in hand.flowed
        assert "the disk is full; free some space" in hand.flowed
        disk.clear()
        await hand.press("escape", "ctrl+q")
        await hand.until(lambda: hand.app.return_code == 0)
