"""The command line: `sqs-tui` opens the program, every other command works without a screen.

Data goes to stdout, everything else to stderr; a fault is one line. Exit codes: 0 done, 1 problems found, 2 wrong use, 130
interrupted. `--help` and the plain commands start at once: what a command needs is imported in it.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextlib import ExitStack
from datetime import date
from typing import Any, NoReturn

from sqs_tui import (
    __version__,
    plain,
    plain_allocate,
    plain_backup,
    plain_carry,
    plain_history,
    plain_second,
    plain_states,
    plain_trash,
)
from sqs_tui.errors import SqsError
from sqs_tui.export import FORMS, PIECES, WHOLE
from sqs_tui.plain import Place, WrongUseError, narrate
from sqs_tui.settings import LIBRARY_VARIABLE, colours_for

Command = Callable[[argparse.Namespace, Place], int]

_INTERRUPTED = 130
_PLAIN_COMMANDS = (
    "list, new, show, allocate, state, summary, letter, check, export, changes, history, conflicts, second, agreement, criteria, "
    "backup, restore, verify, merge, import, trash, untrash, delete, where"
)
_COLOUR_SYSTEMS = {"ansi": "standard", "256": "256", "truecolor": "truecolor"}
_PLAIN_TERMINALS = ("", "dumb", "unknown")


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


def run() -> None:
    """The program's entry point: it ends with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # data is UTF-8 whatever the locale; file names come out as they are
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdout else "backslashreplace")
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line and give its exit code."""
    try:
        args = _parser().parse_args(arguments)
        with ExitStack() as stack:
            place, command = Place(args, stack), args.run
            if args.demo and command is not open_program:
                narrate("this is the demonstration; whatever is done in it is thrown away.")
            code: int = command(args, place)
            sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read it has seen enough
        _let_go_of_stdout()
        return 0
    except KeyboardInterrupt:
        narrate("interrupted.")
        return _INTERRUPTED
    except SqsError as fault:
        narrate(str(fault))
        return fault.exit_code
    except OSError as fault:
        _let_go_of_stdout()
        narrate(f"{fault.filename}: {fault.strerror}." if fault.filename else f"{fault.strerror or fault}.")
        return 2


def _let_go_of_stdout() -> None:
    """See to it that stdout, if it takes no more, is not tried again when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_program(args: argparse.Namespace, place: Place) -> int:
    """Without a command, and `open`: the screens."""
    problem = terminal_problem(os.environ, sys.stdin.isatty() and sys.stderr.isatty())
    if problem:
        raise WrongUseError(problem)
    folder = place.library.find(args.inspection) if args.inspection is not None else None
    prepare_textual(os.environ)
    from sqs_tui.app import open_app

    return open_app(place.path, demo=place.demo, inspection=folder, record=args.record)


def terminal_problem(environment: Mapping[str, str], at_terminal: bool) -> str:
    """Why the screens cannot be shown here; empty where they can."""
    name = environment.get("TERM", "")
    if at_terminal and name not in _PLAIN_TERMINALS:
        return ""
    why = f"this one (TERM={name}) cannot show them" if at_terminal else "this is none"
    return f"The screens need a terminal, and {why}. These do without: {_PLAIN_COMMANDS}; see sqs-tui --help."


def prepare_textual(environment: MutableMapping[str, str]) -> None:
    """Set what Textual reads while it is imported; what the user has set stays."""
    environment.setdefault("ESCDELAY", "300")  # in ms; with less, a slow line splits an arrow key into Escape and letters
    environment.setdefault("TEXTUAL_ANIMATIONS", "none")
    colours = colours_for(environment)
    if colours in _COLOUR_SYSTEMS:
        environment.setdefault("TEXTUAL_COLOR_SYSTEM", _COLOUR_SYSTEMS[colours])
    if colours == "ansi" or "NO_COLOR" in environment:
        environment.setdefault("TEXTUAL_THEME", "ansi-dark")  # chosen later, such a theme is black on black


# What the command line may say


