"""One locked transaction is one durable, atomic write, whatever goes wrong."""

import errno
import fcntl
import os
import sys
from pathlib import Path

import msgspec
import pytest

from sqs_tui.errors import DamagedFileError, LibraryError, NotSavedError
from sqs_tui.store import locks
from sqs_tui.store.files import lock_of, temporary_of
from sqs_tui.store.locks import clear_temporary, locked
from sqs_tui.store.storage import META, KeyedDatabase, LockedStorage
from tests.store.helpers import run_together


def storage_at(path: Path) -> LockedStorage:
    storage = LockedStorage(path)
    if not path.exists():
        storage.create({**META, "things": {}})
    return storage


def put(storage: LockedStorage, key: str, value: str) -> None:
    with storage.transaction():
        KeyedDatabase(storage).keyed("things").put(key, {"value": value})


def on_disk(path: Path) -> dict[str, dict[str, str]]:
    things: dict[str, dict[str, str]] = msgspec.json.decode(path.read_bytes())["things"]
    return things


def test_a_transaction_is_on_disk_when_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    put(storage_at(path), "k", "é [b] \n\t")
    assert on_disk(path) == {"k": {"value": "é [b] \n\t"}}
    assert b'\n  "things"' in path.read_bytes()
    assert "é".encode() in path.read_bytes()


def test_nothing_is_written_before_the_transaction_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    before = path.read_bytes()
    with storage.transaction():
        KeyedDatabase(storage).keyed("things").put("k", {"value": "v"})
        assert path.read_bytes() == before
    assert path.read_bytes() != before


def test_a_transaction_that_writes_nothing_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    before = path.stat()
    with storage.transaction():
        KeyedDatabase(storage).keyed("things").all()
    assert path.stat() == before


def test_a_write_outside_a_transaction_is_refused(tmp_path: Path) -> None:
    storage = storage_at(tmp_path / "a.json")
    with pytest.raises(RuntimeError, match="outside a transaction"):
        KeyedDatabase(storage).keyed("things").put("k", {"value": "v"})


def test_a_document_replaces_the_one_before_and_can_be_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    table = KeyedDatabase(storage).keyed("things")
    with storage.transaction():
        table.put("k", {"value": "v", "more": 1})
        table.put("k", {"value": "w"})
        table.put("gone", {"value": "x"})
        table.drop("gone")
        table.drop("never there")
    assert on_disk(path) == {"k": {"value": "w"}}
    assert [str(document.doc_id) for document in table] == ["k"]


