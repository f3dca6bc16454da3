"""Merging two libraries: what comes, what is refused and named, and that the other is only read."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import Content, Draft, FieldChange, Record, RecordState
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store import places
from sqs_tui.store.carried import carried_in
from sqs_tui.store.carry import merge_library
from sqs_tui.store.dump import dump
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.inspection_file import DETAILS
from sqs_tui.store.library import Library
from sqs_tui.store.merge import Came
from tests import builders
from tests.store.helpers import FOLDER, Clock, answer, lead_to, make, opened, snapshot

YES, NO, NA = Content(value="yes"), Content(value="no", reasons=("late",)), Content(value="na")
CASE = "cases/BU07.json"


class Two:
    """A library here and a copy of it elsewhere, each with somebody at work in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        first = opened(path / "here", by="lead")
        for reference in ("BU07", "BU08"):
            answer(first, first.add_record("case", reference).id, "fact", YES)
        shutil.copytree(path / "here", path / "there")
        self.here, self.there = self.open("here", "ann"), self.open("there", "bob")
        self.library = Library(path / "here" / "library")

    def open(self, place: str, by: str = "lead") -> OpenInspection:
        return opened(self.path / place, by=by, now=Clock())

    def merge(self, **options: Any) -> Came:
        """Merge what was done there into what is here."""
        (came,) = merge_library(self.library, self.path / "there" / "library", **options)
        return came

    def file(self, place: str, name: str = CASE) -> Path:
        return self.path / place / "library" / FOLDER / name


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def value(inspection: OpenInspection, question: str, reference: str = "BU07") -> str:
    return inspection.contents(inspection.record(reference).id)[question].value


def test_answers_to_different_questions_come_together_without_a_word(two: Two) -> None:
    case = two.here.record("BU07").id
    answer(two.here, case, "1.1", YES)
    answer(two.there, case, "1.2", NO)
    came = two.merge()
    assert (came.answers, came.conflicts, came.records, came.refused) == (1, 0, (), ())
    again = two.open("here")
    assert (value(again, "1.1"), value(again, "1.2")) == ("yes", "no")
    assert again.conflicts() == []


def test_two_answers_to_one_question_are_a_conflict_and_both_are_kept(two: Two) -> None:
    case = two.here.record("BU07").id
    answer(two.here, case, "1.1", YES)
    answer(two.there, case, "1.1", NO)
    assert two.merge().conflicts == 1
    (conflict,) = two.open("here").conflicts()
    said = {line.new.value for line in (conflict.stands, *conflict.others) if isinstance(line.new, Content)}
    assert said == {"yes", "no"}


def test_the_same_answer_given_twice_is_no_conflict(two: Two) -> None:
    for inspection in (two.here, two.there):
        answer(inspection, inspection.record("BU07").id, "1.1", YES)
    assert two.merge().conflicts == 0


def test_what_was_decided_elsewhere_settles_the_conflict_here(two: Two) -> None:
    case = two.here.record("BU07").id
    answer(two.here, case, "1.1", YES)
    answer(two.there, case, "1.1", NO)
    two.merge()
    merge_library(Library(two.path / "there" / "library"), two.library.path)
    two.there.refresh()
    (conflict,) = two.there.conflicts()
    two.there.settle(conflict, conflict.others[0].id)
    two.merge()
    assert two.open("here").conflicts() == []


def test_records_details_and_the_letter_come_too(two: Two) -> None:
    two.there.add_record("case", "BU09", case_manager="CM 3")
    two.there.add_record("staff", "P1")
    two.there.change_details(service="The service")
    two.there.change_record(two.there.record("BU08").id, reference="BU18")
    two.there.letter.put({"paragraph:1": ParagraphEntry(text="Of note.")})
    came = two.merge()
    assert sorted(came.records) == ["BU09", "P1"]
    again = two.open("here")
    assert [record.reference for record in again.records()] == ["BU07", "BU09", "BU18", "P1"]
    assert again.record("BU09").case_manager == "CM 3"
    assert again.details.service == "The service"
    assert again.letter.entries.paragraphs["1"].text == "Of note."
    assert again.damaged == ()


def test_two_records_of_one_name_stay_two(two: Two) -> None:
    for inspection in (two.here, two.there):
        inspection.add_record("case", "BU15")
    assert two.merge().records == ("BU15",)
    fifteen = [record for record in two.open("here").records() if record.reference == "BU15"]
    assert {record.id for record in fifteen} == {inspection.record("BU15").id for inspection in (two.here, two.there)}
    assert two.file("here", "cases/BU15-2.json").exists()


