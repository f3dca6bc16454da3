"""The program at the far end of a line, walked through by keys: each thing that is done is followed by a probe.

The probe is ctrl+l, which is taken on every screen and in every dialog, behind all that was typed before it: the program then
writes the whole screen again, beginning with a sequence that it writes at no other time. So a program that is stuck is found, and
what is seen then is all that has to be read of what was sent.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

from sqs_tui.commands import Command, ScreenName
from sqs_tui.keys import DEFAULT_KEYS
from tests.e2e.line import Line
from tests.e2e.terminal import PATIENCE
from tests.ui.test_dialogs import KEYS_TO

ESC, PROBE = "\x1b", "\x0c"
_PAINTED = b"\x1b[m\x1b[H\x1b[J"
_DEEPEST = 8
"""More levels than there are."""
_CONTROL = re.compile(r"\x1b\[[<=>?]?[\d;]*[@-~]|[\x00-\x1f]")
LEAVING = {"app.quit", "home.leave"}
COLOURED = re.compile(rb"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")
"""A sequence that sets a colour."""
_TYPED = {"enter": "\r", "escape": ESC, "tab": "\t", "backspace": "\x7f", "space": " "}
_CONSOLE = {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "f1": "\x1b[[A"}
_OTHERS = {"up": "\x1bOA", "down": "\x1bOB", "right": "\x1bOC", "left": "\x1bOD", "f1": "\x1bOP"}


def sent_by(key: str, terminal: str) -> str:
    """What a terminal sends for a key of the command table: its arrows are those of application mode, but for a console."""
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) & 0x1F)
    return _TYPED.get(key) or (_CONSOLE if terminal == "linux" else _OTHERS).get(key, key)


class Walker:
    """Walks over the screens of a program in a terminal with this environment and size."""

    def __init__(self, library: Path, home: Path, environment: Mapping[str, str], columns: int, rows: int) -> None:
        self._terminal = environment["TERM"]
        self._columns, self._rows = columns, rows
        self.line = Line("--library", str(library), home=home, environment=environment, columns=columns, rows=rows)
        self.paints = 0
        self.wait_for_paint()
        self.probe()
        self._levels = [self._where]

    def wait_for_paint(self) -> None:
        """Wait until the program has written the whole screen again."""
        self.paints += 1
        end = time.monotonic() + PATIENCE
        while self.line.sent.count(_PAINTED) < self.paints:
            assert time.monotonic() < end, f"the program is stuck\n{self.text}"
            assert self.line.process.poll() is None, f"the program has ended\n{self.text}"
            self.line.read(0.5)
        seen = -1
        while seen < len(self.line.sent):
            seen = len(self.line.sent)
            self.line.read(0.01)

    def probe(self, keys: str = "") -> None:
        """Type keys, and the probe behind them; then once more, since what a key has opened may be painted a little later."""
        for typed in (keys, "") if keys else ("",):
            self.paints = self.line.sent.count(_PAINTED)
            self.line.type(typed + PROBE)
            self.wait_for_paint()

    def _until(self, where: Callable[[str], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not where(self._where):
            assert time.monotonic() < end, f"{what}\n{self.text}"
            self.probe()

    @property
    def text(self) -> str:
        """The screen as it was last written."""
        screen = pyte.Screen(self._columns, self._rows)
        pyte.ByteStream(screen).feed(self.line.sent[self.line.sent.rfind(_PAINTED) :])
        return "\n".join(screen.display)

    @property
    def _where(self) -> str:
        """What tells one level from another: the beginning of the status line, before what is counted there."""
        written = self.line.sent[self.line.sent.rfind(_PAINTED) :][:600].decode(errors="replace")
        return _CONTROL.sub("", written).strip().split("  ")[0]

    def _come(self, way: Sequence[str]) -> None:
        """Come to a screen from the first one, and learn what each level on the way looks like."""
        del self._levels[1:]
        for key in way:
            self.probe(key)
            self._until(lambda where: where not in self._levels, f"{key!r} leads nowhere")
            self._levels.append(self._where)

    def _go_back(self, where: str) -> int:
        """Press Esc until a level above is seen; gives how many levels it is below the first."""
        above = self._levels[: max(1, len(self._levels) - 1)]
        for _ in range(_DEEPEST):
            self.probe(ESC)
            if self._where in above:
                return above.index(self._where)
        raise AssertionError(f"Esc does not lead back from {where}\n{self.text}")

    def walk(self, screen: ScreenName) -> None:
        """Carry out every command of a screen, and come back from each; in the end, to the first screen."""
        way = [sent_by(key, self._terminal) for key in KEYS_TO[screen]]
        self._come(way)
        level = len(way)
        for command in DEFAULT_KEYS.for_screen(screen):
            if command.id in LEAVING:
                continue
            if way[level:]:
                self.probe("".join(way[level:]))
            self._until(lambda where: where == self._levels[-1], f"{screen} is not reached again before {command.id}")
            if command.id == "app.suspend":
                self._suspend()
            else:
                self.probe(sent_by(command.keys[0], self._terminal))
            level = self._go_back(f"{command.id} on {screen}")
        while level:
            self.probe(ESC)
            level -= 1
            self._until(lambda where, above=self._levels[level]: where == above, "Esc does not lead home")

    def _suspend(self) -> None:
        self.line.type("\x1a")
        end = time.monotonic() + PATIENCE
        while not self.line.stopped():
            assert time.monotonic() < end, "the program does not stop"
            self.line.read(0.02)
        self.line.signal(signal.SIGCONT)
        self.probe()

    def leave(self, screen: ScreenName, command: Command) -> int:
        """Leave the program on a screen; gives its exit code."""
        self.probe("".join(sent_by(key, self._terminal) for key in KEYS_TO[screen]))
        self.line.type(sent_by(command.keys[0], self._terminal))
        return self.line.end()


def surroundings(**own: str) -> dict[str, str]:
    """An environment with nothing of the machine's own that tells of a terminal or a language."""
    apart = ("LC_", "LANG", "TERM", "COLORTERM", "NO_COLOR", "SSH_")
    return {**{name: value for name, value in os.environ.items() if not name.startswith(apart)}, "LOGNAME": "inspector-1", **own}
