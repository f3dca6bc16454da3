"""States, the trash and deleting for good, from the command line."""

import json
from pathlib import Path

import pytest

from sqs_tui.domain.records import RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.store.library import Library
from tests.builders import content
from tests.store.helpers import FOLDER, answer, files, lead_to, make, opened, snapshot, waive_all
from tests.test_cli import Run, assert_one_line, run

__all__ = ["run"]  # a fixture

YES = content("yes", note="a note")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = make(tmp_path).path
    inspection = opened(tmp_path)
    for reference in ("BU07", "BU08"):
        answer(inspection, inspection.add_record("case", reference, inspector="ann").id, "1.1", YES)
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(place))
    monkeypatch.setattr("sqs_tui.plain.account_name", lambda: "bob")
    monkeypatch.setattr("sqs_tui.plain_trash.account_name", lambda: "bob")
    return place


def state(library: Path, reference: str = "BU07") -> str:
    return opened(library.parent).record(reference).state.value


# State


def test_a_record_is_led_to_its_sign_off_and_back(run: Run, library: Path) -> None:
    inspection = opened(library.parent)
    waive_all(inspection, inspection.record("BU07").id)
    for following in ("complete", "checked", "signed-off"):
        ran = run("state", "bury", "BU07", following)
        assert (ran.code, ran.out, ran.err) == (0, f"BU07  {following.replace('-', ' ')}\n", "")
    assert_one_line(run("state", "bury", "BU07", "in-progress"), code=1, says="give a reason for opening it again")
    assert run("state", "bury", "BU07", "in-progress", "--reason", "new evidence").code == 0
    assert state(library) == "in progress"


def test_who_may_not_is_told_why_and_the_others_are_led_there(run: Run, library: Path) -> None:
    inspection = opened(library.parent)
    waive_all(inspection, inspection.record("BU07").id)
    ran = run("state", "bury", "--all", "complete")
    assert (ran.code, ran.out) == (1, "BU07  complete\n")
    assert ran.err == "sqs-tui: BU08 has a problem that is neither mended nor waived: The fact is not answered.\n"


def test_all_that_are_signed_off_already_are_told_of_in_one_line(run: Run, library: Path) -> None:
    inspection = opened(library.parent)
    for reference in ("BU07", "BU08"):
        lead_to(inspection, inspection.record(reference).id, RecordState.SIGNED_OFF)
    ran = run("state", "bury", "--all", "complete")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "sqs-tui: 2 records are signed off: they stay so unless opened again (in-progress), with a reason.\n"
    assert state(library) == "signed off"


@pytest.mark.parametrize("arguments", [("bury", "complete"), ("--all", "bury", "BU07", "complete")])
def test_either_records_or_all_are_named(run: Run, library: Path, arguments: tuple[str, ...]) -> None:
    assert_one_line(run("state", *arguments), code=2, says="Name the records that are meant")


def test_show_tells_what_may_stand(run: Run, library: Path) -> None:
    inspection = opened(library.parent)
    waive_all(inspection, inspection.record("BU07").id)
    assert "Problems that may stand\n  The fact is not answered. ann: the file is lost\n" in run("show", "bury", "BU07").out
    (waived,) = json.loads(run("show", "bury", "BU07", "--json").out)["waived"]
    assert (waived["question"], waived["reason"], waived["by"]) == ("fact", "the file is lost", "ann")


def test_a_signed_off_file_that_was_edited_is_told_by_every_command(run: Run, library: Path) -> None:
    inspection = opened(library.parent)
    lead_to(inspection, inspection.record("BU07").id, RecordState.SIGNED_OFF)
    path = library / FOLDER / "cases" / "BU07.json"
    path.write_bytes(path.read_bytes().replace(b'"a note"', b'"another"'))
    ran = run("show", "bury")
    assert ran.code == 1
    assert "BU07 was signed off on 2013-03-18 by checker, and its file was changed since by other means" in ran.err
    assert "another means" not in ran.err
    ran = run("verify", "bury")
    assert ran.code == 1
    assert "its file was changed since by other means" in ran.out


# The trash


def test_a_record_goes_into_the_trash_and_comes_back(run: Run, library: Path) -> None:
    ran = run("trash", "bury", "BU07")
    assert (ran.code, ran.out) == (0, "")
    assert "BU07" not in run("show", "bury").out
    (row,) = json.loads(run("trash", "--list", "bury", "--json").out)
    assert (row["record"], row["by"]) == ("BU07", "bob")
    assert run("untrash", "bury", "BU07").code == 0
    assert "BU07" in run("show", "bury").out
    assert_one_line(run("untrash", "bury", "BU07"), code=2, says="No record in the trash of Bury 2013 is called")


