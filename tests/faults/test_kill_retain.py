"""A removal that is killed at any moment leaves an inspection that is sound, and doing it again completes it."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sqs_tui.errors import LibraryError
from sqs_tui.store.carry import merge_library
from sqs_tui.store.library import Library
from sqs_tui.store.retaining import Stage, retained
from sqs_tui.store.verify import verify
from tests.faults.conftest import Counted, HowOften
from tests.store.closed import FOLDER, Day, places_of_mark

TODAY = date(2026, 3, 3)
CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link"})
"""What Python tells, as an audit event, before the system changes a name: all that ever changes in a library."""
KILLED, ENDED = 9, 0


def removal(library: Path, killed_at: int) -> int:
    """Remove in a process of its own, which ends without a word before its nth change; gives how that ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        sys.addaudithook(_dies(killed_at))
        Library(library, clock=Day()).retain(FOLDER, by="lead", today=TODAY)
        os._exit(ENDED)
    finally:
        os._exit(99)


def _dies(at: int) -> Callable[[str, object], None]:
    seen = 0

    def hook(event: str, _: object) -> None:
        nonlocal seen
        if event in CHANGES:
            seen += 1
            if seen == at:
                os._exit(KILLED)

    return hook


def changes_of(library: Path) -> int:
    """How many changes a whole removal makes."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        count = 0

        def hook(event: str, _: object) -> None:
            nonlocal count
            count += event in CHANGES

        try:
            sys.addaudithook(hook)
            Library(library, clock=Day()).retain(FOLDER, by="lead", today=TODAY)
            os.write(write, str(count).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as told:
        return int(told.read())


def printed(library: Library) -> list[tuple[str, str]]:
    letter = library.open(FOLDER, by="ann", now=Day()).written()
    return [
        (paragraph.number, "".join(token.content for token in letter.tokens_of(paragraph))) for paragraph in letter.paragraphs
    ]


@pytest.mark.timeout(120)
def test_a_removal_that_is_killed_is_sound_and_is_completed_by_another(
    closed_library: Path, tmp_path: Path, counted: Counted, how_often: HowOften
) -> None:
    closed, before = closed_library, printed(Library(closed_library))
    total = changes_of(shutil.copytree(closed, tmp_path / "whole"))
    assert total > 40
    moments = sorted({1, total, *range(4, total, max(1, total // how_often(total, quick=5)))})
    for at in moments:
        path = shutil.copytree(closed, tmp_path / f"killed-{at}")
        assert removal(path, at) == KILLED
        library = Library(path, clock=Day())
        left = verify(path / FOLDER, library.backups.of(path / FOLDER))
        assert not [found for found in left if not found.place.endswith(".tmp")], at
        assert printed(library) == before
        (told,) = retained(library, TODAY)
        if places_of_mark(path):
            assert told.stage is Stage.DUE
            assert not told.refusals
        if told.stage is Stage.DUE:
            library.retain(FOLDER, by="lead", today=TODAY)
        assert places_of_mark(path) == []
        assert verify(path / FOLDER, library.backups.of(path / FOLDER)) == []
        assert printed(library) == before
        shutil.rmtree(path)
    counted("kill -9 in a removal of notes and histories", len(moments))


def test_what_is_half_removed_is_not_merged(closed_library: Path, tmp_path: Path) -> None:
    half = shutil.copytree(closed_library, tmp_path / "half")
    assert removal(half, 20) == KILLED
    for here, there in ((closed_library, half), (half, closed_library)):
        (came,) = merge_library(Library(here), there, FOLDER)
        assert "was broken off" in came.refused[0]
    library = Library(half, clock=Day())
    library.retain(FOLDER, by="lead", today=TODAY)
    with pytest.raises(LibraryError, match="nothing that is due"):
        library.retain(FOLDER, by="lead", today=TODAY)
