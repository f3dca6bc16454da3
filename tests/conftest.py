"""What every test starts from: no settings of the person who runs it, and no library but its own."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from sqs_tui.demo.load import throw_away_library
from sqs_tui.store.library import Library
from tests.store.closed import Day, close

pytest_plugins = ["pytester"]

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts the tests in the background has it ignored

settings.register_profile("sqs-tui", deadline=None)  # many tests share few processors: the time of one example says nothing
settings.load_profile("sqs-tui")


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        ours = name.startswith(("SQS_TUI_", "TEXTUAL", "XDG_", "SSH_"))
        if ours or name in ("NO_COLOR", "ESCDELAY", "TMUX", "COLUMNS", "LINES"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)  # a file that the program is told to write by its name alone lies nowhere else
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("SQS_TUI_HINTS", "0")


@pytest.fixture(scope="session")
def _demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with throw_away_library() as made:
        return shutil.copytree(made, tmp_path_factory.mktemp("demonstration") / "library")


@pytest.fixture
def demo_library(_demonstration: Path, tmp_path: Path) -> Path:
    """The folder of a library of the test's own, with the demonstration in it."""
    return shutil.copytree(_demonstration, tmp_path / "library")


@pytest.fixture(scope="session")
def _closed(_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = shutil.copytree(_demonstration, tmp_path_factory.mktemp("closed") / "library")
    close(Library(path, clock=Day()))
    return path


@pytest.fixture
def closed_library(_closed: Path, tmp_path: Path) -> Path:
    """The same with the inspection signed off, and something to remove wherever text may lie."""
    return shutil.copytree(_closed, tmp_path / "library")
