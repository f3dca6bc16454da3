"""The tour, done by the keys that it names, as somebody does who reads them from the screen."""

import re
from pathlib import Path

import pytest

from sqs_tui.domain.tour import _PARTS, Spot, Tour
from sqs_tui.keys import DEFAULT_KEYS
from sqs_tui.machine import habits_path
from sqs_tui.screens.tour import OFFER, OVER, TourLines, tour_lines
from sqs_tui.store.habits import read_habits
from sqs_tui.widgets.lines import width_of
from tests.domain.test_tour import REVIEW
from tests.ui.hand import Hand, Stage

MOVED = """
[keys]
"review.undo" = "z"
"inspection.summary" = "S"
"summary.letter" = "L"
"letter.next-figure" = "n"
"letter.export" = "ctrl+e"
"app.tour" = "ctrl+y"
"""
KEYS = {"Esc": "escape", "Enter": "enter", "Right": "right", "Up": "up"}


@pytest.fixture(autouse=True)
def hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_TUI_HINTS", "3")


def told(hand: Hand) -> str:
    """What the tour says on the screen in front, in one line."""
    shown = hand.app.screen.query(TourLines)
    rows = [strip.text for strip in hand.strips[:2]] if shown else []
    return " ".join(" ".join(rows).split())


def key_named(says: str, screen: str) -> tuple[str, ...]:
    """What somebody presses who reads this."""
    choices = {label: key for key, label in re.findall(r"\[(.)\] (\w+)", screen)}
    if "brackets" in says:
        return (choices["Yes"],)
    if "with No" in says:
        return (choices["No"],)
    if "Digits" in says:
        return (re.findall(r"^.(\d) \w", screen, re.MULTILINE)[0],)
    if "type a few words" in says:
        return (*"late", "enter")
    found = re.findall(r"(\S+) (?:takes|goes|shows|lists)", says.partition("of 5")[2])
    return (KEYS.get(found[0], found[0]),)


async def do_all_of_it(hand: Hand) -> list[str]:
    """Do what is said until nothing more is; gives what was."""
    said: list[str] = []
    while "Tour," in told(hand):
        says = told(hand)
        assert len(said) < 20, said
        said.append(says)
        await hand.press(*key_named(says, hand.text if hand.screen == "Review" else ""))
        await hand.until(lambda before=says: told(hand) not in ("", before))  # type: ignore[misc]
    return said


@pytest.mark.parametrize("moved", ["", MOVED], ids=["keys as they are", "keys moved"])
async def test_the_whole_tour_is_done_by_the_keys_it_names(
    demo: Stage, size: tuple[int, int], moved: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(moved, encoding="utf-8")
    monkeypatch.setenv("SQS_TUI_SETTINGS", str(settings))
    async with demo.open(size=size, demo=True) as hand:
        await hand.until(lambda: "five steps" in told(hand))
        begins = re.findall(r"(\S+) begins it", told(hand))[0]
        assert begins == ("ctrl+y" if moved else "ctrl+g")
        await hand.press(begins)
        await hand.until(lambda: hand.screen == "Review" and "Tour, 1 of 5" in told(hand))
        said = await do_all_of_it(hand)
        assert sorted({re.findall(r"Tour, (\d)", says)[0] for says in said}) == list("12345")
        assert "The tour is over." in told(hand)
        assert hand.screen == "Pieces"
        await hand.press("escape")
        assert not told(hand)
        await hand.press("ctrl+q")
    assert "TOUR" in {record.reference for record in demo.other().records()}
    assert read_habits(habits_path({})).toured


async def test_it_goes_on_by_the_palette_and_a_command_ends_it_anywhere(demo: Stage) -> None:
    async with demo.open(demo=True) as hand:
        await hand.press("ctrl+g")
        await hand.until(lambda: "Tour, 1 of 5" in told(hand))
        await hand.press("y", "n", "1", *"late", "enter", "ctrl+p")
        await hand.fill("undo")
        await hand.until("Take back what you did last")
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "Review" and "Tour, 4 of 5" in told(hand))
        await hand.press("ctrl+g")
        assert not told(hand)
        await hand.press("escape")
        assert not told(hand)


async def test_esc_is_never_kept_by_the_tour(demo: Stage) -> None:
    async with demo.open(demo=True) as hand:
        await hand.press("ctrl+g")
        await hand.until(lambda: "Tour, 1 of 5" in told(hand))
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
        await hand.until(lambda: "opens a case" in told(hand))
        await hand.press("escape")
        assert hand.screen == "Inspections"


async def test_declined_it_is_not_offered_again_and_still_begins_when_asked_for(demo: Stage) -> None:
    async with demo.open(demo=True) as hand:
        await hand.until(lambda: "five steps" in told(hand))
        await hand.press("escape")
        assert not told(hand)
        await hand.press("q")
    async with demo.open(demo=True) as hand:
        await hand.settle()
        assert not told(hand)
        await hand.press("ctrl+g")
        await hand.until(lambda: "Tour, 1 of 5" in told(hand))


async def test_it_does_not_begin_in_a_program_that_is_being_left_or_has_been(demo: Stage) -> None:
    async with demo.open() as hand:
        guide = hand.app.learner.guide
        hand.app.exit()
        guide.offer()
        guide.switch()
    guide.switch()
    assert not guide.begun


async def test_it_is_offered_on_the_first_screen_of_the_demonstration_alone(demo: Stage) -> None:
    async with demo.open(demo=True) as hand:
        await hand.until(lambda: "five steps" in told(hand))
        await hand.press("enter")
        assert not told(hand)
        await hand.press("escape")
        assert "five steps" in told(hand)
    async with demo.open() as hand:
        assert not told(hand)


async def test_who_wants_no_hints_is_offered_no_tour(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_TUI_HINTS", "0")
    async with demo.open(demo=True) as hand:
        assert not told(hand)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_whatever_it_says_fits_into_its_two_lines(width: int) -> None:
    for at in range(len(_PARTS)):
        for spot in Spot:
            tour = Tour(at=at, since=REVIEW)
            first, second = tour_lines(tour, spot, DEFAULT_KEYS, width)
            shown = " ".join("".join(text for text, _ in line) for line in (first, second))
            assert " ".join(DEFAULT_KEYS.says(tour.says(spot)).split()) in " ".join(shown.split())
            assert max(width_of(first), width_of(second)) <= width
    assert all(len(DEFAULT_KEYS.says(text)) <= 2 * (width - 6) for text in (OFFER, OVER))
