"""What a terminal shows is what Textual has drawn, after every key on every screen, though only what changed was written."""

import itertools
from random import Random

import pytest
from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual.events import Resize
from textual.geometry import Size
from textual.strip import Strip

from sqs_tui.app import SqsApp
from sqs_tui.commands import COMMANDS, ScreenName
from sqs_tui.domain.records import Content
from sqs_tui.screens.review import Review
from sqs_tui.terminal.cursor import place_of_cursor
from tests.emulator import PLAIN, Cell, Emulator, Pen, differences, styled
from tests.faults.test_signed_off import LEAVING, OPENING, agree, key_of
from tests.terminal.test_stepping_aside import Recorder
from tests.ui.hand import Hand, Stage

SIZES = ((60, 20), (80, 24), (120, 40))
COLOURS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}
SETTINGS = tuple(zip(SIZES, COLOURS, strict=True))
TEXTS = (
    "漢字かな交じり文 wide",
    "e\u0301a\u0308 \u1100\u1161\u11a8 combining n\u0303",
    "👩‍👩‍👧‍👦 a family 🇬🇧 ❤\ufe0f 👍🏽 and on",
    "zero\u200bwidth\u200djoined\u00adsoft",
    "العربية مع تشكيلٌ",
    "╔═╗│▶░▒▓█ boxes ⇄",
)


class Watched:
    """A program whose terminal is looked at."""

    def __init__(self, hand: Hand, whole: bool) -> None:
        self.hand = hand
        self.whole = whole
        self._renew()

    def _renew(self) -> None:
        width, height = self.hand.app.size
        self.shown = Emulator(width, height, whole=self.whole)
        self._taken = 0

    async def press(self, *keys: str) -> None:
        """Press keys, and look after each."""
        for key in keys:
            await self.hand.press(key)
            await self.look(key)

    async def look(self, after: str = "") -> None:
        """Compare what the terminal shows with what Textual has drawn, once all that was drawn has been written."""
        for _ in range(40):
            self._take()
            if self._is_settled and self._sound:
                return
            await self.hand.pilot.pause(0.02)
        told = itertools.islice(differences(self.shown.shows, self._drawn.shows), 8)
        cursor = self.shown.x, self.shown.y, self._cursor
        pytest.fail("\n".join([f"after {after!r} on {self.hand.screen}, cursor {cursor}", *told, repr(self.shown.unknown)]))

    async def resize(self, *sizes: tuple[int, int]) -> None:
        """Make the window of another size, or of several in turn faster than the program sees; it loses what it showed."""
        self._take()
        self.shown = Emulator(*sizes[-1], whole=self.whole)
        self.shown.feed("\x1b[3;5H\x1b[1;7;31mwhat is left of a row" * 3)
        for width, height in sizes:
            self._driver._size = width, height
            size = Size(width, height)
            self.hand.app.post_message(Resize(size, size))
        await self.hand.settle()

    def spoil(self) -> None:
        """Let something else write to the terminal."""
        self._take()
        self.shown.feed("\x1b[2;1H\x1b[44;1;35m漢 from somebody else\x1b[K\x1b[9;9H\x1b[5L\x1b[2;4r\x1b[r\x1b[4;4H")

    def _take(self) -> None:
        written = self._driver.written
        self.shown.feed("".join(written[self._taken :]))
        self._taken = len(written)

    @property
    def _driver(self) -> Recorder:
        driver = self.hand.app._driver
        assert isinstance(driver, Recorder)
        return driver

    @property
    def _cursor(self) -> tuple[int, int]:
        return tuple(place_of_cursor(self.hand.app.screen))

    @property
    def _is_settled(self) -> bool:
        """Whether the program has come to the size of its window."""
        return all(strip.cell_length == self.shown.columns for strip in self.hand.strips)

    @property
    def _sound(self) -> bool:
        at_rest = self.shown.cursor_seen and (self.shown.x, self.shown.y) == self._cursor
        return at_rest and not self.shown.unknown and self.shown.shows == self._drawn.shows

    @property
    def _drawn(self) -> Emulator:
        """A terminal on which all that Textual has drawn is written, each character at its place."""
        anew = Emulator(*self.hand.app.size, whole=self.whole)
        colours = self.hand.app.console._color_system
        assert colours is not None
        for y, strip in enumerate(self.hand.strips):
            for x, (text, pen) in enumerate(_cells(strip, colours)):
                if text:
                    anew.write_at(x, y, text, pen)
        return anew


def _cells(strip: Strip, colours: ColorSystem) -> list[Cell]:
    row: list[Cell] = []
    for text, style, _ in strip:
        pen = _pen(style, colours)
        for start, end, width in split_graphemes(text)[0]:
            if width:
                row += [(text[start:end], pen), ("", pen)][:width]
            elif row:
                at = -1 if row[-1][0] else -2
                row[at] = row[at][0] + text[start:end], row[at][1]
    return row


def _pen(style: Style | None, colours: ColorSystem) -> Pen:
    if style is None:
        return PLAIN
    codes = Strip.render_ansi(style, colours)
    pen = styled(PLAIN, codes) if codes else PLAIN
    return (*pen[:3], f"id={style.link_id};{style.link}" if style.link else "")


