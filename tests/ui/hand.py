"""The program driven by hand: keys go in, the screen comes back as text, and the library is read as another process reads it."""

import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import NoReturn

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip

from sqs_tui.app import SqsApp
from sqs_tui.domain.records import Content, Inspection
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.screens.review import Review
from sqs_tui.screens.working import Working
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library

PATIENCE = 20.0
"""Seconds to wait for what a timer brings before a test fails: a loaded machine must not make one fail."""
SMALL, LARGE = (80, 24), (120, 40)
SIZES = (SMALL, LARGE)
CASES_FILE = Path(__file__).parents[1] / "data" / "cases.csv"
"""A case list with two new cases and a row that is refused."""
CHARACTERS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "space": " "}


def key_event(key: str) -> events.Key:
    """The event of a key, by its name or by the character it types."""
    if len(key) == 1 and key != " ":
        return events.Key(_character_to_key(key), key)
    name = "space" if key == " " else key
    return events.Key(name, CHARACTERS.get(name))


class Hand:
    """A running program, and what one does with it."""

    def __init__(self, pilot: Pilot[int], app: SqsApp) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        """Press keys, each after the one before has been taken and painted."""
        for key in keys:
            await self.burst(key)

    async def fill(self, *parts: str) -> None:
        """Type texts and keys, each after the one before has been taken: keys typed ahead do not follow a moving focus."""
        for part in parts:
            await self.burst(part)

    async def burst(self, *keys: str) -> None:
        """Press keys without waiting between them; a longer string that names no key is typed character by character."""
        for key in keys:
            for one in [key] if len(key) == 1 or key in CHARACTERS or key.startswith(_NAMED) else key:
                self.app.post_message(key_event(one))
        await self.settle()

    async def goto(self, question: str) -> None:
        """Go to a question of the record under review."""
        await self.burst("g", question, "enter")
        assert self.review.state.current == question

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Let the program do all that it can do now, and paint it: no message waits in any queue, three times running."""
        end = monotonic() + PATIENCE
        quiet = 0
        while quiet < 3 or (self._runs and not any(self.lines)):
            assert monotonic() < end, "the program never came to rest, or painted nothing"
            await self.pilot.pause(0 if quiet < 3 else 0.005)
            quiet = quiet + 1 if self._rests else 0

    @property
    def _runs(self) -> bool:
        return self.app.is_running and self.app.return_code is None

    @property
    def _rests(self) -> bool:
        """Whether no message waits anywhere, and no work runs that nobody sees yet."""
        if isinstance(self.app.screen, Working) and not self.app.screen.is_shown:
            return False
        nodes = chain([self.app], *(screen.walk_children(with_self=True) for screen in self.app.screen_stack if self._runs))
        return not any(node.message_queue_size for node in nodes)

    async def until(self, seen: Callable[[], bool] | str) -> None:
        """Wait until the screen holds a text, or a condition is true."""
        end = monotonic() + PATIENCE
        while not (seen in self.text if isinstance(seen, str) else seen()):
            assert monotonic() < end, f"never seen: {seen}\n{self.text}"
            await self.pilot.pause(0.01)

    async def heard(self) -> None:
        """Wait until keys are taken again after the flow has stopped."""
        await self.until(lambda: not self.review.hearing.deaf)

    @property
    def review(self) -> Review:
        """The Review screen in front."""
        assert isinstance(self.app.screen, Review)
        return self.app.screen

    @property
    def screen(self) -> str:
        """What the screen in front is called."""
        return type(self.app.screen).__name__

    @property
    def strips(self) -> list[Strip]:
        """The rows of the screen in front as they go to the terminal."""
        return self.app.screen._compositor.render_strips()

    @property
    def lines(self) -> list[str]:
        """The rows of the screen in front as text; of a dialog only its own, without its frame."""
        dialog = self.app.screen.query(".dialog")
        if not dialog:
            return [strip.text.rstrip() for strip in self.strips]
        place = dialog.first().region
        return [strip.crop(place.x + 1, place.right - 1).text.rstrip() for strip in self.strips[place.y + 1 : place.bottom - 1]]

    @property
    def text(self) -> str:
        """The screen in front as text."""
        return "\n".join(self.lines)

    @property
    def flowed(self) -> str:
        """The text without line breaks, for sentences that are wrapped."""
        return " ".join(self.text.replace("│", " ").split())

    @property
    def notices(self) -> list[str]:
        """What has been told in passing and is still to be seen."""
        return [notification.message for notification in self.app._notifications]


_NAMED = ("ctrl+", "shift+", "down", "up", "left", "right", "home", "end", "page", "f1", "f7", "delete")


class Disk:
    """A disk that can be full: then no file takes another's place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._replace = os.replace

    def fill(self) -> None:
        def full(*_: object) -> NoReturn:
            raise OSError(errno.ENOSPC, "No space left on device")

        self._monkeypatch.setattr(os, "replace", full)

    def clear(self) -> None:
        self._monkeypatch.setattr(os, "replace", self._replace)


class Stage:
    """A library of the test's own, and the program on it."""

    def __init__(self, path: Path, folder: str = "", by: str = "tester") -> None:
        self.path = path
        self.folder = folder
        self.by = by

    @asynccontextmanager
    async def open(self, record: str | None = None, *, size: tuple[int, int] = SMALL, demo: bool = False) -> AsyncIterator[Hand]:
        """The program, at a record, at the inspection where the record is "", at the library without one."""
        inspection = None if record is None else self.folder
        app = SqsApp(Library(self.path), by=self.by, demo=demo, inspection=inspection, record=record or None)
        async with app.run_test(size=size, notifications=True) as pilot:
            hand = Hand(pilot, app)
            await hand.settle()
            yield hand

    def other(self, by: str = "") -> OpenInspection:
        """The inspection as another process has it open."""
        return Library(self.path).open(self.folder, by=by or self.by, now=now)

    def begin(self, area: str, *references: str) -> str:
        """Begin an inspection with cases, and give its folder."""
        folder = Library(self.path).create(DEFAULT_CRITERIA.read_bytes(), Inspection(id="", area=area), by=self.by, now=now)
        opened = Library(self.path).open(folder, by=self.by, now=now)
        for reference in references:
            opened.add_record("case", reference, inspector=self.by)
        return folder

    def answers(self, reference: str) -> dict[str, Content]:
        """The answers of a record as they lie on disk."""
        opened = self.other()
        return opened.contents(opened.record(reference).id)


def now() -> datetime:
    return datetime.now(UTC)
