"""Pictures of the screens, to be looked at by a person when they change: `pytest tests/ui/test_pictures.py --snapshot-update`."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.ui.hand import Stage


class Picture(SingleFileSnapshotExtension):
    """One SVG file a picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Picture)


@pytest.fixture(autouse=True)
def same_everywhere(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are those of the demonstration, in a zone that no machine changes."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    day = 1363773600  # 20 March 2013, ten in the morning
    for path in demo_library.rglob("*"):
        os.utime(path, (day, day))
    yield
    monkeypatch.undo()
    time.tzset()


SHOWN: dict[str, tuple[str | None, tuple[str, ...], str | tuple[str, ...]]] = {
    "review": ("BU07", ("g", "2", ".", "2", "enter"), "2.2 so far"),
    "review_reasons": ("BU09", ("g", "1", ".", "1", "enter", "n", "x"), "Enter goes on"),
    "inspection": ("", (), "BU14"),
    "summary": ("", ("s",), "1.1 Initial assessment"),
    "summary_areas": ("", ("s", "]", "]", "down", "down", "down", "down", "down"), "3.4 8/12"),
    "letter": ("", ("l", *["j"] * 15, "right"), "Enter lists the records."),
    "letter_editing": ("", ("l", *["j"] * 15, "right", "e", *" We saw {{1.4 words}}."), ("We saw most cases.", "no problems")),
    "figure_picker": ("", ("l", "e", "ctrl+n", *"1.4", "enter", "down", *"custody"), "{{1.4 bare if custody}}"),
    "letter_quotes": ("", ("l", '"'), "who would do what on the first day."),
    "changes": ("", ("h", *["down"] * 3), "by others since you last looked"),
    "inspections": (None, (), "▲4 ▼2"),
}


@pytest.mark.parametrize("shown", SHOWN)
async def test_picture(demo: Stage, picture: SnapshotAssertion, shown: str, size: tuple[int, int]) -> None:
    record, keys, seen = SHOWN[shown]
    async with demo.open(record, size=size, demo=True) as hand:
        await hand.press(*keys)
        for text in (seen,) if isinstance(seen, str) else seen:
            await hand.until(text)
        await hand.pilot.pause()
        drawn = re.sub(r"terminal-\d+", "terminal", hand.app.export_screenshot(simplify=True))
    assert not [place for place in (demo.path.parent, Path.cwd(), Path.home()) if str(place) in drawn]
    assert drawn == picture
