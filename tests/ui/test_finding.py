"""Find: words are found as they are typed, and Enter goes where they stand."""

from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.records import Content
from sqs_tui.screens.letter import LetterScreen
from sqs_tui.screens.typed_list import TypedList
from sqs_tui.store.find_file import FOUND, FOUND_NOTES
from sqs_tui.store.library import Library
from sqs_tui.widgets.table import Table
from tests.ui.hand import Hand, Stage

NOTE = "friends who paid"
"""Words of the note on 3.5 of BU09, which the letter has not."""


async def type_words(hand: Hand, typed: str) -> None:
    """Open Find and type, when the other inspections have been read."""
    await hand.press("ctrl+f")
    assert hand.screen == "Find"
    await hand.fill(typed)
    await hand.until(lambda: all(worker.is_finished for worker in hand.app.workers if worker.group == "finding"))


def listed(hand: Hand) -> list[str]:
    """The places that are listed."""
    screen = hand.app.screen
    assert isinstance(screen, TypedList)
    return [str(screen.table.get_row_at(row)[0]) for row in range(screen.table.row_count)]


@pytest.fixture
def two(demo: Stage) -> Stage:
    """The demonstration, beside an inspection that was begun only."""
    demo.begin("Aberdeen", "A1")
    return demo


async def test_a_note_is_found_as_it_is_typed_and_enter_opens_its_answer(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await type_words(hand, f'"{NOTE}')
        assert listed(hand) == ["", "BU09 3.5"]
        assert NOTE in hand.flowed
        await hand.press("enter")
        assert hand.screen == "Review"
        assert (hand.review.record.reference, hand.review.state.current) == ("BU09", "3.5")
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"


async def test_what_was_looked_for_is_marked_without_colour(demo: Stage) -> None:
    async with demo.open("") as hand:
        await type_words(hand, "friends paid")
        marked = [segment.text for strip in hand.strips for segment in strip if segment.style and segment.style.underline]
        assert [text for text in marked if text.strip()] == ["friends", "paid"]


async def test_escape_goes_back_to_where_one_was(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("2.4")
        before = hand.text
        await type_words(hand, "planning")
        await hand.press("escape")
        assert hand.text == before


async def test_in_a_case_a_question_is_gone_to_in_that_case(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await type_words(hand, "how serious oversight")
        await hand.press(*["backspace"] * 30, *"weeks since", "enter")
        assert hand.review.record.reference == "BU07"
        assert hand.review.state.current == "weeks"
        await type_words(hand, "record:BU07 question:3.5")
        await hand.press("enter")
        assert len([screen for screen in hand.app.screen_stack if type(screen).__name__ == "Review"]) == 1
        assert hand.review.state.current == "3.5"


async def test_while_a_note_is_typed_the_key_is_none_of_finding_and_from_reasons_it_is(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        await hand.burst("n", *"A note", "ctrl+f")
        assert hand.screen == "Review"
        assert hand.review.state.note.text == "A note"
        await hand.burst("enter")
        await hand.goto("1.4")
        await hand.burst("n", "ctrl+f", *"plan")
        assert hand.screen == "Find"
        assert "plan" in hand.text
    assert fresh.answers("T01")["1.4"] == Content(value="no")


async def test_keys_typed_ahead_find_and_go_there(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.burst("ctrl+f", *f'"{NOTE}', "enter")
        await hand.until(lambda: hand.screen == "Review" and hand.review.record.reference == "BU09")


async def test_a_paragraph_of_the_letter_is_gone_to_from_a_case_and_in_the_letter_itself(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await type_words(hand, "letter planning attention")
        assert "letter 2.2" in listed(hand)
        await hand.press(*["down"] * (listed(hand).index("letter 2.2") - 1), "enter")
        assert isinstance(hand.app.screen, LetterScreen)
        paragraph = hand.app.screen._letter.paragraph(hand.app.screen._current)
        assert paragraph
        assert paragraph.number == "2.2."
        await type_words(hand, "letter victim")
        await hand.press("enter")
        assert isinstance(hand.app.screen, LetterScreen)
        assert sum(isinstance(screen, LetterScreen) for screen in hand.app.screen_stack) == 1
        await hand.press("escape")
        assert hand.screen == "Review"


async def test_while_a_paragraph_is_edited_find_does_not_apply(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("l", "j", "e", "ctrl+f")
        assert hand.screen == "LetterScreen"
        command = hand.app.keys.command("screen.find")
        assert hand.app.screen.why_not(command) == "A paragraph is being edited: Esc ends that."  # type: ignore[attr-defined]


async def test_on_the_summary_a_question_lists_its_records(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s")
        await type_words(hand, "question:2.4")
        await hand.press("enter")
        assert hand.screen == "Behind"
        assert "NOT MET 3" in hand.text


async def test_from_the_list_of_inspections_another_is_opened_at_its_letter_or_its_summary(two: Stage) -> None:
    async with two.open() as hand:
        await type_words(hand, "letter planning attention")
        await hand.until("letter 2.2")
        assert "Bury 2013" in hand.text
        await hand.press("enter")
        assert hand.screen == "LetterScreen"
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
        await hand.press("escape")
        assert hand.screen == "Inspections"
        await type_words(hand, "reason:no-plan")
        await hand.until("No plan produced: 2 of the 3 not met")
        await hand.press("enter")
        assert hand.screen == "SummaryScreen"


async def test_what_could_not_be_read_is_told_in_the_title(two: Stage) -> None:
    next(two.path.glob("aberdeen*/inspection.json")).write_text("no json")
    async with two.open("") as hand:
        await type_words(hand, "planning")
        await hand.until(lambda: "1 of the others could not be read" in hand.lines[0] + hand.lines[1])


async def test_in_an_open_inspection_others_come_behind_and_are_gone_to(two: Stage) -> None:
    two.folder = next(folder for folder in Library(two.path).folders() if "aberdeen" in folder)
    async with two.open("") as hand:
        await type_words(hand, "reason:no-plan")
        await hand.until("No plan produced: 2 of the 3 not met")
        assert listed(hand) == ["", "2.4", "3.3"]
        await hand.press("enter")
        assert hand.screen == "SummaryScreen"
        assert hand.app.screen.query_one(Table).chosen == "question 2.4"
        for screen in ("InspectionScreen", "InspectionScreen"):
            await hand.press("escape")
            assert hand.screen == screen
        assert "Aberdeen" in hand.text


async def test_notes_of_other_inspections_are_found_only_where_the_setting_says_so(
    two: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two.open() as hand:
        await type_words(hand, NOTE)
        assert "Nothing is found." in hand.text
    assert not (two.path / FOUND_NOTES).exists()
    monkeypatch.setenv("SQS_TUI_FIND_NOTES", "true")
    async with two.open() as hand:
        await type_words(hand, f'"{NOTE}"')
        await hand.until("BU09 3.5")
        await hand.press("enter")
        assert hand.review.record.reference == "BU09"


async def test_in_the_private_view_only_the_case_in_front_is_looked_through(two: Stage) -> None:
    async with two.open("BU07") as hand:
        await hand.press("v")
        await type_words(hand, f'"{NOTE}"')
        assert "Nothing is found." in hand.text
        assert "private view: only the record in front" in hand.flowed
        await hand.press(*["backspace"] * 20, *"letter")
        assert "BU09" not in hand.text
        await hand.press(*["backspace"] * 20, *"record:BU09 plan")
        assert "There is no record “BU09”; the nearest is “BU07”." in hand.flowed
        await hand.press(*["backspace"] * 20, *"record:BU07", "enter")
        assert hand.review.record.reference == "BU07"
    assert not (two.path / FOUND).exists()


async def test_in_the_private_view_the_list_of_inspections_finds_nothing(two: Stage) -> None:
    async with two.open() as hand:
        await hand.press("v", "ctrl+f")
        assert hand.screen == "Inspections"
        assert hand.notices == ["The private view hides what find would show: v shows it."]


async def test_what_is_not_known_is_told_with_the_nearest_and_tab_completes(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("ctrl+f", *"questio:2.4")
        assert "There is no filter “questio:”; the nearest is “question:”." in hand.flowed
        await hand.press(*["backspace"] * 11, *"ans", "tab", *"no", "tab", *"oversight")
        assert isinstance(hand.app.screen, TypedList)
        assert hand.app.screen.line.value == "answer:no oversight"
        assert "BU" in hand.text


async def test_tab_pressed_again_goes_on_to_the_next_value_those_of_the_open_inspection_first(two: Stage) -> None:
    async with two.open("") as hand:
        await type_words(hand, "area:")
        values = []
        for _ in range(3):
            await hand.press("tab")
            values.append(hand.app.screen.line.value)  # type: ignore[attr-defined]  # the list that is typed in
        assert values == ["area:Bury ", "area:Aberdeen ", "area:Bury "]
        await hand.fill("ans")
        await hand.press("tab", "tab")
        assert hand.app.screen.line.value.startswith("area:Bury answer:")  # type: ignore[attr-defined]  # as above
        assert hand.app.screen.line.value.endswith(" ")  # type: ignore[attr-defined]  # as above


async def test_a_case_that_was_just_taken_away_is_told_of_and_nothing_breaks(demo: Stage) -> None:
    async with demo.open("") as hand:
        await type_words(hand, f'"{NOTE}')
        for path in (demo.path / demo.folder / "cases").glob("BU09.json"):
            path.unlink()
        hand.app.session(demo.folder).inspection.refresh()
        await hand.press("enter")
        assert hand.screen == "InspectionScreen"
        assert "is not, or no longer" in " ".join(hand.notices) or "No record" in " ".join(hand.notices)


async def test_a_library_that_can_only_be_read_is_searched_and_that_is_told_once(two: Stage) -> None:
    two.path.chmod(0o555)
    try:
        async with two.open() as hand:
            await type_words(hand, "letter planning attention")
            await hand.until("letter 2.2")
            await hand.until(lambda: any("read anew at every start" in notice for notice in hand.notices))
            await hand.press("escape")
            hand.app.clear_notifications()
            await type_words(hand, "planning")
            assert hand.notices == []
    finally:
        two.path.chmod(0o755)


async def test_hostile_text_is_shown_as_it_is(fresh: Stage) -> None:
    opened = fresh.other()
    record = opened.record("T01").id
    opened.put(record, "1.1", Content(value="no", note="[bold]zqmarkup[/bold] [@click=app.quit]x[/]"), act=opened.new_act())
    async with fresh.open("") as hand:
        await type_words(hand, "zqmarkup")
        assert "[bold]zqmarkup[/bold]" in hand.text


async def test_what_others_do_meanwhile_is_found_the_next_time(demo: Stage) -> None:
    async with demo.open("") as hand:
        await type_words(hand, "zqnew")
        assert "Nothing is found." in hand.text
        await hand.press("escape")
        opened = demo.other("colleague")
        record = opened.record("BU07").id
        content = opened.contents(record)["1.1"]
        opened.put(record, "1.1", msgspec.structs.replace(content, note="zqnew"), act=opened.new_act())
        hand.app.session(demo.folder).inspection.refresh()
        await type_words(hand, "zqnew")
        assert listed(hand) == ["", "BU07 1.1"]


def test_nothing_of_finding_is_made_before_it_is_asked_for(demo: Stage) -> None:
    assert not Path(demo.path / FOUND).exists()
