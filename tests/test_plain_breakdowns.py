"""`sqs-tui summary --by`."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sqs_tui import cli
from tests.ui.hand import Stage

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(demo_library: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`summary` on the demonstration: its exit code, and what it prints to both streams."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["--library", str(demo_library), "summary", "bury", *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_every_judgement_section_and_area_is_broken_down(run: Run) -> None:
    code, out, err = run("--by", "inspector")
    assert (code, err) == (0, "")
    assert re.search(
        r"^1\.1 Initial assessment\n +inspector-1 +7 +0 +7\n +inspector-2 +3 +4 +7\n +all +10 +4 +14$", out, re.MULTILINE
    )
    assert re.search(r"^1\.5 Planning in custody \(not broken down: all alike\)\n +all +4 +0 +4$", out, re.MULTILINE)
    assert re.search(r"^Management oversight\n +inspector-1 +9 +4 +13$", out, re.MULTILINE)
    assert "s1" not in out


def test_small_groups_are_not_printed_and_it_is_said_why(run: Run) -> None:
    _, out, _ = run("--by", "sentence", "--question", "1.1")
    assert re.search(
        r"^ +Referral order +– +– +4\n +Youth rehabilitation order +5 +1 +6\n +Detention.* +– +– +4$", out, re.MULTILINE
    )
    assert out.endswith("– is not shown: a group with fewer than five answers, or one that would give such a group away.\n")


def test_programs_read_json_and_spreadsheets_csv(run: Run) -> None:
    _, out, _ = run("--by", "Sentence", "--area", "oversight", "--json")
    (measure,) = json.loads(out)["measures"]
    assert [share["suppressed"] for share in measure["groups"]] == [True, False, True]
    _, out, _ = run("--by", "sentence", "--section", "1", "--question", "1.1", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["suppressed"] for row in rows if row["id"] == "1.1"] == ["yes", "", "yes", ""]
    assert {row["id"] for row in rows} == {"1", "1.1"}


def test_case_managers_stand_there_by_codes(run: Run, demo_library: Path) -> None:
    opened = Stage(demo_library, "bury-2013-03", by="lead").other()
    for record in opened.records("case"):
        opened.change_record(record.id, case_manager="Ann Example" if record.reference < "BU08" else "CM9")
    _, out, _ = run("--by", "case-manager", "--question", "1.1")
    assert re.search(r"^ +CM9 +\d+ +\d+ +7\n +CM-A +\d+ +\d+ +7$", out, re.MULTILINE)
    assert "example" not in out.casefold()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--by", "shoe-size"), 'Nothing can be broken down by "shoe-size": choose one of interviewed, sentence'),
        (("--by", "custody", "--question", "s1"), "given in confidence"),
        (("--by", "custody", "--area", "nowhere"), 'There is no area "nowhere"'),
        (("--question", "1.1"), "--question, --section, --area and --csv go with --by"),
        (("--csv",), "go with --by"),
        (("--by", "custody", "--csv", "--json"), "--json and --csv do not go together"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_wrong_use(run: Run, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_without_by_it_is_the_summary_as_before(run: Run) -> None:
    code, out, _ = run()
    assert code == 0
    assert "10 of 14" in out
