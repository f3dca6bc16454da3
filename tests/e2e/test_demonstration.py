"""The way from one's own library into the demonstration and back, and the tour from the command line."""

import signal
from pathlib import Path

from tests.e2e.conftest import Start


def test_a_key_on_the_empty_first_screen_opens_the_demonstration_and_leaving_it_leads_back(start: Start, tmp_path: Path) -> None:
    terminal = start("--library", str(tmp_path / "own"))
    terminal.wait("Here your inspections will stand")
    terminal.send("d")
    terminal.wait("Youth Offending")
    terminal.wait("thrown away afterwards")
    terminal.send("q")
    terminal.wait("Here your inspections will stand")
    terminal.send("q")
    assert terminal.end() == 0
    assert not (tmp_path / "own").exists() or not list((tmp_path / "own").glob("[!.]*"))


def test_the_tour_begins_at_once_where_that_is_asked_for(start: Start) -> None:
    terminal = start("--demo", "--tour")
    terminal.wait("Tour, 1 of 5")
    terminal.send("\x07")
    terminal.send("\x11")
    assert terminal.end() == 0


def test_a_line_that_drops_in_the_demonstration_ends_the_whole_program(start: Start, tmp_path: Path) -> None:
    terminal = start("--library", str(tmp_path / "own"))
    terminal.wait("Here your inspections will stand")
    terminal.send("d")
    terminal.wait("thrown away afterwards")
    terminal.signal(signal.SIGHUP)
    assert terminal.end() == 129
