"""Forms, questions, help and the palette."""

import pytest

from sqs_tui.commands import COMMANDS, DialogName, Place, ScreenName
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.keys import DEFAULT_KEYS
from sqs_tui.screens.palette import CommandsByName
from sqs_tui.widgets.table import Table
from tests.store.helpers import waive_all
from tests.ui.hand import CASES_FILE, Hand, Stage

KEYS_TO: dict[Place, tuple[str, ...]] = {
    ScreenName.INSPECTIONS: (),
    ScreenName.INSPECTION: ("enter",),
    ScreenName.REVIEW: ("enter", "enter"),
    ScreenName.SUMMARY: ("enter", "s"),
    ScreenName.LETTER: ("enter", "l"),
    ScreenName.SECONDS: ("enter", "2"),
    ScreenName.COMPARISON: ("enter", "2", "enter"),
    ScreenName.AGREEMENT: ("enter", "2", "a"),
    ScreenName.SAMPLE: ("enter", "D"),
    ScreenName.COMPARE: ("enter", "s", "="),
    DialogName.BEHIND: ("enter", "s", "enter"),
    DialogName.BREAKDOWN: ("enter", "s", "b"),
    DialogName.HISTORY: ("enter", "enter", "H"),
    DialogName.CHANGES: ("enter", "h"),
    DialogName.CONFLICTS: ("enter", "!"),
    DialogName.PROBLEMS: ("enter", "p"),
    DialogName.QUOTES: ("enter", "l", '"'),
    DialogName.TRASH: ("T",),
    DialogName.RETENTION: ("R",),
    DialogName.REMOVED: ("enter", "l", "j", "j", "-", "r"),
    DialogName.PIECES: ("enter", "l", "x"),
    DialogName.COPY: ("enter", "s", "c"),
    DialogName.CASES: ("enter", "i", "ctrl+u", str(CASES_FILE), "ctrl+s"),  # where it was named before, it stands there
    DialogName.OTHERS: ("enter", "s", "=", "o"),
    DialogName.FORM: ("+",),
}
"""How each screen, and each dialog with commands of its own, is reached from the first one."""
PLACES = [place for place in KEYS_TO if place is not DialogName.FORM]
"""Where "?" is a command and not text."""


@pytest.fixture
def twice(fresh: Stage) -> Stage:
    """An inspection in which one question of a case was answered twice, and every problem let stand."""
    record = fresh.other().record("T01").id
    for scorer in (fresh.by, "somebody-else"):
        opened = fresh.other(scorer)
        scored = record if scorer == fresh.by else opened.begin_second(record, scorer).id
        opened.put(scored, "1.1", Content(value="yes"), act=opened.new_act())
        waive_all(opened, scored)
        opened.set_state(scored, RecordState.COMPLETE)
    return fresh


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("ctrl+u",), "An inspection needs an area."),
        (("ctrl+u", "   "), "An inspection needs an area."),
        (("enter", "enter", "18 March"), "Fieldwork from: “18 March” is no day; write it as 2013-03-18."),
        (("enter", "enter", "2013-02-30"), "Fieldwork from: “2013-02-30” is no day; write it as 2013-03-18."),
        (
            ("enter", "enter", "2013-03-18", "enter", "2013-03-17"),
            "The fieldwork cannot end before it begins.",
        ),
        (("enter", "enter", "enter", "enter", "[b]"), "Letter published on: “[b]” is no day"),
    ],
)
async def test_a_fault_is_told_in_the_form_and_mended_there(fresh: Stage, typed: tuple[str, ...], fault: str) -> None:
    async with fresh.open("") as hand:
        await hand.press("e")
        await hand.fill(*typed, "ctrl+s")
        assert hand.screen == "Form"
        assert fault in hand.flowed
        await hand.fill("ctrl+u", "2014-01-01" if "area" not in fault else "Mended", "ctrl+s")
        assert hand.screen == "InspectionScreen"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Name at least one reference"),
        ("A1..B9", "is no run"),
        ("T09..T01", "runs backwards"),
        ("T1..T999", "999 references; 200 at most"),
        ("T1..T09", "pads its two numbers differently"),
    ],
)
async def test_references_that_cannot_be_are_told_in_the_form(fresh: Stage, typed: str, fault: str) -> None:
    async with fresh.open("") as hand:
        await hand.press("+")
        await hand.fill(typed, "ctrl+s")
        assert hand.screen == "Form"
        assert fault in hand.flowed
    assert len(fresh.other().records()) == 3


