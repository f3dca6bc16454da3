"""Long work beside the screen: seen when it takes long, cancelled by Esc, waited for when the program is left."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from sqs_tui.progress import Steps
from sqs_tui.screens import working
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.working import Working, work
from sqs_tui.store import carry
from sqs_tui.store.library import Library
from tests.store.helpers import snapshot
from tests.ui.hand import PATIENCE, Hand, Stage, key_event
from tests.ui.test_importing import ask, carried


class Slow:
    """Work that goes on by a step when it is told to."""

    def __init__(self, of: int = 4) -> None:
        self.of = of
        self._may = Event()
        self._all = False

    def __call__(self, steps: Steps) -> str:
        for done in range(self.of):
            steps(done, self.of, "files")
            if not self._all:
                assert self._may.wait(PATIENCE)
                self._may.clear()
        return "all done"

    def step(self) -> None:
        """Let it go on to its next step."""
        self._may.set()

    def finish(self) -> None:
        """Let it go on to its end."""
        self._all = True
        self._may.set()


def begin(hand: Hand, slow: Slow, done: Callable[[str], None] = lambda _: None) -> None:
    screen = hand.app.screen
    assert isinstance(screen, SqsScreen)
    work(screen, "Trying it", slow, done)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is seen from its first step."""
    monkeypatch.setattr(working, "PATIENCE", 0.001)
    monkeypatch.setattr(working, "EVERY", 0.0)


async def test_work_that_takes_long_is_seen_with_how_far_it_is(fresh: Stage, at_once: None, size: tuple[int, int]) -> None:
    slow, given = Slow(), []
    async with fresh.open("", size=size) as hand:
        begin(hand, slow, given.append)
        await hand.until("0 of 4 files")
        slow.step()
        await hand.until("1 of 4 files")
        assert "Trying it" in hand.text
        assert "████████░" in hand.text
        assert "Esc  cancel" in hand.text
        slow.finish()
        await hand.until(lambda: hand.screen == "InspectionScreen")
        await hand.settle()
        assert given == ["all done"]
        assert hand.notices == []


async def test_work_that_is_done_within_a_second_is_never_seen(fresh: Stage) -> None:
    slow = Slow()
    async with fresh.open("") as hand:
        before = [strip.text for strip in hand.strips]
        begin(hand, slow)
        await hand.until(lambda: isinstance(hand.app.screen, Working))
        await hand.pilot.pause()
        assert [strip.text for strip in hand.strips] == before
        slow.finish()
        await hand.until(lambda: hand.screen == "InspectionScreen")


async def test_escape_cancels_after_the_present_step_and_what_was_typed_is_thrown_away(fresh: Stage, at_once: None) -> None:
    slow, given = Slow(), []
    async with fresh.open("") as hand:
        begin(hand, slow, given.append)
        await hand.until("0 of 4 files")
        await hand.burst("t", "escape")
        assert "after the present step" in hand.text
        slow.step()
        await hand.until(lambda: hand.screen == "InspectionScreen")
        await hand.settle()
        assert given == []
        assert hand.notices == ["Trying it: stopped at 1 of 4 files, and nothing was changed."]
        await hand.settle()
    assert len(fresh.other().records()) == 3


async def test_keys_that_are_pressed_meanwhile_come_behind_it(fresh: Stage) -> None:
    slow = Slow()
    async with fresh.open("") as hand:
        begin(hand, slow, lambda _: hand.app.screen.notify("done"))
        await hand.until(lambda: isinstance(hand.app.screen, Working))
        for key in ("down", "t", "escape"):
            hand.app.post_message(key_event(key))
        await hand.until(lambda: len(now_working(hand).keys) == 3)
        slow.finish()
        await hand.until(lambda: hand.screen == "Inspections")
    assert [record.reference for record in fresh.other().records()] == ["T01", "T03"]


async def test_leaving_meanwhile_cancels_and_waits_for_the_step(fresh: Stage, at_once: None) -> None:
    slow, given = Slow(), []
    async with fresh.open("") as hand:
        begin(hand, slow, given.append)
        await hand.until("0 of 4 files")
        await hand.press("ctrl+q")
        await hand.press("ctrl+q")
        assert hand.app.return_code is None
        assert "after the present step" in hand.text
        slow.step()
        await hand.until(lambda: hand.app.return_code == 0)
    assert given == []


async def test_an_import_that_is_cancelled_has_changed_nothing_and_can_be_done_again(
    demo: Stage, tmp_path: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = carried(demo, tmp_path / "b.json")
    empty = Stage(tmp_path / "new")
    slow, take_in = Slow(), carry.take_in

    def slowly(library: Library, came: object, *, dry_run: bool = False, steps: Steps) -> object:
        if not dry_run:
            slow(steps)
        return take_in(library, came, dry_run=dry_run, steps=steps)  # type: ignore[arg-type]

    monkeypatch.setattr(carry, "take_in", slowly)
    async with empty.open() as hand:
        await ask(hand, path)
        await hand.until(lambda: hand.screen == "Ask")
        await hand.press("y")
        await hand.until("0 of 4 files")
        await hand.press("escape")
        slow.step()
        await hand.until(lambda: hand.screen == "Inspections")
        await hand.settle()
        assert "nothing was changed" in hand.notices[-1]
        assert snapshot(empty.path) == {}
        slow.finish()
        await ask(hand, path)
        await hand.until(lambda: hand.screen == "Ask")
        await hand.press("y")
        await hand.until("22/22")
    (folder,) = Library(empty.path).folders()
    assert snapshot(empty.path / folder) == snapshot(demo.path / folder)


def now_working(hand: Hand) -> Working[object]:
    assert isinstance(hand.app.screen, Working)
    return hand.app.screen
