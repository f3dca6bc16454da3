"""The list of all inspections is read from one small file, which is believed only while nothing has changed."""

import errno
import fcntl
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from sqs_tui.domain.records import Content
from sqs_tui.store import index as under_test
from sqs_tui.store.carry import merge_library
from sqs_tui.store.index import INDEX, Entry, Index
from sqs_tui.store.library import Library
from sqs_tui.store.restoring import plan, restore
from tests.opens import Opens
from tests.store.helpers import FOLDER, START, answer, make, opened, run_together

YES, NO = Content(value="yes"), Content(value="no")


class Later:
    """A clock that is so many seconds ahead: long after all changes unless told otherwise."""

    def __init__(self, seconds: float = 60) -> None:
        self.seconds = seconds

    def __call__(self) -> int:
        return time.time_ns() + int(self.seconds * 1e9)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one inspection, two answered cases in it, a snapshot of it, a copy elsewhere, and a list that is kept."""
    library = make(tmp_path)
    inspection = opened(tmp_path)
    for reference in ("BU01", "BU02"):
        answer(inspection, inspection.add_record("case", reference).id, "fact", YES)
    library.backups.of(library.path / FOLDER).take(library.path / FOLDER, why="test", at=START)
    shutil.copytree(library.path, tmp_path / "there" / "library")
    answer(inspection, inspection.record("BU02").id, "fact", NO)
    keep(library)
    return library


def keep(library: Library) -> None:
    """Look at the inspections as a program that ends then."""
    index = Index(library.path, clock=Later())
    for folder in library.folders():
        index.look(folder)
    index.save(library.folders())


def looked_at(library: Library) -> tuple[Entry, list[str]]:
    """What a program that starts now has to say of the inspection, and which files it opens for that."""
    with Opens() as opens:
        entry = Index(library.path, clock=Later()).look(FOLDER)
    return entry, [path.name for path in opens.paths if path.suffix == ".json"]


def read_anew(library: Library) -> Entry:
    """What the inspection's own files have to say."""
    (library.path / INDEX).unlink(missing_ok=True)
    return Index(library.path).look(FOLDER)


# Where nothing has changed


def test_nothing_is_opened_but_the_list_where_nothing_has_changed(library: Library) -> None:
    with Opens() as opens:
        entry = Index(library.path, clock=Later()).look(FOLDER)
    assert [path for path in opens.paths if path.parent == library.path] == [library.path / INDEX]
    assert not [path for path in opens.paths if path.suffix == ".json"]
    assert entry.records == {"case": 2, "staff": 0}
    assert entry == read_anew(library)


def test_seeing_whether_files_were_replaced_costs_one_call_a_folder(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(library.path, clock=Later())
    index.look(FOLDER)
    asked: list[str] = []
    ask = under_test._time_of

    def noted(path: str) -> int:
        asked.append(path)
        return ask(path)

    monkeypatch.setattr(under_test, "_time_of", noted)
    with Opens() as opens:
        assert not index.may_have_changed(FOLDER)
    assert sorted(asked) == [f"{library.path}/{FOLDER}/{name}" for name in ("", "cases", "staff")]
    assert opens.paths == []


def test_the_list_is_not_written_again_where_there_is_nothing_new(library: Library) -> None:
    before = (library.path / INDEX).stat()
    keep(library)
    assert (library.path / INDEX).stat() == before


def test_the_list_has_the_signs_of_the_areas(demo_library: Path) -> None:
    (entry,) = Library(demo_library).entries()
    assert (entry.scored, entry.strengths, entry.improvements) == (22, 4, 2)


# Where something has


def _answer(library: Library) -> None:
    other = opened(library.path.parent, by="ben")
    answer(other, other.record("BU01").id, "fact", NO)


def _edit_in_place(library: Library) -> None:
    path = library.path / FOLDER / "cases" / "BU01.json"
    before = path.stat()
    with path.open("r+b") as handle:
        content = handle.read().replace(b'"yes"', b'"no" ')
        handle.seek(0)
        handle.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_ino) == (before.st_size, before.st_ino)


def _damage(library: Library) -> None:
    (library.path / FOLDER / "cases" / "BU01.json").write_bytes(b"{")


def _remove_a_file(library: Library) -> None:
    (library.path / FOLDER / "cases" / "BU01.json").unlink()