def test_merging_again_changes_no_byte(two: Two) -> None:
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    two.merge()
    before = snapshot(two.library.path)
    came = two.merge()
    assert (came.answers, came.other, came.records, came.conflicts) == (0, 0, (), 0)
    assert snapshot(two.library.path) == before


def test_a_dry_run_tells_the_same_and_writes_nothing(two: Two) -> None:
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    two.there.add_record("case", "BU09")
    before = sorted(two.library.path.rglob("*")), snapshot(two.library.path)
    told = two.merge(dry_run=True)
    assert (sorted(two.library.path.rglob("*")), snapshot(two.library.path)) == before
    assert told == two.merge()


def test_the_other_library_is_only_read_and_may_be_read_only(two: Two) -> None:
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    other = two.path / "there" / "library"
    for lock in other.rglob(".*.lock"):
        lock.unlink()
    names, contents = sorted(other.rglob("*")), snapshot(other)
    for place in (*other.rglob("*"), other):
        place.chmod(0o500 if place.is_dir() else 0o400)
    assert two.merge().answers == 1
    assert (sorted(other.rglob("*")), snapshot(other)) == (names, contents)
    for place in (other, *other.rglob("*")):
        place.chmod(0o700)


def test_an_inspection_that_is_not_here_comes_whole_under_a_free_name(two: Two) -> None:
    make(two.path / "third")
    third = opened(two.path / "third")
    answer(third, third.add_record("case", "CD01").id, "1.1", YES)
    (came,) = merge_library(two.library, two.path / "third" / "library")
    assert (came.new, came.folder, came.records, came.answers) == (True, f"{FOLDER}-2", ("CD01",), 1)
    brought = two.library.path / came.folder
    assert snapshot(brought) == snapshot(third.folder)
    assert dump(carried_in(brought)) == dump(carried_in(third.folder))


def test_a_snapshot_is_taken_before_anything_comes(two: Two) -> None:
    before = snapshot(two.here.folder)
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    two.merge()
    newest = two.library.backups.of(two.here.folder).newest()
    assert newest
    assert newest.manifest.why == "before a merge"
    assert {place: newest.content(place) for place in newest.manifest.files} == before


def test_other_criteria_are_refused_and_nothing_is_merged(two: Two) -> None:
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    instrument = msgspec.json.encode(builders.criteria(version="2"))
    two.file("there", "instrument.json").write_bytes(instrument)
    details = two.file("there", DETAILS)
    details.write_text(details.read_text().replace(two.there._details.state.instrument_hash, places.hash_of(instrument)))
    before = snapshot(two.library.path)
    (sentence,) = two.merge().refused
    assert sentence.startswith(f"{FOLDER} was not merged: the two have different criteria")
    assert snapshot(two.library.path) == before


@pytest.mark.parametrize("side", ["here", "there"])
def test_a_damaged_record_is_named_and_left_alone_and_the_rest_comes(two: Two, side: str) -> None:
    answer(two.there, two.there.record("BU08").id, "1.1", NO)
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    damaged = two.file(side)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    left = two.file("here").read_bytes()
    came = two.merge()
    assert came.answers == 1
    assert any("cases/BU07.json" in sentence for sentence in came.refused)
    assert two.file("here").read_bytes() == left
    assert value(two.open("here"), "1.1", "BU08") == "no"
    assert len(list((two.here.folder / "cases").glob("*.json"))) == 2, "no second file of the same record"


def test_a_file_of_a_newer_program_is_named_and_left_alone(two: Two) -> None:
    answer(two.there, two.there.record("BU08").id, "1.1", NO)
    newer = two.file("there")
    newer.write_text(newer.read_text().replace('"format": 1', '"format": 2'))
    came = two.merge()
    assert came.answers == 1
    assert "newer version" in " ".join(came.refused)


def test_an_inspection_of_a_newer_program_is_refused_by_name(two: Two) -> None:
    newer = two.file("there", DETAILS)
    newer.write_text(newer.read_text().replace('"format": 1', '"format": 2'))
    before = snapshot(two.library.path)
    (sentence,) = two.merge().refused
    assert "newer version" in sentence
    assert snapshot(two.library.path) == before


def rewritten(path: Path, **changed: Any) -> None:
    """Change the first answer's line in a record's file by hand."""
    tables = msgspec.json.decode(path.read_bytes())
    line = next(iter(tables["changes"].values()))
    line |= changed
    path.write_bytes(msgspec.json.encode(tables))


