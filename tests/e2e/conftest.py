"""Terminals that are closed after the test, and an inspection with new cases to score in them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_tui.domain.records import Inspection
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.e2e.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program with arguments, in a terminal of 80 by 24 unless it is told otherwise."""
    started: list[Terminal] = []

    def starting(*arguments: str, columns: int = 80, lines: int = 24, extra_path: str = "") -> Terminal:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        started.append(Terminal(*arguments, home=home, columns=columns, lines=lines, extra_path=extra_path))
        return started[-1]

    yield starting
    for terminal in started:
        terminal.close()


class Desk:
    """A library with one inspection, as another process sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.library = Library(path)
        self.folder = self.library.create(
            DEFAULT_CRITERIA.read_bytes(), Inspection(id="", area="Testborough"), by="tester", now=lambda: datetime.now(UTC)
        )

    def opened(self, by: str = "tester") -> OpenInspection:
        """The inspection, read from disk anew."""
        return self.library.open(self.folder, by=by, now=lambda: datetime.now(UTC))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An inspection with the cases T01 and T02."""
    made = Desk(tmp_path / "library")
    opened = made.opened()
    for reference in ("T01", "T02"):
        opened.add_record("case", reference, inspector="tester")
    return made