def _change_details(library: Library) -> None:
    opened(library.path.parent).change_details(area="Rochdale")


def _begin_a_folder(library: Library) -> None:
    inspection = opened(library.path.parent)
    shutil.rmtree(library.path / FOLDER / "staff")
    inspection.add_record("staff", "CM1")


def _replace_the_folder(library: Library) -> None:
    (library.path / FOLDER).rename(library.path.parent / "moved away")
    shutil.copytree(library.path.parent / "there" / "library" / FOLDER, library.path / FOLDER)


def _restore(library: Library) -> None:
    folder = library.path / FOLDER
    snapshots = library.backups.of(folder)
    (source,) = snapshots.all()
    assert restore(snapshots, folder, plan(folder, source), START).brought_back


def _trash_and_bring_back(library: Library) -> None:
    library.trash(FOLDER)
    _replace_the_folder_in_the_trash(library)
    library.restore()


def _replace_the_folder_in_the_trash(library: Library) -> None:
    (trashed,) = library.trashed()
    (library.path / ".trash" / trashed.name / "cases" / "BU01.json").unlink()


def _merge(library: Library) -> None:
    other = opened(library.path.parent / "there", by="bob")
    answer(other, other.record("BU01").id, "1.1", YES)
    merge_library(library, library.path.parent / "there" / "library")


WAYS: list[Callable[[Library], None]] = [
    _answer,
    _edit_in_place,
    _damage,
    _remove_a_file,
    _change_details,
    _begin_a_folder,
    _replace_the_folder,
    _restore,
    _trash_and_bring_back,
    _merge,
]


@pytest.mark.parametrize("change", WAYS, ids=lambda change: change.__name__.strip("_"))
def test_a_change_is_seen_whoever_made_it_and_however(library: Library, change: Callable[[Library], None]) -> None:
    change(library)
    entry, read = looked_at(library)
    assert "inspection.json" in read
    assert entry == read_anew(library)


@pytest.mark.parametrize("change", [way for way in WAYS if way not in (_edit_in_place, _damage)], ids=lambda way: way.__name__)
def test_a_change_by_a_program_is_seen_from_the_folders_alone(library: Library, change: Callable[[Library], None]) -> None:
    index = Index(library.path, clock=Later())
    index.look(FOLDER)
    change(library)
    assert index.may_have_changed(FOLDER)
    index.look(FOLDER)
    assert not index.may_have_changed(FOLDER)