def test_a_line_that_is_told_differently_is_refused_with_its_record(two: Two) -> None:
    answer(two.there, two.there.record("BU07").id, "1.1", NO)
    answer(two.there, two.there.record("BU08").id, "1.1", NO)
    rewritten(two.file("there"), by="somebody else")
    left = two.file("here").read_bytes()
    came = two.merge()
    (sentence,) = came.refused
    assert sentence.startswith("BU07 was not merged: the line ")
    assert two.file("here").read_bytes() == left
    assert came.answers == 1


def test_a_record_that_began_differently_is_refused(two: Two) -> None:
    there = two.file("there")
    there.write_text(there.read_text().replace('"reference": "BU07"', '"reference": "XX07"'))
    (sentence,) = two.merge().refused
    assert "what it began as (reference)" in sentence


def test_what_is_in_the_trash_here_is_not_merged(two: Two) -> None:
    two.library.trash(FOLDER)
    before = snapshot(two.library.path)
    (sentence,) = two.merge().refused
    assert sentence.startswith("Bury 2013 is in the trash here")
    assert snapshot(two.library.path) == before


def deleted(two: Two, place: str, reference: str) -> None:
    """Delete a record for good, as the command does: its file goes, and a line says so."""
    inspection = two.open(place)
    record = inspection.record(reference)
    made = FieldChange(id="t-1", at="2013-03-20T09:00:00.000Z", by="lead", field=f"deleted:{record.id}", old="", new="2013")
    path = two.file(place, DETAILS)
    tables = msgspec.json.decode(path.read_bytes())
    tables["changes"][made.id] = msgspec.to_builtins(made)
    path.write_bytes(msgspec.json.encode(tables))
    two.file(place, f"cases/{reference}.json").unlink()


def test_what_was_deleted_for_good_here_is_not_brought_back(two: Two) -> None:
    deleted(two, "here", "BU07")
    came = two.merge()
    assert came.refused == ("BU07 was deleted for good by lead, and is not brought back.",)
    assert [record.reference for record in two.open("here").records()] == ["BU08"]


def test_what_was_deleted_for_good_elsewhere_stays_here_and_is_told(two: Two) -> None:
    deleted(two, "there", "BU07")
    came = two.merge()
    assert came.refused == ("BU07 was deleted for good by lead, and stays here: delete it here too, if that is meant.",)
    assert [record.reference for record in two.open("here").records()] == ["BU07", "BU08"]


def test_second_scorings_come_too(two: Two) -> None:
    second = Record(id="5ec0", unit="case", reference="BU07", inspector="cem", of=two.there.record("BU07").id)
    two.there._seconds.add(second, two.there._writer)
    assert two.merge().records == ("BU07",)
    again = two.open("here")
    assert [record.id for record in again.seconds()] == ["5ec0"]
    assert again.damaged == ()


def test_drafts_come_and_of_two_by_one_account_the_longer_is_kept(two: Two) -> None:
    case = two.here.record("BU07").id
    for inspection, note in ((two.here, "so"), (two.there, "so it was")):
        inspection.save_draft(case, Draft(question="1.1", note=note, caret=0, act="a", by=""))
    two.merge()
    assert {by: draft.note for by, draft in two.open("here")._file(case).state.drafts.items()} == {
        "ann": "so",
        "bob": "so it was",
    }
    for place in ("here", "there"):
        two.open(place, "ann").save_draft(case, Draft(question="1.1", note=f"from {place}", caret=0, act="a", by=""))
    two.merge()
    assert two.open("here")._file(case).state.drafts["ann"].note == "from there"


def test_a_program_that_has_the_inspection_open_follows(two: Two) -> None:
    case = two.here.record("BU07").id
    answer(two.there, case, "1.1", NO)
    two.merge()
    two.here.refresh()
    assert value(two.here, "1.1") == "no"
    answer(two.here, case, "1.2", YES)
    assert (value(two.open("here"), "1.1"), value(two.open("here"), "1.2")) == ("no", "yes")


