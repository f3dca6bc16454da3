"""Two inspectors who answer the same without seeing each other's answer: nothing is dropped, and somebody decides."""

import re
from pathlib import Path

import pytest

from sqs_tui.domain.history import Cause
from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import Change, Content, RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.saver import Saver
from tests.store.helpers import Clock, answer, files, lead_to, opened, tables

YES, NO, NA = Content(value="yes"), Content(value="no", reasons=("late",)), Content(value="na")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ann(tmp_path: Path, clock: Clock) -> OpenInspection:
    return opened(tmp_path, now=clock)


@pytest.fixture
def record(ann: OpenInspection) -> str:
    return ann.add_record("case", "BU07").id


@pytest.fixture
def bob(tmp_path: Path, clock: Clock, ann: OpenInspection, record: str) -> OpenInspection:
    return opened(tmp_path, by="bob", now=clock)


def test_of_two_answers_given_at_the_same_time_the_later_stands_and_the_earlier_is_kept(
    ann: OpenInspection, bob: OpenInspection, record: str
) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", NO)
    ann.refresh()
    for inspection in (ann, bob):
        (conflict,) = inspection.conflicts()
        assert (conflict.record, conflict.subject) == (record, "1.1")
        assert isinstance(conflict.stands, Change)
        assert (conflict.stands.by, conflict.stands.new) == ("bob", NO)
        assert [(other.by, other.new) for other in conflict.others] == [("ann", YES)]
        assert inspection.contents(record) == {"1.1": NO}


