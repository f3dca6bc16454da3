"""Kills the real program after answers, at random moments; a process of its own, since it forks.

`python -m tests.faults.killed LIBRARY FOLDER KILLS SEED` opens the program on a pty again and again, gives one answer each
time, and kills it (SIGKILL) between 0 and 40 ms later. It prints, as JSON, how many answers were sent, shown as saved, and
found on disk.
"""

import json
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from datetime import UTC, datetime
from fcntl import ioctl
from pathlib import Path

import pyte

from sqs_tui import app, cli
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library

_ANSWERED = re.compile(r"(\d+) of (\d+) answered")
_PATIENCE = 30.0
_CHUNK = 65536


class Victim:
    """One run of the program, forked from this process so that it need not import everything again."""

    def __init__(self, *arguments: str) -> None:
        self.pid, self._terminal = pty.fork()
        if not self.pid:
            try:
                ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
                os._exit(cli.main(list(arguments)))
            finally:
                os._exit(99)
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    def read(self, seconds: float) -> None:
        """Take what comes within a time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self._terminal], [], [], left)[0]:
            try:
                self._stream.feed(os.read(self._terminal, _CHUNK))
            except OSError:  # the program has ended
                return

    def answered(self) -> int | None:
        """How many answers the screen shows as saved; None while it shows no such line."""
        line = self._screen.display[0]
        found = _ANSWERED.search(line)
        return int(found[1]) if found and "NOT SAVED" not in line else None

    def ready(self) -> int:
        """Wait for the screen, and give how many answers it shows."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self.read(0.02)
            if (shown := self.answered()) is not None:
                self.read(0.03)
                return shown
        raise TimeoutError("\n".join(self._screen.display))

    def type(self, key: str) -> None:
        """Press a key."""
        os.write(self._terminal, key.encode())

    def kill(self) -> None:
        """Kill it, and take what it had sent before."""
        os.kill(self.pid, signal.SIGKILL)
        self.read(0.02)
        os.waitpid(self.pid, 0)
        with suppress(OSError):
            os.close(self._terminal)


def opened(library: Path, folder: str) -> OpenInspection:
    """The inspection as it lies on disk."""
    return Library(library).open(folder, by="tester", now=lambda: datetime.now(UTC))


def main(library: Path, folder: str, kills: int, seed: int) -> dict[str, int]:
    """Kill the program so many times; gives the counts, and raises AssertionError where an answer was lost."""
    chance = random.Random(seed)
    records = [record.reference for record in opened(library, folder).records()]
    sent = shown = found = 0
    while sent < kills:
        record = records[sent % len(records)]
        before = opened(library, folder)
        on_disk = len(before.contents(before.record(record).id))
        victim = Victim("--library", str(library), "open", folder, record)
        assert victim.ready() == on_disk, f"{record}: the screen does not show what is on disk"
        victim.type("2" if on_disk in (1, 2) else "y")
        victim.read(chance.uniform(0, 0.04))
        victim.kill()
        sent += 1
        after = opened(library, folder)
        assert not after.damaged, after.damaged
        now = len(after.contents(after.record(record).id))
        seen = victim.answered()
        assert on_disk <= now <= on_disk + 1, f"{record}: {on_disk} answers became {now}"
        assert seen is None or seen <= now, f"{record}: {seen} answers were shown as saved, {now} are on disk"
        shown += seen == on_disk + 1
        found += now == on_disk + 1
    return {"answers": sent, "shown as saved": shown, "on disk": found}


if __name__ == "__main__":
    assert app
    json.dump(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])), sys.stdout)
