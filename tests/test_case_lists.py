"""Case lists: each of many hand-made files is imported whole, or refused by a sentence that names row and column."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.domain.records import RecordState
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.case_files import CASES, FILES, PLAIN
from tests.store.helpers import FOLDER, Clock, make, snapshot

Out = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(tmp_path / "library"))
    return make(tmp_path, instrument=DEFAULT_CRITERIA.read_bytes())


def opened(library: Library) -> OpenInspection:
    return library.open(FOLDER, by="ann", now=Clock())


def imports(tmp_path: Path, content: str | bytes, options: str = "", name: str = "cases.csv") -> int:
    """Import a file."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return cli.main(["import", str(path), "--into", "bury", *options.split()])


def cases(library: Library) -> list[str]:
    """What the present list says, a line a case."""
    present = opened(library).sample.data.present
    return [
        " ".join(
            filter(
                None,
                (
                    *(case.reference, case.case_manager, case.inspector, case.person),
                    *(f"{fact}={value}" for fact, value in case.facts.items()),
                ),
            )
        )
        for case in (present.cases if present else ())
    ]


def test_there_are_sixty_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_imported_whole_or_refused_by_row_and_column(name: str, library: Library, tmp_path: Path, capsys: Out) -> None:
    file = FILES[name]
    before = snapshot(library.path)
    code = imports(tmp_path, file.content, file.options)
    told = "".join(capsys.readouterr())
    assert cases(library) == file.cases
    assert (code == 0) is bool(file.cases), told
    assert told.replace("\n", "").isprintable()
    if not file.cases:
        assert snapshot(library.path) == before
    for part in (*file.refused, file.says):
        assert part in told


def test_what_refuses_a_file_is_one_line(library: Library, tmp_path: Path, capsys: Out) -> None:
    assert imports(tmp_path, FILES["a quote that is never closed"].content) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith("sqs-tui: cases.csv was not imported: row 3, column 2:")


def test_a_dry_run_tells_the_fate_of_every_row_and_writes_nothing(library: Library, tmp_path: Path, capsys: Out) -> None:
    imports(tmp_path, PLAIN)
    before = snapshot(library.path)
    capsys.readouterr()
    changed = "Reference,Case manager,Custody\nBU02,CM9,no\nBU03,CM1,yes\nBU04,CM1,maybe\n"
    assert imports(tmp_path, changed, "--dry-run --json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [(row["row"], row["reference"], row["fate"]) for row in told["rows"]] == [
        (2, "BU02", "differs"),
        (3, "BU03", "new"),
        (4, "BU04", "refused"),
    ]
    assert told["rows"][0]["differs"] == [{"field": "case manager", "old": "CM2", "new": "CM9"}]
    assert told["gone"] == ["BU01"]
    assert told["written"] is False
    assert snapshot(library.path) == before


def test_a_list_is_held_against_records_that_are_there(library: Library, tmp_path: Path, capsys: Out) -> None:
    inspection = opened(library)
    inspection.add_record("case", "bu01", case_manager="CM1")
    inspection.add_record("case", "BU02", case_manager="CM3")
    imports(tmp_path, "Reference,Case manager\nBU01,CM1\nBU02,CM2\nBU03,CM2\n", "--dry-run --json")
    assert [row["fate"] for row in json.loads(capsys.readouterr().out)["rows"]] == ["same", "differs", "new"]


def test_a_case_that_is_no_longer_there_is_told_by_itself(library: Library, tmp_path: Path, capsys: Out) -> None:
    imports(tmp_path, PLAIN)
    imports(tmp_path, "Reference\nBU02\n", "--dry-run")
    assert "1 case of the present list is no longer there: BU01." in capsys.readouterr().out


def test_refused_rows_can_be_left_out(library: Library, tmp_path: Path) -> None:
    assert imports(tmp_path, "Reference,Custody\nBU01,yes\nBU02,maybe\n", "--leave-out-refused") == 1
    assert cases(library) == ["BU01 custody=yes"]


def test_the_same_list_again_changes_nothing(library: Library, tmp_path: Path, capsys: Out) -> None:
    imports(tmp_path, PLAIN)
    before = snapshot(library.path)
    assert imports(tmp_path, PLAIN) == 0
    assert "has this list already" in capsys.readouterr().err
    assert snapshot(library.path) == before


def test_a_later_list_counts_and_the_earlier_one_stays(library: Library, tmp_path: Path) -> None:
    imports(tmp_path, PLAIN)
    imports(tmp_path, "Reference\nBU09\n")
    assert cases(library) == ["BU09"]
    assert len(opened(library).sample.data.lists) == 2


@pytest.mark.parametrize("spelling", ["case-manager", "case_manager", "casemanager", "Case-Manager"])
def test_a_field_is_named_in_any_spelling(spelling: str, library: Library, tmp_path: Path) -> None:
    assert imports(tmp_path, "Reference,X\nBU01,CM1\n", f"--column {spelling}=X") == 0
    assert cases(library) == ["BU01 CM1"]


# Generated codes


NAMES = "Reference,Worker\nOkonkwo,Jo Smith\nAdeyemi,Pat Brown\n"


