"""One inspection as the list of all shows it, worked out from its files, of which none is touched."""

from datetime import UTC, datetime
from pathlib import Path

from sqs_tui.domain.records import Inspection, RecordState
from sqs_tui.domain.tally import Sign, Tallier
from sqs_tui.errors import LibraryError
from sqs_tui.store.following import reviewed
from sqs_tui.store.index import Entry
from sqs_tui.store.inspection_file import DETAILS, decode_details, read_pinned
from sqs_tui.store.shelf import Shelf
from sqs_tui.store.storage import held_in

_TO_DO = (RecordState.NOT_STARTED, RecordState.IN_PROGRESS)


def entry_of(folder: Path) -> Entry:
    """What the list says of the inspection in a folder; what is wrong with it, too."""
    details: Inspection | None = None
    try:
        data = decode_details(held_in(folder / DETAILS))
        details = data.details
        instrument = read_pinned(folder, data.instrument_hash)
    except LibraryError as fault:
        return Entry(folder=folder.name, details=details, fault=str(fault))
    shelf = Shelf(folder, instrument, data.instrument_hash)
    shelf.look()
    files = [file for file in shelf if not file.state.record.trashed]
    counts = dict.fromkeys((unit.id for unit in instrument.units), 0)
    tallier = Tallier(instrument)
    for file in files:
        counts[file.state.record.unit] += 1
        tallier.update(reviewed(file.state))
    proposals = [area.proposal for area in tallier.tallies().areas.values()]
    unread = len(shelf.damaged) - sum(bool(file.state.fault) for file in shelf)
    latest = max(_changed(path) for path in (folder / DETAILS, *(file.path for file in shelf)))
    return Entry(
        folder=folder.name,
        details=details,
        scored=sum(file.state.record.state not in _TO_DO for file in files),
        signed=sum(file.state.record.state is RecordState.SIGNED_OFF for file in files),
        records=counts,
        strengths=proposals.count(Sign.STRENGTH),
        improvements=proposals.count(Sign.IMPROVEMENT),
        changed=datetime.fromtimestamp(latest, UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        fault=f"{unread} record file{'s' if unread > 1 else ''} cannot be read; opening it names them." if unread else "",
        removed=data.retention.at if data.retention and data.is_cleared else "",
    )


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