def test_an_inspection_goes_into_the_trash_and_comes_back_as_it_was(run: Run, library: Path) -> None:
    before = snapshot(library)
    assert run("trash", "bury").code == 0
    (row,) = json.loads(run("trash", "--list", "--json").out)
    assert (row["inspection"], row["by"]) == ("Bury 2013", "bob")
    ran = run("untrash", "bury")
    assert (ran.code, ran.out) == (0, f"{FOLDER}\n")
    assert snapshot(library) == before


def test_what_goes_into_the_trash_has_a_name(run: Run, library: Path) -> None:
    assert_one_line(run("trash"), code=2, says="Name what goes into the trash")


# Deleting for good


def test_only_what_is_in_the_trash_is_deleted_and_only_by_its_name(run: Run, library: Path) -> None:
    before = snapshot(library)
    assert_one_line(run("delete", "bury", "BU07", "--name", "BU07"), code=2, says="No record in the trash")
    assert_one_line(run("delete", "bury", "--name", FOLDER), code=2, says="No inspection in the trash")
    assert snapshot(library) == before
    run("trash", "bury", "BU07")
    before = snapshot(library)
    for name in ((), ("--name", "BU08"), ("--name", "")):
        ran = run("delete", "bury", "BU07", *name)
        assert ran.code == 2
        assert "Nothing was deleted" in ran.err
    assert snapshot(library) == before


def test_a_record_is_deleted_for_good_and_nothing_else(run: Run, library: Path) -> None:
    run("backup", "bury")
    run("trash", "bury", "BU07")
    record = opened(library.parent).trashed()[0].id
    before = snapshot(library)
    ran = run("delete", "bury", "BU07", "--name", "BU07")
    assert (ran.code, ran.out) == (0, "cases/BU07.json\n")
    assert "BU07 of Bury 2013 will be deleted for good: 1 answer, 1 note, their history." in ran.err
    after = snapshot(library)
    case, details = f"{FOLDER}/cases/BU07.json", f"{FOLDER}/inspection.json"
    assert before.keys() - after.keys() == {case}
    assert after.keys() - before.keys() == set()
    assert {path for path in after if after[path] != before[path]} == {details}
    assert not list((library / FOLDER / "cases").glob(".BU07*"))
    assert list(opened(library.parent)._details.state.deleted) == [record]
    for _ in range(2):  # a copy of it is there, and is not offered
        assert run("verify", "bury", "--repair").out == f"{FOLDER}: all is well.\n"


def test_its_copies_in_the_snapshots_go_with_it_where_told(run: Run, library: Path) -> None:
    name = run("backup", "bury").out.split()[1]
    run("trash", "bury", "BU07")
    run("delete", "bury", "BU07", "--snapshots", "--name", "BU07")
    left = [path for path in files(library / ".backup") if path.name == "BU07.json"]
    assert left == []
    assert [path.name for path in files(library / ".backup") if path.name == "BU08.json"] == ["BU08.json"]
    assert run("verify", "bury").out == f"{FOLDER}: all is well.\n"
    assert_one_line(
        run("restore", "bury", name, "--file", "cases/BU07.json", "--yes"), code=2, says="has no file cases/BU07.json"
    )


def test_a_second_scoring_goes_with_its_record(run: Run, library: Path) -> None:
    inspection = opened(library.parent)
    record = inspection.record("BU07").id
    lead_to(inspection, record, RecordState.COMPLETE)
    inspection.begin_second(record, "carl")
    run("trash", "bury", "BU07")
    assert run("delete", "bury", "BU07", "--name", "BU07").out == "cases/BU07.json\nsecond/BU07.json\n"


def test_an_inspection_is_deleted_for_good_and_only_its_id_and_the_time_stay(run: Run, library: Path) -> None:
    make(library.parent, area="Leeds")
    run("backup")
    identity = opened(library.parent).details.id
    run("trash", "bury")
    before = snapshot(library)
    ran = run("delete", "bury", "--snapshots", "--name", FOLDER)
    assert ran.code == 0
    assert "Bury 2013, in the trash since" in ran.err
    assert "2 records, 2 answers, 2 notes" in ran.err
    after = snapshot(library)
    assert after.keys() - before.keys() == {".deleted"}
    assert all(after[path] == before[path] for path in after.keys() & before.keys())
    assert {path.split("/")[0] for path in before.keys() - after.keys()} == {".trash", ".backup"}
    assert all("leeds" not in path for path in before.keys() - after.keys())
    assert list(Library(library).deleted()) == [identity]
    assert list(json.loads((library / ".deleted").read_bytes())) == [identity]


def test_a_library_that_cannot_tell_what_was_deleted_says_so(library: Path) -> None:
    (library / ".deleted").write_bytes(b"{")
    with pytest.raises(LibraryError, match="only it tells what was deleted for good"):
        Library(library).deleted()
