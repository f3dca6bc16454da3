"""The plain command `summary`: every tally, or with --by how they are spread over groups of records."""

import argparse
import sys

from sqs_tui import plain
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, now, print_json, print_text


def summary(args: argparse.Namespace, place: Place) -> int:
    """`summary`: every tally of an inspection; with --by, questions, sections and areas broken down."""
    if args.by is not None:
        return _broken_down(args, place)
    if args.questions or args.sections or args.areas or args.csv:
        raise WrongUseError(
            "--question, --section, --area and --csv go with --by: say what to break down by, such as --by inspector."
        )
    return plain.summary(args, place)


def _broken_down(args: argparse.Namespace, place: Place) -> int:
    from sqs_tui.domain.breakdown import BreakdownError, Chosen, breakdown, way
    from sqs_tui.export.breakdown import breakdown_csv, breakdown_json, breakdown_text
    from sqs_tui.export.stamp import stamp

    if args.json and args.csv:
        raise WrongUseError("--json and --csv do not go together: choose one.")
    opened = place.open(args.inspection)
    instrument = opened.instrument
    chosen = Chosen(questions=tuple(args.questions), sections=tuple(args.sections), areas=tuple(args.areas))
    try:
        found = breakdown(instrument, opened.reviewed(), way(instrument, args.by), chosen)
    except BreakdownError as fault:
        raise WrongUseError(str(fault)) from None
    if args.json:
        print_json(breakdown_json(instrument, found))
    elif args.csv:
        sys.stdout.write(breakdown_csv(found, stamp(instrument, now())).decode("utf-8-sig"))
    else:
        print_text(breakdown_text(instrument, found))
    return PROBLEMS if opened.damaged else DONE
