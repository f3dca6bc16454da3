"""Comparison over inspections: dots and words on every part, what is left out, and how it is reached and refused."""

import shutil
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from sqs_tui.progress import CancelledError
from sqs_tui.store.figures import Read, read_visits
from sqs_tui.store.library import Library
from sqs_tui.widgets.table import Table
from tests.ui.hand import LARGE, Hand, Stage
from tests.visits import criteria, inspect


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Library(tmp_path_factory.mktemp("compared") / "library")
    inspect(library, "Bury", 2011, {"1.1": "8/14", "1.3": "1/14"})
    inspect(library, "Bury", 2013, {"1.1": "12/14", "1.3": "13/14"})
    inspect(
        library, "Leeds [b]2012[/b]", 2012, {"1.1": "3/4", "1.3": "5/9"}, instrument=criteria("fact", text="Is it [red]so[/]?")
    )
    return library.path


@pytest.fixture
def several(_made: Path, tmp_path: Path) -> Stage:
    """Bury twice, and Leeds, which asks one question otherwise and another of too few cases."""
    return Stage(shutil.copytree(_made, tmp_path / "library"), "bury-2013-03")


def row(hand: Hand, beginning: str) -> str:
    (found,) = (line for line in hand.lines if line.startswith(beginning))
    return found


async def compare(hand: Hand, *keys: str) -> None:
    await hand.press("s", "=", *keys)
    await hand.until(lambda: hand.screen != "Working" and "question" in hand.text)


async def test_all_others_stand_beside_the_inspection(several: Stage) -> None:
    async with several.open("") as hand:
        await compare(hand)
        shown = row(hand, "1.1")
        assert "12/14" in shown
        assert "11/18" in shown
        assert "●" in shown
        assert "○" in shown
        assert "● Bury 2013   ○ 2 other inspections" in hand.text
        assert "NOT COMPARED 2" in hand.text
        await hand.press("down", "down")
        assert "worded otherwise: “Is it so?” here, “Is it [red]so[/]?” there" in hand.flowed
        await hand.press("enter")
        assert "worded otherwise: “Is it so?” here, “Is it [red]so[/]?” there" in hand.flowed


async def test_eight_and_twelve_of_fourteen_are_drawn_without_a_word(several: Stage) -> None:
    async with several.open("", size=LARGE) as hand:
        await compare(hand, "]", "o", "enter")
        assert row(hand, "1.1").split()[-2:] == ["0.21", "-"]
        assert row(hand, "1.3").endswith("improved")
        await hand.press("enter")
        assert "● Bury 2013: 12 of 14 (86%, 95% range 60 to 96%)" in hand.text
        assert "○ Bury 2011: 8 of 14 (57%, 95% range 33 to 79%)" in hand.text
        assert "Too late 6" in hand.text
        assert "fewer than five not met" in hand.text
        assert "p = 0.21, two-sided." in hand.flowed
        assert "2 questions were tested at once" in hand.flowed


async def test_of_fewer_than_five_answers_there_is_no_dot_and_no_number(several: Stage) -> None:
    async with several.open("") as hand:
        await compare(hand, "]", "o", "/", *"leeds", "enter", "enter")
        await hand.until("○ Leeds [b]2012[/b] 2012")
        shown = row(hand, "1.1")
        assert "12/14   few" in shown
        assert "●" in shown
        assert "○" not in shown
        assert "3/4" not in hand.text
        await hand.press("enter")
        assert "Leeds [b]2012[/b] 2012: fewer than five answers" in hand.text
        assert "There are fewer than five answers on one side or on both: nothing is compared." in hand.flowed


async def test_the_other_parts_show_the_course_the_spread_and_the_reasons(several: Stage) -> None:
    async with several.open("") as hand:
        await compare(hand, "]", "]")
        assert "2011-03 2013-03" in hand.text
        assert row(hand, "1.3").endswith("improved")
        await hand.press("]")
        assert "several   ── middle half   ┃ median" in hand.text
        assert "Median and quartiles are given from five inspections on." in hand.flowed
        await hand.press("]")
        assert "Too late 7" in row(hand, "1.1")
        await hand.press("[", "[", "[")
        assert "o chooses the inspection to compare with." in hand.text


async def test_it_is_reached_from_the_home_screen_and_left_to_it(several: Stage) -> None:
    async with several.open() as hand:
        await hand.until("Leeds")
        await hand.press("=")
        await hand.until("● Bury 2011   ○ 2 other inspections")
        await hand.press("escape")
        assert hand.screen == "Inspections"


async def test_in_the_private_view_it_is_refused(several: Stage) -> None:
    async with several.open() as hand:
        await hand.until("Leeds")
        await hand.press("v", "=")
        assert hand.screen == "Inspections"
        assert hand.notices == ["The private view hides what compare would show: v shows it."]


async def test_when_the_private_view_comes_over_it_it_shows_nothing(several: Stage) -> None:
    async with several.open("") as hand:
        await compare(hand)
        hand.app.view.switch(on=True)
        await hand.settle()
        assert "12/14" not in hand.text
        assert "other inspections" not in hand.text


async def test_an_inspection_alone_says_so(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("s", "=")
        await hand.until("There is no other inspection in the library to compare with")
        await hand.press("]", "]")
        assert "the only inspection of its service in the library" in hand.text
        await hand.press("o")
        assert "There is no other inspection in the library." in hand.text


async def test_a_damaged_inspection_is_told_and_left_out(several: Stage) -> None:
    (several.path / "leeds-b-2012-b-2012-03" / "inspection.json").write_text("{")
    async with several.open("") as hand:
        await compare(hand)
        assert "8/14" in row(hand, "1.1")
        assert "is damaged" in " ".join(hand.notices)


async def test_reading_that_is_cancelled_leads_back(several: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_: object) -> None:
        raise CancelledError("Comparing: stopped at 2 of 3 inspections, and nothing was changed.")

    monkeypatch.setattr("sqs_tui.screens.compare.read_visits", cancelled)
    async with several.open("") as hand:
        await hand.press("s", "=")
        await hand.until(lambda: hand.screen == "SummaryScreen")
        assert hand.notices == ["Comparing: stopped at 2 of 3 inspections, and nothing was changed."]


async def test_without_signs_beyond_ascii_the_dots_are_letters(several: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_TUI_SIGNS", "ascii")
    async with several.open("") as hand:
        await compare(hand)
        assert hand.app.glyphs.dot == "*"
        assert "*" in row(hand, "1.1")
        assert "o" in row(hand, "1.1")[40:]
        assert hand.text.isascii() or "“" in hand.text


async def test_it_can_be_read_in_a_small_window(several: Stage) -> None:
    async with several.open("", size=(60, 20)) as hand:
        await compare(hand)
        assert "All others, 1 of 5" in hand.text
        assert row(hand, "1.1").endswith("-")


async def test_what_is_typed_while_the_library_is_read_is_not_lost(several: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Event()

    def slow(*arguments: Any) -> Read:
        reading.wait(20)
        return read_visits(*arguments)

    monkeypatch.setattr("sqs_tui.screens.working.PATIENCE", 0.01)
    monkeypatch.setattr("sqs_tui.screens.compare.read_visits", slow)
    async with several.open("") as hand:
        await hand.press("s", "=")
        await hand.until("Comparing")
        await hand.press("]", "]", "down")
        reading.set()
        await hand.until(lambda: hand.screen != "Working")
        await hand.until("● Bury 2013   ○ Bury 2011")
        await hand.until(lambda: hand.app.screen.query_one(Table).chosen == "1.3")
