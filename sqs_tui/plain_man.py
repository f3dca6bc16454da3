"""`man`: the manual page, made from the parser of the command line and the table of commands."""

import argparse
import sys
import textwrap
from collections.abc import Callable, Iterator

from sqs_tui import __version__
from sqs_tui.machine import LIBRARY_VARIABLE, SETTINGS_VARIABLE
from sqs_tui.plain import DONE, Place

_ESCAPED = {"\\": "\\e", "-": "\\-", "'": "\\(aq", '"': "\\(dq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
_WIDTH = 78
_FILES = (
    ("the library", "One folder an inspection, one file a case; sqs-tui where says where it lies."),
    ("the settings", "A file of TOML, read again when it changes; sqs-tui where says where it lies."),
    (".backup", "The library's snapshots; sqs-tui restore brings one back."),
)
_ENVIRONMENT = (
    (LIBRARY_VARIABLE, "The folder of inspections, where --library names none."),
    (SETTINGS_VARIABLE, "The file of settings."),
    ("SQS_TUI_*", "A setting for one start, such as SQS_TUI_THEME; it goes before the file."),
    ("NO_COLOR", "Set to anything, no colour is used."),
    ("TERM", "What the terminal can do; where it can show no screen, review --plain scores a case line by line."),
    ("VISUAL, EDITOR", "The editor in which notes and paragraphs can be written."),
)
_EXIT = (
    ("0", "Done; of review --plain: the record is finished."),
    ("1", "Problems were found; of review --plain: the record is not finished."),
    ("2", "Wrong use, or a place that cannot be used."),
    ("130", "Interrupted."),
    ("129, 143", "The line was cut, or the program was told to end; what was being typed is kept."),
)


def man(parser: Callable[[], argparse.ArgumentParser]) -> Callable[[argparse.Namespace, Place], int]:
    """`man`, for the whole command line that `parser` makes."""

    def run(_: argparse.Namespace, __: Place) -> int:
        sys.stdout.write("\n".join(page(parser())) + "\n")
        return DONE

    return run


def page(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The lines of the manual page, in the macros that `man` reads; what is not ASCII is escaped in them."""
    from sqs_tui.keys import DEFAULT_KEYS, keys_text
    from sqs_tui.settings import DEFAULTS, documented

    yield f'.TH {escaped(parser.prog.upper())} 1 "" "{escaped(f"{parser.prog} {__version__}")}" "User Commands"'
    yield from _section("NAME", f"{parser.prog} - review case files, count the judgements and write the letter")
    yield from _section("SYNOPSIS")
    yield from _text(_usage(parser))
    yield from _section("DESCRIPTION", parser.description or "", parser.epilog or "")
    yield from _section("OPTIONS")
    yield from _arguments(parser)
    yield from _section("COMMANDS")
    for command, says in _commands(parser):
        yield from _command(command, says)
    yield from _section("SETTINGS", "What may stand in the file of settings; sqs-tui settings prints it with what is set now.")
    for name, default, _, says in documented(DEFAULTS):
        yield from _entry(f"{name} = {default}", says)
    for title, entries in (("FILES", _FILES), ("ENVIRONMENT", _ENVIRONMENT), ("EXIT STATUS", _EXIT)):
        yield from _section(title)
        for name, says in entries:
            yield from _entry(name, says)
    yield from _section("KEYS", "What each key does where none has been moved, by screen; sqs-tui keys lists them as they are.")
    for place, rows in DEFAULT_KEYS.by_place().items():
        yield from _heading("SS", place)
        for row in rows:
            yield from _entry(keys_text(row), row.help)


def escaped(text: str) -> str:
    """Text in which nothing is taken for an instruction, a minus sign or a curly quote."""
    return "".join(_ESCAPED.get(one, one if one.isascii() else f"\\[u{ord(one):04X}]") for one in " ".join(text.split()))


def _text(text: str) -> Iterator[str]:
    """A paragraph, in lines that are easy to read in the file, too; none of them begins as an instruction does."""
    for line in textwrap.wrap(escaped(text), _WIDTH, break_long_words=False, break_on_hyphens=False):
        yield f"\\&{line}" if line.startswith(".") else line


def _heading(macro: str, title: str) -> Iterator[str]:
    yield f'.{macro} "{escaped(title)}"'


def _section(title: str, *paragraphs: str) -> Iterator[str]:
    yield from _heading("SH", title)
    for at, text in enumerate(filter(None, paragraphs)):
        if at:
            yield ".PP"
        yield from _text(text)


def _entry(name: str, says: str) -> Iterator[str]:
    yield ".TP"
    yield f'.B "{escaped(name)}"'
    yield from _text(says)


def _usage(parser: argparse.ArgumentParser) -> str:
    return " ".join(parser.format_usage().split()).removeprefix("usage: ").replace("[-h] ", "").replace(" [-h]", "")


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The arguments that say what they are for."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        if action.help and action.help != argparse.SUPPRESS:
            takes = (
                "" if action.nargs == 0 else str(action.metavar or (action.option_strings and action.dest.upper()) or action.dest)
            )
            name = " ".join(filter(None, (", ".join(action.option_strings), takes)))
            says = action.help % {**vars(action), "prog": parser.prog}
            yield from _entry(name, f"{says[:1].upper()}{says[1:]}.")


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Every command that the help names, each with the commands below it, and what it does."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                yield command, helps[name]
                yield from _commands(command)


def _command(command: argparse.ArgumentParser, says: str) -> Iterator[str]:
    yield from _heading("SS", command.prog)
    yield from _text(_usage(command))
    yield ".PP"
    yield from _text(f"{says[:1].upper()}{says[1:]}.")
    yield from _arguments(command)
