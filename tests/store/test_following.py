"""What others write is picked up and announced, the tallies follow, and a damaged file stops nothing."""

import sys
from pathlib import Path

import pytest

from sqs_tui.domain.letter.entries import Waiver
from sqs_tui.domain.records import BLANK, Content, Draft, RecordState
from sqs_tui.domain.tally import tally
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.following import Changed
from sqs_tui.store.inspection import OpenInspection
from tests.opens import Opens
from tests.store.helpers import FOLDER, answer, make, opened, run_together, tables, waive_all

YES = Content(value="yes")
NO = Content(value="no", reasons=("late",), note="after the court")


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def record(inspection: OpenInspection) -> str:
    return inspection.add_record("case", "BU07").id


def test_what_is_done_here_is_announced_as_own(inspection: OpenInspection, record: str) -> None:
    heard: list[Changed] = []
    stop = inspection.subscribe(heard.append)
    waive_all(inspection, record)
    heard.clear()
    answer(inspection, record, "1.1", YES)
    inspection.set_state(record, RecordState.COMPLETE)
    inspection.change_details(lead="x")
    added = inspection.add_record("staff", "CM1").id
    inspection.undo()
    stop()
    stop()
    answer(inspection, record, "1.1", NO)
    assert heard == [
        Changed(record=record, questions=("1.1",), own=True),
        Changed(record=record, questions=(), own=True),
        Changed(record="", questions=(), own=True),
        Changed(record=added, questions=(), own=True),
        Changed(record=record, questions=("1.1",), own=True),
    ]


