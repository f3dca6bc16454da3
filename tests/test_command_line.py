"""What the command line may say is the same whether all commands have their parsers or only those that are named."""

import argparse
from collections.abc import Callable, Sequence

import pytest

from sqs_tui import command_line
from sqs_tui.command_line import parser
from sqs_tui.plain import Place

NAMES = [command.name for command in command_line._COMMANDS] + ["open"]
WRONG = [[], ["nonsense"], ["--nonsense"], ["x", "y", "z", "more"], ["--format", "poem"], ["--json", "--json"]]


def run(arguments: argparse.Namespace, place: Place) -> int:
    return 0


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[argparse.ArgumentParser, Sequence[str]], object]:
    """What a parser makes of a command line: what it prints and ends with, else what it has read."""

    def of(made: argparse.ArgumentParser, arguments: Sequence[str]) -> object:
        capsys.readouterr()
        try:
            return vars(made.parse_args(arguments))
        except SystemExit as end:
            return (end.code, *capsys.readouterr())

    return of


Said = Callable[[argparse.ArgumentParser, Sequence[str]], object]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], [], ["--library"], ["lst"], ["--library", "list"]])
def test_without_a_command_the_same_is_said(arguments: list[str], said: Said) -> None:
    assert said(parser(run, arguments), arguments) == said(parser(run), arguments)


@pytest.mark.parametrize("name", NAMES)
def test_of_a_command_the_same_is_said_and_read(name: str, said: Said) -> None:
    for rest in (["--help"], *WRONG):
        arguments = [name, *rest]
        assert said(parser(run, arguments), arguments) == said(parser(run), arguments)


def test_the_help_of_a_command_is_its_own(said: Said) -> None:
    code, out, _ = said(parser(run, ["show", "--help"]), ["show", "--help"])  # type: ignore[misc]
    assert code == 0
    assert "usage: sqs-tui show" in out
    assert "Show an inspection and its records" in out


def test_only_the_command_that_is_named_has_a_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    begin = command_line._Parser.__init__

    def counted(self: command_line._Parser, **settings: object) -> None:
        made.append(str(settings["prog"]))
        begin(self, **settings)

    monkeypatch.setattr(command_line._Parser, "__init__", counted)
    parser(run, ["--library", "x", "summary", "bury"])
    assert made == ["sqs-tui", "sqs-tui summary"]
