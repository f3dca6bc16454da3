"""`allocate`: who reviews which records, said without a screen."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, print_table
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.domain.records import Record
    from sqs_tui.store.inspection import OpenInspection


def allocate(args: argparse.Namespace, place: Place) -> int:
    """`allocate`: give records to an inspector, share them out among several, or let go of them."""
    if not (args.records or args.among):
        raise WrongUseError("Name the records that are meant, such as BU01..BU05.")
    opened = place.open(args.inspection)
    records = _named(opened, args.records)
    if args.among:
        wanted = _shared_out(opened, records, args.among)
    else:
        name = clean_text(args.to or "", one_line=True)
        if not (name or args.release):
            raise WrongUseError("--to needs the name of an inspector; --release lets go of records.")
        wanted = {record.id: name for record in records}
    changed = opened.allocate(wanted)
    if changed:
        print_table((record.reference, record.inspector or "-") for record in changed)
    else:
        narrate("nothing was changed: they are allocated so already, or somebody has each of them.")
    return PROBLEMS if opened.damaged else DONE


def _named(opened: "OpenInspection", names: Sequence[str]) -> "list[Record]":
    """The records that are named, each once, in the order given; a record's own name goes before a run that reads the same."""
    from sqs_tui.domain.references import expand_references

    there = {record.reference.casefold() for record in opened.records()} | {record.id for record in opened.records()}
    found: dict[str, Record] = {}
    for name in names:
        try:
            references = (name,) if name.casefold() in there else expand_references(name)
        except ValueError as fault:
            raise WrongUseError(str(fault)) from None
        found |= {record.id: record for record in map(opened.record, references)}
    return list(found.values())


def _shared_out(opened: "OpenInspection", records: "list[Record]", among: str) -> dict[str, str]:
    """An inspector for each of the records, or of those that nobody has: kind by kind as even as interests allow."""
    from sqs_tui.domain.allocation import in_turn, names_in, unallocated, unread_text

    try:
        names = names_in(among)
    except ValueError as fault:
        raise WrongUseError(f"--among names nobody: {fault}") from None
    shares: dict[str, str] = {}
    for unit in opened.instrument.units:
        of_unit = opened.records(unit.id)
        meant = [record for record in records if record.unit == unit.id] if records else unallocated(of_unit)
        shares |= in_turn(meant, names, of_unit, opened.interests.kept_out)
        if unread := unread_text(meant, shares):
            narrate(unread)
    return shares
