"""Who has an inspection open is seen by everyone else, for as long as it is so and no longer."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sqs_tui.store import presence
from sqs_tui.store.library import Library
from sqs_tui.store.presence import HERE, Presence, Present
from tests.opens import Opens
from tests.store.helpers import FOLDER, Clock, make, run_together

Enter = Callable[..., Presence]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path).path / FOLDER


@pytest.fixture
def enter(folder: Path) -> Iterator[Enter]:
    """Enter the inspection as an account, at a record; everyone leaves after the test."""
    entered: list[Presence] = []
    clock = Clock()

    def entering(by: str, record: str = "") -> Presence:
        entered.append(Presence(folder, by=by, now=clock))
        entered[-1].enter(record)
        return entered[-1]

    yield entering
    for one in entered:
        one.leave()


def seen_by(one: Presence) -> list[tuple[str, str]]:
    one.look()
    return [(other.account, other.record) for other in one.others]


def test_two_see_each_other_and_the_record_that_each_is_in(enter: Enter) -> None:
    ann, ben = enter("ann"), enter("ben", "r1")
    assert seen_by(ann) == [("ben", "r1")]
    assert seen_by(ben) == [("ann", "")]
    ann.enter("r1")
    assert seen_by(ben) == [("ann", "r1")]
    ben.enter()
    assert seen_by(ann) == [("ben", "")]


def test_a_look_says_whether_anything_has_changed(enter: Enter) -> None:
    ann = enter("ann")
    assert not ann.look()
    ben = enter("ben")
    assert ann.look()
    assert not ann.look()
    ben.enter("r1")
    assert ann.look()
    ben.leave()
    assert ann.look()
    assert not ann.look()


def test_one_account_in_two_programs_counts_as_two(enter: Enter) -> None:
    one, two = enter("ann", "r1"), enter("ann", "r2")
    assert seen_by(one) == [("ann", "r2")]
    assert seen_by(two) == [("ann", "r1")]


def test_those_who_came_first_stand_first(enter: Enter) -> None:
    zoe, ann, me = enter("zoe"), enter("ann"), enter("me")
    zoe.enter("r1")
    assert seen_by(me) == [("zoe", "r1"), ("ann", "")]
    assert [other.since for other in me.others] == sorted(other.since for other in me.others)
    assert seen_by(ann) == [("zoe", "r1"), ("me", "")]


def test_who_leaves_is_seen_no_more_and_sees_nobody(enter: Enter, folder: Path) -> None:
    ann, ben = enter("ann"), enter("ben")
    assert seen_by(ann) == seen_by(ann) == [("ben", "")]
    ann.leave()
    assert ann.others == ()
    assert seen_by(ben) == []
    ann.enter("r1")
    assert seen_by(ben) == [("ann", "r1")]
    ann.leave()
    ben.leave()
    assert list((folder / HERE).iterdir()) == []


def test_only_what_is_new_is_opened(enter: Enter) -> None:
    ann, ben = enter("ann"), enter("ben", "r1")
    enter("cleo", "r2")
    with Opens() as opens:
        ann.look()
    assert len(opens.paths) == 2
    with Opens() as opens:
        for _ in range(5):
            ann.look()
    assert opens.paths == []
    ben.enter("r3")
    with Opens() as opens:
        ann.look()
    assert len(opens.paths) == 1
    assert seen_by(ann) == [("ben", "r3"), ("cleo", "r2")]


# What ends without a word

_STAYS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.store.presence import Presence
here = Presence(Path(sys.argv[1]), by=sys.argv[2], now=lambda: datetime.now(UTC))
here.enter("r1")
print(flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_program_that_dies_is_gone_at_once_and_its_file_with_it(enter: Enter, folder: Path, ending: signal.Signals) -> None:
    ann = enter("ann")
    command = [sys.executable, "-c", _STAYS, str(folder), "ben"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert seen_by(ann) == [("ben", "r1")]
        other.send_signal(ending)
        other.wait(timeout=50)
    assert seen_by(ann) == []
    assert len(list((folder / HERE).iterdir())) == 1


def test_a_program_that_is_suspended_is_still_here(enter: Enter, folder: Path) -> None:
    ann = enter("ann")
    command = [sys.executable, "-c", _STAYS, str(folder), "ben"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        other.send_signal(signal.SIGSTOP)
        assert seen_by(ann) == [("ben", "r1")]
        other.kill()


_WANDERS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.store.presence import Presence
here = Presence(Path(sys.argv[1]), by=sys.argv[2], now=lambda: datetime.now(UTC))
here.enter("begins")
print(flush=True)
sys.stdin.readline()
for number in range(300):
    here.enter(f"r{number}")
    here.look()
    if not any(path.name == here._name for path in here._folder.iterdir()):
        sys.exit(f"{sys.argv[2]} was taken for dead in round {number}")
"""