def test_a_merge_that_is_cut_short_is_completed_by_another(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    for reference in ("BU07", "BU08"):
        answer(two.there, two.there.record(reference).id, "1.1", NO)
    two.there.letter.put({"paragraph:1": ParagraphEntry(text="Of note.")})
    whole = Library(two.path / "copy" / "library")
    shutil.copytree(two.path / "here", two.path / "copy")
    merge_library(whole, two.path / "there" / "library")
    saves = 0
    put = places.put_in_place

    def fails_at_third(path: Path) -> None:
        nonlocal saves
        saves += 1
        if saves == 3:
            raise OSError(28, "No space left on device")
        put(path)

    monkeypatch.setattr(places, "put_in_place", fails_at_third)
    with pytest.raises(NotSavedError, match="the disk is full"):
        two.merge()
    assert two.open("here").damaged == ()
    two.merge()
    assert dump(carried_in(two.here.folder)) == dump(carried_in(whole.path / FOLDER))


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ("none", "is no folder"),
        ("here/library", "is this library itself"),
        (f"there/library/{FOLDER}", "is one inspection"),
        ("empty", "There is no inspection in"),
    ],
)
def test_what_is_no_other_library_is_refused(two: Two, other: str, says: str) -> None:
    (two.path / "empty").mkdir()
    with pytest.raises(LibraryError, match=says):
        merge_library(two.library, two.path / other)


def test_one_inspection_can_be_named(two: Two) -> None:
    other = Library(two.path / "there" / "library")
    other.create(msgspec.json.encode(builders.criteria()), two.here.details, by="lead", now=Clock())
    (came,) = merge_library(two.library, other.path, FOLDER)
    assert (came.folder, came.new) == (FOLDER, False)


# What is signed off


def test_of_a_sealed_record_not_one_byte_changes_and_what_came_for_it_is_held(two: Two) -> None:
    case = two.here.record("BU07").id
    lead_to(two.here, case, RecordState.SIGNED_OFF)
    answer(two.there, case, "1.1", NO)
    two.there.save_draft(case, Draft(question="1.2", note="half", caret=0, act="a", by=""))
    before = two.file("here").read_bytes()
    came = two.merge()
    assert came.held == 1
    assert (came.answers, came.conflicts) == (0, 0)
    assert two.file("here").read_bytes() == before
    held = carried_in(two.here.folder).held[case]
    assert {line.subject for line in held.values()} == {"1.1"}
    names = {path: path.read_bytes() for path in two.here.folder.rglob("*.json")}
    assert two.merge().held == 0
    assert {path: path.read_bytes() for path in two.here.folder.rglob("*.json")} == names
    back = two.path / "back" / "library"
    shutil.copytree(two.path / "there", two.path / "back")
    merge_library(Library(back), two.library.path)
    assert dump(carried_in(back / FOLDER)) == dump(carried_in(two.here.folder))


def test_a_line_that_opens_a_sealed_record_lets_in_what_was_held(two: Two) -> None:
    case = two.here.record("BU07").id
    lead_to(two.here, case, RecordState.SIGNED_OFF)
    answer(two.there, case, "1.1", NO)
    two.merge()
    shutil.copytree(two.path / "here", two.path / "third")
    third = two.open("third", "lead")
    third.set_state(case, RecordState.IN_PROGRESS, "look again")
    merge_library(two.library, two.path / "third" / "library")
    assert carried_in(two.here.folder).held == {}
    assert value(two.open("here"), "1.1") == "no"
    assert two.open("here").damaged == ()


def test_a_record_whose_seal_is_broken_is_named_and_left_alone(two: Two) -> None:
    case = two.here.record("BU07").id
    lead_to(two.there, case, RecordState.SIGNED_OFF)
    answer(two.there, two.there.record("BU08").id, "1.1", NO)
    broken = two.file("there")
    broken.write_text(broken.read_text().replace('"value": "yes"', '"value": "no"'))
    before = two.file("here").read_bytes()
    came = two.merge()
    assert came.answers == 1
    assert "BU07 is signed off, and its file, cases/BU07.json, was changed since by other means" in came.refused[0]
    assert two.file("here").read_bytes() == before


def test_an_inspection_with_what_is_held_comes_whole(two: Two) -> None:
    case = two.here.record("BU07").id
    lead_to(two.here, case, RecordState.SIGNED_OFF)
    answer(two.there, case, "1.1", NO)
    two.merge()
    new = Library(two.path / "new")
    (came,) = merge_library(new, two.library.path)
    assert came.held == 1
    names = {path.relative_to(two.here.folder) for path in two.here.folder.rglob("*.json") if not path.name.startswith(".")}
    for name in names:
        assert (new.path / FOLDER / name).read_bytes() == (two.here.folder / name).read_bytes()


def test_an_inspection_that_was_deleted_for_good_here_is_not_brought_back(two: Two) -> None:
    two.library.trash(FOLDER)
    (trashed,) = two.library.trashed()
    two.library.delete(trashed)
    before = snapshot(two.library.path)
    (sentence,) = two.merge().refused
    assert sentence.startswith("Bury 2013 was deleted for good here on 20")
    assert snapshot(two.library.path) == before
