"""`compare`: what is printed of two inspections, of all, over time and over the library, and what is refused."""

import csv
import io
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from sqs_tui import cli
from sqs_tui.domain.records import Content
from sqs_tui.store.figures import FIGURES
from sqs_tui.store.library import Library
from tests.store.helpers import Clock, answer
from tests.visits import criteria, inspect


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Library(tmp_path_factory.mktemp("compared") / "library")
    inspect(library, "Bury", 2011, {"1.1": "8/14", "1.3": "1/14"})
    inspect(library, "Bury", 2013, {"1.1": "12/14", "1.3": "13/14"})
    other = criteria("fact", text="Is it really so?")
    inspect(library, "Leeds", 2012, {"1.1": "3/4", "1.3": "5/9", "fact": "9/9"}, instrument=other)
    return library.path


@pytest.fixture
def library(_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Bury twice, two years apart, and Leeds, which asks one question otherwise and another of too few cases."""
    library = Library(shutil.copytree(_made, tmp_path / "library"))
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(library.path))
    return library


def ran(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert cli.main(["compare", *arguments]) == code
    return capsys.readouterr().out


def line(out: str, beginning: str) -> str:
    (found,) = (row for row in out.splitlines() if row.startswith(beginning))
    return " ".join(found.split())


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))


def test_eight_and_twelve_of_fourteen_get_no_word(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    out = ran(capsys, "bury-2013", "bury-2011")
    assert line(out, "1.1") == "1.1 Assessed 12 of 14 8 of 14 0.21 0.21 -"
    assert line(out, "1.3").endswith("improved")
    assert "2 questions were tested at once: at a level of 0.05 chance alone would name up to 0.1 of them." in out


def test_all_others_are_pooled_and_the_difference_of_the_rest_is_told(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ran(capsys, "bury-2013", "--all")
    assert "2 OTHER INSPECTIONS" in out
    assert line(out, "1.1").startswith("1.1 Assessed 12 of 14 11 of 18 ")
    assert "  The fact: worded otherwise: “Is it so?” here, “Is it really so?” there" in out
    assert "what was said in confidence is compared nowhere (in 2 inspections)" in out


def test_only_inspections_with_answers_are_counted(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    for year in (2014, 2015):
        inspect(library, "York", year, {})
    assert "2 OTHER INSPECTIONS" in ran(capsys, "bury-2013", "--all")
    by_question = {row["title"].split()[0]: row["inspections"] for row in rows(ran(capsys, "bury-2013", "--all", "--csv"))}
    assert (by_question["1.1"], by_question["1.3"]) == ("2", "2")


def test_one_alone_over_time_has_nothing_to_be_tested_against(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    out = ran(capsys, "leeds", "--over-time")
    assert "Nothing could be tested: there is no other inspection to test against." in out


@pytest.mark.parametrize(
    "arguments", ["leeds bury-2013", "bury-2013 leeds", "leeds --spread", "leeds --over-time", "leeds --all"]
)
def test_of_fewer_than_five_answers_no_number_stands_anywhere(
    library: Library, capsys: pytest.CaptureFixture[str], arguments: str
) -> None:
    """Leeds has four answers to 1.1, three of them met."""
    told = line(ran(capsys, *arguments.split()), "1.1")
    assert "3 of 4" not in told
    assert "fewer than five" in told
    found = [row for row in rows(ran(capsys, *arguments.split(), "--csv")) if row["title"] == "1.1 Assessed"]
    assert "4" not in [cell for row in found for cell in (row["of"], row.get("other_of"))]
    assert "3 of 4" not in ran(capsys, *arguments.split(), "--json")


def test_over_time_the_inspections_of_a_service_stand_in_order(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    out = ran(capsys, "bury-2011", "--over-time")
    assert " ".join(out.splitlines()[0].split()) == "QUESTION BURY 2011 BURY 2013 P OVER ALL WORD"
    assert line(out, "1.3").endswith("improved")
    told = [(row["inspection"], row["share"], row["word"]) for row in rows(ran(capsys, "bury-2011", "--over-time", "--csv"))]
    assert ("Bury 2011", "1 of 14", "") in told
    assert ("Bury 2013", "13 of 14", "improved") in told


def test_the_spread_gives_a_median_from_five_inspections_on(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    def medians() -> set[str]:
        found = rows(ran(capsys, "bury-2013", "--spread", "--csv"))
        return {row["median"] for row in found if row["title"] == "1.3 Reviewed"}

    assert medians() == {""}
    inspect(library, "York", 2012, {"1.3": "6/10"})
    inspect(library, "Hull", 2012, {"1.3": "6/10"})
    assert medians() == {"60"}
    assert "60%" in line(ran(capsys, "bury-2013", "--spread"), "1.3")


def test_reasons_are_counted_where_five_or_more_are_not_met(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    out = ran(capsys, "bury-2013", "--reasons")
    assert line(out, "1.1") == "1.1 Assessed Too late fewer than five 7"
    assert line(out, "1.3") == "1.3 Reviewed Too late fewer than five 17"
    assert not [row for row in ran(capsys, "bury-2013", "leeds", "--reasons").splitlines() if row.startswith(("1.1", "1.3"))]


def test_json_tells_the_same_with_its_columns(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    told: dict[str, Any] = json.loads(ran(capsys, "bury-2013", "bury-2011", "--json"))
    (row,) = (row for row in told["rows"] if row["title"] == "1.3 Reviewed")
    assert (row["met"], row["of"], row["other_met"], row["word"]) == (13, 14, 1, "improved")
    assert (row["low"], row["high"]) == (69, 99)
    named = {name.removeprefix("other_") for row in told["rows"] for name in row}
    assert named <= told["columns"].keys()
    assert told["inspection"] == {"folder": "bury-2013-03", "name": "Bury 2013"}


def test_csv_starts_no_formula(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inspect(library, "=HYPERLINK()", 2010, {"fact": "5/9"}, instrument=criteria("fact", title="=cmd()"))
    out = ran(capsys, folder, "--spread", "--csv")
    assert '"\'=cmd()"' in out
    assert not [cell for row in rows(out) for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("bury-2013",), "Say what to compare with"),
        (("bury-2013", "bury-2013"), "cannot be compared with itself"),
        (("bury-2013", "leeds", "--all"), "not both"),
        (("bury-2013", "--over-time", "--reasons"), "--reasons goes with"),
        (("bury", "leeds"), 'Several inspections begin with "bury"'),
        (("bury-2013", "nowhere"), 'No inspection begins with "nowhere"'),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(
    library: Library, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    assert cli.main(["compare", *arguments]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_an_inspection_alone_has_nothing_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = Library(tmp_path / "alone")
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(alone.path))
    inspect(alone, "Bury", 2013, {"1.1": "5/5"})
    assert cli.main(["compare", "bury", "--all"]) == 2
    assert "There is no other inspection in the library to compare with." in capsys.readouterr().err


def test_a_damaged_inspection_is_told_and_the_others_are_compared(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    (library.path / "leeds-2012-03" / "inspection.json").write_text("{")
    assert "1 OTHER" not in ran(capsys, "bury-2013", "--all", code=1)
    assert cli.main(["compare", "leeds", "bury-2013"]) == 1
    assert "is damaged" in capsys.readouterr().err


def test_what_was_known_is_read_anew_where_an_answer_has_changed(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert "12 of 14" in ran(capsys, "bury-2013", "bury-2011")
    opened = library.open("bury-2013-03", by="ann", now=Clock())
    answer(opened, opened.record("C14").id, "1.1", Content(value="yes"))
    assert "13 of 14" in ran(capsys, "bury-2013", "bury-2011")


def test_comparing_changes_nothing_but_a_file_that_is_derived(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    def found() -> dict[str, bytes]:
        return {
            str(path.relative_to(library.path)): path.read_bytes()
            for path in library.path.rglob("*")
            if path.is_file() and path.name != FIGURES
        }

    before = found()
    for which in ("--all", "--spread", "--over-time", "--reasons"):
        ran(capsys, "bury-2013", which)
    assert found() == before
    kept = library.path / FIGURES
    assert not kept.exists() or stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_of_what_was_said_in_confidence_nothing_is_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = library.open("bury-2013-03", by="ann", now=Clock())
    for number in range(6):
        answer(opened, opened.add_record("staff", f"P{number}").id, "s1", Content(value="yes"))
    monkeypatch.setattr("sqs_tui.store.index.SETTLED", 0)
    assert cli.main(["compare", "bury-2013", "--spread"]) == 0
    kept = (library.path / FIGURES).read_text()
    assert '"1.1"' in kept
    assert '"s1"' not in kept
