"""`state`: how far the review of records is, said without a screen."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqs_tui.errors import LibraryError
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, print_table

if TYPE_CHECKING:
    from sqs_tui.domain.records import Record
    from sqs_tui.store.inspection import OpenInspection

STATES = ("in-progress", "complete", "checked", "signed-off")
"""The states that the command line can lead a record to, as they are written there."""


def state(args: argparse.Namespace, place: Place) -> int:
    """`state`: lead records to a state; those that may not be are told with the reason, and the others are led there."""
    from sqs_tui.domain.records import RecordState

    if bool(args.records) is args.all:
        raise WrongUseError("Name the records that are meant, such as BU01 BU02, or all of them with --all.")
    opened = place.open(args.inspection)
    wanted, refused = RecordState(args.state.replace("-", " ")), 0
    done = []
    for record in opened.records() if args.all else _named(opened, args.records):
        try:
            done.append(opened.set_state(record.id, wanted, args.reason))
        except LibraryError as why:
            narrate(str(why))
            refused += 1
    if done:
        print_table((record.reference, record.state.value) for record in done)
    return PROBLEMS if refused or opened.damaged else DONE


def _named(opened: "OpenInspection", names: Iterable[str]) -> "list[Record]":
    """The records that are named, each once, in the order given. Raises LibraryError."""
    return list({record.id: record for record in map(opened.record, names)}.values())
