"""Putting right what a verification finds: exactly the repairs that it offers, after a snapshot of what is there."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.progress import Steps, stepped, untold, without_cancelling
from sqs_tui.store.carried import carried_in
from sqs_tui.store.files import saving
from sqs_tui.store.findings import Finding, Repair
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT, decode_details
from sqs_tui.store.letter_file import decode_letter
from sqs_tui.store.locks import clear_temporary
from sqs_tui.store.merge import merge_into
from sqs_tui.store.places import content_of, contents_in, measure_of, put_bytes
from sqs_tui.store.record_file import decode_record
from sqs_tui.store.restoring import mend, mends
from sqs_tui.store.snapshots import BEFORE_REPAIR, Snapshots
from sqs_tui.store.storage import HeldBytes
from sqs_tui.store.strays import set_rights
from sqs_tui.store.verify import plain_table, verify

_ROUNDS = 4
"""A repair may bring to light what could not be seen before: of an instrument that is wrong, after the details are mended."""


class Repaired(msgspec.Struct, frozen=True, kw_only=True):
    """What a repair has done, and what is left."""

    done: tuple[Finding, ...]
    left: tuple[Finding, ...]
    before: str
    """The name of the snapshot that holds what was there before; empty where nothing was to be repaired."""


def repair(folder: Path, snapshots: Snapshots, at: datetime, steps: Steps = untold) -> Repaired:
    """Carry out every repair that a verification offers, and verify again. Raises LibraryError or NotSavedError.

    What a repair cannot do is left as it is, and found again. `steps` can cancel before the first repair, and not behind it.
    """
    found = verify(folder, snapshots, steps)
    if not any(one.repair is not Repair.NONE for one in found):
        return Repaired(done=(), left=tuple(found), before="")
    before = snapshots.take(folder, why=BEFORE_REPAIR, at=at, steps=steps).name
    done: list[Finding] = []
    steps = without_cancelling(steps)
    for _ in range(_ROUNDS):
        offered = [one for one in found if one.repair is not Repair.NONE]
        for one in stepped(offered, "repairs", steps):
            _repair(folder, snapshots, one, at)
        found = verify(folder, snapshots, steps)
        now_done = [one for one in offered if one not in found]
        done += now_done
        if not now_done:
            break
    return Repaired(done=tuple(done), left=tuple(found), before=before)


def _repair(folder: Path, snapshots: Snapshots, found: Finding, at: datetime) -> None:
    path = folder / found.place
    match found.repair:
        case Repair.COPY:
            for one in mends(snapshots, folder):
                if one.place == found.place:
                    mend(snapshots, folder, one, at)
        case Repair.REPLAY:
            _replay(folder, found.place)
        case Repair.TAKE_IN:
            merge_into(folder, carried_in(folder), before=lambda: None)
        case Repair.REMOVE:
            clear_temporary(path.parent)
        case Repair.MODE:
            with saving(path):
                set_rights(path)
        case _:
            pass


def _replay(folder: Path, place: str) -> None:
    """Write the tables of a file anew that only say again what its history says. Raises LibraryError or NotSavedError."""
    path = folder / place
    with saving(path):
        content = content_of(path)
    if content is None:
        raise NotSavedError(f"{place} was not saved: it is no longer there; verify again.")
    tables = msgspec.json.decode(content, type=dict[str, Any]) | _stands(folder, place, HeldBytes(path, content))
    put_bytes(path, msgspec.json.format(msgspec.json.encode(tables), indent=2) + b"\n", instead_of=content)


def _stands(folder: Path, place: str, held: HeldBytes) -> dict[str, Any]:
    """The tables as the history leads to them."""
    match place:
        case "inspection.json":
            details = decode_details(held).details
            return {"inspection": plain_table({details.id: details})}
        case "letter.json":
            return {"entries": plain_table(decode_letter(held).entries)}
        case _:
            try:
                contents = contents_in(folder)[0]
            except OSError as fault:
                raise LibraryError(f"{place} cannot be repaired: {(fault.strerror or str(fault)).lower()}.") from fault
            measure = measure_of(contents.get(DETAILS), contents.get(INSTRUMENT))
            data = decode_record(held, measure.units, measure.pinned)
            return {"record": plain_table({data.record.id: data.record}), "answers": plain_table(data.answers)}
