"""The programs that are measured and those they are set against, and the surroundings they run in."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZES = ((80, 24), (120, 40))
SMALL = SIZES[0]
COLOURS = ("ansi", "256", "truecolor")
ROWS = 30
"""Rows of the bare Textual program: as many as a case has questions."""


def surroundings(home: Path, colours: str = "ansi") -> dict[str, str]:
    """The environment of a program: nothing of the developer's own, and the colours asked for."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "SQS_TUI_COLOURS": colours,
    }
    if "USER" in os.environ:
        environment["USER"] = os.environ["USER"]
    if "SQS_TUI_PAINT" in os.environ:  # to compare the two ways of painting
        environment["SQS_TUI_PAINT"] = os.environ["SQS_TUI_PAINT"]
    if colours == "truecolor":
        environment["COLORTERM"] = "truecolor"
    return environment


def sqs(library: Path, *arguments: str) -> list[str]:
    """The command line of our program, as users call it."""
    return [str(Path(sys.executable).with_name("sqs-tui")), "--library", str(library), *arguments]


def bare_textual() -> list[str]:
    """The bare Textual program."""
    return [sys.executable, str(ROOT / "benchmarks" / "bare.py"), str(ROWS)]


def bare_python() -> list[str]:
    """Python that does nothing."""
    return [sys.executable, "-c", "pass"]


def vim(file: Path) -> Sequence[str] | None:
    """The command line of vim on a file, or None where it is not installed."""
    found = shutil.which("vim")
    return [found, "-N", "-u", "NONE", "-i", "NONE", "-n", str(file)] if found else None
