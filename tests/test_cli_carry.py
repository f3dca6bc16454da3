"""The commands that carry inspections: `export --format json`, `import` and `merge`; what they print, how they end."""

import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.letter.entries import Decision, LetterChange, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import Answer, Change, Content, Draft, FieldChange, Inspection, Record
from sqs_tui.store import exchange
from sqs_tui.store.letter_file import LetterDraft
from tests.store.helpers import FOLDER, answer, make, opened, snapshot
from tests.test_cli import Run, assert_one_line, run

__all__ = ["run"]

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))
FILE = f"{FOLDER}-inspection.json"
FORMAT = Path(__file__).parents[1] / "docs" / "inspection-format.md"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    place = make(tmp_path).path
    inspection = opened(tmp_path)
    for reference in ("BU07", "BU08"):
        answer(inspection, inspection.add_record("case", reference).id, "1.1", YES)
    return place


@pytest.fixture
def other(library: Path, tmp_path: Path) -> Path:
    """A copy of the library in which somebody has gone on, as they have in the library."""
    shutil.copytree(library, tmp_path / "other" / "library")
    for path, by, content in ((tmp_path, "ann", Content(value="na")), (tmp_path / "other", "bob", NO)):
        inspection = opened(path, by=by)
        answer(inspection, inspection.record("BU07").id, "1.1", content)
    inspection.add_record("case", "BU09")
    return tmp_path / "other" / "library"


def test_json_without_a_piece_means_the_whole_inspection(run: Run, library: Path) -> None:
    ran = run("--library", library, "export", "bury", "--format", "json")
    assert (ran.code, ran.out) == (0, f"{FILE}\n")
    assert ran.err == (
        f"sqs-tui: {FILE} holds also what people said in confidence: carry it between the team's own machines only.\n"
    )
    written = json.loads(Path(FILE).read_bytes())
    assert (written["what"], written["format"], written["folder"]) == ("sqs-tui inspection", 1, FOLDER)
    assert Path(FILE).stat().st_mode & 0o777 == 0o600
    for arguments in (("inspection",), ("--output", "b.json"), ("inspection", "--output", "c")):
        assert run("--library", library, "export", "bury", *arguments, "--force").code == 0
    assert json.loads(Path("c").read_bytes())["files"] == json.loads(Path("b.json").read_bytes())["files"] == written["files"]


def test_the_letter_is_still_what_is_written_unless_something_is_named(run: Run, library: Path) -> None:
    assert run("--library", library, "export", "bury", "--draft").out == f"{FOLDER}-letter.md\n"
    assert run("--library", library, "export", "bury", "answers", "--format", "json").out == f"{FOLDER}-answers.json\n"


def test_the_whole_inspection_is_written_over_nothing_and_as_json_alone(run: Run, library: Path) -> None:
    run("--library", library, "export", "bury", "inspection")
    before = Path(FILE).read_bytes()
    assert_one_line(run("--library", library, "export", "bury", "inspection"), code=2, says="is there already")
    assert Path(FILE).read_bytes() == before
    ran = run("--library", library, "export", "bury", "inspection", "--format", "html")
    assert_one_line(ran, code=2, says="as JSON (.json) alone, not as .html")


def test_what_is_damaged_is_left_out_and_named(run: Run, library: Path) -> None:
    (library / FOLDER / "cases" / "BU07.json").write_bytes(b"")
    ran = run("--library", library, "export", "bury", "inspection")
    assert ran.code == 1
    assert "cases/BU07.json is damaged" in ran.err
    assert "It is left out." in ran.err
    assert list(json.loads(Path(FILE).read_bytes())["files"]) == ["inspection.json", "cases/BU08.json"]


def test_import_takes_the_file_into_another_library(run: Run, library: Path, tmp_path: Path) -> None:
    run("--library", library, "export", "bury", "inspection")
    new = tmp_path / "new"
    ran = run("--library", new, "import", FILE, "--dry-run")
    assert (ran.code, ran.out) == (0, f"{FOLDER}: new here, with 2 records, 2 changes of answers, 5 other changes.\n")
    assert ran.err == "sqs-tui: nothing was changed: this is what would come.\n"
    assert not new.exists()
    assert run("--library", new, "import", FILE).out == ran.out
    assert snapshot(new / FOLDER) == snapshot(library / FOLDER)
    assert run("--library", new, "import", FILE).out == f"{FOLDER}: nothing that is not here already.\n"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"what": "sqs-tui inspection", "format": 9}', b"\xff"])
def test_import_of_anything_else_is_one_sentence(run: Run, library: Path, content: bytes) -> None:
    Path("x.json").write_bytes(content)
    before = snapshot(library)
    assert_one_line(run("--library", library, "import", "x.json"), code=1, says="x.json was")
    assert_one_line(run("--library", library, "import", "none.json"), code=1, says="there is no such file")
    assert snapshot(library) == before


def test_merge_says_what_came(run: Run, library: Path, other: Path) -> None:
    told = f"{FOLDER}: 1 new record (BU09), 1 change of an answer, 1 other change, 1 conflict.\n"
    ran = run("--library", library, "merge", other, "--dry-run")
    assert (ran.code, ran.out) == (0, told)
    ran = run("--library", library, "merge", other)
    assert (ran.code, ran.out) == (0, told)
    assert "where two said different things" in ran.err
    again = run("--library", library, "merge", other, "bury", "--json")
    (came,) = json.loads(again.out)
    assert came["folder"] == FOLDER
    assert (came["answers"], came["records"], came["conflicts"], came["refused"], came["written"]) == (0, [], 0, [], True)


def test_merge_ends_with_1_where_something_was_left_alone(run: Run, library: Path, other: Path) -> None:
    (other / FOLDER / "cases" / "BU07.json").write_bytes(b"{}")
    ran = run("--library", library, "merge", other)
    assert ran.code == 1
    assert "cases/BU07.json is damaged" in ran.err
    assert ran.out == f"{FOLDER}: 1 new record (BU09), 1 other change.\n"


@pytest.mark.parametrize(
    ("named", "says"), [("none", "is no folder"), (" ", "needs the name"), ("library", "this library itself")]
)
def test_merge_with_what_is_no_other_library_is_one_sentence(run: Run, library: Path, named: str, says: str) -> None:
    assert_one_line(run("--library", library, "merge", named), code=2, says=says)


def test_the_description_of_the_file_tells_of_every_table_and_field() -> None:
    told = set(re.findall(r"`([a-z_]+)`", FORMAT.read_text()))
    kinds = (
        *(Inspection, Record, Answer, Change, FieldChange, LetterChange, Content, Draft, LetterDraft),
        *(ParagraphEntry, Decision, Quote, Waiver, exchange._Exported),
    )
    fields = {field.encode_name for kind in kinds for field in msgspec.structs.fields(kind)}
    tables = exchange._RECORD_TABLES.union(*exchange._TABLES.values())
    tags = {kind.__struct_config__.tag for kind in (ParagraphEntry, Decision, Quote, Waiver)}
    assert fields | tables | tags <= told
