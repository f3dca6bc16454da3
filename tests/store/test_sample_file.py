"""sample.json: read when it is asked for, begun with the first list, followed, merged by the union of its documents."""

import errno
import os
from pathlib import Path

import pytest

from sqs_tui.domain.case_list import CaseList, present_list
from sqs_tui.domain.merging import ClashError
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.carry import merge_library
from sqs_tui.store.library import Library
from sqs_tui.store.sample_file import SampleData, united
from tests.store.helpers import case_list, make, opened

PLACE = "sample.json"


def test_a_list_is_on_disk_when_it_is_there(tmp_path: Path) -> None:
    ann = opened(tmp_path)
    assert ann.sample.data.present is None
    assert not (ann.folder / PLACE).exists()
    ann.sample.add(lists={"1a": case_list("1a", "BU01", "BU02")})
    there = opened(tmp_path).sample.data.present
    assert there == ann.sample.data.present == case_list("1a", "BU01", "BU02")


def test_the_file_is_not_read_before_somebody_asks(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "library" / "bury-2013-03" / PLACE).write_bytes(b"[]")
    ann = opened(tmp_path)
    ann.refresh()
    assert ann.damaged == ()
    with pytest.raises(LibraryError, match=r"sample\.json is damaged"):
        ann.sample.require_usable()
    assert len(ann.damaged) == 1


def test_what_another_program_imports_is_seen_and_announced(tmp_path: Path) -> None:
    ann, bob = opened(tmp_path), opened(tmp_path, by="bob")
    assert ann.sample.data.present is None
    told: list[bool] = []
    ann.subscribe(lambda changed: told.append(changed.own))
    bob.sample.add(lists={"1a": case_list("1a")})
    assert ann.refresh()
    assert ann.sample.data.present == case_list("1a")
    ann.sample.add(lists={"2b": case_list("2b")})
    assert told == [False, True]
    bob.refresh()
    assert sorted(bob.sample.data.lists) == ["1a", "2b"]


def test_a_damaged_file_is_never_written_over(tmp_path: Path) -> None:
    ann = opened(tmp_path)
    (ann.folder / PLACE).write_bytes(b"[]")
    with pytest.raises(NotSavedError, match="damaged"):
        ann.sample.add(lists={"1a": case_list("1a")})
    assert (ann.folder / PLACE).read_bytes() == b"[]"


def test_two_lists_imported_apart_are_both_there_after_a_merge(tmp_path: Path) -> None:
    ann = opened(tmp_path / "here")
    there = Library(tmp_path / "there" / "library")
    merge_library(there, tmp_path / "here" / "library")
    bob = there.open(ann.folder.name, by="bob", now=ann._writer._now)
    ann.sample.add(lists={"1a": case_list("1a")})
    bob.sample.add(lists={"2b": case_list("2b", "BU09")})
    (came,) = merge_library(Library(tmp_path / "here" / "library"), there.path)
    assert (came.other, came.refused) == (1, ())
    ann.refresh()
    assert sorted(ann.sample.data.lists) == ["1a", "2b"]
    (came,) = merge_library(there, tmp_path / "here" / "library")
    assert came.other == 1
    assert (bob.folder / PLACE).read_bytes() == (ann.folder / PLACE).read_bytes()


def test_one_id_with_two_lists_is_a_clash() -> None:
    with pytest.raises(ClashError):
        united(SampleData(lists={"1": case_list("1")}), SampleData(lists={"1": case_list("1", "BU09")}))


def test_the_list_that_counts_is_the_latest_by_time_and_id() -> None:
    def at(moment: str, identity: str) -> CaseList:
        return CaseList(id=identity, at=moment, by="ann", source="x.csv", unit="case", cases=())

    lists = [at("2013-03-19T09:00:00.000Z", "a"), at("2013-03-18T09:00:00.000Z", "z"), at("2013-03-19T09:00:00.000Z", "b")]
    present = present_list(lists)
    assert present
    assert present.id == "b"
    assert present_list([]) is None


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = opened(tmp_path)
    ann.sample.add(lists={"1a": case_list("1a")})
    before = (ann.folder / PLACE).read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(NotSavedError, match="full"):
            ann.sample.add(lists={"2b": case_list("2b")})
    assert list(ann.sample.data.lists) == ["1a"]
    assert (ann.folder / PLACE).read_bytes() == before
    ann.sample.add(lists={"2b": case_list("2b")})
    assert sorted(opened(tmp_path).sample.data.lists) == ["1a", "2b"]


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    ann = opened(tmp_path)
    (ann.folder / PLACE).write_bytes(b'{"meta": {"file": {"format": 2}}}')
    with pytest.raises(NotSavedError, match="newer version"):
        ann.sample.add(lists={"1a": case_list("1a")})
    assert (ann.folder / PLACE).read_bytes() == b'{"meta": {"file": {"format": 2}}}'


def test_a_snapshot_and_a_whole_copy_hold_the_sample(tmp_path: Path) -> None:
    ann = opened(tmp_path)
    ann.sample.add(lists={"1a": case_list("1a")})
    library = Library(tmp_path / "library")
    content = (ann.folder / PLACE).read_bytes()
    source = library.snapshot(ann.folder.name, why="test")
    assert source.content(PLACE) == content