@pytest.fixture(params=SETTINGS, ids=[f"{columns}x{rows}-{colours}" for (columns, rows), colours in SETTINGS])
def setting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """A terminal of a size, with so many colours; gives its size."""
    size, colours = request.param
    monkeypatch.setenv("SQS_TUI_COLOURS", {"standard": "ansi"}.get(colours, colours))

    def build(app: SqsApp, **_: object) -> Recorder:
        return Recorder(app, size=size)

    monkeypatch.setattr(SqsApp, "_build_driver", build)
    given: tuple[int, int] = size
    return given


@pytest.fixture
def odd(demo: Stage) -> Stage:
    """The demonstration with texts in it that terminals do not agree on."""
    opened = demo.other()
    for number, text in enumerate(TEXTS):
        opened.add_record("case", text[:12], inspector=demo.by)
        opened.put(opened.record("BU03").id, f"1.{number + 1}", Content(value="yes", note=text), act=opened.new_act())
    return demo


async def back_to(watched: Watched, base: object) -> None:
    hand = watched.hand
    while hand.app.screen is not base:
        await hand.app.pop_screen()
    if isinstance(base, Review):
        base.hearing.again()
        base._show(base.session.inspection.record("BU03"))
    await hand.settle()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("screen", list(OPENING))
async def test_every_command_of_a_screen_and_its_dialogs(screen: ScreenName, odd: Stage, setting: tuple[int, int]) -> None:
    record, way = OPENING[screen]
    commands = [command for command in COMMANDS if screen in command.screens and command.id not in (*LEAVING, "app.back")]
    async with odd.open(record and "BU03", size=setting) as hand:
        watched = Watched(hand, whole=screen in {ScreenName.REVIEW, ScreenName.LETTER})
        await watched.press(*way)
        base = hand.app.screen
        for command in commands:
            await watched.press(key_of(command))
            for _ in range(2):
                if hand.app.screen is not base:
                    await agree(hand)
                    await watched.look(f"agreeing to {command.id}")
            await back_to(watched, base)
            await watched.look(f"going back from {command.id}")


KEYS = tuple({key_of(command) for command in COMMANDS if command.id not in LEAVING} | {*"ynaj123", "down", "escape", "tab"})


@pytest.mark.timeout(180)
async def test_whatever_keys_are_pressed(odd: Stage, setting: tuple[int, int]) -> None:
    random = Random(str(setting))
    async with odd.open("BU03", size=setting) as hand:
        watched = Watched(hand, whole=setting != (120, 40))
        for _ in range(40):
            if hand.screen == "Review" and random.random() < 0.15:
                for character in random.choice(TEXTS):
                    await hand.burst(character)
                    await watched.look(f"{character!r} in a note")
            await watched.press(random.choice([*KEYS, "escape"]))


async def test_a_note_is_typed_and_erased_character_by_character(odd: Stage, setting: tuple[int, int]) -> None:
    async with odd.open("BU03", size=setting) as hand:
        watched = Watched(hand, whole=setting == (80, 24))
        await watched.press("e")
        for text in TEXTS:
            for character in text:
                await hand.burst(character)
                await watched.look(f"{character!r} in a note")
        await watched.press("home", "x", "right", "y", "end", *["backspace"] * 30, "enter")


async def test_the_window_is_made_of_another_size_and_back(odd: Stage, setting: tuple[int, int]) -> None:
    width, height = setting
    async with odd.open("BU03", size=setting) as hand:
        watched = Watched(hand, whole=True)
        for sizes in [((width + 9, height + 3),), ((width, height),), ((width - 7, height - 2), (width, height)), ((61, 20),)]:
            await watched.resize(*sizes)
            await watched.look(f"a window of {sizes}")
            await watched.press("j", "?", "escape")


async def test_the_terminal_is_given_away_and_taken_back(odd: Stage, setting: tuple[int, int]) -> None:
    async with odd.open("BU03", size=setting) as hand:
        watched = Watched(hand, whole=True)
        await watched.press("j")
        hand.app._suspend_signal()
        watched.spoil()
        hand.app._resume_signal()
        await hand.settle()
        await watched.look("going on")
        await watched.press("j", "e", "x")


async def test_a_screen_that_something_else_has_written_to_is_painted_whole(odd: Stage, setting: tuple[int, int]) -> None:
    async with odd.open("BU03", size=setting) as hand:
        watched = Watched(hand, whole=True)
        await watched.look()
        watched.spoil()
        assert watched.shown.shows != watched._drawn.shows
        await watched.press("ctrl+l", "j", "?")
        watched.spoil()
        await hand.press("ctrl+l")
        await watched.look("ctrl+l in a dialog")


async def test_notices_come_and_go(odd: Stage, setting: tuple[int, int]) -> None:
    async with odd.open("", size=setting) as hand:
        watched = Watched(hand, whole=True)
        for text in TEXTS[:3]:  # one by one: Textual paints no notice that another has pushed up before something else changes
            hand.app.notify(text, markup=False)
            await hand.settle()
            await watched.look("a notice")
            await watched.press("j")
            hand.app.clear_notifications()
            await hand.settle()
            await watched.look("no notice")