def test_an_exception_inside_leaves_the_file_and_forgets_what_was_put(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    put(storage, "k", "v")
    before = path.read_bytes()

    def put_and_fail() -> None:
        with storage.transaction():
            KeyedDatabase(storage).keyed("things").put("k", {"value": "lost"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert path.read_bytes() == before
    assert storage.read()["things"] == {"k": {"value": "v"}}


@pytest.mark.parametrize(
    ("call", "number", "says"),
    [
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("fsync", errno.EIO, "the disk reports a fault"),
        ("replace", errno.EROFS, "the disk is read-only"),
        ("replace", errno.EACCES, "you may not write there"),
        ("pwrite", errno.EDQUOT, "your share of the disk is used up"),
        ("fchmod", errno.ENOTSUP, "not supported"),
    ],
)
def test_a_failed_save_says_why_and_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, says: str
) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    put(storage, "k", "v")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(NotSavedError, match=says) as caught:
            put(storage, "k", "lost")
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert not temporary_of(path).exists()
    assert storage.read()["things"] == {"k": {"value": "v"}}
    put(storage, "k", "again")
    assert on_disk(path) == {"k": {"value": "again"}}


def test_a_save_whose_last_step_failed_is_made_durable_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    outcomes = [OSError(errno.EIO, "fault"), None]

    def sync(_: Path) -> None:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome

    monkeypatch.setattr("sqs_tui.store.storage.sync_folder", sync)
    with pytest.raises(NotSavedError, match="reports a fault"):
        put(storage, "k", "v")
    with storage.transaction():  # as for an answer that is found to be there already
        assert storage.read()["things"] == {"k": {"value": "v"}}
    assert outcomes == []


def test_characters_that_are_none_are_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    before = path.read_bytes()
    with pytest.raises(NotSavedError, match="characters that are none"):
        put(storage, "k", "\ud800")
    assert path.read_bytes() == before


def test_a_file_marked_read_only_is_not_replaced_even_by_root(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(NotSavedError, match="marked read-only"):
        put(storage, "k", "v")
    assert path.read_bytes() == before


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = storage_at(tmp_path / "a.json")
    monkeypatch.setattr(os, "access", lambda place, _: place != tmp_path)
    with pytest.raises(NotSavedError, match=f"you may not write to {tmp_path}"):
        put(storage, "k", "v")


def test_a_file_that_has_gone_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    path.unlink()
    with pytest.raises(LibraryError, match="no longer there"):
        put(storage, "k", "v")
    assert not path.exists()


def test_a_file_that_is_there_is_not_created_over(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    put(storage_at(path), "k", "v")
    with pytest.raises(FileExistsError):
        LockedStorage(path).create(META)
    assert on_disk(path) == {"k": {"value": "v"}}


DAMAGE = {
    "empty": b"",
    "blank": b" \n",
    "zeros": b"\0" * 4096,
    "null": b"null",
    "number": b"1",
    "list": b"[]",
    "cut off": b'{"meta": {"file": {"for',
    "not UTF-8": b'{"meta": {"file": {"format": 1}}, "x": {"y": {"z": "\xff"}}}',
    "deep": b"[" * 100_000,
    "no format": b"{}",
    "format in words": b'{"meta": {"file": {"format": "1"}}}',
    "format true": b'{"meta": {"file": {"format": true}}}',
    "format zero": b'{"meta": {"file": {"format": 0}}}',
    "meta no table": b'{"meta": 1}',
    "table no table": b'{"meta": {"file": {"format": 1}}, "things": []}',
    "document no document": b'{"meta": {"file": {"format": 1}}, "things": {"k": 3}}',
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_and_never_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    storage = storage_at(path)
    with pytest.raises(DamagedFileError, match="is damaged"):
        storage.read()
    with pytest.raises(DamagedFileError):
        put(storage, "k", "v")
    assert path.read_bytes() == content


def test_a_newer_format_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    content = b'{"meta": {"file": {"format": 2}}, "things": ["whatever"]}'
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="newer version of this program") as caught:
        put(storage_at(path), "k", "v")
    assert not isinstance(caught.value, DamagedFileError)
    assert path.read_bytes() == content


def test_what_another_has_written_is_read_before_writing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    one, two = storage_at(path), storage_at(path)
    for number in range(10):
        put((one, two)[number % 2], f"k{number}", "v")
    assert len(on_disk(path)) == 10


def test_the_generation_tells_versions_apart_that_look_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    one, two = storage_at(path), storage_at(path)
    put(one, "k", "one")
    look = path.stat()
    put(two, "k", "two")
    monkeypatch.setattr("sqs_tui.store.storage.identity_of", lambda _: one._identity)  # same inode, size and time
    assert look.st_size == path.stat().st_size
    put(one, "other", "x")
    assert on_disk(path)["k"] == {"value": "two"}


def test_the_parsed_copy_is_held_while_it_is_current(tmp_path: Path) -> None:
    storage = storage_at(tmp_path / "a.json")
    put(storage, "k", "v")
    version = storage.version
    assert storage.read() is storage.read()
    put(storage, "k", "w")
    assert storage.version == version + 1


def test_a_save_waits_for_another_process_and_gives_up_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    monkeypatch.setattr(locks, "_PAUSE", 0.001)
    with locked(path), pytest.raises(NotSavedError, match="another program is holding it"), locked(path, patience=0.01):
        pytest.fail("two hold one lock")
    put(storage, "k", "v")
    assert on_disk(path) == {"k": {"value": "v"}}


def test_a_save_in_the_middle_of_a_save_is_refused_at_once(tmp_path: Path) -> None:
    storage = storage_at(tmp_path / "a.json")
    with storage.transaction(), pytest.raises(NotSavedError, match="at this moment"):
        put(storage, "k", "v")


def test_what_a_killed_process_left_is_cleared_but_not_what_is_being_written(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        temporary_of(tmp_path / name).write_bytes(b"half")
    with locked(tmp_path / "b.json"):
        clear_temporary(tmp_path)
    assert not temporary_of(tmp_path / "a.json").exists()
    assert temporary_of(tmp_path / "b.json").exists()


def test_a_left_over_does_not_stop_the_next_save(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    temporary_of(path).write_bytes(b"half")
    put(storage, "k", "v")
    assert on_disk(path) == {"k": {"value": "v"}}
    assert not temporary_of(path).exists()


def test_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    before = os.umask(0)
    try:
        put(storage_at(path), "k", "v")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o7777 == 0o600
    assert lock_of(path).stat().st_mode & 0o7777 == 0o600


def test_the_lock_is_the_kernels(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = storage_at(path)
    with storage.transaction(), lock_of(path).open() as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


_WRITES = """
import sys
from pathlib import Path
from sqs_tui.store.storage import KeyedDatabase, LockedStorage
storage = LockedStorage(Path(sys.argv[1]))
table = KeyedDatabase(storage).keyed("things")
print(flush=True)
sys.stdin.readline()
for number in range(100):
    with storage.transaction():
        table.put(f"{sys.argv[2]}-{number}", {"value": "v"})
"""


def test_two_processes_lose_nothing_to_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage_at(path)
    commands = [[sys.executable, "-c", _WRITES, str(path), name] for name in ("one", "two")]
    assert run_together(commands) == [0, 0]
    assert set(on_disk(path)) == {f"{name}-{number}" for name in ("one", "two") for number in range(100)}
