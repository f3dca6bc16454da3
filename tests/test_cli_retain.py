"""`sqs-tui retain`: the list, the removal, and what other commands print afterwards."""

import json
from pathlib import Path

import pytest

from sqs_tui import cli
from tests.store.closed import FOLDER, places_of_mark


def run(library: Path, *arguments: str) -> int:
    try:
        return cli.main(["--library", str(library), *arguments])
    except SystemExit as ended:
        return int(ended.code or 0)


def test_the_list_names_what_goes_what_stays_and_what_is_out_of_reach(
    closed_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(closed_library, "retain") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[1].startswith(f"{FOLDER}  2013-05-08  2014-05-08  due    61 notes, ")
    assert "The letter, its figures and tallies" in err
    assert "Out of reach are files that were exported" in err
    assert "nothing was removed" in err
    assert places_of_mark(closed_library)


def test_it_asks_first_and_a_script_says_yes(closed_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(closed_library, "retain", "--remove") == 2
    assert "say --yes if that is meant" in capsys.readouterr().err
    assert places_of_mark(closed_library)
    assert run(closed_library, "retain", "--remove", "--yes") == 0
    assert f"{FOLDER}  removed  61 notes" in capsys.readouterr().out
    assert places_of_mark(closed_library) == []
    assert run(closed_library, "verify") == 0
    capsys.readouterr()
    assert run(closed_library, "retain", "bury", "--remove", "--yes") == 0
    assert "there is nothing that could be removed now" in capsys.readouterr().err


def test_the_letter_and_the_summary_are_the_same_to_the_byte(closed_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def printed() -> list[str]:
        told = []
        for command in (("letter", "bury"), ("letter", "bury", "--html"), ("summary", "bury", "--json"), ("check", "bury")):
            run(closed_library, *command)
            told.append(capsys.readouterr().out)
        return told

    before = printed()
    assert all(before)
    assert run(closed_library, "retain", "--remove", "--yes") == 0
    capsys.readouterr()
    assert printed() == before


def test_json_tells_counts_and_reasons(closed_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (closed_library / FOLDER / "notes.txt").write_text("left")
    assert run(closed_library, "retain", "--json") == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["folder"], one["stage"], one["due"], one["going"]["notes"]) == (FOLDER, "due", "2014-05-08", 61)
    assert "notes.txt" in one["left"][0]
    assert run(closed_library, "retain", "--remove", "--yes", "--json") == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["stage"], one["going"]["notes"]) == ("removed", 61)


def test_json_of_a_removal_without_anything_due_is_an_empty_list(demo_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(demo_library, "retain", "--remove", "--json") == 1
    assert json.loads(capsys.readouterr().out) == []


def test_what_lies_in_the_trash_alone_is_a_problem(closed_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(closed_library, "trash", "bury") == 0
    assert run(closed_library, "retain") == 1
    assert "lies in the trash with notes whose day has come" in capsys.readouterr().err


def test_what_is_not_closed_is_a_problem_and_stays(demo_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(demo_library, "retain", "--remove", "--yes") == 1
    out, err = capsys.readouterr()
    assert "not closed" in out
    assert "because none of its 22 records is signed off: sign them off" in err
    run(demo_library, "retain", "bury", "--json")
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["stage"], one["going"]) == ("not closed", None)


def test_what_cannot_be_read_is_damaged_and_not_unpublished(closed_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (closed_library / FOLDER / "inspection.json").write_text("{")
    assert run(closed_library, "retain") == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[1].split() == [FOLDER, "damaged"]
    assert "inspection.json is damaged" in err


def test_months_are_a_setting_and_none_means_never(
    closed_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SQS_TUI_RETENTION_MONTHS", "1200")
    assert run(closed_library, "retain") == 0
    assert "2113-05-08  later" in capsys.readouterr().out
    monkeypatch.setenv("SQS_TUI_RETENTION_MONTHS", "0")
    assert run(closed_library, "retain", "--remove", "--yes") == 0
    out, err = capsys.readouterr()
    assert "nothing is ever removed" in err
    assert out.splitlines()[1].split() == [FOLDER, "2013-05-08", "never"]
    assert places_of_mark(closed_library)


def test_histories_say_that_they_were_removed(closed_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(closed_library, "retain", "--remove", "--yes")
    capsys.readouterr()
    for command in (("history", "bury", "BU01", "1.1"), ("changes", "bury")):
        assert run(closed_library, *command) == 0
        assert "Notes and histories were removed on" in capsys.readouterr().err
    assert run(closed_library, "show", "bury", "BU01") == 0
    assert "(its note was removed)" in capsys.readouterr().out


def test_an_empty_library_says_how_one_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none", "retain") == 0
    assert "no inspections" in capsys.readouterr().err