def test_no_original_is_in_the_library_whatever_is_generated(library: Library, tmp_path: Path) -> None:
    options = f"--generate BU --generate-staff CM --mapping {tmp_path / 'mapping.csv'}"
    assert imports(tmp_path, NAMES, options, name="Jo Smith.csv") == 0
    held = b"".join(snapshot(library.path).values()).lower()
    assert not any(name in held for name in (b"okonkwo", b"adeyemi", b"smith", b"brown"))
    mapping = tmp_path / "mapping.csv"
    assert "Okonkwo" in mapping.read_text("utf-8-sig")
    assert mapping.stat().st_mode & 0o777 == 0o600


def test_with_its_mapping_a_list_gets_the_same_codes_again_and_new_ones_behind(library: Library, tmp_path: Path) -> None:
    options = f"--generate BU --generate-staff CM --mapping {tmp_path / 'mapping.csv'}"
    imports(tmp_path, NAMES, options)
    assert cases(library) == ["BU01 CM01", "BU02 CM02"]
    imports(tmp_path, "Reference,Worker\nOduya,Lee Green\nadeyemi,Pat Brown\nOkonkwo,Jo Smith\n", options)
    assert cases(library) == ["BU03 CM03", "BU02 CM02", "BU01 CM01"]


def test_references_that_are_there_are_not_given_again(library: Library, tmp_path: Path) -> None:
    inspection = opened(library)
    inspection.add_record("case", "bu01")
    inspection.trash_record(inspection.add_record("case", "BU02").id)
    imports(tmp_path, NAMES, "--generate BU --generate-staff CM")
    assert cases(library) == ["BU03 CM01", "BU04 CM02"]


def test_codes_are_as_wide_as_the_list_is_long(library: Library, tmp_path: Path) -> None:
    imports(tmp_path, "Reference\n" + "".join(f"A{number}\n" for number in range(120)), "--generate BU")
    assert (cases(library)[0], cases(library)[-1]) == ("BU001", "BU120")


def test_a_mapping_is_kept_out_of_the_library_also_behind_a_link(library: Library, tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "link").symlink_to(library.path)
    for place in (library.path / "m.csv", library.path / FOLDER / "m.csv", tmp_path / "link" / "m.csv"):
        assert imports(tmp_path, NAMES, f"--generate BU --generate-staff CM --mapping {place}") == 1
        assert "lies in the library" in capsys.readouterr().err
        assert not place.exists()
    assert cases(library) == []


def test_a_file_that_is_no_mapping_is_written_over_only_by_force(library: Library, tmp_path: Path, capsys: Out) -> None:
    other = tmp_path / "other.csv"
    other.write_text("mine\n")
    options = f"--generate BU --generate-staff CM --mapping {other}"
    assert imports(tmp_path, NAMES, options) == 1
    assert "is no mapping of an import" in capsys.readouterr().err
    assert other.read_text() == "mine\n"
    assert imports(tmp_path, NAMES, f"{options} --force") == 0
    assert "Okonkwo" in other.read_text("utf-8-sig")


def test_a_mapping_that_cannot_be_written_keeps_the_list_out(library: Library, tmp_path: Path) -> None:
    before = snapshot(library.path)
    assert imports(tmp_path, NAMES, f"--generate BU --generate-staff CM --mapping {tmp_path / 'none' / 'm.csv'}") == 2
    assert snapshot(library.path) == before


def test_a_mapping_holds_what_a_spreadsheet_would_take_for_a_formula_and_gives_it_back(library: Library, tmp_path: Path) -> None:
    options = f"--generate BU --mapping {tmp_path / 'm.csv'}"
    imports(tmp_path, "Reference\n-7\n+8\n", options)
    assert "'-7" in (tmp_path / "m.csv").read_text("utf-8-sig")
    imports(tmp_path, "Reference\n+8\n-7\n", options)
    assert cases(library) == ["BU02", "BU01"]


def test_the_list_itself_is_no_place_for_its_mapping(library: Library, tmp_path: Path, capsys: Out) -> None:
    options = f"--generate BU --generate-staff CM --mapping {tmp_path / 'cases.csv'} --force"
    assert imports(tmp_path, NAMES, options) == 2
    assert "names the list itself" in capsys.readouterr().err
    assert (tmp_path / "cases.csv").read_text() == NAMES


def test_a_stem_that_is_none_is_refused(library: Library, tmp_path: Path, capsys: Out) -> None:
    assert imports(tmp_path, NAMES, "--generate 12 --generate-staff CM") == 1
    assert 'not with "12"' in capsys.readouterr().err


# Records


def test_a_list_that_is_the_sample_makes_records_with_their_facts(library: Library, tmp_path: Path) -> None:
    opened(library).add_record("case", "BU02", case_manager="CM7")
    assert imports(tmp_path, PLAIN, "--records") == 0
    inspection = opened(library)
    made, there = inspection.record("BU01"), inspection.record("BU02")
    assert (made.case_manager, there.case_manager) == ("CM1", "CM7")
    assert inspection.contents(made.id)["custody"].value == "yes"
    assert made.state is RecordState.NOT_STARTED
    assert [line.cause for line in inspection.history(made.id, "custody")] == ["import"]
    assert imports(tmp_path, PLAIN, "--records") == 0
    assert len(opened(library).records()) == 2


