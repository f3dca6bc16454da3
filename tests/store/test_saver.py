"""Saving that never lets go: order, retries, and what can never be saved."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path

import pytest

from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import BLANK, Content, RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.saver import Saver
from tests.store.helpers import lead_to

YES, NO = Content(value="yes"), Content(value="no")


@pytest.fixture
def opened(demo_library: Path) -> OpenInspection:
    return Library(demo_library).open("bury-2013-03", by="tester", now=lambda: datetime.now(UTC))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Fill the disk, and free it."""
    replace = os.replace

    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    return lambda is_full: monkeypatch.setattr(os, "replace", full if is_full else replace)


def save(saver: Saver, record: str, question: str, content: Content) -> None:
    cause = Cause.ANSWER if content else Cause.CLEAR
    saver.save(record, question, content, act=f"act-{question}-{content.value}", cause=cause)


def test_what_cannot_be_written_waits_and_is_shown_as_given(opened: OpenInspection, disk: Callable[[bool], None]) -> None:
    saver, record = Saver(opened), opened.record("BU01").id
    disk(True)
    save(saver, record, "1.1", NO)
    save(saver, record, "1.4", BLANK)
    assert saver.waiting == 2
    assert saver.unsaved(record) == {"1.1", "1.4"}
    assert saver.contents(record)["1.1"] == NO
    assert "1.4" not in saver.contents(record)
    assert saver.why.startswith("the disk is full")
    assert saver.says.startswith("2 answers are not on disk. ")
    assert opened.contents(record)["1.1"] == YES


def test_freed_space_lets_all_be_saved_in_order(opened: OpenInspection, disk: Callable[[bool], None]) -> None:
    saver, record = Saver(opened), opened.record("BU01").id
    disk(True)
    save(saver, record, "1.1", NO)
    disk(False)
    save(saver, record, "1.1", YES)
    assert (saver.waiting, saver.why, saver.says) == (0, "", "")
    assert not saver.unsaved(record)
    assert opened.contents(record)["1.1"] == YES
    assert opened.undo().record == record
    assert opened.contents(record)["1.1"] == NO


def test_an_answer_that_will_never_be_taken_does_not_hold_up_the_rest(
    opened: OpenInspection, disk: Callable[[bool], None]
) -> None:
    saver, sealed, free = Saver(opened), opened.record("BU01").id, opened.record("BU02").id
    disk(True)
    save(saver, sealed, "1.1", NO)
    save(saver, free, "1.1", NO)
    disk(False)
    lead_to(opened, sealed, RecordState.SIGNED_OFF)
    with pytest.raises(LibraryError):
        saver.flush()
    saver.flush()
    assert not saver.waiting
    assert opened.contents(free)["1.1"] == NO
    assert opened.contents(sealed)["1.1"] == YES