def test_what_was_seen_before_is_replaced_without_a_conflict(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", YES)
    bob.refresh()
    answer(bob, record, "1.1", NO)
    assert bob.conflicts() == []


def test_the_same_answer_twice_is_no_conflict(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", YES)
    assert bob.conflicts() == []
    assert len(tables(ann)["changes"]) == 1


def test_going_on_with_an_answer_does_not_hide_the_conflict(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", YES)
    act = bob.new_act()
    bob.put(record, "1.1", Content(value="no"), act=act)
    bob.put(record, "1.1", NO, act=act)
    (conflict,) = bob.conflicts()
    assert (conflict.stands.new, [other.new for other in conflict.others]) == (NO, [YES])


def test_whoever_decides_settles_it_for_all(ann: OpenInspection, bob: OpenInspection, record: str, tmp_path: Path) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", NO)
    lead = opened(tmp_path, by="lead")
    (conflict,) = lead.conflicts()
    lead.settle(conflict, conflict.others[0].id, "The report was late, but good.")
    for inspection in (ann, bob, lead):
        inspection.refresh()
        assert (inspection.conflicts(), inspection.contents(record)) == ([], {"1.1": YES})
    last = next(line for line in tables(lead)["changes"].values() if line.get("cause") == Cause.RESOLVE)
    assert (last["by"], last["why"]) == ("lead", "The report was late, but good.")
    assert len(last["base"]) == 2


def test_letting_stand_what_stands_settles_it_too(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", NO)
    (conflict,) = bob.conflicts()
    bob.settle(conflict, conflict.stands.id)
    assert (bob.conflicts(), bob.contents(record)) == ([], {"1.1": NO})


def test_a_decision_on_what_has_gone_on_since_is_refused(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", NO)
    (conflict,) = bob.conflicts()
    ann.refresh()
    answer(ann, record, "1.1", NA)
    before = {path: path.read_bytes() for path in files(bob.folder)}
    with pytest.raises(LibraryError, match="look at the list again"):
        bob.settle(conflict, conflict.stands.id)
    with pytest.raises(LibraryError, match="look at the list again"):
        bob.settle(conflict, "nonsense")
    assert {path: path.read_bytes() for path in files(bob.folder)} == before


def test_nothing_is_settled_in_a_record_that_is_signed_off(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", NO)
    (conflict,) = bob.conflicts()
    bob.settle(conflict, conflict.stands.id)
    lead_to(bob, record, RecordState.CHECKED)
    with pytest.raises(LibraryError, match="is checked"):
        bob.settle(conflict, conflict.stands.id)


def test_taking_back_my_answer_leaves_the_one_that_was_given_beside_it(
    ann: OpenInspection, bob: OpenInspection, record: str
) -> None:
    answer(ann, record, "1.1", YES)
    answer(bob, record, "1.1", NO)
    bob.undo()
    assert (bob.contents(record), bob.conflicts()) == ({"1.1": YES}, [])
    bob.redo()
    assert bob.contents(record) == {"1.1": NO}
    assert [other.new for other in bob.conflicts()[0].others] == [YES]


def test_an_answer_that_waited_for_the_disk_replaces_only_what_its_inspector_had_seen(
    ann: OpenInspection, bob: OpenInspection, record: str
) -> None:
    saver = Saver(bob)
    path = next((bob.folder / "cases").glob("*.json"))
    path.chmod(0o400)
    for content in (NA, NO):
        saver.save(record, "1.1", content, act=bob.new_act(), cause=Cause.ANSWER)
    assert saver.waiting == 2
    path.chmod(0o600)
    answer(ann, record, "1.1", YES)
    bob.refresh()
    saver.flush()
    (conflict,) = bob.conflicts()
    assert (conflict.stands.new, [other.new for other in conflict.others]) == (NO, [YES])


def test_two_who_allocate_a_record_differently_are_in_conflict(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    ann.change_record(record, inspector="ann")
    bob.change_record(record, inspector="bob")
    (conflict,) = bob.conflicts()
    assert (conflict.record, conflict.subject, conflict.stands.new) == (record, "inspector", "bob")
    bob.settle(conflict, conflict.others[0].id)
    assert (bob.record(record).inspector, bob.conflicts()) == ("ann", [])


def test_two_who_change_a_detail_differently_are_in_conflict(ann: OpenInspection, bob: OpenInspection) -> None:
    ann.change_details(lead="ann", contact="one")
    bob.change_details(lead="bob")
    (conflict,) = bob.conflicts()
    assert (conflict.record, conflict.subject, bob.details.lead, bob.details.contact) == ("", "lead", "bob", "one")
    bob.settle(conflict, conflict.others[0].id)
    ann.refresh()
    assert (ann.details.lead, ann.conflicts()) == ("ann", [])


def test_two_who_edit_a_paragraph_differently_are_in_conflict(ann: OpenInspection, bob: OpenInspection) -> None:
    seen = {"paragraph:p": bob.letter.seen("paragraph:p")}
    ann.letter.put({"paragraph:p": ParagraphEntry(text="Ours.")})
    bob.refresh()
    bob.letter.put({"paragraph:p": ParagraphEntry(text="Mine.")}, seen)
    (conflict,) = bob.conflicts()
    assert bob.letter.entries.paragraphs["p"].text == "Mine."
    bob.settle(conflict, conflict.others[0].id)
    assert (bob.letter.entries.paragraphs["p"].text, bob.conflicts()) == ("Ours.", [])


def test_what_is_said_of_records_is_taken_back_and_brought_again(ann: OpenInspection, tmp_path: Path, record: str) -> None:
    other = ann.add_record("case", "BU08").id
    act = ann.new_act()
    for one in (record, other):
        ann.change_record(one, inspector="ann", act=act)
    ann.change_record(record, reference="BU17")
    again = opened(tmp_path)
    assert again.undo_on_records().says == "Took back the reference of BU17: BU17."
    assert re.fullmatch(r"Took back 2 changes, the first of them the inspector of BU0[78]: ann\.", again.undo_on_records().says)
    assert {found.inspector for found in again.records()} == {""}
    assert again.undo_on_records().says == "There is nothing to undo."
    again.redo_on_records()
    assert {found.inspector for found in again.records()} == {"ann"}
    again.redo_on_records()
    assert again.record(record).reference == "BU17"


def test_what_another_said_of_a_record_since_is_not_taken_back(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    ann.change_record(record, inspector="ann")
    bob.refresh()
    bob.change_record(record, inspector="bob")
    assert ann.undo_on_records().says == "The inspector of BU07 was changed by bob since, and stays as it is."
    assert ann.record(record).inspector == "bob"


def test_a_record_is_what_its_history_says_whatever_the_files_own_copy_has(
    ann: OpenInspection, record: str, tmp_path: Path
) -> None:
    ann.change_record(record, inspector="ann")
    path = next((ann.folder / "cases").glob("*.json"))
    path.write_text(path.read_text().replace('"inspector": "ann"', '"inspector": "eve"'))
    assert opened(tmp_path).record(record).inspector == "ann"


def test_what_was_done_before_the_clock_was_put_back_is_taken_back_in_its_order(tmp_path: Path) -> None:
    first = opened(tmp_path, now=Clock())
    early, late = first.add_record("case", "BU01").id, first.add_record("case", "BU02").id
    answer(first, early, "1.1", YES)
    second = opened(tmp_path, now=Clock(-3600))
    answer(second, late, "1.1", YES)
    assert second.undo().record == late
    assert second.undo().record == early


def test_a_clock_far_ahead_on_one_machine_does_not_turn_the_order_of_what_another_does(tmp_path: Path) -> None:
    ahead = Clock()
    ahead.now = ahead.now.replace(year=2099)
    ann, bob = opened(tmp_path, now=Clock()), opened(tmp_path, by="bob", now=ahead)
    first, second = ann.add_record("case", "BU01").id, ann.add_record("case", "BU02").id
    bob.refresh()
    answer(bob, first, "1.1", NO)
    ann.refresh()
    for record, content in ((first, YES), (second, YES), (first, NA), (second, NO)):
        answer(ann, record, "1.1", content)
    assert [line.by for line in ann.history(first, "1.1")] == ["bob", "ann", "ann"]
    assert ann.conflicts() == []
    again = opened(tmp_path, now=Clock())
    answer(again, second, "1.2", YES)
    assert [(done.record, done.question) for done in (again.undo() for _ in range(5))] == [
        (second, "1.2"),
        (second, "1.1"),
        (first, "1.1"),
        (second, "1.1"),
        (first, "1.1"),
    ]
    assert again.contents(first) == {"1.1": NO}
    carol = opened(tmp_path, by="carol", now=Clock())
    answer(carol, second, "1.3", YES)
    assert carol.history(second, "1.3")[0].at > "2099"  # after the lines of its record, which it has seen
    other = carol.add_record("case", "BU03").id
    assert opened(tmp_path, by="dan", now=Clock()).put(other, "1.1", YES, act="a").at < "2014"  # type: ignore[union-attr]
