"""What the command line may say: its options and its commands; what each of them takes is in `command_arguments`."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn, cast

from sqs_tui import (
    __version__,
    plain,
    plain_allocate,
    plain_backup,
    plain_breakdowns,
    plain_carry,
    plain_compare,
    plain_completion,
    plain_criteria,
    plain_find,
    plain_history,
    plain_lists,
    plain_man,
    plain_queue,
    plain_retain,
    plain_review,
    plain_sample,
    plain_second,
    plain_settings,
    plain_states,
    plain_trash,
)
from sqs_tui import command_arguments as takes
from sqs_tui.machine import LIBRARY_VARIABLE
from sqs_tui.plain import Place, narrate

Run = Callable[[argparse.Namespace, Place], int]


class _Parser(argparse.ArgumentParser):
    """A parser whose faults are one line."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse takes, which makes subparsers too
        super().__init__(allow_abbrev=False, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:  # noqa: ANN401 - as above
        """Parse what is known; a command that takes words takes them behind an option, too."""
        found, rest = super().parse_known_args(args, namespace)
        if getattr(found, "words", None) and not any(one.startswith("-") for one in rest):
            found.words += rest
            rest = []
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and leave with 2."""
        if "unrecognized" in message and any(option in message for option in ("--library", "--demo")):
            message = f"{message} (--library and --demo go before the command)"
        narrate(f"{message}. See {self.prog} --help.")
        self.exit(2)


class _Command(NamedTuple):
    """A command: what carries it out, one line on what it does, and what adds its arguments to its parser."""

    name: str
    run: Run
    says: str
    adds: Callable[[argparse.ArgumentParser], object] = lambda _: None
    json: bool = False


def parser(open_program: Run, arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the command line; `open_program` is what it calls for without a command.

    A command that `arguments` do not name has no parser of its own: only its name and its line in the help are needed, and to
    make the parsers of all takes longer than many a command. Without `arguments`, all have theirs.
    """
    made = _Parser(
        prog="sqs-tui",
        description="Review case files, count the judgements and write the letter. Without a command the program opens.",
        epilog="INSPECTION is the name of an inspection's folder (see `sqs-tui list`), or any beginning of it that no other has.",
    )
    made.add_argument("--version", action="version", version=f"sqs-tui {__version__}")
    made.add_argument("--library", metavar="DIR", help=f"the folder of inspections (else ${LIBRARY_VARIABLE}, else your own)")
    made.add_argument("--demo", action="store_true", help="use a throw-away library with a demonstration, before any command")
    made.add_argument("--tour", action="store_true", help="with --demo: begin the tour of the program")
    made.set_defaults(run=open_program, inspection=None, record=None)
    commands = made.add_subparsers(metavar="COMMAND", title="commands", parser_class=cast("type[_Parser]", _parser_of))
    opens = _Command(
        "open", open_program, "open the program at an inspection, or at one of its records", takes.inspection_and_record
    )
    reviews = _Command(
        "review", plain_review.review(open_program), "review a record, on the screen or line by line", takes.review
    )
    whole = partial(parser, open_program)
    last = (
        _Command("completion", plain_completion.completion(whole), "print what a shell needs to complete", takes.completion),
        _Command("man", plain_man.man(whole), "print the manual page"),
    )
    for command in (opens, reviews, *_COMMANDS, *last):
        named = arguments is None or command.name in arguments
        says = command.says
        added = commands.add_parser(command.name, help=says, description=f"{says[:1].upper()}{says[1:]}." if named else "")
        if named:
            added.set_defaults(run=command.run)
            if command.json:
                takes.with_json(added)
            command.adds(added)
    return made


def _parser_of(*, description: str, **settings: Any) -> _Parser | None:  # noqa: ANN401 - as above
    """The parser of a command; of one without a description none is wanted."""
    return _Parser(description=description, **settings) if description else None


_COMMANDS = (
    _Command("list", plain.list_inspections, "list the inspections of the library", json=True),
    _Command("new", plain.new, "begin an inspection and print the name of its folder", takes.new),
    _Command(
        "show",
        plain.show,
        "show an inspection and its records, or one record with its answers",
        takes.inspection_and_record,
        json=True,
    ),
    _Command(
        "summary",
        plain_breakdowns.summary,
        "count the judgements, or break them down by a fact, by inspector or by case manager",
        takes.summary,
        json=True,
    ),
    _Command("letter", plain.letter, "print the letter as it stands, as Markdown", takes.letter),
    _Command("check", plain.check, "list what is to be mended or waived before the letter goes out", takes.inspection, json=True),
    _Command(
        "problems",
        plain_queue.problems,
        "list everything that is open, in the records and in the letter, or in one record",
        takes.inspection_and_record,
        json=True,
    ),
    _Command("waive", plain_queue.waive, "let a problem of a record stand for a reason, or no longer", takes.waive),
    _Command("allocate", plain_allocate.allocate, "say who reviews which records, and print what has changed", takes.allocate),
    _Command("state", plain_states.state, "lead records to a state, up to their sign-off, and back for a reason", takes.state),
    _Command(
        "export",
        plain_carry.export,
        "write the letter, what belongs to it, or the whole inspection to a file and print its name",
        takes.export,
    ),
    _Command(
        "changes",
        plain_history.changes,
        "list what was changed, by whom, from what to what and why",
        takes.changes,
        json=True,
    ),
    _Command("find", plain_find.find, "find words in an inspection, or in what all of them came to", takes.find, json=True),
    _Command("history", plain_history.history, "list every change of one answer", takes.history, json=True),
    _Command(
        "conflicts", plain_history.conflicts, "list what two have said differently, or settle it", takes.conflicts, json=True
    ),
    _Command(
        "sample",
        plain_sample.sample,
        "draw the sample from the case list, check the draw, or tell of it",
        takes.sample,
        json=True,
    ),
    _Command("replace", plain_sample.replace, "have a reserve stand in for a case of the sample", takes.replace),
    _Command(
        "interest",
        plain_sample.interest,
        "keep an inspector out of cases, or list who is kept out of which",
        takes.interest,
        json=True,
    ),
    _Command(
        "second",
        plain_second.second,
        "have records scored again by another inspector, or list them",
        takes.second,
        json=True,
    ),
    _Command("moderate", plain_second.moderate, "decide where two who scored the same record differ", takes.moderate),
    _Command(
        "agreement",
        plain_second.agreement,
        "tell how far inspectors agree who scored the same records",
        takes.inspection,
        json=True,
    ),
    _Command(
        "compare",
        plain_compare.compare,
        "compare an inspection with another, with all others, over time or over the library",
        takes.compare,
    ),
    _Command("criteria", plain_criteria.show, "check or show a criteria file", takes.criteria),
    _Command("backup", plain_backup.backup, "take a snapshot of an inspection, or of all, and print its name", takes.backup),
    _Command(
        "restore",
        plain_backup.restore,
        "list the snapshots of an inspection, or bring one back; what is there before is kept",
        takes.restore,
        json=True,
    ),
    _Command(
        "verify",
        plain_backup.verify,
        "look whether every file is as it should be, and put right what is not",
        takes.verify,
        json=True,
    ),
    _Command(
        "retain",
        plain_retain.retain,
        "list when the notes and histories of closed inspections go, or remove those that are due",
        takes.retain,
        json=True,
    ),
    _Command("merge", plain_carry.merge, "take in what was done in another library, which is only read", takes.merge, json=True),
    _Command(
        "import",
        plain_carry.import_,
        "take in an inspection that `export --format json` wrote, or a case list into one",
        takes.import_,
        json=True,
    ),
    _Command("cases", plain_lists.cases, "list the cases that were imported for an inspection", takes.cases, json=True),
    _Command("trash", plain_trash.trash, "put an inspection or a record into the trash, or list it", takes.trash, json=True),
    _Command("untrash", plain_trash.untrash, "bring an inspection or a record back from the trash", takes.inspection_and_record),
    _Command("delete", plain_trash.delete, "delete what is in the trash for good", takes.delete),
    _Command(
        "keys",
        plain_settings.keys,
        "list every command of the screens with its keys",
        takes.keys,
        json=True,
    ),
    _Command(
        "settings", plain_settings.settings, "list every setting with its default, its present value and its meaning", json=True
    ),
    _Command("where", plain.where, "say where the library, the settings, the habits and the criteria lie", json=True),
)
