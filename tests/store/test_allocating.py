"""Who reviews which record is one act of an account, and two who say it at the same time are told."""

import sys
from pathlib import Path

import pytest

from sqs_tui.domain.records import RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection import OpenInspection
from tests.store.helpers import FOLDER, lead_to, make, opened, run_together, tables


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    made = opened(tmp_path)
    for number in range(1, 5):
        made.add_record("case", f"BU{number:02}")
    return made


def held(inspection: OpenInspection) -> list[str]:
    inspection.refresh()
    return [record.inspector for record in inspection.records()]


def test_several_are_allocated_and_taken_back_as_one_also_after_a_restart(tmp_path: Path, inspection: OpenInspection) -> None:
    names = dict(zip((record.id for record in inspection.records()), ("ann", "ben", "ann", ""), strict=True))
    assert [record.reference for record in inspection.allocate(names)] == ["BU01", "BU02", "BU03"]
    assert held(opened(tmp_path, by="ben")) == ["ann", "ben", "ann", ""]
    again = opened(tmp_path)
    assert "3 changes" in again.undo_on_records().says
    assert held(inspection) == ["", "", "", ""]
    assert "3 changes" in again.redo_on_records().says
    assert held(inspection) == ["ann", "ben", "ann", ""]


def test_what_is_so_already_is_no_change(inspection: OpenInspection) -> None:
    first = inspection.records()[0].id
    assert len(inspection.allocate({first: " ann\n"})) == 1
    assert inspection.allocate({first: "ann"}) == []
    assert "the inspector of BU01" in inspection.undo_on_records().says


def test_a_signed_off_record_is_allocated_to_nobody_else(inspection: OpenInspection) -> None:
    one, two, *_ = (record.id for record in inspection.records())
    lead_to(inspection, two, RecordState.SIGNED_OFF)
    with pytest.raises(LibraryError, match="1 of 2 are allocated, and then: BU02 is signed off"):
        inspection.allocate({one: "ann", two: "ann"})
    with pytest.raises(LibraryError, match=r"^BU02 is signed off"):
        inspection.allocate({two: "ann", one: "ben"})
    assert held(inspection)[:2] == ["ann", ""]


def test_two_who_claim_one_record_without_seeing_each_other_are_in_conflict(tmp_path: Path, inspection: OpenInspection) -> None:
    other = opened(tmp_path, by="ben")
    record = inspection.records()[0].id
    inspection.allocate({record: "ann"})
    other.allocate({record: "ben"})
    assert held(inspection)[0] == held(other)[0] == "ben"
    (conflict,) = inspection.conflicts()
    assert (conflict.record, conflict.subject) == (record, "inspector")
    assert [line.new for line in (conflict.stands, *conflict.others)] == ["ben", "ann"]


_CLAIMS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.store.library import Library
library, folder, by = sys.argv[1:]
inspection = Library(Path(library)).open(folder, by=by, now=lambda: datetime.now(UTC))
print(flush=True)
sys.stdin.readline()
for _ in range(10):
    inspection.refresh()
    inspection.allocate({record.id: by for record in inspection.records()})
"""


def test_processes_that_claim_the_same_records_lose_no_line(tmp_path: Path) -> None:
    library = make(tmp_path)
    inspection = opened(tmp_path)
    for number in range(1, 4):
        inspection.add_record("case", f"BU{number:02}")
    command = [sys.executable, "-c", _CLAIMS, str(library.path), FOLDER]
    assert run_together([[*command, by] for by in ("ann", "ben", "cleo")]) == [0, 0, 0]
    inspection.refresh()
    assert inspection.damaged == ()
    for record in inspection.records():
        (stand,) = (stand for stand in inspection.fields(record.id) if stand.line.field == "inspector")
        assert stand.line.new == record.inspector
        said = [line for line in tables(inspection, record.reference)["record_changes"].values() if line["field"] == "inspector"]
        followed = {base for line in said for base in line.get("base", ())}
        assert {line["id"] for line in said} == followed | {head.id for head in stand.heads}
