"""Letter: nothing typed is lost, and nothing shows as saved before it is."""

import pytest

from sqs_tui.screens import keeping
from tests.ui.hand import Disk, Hand, Stage
from tests.ui.letters import DRAFTED, FIRST, about, entries, marked, open_letter, words


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(keeping, "DELAY", 0.01)
    monkeypatch.setattr(keeping, "RETRY", 0.05)
    return Disk(monkeypatch)


async def leave(hand: Hand) -> None:
    await hand.press("ctrl+q")
    await hand.until(lambda: hand.app.return_code == 0)


async def test_what_is_typed_is_on_disk_within_a_second_and_in_no_history(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.burst("e", "f7", "half a sentence")  # typed ahead, as keys are that come while the editor opens
        await hand.until(lambda: demo.other().letter.draft is not None)
        assert keeping.DELAY < 0.9  # what is measured here is not the machine
        draft = demo.other().letter.draft
        assert draft
        assert (draft.paragraph, draft.text, draft.caret) == (DRAFTED, "half a sentence", (0, 15))
    assert words(demo, DRAFTED) is None


async def test_a_new_program_goes_on_at_the_caret(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.burst("one three", *["left"] * 5)
        await leave(hand)
    async with demo.open("", size=size) as hand:
        await hand.press("l")
        await hand.until("You were typing this when the program ended")
        await hand.burst("two ", "escape")
        assert marked(hand) == "one two three"
    assert words(demo, DRAFTED) == "one two three"
    assert demo.other().letter.draft is None


async def test_a_paragraph_that_was_being_added_goes_on_in_its_place(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("+")
        await hand.burst("New")
        await leave(hand)
    async with demo.open("") as hand:
        await hand.press("l")
        await hand.until(lambda: marked(hand) == "1.2. New")
        await hand.burst(" words", "escape")
        assert marked(hand) == "1.2. New words"


async def test_a_paragraph_that_cannot_be_saved_stays_in_the_editor_and_says_why(demo: Stage, disk: Disk) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.burst("Kept.")
        disk.fill()
        await hand.press("escape")
        assert hand.lines[0].endswith("NOT SAVED")
        assert "the disk is full; free some space" in about(hand)
        assert marked(hand) == "Kept."
        await hand.burst(" Still.")
        disk.clear()
        await hand.press("escape")
        assert hand.lines[0].endswith("saved")
        assert "NOT" not in hand.lines[0]
    assert words(demo, DRAFTED) == "Kept. Still."


async def test_a_draft_that_cannot_be_kept_says_so_until_it_can(demo: Stage, disk: Disk) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        disk.fill()
        await hand.press("e")
        await hand.burst("a")
        await hand.until("NOT SAVED")
        assert "the disk is full; free some space" in about(hand)
        disk.clear()
        await hand.burst("b")
        await hand.until(lambda: hand.lines[0].endswith("editing"))
        assert demo.other().letter.draft


async def test_leaving_with_words_that_are_on_no_disk_asks_first(demo: Stage, disk: Disk) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        disk.fill()
        await hand.press("e")
        await hand.burst("a", "ctrl+q")
        await hand.until(lambda: hand.screen == "Ask")
        assert "The paragraph that is being edited is not on disk." in hand.flowed
        await hand.press("escape")
        assert hand.screen == "LetterScreen"
        disk.clear()
        await leave(hand)
    assert demo.other().letter.draft


@pytest.mark.parametrize("key", ["-", "d", "J", "u"])
async def test_an_act_that_cannot_be_saved_changes_nothing_and_says_why(demo: Stage, disk: Disk, key: str) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        before = hand.lines[1:-3]
        disk.fill()
        await hand.press(key)
        assert "the disk is full; free some space" in about(hand)
        assert hand.lines[1:-3] == before
        disk.clear()
        assert not entries(demo).paragraphs[FIRST].removed
