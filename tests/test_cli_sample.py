"""`sample`, `replace` and `interest` without a screen, and the record of the sample as a file."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sqs_tui import cli

Run = Callable[..., tuple[int, str, str]]
BURY = "bury"
ASKED = ("--size", "6", "--seed", "x", "--by", "team", "--reserve", "4")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command on a library with an inspection that has a list of twenty cases of two teams; gives code, stdout, stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = cli.main(["--library", str(tmp_path / "library"), *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    rows = [f"BU{number:02},CM{number % 5},{'East' if number <= 13 else 'West'},yes" for number in range(1, 21)]
    listed = tmp_path / "cases.csv"
    listed.write_text("\n".join(["Reference,Case manager,Team,Custody", *rows]))
    assert command("new", "--area", "Bury", "--from", "2013-03-18")[0] == 0
    assert command("import", str(listed), "--into", BURY, "--keep", "Team")[0] == 0
    return command


def drawn(run: Run) -> dict[str, object]:
    told: dict[str, object] = json.loads(run("sample", BURY, "--json")[1])
    return told


def cases(run: Run) -> list[str]:
    return [case["reference"] for case in drawn(run)["cases"]]  # type: ignore[attr-defined]


def test_a_dry_run_tells_of_strata_and_cases_and_leaves_nothing(run: Run) -> None:
    code, out, err = run("sample", BURY, *ASKED, "--dry-run")
    assert code == 0
    assert out.splitlines()[:3] == ["STRATUM  IN LIST  SHARE  DRAWN", "East     13       3.90   4", "West     7        2.10   2"]
    assert "nothing was drawn: this is what the seed x would draw." in err
    assert run("sample", BURY)[2] == "sqs-tui: No sample of Bury 2013 was drawn yet: draw one first.\n"


def test_what_is_drawn_is_what_the_dry_run_told_and_comes_out_again(run: Run) -> None:
    told = json.loads(run("sample", BURY, *ASKED, "--dry-run", "--json")[1])
    assert run("sample", BURY, *ASKED)[0] == 0
    assert cases(run) == told["cases"]
    assert drawn(run)["reserves"] == told["reserves"]
    assert len(json.loads(run("show", BURY, "--json")[1])["records"]) == 6
    assert run("sample", BURY, "--check") == (0, "The seed x draws the same 6 cases, reserves and strata again.\n", "")


def test_the_same_without_a_seed_is_the_same_sample_and_another_needs_a_reason(run: Run) -> None:
    run("sample", BURY, *ASKED)
    assert "no record was missing" in run("sample", BURY, "--size", "30%", "--by", "Team", "--reserve", "4")[2]
    code, _, err = run("sample", BURY, "--size", "5")
    assert (code, err) == (2, "sqs-tui: A sample was drawn by the seed x already: say why another is drawn.\n")
    assert run("sample", BURY, "--size", "5", "--reason", "five are enough")[0] == 0
    assert len(cases(run)) == 5


def test_what_cannot_be_drawn_says_why_and_what_can(run: Run) -> None:
    code, out, err = run("sample", BURY, "--size", "14", "--cap", "2")
    assert (code, out) == (2, "")
    assert err == (
        "sqs-tui: 14 cases cannot be drawn with at most 2 of one case manager: 10 can at most; ask for 10 or allow 3 of one case "
        "manager.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--seed", "x"), "--size says how many cases are drawn"),
        (("--size", "6", "--check"), "leave --size out"),
        (("--size", "many"), '"many" is no size'),
        (("--size", "6", "--by", "a,b,c"), "by two with a comma"),
        (("--size", "6", "--by", "shoe"), 'The list has no "shoe": choose from'),
        (("--size", "6", "--cap", "-1"), "is a whole number"),
        (("--size", "6", "--cap", "0"), "give 1 or more"),
        (("--size", "6", "--by", "Team,team"), "Team is named twice"),
        (("--size", "0"), "0 of the cases is none"),
    ],
)
def test_wrong_use_is_one_sentence(run: Run, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run("sample", BURY, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


@pytest.mark.parametrize("spelling", ["case_manager", "Case manager", "case-manager"])
def test_every_spelling_of_the_case_manager_is_taken(run: Run, spelling: str) -> None:
    assert run("sample", BURY, "--size", "5", "--by", spelling, "--dry-run")[0] == 0
    assert run("interest", BURY, "ann", f"{spelling}=CM3")[1] == "INSPECTOR  READS NO CASE OF\nann        case manager CM3\n"


def test_nothing_is_drawn_where_there_is_no_list(run: Run) -> None:
    run("new", "--area", "Leeds", "--from", "2013-03-18")
    code, out, err = run("sample", "leeds", "--size", "4")
    assert (code, out, err) == (2, "", "sqs-tui: Leeds 2013 has no case list to draw from yet: import one first.\n")


def test_a_case_is_replaced_for_a_reason_and_that_is_told(run: Run) -> None:
    run("sample", BURY, *ASKED)
    first = cases(run)[0]
    code, out, _ = run("replace", BURY, first, "--reason", "moved away")
    reserve = out.split()[1]
    assert (code, out) == (0, f"{first}  {reserve}\n")
    assert cases(run)[0] == reserve
    assert drawn(run)["replaced"][0]["why"] == "moved away"  # type: ignore[index]
    assert run("sample", BURY, "--check")[0] == 0


def test_records_are_shared_out_among_those_who_may_read_them(run: Run) -> None:
    run("sample", BURY, *ASKED)
    assert run("interest", BURY, "ann", "team=West")[1] == "INSPECTOR  READS NO CASE OF\nann        Team West\n"
    assert run("allocate", BURY, "--among", "ann,ben")[0] == 0
    records = json.loads(run("show", BURY, "--json")[1])["records"]
    assert Counter(record["inspector"] for record in records) == {"ann": 3, "ben": 3}
    assert not [one for one in records if one["inspector"] == "ann" and int(one["reference"][2:]) > 13]
    code, _, err = run("interest", BURY, "ben", "team=East")
    assert code == 0
    assert "ben has BU" in err
    assert run("interest", BURY, "ben", "team=East", "--withdraw")[0] == 0
    assert run("interest", BURY)[1] == "INSPECTOR  READS NO CASE OF\nann        Team West\n"


def test_what_nobody_may_read_stays_as_it_is_and_is_named(run: Run) -> None:
    run("sample", BURY, *ASKED)
    run("interest", BURY, "ann", "team=West")
    code, out, err = run("allocate", BURY, "--among", "ann")
    assert (code, len(out.splitlines())) == (0, 4)
    assert "stay as they are: each of these inspectors is kept out by a conflict of interest." in err
    west = next(case for case in cases(run) if int(case[2:]) > 13)
    assert "ann does not read" in run("allocate", BURY, west, "--to", "ann")[2]


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_record_of_the_sample_tells_what_it_takes_to_draw_it_again(run: Run, tmp_path: Path, form: str) -> None:
    run("sample", BURY, *ASKED, "--cap", "3")
    first = cases(run)[0]
    run("replace", BURY, first, "--reason", "a <b>wrong</b> file")
    run("interest", BURY, "ann", "case_manager=CM3")
    path = tmp_path / f"record.{form}"
    assert run("export", BURY, "sample", "--output", str(path)) == (0, f"{path}\n", "")
    text = path.read_text()
    for told in ("6 of the 20 cases", "East", "3.90", "3 cases at most", "SHA-256", *cases(run), first, "comes out the same"):
        assert told in text, told
    assert "CM" not in text, "references only"
    assert "<b>" not in text


def test_fewer_reserves_than_usual_are_not_said_to_have_been_asked_for(run: Run) -> None:
    run("sample", BURY, "--size", "18")
    (line,) = [line for line in run("sample", BURY)[1].splitlines() if line.startswith("Reserves:  ")]
    assert line.split(maxsplit=1)[1] == "2, for no more than that are left to stand in"


def test_a_folder_is_no_file_for_the_record(run: Run, tmp_path: Path) -> None:
    run("sample", BURY, *ASKED)
    code, out, err = run("export", BURY, "sample", "--output", str(tmp_path))
    assert (code, out, err) == (2, "", f"sqs-tui: {tmp_path} is a folder: name a file with --output.\n")


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_record_keeps_what_was_drawn_and_replaced_before(run: Run, tmp_path: Path, form: str) -> None:
    run("sample", BURY, *ASKED, "--cap", "3")
    before, reserves = drawn(run)["cases"], drawn(run)["reserves"]
    first = cases(run)[0]
    run("replace", BURY, first, "--reason", "moved far away")
    run("sample", BURY, "--size", "5", "--seed", "y", "--reason", "five are enough")
    path = tmp_path / f"record.{form}"
    run("export", BURY, "sample", "--output", str(path))
    _, _, text = path.read_text().partition("Drawn before, on ")
    references = ", ".join(case["reference"] for case in before)  # type: ignore[attr-defined]
    for told in (
        "6 of the 20 cases of cases",
        "3 cases at most",
        references,
        ", ".join(reserves),
        "moved far away",
        "five are",
    ):  # type: ignore[call-overload]
        assert told in text, told
    (one,) = drawn(run)["before"]  # type: ignore[misc]
    assert [one["drawn"]["seed"], one["cases"][0], one["replaced"][0]["why"]] == ["x", first, "moved far away"]  # type: ignore[index]


def test_the_record_says_how_reserves_are_drawn_and_for_whom_each_stands_in(run: Run, tmp_path: Path) -> None:
    run("sample", BURY, *ASKED)
    path = tmp_path / "record.md"
    run("export", BURY, "sample", "--output", str(path))
    assert "The reserves are the first of the cases that are left" in path.read_text()
    assert "stands in for a case" in path.read_text()


def test_the_record_is_written_over_only_when_that_is_said(run: Run, tmp_path: Path) -> None:
    run("sample", BURY, *ASKED)
    path = tmp_path / "record.md"
    path.write_text("mine")
    assert run("export", BURY, "sample", "--output", str(path))[0] == 2
    assert path.read_text() == "mine"
    assert run("export", BURY, "sample", "--format", "docx")[0] == 2
