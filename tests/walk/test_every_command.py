"""Every command of the table on every screen, in terminals of all kinds: no fault, no screen that is stuck, Esc leads home."""

from pathlib import Path

import msgspec
import pytest

from sqs_tui.commands import COMMANDS, DialogName, Place, ScreenName
from tests.faults.test_signed_off import LEAVING
from tests.walk.walker import COLOURED, Walker, surroundings

UTF8 = {"LANG": "C.UTF-8"}
MAY_BE_EMPTY = {DialogName.CONFLICTS, DialogName.REMOVED, DialogName.TRASH}
"""Dialogs that do not open where there is nothing to list."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal, and what the user has set for it."""

    term: str
    columns: int = 80
    rows: int = 24
    colours: bool = True
    ascii: bool = False
    own: dict[str, str] = {}


SETTINGS = {
    "xterm-256color": Setting(term="xterm-256color", own=UTF8),
    "xterm-256color, light, truecolor": Setting(
        term="xterm-256color", columns=120, rows=40, own={**UTF8, "COLORTERM": "truecolor", "SQS_TUI_THEME": "light"}
    ),
    "xterm, smallest": Setting(term="xterm", columns=60, rows=20, own=UTF8),
    "xterm-256color, colour-safe": Setting(
        term="xterm-256color", columns=132, rows=43, own={**UTF8, "SQS_TUI_THEME": "colour-safe"}
    ),
    "screen-256color, NO_COLOR": Setting(
        term="screen-256color", columns=100, rows=30, colours=False, own={**UTF8, "NO_COLOR": "1"}
    ),
    "screen-256color, over SSH": Setting(
        term="screen-256color", own={**UTF8, "SSH_CONNECTION": "198.51.100.7 50022 198.51.100.8 22"}
    ),
    "tmux-256color, contrast, largest": Setting(
        term="tmux-256color", columns=240, rows=70, own={**UTF8, "SQS_TUI_THEME": "contrast"}
    ),
    "tmux-256color, ASCII, NO_COLOR": Setting(
        term="tmux-256color", columns=120, rows=40, colours=False, own={**UTF8, "NO_COLOR": "1", "SQS_TUI_SIGNS": "ascii"}
    ),
    "xterm-256color, LANG=C": Setting(term="xterm-256color", ascii=True, own={"LANG": "C"}),
    "linux": Setting(term="linux", rows=25, own=UTF8),
    "linux, LANG=C, NO_COLOR, smallest": Setting(
        term="linux", columns=60, rows=20, colours=False, ascii=True, own={"LANG": "C", "NO_COLOR": "1"}
    ),
    "vt100, LANG=C": Setting(term="vt100", colours=False, ascii=True, own={"LANG": "C"}),
}


PARTS = 3
"""Into how many tests the walk in each terminal is divided, so that several can be walked at a time."""
WAYS_OUT = [
    (screen, command) for command in COMMANDS if command.id in LEAVING for screen in command.screens if screen in ScreenName
]


def places(number: int) -> list[Place]:
    """Where the walk in a terminal leads: over every screen, and over each dialog in four of the terminals."""
    return [*ScreenName, *list(DialogName)[number % 3 :: 3]]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", SETTINGS)
def test_every_command_on_every_screen(name: str, part: int, library: Path, tmp_path: Path) -> None:
    setting, number = SETTINGS[name], list(SETTINGS).index(name)
    walker = Walker(library, tmp_path, surroundings(TERM=setting.term, **setting.own), setting.columns, setting.rows)
    try:
        for place in places(number)[part::PARTS]:
            walker.walk(place)
        assert walker.leave(*WAYS_OUT[(number * PARTS + part) % len(WAYS_OUT)]) == 0
    finally:
        walker.close()
    sent = walker.line.sent
    assert not [report.read_text() for report in (tmp_path / "home").rglob("crash-*")]
    assert b"Traceback" not in sent, sent[sent.find(b"Traceback") :].decode(errors="replace")
    assert walker.unopened <= MAY_BE_EMPTY
    assert not walker.line.still_on
    assert sent.rfind(b"\x1b[?25h") > sent.rfind(b"\x1b[?25l")
    assert bool(COLOURED.search(sent)) is setting.colours
    assert sent.isascii() is setting.ascii, sorted({bytes([byte]) for byte in sent if byte > 0x7E})


def test_nothing_is_left_out_of_the_walk() -> None:
    assert {place for number in range(len(SETTINGS)) for place in places(number)} == {*ScreenName, *DialogName}
    assert len(SETTINGS) * PARTS >= len(WAYS_OUT)


def test_there_are_twelve_settings_with_every_terminal_that_is_served() -> None:
    terminals = {"xterm-256color", "xterm", "screen-256color", "tmux-256color", "linux", "vt100"}
    assert {setting.term for setting in SETTINGS.values()} == terminals
    assert len(SETTINGS) == 12
