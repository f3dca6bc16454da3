"""The commands that carry inspections between machines: `export` of a whole one, `import` and `merge`."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_tui import plain
from sqs_tui.errors import ExportError
from sqs_tui.export import SAMPLE, WHOLE
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, print_json, print_text
from sqs_tui.plain_lists import import_cases, refuse_without_list
from sqs_tui.progress import CancelledError

if TYPE_CHECKING:
    from sqs_tui.store.merge import Came

_LETTER = "letter"


def export(args: argparse.Namespace, place: Place) -> int:
    """`export`: the letter or another piece as a file, or the whole inspection, which JSON means unless a piece is named."""
    ending = Path(args.output).suffix[1:].lower() if args.output else ""
    form = args.format or ending
    if args.piece is None and form in WHOLE.forms:
        args.piece = WHOLE.id
    if args.piece == WHOLE.id:
        return _export_whole(args, place, form)
    if args.piece == SAMPLE.id:
        from sqs_tui.plain_sample import export_sample

        return export_sample(args, place, form or SAMPLE.forms[0])
    args.piece = args.piece or _LETTER
    return plain.export(args, place)


def _export_whole(args: argparse.Namespace, place: Place, form: str) -> int:
    from sqs_tui.export.files import write_new
    from sqs_tui.export.pieces import default_name
    from sqs_tui.store.carried import carried_in
    from sqs_tui.store.exchange import exported

    if form not in ("", *WHOLE.forms):
        raise ExportError(f"The whole inspection is written as JSON (.json) alone, not as .{form}.")
    folder = place.library.find(args.inspection)
    path = Path(args.output or default_name(folder, WHOLE.id, WHOLE.forms[0]))
    if path.exists() and not args.force:
        raise ExportError(f"{path} is there already: name another with --output, or write over it with --force.")
    with Meter("export", os.environ, after="nothing was written") as meter:
        held = carried_in(place.path / folder, meter)
        data = exported(held, plain.now(), meter)
    for sentence in held.faults.values():
        narrate(f"{sentence} It is left out.")
    write_new(path, data, overwrite=args.force)
    units = [unit for unit in held.instrument.units if unit.confidential]
    if units:
        named = " and ".join(unit.name.many for unit in units)
        narrate(f"{path} holds also what {named} said in confidence: carry it between the team's own machines only.")
    sys.stdout.write(f"{path}\n")
    return PROBLEMS if held.faults else DONE


def import_(args: argparse.Namespace, place: Place) -> int:
    """`import`: take in an inspection that `export --format json` wrote, or with `--into` a case list into one."""
    if args.into:
        return import_cases(args, place)
    refuse_without_list(args)
    from sqs_tui.store.carry import import_file

    with Meter("import", os.environ) as meter:
        came = import_file(place.library, Path(args.file), dry_run=args.dry_run, steps=meter)
    return _told(args, [came])


def merge(args: argparse.Namespace, place: Place) -> int:
    """`merge`: take in what was done in another library, in all of its inspections or in one."""
    from sqs_tui.store.carry import merging

    if not args.other.strip():
        raise WrongUseError("merge needs the name of the other library's folder.")
    came: list[Came] = []
    try:
        with Meter("merge", os.environ) as meter:
            for one in merging(place.library, Path(args.other), args.inspection, dry_run=args.dry_run, steps=meter):
                came.append(one)
                if not args.dry_run:
                    meter.after = "what was merged until then is told above, each inspection whole, and no other was changed"
    except CancelledError:
        _told(args, came)
        raise
    return _told(args, came)


def _told(args: argparse.Namespace, every: "list[Came]") -> int:
    if args.json:
        from msgspec.structs import asdict

        print_json([{**asdict(came), "written": not args.dry_run} for came in every])
    for came in every:
        for sentence in came.refused:
            narrate(f"{came.folder}: {sentence}")
        if not args.json and came.inspection:
            print_text(f"{came.folder}: {came.says}")
    if args.dry_run:
        narrate("nothing was changed: this is what would come.")
    elif any(came.conflicts for came in every):
        narrate("where two said different things the later stands, and the list of conflicts shows what each of them said.")
    return PROBLEMS if any(came.refused for came in every) else DONE
