"""What the command line may say: its options, its commands, and what each of them takes."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple, NoReturn, cast

from sqs_tui import (
    __version__,
    plain,
    plain_allocate,
    plain_backup,
    plain_carry,
    plain_criteria,
    plain_history,
    plain_queue,
    plain_second,
    plain_settings,
    plain_states,
    plain_trash,
)
from sqs_tui.export import FORMS, PIECES, WHOLE
from sqs_tui.machine import LIBRARY_VARIABLE
from sqs_tui.plain import Place, narrate

Run = Callable[[argparse.Namespace, Place], int]


class _Parser(argparse.ArgumentParser):
    """A parser whose faults are one line."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse takes, which makes subparsers too
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and leave with 2."""
        if "unrecognized" in message and any(option in message for option in ("--library", "--demo")):
            message = f"{message} (--library and --demo go before the command)"
        narrate(f"{message}. See {self.prog} --help.")
        self.exit(2)


class _PrintCompletion(argparse.Action):
    """Print what a shell sources to complete this command line."""

    def __call__(self, parser: argparse.ArgumentParser, *given: object) -> None:
        import shtab

        sys.stdout.write(f"{shtab.complete(parser, shell=str(given[1]))}\n")
        parser.exit()


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
    made.add_argument("--print-completion", action=_PrintCompletion, choices=("bash", "zsh"), help="print a completion script")
    made.add_argument("--library", metavar="DIR", help=f"the folder of inspections (else ${LIBRARY_VARIABLE}, else your own)")
    made.add_argument("--demo", action="store_true", help="use a throw-away library with a demonstration, before any command")
    made.set_defaults(run=open_program, inspection=None, record=None)
    commands = made.add_subparsers(metavar="COMMAND", title="commands", parser_class=cast("type[_Parser]", _parser_of))
    opens = _Command("open", open_program, "open the program at an inspection, or at one of its records", _inspection_and_record)
    every = arguments is None or any(argument.startswith("--print-completion") for argument in arguments)
    for command in (opens, *_COMMANDS):
        named = every or command.name in (arguments or ())
        says = command.says
        added = commands.add_parser(command.name, help=says, description=f"{says[:1].upper()}{says[1:]}." if named else "")
        if named:
            added.set_defaults(run=command.run)
            if command.json:
                _with_json(added)
            command.adds(added)
    return made


def _parser_of(*, description: str, **settings: Any) -> _Parser | None:  # noqa: ANN401 - as above
    """The parser of a command; of one without a description none is wanted."""
    return _Parser(description=description, **settings) if description else None


def _inspection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")


def _inspection_and_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD", nargs="?")


def _letter_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--html", action="store_true", help="print it as HTML")


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="the inspection (default: all)")
    parser.add_argument("--repair", action="store_true", help="carry out the repairs that are offered, after a snapshot")


def _allocate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    records = parser.add_argument(
        "records",
        metavar="RECORD",
        nargs="+",
        default=(),
        help="a reference, or a run such as BU01..BU05 (default with --among: all that nobody has)",
    )
    records.required = False  # with "*" argparse would take none at once, and refuse those that stand behind an option
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", metavar="NAME", help="the inspector who reviews them")
    whom.add_argument("--among", metavar="NAMES", help="inspectors who share them as evenly as can be: ann,ben")
    whom.add_argument("--release", action="store_true", help="let go of them: anyone may claim them")


def _state_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("records", metavar="RECORD", nargs="*")
    parser.add_argument("state", metavar="STATE", choices=plain_states.STATES, help=", ".join(plain_states.STATES))
    parser.add_argument("--all", action="store_true", help="every record of the inspection")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why what is checked or signed off is opened again")


def _trash_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?")
    parser.add_argument("record", metavar="RECORD", nargs="?")
    parser.add_argument("--list", action="store_true", help="list the inspections in the trash, or an inspection's records")


def _delete_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION", help="the inspection in the trash, or that of the record")
    parser.add_argument("record", metavar="RECORD", nargs="?", help="a record in the trash")
    parser.add_argument("--snapshots", action="store_true", help="its copies in the snapshots, too")
    parser.add_argument("--name", metavar="NAME", help="the name of what is deleted, where nobody is there to type it")


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    known = (*PIECES.values(), WHOLE)
    pieces = "; ".join(f"{piece.id} ({', '.join(piece.forms)})" for piece in known)
    parser.add_argument(
        "piece",
        metavar="WHAT",
        nargs="?",
        choices=[piece.id for piece in known],
        help=f"what to write, and as what: {pieces} (default: the letter; as JSON the whole inspection)",
    )
    parser.add_argument(
        "--format", choices=tuple(FORMS), help="what to write it as (default: what the file's name ends in, else the first)"
    )
    parser.add_argument("--output", metavar="PATH", help="the file (default: one named after the inspection, in this folder)")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument(
        "--draft", action="store_true", help="write the letter although problems are open, and mark it as a draft"
    )


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="the inspection (default: all)")
    parser.add_argument("--output", metavar="FILE", help="write one archive that can be carried, and print its name")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION", help="the inspection, also one that is no longer there")
    parser.add_argument("snapshot", metavar="SNAPSHOT", nargs="?", help="its name, or any beginning that no other has")
    parser.add_argument("--from", dest="archive", metavar="FILE", help="bring back from an archive instead of a snapshot")
    parser.add_argument(
        "--file",
        dest="files",
        action="append",
        default=[],
        metavar="PLACE",
        help="only this, such as cases/BU07.json; may be repeated",
    )
    parser.add_argument("--yes", action="store_true", help="do it without asking")


def _changes_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--since", metavar="WHEN", help="only what was changed since: 2013-03-18, or 2013-03-18T10:42")
    parser.add_argument("--by", metavar="WHO", help="only what this account changed")


def _history_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("question", metavar="QUESTION")


def _conflicts_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--settle", metavar="LINE_ID", help="let what this line says stand (the list has its id)")
    parser.add_argument("--reason", metavar="TEXT", help="why it stands")


def _merge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", metavar="OTHER_LIBRARY", help="the folder that holds the other inspections")
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="only this one, by its folder there (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come")


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come")


def _with_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--area", required=True, help="the area, such as Bury")
    parser.add_argument("--service", default="", help="the service that is inspected")
    parser.add_argument(
        "--from", dest="fieldwork_from", type=_day, default="", metavar="DAY", help="first day of fieldwork: 2013-03-18"
    )
    parser.add_argument("--to", dest="fieldwork_to", type=_day, default="", metavar="DAY", help="last day of fieldwork")
    parser.add_argument("--published", type=_day, default="", metavar="DAY", help="the day on which the letter is published")
    for name, says in (
        ("lead", "who leads the inspection"),
        ("contact", "how to reach them"),
        ("addressee", "whom the letter goes to"),
        ("sender", "whom it comes from"),
        ("letterhead", "what stands at its top"),
    ):
        parser.add_argument(f"--{name}", default="", help=says)
    parser.add_argument(
        "--copy", dest="copies", action="append", default=[], metavar="WHOM", help="who gets a copy; may be repeated"
    )
    parser.add_argument("--cases", type=_references, default=(), help="records to begin with: BU01..BU14, or BU01, BU02")
    parser.add_argument("--criteria", metavar="FILE", help="the criteria to inspect by (default: those of the program)")
    parser.add_argument("--letter", metavar="FILE", help="the template of the letter (default: the one in the criteria)")


def _criteria_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", required=True)
    check = commands.add_parser("check", help="say what is wrong with a criteria file")
    check.add_argument("criteria", metavar="FILE")
    check.set_defaults(run=plain_criteria.check)
    show = commands.add_parser("show", help="show the questions of a criteria file")
    show.add_argument("--criteria", metavar="FILE", help="the file (default: the criteria of the program)")
    _with_json(show)
    letter = commands.add_parser("letter", help="print the template of the letter, to change it for `new --letter`")
    letter.add_argument("--criteria", metavar="FILE", help="the file that it is in (default: the criteria of the program)")
    letter.set_defaults(run=plain_criteria.letter)


def _keys_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--markdown", action="store_true", help="print them as a table in Markdown")


def _day(text: str) -> str:
    """A day as the files keep it; an empty one is not known yet."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write one as 2013-03-18") from None