def test_records_that_somebody_has_answered_stay_as_they_are(library: Library, tmp_path: Path) -> None:
    imports(tmp_path, PLAIN, "--records")
    inspection = opened(library)
    before = inspection.contents(inspection.record("BU01").id)
    imports(tmp_path, PLAIN.replace("yes", "no"), "--records")
    inspection = opened(library)
    assert inspection.contents(inspection.record("BU01").id) == before


def test_no_records_are_made_while_one_is_damaged(library: Library, tmp_path: Path, capsys: Out) -> None:
    opened(library).add_record("case", "BU01")
    (library.path / FOLDER / "cases" / "BU01.json").write_bytes(b"[]")
    before = snapshot(library.path)
    assert imports(tmp_path, PLAIN, "--records") == 2
    assert "No records are made" in capsys.readouterr().err
    assert snapshot(library.path) == before


def test_a_list_that_is_too_long_makes_no_records(library: Library, tmp_path: Path, capsys: Out) -> None:
    before = snapshot(library.path)
    assert imports(tmp_path, "Reference\n" + "".join(f"A{number}\n" for number in range(1001)), "--records") == 1
    assert "1,000 at most" in capsys.readouterr().err
    assert snapshot(library.path) == before


# The list that is there


def test_the_list_is_printed_as_text_json_and_csv(library: Library, tmp_path: Path, capsys: Out) -> None:
    assert cli.main(["cases", "bury"]) == 2
    assert "has no case list yet" in capsys.readouterr().err
    imports(tmp_path, PLAIN)
    opened(library).add_record("case", "BU01")
    capsys.readouterr()
    assert cli.main(["cases", "bury"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["REFERENCE", "CASE", "MANAGER", "CUSTODY", "RECORD"]
    cli.main(["cases", "bury", "--json"])
    listed = json.loads(capsys.readouterr().out)
    assert [(case["reference"], case["record"]) for case in listed["cases"]] == [("BU01", True), ("BU02", False)]


def test_the_csv_of_a_list_is_harmless_and_imports_again(
    library: Library, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    imports(tmp_path, "Reference,Weight\nBU01,-1.5\n", "--keep Weight")
    capfdbinary.readouterr()
    cli.main(["cases", "bury", "--csv"])
    written = capfdbinary.readouterr().out
    assert b"'-1.5" in written
    assert imports(tmp_path, written) == 0
    assert cases(library) == ["BU01 Weight=-1.5"]


def test_a_column_of_the_present_list_is_kept_by_its_heading(library: Library, tmp_path: Path) -> None:
    imports(tmp_path, "Reference,Team\nBU01,East\n", "--keep Team")
    imports(tmp_path, "Reference,Team,Other\nBU01,West,x\n")
    assert cases(library) == ["BU01 Team=West"]


def test_a_mapping_is_for_its_owner_alone_also_when_nothing_new_is_written(library: Library, tmp_path: Path) -> None:
    options = f"--generate BU --mapping {tmp_path / 'm.csv'}"
    imports(tmp_path, "Reference\nA\n", options)
    (tmp_path / "m.csv").chmod(0o644)
    imports(tmp_path, "Reference\nA\n", options)
    assert (tmp_path / "m.csv").stat().st_mode & 0o777 == 0o600


# Wrong use, and the end of the program


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("cases.csv", "say with --into"),
        ("x.json --records", "--records is for a case list"),
        ("x.json --column reference=1", "--column is for a case list"),
        ("cases.csv --into bury --column reference", "write one of reference"),
        ("cases.csv --into bury --column name=1", "write one of reference"),
        ("cases.csv --into bury --fact custody", "write a fact of the criteria"),
        ("cases.csv --into bury --mapping m.csv", "say with --generate"),
        ("none.csv --into bury", "there is no such file"),
        (". --into bury", "it is a folder"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_in_a_sentence(arguments: str, says: str, library: Library, capsys: Out) -> None:
    assert cli.main(["import", *arguments.split()]) in (1, 2)
    assert says in capsys.readouterr().err


_KILLED = """
import os, signal, sys
from sqs_tui import cli
count = int(sys.argv[1])
for name in ("fsync", "replace", "rename"):
    real = getattr(os, name)
    def stops(*given, real=real, **named):
        global count
        count -= 1
        if not count:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)
    setattr(os, name, stops)
sys.exit(cli.main(sys.argv[2:]))
"""


def test_an_import_that_is_killed_at_any_step_has_imported_all_or_nothing(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(PLAIN)
    seen, ended = set(), 0
    for count in range(1, 30):
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(count), "import", str(path), "--into", "bury"],
            env={**os.environ, "SQS_TUI_LIBRARY": str(library.path)},
            capture_output=True,
            check=False,
        )
        seen.add(tuple(cases(library)))
        assert not opened(library).damaged
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        ended += 1
    assert ended >= 3
    assert seen == {(), tuple(CASES)}
