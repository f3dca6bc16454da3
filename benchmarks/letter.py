"""A key in the letter's editor, from the terminal to the painted preview: a letter of 60 paragraphs and 200 figures."""

import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path
from typing import Self

from sqs_tui.domain.letter.editing import added, place_behind, written
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library

ROOT = Path(__file__).parent.parent
PARAGRAPHS, FIGURES = 60, 200
_KEYS = "abcdefghij" * 3
_QUIET = 0.25
"""Seconds without a byte after which a screen has settled."""


def make_large(opened: OpenInspection) -> None:
    """Add paragraphs and figures to the demonstration's letter until it has as many as the benchmark asks for."""
    letter = opened.written()
    for number in range(PARAGRAPHS - len(letter.paragraphs)):
        behind = place_behind(letter, letter.paragraphs[-1].id)
        opened.letter.put(added(letter, f"more-{number}", behind, f"Paragraph {number}: {{{{1.1}}}} and {{{{2.4 not words}}}}."))
        letter = opened.written()
    missing = FIGURES - _figures(opened)
    text = letter.paragraphs[-1].text + "".join(f" {{{{{1 + at % 4}.{1 + at % 3} words}}}}," for at in range(missing))
    opened.letter.put(written(letter, letter.paragraphs[-1], text))


def _figures(opened: OpenInspection) -> int:
    letter = opened.written()
    return sum(len(letter.seen(paragraph)) for paragraph in letter.paragraphs)


def keys_in_the_editor(library: Library, opened: OpenInspection) -> Iterator[tuple[str, float]]:
    """The milliseconds from each key to the last byte that it paints, at both sizes."""
    make_large(opened)
    name = f"{len(opened.written().paragraphs)} paragraphs, {_figures(opened)} figures"
    for columns, rows in ((80, 24), (120, 40)):
        with _Terminal(library.path, opened.folder.name, columns, rows) as terminal:
            for key in ("l", "e"):
                terminal.press(key, quiet=1.0)
            for key in _KEYS:
                yield f"letter: a key, {columns}x{rows}, {name}", terminal.press(key, quiet=_QUIET)
            terminal.press("\x1b", quiet=1.0)


class _Terminal:
    """The program on a pty of its own."""

    def __init__(self, library: Path, folder: str, columns: int, rows: int) -> None:
        self._master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "sqs_tui", "--library", str(library), "open", folder]
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        self._settled(1.5)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._settled(0.5)
        self._process.wait(10)
        os.close(self._master)

    def press(self, key: str, *, quiet: float) -> float:
        """Press a key; gives the milliseconds until the last byte of what it paints."""
        begun = time.perf_counter()
        os.write(self._master, key.encode())
        return (self._settled(quiet) - begun) * 1000

    def _settled(self, quiet: float) -> float:
        """Read until nothing has come for a while; gives when the last byte of the first answer came.

        What comes later than a pause of 60 ms (the checks, which wait until nobody types) is no part of it.
        """
        last = first = time.perf_counter()
        paused = False
        while select.select([self._master], [], [], quiet)[0]:
            try:
                if not os.read(self._master, 65536):
                    break
            except OSError:  # the program has ended
                break
            now = time.perf_counter()
            paused = paused or (last is not first and now - last > 0.06)
            last = last if paused else now
        return last