def _references(text: str) -> tuple[str, ...]:
    from sqs_tui.domain.references import expand_references

    try:
        return expand_references(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault).removesuffix(".")) from None


_COMMANDS = (
    _Command("list", plain.list_inspections, "list the inspections of the library", json=True),
    _Command("new", plain.new, "begin an inspection and print the name of its folder", _new_arguments),
    _Command(
        "show",
        plain.show,
        "show an inspection and its records, or one record with its answers",
        _inspection_and_record,
        json=True,
    ),
    _Command("summary", plain.summary, "count the judgements", _inspection, json=True),
    _Command("letter", plain.letter, "print the letter as it stands, as Markdown", _letter_arguments),
    _Command("check", plain.check, "list what is to be mended or waived before the letter goes out", _inspection, json=True),
    _Command(
        "problems",
        plain_queue.problems,
        "list everything that is open, in the records and in the letter, or in one record",
        _inspection_and_record,
        json=True,
    ),
    _Command(
        "waive", plain_queue.waive, "let a problem of a record stand for a reason, or no longer", plain_queue.waive_arguments
    ),
    _Command(
        "allocate", plain_allocate.allocate, "say who reviews which records, and print what has changed", _allocate_arguments
    ),
    _Command(
        "state", plain_states.state, "lead records to a state, up to their sign-off, and back for a reason", _state_arguments
    ),
    _Command(
        "export",
        plain_carry.export,
        "write the letter, what belongs to it, or the whole inspection to a file and print its name",
        _export_arguments,
    ),
    _Command(
        "changes",
        plain_history.changes,
        "list what was changed, by whom, from what to what and why",
        _changes_arguments,
        json=True,
    ),
    _Command("history", plain_history.history, "list every change of one answer", _history_arguments, json=True),
    _Command(
        "conflicts", plain_history.conflicts, "list what two have said differently, or settle it", _conflicts_arguments, json=True
    ),
    _Command(
        "second",
        plain_second.second,
        "have records scored again by another inspector, or list them",
        plain_second.second_arguments,
        json=True,
    ),
    _Command(
        "moderate", plain_second.moderate, "decide where two who scored the same record differ", plain_second.moderate_arguments
    ),
    _Command(
        "agreement", plain_second.agreement, "tell how far inspectors agree who scored the same records", _inspection, json=True
    ),
    _Command("criteria", plain_criteria.show, "check or show a criteria file", _criteria_arguments),
    _Command("backup", plain_backup.backup, "take a snapshot of an inspection, or of all, and print its name", _backup_arguments),
    _Command(
        "restore",
        plain_backup.restore,
        "list the snapshots of an inspection, or bring one back; what is there before is kept",
        _restore_arguments,
        json=True,
    ),
    _Command(
        "verify",
        plain_backup.verify,
        "look whether every file is as it should be, and put right what is not",
        _verify_arguments,
        json=True,
    ),
    _Command(
        "merge", plain_carry.merge, "take in what was done in another library, which is only read", _merge_arguments, json=True
    ),
    _Command(
        "import", plain_carry.import_, "take in an inspection that `export --format json` wrote", _import_arguments, json=True
    ),
    _Command("trash", plain_trash.trash, "put an inspection or a record into the trash, or list it", _trash_arguments, json=True),
    _Command("untrash", plain_trash.untrash, "bring an inspection or a record back from the trash", _inspection_and_record),
    _Command("delete", plain_trash.delete, "delete what is in the trash for good", _delete_arguments),
    _Command(
        "keys",
        plain_settings.keys,
        "list every command of the screens with its keys",
        _keys_arguments,
        json=True,
    ),
    _Command(
        "settings", plain_settings.settings, "list every setting with its default, its present value and its meaning", json=True
    ),
    _Command("where", plain.where, "say where the library, the settings and the criteria lie", json=True),
)