def test_a_change_that_a_coarse_clock_hides_is_seen_when_the_clock_has_moved_on(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = under_test.stamped(library.path / FOLDER)
    monkeypatch.setattr(under_test, "stamped", lambda _: looks)  # whatever is changed now bears the time it bore before
    monkeypatch.setattr(under_test, "_time_of", lambda folder: looks[0].folders[folder.rpartition("/")[2]])
    (library.path / INDEX).unlink()
    since = [0.0]
    index = Index(library.path, clock=lambda: looks[1] + int(since[0] * 1e9))
    assert index.look(FOLDER).fault == ""
    _damage(library)
    assert index.look(FOLDER).fault == ""
    index.save([FOLDER])
    assert Index(library.path).known(FOLDER) is None, "what is not settled is not kept"
    since[0] = 2.5
    assert index.may_have_changed(FOLDER)
    assert "cannot be read" in index.look(FOLDER).fault
    since[0] = 5
    assert not index.may_have_changed(FOLDER)


def test_an_inspection_that_has_gone_is_listed_no_more_and_forgotten(library: Library) -> None:
    library.trash(FOLDER)
    assert library.entries() == []
    assert FOLDER.encode() not in (library.path / INDEX).read_bytes()
    library.restore()
    assert [entry.folder for entry in library.entries()] == [FOLDER]


def test_a_fault_is_told_and_not_kept_for_other_accounts(library: Library) -> None:
    path = library.path / FOLDER / "cases" / "BU01.json"
    content = path.read_bytes()
    _damage(library)
    keep(library)
    assert Index(library.path).known(FOLDER) is None
    path.write_bytes(content)
    assert looked_at(library)[0].fault == ""


# Where the list is of no use


def test_a_list_that_breaks_off_anywhere_is_made_anew(library: Library) -> None:
    path = library.path / INDEX
    content, wanted = path.read_bytes(), read_anew(library)
    for length in range(len(content)):
        path.write_bytes(content[:length])
        assert Index(library.path, clock=Later()).known(FOLDER) is None
    path.write_bytes(content[: len(content) // 2])
    keep(library)
    assert looked_at(library) == (wanted, [])


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told | {"program": "99.0"},
        lambda told: told | {"known": None},
        lambda told: told | {"known": {FOLDER: None}},
        lambda told: told | {"known": {FOLDER: told["known"][FOLDER] | {"stamp": [{}, "x"]}}},
        lambda told: told | {"known": {FOLDER: told["known"][FOLDER] | {"entry": {"folder": "another"}}}},
    ],
    ids=["another version", "nothing", "no entry", "no stamp", "another inspection"],
)
def test_a_list_that_holds_something_else_is_made_anew(library: Library, change: Callable[[dict[str, object]], object]) -> None:
    path = library.path / INDEX
    told = change(msgspec.json.decode(path.read_bytes().partition(b"\n")[2]))
    content = msgspec.json.encode(told)
    path.write_bytes(under_test._sum_of(content) + content)
    entry, read = looked_at(library)
    assert "inspection.json" in read
    assert entry == read_anew(library)


@pytest.mark.parametrize(
    "where", ["a folder in its place", "a folder in the place of the new one", "a library that is read-only"]
)
def test_where_it_cannot_be_kept_the_inspections_are_read(library: Library, where: str) -> None:
    (library.path / INDEX).unlink()
    match where:
        case "a folder in its place":
            (library.path / INDEX).mkdir()
        case "a folder in the place of the new one":
            (library.path / ".index.tmp").mkdir()
        case _:
            library.path.chmod(0o500)
    before = sorted(library.path.iterdir())
    (entry,) = library.entries()
    assert (entry.records, entry.fault) == ({"case": 2, "staff": 0}, "")
    assert sorted(library.path.iterdir()) == before
    library.path.chmod(0o700)


def test_a_list_that_somebody_has_edited_is_made_anew(library: Library) -> None:
    path = library.path / INDEX
    path.write_bytes(path.read_bytes().replace(b'"Bury"', b'"\\u001b[2J"'))
    entry, read = looked_at(library)
    assert "inspection.json" in read
    assert entry == read_anew(library)


def test_of_an_inspection_that_is_deleted_for_good_the_list_keeps_nothing(library: Library) -> None:
    library.trash(FOLDER)
    assert b"Bury" in (library.path / INDEX).read_bytes()
    (trashed,) = Library(library.path).trashed()
    Library(library.path).delete(trashed)
    assert b"Bury" not in (library.path / INDEX).read_bytes()


def test_on_a_full_disk_nothing_of_it_is_left_and_the_old_one_stays(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (library.path / INDEX).read_bytes()
    _answer(library)

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fchmod", full)
    keep(library)
    assert (library.path / INDEX).read_bytes() == before
    assert not (library.path / ".index.tmp").exists()


def test_it_is_as_private_as_the_rest(library: Library) -> None:
    assert (library.path / INDEX).stat().st_mode & 0o7777 == 0o600
    library.path.chmod(0o2770)
    (library.path / INDEX).unlink()
    keep(library)
    assert (library.path / INDEX).stat().st_mode & 0o7777 == 0o660


def test_what_another_program_is_writing_is_left_to_it(library: Library) -> None:
    begun = library.path / ".index.tmp"
    (library.path / INDEX).unlink()
    with begun.open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        keep(library)
        assert not (library.path / INDEX).exists()
    keep(library)
    assert Index(library.path).known(FOLDER)
    assert not begun.exists()


_LISTS = """
import sys, time
from pathlib import Path
from sqs_tui.store.index import Index
from sqs_tui.store.library import Library
library = Library(Path(sys.argv[1]))
print(flush=True)
sys.stdin.readline()
for _ in range(50):
    index = Index(library.path, clock=lambda: time.time_ns() + 10**11)
    for folder in library.folders():
        assert index.look(folder).records == {"case": 2, "staff": 0}
    index._is_new = True
    index.save(library.folders())
"""


def test_several_programs_that_write_it_at_once_leave_a_whole_one(library: Library) -> None:
    assert run_together([[sys.executable, "-c", _LISTS, str(library.path)]] * 4) == [0] * 4
    assert looked_at(library)[1] == []
    assert not (library.path / ".index.tmp").exists()
