"""Nothing shows as saved before it is, and nothing typed is lost: drafts, and answers that cannot be written."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from sqs_tui import app
from sqs_tui.domain.records import Content, Draft
from sqs_tui.domain.scoring import Mode
from sqs_tui.screens import keeping
from sqs_tui.screens.review import Review
from tests.ui.hand import LARGE, Disk, Hand, Stage


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(keeping, "RETRY", 0.05)
    monkeypatch.setattr(app, "LOOK_AROUND", 0.05)
    return Disk(monkeypatch)


@pytest.fixture
def short() -> Iterator[Stage]:
    """An inspection whose path leaves room in the status line for what is wrong."""
    with tempfile.TemporaryDirectory(prefix="s") as folder:
        stage = Stage(Path(folder) / "l")
        stage.folder = stage.begin("T", "T01", "T02")
        yield stage


def draft(stage: Stage, reference: str = "T01") -> Draft | None:
    opened = stage.other()
    return opened.draft(opened.record(reference).id)


async def test_what_is_typed_is_on_disk_within_a_second(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        await hand.burst("n", "a first thought")
        await hand.until(lambda: draft(fresh) is not None)
        assert keeping.DELAY < 0.9  # what is measured here is not the machine
        kept = draft(fresh)
        assert kept
        assert (kept.question, kept.note, kept.caret) == ("1.1", "a first thought", 15)


async def test_a_new_program_goes_on_at_the_question_and_the_caret(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("1.1")
        await hand.burst("n", "1", "one three", *["left"] * 5)
        hand.review.save_draft()
    async with fresh.open("T01", size=size) as hand:
        assert "You were typing this note" in hand.lines[0]
        assert hand.review.state.current == "1.1"
        assert hand.review.state.mode is Mode.NOTE
        await hand.burst("two ", "enter")
    assert fresh.answers("T01")["1.1"].note == "one two three"
    assert draft(fresh) is None
    async with fresh.open("T01") as hand:
        await hand.press("u")
        assert "Took back T01 1.1: No" in hand.lines[0]
    assert not fresh.answers("T01")


async def test_leaving_keeps_what_is_being_typed(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst("e", "half a")
        await hand.press("ctrl+q")
    kept = draft(fresh)
    assert kept
    assert kept.note == "half a"


async def test_a_note_that_is_ended_leaves_no_draft(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "DELAY", 0.01)
    async with fresh.open("T01") as hand:
        await hand.burst("e", "said")
        await hand.until(lambda: draft(fresh) is not None)
        await hand.press("escape")
        assert draft(fresh) is None
    assert fresh.answers("T01")["interviewed"] == Content(note="said")


async def test_a_note_that_is_ended_is_written_once_with_its_draft_gone(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst("e", "said")
        hand.review.save_draft()
        await hand.burst(" more")
        written: list[str] = []
        replace = os.replace

        def counted(source: str, target: str) -> None:
            written.append(target)
            replace(source, target)

        monkeypatch.setattr(os, "replace", counted)
        await hand.press("escape")
        assert len(written) == 1
        assert draft(fresh) is None
    assert fresh.answers("T01")["interviewed"] == Content(note="said more")


async def test_an_answer_from_another_window_leaves_what_is_typed_here_on_disk(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst("e", "said")
        hand.review.save_draft()
        other = fresh.other()
        other.put(other.record("T01").id, "interviewed", Content(value="yes"), act=other.new_act())
        kept = draft(fresh)
        assert kept
        assert kept.note == "said"


async def test_an_answer_that_cannot_be_written_stays_on_the_screen_and_says_so(short: Stage, disk: Disk) -> None:
    async with short.open("T01", size=LARGE) as hand:
        disk.fill()
        await hand.press("y")
        assert hand.lines[0].startswith("the disk is full; free some space and it can be saved.")
        assert hand.lines[0].endswith("NOT SAVED: 1")
        assert " y!Case manager interviewed" in hand.text
        await hand.press("2")
        assert hand.lines[0].endswith("NOT SAVED: 2")
        assert " 2!Sentence" in hand.text
        assert not short.answers("T01")
        disk.clear()


async def test_what_waits_is_tried_again_and_saved_in_order(fresh: Stage, disk: Disk) -> None:
    async with fresh.open("T01") as hand:
        disk.fill()
        await hand.burst("y", "2", "up", "up", "n", "]", "y")
        assert hand.lines[0].endswith("NOT SAVED: 4")
        disk.clear()
        await hand.until(lambda: "NOT SAVED" not in hand.text)
        await hand.press("[")
        assert " n Case manager interviewed" in hand.text
    assert {question: given.value for question, given in fresh.answers("T01").items()} == {"interviewed": "no", "sentence": "2"}
    assert fresh.answers("T02")["interviewed"].value == "yes"
    history = fresh.other()
    record = history.record("T01").id
    lines = [change.new.value for change in history._shelf[record].state.changes.values()]
    assert lines == ["yes", "2", "no"]


@pytest.mark.parametrize(("key", "screen"), [("escape", "InspectionScreen"), ("ctrl+q", "")])
async def test_leaving_with_unsaved_answers_asks_first(fresh: Stage, disk: Disk, key: str, screen: str) -> None:
    async with fresh.open("") as hand:
        await hand.press("enter")
        disk.fill()
        await hand.press("y", key)
        assert hand.screen == "Ask"
        assert "1 answer is not on disk." in hand.flowed
        assert "the disk is full; free some space and it can be saved." in hand.flowed
        await hand.press("escape")
        assert hand.screen == "Review"
        await hand.press(key, "y")
        await _left(hand, screen)
        disk.clear()


async def _left(hand: Hand, screen: str) -> None:
    """Nothing but the agreed key leaves."""
    if screen:
        assert hand.screen == screen
    else:
        await hand.until(lambda: hand.app.return_code == 0)


async def test_a_record_is_not_finished_nor_anything_taken_back_while_answers_wait(demo: Stage, disk: Disk) -> None:
    async with demo.open("BU07") as hand:
        disk.fill()
        await hand.burst("n", *["down"] * 50, "enter")
        assert hand.lines[0].startswith("Not finished: ")
        await hand.heard()
        await hand.press("u")
        assert hand.lines[0].startswith("Answers wait to be saved first: ")
        disk.clear()
        await hand.until(lambda: "NOT SAVED" not in hand.text)


async def test_a_note_that_cannot_be_kept_says_so_until_it_can_and_is_tried_again(
    short: Stage, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DELAY", 0.01)
    async with short.open("T01", size=LARGE) as hand:
        disk.fill()
        await hand.burst("e", "a thought")
        await hand.until("NOT SAVED: the note")
        assert hand.lines[0].startswith("the disk is full; free some space and it can be saved.")
        await hand.burst(" more")
        assert hand.review.state.note.text == "a thought more"
        disk.clear()
        await hand.until(lambda: "NOT SAVED" not in hand.text)  # without another key
        kept = draft(short)
        assert kept
        assert kept.note == "a thought more"
        await hand.press("enter")
    assert short.answers("T01")["interviewed"].note == "a thought more"


async def test_leaving_with_a_note_that_is_on_no_disk_asks_first(short: Stage, disk: Disk) -> None:
    async with short.open("T01", size=LARGE) as hand:
        disk.fill()
        await hand.burst("y", "e", "half a thought", "ctrl+q")
        await hand.until(lambda: hand.screen == "Ask")
        assert "1 answer is not on disk." in hand.flowed
        assert "The note that is being typed is not on disk." in hand.flowed
        await hand.press("escape")
        assert hand.lines[0].endswith("NOT SAVED: 1 and the note")
        disk.clear()
        await hand.press("ctrl+q")
        await hand.until(lambda: hand.app.return_code == 0)
    kept = draft(short)
    assert kept
    assert kept.note == "half a thought"
    assert short.answers("T01")["interviewed"].value == "yes"


@pytest.mark.parametrize(
    ("why", "says"), [("lost", "it is no longer there"), ("read-only", "is marked read-only; allow writing and it can be saved")]
)
async def test_a_folder_that_is_lost_or_read_only_loses_no_answer_and_no_note(
    short: Stage, disk: Disk, why: str, says: str
) -> None:
    folder, elsewhere = short.path / short.folder / "cases", short.path / "elsewhere"
    async with short.open("T01", size=LARGE) as hand:
        await hand.press("y")
        if why == "lost":
            folder.rename(elsewhere)
        else:
            folder.chmod(0o500)
        await hand.press("2")
        assert hand.lines[0].endswith("NOT SAVED: 1")
        assert says in hand.text
        await hand.burst("e", "a thought")
        hand.review.save_draft()
        await hand.until("NOT SAVED: 1 and the note")
        if why == "lost":
            elsewhere.rename(folder)
        else:
            folder.chmod(0o700)
        await hand.until(lambda: "NOT SAVED" not in hand.text)
        kept = draft(short)
        assert kept
        assert kept.note == "a thought"
    assert {question: given.value for question, given in short.answers("T01").items()} == {"interviewed": "yes", "sentence": "2"}


async def test_a_record_whose_file_is_taken_away_says_that_nothing_is_saved(
    fresh: Stage, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DELAY", 0.01)
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("enter", "y")
        (fresh.path / fresh.folder / "cases" / "T01.json").unlink()
        await hand.until("no longer there: nothing is saved")
        await hand.press("2")
        assert "is not, or no longer, in testborough" in hand.text
        await hand.heard()
        await hand.burst("e", "a thought")
        await hand.until("NOT SAVED: the note")
        await hand.press("ctrl+q")
        await hand.until(lambda: hand.screen == "Ask")
        assert "The note that is being typed is not on disk." in hand.flowed
        await hand.press("escape", "escape")
        await hand.heard()
        await hand.press("escape")
        assert "This note is not saved." in hand.flowed
        await hand.press("y", "escape")
        assert hand.screen == "InspectionScreen"
        assert "T01" not in hand.text


async def test_a_note_whose_answer_is_on_no_disk_yet_keeps_its_draft(fresh: Stage, disk: Disk) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst("e", "said")
        hand.review.save_draft()
        disk.fill()
        await hand.press("enter")
        assert hand.lines[0].endswith("NOT SAVED: 1")
        kept = draft(fresh)
        assert kept
        assert kept.note == "said"
        disk.clear()
        await hand.until(lambda: draft(fresh) is None)
    assert fresh.answers("T01")["interviewed"].note == "said"


async def test_answers_that_wait_are_tried_again_on_the_inspection_too(
    fresh: Stage, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.05)
    async with fresh.open("") as hand:
        await hand.press("enter")
        disk.fill()
        await hand.press("y", "escape", "y")
        assert hand.screen == "InspectionScreen"
        disk.clear()
        await hand.until(lambda: bool(fresh.answers("T01")))


@pytest.mark.parametrize("keys", [("y",), ("e", "half a note")])
async def test_keys_typed_ahead_of_ctrl_q_are_taken_first(fresh: Stage, keys: tuple[str, ...]) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst(*keys, "ctrl+q")
    opened = fresh.other()
    kept = opened.draft(opened.record("T01").id)
    assert fresh.answers("T01") or (kept and kept.note == "half a note")


async def test_a_fault_of_the_program_saves_what_is_typed_first(fresh: Stage) -> None:
    def fails(_: Review) -> NoReturn:
        raise RuntimeError("a fault of the program")

    async def typed_until_it_fails() -> None:
        async with fresh.open("T01") as hand:
            await hand.burst("e", "half a note")
            hand.app.call_later(fails, hand.review)
            await hand.until(lambda: hand.app.return_code == 1)

    with pytest.raises(RuntimeError):
        await typed_until_it_fails()
    kept = draft(fresh)
    assert kept
    assert kept.note == "half a note"


async def test_a_note_that_the_record_takes_no_more_stays_where_it_is_typed(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("2.1")
        await hand.fill("e", "all that was seen")
        other = fresh.other("lead")
        record = other.record("T01").id
        other.trash_record(record)
        hand.review.look_around()
        await hand.settle()
        await hand.press("enter")
        await hand.heard()
        assert "T01 is in the trash: bring it back first." in hand.text
        assert "all that was seen" in hand.text
        assert "NOT SAVED: the note" in hand.text or hand.review.unended
        await hand.press("escape")
        assert "This note is not saved. T01 is in the trash" in hand.flowed
        await hand.press("escape")
        other.bring_back(record)
        hand.review.look_around()
        await hand.heard()
        await hand.press("enter")
        await hand.heard()
        assert fresh.other().contents(record)["2.1"].note == "all that was seen"


async def test_a_note_that_is_not_taken_is_let_go_of_after_a_yes(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("2.1")
        await hand.fill("e", "a thought")
        other = fresh.other("lead")
        other.trash_record(other.record("T01").id)
        await hand.press("enter")
        await hand.heard()
        await hand.press("enter", "y")
        await hand.heard()
        assert not hand.review.unended
        assert "a thought" not in hand.text
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
