"""`completion`: what a shell needs to complete command lines, and the names that its script asks for."""

import argparse
import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqs_tui.errors import SqsError
from sqs_tui.machine import account_name, library_path
from sqs_tui.plain import DONE, Place, now

if TYPE_CHECKING:
    from sqs_tui.store.library import Library

SHELLS = ("bash", "zsh", "fish")
INSPECTIONS, RECORDS = "inspections", "records"
NAMED = {"INSPECTION": INSPECTIONS, "RECORD": RECORDS}
"""What is completed by name, by how the help calls it."""
FILES = ("FILE", "PATH", "OTHER_LIBRARY", "DIR")
"""What is completed by the files that there are."""
_PLAIN = re.compile(r"[\w.-]+")
"""Names that no shell takes for anything else; others are to be typed."""

_PREAMBLES = {
    "bash": """
_sqs_tui_names() {
  compgen -W "$(sqs-tui completion "$1" -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "$2"
}
_sqs_tui_inspections() { _sqs_tui_names inspections "$1"; }
_sqs_tui_records() { _sqs_tui_names records "$1"; }
""",
    "zsh": """
_sqs_tui_names() {
  local -a names
  names=(${(f)"$(sqs-tui completion $1 -- ${words[1,CURRENT-1]} 2>/dev/null)"})
  compadd -a names
}
_sqs_tui_inspections() { _sqs_tui_names inspections }
_sqs_tui_records() { _sqs_tui_names records }
""",
}
"""What asks for names in each shell, given the words before the one that is completed; fish asks where it names the command."""


def completion(parser: Callable[[], argparse.ArgumentParser]) -> Callable[[argparse.Namespace, Place], int]:
    """`completion`, for the whole command line that `parser` makes."""

    def run(args: argparse.Namespace, _: Place) -> int:
        if args.what in SHELLS:
            sys.stdout.write(f"{script(parser(), args.what)}\n")
        else:
            for name in names(args.what, args.words):
                sys.stdout.write(f"{name}\n")
        return DONE

    return run


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """What a shell sources to complete command lines of the parser; names are asked for while it completes."""
    import shtab

    _mark(parser)
    return str(shtab.complete(parser, shell=shell, preamble=_PREAMBLES.get(shell, "")))


def _mark(parser: argparse.ArgumentParser) -> None:
    """Say of every argument that is a name or a file how it is completed."""
    import shtab

    for action in parser._actions:
        wanted = action.metavar if isinstance(action.metavar, str) else ""
        if isinstance(action, argparse._SubParsersAction):
            for choice in action.choices.values():
                _mark(choice)
        elif wanted in NAMED:
            what = NAMED[wanted]
            asked = f"(sqs-tui completion {what} -- (commandline -opc)[2..-1] 2>/dev/null)"
            action.complete = {"bash": f"_sqs_tui_{what}", "zsh": f"_sqs_tui_{what}", "fish": asked}  # type: ignore[attr-defined]
        elif wanted in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]


def names(what: str, words: list[str]) -> list[str]:
    """The inspections of the library, or the records of the inspection that is named in a line begun with `words`.

    None where there are none, where the line names none, or where anything is in the way: who completes a line wants no faults.
    """
    from sqs_tui.store.library import Library

    try:
        library = Library(library_path(_library(words), os.environ))
        if what == INSPECTIONS:
            found = [entry.folder for entry in library.entries()]
        else:
            folders = [entry.folder for entry in library.entries()]
            found = _records(library, next(word for word in words[1:] if word and any(one.startswith(word) for one in folders)))
    except (SqsError, OSError, StopIteration):
        return []
    return [name for name in found if _PLAIN.fullmatch(name)]


def _library(words: list[str]) -> str | None:
    """The library that a line names."""
    for word, following in zip(words, (*words[1:], ""), strict=False):
        if word == "--library":
            return following or None
        if word.startswith("--library="):
            return word.partition("=")[2]
    return None


def _records(library: "Library", beginning: str) -> list[str]:
    opened = library.open(library.find(beginning), by=account_name(), now=now)
    return [record.reference for record in opened.records()]
