"""What one answer costs: counted in calls, files and bytes, never in time."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sqs_tui.domain import tally
from sqs_tui.domain.records import Content
from sqs_tui.domain.tally import tally as counted
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.opens import Opens
from tests.store.helpers import answer

YES, NO = Content(value="yes"), Content(value="no", reasons=("behaviour",))


@pytest.fixture
def opened(demo_library: Path) -> OpenInspection:
    return Library(demo_library).open("bury-2013-03", by="tester", now=lambda: datetime.now(UTC))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls that put something on disk, in order."""
    told: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        told.append("fsync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "fsync file")
        fsync(descriptor)

    def replaced(*paths: Any) -> None:
        told.append("replace")
        replace(*paths)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    return told


def test_an_answer_is_one_file_synced_before_it_takes_its_place_and_then_its_folder(
    opened: OpenInspection, steps: list[str]
) -> None:
    record = opened.record("BU07").id
    answer(opened, record, "1.1", NO)
    assert steps == ["fsync file", "replace", "fsync folder"]


def test_an_answer_opens_its_own_files_only(opened: OpenInspection) -> None:
    record = opened.record("BU07").id
    answer(opened, record, "1.1", NO)
    with Opens() as opens:
        answer(opened, record, "1.1", YES)
    cases = opened.folder / "cases"
    assert [path for path in opens.paths if path.name != "cases"] == [
        cases / ".BU07.json.lock",
        cases / ".BU07.json.lock",  # asked for as a new one first
        cases / ".BU07.json.tmp",
    ]


def test_only_what_an_answer_touches_is_counted_again(opened: OpenInspection, monkeypatch: pytest.MonkeyPatch) -> None:
    record = opened.record("BU07").id
    before = opened.tallies()
    asked: list[str] = []
    count = tally.Tallier._count

    def noted(self: tally.Tallier, question: str, ordered: list[str]) -> tally.Tally:
        asked.append(question)
        return count(self, question, ordered)

    monkeypatch.setattr(tally.Tallier, "_count", noted)
    answer(opened, record, "2.2", YES if opened.contents(record)["2.2"].value == "no" else NO)
    after = opened.tallies()
    assert asked == ["2.2"]
    assert after == counted(opened.instrument, opened.reviewed())
    assert after.areas != before.areas
    assert after.matrix != before.matrix
    assert [key for key in after.questions if after.questions[key] is not before.questions[key]] == ["2.2"]
