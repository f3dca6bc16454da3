"""The commands `backup`, `restore` and `verify`: what they print, what they ask, how they end."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from sqs_tui.domain.records import Content, RecordState
from sqs_tui.store.library import Library
from tests.store.helpers import FOLDER, answer, lead_to, make, opened, snapshot
from tests.test_cli import Run, assert_one_line, run

__all__ = ["run"]

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))
CASE = "cases/BU07.json"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    place = make(tmp_path).path
    inspection = opened(tmp_path)
    for reference in ("BU07", "BU08"):
        answer(inspection, inspection.add_record("case", reference).id, "1.1", YES)
    return place


def change(library: Path, *references: str) -> None:
    inspection = opened(library.parent, by="bob")
    for reference in references or ("BU07",):
        answer(inspection, inspection.record(reference).id, "1.1", NO)


def test_backup_takes_a_snapshot_of_all_or_of_one_and_prints_its_name(run: Run, library: Path, tmp_path: Path) -> None:
    make(tmp_path, area="Leeds")
    ran = run("--library", library, "backup")
    assert (ran.code, ran.err) == (0, "")
    folders, names = zip(*(line.split() for line in ran.out.splitlines()), strict=True)
    assert folders == (FOLDER, "leeds-2013-03")
    again = run("--library", library, "backup", "bury")
    assert again.out.split() == [FOLDER, names[0]]


def test_backup_names_what_is_no_good_copy(run: Run, library: Path) -> None:
    (library / FOLDER / CASE).write_bytes(b"")
    ran = run("--library", library, "backup")
    assert ran.code == 1
    assert ran.err == f"sqs-tui: {FOLDER}/{CASE} is copied as it is, but is no good copy: it is empty.\n"
    assert ran.out.startswith(FOLDER)


def test_backup_of_an_empty_library_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("--library", tmp_path / "none", "backup")
    assert_one_line(ran, code=0, says="there are no inspections")
    assert not (tmp_path / "none").exists()


def test_an_archive_is_never_written_over_another_file_unless_forced(run: Run, library: Path, tmp_path: Path) -> None:
    output = tmp_path / "carried.zip"
    ran = run("--library", library, "backup", "bury", "--output", output)
    assert (ran.code, ran.out, ran.err) == (0, f"{output}\n", "")
    assert output.stat().st_mode & 0o777 == 0o600
    before = output.read_bytes()
    change(library)
    assert_one_line(run("--library", library, "backup", "--output", output), code=2, says="is there already")
    assert output.read_bytes() == before
    assert run("--library", library, "backup", "--output", output, "--force").code == 0
    assert output.read_bytes() != before


def test_restore_lists_what_there_is_and_what_would_change(run: Run, library: Path) -> None:
    assert_one_line(run("--library", library, "restore", "bury"), code=0, says="there is no snapshot of bury-2013-03 yet")
    run("--library", library, "backup")
    change(library)
    name = run("--library", library, "backup").out.split()[1]
    ran = run("--library", library, "restore", "bury")
    heads, first, second = ran.out.splitlines()
    assert heads.split() == ["SNAPSHOT", "TAKEN", "RECORDS", "ANSWERS", "WHY", "WOULD", "CHANGE"]
    assert first.split()[3:] == ["2", "2", "by", "hand", "BU07"]
    assert second.split()[0] == name
    assert second.split()[3:] == ["2", "2", "by", "hand", "nothing"]
    listed = json.loads(run("--library", library, "restore", "bury", "--json").out)
    assert [one["would_change"] for one in listed] == [[CASE], []]
    assert (listed[1]["snapshot"], listed[1]["records"], listed[1]["answers"], listed[1]["damaged"]) == (name, 2, 2, {})


def test_restore_says_what_was_kept_and_how_to_get_it_back(run: Run, library: Path) -> None:
    name = run("--library", library, "backup").out.split()[1]
    then = snapshot(library / FOLDER)
    change(library)
    now = snapshot(library / FOLDER)
    ran = run("--library", library, "restore", "bury", name[:15], "--yes")
    assert (ran.code, ran.out) == (0, f"{CASE}\n")
    assert snapshot(library / FOLDER) == then
    kept = ran.err.partition(f"`sqs-tui restore {FOLDER} ")[2].partition("`")[0]
    assert run("--library", library, "restore", FOLDER, kept, "--yes").code == 0
    assert snapshot(library / FOLDER) == now


def test_without_a_terminal_nothing_is_restored_without_a_yes(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = run("--library", library, "backup").out.split()[1]
    change(library)
    before = snapshot(library)
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    ran = run("--library", library, "restore", "bury", name)
    assert_one_line(ran, code=2, says=f"1 file of {FOLDER} would be as it was on ")
    assert ran.err.endswith(f": {CASE}: say --yes if that is meant.\n")
    assert snapshot(library) == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("y\n", 1), ("\n", 1), ("", 1), ("no\n", 1)])
def test_at_a_terminal_a_yes_is_asked_for(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    name = run("--library", library, "backup").out.split()[1]
    then = snapshot(library / FOLDER)
    change(library)
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    ran = run("--library", library, "restore", "bury", name)
    assert ran.code == code
    assert "Type yes to go on: " in ran.err
    assert ("nothing was changed" in ran.err) == (code == 1)
    assert (snapshot(library / FOLDER) == then) == (code == 0)


def test_one_file_is_restored_alone(run: Run, library: Path) -> None:
    name = run("--library", library, "backup").out.split()[1]
    change(library, "BU07", "BU08")
    ran = run("--library", library, "restore", "bury", name, "--file", CASE, "--yes")
    assert (ran.code, ran.out) == (0, f"{CASE}\n")
    ran = run("--library", library, "restore", "bury", name, "--file", "../x.json", "--yes")
    assert_one_line(ran, code=2, says="has no file ../x.json")


def test_a_signed_off_record_is_named_and_stays(run: Run, library: Path) -> None:
    name = run("--library", library, "backup").out.split()[1]
    inspection = opened(library.parent)
    lead_to(inspection, inspection.record("BU07").id, RecordState.SIGNED_OFF)
    before = (library / FOLDER / CASE).read_bytes()
    ran = run("--library", library, "restore", "bury", name, "--yes")
    assert_one_line(ran, code=1, says=f"{CASE} stays as it is: it is signed off")
    assert (library / FOLDER / CASE).read_bytes() == before


def test_where_nothing_would_change_nothing_is_asked(run: Run, library: Path) -> None:
    name = run("--library", library, "backup").out.split()[1]
    before = snapshot(library)
    assert_one_line(run("--library", library, "restore", "bury", name), code=0, says="nothing of bury-2013-03 would change")
    assert snapshot(library) == before


def test_an_inspection_that_is_no_longer_there_comes_back(run: Run, library: Path) -> None:
    name = run("--library", library, "backup").out.split()[1]
    then = snapshot(library / FOLDER)
    Library(library).trash(FOLDER)
    listed = run("--library", library, "restore", "bury")
    assert name in listed.out
    assert_one_line(run("--library", library, "restore", "bury", name), code=2, says="say --yes if that is meant")
    ran = run("--library", library, "restore", "bury", name, "--yes")
    assert (ran.code, ran.out, ran.err) == (0, f"{FOLDER}\n", "")
    assert snapshot(library / FOLDER) == then


def test_an_archive_is_restored_into_the_inspection_it_came_from_or_into_an_empty_library(
    run: Run, library: Path, tmp_path: Path
) -> None:
    output = tmp_path / "carried.zip"
    run("--library", library, "backup", "--output", output)
    then = snapshot(library / FOLDER)
    change(library)
    (library / FOLDER).rename(library / "renamed")
    ran = run("--library", library, "restore", "bury", "--from", output, "--yes")
    assert (ran.code, ran.out) == (0, f"{CASE}\n")
    assert snapshot(library / "renamed") == then
    other = tmp_path / "other"
    assert run("--library", other, "restore", "bury", "--from", output, "--yes").out == f"{FOLDER}\n"
    assert snapshot(other / FOLDER) == then


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["backup", "none"], 2, "No inspection begins with"),
        (["restore", "none"], 2, "No inspection begins with"),
        (["restore", "bury", "2099"], 2, "No snapshot begins with"),
        (["restore", "bury", "2", "--from", "x"], 2, "not both"),
        (["restore", "bury", "--from", "none.zip"], 2, "there is no such file"),
        (["restore", "bury", "\x1b[31m"], 2, "No snapshot begins with"),
    ],
)
def test_wrong_use_is_told_in_one_line(run: Run, library: Path, arguments: list[str], code: int, says: str) -> None:
    before = snapshot(library)
    assert_one_line(run("--library", library, *arguments), code=code, says=says)
    assert snapshot(library) == before


def test_an_archive_without_the_inspection_says_what_it_holds(run: Run, library: Path, tmp_path: Path) -> None:
    output = tmp_path / "carried.zip"
    run("--library", library, "backup", "--output", output)
    ran = run("--library", library, "restore", "leeds", "--from", output)
    assert_one_line(ran, code=2, says=f'holds no one inspection that begins with "leeds", but {FOLDER}')


# Verify


def test_verify_says_that_all_is_well(run: Run, library: Path) -> None:
    before = snapshot(library)
    ran = run("--library", library, "verify")
    assert (ran.code, ran.out, ran.err) == (0, f"{FOLDER}: all is well.\n", "")
    assert json.loads(run("--library", library, "verify", "bury", "--json").out) == [
        {"folder": FOLDER, "repaired": [], "findings": []}
    ]
    assert snapshot(library) == before


def test_verify_names_each_finding_with_its_remedy_and_repairs_when_told(run: Run, library: Path) -> None:
    run("--library", library, "backup")
    good = snapshot(library / FOLDER)
    (library / FOLDER / CASE).write_bytes(b"null")
    (library / FOLDER / "readme.txt").write_bytes(b"mine")
    ran = run("--library", library, "verify", "bury")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{FOLDER}/{CASE}: damaged: it holds no tables (the newest good copy takes its place, and what is damaged is kept).",
        f"{FOLDER}/readme.txt: stray: it is no file of an inspection (no repair: move it away).",
        f"{FOLDER}: 2 findings.",
    ]
    found = json.loads(run("--library", library, "verify", "--json").out)[0]["findings"]
    assert [(one["place"], one["badness"]) for one in found] == [(CASE, "damaged"), ("readme.txt", "stray")]
    ran = run("--library", library, "verify", "bury", "--repair")
    assert ran.code == 1
    assert ran.out.splitlines()[0] == f"{FOLDER}/{CASE}: repaired: it holds no tables."
    assert "brings it back" in ran.err
    (library / FOLDER / "readme.txt").unlink()
    assert snapshot(library / FOLDER) == good
    assert run("--library", library, "verify").code == 0


def test_verify_names_two_folders_that_hold_one_inspection(run: Run, library: Path) -> None:
    shutil.copytree(library / FOLDER, library / "copied")
    ran = run("--library", library, "verify")
    assert ran.code == 1
    assert f"copied/inspection.json: inconsistent: it is the same inspection as {FOLDER} (no repair: " in ran.out


def test_verify_of_what_is_no_inspection_names_what_is_missing(run: Run, library: Path) -> None:
    (library / "empty").mkdir(mode=0o700)
    ran = run("--library", library, "verify", "empty")
    assert ran.code == 1
    assert "empty/inspection.json: damaged: it is missing (no repair: there is no good copy of it" in ran.out
