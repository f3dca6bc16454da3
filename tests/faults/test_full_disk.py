"""A disk that is really full while somebody scores: nothing is lost or damaged, and what waited is saved in its order.

Mounting a small disk needs the right to do so; where there is none, the tests of screens with a disk that only says it is full
(`tests.ui.hand.Disk`) have to do.
"""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sqs_tui import app
from sqs_tui.screens import keeping
from tests.faults.conftest import Counted, HowOften
from tests.ui.hand import Hand, Stage

SIZE = 256 * 1024
PAGE = 4096


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of 256 kB; the test is skipped where none can be mounted."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here ({mounted.stderr.strip() or mounted.returncode})")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


class Ballast:
    """Fills a disk up, but for a few bytes, and gives the space back."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "ballast"

    def fill(self, spare: int) -> None:
        with self._file.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * PAGE)
        os.truncate(self._file, max(0, self._file.stat().st_size - spare))

    def clear(self) -> None:
        self._file.unlink()


async def test_what_was_given_on_a_full_disk_is_saved_in_order_when_there_is_space_again(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, counted: Counted, how_often: HowOften
) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.05)
    monkeypatch.setattr(keeping, "RETRY", 0.05)
    times = how_often(10, quick=2)
    chance = random.Random(256)
    stage = Stage(small_disk / "library")
    stage.folder = stage.begin("T", *(f"T{number:02}" for number in range(1, times + 1)))
    ballast = Ballast(small_disk)
    given = refused = lost = damaged = out_of_order = 0
    async with stage.open("T01") as hand:
        for _ in range(times):
            reference = hand.review.record.reference
            answers = chance.randint(3, 8)
            asked = await answer(hand, answers // 2)
            ballast.fill(chance.choice((0, 0, 0, 1, 3)) * PAGE)
            asked += await answer(hand, answers - answers // 2)
            waiting = hand.review.session.saver.waiting
            at = hand.review.state.current
            await hand.burst("e", f"a note on {reference}")
            hand.review.save_draft()
            on_disk = stage.other()
            damaged += len(on_disk.damaged)
            lost += len(asked) - waiting - len(on_disk.contents(on_disk.record(reference).id))  # all that says it is saved is
            ballast.clear()
            await hand.until(lambda: "NOT SAVED" not in hand.text)
            draft = (opened := stage.other()).draft(opened.record(reference).id)
            lost += draft is None or draft.note != f"a note on {reference}"
            await hand.press("enter")
            order = history(stage, reference)
            lost += len({*asked, at}.difference(order))
            out_of_order += order != [*asked, at]
            damaged += len(stage.other().damaged)
            given, refused = given + answers + 1, refused + waiting
            await hand.press("]")
    counted(
        "tmpfs of 256 kB full while scoring", times,
        answers_and_notes=given, refused_at_first=refused, lost=lost, damaged_files=damaged, out_of_order=out_of_order,
    )  # fmt: skip
    assert refused > 0
    assert (lost, damaged, out_of_order) == (0, 0, 0)


async def answer(hand: Hand, times: int) -> list[str]:
    """Answer the next questions, and give which they are."""
    asked: list[str] = []
    for _ in range(times):
        asked.append(hand.review.state.current)
        await hand.press("2" if asked[-1] in ("sentence", "weeks") else "y")
    return asked


def history(stage: Stage, reference: str) -> list[str]:
    """The questions of a record in the order in which their answers were saved."""
    opened = stage.other()
    lines = opened._shelf[opened.record(reference).id].state.changes.values()
    return [line.question for line in sorted(lines, key=lambda line: (line.at, line.id))]
