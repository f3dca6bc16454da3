"""An open inspection: what is put is on disk and announced, and nothing is lost to anybody else's writing."""

import errno
import os
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import BLANK, Content, Draft, RecordState
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.following import Changed
from sqs_tui.store.inspection import OpenInspection
from tests.store.helpers import Clock, answer, lead_to, opened, snapshot, tables, waive_all

YES = Content(value="yes")
NO = Content(value="no", reasons=("late",), note="after the court")


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def record(inspection: OpenInspection) -> str:
    return inspection.add_record("case", "BU07").id


# Answers


def test_an_answer_and_its_line_of_history_are_one_write(inspection: OpenInspection, record: str) -> None:
    act = inspection.new_act()
    change = inspection.put(record, "1.1", NO, act=act)
    assert change
    held = tables(inspection)
    assert held["changes"] == {change.id: msgspec.json.decode(msgspec.json.encode(change))}
    assert held["answers"]["1.1"] == {
        "content": {"value": "no", "reasons": ["late"], "note": "after the court"},
        "by": "ann",
        "at": change.at,
        "heads": [change.id],
    }
    assert (change.by, change.act, change.cause, change.old, change.new, change.base) == ("ann", act, Cause.ANSWER, BLANK, NO, ())
    assert change.id.endswith("-000002")  # after the record's own line of history
    assert change.at.endswith("Z")


def test_answers_are_there_when_the_inspection_is_opened_again(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "fact", YES)
    answer(inspection, record, "1.1", NO)
    answer(inspection, record, "1.1", YES)
    again = opened(tmp_path, by="bob")
    assert again.contents(record) == {"fact": YES, "1.1": YES} == inspection.contents(record)
    assert again.answers(record) == inspection.answers(record)
    assert again.records() == inspection.records()


def test_a_change_names_what_it_replaced_and_is_never_before_it(tmp_path: Path) -> None:
    clock = Clock()
    inspection = opened(tmp_path, now=clock)
    record = inspection.add_record("case", "BU07").id
    first = inspection.put(record, "1.1", YES, act="a")
    clock.step *= -3600
    second = inspection.put(record, "1.1", NO, act="b")
    other = opened(tmp_path, by="bob", now=Clock(step=-86400))
    third = other.put(record, "1.1", YES, act="c")
    assert first
    assert second
    assert third
    assert (second.base, third.base) == ((first.id,), (second.id,))
    assert first.at < second.at < third.at
    assert other.contents(record) == {"1.1": YES}


def test_the_same_content_again_is_no_change(inspection: OpenInspection, record: str) -> None:
    assert inspection.put(record, "1.1", BLANK, act="a") is None
    first = inspection.put(record, "1.1", NO, act="b")
    before = snapshot(inspection.folder)
    assert inspection.put(record, "1.1", NO, act="c") == first
    assert snapshot(inspection.folder) == before


def test_a_cleared_answer_is_gone_but_its_history_is_not(inspection: OpenInspection, record: str) -> None:
    inspection.put(record, "1.1", NO, act="a")
    cleared = inspection.put(record, "1.1", BLANK, act="b")
    assert cleared
    assert cleared.cause is Cause.CLEAR
    assert inspection.answers(record) == {}
    assert tables(inspection)["answers"] == {}
    again = inspection.put(record, "1.1", YES, act="c")
    assert again
    assert again.base == (cleared.id,)
    assert inspection.answers(record)["1.1"].heads == (again.id,)


def test_text_is_cleaned_and_kept_as_data(tmp_path: Path, inspection: OpenInspection) -> None:
    record = inspection.add_record("case", " [BU]\n\x1b01\ud800 ", case_manager="a\x07b", inspector="x\u202ey").id
    answer(inspection, record, "1.1", Content(value="no", note="<script>[b]\x1b[31m\ud800\tred\r\nline"))
    again = opened(tmp_path)
    kept = again.record(record)
    assert (kept.reference, kept.case_manager, kept.inspector) == ("[BU] 01", "ab", "xy")
    assert again.contents(record)["1.1"].note == "<script>[b][31m\tred\nline"
    assert (inspection.folder / "cases" / "BU-01.json").exists()


