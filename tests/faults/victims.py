"""Ends the real program while somebody scores, at random moments; a process of its own, since it forks.

`python -m tests.faults.victims LIBRARY FOLDER SEED EVENT=LIVES …` opens the program on a pty again and again. In each life a few
answers are given and, in every third, a note is typed for up to two seconds; then comes the event: `kill` (SIGKILL), `hang-up`,
`terminate`, or `cut`, where the near end of the pty is closed, for every other life without the kernel's signal. What is then on
disk is held against what the screen had shown as saved. It prints what it counted as JSON, by event.
"""

import json
import os
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from collections import Counter
from fcntl import ioctl
from pathlib import Path

import pyte

from sqs_tui import app, cli
from sqs_tui.machine import account_name
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.e2e.line import still_on
from tests.ui.hand import now

_ANSWERED = re.compile(r"(\d+) of (\d+) answered")
_PATIENCE = 60.0
_MOMENT = 0.04
"""Seconds: the longest time between the last key and the event."""
_TYPING = 2.0
_CODES = {"kill": -signal.SIGKILL, "hang-up": 129, "terminate": 143, "cut": 129}
_SIGNALS = {"kill": signal.SIGKILL, "hang-up": signal.SIGHUP, "terminate": signal.SIGTERM}


class Victim:
    """One life of the program, forked from this process so that it need not import everything again."""

    def __init__(self, *arguments: str, controlling: bool = True) -> None:
        self._near, self._far = os.openpty()
        ioctl(self._far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._modes = termios.tcgetattr(self._far)
        self.pid = os.fork()
        if not self.pid:
            try:
                self._live(arguments, controlling=controlling)
            finally:
                os._exit(99)
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._sent = b""

    def _live(self, arguments: tuple[str, ...], *, controlling: bool) -> None:
        os.close(self._near)
        os.setsid()
        if controlling:
            ioctl(self._far, termios.TIOCSCTTY, 0)
        for descriptor in range(3):
            os.dup2(self._far, descriptor)
        os._exit(cli.main(list(arguments)))

    def read(self, seconds: float) -> None:
        """Take what comes within a time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self._near], [], [], left)[0]:
            data = os.read(self._near, 65536)
            self._sent += data
            self._stream.feed(data)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def answered(self) -> int | None:
        """How many answers the screen shows as saved; None while it shows no such line."""
        line = self._screen.display[0]
        found = _ANSWERED.search(line)
        return int(found[1]) if found and "NOT SAVED" not in line else None

    def wait(self, answers: int | None = None) -> int:
        """Wait until the screen shows so many answers, or how many there are; gives that."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self.read(0.005)
            if (shown := self.answered()) is not None and answers in (None, shown):
                return shown
        raise TimeoutError(self.text)

    def type(self, keys: str) -> None:
        os.write(self._near, keys.encode())

    def end(self, event: str) -> tuple[int, bool]:
        """Let the event come; gives how the program ended, and whether the terminal is as it was before."""
        if event == "cut":
            self.read(0)
            os.close(self._near)
        else:
            os.kill(self.pid, _SIGNALS[event])
        end = time.monotonic() + _PATIENCE
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if time.monotonic() > end:
                raise TimeoutError(f"it goes on after: {event}")
            if event == "cut":
                time.sleep(0.01)
            else:
                self.read(0.01)
        given_back = True
        if event != "cut":
            self.read(0.01)
            given_back = termios.tcgetattr(self._far) == self._modes and not still_on(self._sent)
            os.close(self._near)
        os.close(self._far)
        return os.waitstatus_to_exitcode(ended[1]), given_back


class Scorer:
    """Somebody who scores, life after life, in the records of one inspection."""

    def __init__(self, event: str, library: Path, folder: str, chance: random.Random) -> None:
        self._event = event
        self._arguments = ("--library", str(library), "open", folder)
        self._library, self._folder = Library(library), folder
        self._chance = chance
        self.counts: Counter[str] = Counter()
        self.lost_s = 0.0
        """The longest time before an event from which something typed in a note was lost."""

    def _opened(self) -> OpenInspection:
        return self._library.open(self._folder, by=account_name(), now=now)

    def life(self, number: int) -> None:
        before = self._opened()
        answers = {record.reference: len(before.contents(record.id)) for record in before.records()}
        record = min(answers, key=lambda reference: answers[reference])
        there = answers[record]
        victim = Victim(*self._arguments, record, controlling=number % 2 == 0)
        assert victim.wait() == there, f"{record}: the screen does not show what is on disk\n{victim.text}"
        given = self._chance.randint(1, 4)
        for at in range(there, there + given):
            victim.type("2" if at in (1, 2) else "y")
            victim.read(self._chance.uniform(0, 0.01))
        if number % 2:  # else the end may come while answers are on their way
            victim.wait(there + given)
        typed = self._type_note(victim) if number % 3 == 0 else []
        victim.read(self._chance.uniform(0, _MOMENT))
        moment = time.monotonic()
        code, given_back = victim.end(self._event)
        self._hold(record, there, given, victim)
        self._hold_note(record, typed, moment)
        self.counts["wrong exit codes"] += code != _CODES[self._event]
        if self._event in ("hang-up", "terminate"):
            self.counts["terminals not given back"] += not given_back

    def _type_note(self, victim: Victim) -> list[tuple[float, str]]:
        """Type a note; gives its parts with the moment when each was typed."""
        victim.type("e")
        typed: list[tuple[float, str]] = []
        end = time.monotonic() + self._chance.uniform(0, _TYPING)
        while time.monotonic() < end:
            part = f"{len(typed)} {self._chance.choice(('words', 'of a', 'note'))}, "
            victim.type(part)
            typed.append((time.monotonic(), part))
            victim.read(self._chance.uniform(0.02, 0.15))
        return typed

    def _hold(self, record: str, there: int, given: int, victim: Victim) -> None:
        after = self._opened()
        self.counts["damaged files"] += len(after.damaged)
        on_disk = len(after.contents(after.record(record).id))
        shown = victim.answered()
        assert there <= on_disk <= there + given, f"{record}: {there} answers and {given} given became {on_disk}"
        self.counts["answers"] += given
        self.counts["answers shown as saved"] += max(0, (shown if shown is not None else there) - there)
        self.counts["of them lost"] += max(0, (shown if shown is not None else 0) - on_disk)

    def _hold_note(self, record: str, typed: list[tuple[float, str]], moment: float) -> None:
        if not typed:
            return
        after = self._opened()
        draft = after.draft(after.record(record).id)
        kept = draft.note if draft else ""
        self.counts["notes"] += 1
        assert "".join(part for _, part in typed).startswith(kept), f"{record}: a note became another: {kept}"
        length = 0
        for at, part in typed:
            length += len(part)
            if length > len(kept):
                self.lost_s = max(self.lost_s, moment - at)
                break
        after.save_draft(after.record(record).id, None)


def main(library: Path, folder: str, seed: int, lives: dict[str, int]) -> dict[str, dict[str, float]]:
    """Let each event come so many times; gives what was counted, by event."""
    chance, counts = random.Random(seed), {}
    for event, times in lives.items():
        scorer = Scorer(event, library, folder, chance)
        for number in range(times):
            scorer.life(number)
        counts[event] = {**scorer.counts, "note lost s": scorer.lost_s}
    return counts


if __name__ == "__main__":
    assert app
    asked = {event: int(times) for event, _, times in (argument.partition("=") for argument in sys.argv[4:])}
    json.dump(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), asked), sys.stdout)
