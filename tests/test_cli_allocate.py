"""`allocate` says without a screen who reviews which records."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sqs_tui import cli

Run = Callable[..., tuple[int, str, str]]
BURY = "bury"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command on a library with the cases BU01 to BU05; gives its code, stdout and stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = cli.main(["--library", str(tmp_path / "library"), *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    assert command("new", "--area", "Bury", "--cases", "BU01..BU05")[0] == 0
    return command


def held(run: Run) -> list[str]:
    records = json.loads(run("show", BURY, "--json")[1])["records"]
    return [record["inspector"] for record in records]


def test_records_are_given_to_one_inspector(run: Run) -> None:
    assert run("allocate", BURY, "BU01..BU02", "bu04", "--to", " ann ") == (0, "BU01  ann\nBU02  ann\nBU04  ann\n", "")
    assert held(run) == ["ann", "ann", "", "ann", ""]


def test_what_nobody_has_is_shared_out_as_evenly_as_can_be(run: Run) -> None:
    run("allocate", BURY, "BU01", "BU02", "--to", "ann")
    assert run("allocate", BURY, "--among", "ann, ben") == (0, "BU03  ben\nBU04  ben\nBU05  ann\n", "")
    assert held(run) == ["ann", "ann", "ben", "ben", "ann"]


def test_records_that_are_named_are_shared_out_though_somebody_has_them(run: Run) -> None:
    run("allocate", BURY, "BU01..BU04", "--to", "ann")
    assert run("allocate", BURY, "BU01..BU04", "--among", "ann,ben")[1] == "BU02  ben\nBU04  ben\n"
    assert held(run) == ["ann", "ben", "ann", "ben", ""]


def test_records_are_let_go_of(run: Run) -> None:
    run("allocate", BURY, "BU01..BU05", "--to", "ann")
    assert run("allocate", BURY, "BU02", "--release") == (0, "BU02  -\n", "")
    assert held(run) == ["ann", "", "ann", "ann", "ann"]


def test_records_may_stand_behind_an_option(run: Run) -> None:
    assert run("allocate", BURY, "--to", "ann", "BU01", "BU03") == (0, "BU01  ann\nBU03  ann\n", "")
    assert run("allocate", "--release", BURY, "BU03") == (0, "BU03  -\n", "")


def test_where_nothing_changes_it_says_so(run: Run) -> None:
    run("allocate", BURY, "--among", "ann")
    for arguments in (("--among", "ben"), ("BU01", "--to", "ann")):
        code, out, err = run("allocate", BURY, *arguments)
        assert (code, out) == (0, "")
        assert "nothing was changed" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("BU01",), "one of the arguments --to --among --release is required"),
        (("BU01", "--to", "ann", "--release"), "not allowed with"),
        (("--to", "ann"), "Name the records that are meant, such as BU01..BU05."),
        (("--release",), "Name the records that are meant, such as BU01..BU05."),
        (("BU01", "--to", "\x1b "), "--to needs the name of an inspector"),
        (("BU01", "--among", " , "), "--among names nobody"),
        (("BU09", "--to", "ann"), 'No record of Bury is called "BU09"'),
        (("BU05..BU01", "--to", "ann"), "runs backwards"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run("allocate", BURY, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert says in err
    assert held(run) == [""] * 5
