"""The command line: `sqs-tui` opens the program, every other command works without a screen.

Data goes to stdout, everything else to stderr; a fault is one line. Exit codes: 0 done, 1 problems found, 2 wrong use, 130
interrupted. `--help` and the plain commands start at once: what a command needs is imported in it.
"""

import argparse
import gc
import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import ExitStack

from sqs_tui.command_line import parser
from sqs_tui.errors import SqsError
from sqs_tui.machine import is_remote, settings_path
from sqs_tui.plain import Place, WrongUseError, narrate

_INTERRUPTED = 130
_PLAIN_COMMANDS = (
    "list, new, show, problems, waive, allocate, state, summary, letter, check, export, changes, history, conflicts, second, "
    "agreement, criteria, backup, restore, verify, merge, import, trash, untrash, delete, keys, settings, where, completion, man"
)
_PLAIN_TERMINALS = ("", "dumb", "unknown")


def run() -> None:
    """The program's entry point: it ends with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # data is UTF-8 whatever the locale; file names come out as they are
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdout else "backslashreplace")
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line and give its exit code."""
    try:
        args = parser(open_program, arguments).parse_args(arguments)
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
    from sqs_tui.settings import SettingsFile

    settings = SettingsFile(settings_path(os.environ), os.environ)
    prepare_textual(os.environ)
    gc.disable()  # `open_app` tells why, and turns it on again
    from sqs_tui.opening import open_app

    return open_app(place.path, settings, demo=place.demo, inspection=folder, record=args.record, tour=args.tour)


def terminal_problem(environment: Mapping[str, str], at_terminal: bool) -> str:
    """Why the screens cannot be shown here; empty where they can."""
    name = environment.get("TERM", "")
    if at_terminal and name not in _PLAIN_TERMINALS:
        return ""
    why = f"this one (TERM={name}) cannot show them" if at_terminal else "this is none"
    scores = "`sqs-tui review INSPECTION CASE --plain` scores a case line by line"
    return f"The screens need a terminal, and {why}: {scores}, and these do without, too: {_PLAIN_COMMANDS}; see sqs-tui --help."


def prepare_textual(environment: MutableMapping[str, str]) -> None:
    """Set what Textual reads while it is imported; what the user has set stays."""
    # Milliseconds within which the next part of a key arrives: with fewer, a slow line splits an arrow into Escape and letters.
    environment.setdefault("ESCDELAY", "300" if is_remote(environment) and "TMUX" not in environment else "100")
    environment.setdefault("TEXTUAL_ANIMATIONS", "none")
    if environment.get("TERM", "").startswith(("linux", "vt")):  # some of these write out the sequence that they do not know
        environment.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
