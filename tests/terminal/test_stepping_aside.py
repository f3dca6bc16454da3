"""Where Textual is not as delta painting knows it, or a setting says so, Textual writes its frames itself."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import LayoutUpdate
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from sqs_tui.app import SqsApp
from sqs_tui.settings import variable
from sqs_tui.store.library import Library
from sqs_tui.terminal.moves import Abilities
from sqs_tui.terminal.painter import Painter


class Recorder(HeadlessDriver):
    """A terminal that keeps what is written to it."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.written: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)


class Painted(App[None]):
    """One word, painted by a painter."""

    def __init__(self) -> None:
        super().__init__(driver_class=Recorder)
        self.painter = Painter(self, Abilities())

    def compose(self) -> ComposeResult:
        yield Static("word")

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if not self.painter.paint(screen, renderable):
            super()._display(screen, renderable)


def recorded(app: App[Any]) -> str:
    driver = app._driver
    assert isinstance(driver, Recorder)
    return "".join(driver.written)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Painted:
    made = Painted()
    monkeypatch.setattr(made, "_build_driver", lambda **_: Recorder(made, size=(20, 4)))
    return made


async def test_the_painter_writes_where_textual_is_as_it_knows_it(app: Painted) -> None:
    async with app.run_test(size=(20, 4)):
        assert not app.painter.steps_aside
        assert "\x1b[m\x1b[H\x1b[J" in recorded(app)
        assert "word" in recorded(app)


async def test_after_a_frame_of_another_shape_textual_writes_them(app: Painted) -> None:
    async with app.run_test(size=(20, 4)) as pilot:
        assert not app.painter.paint(app.screen, Other([], Region(0, 0, 20, 4)))
        assert app.painter.steps_aside
        app.query_one(Static).update("another")
        await pilot.pause()
        assert "another" in recorded(app).partition("\x1b[m\x1b[H\x1b[J")[2].partition("\x1b[m")[2]


class Other(LayoutUpdate):
    """Textual's update without one of its fields."""

    def __init__(self, strips: list[Iterable[Strip]], region: Region) -> None:
        super().__init__(strips, region)
        del self.strips


def test_a_setting_leaves_painting_to_textual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, variable("paint"), "all")
    assert SqsApp(Library(tmp_path), by="tester")._painter.steps_aside
    monkeypatch.setitem(os.environ, variable("paint"), "changes")
    assert not SqsApp(Library(tmp_path), by="tester")._painter.steps_aside