async def test_enter_goes_from_field_to_field_and_is_done_at_the_last(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("+")
        await hand.fill("T09", "enter", "CM2", "up", "X", "down", "down", "ctrl+u", "ann", "enter")
        assert hand.screen == "InspectionScreen"
    added = fresh.other().record("T09X")
    assert (added.case_manager, added.inspector) == ("CM2", "ann")


@pytest.mark.parametrize("key", ["+", "e"])
async def test_escape_keeps_what_was_typed_for_the_next_opening(fresh: Stage, key: str) -> None:
    async with fresh.open("") as hand:
        await hand.press(key)
        await hand.fill("ctrl+u", "half typed", "escape", key)
        assert "half typed" in hand.text
    assert fresh.other().details.area == "Testborough"


async def test_what_was_done_is_not_offered_again(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("+")
        await hand.fill("T09", "ctrl+s", "+")
        assert "T09" not in hand.text


async def test_a_new_inspection_that_was_left_is_offered_again(empty: Stage) -> None:
    async with empty.open() as hand:
        await hand.press("+")
        await hand.fill("Leeds", "enter", "half a name", "escape", "+")
        assert "Leeds" in hand.text
        assert "half a name" in hand.text


async def test_every_field_is_reached_on_the_smallest_screen(fresh: Stage) -> None:
    async with fresh.open("", size=(60, 20)) as hand:
        await hand.press("e", *["down"] * 10)
        await hand.fill("Chair")
        assert "Chair" in hand.text
        await hand.press("ctrl+s")
    assert fresh.other().details.copies == ("Chair",)


def rows(hand: Hand) -> list[tuple[str, ...]]:
    """What the list in front says, a row each."""
    table = hand.app.screen.query_one(Table)
    return [tuple(str(cell) for cell in table.get_row_at(row)) for row in range(table.row_count)]


@pytest.mark.parametrize("name", PLACES)
async def test_help_names_every_command_and_its_screens_own_first(twice: Stage, name: Place, size: tuple[int, int]) -> None:
    async with twice.open(size=size) as hand:
        await hand.until("1/3")
        await hand.press(*KEYS_TO[name])
        await hand.press("?")
        await hand.until(f"Keys on {name.value}")
        listed = [row[:2] for row in rows(hand) if row[1]]
        own = DEFAULT_KEYS.for_screen(name)
        assert [label for _, label in listed[: len(own)]] == [command.label for command in own]
        assert len(listed) == len(COMMANDS)
        await hand.press("escape")
        await hand.until(lambda: hand.screen != "Help")


async def test_help_finds_a_command_by_words_and_by_its_key_and_runs_it(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("?")
        await hand.fill(*"cases mend")
        assert "Nothing holds “cases mend”" in hand.flowed
        await hand.press("escape", *"details", "enter")
        assert hand.screen == "Form"
        assert "Fieldwork from" in hand.text
        await hand.press("escape", "?", "@", "enter")
        assert "who reviews" in hand.flowed.casefold()


async def test_help_runs_no_command_of_another_screen(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("?", *"quotable", "down", "enter")
        assert hand.screen == "Help"
        assert ": go there first." in hand.flowed


async def test_what_does_not_apply_is_greyed_with_its_reason_and_says_it_when_pressed(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("l", "?", *"While editing")
        await hand.until("Not now: No paragraph is being edited.")
        await hand.press("enter")
        assert hand.notices[-1] == "No paragraph is being edited."
        await hand.press(":")
        await hand.fill(*"quote")
        await hand.until("Not now: No paragraph is being edited.")


@pytest.mark.parametrize("key", ["escape", "f1"])
async def test_help_closes(fresh: Stage, key: str) -> None:
    async with fresh.open("") as hand:
        await hand.press("?", key)
        assert hand.screen == "InspectionScreen"


async def test_help_on_review_begins_with_the_answer_keys_of_the_question(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("1.6")
        await hand.press("?")
        assert [row[0] for row in rows(hand)[1:5]] == ["y", "n", "a", "0-9, text"]


@pytest.mark.parametrize("name", KEYS_TO)
async def test_the_palette_has_every_command_of_its_screen(twice: Stage, name: Place) -> None:
    async with twice.open() as hand:
        await hand.until("1/3")
        await hand.press(*KEYS_TO[name])
        offered = [hit.text async for hit in CommandsByName(hand.app.screen).discover()]
    assert offered == [command.label for command in DEFAULT_KEYS.for_screen(name)]


async def test_the_palette_opens_the_summary_from_an_inspection(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("ctrl+p")
        await hand.fill("summary")
        await hand.until("Show the summary of the inspection.")
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "SummaryScreen")


async def test_the_palette_runs_an_answering_command_on_review(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("4.3")
        await hand.press("ctrl+p")
        await hand.fill("clear")
        await hand.until("Clear the answer with its reasons and its note.")
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "Review")
        await hand.until(lambda: "4.3" not in demo.answers("BU07"))


def test_every_command_has_a_place_in_the_tests_of_the_screens() -> None:
    assert {screen for command in COMMANDS for screen in command.screens} == set(KEYS_TO)


async def test_a_palette_command_is_not_typed_into_the_note(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y", "e")
        await hand.burst("hello")
        await hand.press("ctrl+p")
        await hand.fill("undo")
        await hand.until("Take back what you did last")
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "Review")
        await hand.settle()
        assert "hellou" not in hand.text


async def test_what_was_typed_for_one_inspection_is_not_offered_to_another(fresh: Stage) -> None:
    fresh.begin("Otherborough", "O1")
    async with fresh.open() as hand:
        await hand.until("Testborough")
        await hand.press("down", "enter", "e")
        await hand.fill("XYZ", "escape")
        await hand.press("escape", "up", "enter", "e")
        assert "Otherborough" in hand.text
        assert "XYZ" not in hand.text


async def test_what_the_review_would_refuse_is_greyed_with_what_it_would_say(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("1.1")
        await hand.press("?", *"take phrase")
        await hand.until("Not now: Phrases are offered while a note is typed")
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "Review")
        assert "Phrases are offered while a note is typed" in hand.flowed
