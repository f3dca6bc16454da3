"""The command that removes the notes and histories of closed inspections when their day has come: `retain`."""

import argparse
import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqs_tui.errors import LibraryError
from sqs_tui.machine import account_name
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, agreed, narrate, print_json, print_table
from sqs_tui.progress import inside

if TYPE_CHECKING:
    from sqs_tui.store.retaining import Retained

STAYS = "The letter, its figures and tallies, answers with their reasons, and who gave and signed them stay."
OUT_OF_REACH = (
    "Out of reach are files that were exported or archived, copies on other machines, the backups of this machine, and what its "
    "disk keeps of deleted files."
)


def retain(args: argparse.Namespace, place: Place) -> int:
    """`retain`: list of which inspections notes and histories go, and when; with `--remove`, remove what is due."""
    from sqs_tui.store.retaining import Stage, in_trash, retained

    library, today = place.library, date.today()  # noqa: DTZ011 - a day of the place where it is published
    folders = [] if args.inspection is None else [library.find(args.inspection)]
    if not library.settings.retention_months:
        narrate("retention_months is 0 in your settings: nothing is ever removed.")
    with Meter("retain", os.environ) as meter:
        found = list(retained(library, today, folders, meter))
    trashed = [] if folders else list(in_trash(library, today))
    code = PROBLEMS if trashed or any(one.refusals or one.left for one in found) else DONE
    due = [one for one in found if one.stage is Stage.DUE and not one.refusals]
    if not args.json:
        _list(found)
    elif not args.remove:
        print_json(found)
    for sentence in (*(sentence for one in found for sentence in (*one.refusals, *one.left)), *trashed):
        narrate(sentence)
    if due:
        narrate(STAYS)
        narrate(OUT_OF_REACH)
    if not args.remove:
        if due:
            narrate("nothing was removed; `sqs-tui retain --remove` does it.")
        return code
    if not due:
        narrate("there is nothing that could be removed now.")
        return _remove(args, place, due, code)
    if not agreed(args, f"Remove this for good from {_many(len(due), 'inspection')}: {', '.join(one.folder for one in due)}?"):
        return PROBLEMS
    return _remove(args, place, due, code)


def _list(found: "Sequence[Retained]") -> None:
    if not found:
        narrate("there are no inspections in the library yet; `sqs-tui new` begins one.")
        return
    heads = ("INSPECTION", "PUBLISHED", "DAY", "STATE", "WHAT GOES")
    ordered = sorted(found, key=lambda one: (one.due or "9999", one.folder))
    print_table([heads, *((one.folder, one.published, one.due, _state(one), what_goes(one)) for one in ordered)])


def _state(one: "Retained") -> str:
    return f"{one.stage.value} {one.removed[:10]}" if one.removed and not one.going else one.stage.value


def what_goes(one: "Retained") -> str:
    """What goes of an inspection, in words; empty where nothing does."""
    return f"{', '.join(one.words)} ({sized(one.going.size)})" if one.going else ""


def sized(count: int) -> str:
    """Bytes in words: "3.2 MB"."""
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{max(count, 0) / 1e3:.1f} kB"


def _remove(args: argparse.Namespace, place: Place, due: "Sequence[Retained]", code: int) -> int:
    gone: list[Retained] = []
    today = date.today()  # noqa: DTZ011 - as above
    after = "what was removed until then is told above, each inspection whole"
    with Meter("retain", os.environ) as meter:
        try:
            for one, steps in inside(due, "inspections", meter):
                try:
                    gone.append(place.library.retain(one.folder, by=account_name(), today=today, steps=steps))
                except LibraryError as fault:
                    narrate(str(fault))
                    code = PROBLEMS
                meter.after = after
        finally:
            if args.json:
                print_json(gone)
            elif gone:
                print_table([(one.folder, "removed", what_goes(one)) for one in gone])
    return code


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
