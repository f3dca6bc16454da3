"""States, the seal, waivers and the trash of an open inspection."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.records import BLANK, Change, Draft, FieldChange, RecordState
from sqs_tui.domain.seals import STATE
from sqs_tui.errors import LibraryError, SealedError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.inspection_file import Held, hold, keep_held
from tests.builders import content
from tests.store.helpers import WAY, answer, lead_to, opened, snapshot, tables, waive_all

YES, NO = content("yes"), content("no", "late")
COMPLETE, CHECKED, SIGNED_OFF, IN_PROGRESS = (*WAY, RecordState.IN_PROGRESS)


@pytest.fixture
def ann(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def record(ann: OpenInspection) -> str:
    made = ann.add_record("case", "BU07", inspector="ann").id
    answer(ann, made, "1.1", YES)
    return made


@pytest.fixture
def signed(ann: OpenInspection, record: str) -> str:
    lead_to(ann, record, SIGNED_OFF)
    return record


def problem(inspection: OpenInspection, record: str, kind: str) -> Problem:
    found = problems(inspection.instrument, "case", inspection.contents(record))
    return next(one for one in found if one.kind == kind)


def last_line(inspection: OpenInspection, field: str) -> dict[str, Any]:
    return [line for line in tables(inspection)["record_changes"].values() if line["field"] == field][-1]


# The way to the sign-off


def test_a_record_is_complete_when_every_problem_is_mended_or_waived(ann: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", content("no"))
    with pytest.raises(LibraryError, match="BU07 has 2 problems that are neither mended nor waived, the first of them: The fact"):
        ann.set_state(record, COMPLETE)
    ann.waive(record, problem(ann, record, "unanswered"), "the file is lost")
    with pytest.raises(LibraryError, match=r"BU07 has a problem that is neither mended nor waived: 1\.1"):
        ann.set_state(record, COMPLETE)
    answer(ann, record, "1.1", NO)
    assert ann.set_state(record, COMPLETE).state is COMPLETE


def test_who_scored_a_record_does_not_check_it_but_the_lead_may(ann: OpenInspection, record: str) -> None:
    lead_to(ann, record, COMPLETE)
    with pytest.raises(LibraryError, match="BU07 was scored by you"):
        ann.set_state(record, CHECKED)
    ann.change_details(lead="Ann")
    assert ann.set_state(record, CHECKED).state is CHECKED


def test_a_conflict_keeps_a_record_from_being_checked(ann: OpenInspection, record: str, tmp_path: Path) -> None:
    bob = opened(tmp_path, by="bob")
    answer(ann, record, "fact", content("yes"))
    answer(bob, record, "fact", content("no"))
    ann.refresh()
    waive_all(ann, record)
    ann.set_state(record, COMPLETE)
    assert ann.transitions(record)[CHECKED] == "BU07 has 1 open conflict: decide on it first."


def test_a_sign_off_leaves_the_state_and_the_seal_in_one_act(ann: OpenInspection, signed: str) -> None:
    state, seal = last_line(ann, "state"), last_line(ann, "seal")
    assert (state["new"], state["by"], state["act"]) == ("signed off", "checker", seal["act"])
    lines = {**tables(ann)["changes"], **tables(ann)["record_changes"]}
    assert seal["new"][1] == state["id"]
    assert seal["new"][2:] == sorted(lines.keys() - {seal["id"]})
    assert ann.damaged == ()


def test_being_in_a_state_already_leaves_no_line(ann: OpenInspection, signed: str) -> None:
    before = snapshot(ann.folder)
    ann.set_state(signed, SIGNED_OFF)
    assert snapshot(ann.folder) == before


def test_opening_a_record_again_needs_a_reason_which_is_kept(ann: OpenInspection, signed: str) -> None:
    with pytest.raises(LibraryError, match="give a reason for opening it again"):
        ann.set_state(signed, IN_PROGRESS, "  ")
    assert ann.set_state(signed, IN_PROGRESS, "the court report turned up").state is IN_PROGRESS
    assert last_line(ann, "state")["why"] == "the court report turned up"
    answer(ann, signed, "1.1", NO)
    lead_to(ann, signed, SIGNED_OFF)
    assert ann.damaged == ()


def test_a_checked_record_goes_back_for_a_reason_too(ann: OpenInspection, record: str) -> None:
    lead_to(ann, record, CHECKED)
    with pytest.raises(LibraryError, match="reason"):
        ann.set_state(record, IN_PROGRESS)
    with pytest.raises(LibraryError, match="open it again first"):
        ann.set_state(record, COMPLETE)
    ann.set_state(record, IN_PROGRESS, "why")


# Read-only


@pytest.mark.parametrize(
    "change",
    [
        lambda ann, record: answer(ann, record, "1.1", NO),
        lambda ann, record: answer(ann, record, "1.1", YES),
        lambda ann, record: answer(ann, record, "1.1", BLANK),
        lambda ann, record: ann.change_record(record, inspector="bob"),
        lambda ann, record: ann.change_record(record, reference="BU08"),
        lambda ann, record: ann.save_draft(record, Draft(question="1.1", note="x", caret=1, act="", by="ann")),
        lambda ann, record: ann.set_state(record, COMPLETE),
        lambda ann, record: ann.set_state(record, CHECKED),
        lambda ann, record: ann.set_state(record, IN_PROGRESS),
        lambda ann, record: ann.set_state(record, RecordState.NOT_STARTED),
        lambda ann, record: ann.waive(record, Problem(question="1.1", kind="unanswered", says="x"), ""),
        lambda ann, record: ann.trash_record(record),
        lambda ann, record: ann.bring_back(record),
    ],
)
def test_nothing_changes_a_signed_off_record(
    ann: OpenInspection, signed: str, change: Callable[[OpenInspection, str], object]
) -> None:
    before = snapshot(ann.folder)
    with pytest.raises(LibraryError):
        change(ann, signed)
    ann.undo(), ann.redo(), ann.undo_on_records(), ann.redo_on_records()
    assert snapshot(ann.folder) == before


def test_a_program_that_learns_of_a_sign_off_by_being_refused_shows_it(ann: OpenInspection, record: str, tmp_path: Path) -> None:
    bob = opened(tmp_path, by="bob")
    heard: list[str] = []
    bob.subscribe(lambda changed: heard.append(changed.record))
    lead_to(ann, record, SIGNED_OFF)
    with pytest.raises(SealedError):
        answer(bob, record, "1.1", NO)
    assert heard == [record]
    assert bob.record(record).state is SIGNED_OFF


# The seal


def edit_file(inspection: OpenInspection, edit: Callable[[dict[str, Any]], object]) -> None:
    path = inspection.folder / "cases" / "BU07.json"
    data = msgspec.json.decode(path.read_bytes())
    edit(data)
    path.write_bytes(msgspec.json.encode(data))


def only(table: dict[str, Any]) -> Any:
    return next(iter(table.values()))


EDITS: list[Callable[[dict[str, Any]], object]] = [
    lambda data: only(data["changes"])["new"].update(value="no"),
    lambda data: only(data["answers"])["content"].update(value="no"),
    lambda data: data["answers"].clear(),
    lambda data: only(data["record"]).update(reference="BU99"),
    lambda data: only(data["record"]).update(state="in progress"),
    lambda data: data["record_changes"].popitem(),
    lambda data: [line for line in data["record_changes"].values() if line["field"] == STATE][-1].update(new="complete"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_hand_of_a_signed_off_file_is_told_and_the_record_stays_read_only(
    ann: OpenInspection, signed: str, tmp_path: Path, edit: Callable[[dict[str, Any]], object]
) -> None:
    edit_file(ann, edit)
    ann.refresh()
    for inspection in (ann, opened(tmp_path)):
        (sentence,) = inspection.damaged
        assert "its file was changed since by other means (cases/BU07.json)" in sentence
        assert "`sqs-tui restore`" in sentence
        assert inspection.record(signed).id == signed
        before = snapshot(ann.folder)
        with pytest.raises(SealedError, match="by other means"):
            answer(inspection, signed, "1.1", NO)
        assert snapshot(ann.folder) == before


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_changed_by_hand_is_opened_again_with_a_reason_and_sound_then(
    ann: OpenInspection, signed: str, tmp_path: Path, edit: Callable[[dict[str, Any]], object]
) -> None:
    edit_file(ann, edit)
    ann.refresh()
    ann.set_state(signed, IN_PROGRESS, "the file was edited")
    assert ann.damaged == opened(tmp_path).damaged == ()
    assert ann.record(signed).state is IN_PROGRESS
    lead_to(ann, signed, SIGNED_OFF)
    assert opened(tmp_path).damaged == ()


# What is held


def bring(inspection: OpenInspection, *lines: Change | FieldChange) -> None:
    """Hold lines for BU07 as a merge does."""
    record = inspection.record("BU07").id
    held: dict[str, Held | None] = {line.id: hold(record, line) for line in lines}
    with inspection._writing_details() as writing:
        keep_held(writing, held)


LATE = Change(id="late-1", at="2013-03-19T09:00:00.000Z", by="carl", question="1.1", old=BLANK, new=NO, act="late-act")
SIGNED_APART = FieldChange(id="late-2", at="2013-03-18T09:00:00.500Z", by="carl", field=STATE, old="", new="signed off")


def test_what_came_for_a_signed_off_record_is_a_conflict_of_its_own_kind(ann: OpenInspection, signed: str) -> None:
    before = (ann.folder / "cases" / "BU07.json").read_bytes()
    bring(ann, LATE)
    (conflict,) = ann.conflicts()
    assert (conflict.held, conflict.record, conflict.subject, conflict.others) == (True, signed, "1.1", (LATE,))
    assert conflict.stands.new == YES
    with pytest.raises(LibraryError, match=r"(?i)open it again first"):
        ann.settle(conflict, LATE.id)
    assert (ann.folder / "cases" / "BU07.json").read_bytes() == before


def test_what_is_held_comes_in_when_the_record_is_opened_again(ann: OpenInspection, signed: str, tmp_path: Path) -> None:
    bring(ann, LATE, SIGNED_APART)
    assert len(ann.conflicts()) == 2
    ann.set_state(signed, IN_PROGRESS, "carl was offline")
    for inspection in (ann, opened(tmp_path)):
        assert inspection.record(signed).state is IN_PROGRESS
        (conflict,) = inspection.conflicts()
        assert not conflict.held
        assert conflict.stands.new == NO
        assert inspection._details.state.held == {}
        assert inspection.damaged == ()


def test_a_crash_between_the_record_and_what_is_held_changes_nothing(
    ann: OpenInspection, signed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(ann, LATE)
    with monkeypatch.context() as crashing:
        crashing.setattr(OpenInspection, "_let_go", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ann.set_state(signed, IN_PROGRESS, "why")
    again = opened(tmp_path)
    assert [conflict.held for conflict in again.conflicts()] == [False]
    again.set_state(signed, COMPLETE) if not again.transitions(signed)[COMPLETE] else waive_all(again, signed)
    assert again.damaged == ()


# Waivers


def test_a_waiver_lapses_when_the_problem_says_something_else(ann: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", content("yes", note="yyn"))
    ann.waive(record, problem(ann, record, "looks-like-answers"), "a code")
    (waiver,) = ann.waived(record)
    assert (waiver.reason, waiver.by) == ("a code", "ann")
    answer(ann, record, "1.1", content("yes", note="ynn"))
    assert ann.waived(record) == ()
    answer(ann, record, "1.1", content("yes", note="yyn"))
    assert ann.waived(record)


def test_a_waiver_is_taken_back_and_brought_again_as_answers_are(ann: OpenInspection, record: str, tmp_path: Path) -> None:
    ann.waive(record, problem(ann, record, "unanswered"), "the file is lost")
    again = opened(tmp_path)
    done = again.undo()
    assert (done.record, done.question) == (record, "")
    assert done.says == "Took back BU07 The fact: waived (the file is lost)."
    assert again.waived(record) == ()
    assert again.undo().question == "1.1"
    again.redo()
    again.redo()
    assert [waiver.reason for waiver in again.waived(record)] == ["the file is lost"]


def test_taking_back_a_waiver_takes_a_complete_record_back_into_progress(ann: OpenInspection, record: str) -> None:
    lead_to(ann, record, COMPLETE)
    ann.undo()
    assert ann.record(record).state is IN_PROGRESS


def test_a_problem_that_is_none_is_not_waived(ann: OpenInspection, record: str) -> None:
    with pytest.raises(LibraryError, match="no longer has this problem"):
        ann.waive(record, Problem(question="1.1", kind="unanswered", says="1.1 is not answered."), "why")


# The trash


def test_a_record_in_the_trash_is_in_no_list_and_no_tally_and_comes_back(
    ann: OpenInspection, record: str, tmp_path: Path
) -> None:
    counted = ann.tallies()
    ann.trash_record(record)
    for inspection in (ann, opened(tmp_path)):
        assert inspection.records() == []
        assert inspection.reviewed() == []
        assert inspection.tallies().records.get("case", 0) == 0
        assert [trashed.id for trashed in inspection.trashed()] == [record]
        assert inspection.trashed_by(record) == "ann"
        with pytest.raises(LibraryError, match="No record"):
            inspection.record("BU07")
    assert ann.undo_on_records().says == "Took back that BU07 went into the trash."
    assert ann.tallies() == counted
    ann.trash_record(record)
    ann.bring_back(record)
    assert ann.record("BU07").trashed == ""


def test_a_record_in_the_trash_takes_no_answers_and_no_other_state(ann: OpenInspection, record: str) -> None:
    ann.trash_record(record)
    with pytest.raises(SealedError, match="BU07 is in the trash"):
        answer(ann, record, "1.1", NO)
    with pytest.raises(LibraryError, match="BU07 is in the trash"):
        ann.set_state(record, COMPLETE)
    assert "BU07 is in the trash" in ann.undo().says


@pytest.mark.parametrize("state", [CHECKED, SIGNED_OFF])
def test_what_is_checked_or_signed_off_does_not_go_into_the_trash(ann: OpenInspection, record: str, state: RecordState) -> None:
    lead_to(ann, record, state)
    with pytest.raises(LibraryError, match=f"BU07 is {state.value}"):
        ann.trash_record(record)
