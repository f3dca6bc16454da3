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
    from sqs_tui.domain.states import SEALED

    if bool(args.records) is args.all:
        raise WrongUseError("Name the records that are meant, such as BU01 BU02, or all of them with --all.")
    opened = place.open(args.inspection)
    wanted, refused = RecordState(args.state.replace("-", " ")), 0
    done = []
    sealed: dict[str, int] = {}
    for record in opened.records() if args.all else _named(opened, args.records):
        if args.all and record.state in SEALED and wanted not in (record.state, RecordState.IN_PROGRESS, RecordState.SIGNED_OFF):
            sealed[record.state.value] = sealed.get(record.state.value, 0) + 1
            continue
        try:
            done.append(opened.set_state(record.id, wanted, args.reason))
        except LibraryError as why:
            narrate(str(why))
            refused += 1
    for which, count in sealed.items():
        says = "record is {}: it stays" if count == 1 else "records are {}: they stay"
        narrate(f"{count} {says.format(which)} so unless opened again (in-progress), with a reason.")
    if done:
        print_table((record.reference, record.state.value) for record in done)
    return PROBLEMS if refused or sealed or opened.damaged else DONE


def _named(opened: "OpenInspection", names: Iterable[str]) -> "list[Record]":
    """The records that are named, each once, in the order given. Raises LibraryError."""
    return list({record.id: record for record in map(opened.record, names)}.values())
