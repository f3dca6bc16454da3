"""Where the window is too small one sentence says so, nothing is done unseen, and all is back when it is large enough."""

import pytest
from textual.events import Resize
from textual.geometry import Size

from sqs_tui.app import SqsApp
from tests.terminal.test_stepping_aside import Recorder
from tests.ui.hand import Hand, Stage
from tests.ui.test_shown import Watched

TOO_SMALL = ((1, 1), (3, 40), (30, 8), (59, 20), (60, 19), (200, 2))


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(app: SqsApp, **_: object) -> Recorder:
        return Recorder(app, size=(80, 24))

    monkeypatch.setattr(SqsApp, "_build_driver", build)


def shown(watched: Watched) -> str:
    """What the window shows, without blanks, which may have stood at the ends of lines."""
    watched._take()
    return "".join(watched.shown.text.split())


@pytest.mark.parametrize("size", TOO_SMALL)
async def test_a_window_that_is_too_small_says_so_and_no_key_does_anything(demo: Stage, size: tuple[int, int]) -> None:
    before = demo.answers("BU07")
    async with demo.open("BU07") as hand:
        watched = Watched(hand, whole=True)
        await watched.press("g")
        screen = hand.text
        await watched.resize(size)
        said = f"Thewindowhas{size[0]}columnsand{size[1]}rows:makeitatleast60by20,andallisthereagain."
        assert shown(watched) == said if size[0] * size[1] > 120 else said.startswith(shown(watched)) and shown(watched)
        await hand.burst("escape", "y", "n", "1", "?")
        await hand.paste("a paste")
        await watched.resize((80, 24))
        await watched.look("made larger")
        await hand.until(lambda: hand.text == screen)
    assert demo.answers("BU07") == before


@pytest.mark.parametrize("way", [("?",), ("e",), ("ctrl+p",), ("l", "e"), ("s",), ("2",)], ids="-".join)
async def test_every_kind_of_screen_comes_through_the_smallest_window(demo: Stage, way: tuple[str, ...]) -> None:
    async with demo.open("") as hand:
        watched = Watched(hand, whole=True)
        await hand.press(*way)
        for size in ((1, 1), (61, 21), (2, 1), (240, 70), (10, 10), (80, 24)):
            await watched.resize(size)
            assert watched._driver is hand.app._driver
        await watched.look(f"back from the smallest window, behind {way}")


async def test_the_program_can_be_left_in_a_window_that_is_too_small(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        hand.app.post_message(Resize(Size(10, 5), Size(10, 5)))
        await hand.settle()
        assert isinstance(hand, Hand)
        await hand.burst("ctrl+q")
        assert hand.app.return_code == 0