def _parser() -> _Parser:
    parser = _Parser(
        prog="sqs-tui",
        description="Review case files, count the judgements and write the letter. Without a command the program opens.",
        epilog="INSPECTION is the name of an inspection's folder (see `sqs-tui list`), or any beginning of it that no other has.",
    )
    parser.add_argument("--version", action="version", version=f"sqs-tui {__version__}")
    parser.add_argument("--print-completion", action=_PrintCompletion, choices=("bash", "zsh"), help="print a completion script")
    parser.add_argument("--library", metavar="DIR", help=f"the folder of inspections (else ${LIBRARY_VARIABLE}, else your own)")
    parser.add_argument("--demo", action="store_true", help="use a throw-away library with a demonstration, before any command")
    parser.set_defaults(run=open_program, inspection=None, record=None)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")

    def command(name: str, function: Command, says: str, *, json: bool = False) -> _Parser:
        added: _Parser = commands.add_parser(name, help=says, description=f"{says[:1].upper()}{says[1:]}.")
        added.set_defaults(run=function)
        if json:
            _with_json(added)
        return added

    opened = command("open", open_program, "open the program at an inspection, or at one of its records")
    opened.add_argument("inspection", metavar="INSPECTION")
    opened.add_argument("record", metavar="RECORD", nargs="?")
    command("list", plain.list_inspections, "list the inspections of the library", json=True)
    _new_arguments(command("new", plain.new, "begin an inspection and print the name of its folder"))
    shown = command("show", plain.show, "show an inspection and its records, or one record with its answers", json=True)
    shown.add_argument("inspection", metavar="INSPECTION")
    shown.add_argument("record", metavar="RECORD", nargs="?")
    command("summary", plain.summary, "count the judgements", json=True).add_argument("inspection", metavar="INSPECTION")
    letter = command("letter", plain.letter, "print the letter as it stands, as Markdown")
    letter.add_argument("inspection", metavar="INSPECTION")
    letter.add_argument("--html", action="store_true", help="print it as HTML")
    check = command("check", plain.check, "list what is to be mended or waived before the letter goes out", json=True)
    check.add_argument("inspection", metavar="INSPECTION")
    _allocate_arguments(command("allocate", plain_allocate.allocate, "say who reviews which records, and print what has changed"))
    _state_arguments(command("state", plain_states.state, "lead records to a state, up to their sign-off, and back for a reason"))
    written = "write the letter, what belongs to it, or the whole inspection to a file and print its name"
    _export_arguments(command("export", plain_carry.export, written))
    _history_arguments(command)
    _second_arguments(
        command("second", plain_second.second, "have records scored again by another inspector, or list them", json=True)
    )
    _moderate_arguments(command("moderate", plain_second.moderate, "decide where two who scored the same record differ"))
    agreed = command("agreement", plain_second.agreement, "tell how far inspectors agree who scored the same records", json=True)
    agreed.add_argument("inspection", metavar="INSPECTION")
    _criteria_arguments(command("criteria", plain.criteria_show, "check or show a criteria file"))
    _backup_arguments(command("backup", plain_backup.backup, "take a snapshot of an inspection, or of all, and print its name"))
    restored = "list the snapshots of an inspection, or bring one back; what is there before is kept"
    _restore_arguments(command("restore", plain_backup.restore, restored, json=True))
    verified = command(
        "verify", plain_backup.verify, "look whether every file is as it should be, and put right what is not", json=True
    )
    verified.add_argument("inspection", metavar="INSPECTION", nargs="?", help="the inspection (default: all)")
    verified.add_argument("--repair", action="store_true", help="carry out the repairs that are offered, after a snapshot")
    _carrying_commands(command)
    _trash_arguments(command("trash", plain_trash.trash, "put an inspection or a record into the trash, or list it", json=True))
    untrash = command("untrash", plain_trash.untrash, "bring an inspection or a record back from the trash")
    untrash.add_argument("inspection", metavar="INSPECTION")
    untrash.add_argument("record", metavar="RECORD", nargs="?")
    _delete_arguments(command("delete", plain_trash.delete, "delete what is in the trash for good"))
    command("where", plain.where, "say where the library and the criteria lie", json=True)
    return parser


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


def _history_arguments(command: Callable[..., _Parser]) -> None:
    changes = command("changes", plain_history.changes, "list what was changed, by whom, from what to what and why", json=True)
    changes.add_argument("inspection", metavar="INSPECTION")
    changes.add_argument("--since", metavar="WHEN", help="only what was changed since: 2013-03-18, or 2013-03-18T10:42")
    changes.add_argument("--by", metavar="WHO", help="only what this account changed")
    history = command("history", plain_history.history, "list every change of one answer", json=True)
    history.add_argument("inspection", metavar="INSPECTION")
    history.add_argument("record", metavar="RECORD")
    history.add_argument("question", metavar="QUESTION")
    conflicts = command("conflicts", plain_history.conflicts, "list what two have said differently, or settle it", json=True)
    conflicts.add_argument("inspection", metavar="INSPECTION")
    conflicts.add_argument("--settle", metavar="LINE_ID", help="let what this line says stand (the list has its id)")
    conflicts.add_argument("--reason", metavar="TEXT", help="why it stands")


def _second_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument(
        "records", metavar="RECORD", nargs="*", help="the records to be scored again (default: list what there is)"
    )
    parser.add_argument("--to", metavar="NAME", help="the inspector who scores them again, not the one who scored them first")
    parser.add_argument("--qa", action="store_true", help="as a QA dip sample")
    parser.add_argument("--share", metavar="SIZE", help="draw a share of the finished records, such as 20%%, or a number of them")
    parser.add_argument("--seed", metavar="SEED", help="draw the same records again as with this seed (default: any; it is told)")


def _moderate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("question", metavar="QUESTION")
    decision = parser.add_mutually_exclusive_group(required=True)
    decision.add_argument("--answer", metavar="VALUE", help="the answer that the record gets, such as yes")
    decision.add_argument("--as-it-is", action="store_true", help="the record's answer stays as it is")
    parser.add_argument("--reasons", default="", metavar="LIST", help="the reasons for the answer: vague,late")
    parser.add_argument("--why", required=True, metavar="TEXT", help="why that is decided")
    parser.add_argument("--second", metavar="NAME", help="who scored it again, where several have")


def _carrying_commands(command: Callable[..., _Parser]) -> None:
    """`merge` and `import`."""
    says = "take in what was done in another library, which is only read"
    merge = command("merge", plain_carry.merge, says, json=True)
    merge.add_argument("other", metavar="OTHER_LIBRARY", help="the folder that holds the other inspections")
    merge.add_argument("inspection", metavar="INSPECTION", nargs="?", help="only this one, by its folder there (default: all)")
    taken = command("import", plain_carry.import_, "take in an inspection that `export --format json` wrote", json=True)
    taken.add_argument("file", metavar="FILE")
    for parser in (merge, taken):
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
    check.set_defaults(run=plain.criteria_check)
    show = commands.add_parser("show", help="show the questions of a criteria file")
    show.add_argument("--criteria", metavar="FILE", help="the file (default: the criteria of the program)")
    _with_json(show)
    letter = commands.add_parser("letter", help="print the template of the letter, to change it for `new --letter`")
    letter.add_argument("--criteria", metavar="FILE", help="the file that it is in (default: the criteria of the program)")
    letter.set_defaults(run=plain.criteria_letter)


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