def test_programs_that_come_and_go_never_take_one_another_for_dead(folder: Path, enter: Enter) -> None:
    watcher = enter("watcher")
    assert run_together([[sys.executable, "-c", _WANDERS, str(folder), by] for by in ("ann", "ben", "cleo")]) == [0, 0, 0]
    assert seen_by(watcher) == []
    assert len(list((folder / HERE).iterdir())) == 1


def test_a_file_removed_in_the_moment_before_its_lock_is_made_again(
    enter: Enter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, locked = enter("ann"), fcntl.flock
    others = iter([True, True])

    def beaten(descriptor: int, operation: int) -> None:
        if operation & fcntl.LOCK_EX and next(others, False):
            ann.look()  # finds the new file free, and removes it
        locked(descriptor, operation)

    monkeypatch.setattr(presence.fcntl, "flock", beaten)
    ben = enter("ben", "r1")
    assert next(others, None) is None
    monkeypatch.undo()
    assert seen_by(ann) == [("ben", "r1")]
    assert seen_by(ben) == [("ann", "")]
    assert len(list((folder / HERE).iterdir())) == 2


# The folder

GARBAGE = {
    "empty": b"",
    "no JSON": b"\xff\xfe{",
    "another value": b"[1, 2]",
    "deep": b"[" * 4000,
    "too long": b'{"account": "' + b"x" * 10_000 + b'"}',
    "nobody": b'{"account": "\\u0000 "}',
}


@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE)
@pytest.mark.parametrize("held", [True, False], ids=["held", "free"])
def test_a_file_that_tells_nobody_is_passed_over(enter: Enter, folder: Path, content: bytes, held: bool) -> None:
    ann = enter("ann")
    path = folder / HERE / "0123456789abcdef.json"
    path.write_bytes(content)
    with path.open("rb") as handle:
        if held:
            fcntl.flock(handle, fcntl.LOCK_EX)
        assert seen_by(ann) == []
        assert path.exists() is held


def test_what_is_none_of_ours_is_left_alone(enter: Enter, folder: Path) -> None:
    ann, here = enter("ann"), folder / HERE
    (here / "notes.txt").write_text("x")
    (here / "0123456789abcde0.json").mkdir()
    os.mkfifo(here / "0123456789abcde1.json")
    (here / "0123456789abcde2.json").symlink_to(here / "notes.txt")
    (here / "0123456789abcde3.json").symlink_to(here / "nowhere")
    assert seen_by(ann) == []
    assert seen_by(enter("ben")) == [("ann", "")]
    assert len(list(here.iterdir())) == 7


def test_a_name_from_a_file_is_made_safe_to_show(enter: Enter) -> None:
    enter("\x1b[31mben\u202e\n" + "n" * 100, "r1")
    ann = enter("ann")
    ann.look()
    assert [other.account for other in ann.others] == ["[31mben " + "n" * 32]


def test_it_is_private_or_shared_as_the_inspection_is(folder: Path, enter: Enter) -> None:
    enter("ann")
    here = folder / HERE
    assert stat.S_IMODE(here.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in here.iterdir()] == [0o600]
    (shared := folder.parent / "shared").mkdir()
    shared.chmod(0o2770)
    before = os.umask(0o077)
    try:
        other = Presence(shared, by="ben", now=Clock())
        other.enter("r1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((shared / HERE).stat().st_mode) == 0o2770
    assert [stat.S_IMODE(path.stat().st_mode) for path in (shared / HERE).iterdir()] == [0o660]
    other.leave()


def test_where_nothing_can_be_written_nobody_is_seen_and_nothing_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / HERE).write_text("a file where the folder would be")
    ann = Presence(folder, by="ann", now=Clock())
    ann.enter("r1")
    assert not ann.look()
    (folder / HERE).unlink()
    assert not ann.look()  # and as soon as it can be written, she is here
    ben = Presence(folder, by="ben", now=Clock())
    assert seen_by(ben) == [("ann", "r1")]
    ann.leave()
    ben.leave()


def test_an_inspection_in_the_trash_is_not_made_anew(folder: Path, enter: Enter) -> None:
    ann = enter("ann")
    library = Library(folder.parent)
    library.trash(FOLDER)
    ann.enter("r1")
    assert not ann.look()
    assert not folder.exists()
    library.restore()
    ben = enter("ben")
    ann.look()
    assert seen_by(ben) == [("ann", "r1")]
    assert library.entries()[0].fault == ""


def test_what_lies_there_is_told_as_it_was_written(enter: Enter) -> None:
    enter("ben", "r1")
    ann = enter("ann")
    ann.look()
    assert ann.others == (Present(account="ben", record="r1", since="2013-03-18T09:00:01.000Z"),)