def test_text_in_a_file_written_by_hand_is_cleaned_but_the_file_keeps_its_own(
    tmp_path: Path, inspection: OpenInspection, record: str
) -> None:
    answer(inspection, record, "1.1", Content(value="no", note="plain"))
    path = inspection.folder / "cases" / "BU07.json"
    path.write_bytes(path.read_bytes().replace(b"plain", rb"pl\u001bain").replace(b"BU07", rb"BU\n07"))
    again = opened(tmp_path)
    assert again.contents(record)["1.1"].note == "plain"
    assert again.record(record).reference == "BU 07"
    answer(again, record, "fact", YES)
    assert rb"pl\u001bain" in path.read_bytes()


def test_a_question_that_is_not_asked_of_the_unit_is_refused(inspection: OpenInspection, record: str) -> None:
    for question in ("s1", "9.9", ""):
        with pytest.raises(LibraryError, match="is no question that is asked of a case"):
            inspection.put(record, question, YES, act="a")
    with pytest.raises(LibraryError, match="or no longer, in bury-2013-03"):
        inspection.put("none", "1.1", YES, act="a")


def test_an_answer_moves_the_record_into_progress_in_the_same_write(inspection: OpenInspection, record: str) -> None:
    assert inspection.record(record).state is RecordState.NOT_STARTED
    answer(inspection, record, "1.1", YES)
    assert tables(inspection)["record"][record]["state"] == "in progress"
    waive_all(inspection, record)
    inspection.set_state(record, RecordState.COMPLETE)
    answer(inspection, record, "1.1", YES)
    assert inspection.record(record).state is RecordState.COMPLETE
    answer(inspection, record, "1.1", NO)
    assert inspection.record(record).state is RecordState.IN_PROGRESS


@pytest.mark.parametrize("state", [RecordState.CHECKED, RecordState.SIGNED_OFF])
def test_a_checked_record_takes_no_answers(inspection: OpenInspection, record: str, state: RecordState) -> None:
    answer(inspection, record, "1.1", YES)
    lead_to(inspection, record, state)
    before = snapshot(inspection.folder)
    with pytest.raises(LibraryError, match=f"BU07 is {state.value}"):
        answer(inspection, record, "1.1", NO)
    assert inspection.undo().record == ""
    assert state.value in inspection.undo().says
    assert snapshot(inspection.folder) == before


