"""The program on a library of the test's own, at the sizes it is made for; no test waits longer than it must."""

import shutil
from pathlib import Path

import pytest

from tests.ui.hand import SIZES, Stage


@pytest.fixture(autouse=True)
def unicode_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signs and colours do not depend on where the tests run."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture(autouse=True)
def no_snapshots_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in a library does not depend on how long a test takes."""
    monkeypatch.setattr("sqs_tui.app._FIRST_COPY", 3600.0)


@pytest.fixture(params=SIZES, ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Each of the two sizes that screens are drawn for."""
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture
def demo(demo_library: Path) -> Stage:
    """The demonstration, before one of its inspectors."""
    return Stage(demo_library, "bury-2013-03", by="inspector-1")


@pytest.fixture(scope="session")
def _fresh(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    stage = Stage(tmp_path_factory.mktemp("fresh") / "library")
    stage.folder = stage.begin("Testborough", "T01", "T02", "T03")
    return stage


@pytest.fixture
def fresh(_fresh: Stage, tmp_path: Path) -> Stage:
    """An inspection with the cases T01 to T03, none of them begun."""
    return Stage(shutil.copytree(_fresh.path, tmp_path / "fresh"), _fresh.folder)


@pytest.fixture
def empty(tmp_path: Path) -> Stage:
    """A library in which there is nothing."""
    return Stage(tmp_path / "empty")
