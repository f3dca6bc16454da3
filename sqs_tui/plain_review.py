"""`review --plain`: a record is scored line by line, for screen readers and for terminals that can show no screen."""

import argparse
import sys
from collections.abc import Callable

from sqs_tui.plain import Place, WrongUseError

Run = Callable[[argparse.Namespace, Place], int]


def review(open_program: Run) -> Run:
    """`review`: the screens at a record, which `open_program` opens; with `--plain` without any screen."""
    return lambda args, place: review_plain(args, place) if args.plain else open_program(args, place)


def review_plain(args: argparse.Namespace, place: Place) -> int:
    """`review --plain`: 0 when the record is finished, 1 while it is not, 2 for a line of a pipe that means nothing there."""
    from sqs_tui.plain_dialogue import Dialogue
    from sqs_tui.plain_typing import EndedError, Lines, say_last

    if sys.stdin is None:
        raise WrongUseError("review --plain reads what is typed from its input, and there is none.")
    opened = place.open(args.inspection)
    record = opened.visible_record(args.record)
    with Lines(sys.stdin.fileno()) as lines:
        dialogue = Dialogue(opened, record, lines, place.settings)
        try:
            return dialogue.run()
        except EndedError as ended:
            say_last("ended; every answer is saved.", dialogue.keep(lines.unended()))
            return 128 + ended.number
        finally:
            dialogue.close()
