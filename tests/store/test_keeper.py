"""Snapshots that nobody asks for."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from sqs_tui.domain.records import Content
from sqs_tui.store.keeper import Keeper
from sqs_tui.store.library import Library
from tests.store.helpers import FOLDER, Clock, answer, make, opened, snapshot


@pytest.fixture
def clock() -> Clock:
    return Clock(step=0)


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    make(tmp_path)
    return Library(tmp_path / "library", clock=clock)


def taken(library: Library) -> list[str]:
    return [source.manifest.why for source in library.backups.of(library.path / FOLDER).all()]


def change(tmp_path: Path) -> None:
    inspection = opened(tmp_path)
    record = inspection.records() or [inspection.add_record("case", "BU07")]
    said = "no" if inspection.contents(record[0].id).get("fact") == Content(value="yes") else "yes"
    answer(inspection, record[0].id, "fact", Content(value=said))


def test_what_is_opened_is_copied_and_then_hourly_while_it_changes(tmp_path: Path, library: Library, clock: Clock) -> None:
    keeper = Keeper(library)
    assert keeper.look([FOLDER]) == []
    assert taken(library) == ["opened"]
    change(tmp_path)
    clock.now += timedelta(minutes=59)
    keeper.look([FOLDER])
    assert taken(library) == ["opened"]
    clock.now += timedelta(minutes=1)
    keeper.look([FOLDER])
    assert taken(library) == ["opened", "hourly"]
    clock.now += timedelta(hours=1)
    keeper.look([FOLDER])
    assert taken(library) == ["opened", "hourly"], "nothing has changed"


def test_another_program_copies_on_opening_only_what_has_changed_since(tmp_path: Path, library: Library) -> None:
    Keeper(library).look([FOLDER])
    Keeper(library).look([FOLDER])
    assert taken(library) == ["opened"]
    change(tmp_path)
    Keeper(library).look([FOLDER])
    assert taken(library) == ["opened", "opened"]


def test_a_clock_that_is_put_back_does_not_put_snapshots_off(tmp_path: Path, library: Library, clock: Clock) -> None:
    keeper = Keeper(library)
    keeper.look([FOLDER])
    change(tmp_path)
    clock.now -= timedelta(days=400)
    keeper.look([FOLDER])
    assert taken(library) == ["opened", "hourly"]


def test_a_full_disk_is_told_and_tried_again_when_the_next_is_due(
    tmp_path: Path, library: Library, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    keeper = Keeper(library)
    before = snapshot(library.path / FOLDER)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        (said,) = keeper.look([FOLDER])
        assert keeper.look([FOLDER]) == []
    assert said.startswith(f"The snapshot of {FOLDER} was not saved: the disk is full")
    assert snapshot(library.path / FOLDER) == before
    clock.now += timedelta(hours=1)
    assert keeper.look([FOLDER]) == []
    assert len(taken(library)) == 1


def test_one_that_cannot_be_copied_does_not_keep_others_from_it(library: Library) -> None:
    (said,) = Keeper(library).look(["gone", FOLDER])
    assert "gone" in said
    assert taken(library) == ["opened"]


def test_old_ones_go_when_a_new_one_comes(tmp_path: Path, library: Library, clock: Clock) -> None:
    for _ in range(3):
        change(tmp_path)
        library.snapshot(FOLDER, why="test")
        clock.now += timedelta(hours=1)
    clock.now += timedelta(days=300)
    change(tmp_path)
    library.snapshot(FOLDER, why="test")
    assert len(taken(library)) == 1
