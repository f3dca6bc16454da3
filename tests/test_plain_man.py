"""The manual page: it says what the parser and the command table say, and the programs that read such pages take it."""

import argparse
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from sqs_tui import cli
from sqs_tui.command_line import parser
from sqs_tui.commands import COMMANDS
from sqs_tui.plain_man import escaped, page


@pytest.fixture(scope="module")
def written() -> str:
    return "\n".join(page(parser(cli.open_program))) + "\n"


def commands(of: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action.choices.values():
                yield from commands(choice)


def test_every_command_and_every_option_is_in_it(written: str) -> None:
    for command in commands(parser(cli.open_program)):
        assert escaped(command.prog) in written
        for action in command._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or escaped(option) in written


def test_every_key_is_in_it(written: str) -> None:
    plain = " ".join(written.split())
    for command in COMMANDS:
        assert escaped(command.help) in plain


def test_its_parts_stand_in_the_order_that_readers_expect(written: str) -> None:
    parts = [line.removeprefix(".SH ").strip('"') for line in written.splitlines() if line.startswith(".SH")]
    assert parts[:3] == ["NAME", "SYNOPSIS", "DESCRIPTION"]
    assert {"COMMANDS", "FILES", "ENVIRONMENT", "EXIT STATUS", "KEYS"} <= set(parts)


@pytest.mark.parametrize(
    ("text", "safe"),
    [("--plain", "\\-\\-plain"), ('a "b" \\c', "a \\(dqb\\(dq \\ec"), ("it's", "it\\(aqs"), ("“x”", "\\[u201C]x\\[u201D]")],
)
def test_nothing_in_a_text_is_an_instruction(text: str, safe: str) -> None:
    assert escaped(text) == safe


def test_no_line_of_a_text_begins_as_an_instruction_does(written: str) -> None:
    assert {line.split()[0] for line in written.splitlines() if line.startswith((".", "'"))} <= {
        ".TH",
        ".SH",
        ".SS",
        ".TP",
        ".PP",
        ".B",
    }


@pytest.mark.parametrize(
    "command",
    [("groff", "-man", "-ww", "-Tascii", "-z"), ("mandoc", "-T", "lint", "-W", "error"), ("man", "-l", "-")],
    ids=lambda command: str(command[0]),
)
def test_what_reads_manual_pages_takes_it(command: tuple[str, ...], written: str) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed here")
    done = subprocess.run(command, input=written, capture_output=True, text=True, check=False, timeout=50)
    assert (done.returncode, done.stderr) == (0, "")
    assert command[0] != "man" or "sqs-tui review" in done.stdout


def test_the_command_prints_it(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["man"]) == 0
    assert capsys.readouterr().out == written
