"""Completion: the scripts are ones that the shells take, and what they complete is what there is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.command_line import parser
from sqs_tui.plain_completion import SHELLS, names, script
from tests.e2e.conftest import Desk

ROOT = Path(__file__).parent.parent


def require(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed here")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path / "library")
    for reference in ("T01", "T02", "T 03 $(x)"):
        made.opened().add_record("case", reference)
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(made.path))
    return made


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the script of each shell, and with `sqs-tui` on the PATH."""
    made = tmp_path / "scripts"
    made.mkdir()
    for shell in SHELLS:
        (made / shell).write_text(script(parser(cli.open_program), shell))
    program = made / "sqs-tui"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m sqs_tui "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{made}{os.pathsep}{os.environ['PATH']}")
    return made


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_its_script(shell: str, scripts: Path) -> None:
    require(shell)
    assert said(shell, "-n", str(scripts / shell)) == ""


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        (("su",), "summary"),
        (("summary", "te"), "testborough"),
        (("show", "test", "T"), "T01 T02"),
        (("--library", "{library}", "review", "test", "T"), "T01 T02"),
        (("review", "test", "T01", "--p"), "--plain"),
        (("state", "test", "T01", ""), "T01 T02"),
        (("completion", "f"), "fish"),
    ],
    ids=str,
)
def test_bash_completes_commands_options_and_names(line: tuple[str, ...], completed: str, scripts: Path, desk: Desk) -> None:
    require("bash")
    words = " ".join(f'"{word.format(library=desk.path)}"' for word in ("sqs-tui", *line))
    asks = f'source {scripts / "bash"}; COMP_WORDS=({words}); COMP_CWORD={len(line)}; _shtab_sqs_tui; echo "${{COMPREPLY[*]}}"'
    assert said("bash", "-c", asks).split() == completed.split()


@pytest.mark.parametrize(
    ("line", "completed"),
    [("sqs-tui su", ["summary"]), ("sqs-tui summary te", ["testborough"]), ("sqs-tui show test T", ["T01", "T02"])],
)
def test_fish_completes_commands_and_names(line: str, completed: list[str], scripts: Path, desk: Desk) -> None:
    require("fish")
    offered = said("fish", "--no-config", "-c", f"source {scripts / 'fish'}; complete -C '{line}'")
    assert [one.partition("\t")[0] for one in offered.splitlines()] == completed


def test_names_that_a_shell_would_take_apart_are_not_offered(desk: Desk) -> None:
    assert names("records", ["show", "test"]) == ["T01", "T02"]


@pytest.mark.parametrize("words", [[], ["show"], ["show", "nowhere"], ["--library", "/nowhere/at/all", "show", "test"]])
def test_where_a_line_names_no_inspection_there_are_no_records(words: list[str], desk: Desk) -> None:
    assert names("records", words) == []


def test_a_damaged_library_completes_nothing_and_says_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk.path / desk.folder / "inspection.json").write_text("{")
    assert cli.main(["completion", "records", "--", "show", "test"]) == 0
    assert capsys.readouterr() == ("", "")
