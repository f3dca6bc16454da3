"""The program at the far end of a line, walked through by keys; what stands in front it tells itself (`program`)."""

import json
import os
import re
import select
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqs_tui.commands import Command, Place, ScreenName
from sqs_tui.keys import DEFAULT_KEYS
from tests.e2e.line import Line
from tests.e2e.terminal import PATIENCE
from tests.faults.test_signed_off import LEAVING
from tests.ui.test_dialogs import KEYS_TO

ESC = "\x1b"
_DEEPEST = 8
"""More levels than there are."""
_SWITCHES = {"private", "mine"}
"""What hides things until it is pressed again, on other screens as well."""
_LEADING = {"app.tour", "home.demo"}
_DEMONSTRATION, _QUIT = re.compile("thrown away|Tour, 1 of"), "\x11"
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
        self._pressed = 0
        place = home / "told"
        with socket.socket(socket.AF_UNIX) as waiting:
            waiting.bind(str(place))
            waiting.listen()
            program = (str(Path(__file__).with_name("program.py")), str(place))
            self.line = Line(
                "--library", str(library), home=home, program=program, environment=environment, columns=columns, rows=rows
            )
            self._wait(waiting)
            self._told, _ = waiting.accept()
        self._home = self._ask()
        self.unopened: set[Place] = set()
        """Dialogs that had nothing to show."""

    def close(self) -> None:
        """Leave nothing behind."""
        self._told.close()
        self.line.close()

    def _wait(self, other: socket.socket) -> None:
        """Take what the program writes until something comes over a socket."""
        end = time.monotonic() + PATIENCE
        while not select.select([other], [], [], 0)[0]:
            assert time.monotonic() < end, f"the program is stuck\n{self.line.text}"
            assert self.line.process.poll() is None, f"the program has ended\n{self.line.text}"
            self.line.read(0.01)

    def _ask(self) -> dict[str, Any]:
        """What stands in front, once the program is at rest."""
        self._told.sendall(f"{self._pressed}\n".encode())
        self._wait(self._told)
        said = self._told.recv(65536)
        assert said, f"the program has ended\n{self.line.text}"
        told: dict[str, Any] = json.loads(said)
        return told

    def press(self, *keys: str) -> dict[str, Any]:
        """Press keys of the command table, by their names there, or type a text; gives what stands in front then."""
        for key in keys:
            sent = sent_by(key, self._terminal)
            self.line.type(sent)
            self._pressed += 1 if sent.startswith(ESC) else len(sent)
        return self._ask()

    def come(self, place: Place) -> dict[str, Any]:
        """Come to a screen or a dialog from the first screen; gives what stands in front there."""
        *way, last = KEYS_TO[place] or ("escape",)
        before = self.press(*way)
        told = self.press(last)
        if told["stack"] == before["stack"] and KEYS_TO[place]:
            assert not isinstance(place, ScreenName), f"{place} is not reached: {told}\n{self.line.text}"
            self.unopened.add(place)
        return told

    def go_home(self, where: str) -> None:
        """Press Esc until the first screen stands in front."""
        for _ in range(_DEEPEST):
            if self.press("escape") == self._home:
                return
        raise AssertionError(f"Esc does not lead home from {where}: {self._ask()}\n{self.line.text}")

    def walk(self, screen: Place) -> None:
        """Carry out every command of a screen or dialog, come back from each, and in the end to the first screen."""
        base = self.come(screen)
        for command in DEFAULT_KEYS.for_screen(screen):
            if command.id in LEAVING or screen in self.unopened:
                continue
            if command.id == "app.suspend":
                self._suspend()
                told = self._ask()
            else:
                told = self.press(command.keys[0])
                if command.id.partition(".")[2] in _SWITCHES:
                    told = self.press(command.keys[0])
            for _ in range(_DEEPEST):
                if told == base or len(told["stack"]) < len(base["stack"]):
                    break
                told = self.press("escape")
            if told != base:
                self.go_home(f"{command.id} on {screen}")
                base = self.come(screen)
        self.go_home(str(screen))

    def _suspend(self) -> None:
        self.line.type("\x1a")
        self._pressed += 1
        end = time.monotonic() + PATIENCE
        while not self.line.stopped():
            assert time.monotonic() < end, "the program does not stop"
            self.line.read(0.02)
        self.line.signal(signal.SIGCONT)

    def leave(self, screen: Place, command: Command) -> int:
        """Leave the program on a screen, where a command leads to the demonstration from there; gives the exit code."""
        self.come(screen)
        self.line.type(sent_by(command.keys[0], self._terminal))
        if command.id in _LEADING:
            self.line.wait(lambda: bool(_DEMONSTRATION.search(self.line.text)))
            self.line.wait(self._left)
        return self.line.end()

    def _left(self) -> bool:
        """Leave what is shown, or what is shown then; gives whether the program has ended. A key may come before it listens."""
        self.line.type(_QUIT)
        self.line.read(0.5)
        return self.line.process.poll() is not None


def surroundings(**own: str) -> dict[str, str]:
    """An environment with nothing of the machine's own that tells of a terminal or a language; it waits no longer behind Esc."""
    apart = ("LC_", "LANG", "TERM", "COLORTERM", "NO_COLOR", "SSH_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(apart)},
        "LOGNAME": "inspector-1",
        "ESCDELAY": "10",
        **own,
    }