def test_what_others_write_is_picked_up_and_announced(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    other = opened(tmp_path, by="bob")
    assert not inspection.refresh()
    answer(other, record, "1.1", YES)
    added = other.add_record("case", "BU08").id
    answer(other, added, "fact", YES)
    other.change_details(lead="bob")
    assert inspection.refresh()
    assert heard == [
        Changed(record="", questions=(), own=False),
        Changed(record=record, questions=("1.1",), own=False),
        Changed(record=added, questions=("fact",), own=False),
    ]
    assert inspection.answers(record)["1.1"].by == "bob"
    assert inspection.details.lead == "bob"
    assert inspection.tallies().questions["fact"].met == 1
    assert not inspection.refresh()


def test_a_draft_of_another_is_not_announced(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    opened(tmp_path, by="bob").save_draft(record, Draft(question="1.1", note="x", caret=0, act="", by="bob"))
    assert not inspection.refresh()
    assert heard == []


def test_a_save_takes_in_what_another_wrote_meanwhile(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    other = opened(tmp_path, by="bob")
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    answer(other, record, "1.1", YES)
    answer(inspection, record, "fact", YES)
    assert heard == [Changed(record=record, questions=("1.1",), own=False), Changed(record=record, questions=("fact",), own=True)]
    other.refresh()
    assert inspection.contents(record) == other.contents(record) == {"1.1": YES, "fact": YES}
    change = inspection.put(record, "1.1", NO, act="a")
    assert change
    assert change.old == YES


def test_a_record_that_has_gone_is_announced_and_leaves_the_tallies(inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "fact", YES)
    assert inspection.tallies().questions["fact"].met == 1
    path = inspection.folder / "cases" / "BU07.json"
    moved = path.rename(path.with_suffix(".away"))
    assert inspection.refresh()
    assert inspection.tallies().questions["fact"].of == 0
    with pytest.raises(LibraryError):
        inspection.answers(record)
    moved.rename(path)
    assert inspection.refresh()
    assert inspection.tallies().questions["fact"].met == 1


def test_another_records_file_in_a_records_place_takes_none_of_its_answers(
    tmp_path: Path, inspection: OpenInspection, record: str
) -> None:
    other = inspection.add_record("case", "BU08").id
    folder = inspection.folder / "cases"
    (folder / "BU08.json").replace(folder / "BU07.json")
    with pytest.raises(NotSavedError, match="another record's file"):
        answer(inspection, record, "fact", YES)
    assert inspection.refresh()
    assert [known.id for known in inspection.records()] == [other]
    answer(inspection, other, "fact", YES)
    assert opened(tmp_path).contents(other) == {"fact": YES}


def test_tallies_follow_every_change(inspection: OpenInspection) -> None:
    records = [inspection.add_record("case", f"BU{number}").id for number in range(3)]
    for number, record in enumerate(records):
        answer(inspection, record, "fact", YES)
        for content in (YES, NO, YES, BLANK, NO)[: number + 2]:
            answer(inspection, record, "1.1", content)
            assert inspection.tallies() == tally(inspection.instrument, inspection.reviewed())
    inspection.undo()
    assert inspection.tallies() == tally(inspection.instrument, inspection.reviewed())
    inspection.change_record(records[-1], reference="AA")
    assert inspection.tallies() == tally(inspection.instrument, inspection.reviewed())
    assert inspection.tallies() is inspection.tallies()


# Damage

HEAD = b'{"meta": {"file": {"format": 1}}, "record": '
DAMAGE = {
    "empty": b"",
    "cut off": b'{"meta": {"file"',
    "of another program": b'{"_default": {"1": {}}}',
    "without a record": HEAD + b"{}}",
    "newer": b'{"meta": {"file": {"format": 9}}}',
    "of an unknown kind": HEAD + b'{"a": {"id": "a", "unit": "ghost", "reference": "x"}}}',
    "under another id": HEAD + b'{"b": {"id": "a", "unit": "case", "reference": "x"}}}',
    "with a strange field": HEAD + b'{"a": {"id": "a", "unit": "case", "reference": "x", "y": 1}}}',
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_record_is_named_left_alone_and_stops_nothing(
    tmp_path: Path, inspection: OpenInspection, record: str, content: bytes
) -> None:
    answer(inspection, record, "fact", YES)
    path = inspection.folder / "cases" / "BU08.json"
    path.write_bytes(content)
    again = opened(tmp_path)
    (sentence,) = again.damaged
    assert str(path) in sentence
    assert "\n" not in sentence
    assert [known.id for known in again.records()] == [record]
    answer(again, record, "1.1", YES)
    assert again.undo().record == record
    assert not again.refresh()
    assert path.read_bytes() == content
    path.unlink()
    again.refresh()
    assert list(again.damaged) == []


def test_a_record_that_is_damaged_while_open_is_still_shown_and_takes_no_answer(inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "fact", YES)
    path = inspection.folder / "cases" / "BU07.json"
    good = path.read_bytes()
    path.write_bytes(b"")
    assert not inspection.refresh()
    assert len(inspection.damaged) == 1
    with pytest.raises(NotSavedError, match="is damaged: it is empty"):
        answer(inspection, record, "1.1", YES)
    assert inspection.contents(record) == {"fact": YES}
    assert path.read_bytes() == b""
    path.write_bytes(good)
    answer(inspection, record, "1.1", YES)
    inspection.refresh()
    assert list(inspection.damaged) == []
    assert inspection.contents(record) == {"fact": YES, "1.1": YES}


def test_a_copy_of_a_records_file_is_named_and_counts_once(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "fact", YES)
    path = inspection.folder / "cases" / "BU07.json"
    (path.parent / "BU07 (copy).json").write_bytes(path.read_bytes())
    again = opened(tmp_path)
    assert again.tallies().questions["fact"].met == 1
    assert len(again.damaged) == 1
    assert "is a copy of" in again.damaged[0]


def test_damaged_details_are_named_while_the_inspection_is_open(inspection: OpenInspection) -> None:
    (inspection.folder / "inspection.json").write_bytes(b"null")
    assert not inspection.refresh()
    assert "inspection.json is damaged" in inspection.damaged[0]
    assert inspection.details.area == "Bury"


def test_stale_temporary_files_are_cleared_on_opening(tmp_path: Path, inspection: OpenInspection) -> None:
    stale = inspection.folder / "cases" / ".BU07.json.tmp"
    stale.write_bytes(b"half")
    opened(tmp_path)
    assert not stale.exists()


def test_hidden_and_other_files_are_no_records(tmp_path: Path, inspection: OpenInspection) -> None:
    for name in (".BU01.json", "notes.txt", "BU01.json~"):
        (inspection.folder / "cases" / name).write_bytes(b"")
    again = opened(tmp_path)
    assert (again.records(), again.damaged) == ([], ())


_PUTS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.domain.records import Content
from sqs_tui.store.library import Library
library, folder, record, by = sys.argv[1:]
inspection = Library(Path(library)).open(folder, by=by, now=lambda: datetime.now(UTC))
print(flush=True)
sys.stdin.readline()
for number in range(100):
    inspection.put(record, ("fact", "1.1")[number % 2], Content(value="yes", note=f"{by} {number}"), act=inspection.new_act())
"""


def test_two_processes_putting_into_one_record_lose_no_change(tmp_path: Path) -> None:
    library = make(tmp_path)
    record = opened(tmp_path).add_record("case", "BU07").id
    command = [sys.executable, "-c", _PUTS, str(library.path), FOLDER, record]
    assert run_together([[*command, by] for by in ("ann", "bob")]) == [0, 0]
    inspection = opened(tmp_path)
    lines = tables(inspection)["changes"]
    assert {line["new"]["note"] for line in lines.values()} == {
        f"{by} {number}" for by in ("ann", "bob") for number in range(100)
    }
    assert {line["new"]["note"] for line in lines.values()} == {
        *(lines[base]["new"]["note"] for line in lines.values() for base in line.get("base", ())),
        *(content.note for content in inspection.contents(record).values()),
        *(other.new.note for conflict in inspection.conflicts() for other in conflict.others),
    }
    assert inspection.damaged == ()


# Looking costs little


def test_a_look_opens_nothing_where_nothing_has_changed(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    inspection.letter.put({"waiver:x": Waiver(says="x", reason="y")})
    for number in range(20):
        inspection.add_record("case", f"BU{number:02}")
    folder = inspection.folder / "cases"
    (folder / "BU97.json").write_bytes(b"not JSON")
    (folder / "BU98.json").write_bytes(HEAD + b"{}}")
    (folder / "BU99.json").write_bytes((folder / "BU07.json").read_bytes())
    for known in (inspection, opened(tmp_path, by="bob")):
        known.refresh()
        with Opens() as opens:
            for _ in range(3):
                assert not known.refresh()
        assert opens.paths == []
        assert len(known.damaged) == 3


@pytest.mark.parametrize("name", ["inspection.json", "letter.json", "cases/BU07.json"])
def test_a_file_that_is_damaged_while_open_is_read_once(inspection: OpenInspection, record: str, name: str) -> None:
    inspection.letter.put({"waiver:x": Waiver(says="x", reason="y")})
    path = inspection.folder / name
    good = path.read_bytes()
    path.write_bytes(b"null")
    with Opens() as opens:
        for _ in range(3):
            assert not inspection.refresh()
    assert opens.paths == [path]
    assert len(inspection.damaged) == 1
    path.write_bytes(good)
    inspection.refresh()
    assert inspection.damaged == ()


@pytest.mark.parametrize("name", ["letter.json", "cases/BU07.json"])
def test_a_file_that_was_damaged_before_is_read_once(tmp_path: Path, inspection: OpenInspection, record: str, name: str) -> None:
    inspection.letter.put({"waiver:x": Waiver(says="x", reason="y")})
    path = inspection.folder / name
    good = path.read_bytes()
    path.write_bytes(b"null")
    other = opened(tmp_path, by="bob")
    with Opens() as opens:
        for _ in range(3):
            assert not other.refresh()
    assert opens.paths == []
    assert len(other.damaged) == 1
    path.write_bytes(good)
    assert other.refresh()
    assert other.damaged == ()


def test_only_the_file_that_has_changed_is_read(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    for number in range(20):
        inspection.add_record("case", f"BU{number:02}")
    other = opened(tmp_path, by="bob")
    answer(other, record, "1.1", YES)
    with Opens() as opens:
        assert inspection.refresh()
    assert opens.paths == [inspection.folder / "cases" / "BU07.json"]
    other.change_details(lead="bob")
    with Opens() as opens:
        assert inspection.refresh()
    assert opens.paths == [inspection.folder / "inspection.json"]


def test_a_file_that_could_not_be_used_is_read_again_when_it_may_be_of_use(
    tmp_path: Path, inspection: OpenInspection, record: str
) -> None:
    folder = inspection.folder / "cases"
    copy = folder / "BU07 (copy).json"
    copy.write_bytes((folder / "BU07.json").read_bytes())
    inspection.refresh()
    assert "is a copy of" in inspection.damaged[0]
    (folder / "BU07.json").unlink()
    assert inspection.refresh()
    assert inspection.damaged == ()
    assert [known.id for known in inspection.records()] == [record]
