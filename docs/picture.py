"""Draws the pictures of the README and the guide: `make picture`. Each is a screen of the demonstration amid some work.

A scene says what must be seen on it, so that one whose keys lead elsewhere by now is not drawn.
"""

import asyncio
import os
import re
import sys
from pathlib import Path

import msgspec

from sqs_tui.app import SqsApp
from sqs_tui.demo.load import throw_away_library
from sqs_tui.store.library import Library

FOLDER = Path(__file__).parent


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One picture: where the program is opened, how large, and what is pressed."""

    record: str | None = None
    size: tuple[int, int]
    keys: tuple[str, ...]
    shows: str
    """Words that must stand on the screen in the end."""


TO_THE_FIRST_FINDING = ("l", *["j"] * 15)
SCENES = {
    "review": Scene(
        record="BU11", size=(100, 30), keys=("o", "g", "2", ".", "4", "enter", "n", "1", "2"), shows="✓ 1 No plan produced"
    ),
    "letter": Scene(
        size=(120, 40),
        keys=(*TO_THE_FIRST_FINDING, "j", "j", "e", *" Every plan for custody, {{1.5 bare}}, named a date."),
        shows="named a date",
    ),
    "letter-small": Scene(size=(80, 24), keys=(*TO_THE_FIRST_FINDING, "right"), shows="1.1"),
    "inspection": Scene(size=(100, 24), keys=("j", "j"), shows="BU14"),
    "phrase": Scene(record="BU07", size=(100, 30), keys=("g", "3", ".", "5", "enter", "n", "2", *"Man"), shows="timescales only"),
    "case_list": Scene(size=(100, 24), keys=("i", *"tests/data/cases.csv", "ctrl+s"), shows="1 refused"),
    "areas": Scene(size=(100, 30), keys=("s", "]", "]"), shows="Proposed"),
    "problems": Scene(
        record="BU11",
        size=(100, 30),
        keys=("g", "1", ".", "4", "enter", "backspace", "g", "4", ".", "6", "enter", "n", "escape", "p"),
        shows="1.4 Planning is not answered.",
    ),
}


async def draw(scene: Scene) -> str:
    """Press the keys, and give the screen as SVG."""
    with throw_away_library() as folder:
        app = SqsApp(Library(folder), by="inspector-1", demo=True, inspection="bury-2013-03", record=scene.record)
        async with app.run_test(size=scene.size) as pilot:
            for key in scene.keys:
                await pilot.press(key)
            await pilot.pause(0.5)
            drawn = app.export_screenshot(title="sqs-tui")
    seen = " ".join(re.sub(r"<[^>]+>", "\n", drawn).replace("&#160;", " ").split())
    if scene.shows not in seen:
        sys.exit(f"{' '.join(scene.keys)} does not lead to “{scene.shows}”, but to:\n{seen}")
    return drawn


def main() -> None:
    """Draw every scene, as a terminal with all colours and signs shows it."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8", SQS_TUI_SETTINGS=os.devnull)
    for name, scene in SCENES.items():
        drawn = asyncio.run(draw(scene))
        (FOLDER / f"{name}.svg").write_text(re.sub(r"terminal-\d+", name, drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
