"""Draws the pictures of the README: `make picture`. Each is a screen of the demonstration in the middle of some work."""

import asyncio
import re
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


TO_THE_FIRST_FINDING = ("l", *["j"] * 15)
SCENES = {
    "review": Scene(record="BU11", size=(100, 30), keys=("o", "g", "2", ".", "4", "enter", "n", "1", "2")),
    "letter": Scene(
        size=(120, 40), keys=(*TO_THE_FIRST_FINDING, "j", "j", "e", *" Every plan for custody, {{1.5 bare}}, named a date.")
    ),
    "letter-small": Scene(size=(80, 24), keys=(*TO_THE_FIRST_FINDING, "right")),
}


async def draw(scene: Scene) -> str:
    """Press the keys, and give the screen as SVG."""
    with throw_away_library() as folder:
        app = SqsApp(Library(folder), by="inspector-1", demo=True, inspection="bury-2013-03", record=scene.record)
        async with app.run_test(size=scene.size) as pilot:
            for key in scene.keys:
                await pilot.press(key)
            await pilot.pause(0.5)
            return app.export_screenshot(title="sqs-tui")


if __name__ == "__main__":
    for name, scene in SCENES.items():
        drawn = asyncio.run(draw(scene))
        (FOLDER / f"{name}.svg").write_text(re.sub(r"terminal-\d+", name, drawn), encoding="utf-8")
