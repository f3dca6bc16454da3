"""Pictures of the screens, to be looked at by a person when they change: `make snapshots` draws them again.

Each screen is drawn at both sizes in every look.
"""

import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.domain.sample import Draw, Replacement, Share, Wanted
from sqs_tui.store.library import Library
from sqs_tui.terminal.application import look_here
from tests.store.helpers import waive_all
from tests.ui.hand import CASES_FILE, Hand, Stage
from tests.visits import again

DAY = datetime(2013, 3, 20, 10, tzinfo=UTC)
LOOKS = {
    "light": {"theme": "light"},
    "contrast": {"theme": "contrast"},
    "colour-safe": {"theme": "colour-safe"},
    "no-colour": {"colours": "none"},
    "ascii": {"signs": "ascii"},
}
"""What is worn besides the dark theme."""


OTHERS = {("Bury", 2009): 9, ("Bury", 2011): 13, ("Leeds", 2012): 4, ("York", 2012): 3, ("Hull", 2013): 2, ("Stoke", 2012): 6}
"""What stands beside the demonstration where inspections are compared: how many cases are not met on some questions."""


class Picture(SingleFileSnapshotExtension):
    """One SVG file a picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Picture)


@pytest.fixture(autouse=True)
def same_everywhere(demo_library: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Times are those of the demonstration, in a zone that no machine changes."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    _score_twice(demo_library)
    _draw(demo_library)
    if "compare" in request.node.name:
        for (area, year), not_met in OTHERS.items():
            again(demo_library, "bury-2013-03", area, year, not_met=not_met)
    for path in demo_library.rglob("*"):
        os.utime(path, (DAY.timestamp(), DAY.timestamp()))
    yield
    monkeypatch.undo()
    time.tzset()


def _score_twice(library: Path) -> None:
    """Have a case scored again by somebody who does not agree with all of it."""
    opened = Library(library).open("bury-2013-03", by="inspector-9", now=lambda: DAY)
    record = opened.record("BU01").id
    second = opened.begin_second(record, "inspector-9").id
    other = {
        "1.1": Content(value="no", note="It repeats the last one."),
        "2.2": Content(value="no", note="Risk to peers is left out."),
    }
    for question, given in {**opened.contents(record), **other}.items():
        opened.put(second, question, given, act=opened.new_act())
    waive_all(opened, second)
    opened.set_state(second, RecordState.COMPLETE)


def _draw(library: Path) -> None:
    """Have the cases of the demonstration drawn from a list, one of them in the place of another."""
    opened = Library(library).open("bury-2013-03", by="inspector-1", now=lambda: DAY)
    cases = tuple(
        ListedCase(reference=f"BU{number:02}", case_manager=f"CM{number % 7}", facts={"Team": "East" if number % 3 else "West"})
        for number in range(1, 41)
    )
    at = "2013-03-01T09:00:00.000Z"
    listed = CaseList(id="list", at=at, by="inspector-1", source="cases.csv", unit="case", cases=cases)
    drawn = Draw(
        id="draw",
        at=at,
        by="inspector-1",
        list="list",
        wanted=Wanted(size=14, seed="409071", by=("Team",), cap=3, reserve=7),
        cases=(*(f"BU{number:02}" for number in range(1, 14)), "BU38"),
        reserves=("BU14", *(f"BU{number}" for number in range(31, 37))),
        shares=(Share(stratum=("East",), listed=27, drawn=9), Share(stratum=("West",), listed=13, drawn=5)),
    )
    moved = Replacement(
        id="moved", at=at, by="inspector-1", draw="draw", replaced="BU38", reserve="BU14", why="Moved to another area."
    )
    opened.sample.add(lists={"list": listed}, draws={"draw": drawn}, replacements={"moved": moved})


SHOWN: dict[str, tuple[str | None, tuple[str, ...], str | tuple[str, ...]]] = {
    "review": ("BU07", ("g", "2", ".", "2", "enter"), "2.2 so far"),
    "review_reasons": ("BU09", ("g", "1", ".", "1", "enter", "n", "x"), "Enter goes on"),
    "inspection": ("", (), "BU14"),
    "summary": ("", ("s",), "1.1 Initial assessment"),
    "summary_areas": ("", ("s", "]", "]", "down", "down", "down", "down", "down"), "3.4 8/12"),
    "breakdown": ("", ("s", "b", "]", "]", "]", "down"), "is not shown"),
    "letter": ("", ("l", *["j"] * 15, "right"), "Enter lists the records."),
    "letter_editing": ("", ("l", *["j"] * 15, "right", "e", *" We saw {{1.4 words}}."), ("We saw most cases.", "no problems")),
    "figure_picker": ("", ("l", "e", "ctrl+n", *"1.4", "enter", "down", *"custody"), "{{1.4 bare if custody}}"),
    "letter_quotes": ("", ("l", '"'), "who would do what on the first day."),
    "changes": ("", ("h", *["down"] * 3), "by others since you last looked"),
    "inspections": (None, (), "▲4 ▼2"),
    "retention": (None, ("R",), "sign them off"),
    "seconds": ("", ("2",), "BU01"),
    "comparison": ("", ("2", "enter"), "It repeats the last one."),
    "agreement": ("", ("2", "a", "]"), "AC1"),
    "sample": ("", ("D", *["down"] * 13), "RESERVES 6"),
    "compare": ("", ("s", "=", "]", "]", *["down"] * 8), "improved"),
    "compare_spread": ("", ("s", "=", "]", "]", "]"), "median"),
    "help": ("BU07", ("?",), "Answer"),
    "find": ("BU07", ("ctrl+f", *"plan late"), "BU09 3.5"),
    "palette": ("", ("ctrl+p", *"letter"), "Show the letter"),
    "form": ("", ("e", "enter"), "Fieldwork"),
    "question": ("", (".",), "Esc"),
    "guidance": ("BU07", ("g", "2", ".", "2", "enter", "h"), "GUIDANCE"),
    "case_list": ("", ("i", str(CASES_FILE), "ctrl+s"), "1 refused"),
    "case_list_rows": ("", ("i", str(CASES_FILE), "ctrl+s", "]", "down", "down"), "no answer to the fact"),
    "letter_problems": ("", ("l", "p"), "Problems"),
}


async def show(hand: Hand, shown: str) -> None:
    """Come to what is pictured."""
    _, keys, seen = SHOWN[shown]
    await hand.press(*keys)
    for text in (seen,) if isinstance(seen, str) else seen:
        await hand.until(text)
    await hand.pilot.pause()


def drawn(hand: Hand, library: Path) -> str:
    """The picture of what is in front, which has nothing of this machine in it."""
    svg = re.sub(r"terminal-\d+", "terminal", hand.app.export_screenshot(simplify=True))
    svg = re.sub(r' clip-path="url\(#terminal-line-\d+\)"', "", svg)  # half of a picture is what is never seen of it
    svg = re.sub(r'<clipPath id="terminal-line-\d+">.*?</clipPath>\s*', "", svg, flags=re.DOTALL)
    svg = svg.replace("&#160;", "\u00a0")
    assert not [place for place in (library.parent, Path.cwd(), Path.home()) if str(place) in svg]
    return svg


@pytest.mark.parametrize("shown", SHOWN)
async def test_picture(demo: Stage, picture: SnapshotAssertion, shown: str, size: tuple[int, int]) -> None:
    async with demo.open(SHOWN[shown][0], size=size, demo=True) as hand:
        await show(hand, shown)
        assert drawn(hand, demo.path) == picture


@pytest.mark.parametrize("shown", SHOWN)
async def test_picture_in_every_other_look(demo: Stage, picture: SnapshotAssertion, shown: str, size: tuple[int, int]) -> None:
    async with demo.open(SHOWN[shown][0], size=size, demo=True) as hand:
        await show(hand, shown)
        for name, settings in LOOKS.items():
            again = hand.screen == "CommandPalette"  # Textual draws its lines once
            await hand.press(*["escape"] * again)
            hand.app.wear(look_here(**settings))
            await hand.settle()
            await hand.press(*SHOWN[shown][1] * again)
            assert drawn(hand, demo.path) == picture(name=name)
