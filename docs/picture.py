"""Draws docs/review.svg, the picture in the README: `make picture`. A case of the demonstration, being scored."""

import asyncio
import re
from pathlib import Path

from sqs_tui.app import SqsApp
from sqs_tui.demo.load import throw_away_library
from sqs_tui.store.library import Library

PICTURE = Path(__file__).with_name("review.svg")
KEYS = ("g", "2", ".", "4", "enter", "n", "1", "2")


async def draw() -> str:
    """Score a little, and give the screen as SVG."""
    with throw_away_library() as folder:
        app = SqsApp(Library(folder), by="inspector-1", demo=True, inspection="bury-2013-03", record="BU11")
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("o", *KEYS)
            await pilot.pause()
            return app.export_screenshot(title="sqs-tui")


if __name__ == "__main__":
    PICTURE.write_text(re.sub(r"terminal-\d+", "review", asyncio.run(draw())), encoding="utf-8")