def test_a_save_that_fails_changes_nothing_in_memory(
    inspection: OpenInspection, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(inspection, record, "1.1", YES)
    waive_all(inspection, record)
    inspection.tallies()
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    before = (inspection.answers(record), inspection.records(), snapshot(inspection.folder), inspection.tallies())

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", fail)
        for write in (
            lambda: answer(inspection, record, "1.1", NO),
            lambda: inspection.set_state(record, RecordState.COMPLETE),
            lambda: inspection.change_record(record, reference="X"),
            lambda: inspection.save_draft(record, Draft(question="1.1", note="x", caret=1, act="", by="ann")),
            lambda: inspection.change_details(lead="someone"),
            lambda: inspection.add_record("case", "BU08"),
            inspection.undo,
        ):
            with pytest.raises(NotSavedError, match="the disk is full"):
                write()
    assert (inspection.answers(record), inspection.records(), snapshot(inspection.folder), inspection.tallies()) == before
    assert heard == []
    answer(inspection, record, "1.1", NO)
    assert inspection.contents(record) == {"1.1": NO}


# Records


def test_two_records_may_bear_one_reference(tmp_path: Path, inspection: OpenInspection) -> None:
    ids = {inspection.add_record("case", reference).id for reference in ("BU15", "bu15", "BU15")}
    assert len(ids) == 3
    assert sorted(path.name for path in (inspection.folder / "cases").glob("[!.]*.json")) == [
        "BU15-3.json",
        "BU15.json",
        "bu15-2.json",
    ]
    again = opened(tmp_path)
    assert {record.id for record in again.records("case")} == ids
    with pytest.raises(LibraryError, match='Several records of Bury 2013 are called "bu15"'):
        again.record("bu15")
    assert again.record(min(ids)).id == min(ids)


@pytest.mark.parametrize(
    "reference", ["..", "/", "../../x", "a/b", "[BU]*?", "日本語", "🙂", "x" * 500, "9" * 5000, "-rf", ".hidden", "CON", "a\tb"]
)
def test_any_reference_makes_a_record(tmp_path: Path, inspection: OpenInspection, reference: str) -> None:
    for _ in range(2):
        answer(inspection, inspection.add_record("case", reference).id, "fact", YES)
    again = opened(tmp_path)
    assert [record.reference for record in again.records()] == [" ".join(reference.split())] * 2
    assert again.tallies().questions["fact"].met == 2
    assert {path.parent for path in inspection.folder.rglob("*.json") if not path.name.startswith(".")} == {
        inspection.folder,
        inspection.folder / "cases",
    }


def test_records_come_in_the_order_of_their_references_as_people_count(inspection: OpenInspection) -> None:
    for reference in ("BU10", "BU2", "CM1", "bu1"):
        inspection.add_record("staff" if reference == "CM1" else "case", reference)
    assert [record.reference for record in inspection.records()] == ["bu1", "BU2", "BU10", "CM1"]
    assert [record.reference for record in inspection.records("staff")] == ["CM1"]


def test_a_record_needs_a_unit_and_a_reference(inspection: OpenInspection) -> None:
    with pytest.raises(LibraryError, match="no records of the kind"):
        inspection.add_record("ghost", "BU01")
    with pytest.raises(LibraryError, match="needs a reference"):
        inspection.add_record("case", " \x1b\n")
    with pytest.raises(LibraryError, match="sqs-tui show bury-2013-03"):
        inspection.record("BU99")


def test_a_changed_record_keeps_its_history_and_its_file(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    inspection.change_record(record, reference=" BU70 ", inspector="bob")
    inspection.change_record(record, inspector="cleo")
    inspection.change_record(record, inspector="cleo")
    assert [(line["field"], line["old"], line["new"]) for line in tables(inspection)["record_changes"].values()] == [
        ("created", "", inspection.record(record).created),
        ("inspector", "", "bob"),
        ("reference", "BU07", "BU70"),
        ("inspector", "bob", "cleo"),
    ]
    assert opened(tmp_path).record("BU70").inspector == "cleo"
    lead_to(inspection, record, RecordState.SIGNED_OFF)
    with pytest.raises(LibraryError, match="signed off"):
        inspection.change_record(record, inspector="dan")
    with pytest.raises(LibraryError, match="needs a reference"):
        inspection.change_record(record, reference="")


def test_details_change_with_a_line_of_history_each(tmp_path: Path, inspection: OpenInspection) -> None:
    inspection.change_details(lead=" the\x1b lead ", copies=("one", "two"), letterhead="a\nb")
    inspection.change_details(lead="the lead")
    held_details = msgspec.json.decode((inspection.folder / "inspection.json").read_bytes())
    assert [line["field"] for line in held_details["changes"].values()] == ["created", "lead", "copies", "letterhead"]
    again = opened(tmp_path).details
    assert (again.lead, again.copies, again.letterhead) == ("the lead", ("one", "two"), "a\nb")
    for field in ("id", "created", "ghost"):
        with pytest.raises(LibraryError, match=f'no detail "{field}"'):
            inspection.change_details(**{field: "x"})


# What is being typed


def test_a_draft_is_kept_for_each_account_outside_the_history(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    draft = Draft(question="1.1", note="half a no\x1bte", caret=99, act="a", by="whoever")
    inspection.save_draft(record, draft)
    other = opened(tmp_path, by="bob")
    assert other.draft(record) is None
    other.save_draft(record, Draft(question="fact", note="x", caret=0, act="b", by="bob"))
    again = opened(tmp_path)
    assert again.draft(record) == Draft(question="1.1", note="half a note", caret=11, act="a", by="ann")
    again.save_draft(record, None)
    assert opened(tmp_path).draft(record) is None
    assert opened(tmp_path, by="bob").draft(record)
    assert tables(inspection)["changes"] == {}
