"""The shares of all inspections, to be compared; kept in a file of their own, so that a library is read once and then known.

What was said in confidence is not among them. The instruments are not kept: each is read where it is pinned, once for all that
are pinned to the same.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sqs_tui.domain.comparing import Share, Visit
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import tally
from sqs_tui.errors import LibraryError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.following import reviewed
from sqs_tui.store.index import Kept, Known
from sqs_tui.store.inspection_file import DETAILS, decode_details, read_pinned
from sqs_tui.store.shelf import Shelf
from sqs_tui.store.storage import held_in

FIGURES = ".figures.index"
"""The name of the file in the library."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The shares of one inspection."""

    folder: str
    details: Inspection | None = None
    pinned: str = ""
    """By what its instrument is known: the hash of the file."""
    shares: dict[str, Share] = {}
    """By question."""
    fault: str = ""
    """Why it cannot be read, or not all of it."""


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a library."""

    visits: tuple[Visit, ...]
    faults: tuple[str, ...]
    """A sentence for each inspection that could not be read, or not whole; what could be is compared."""


class FiguresKept(Kept[Figures]):
    """The shares of the inspections in a library, as far as they are known."""

    NAME = FIGURES

    def _decode(self, kept: msgspec.Raw) -> Known[Figures]:
        return msgspec.json.decode(kept, type=Known[Figures])

    def _derive(self, folder: Path) -> Figures:
        return figures_of(folder)


def read_visits(library: Path, folders: Sequence[str], all_folders: Iterable[str], steps: Steps = untold) -> Read:
    """The inspections in these folders of a library, of which `all_folders` are all, as they are compared.

    What is known is kept for the next time, also where `steps` cancel. Safe beside other threads and processes.
    """
    kept = FiguresKept(library)
    visits, faults = [], []
    instruments: dict[str, Instrument] = {}
    try:
        for folder in stepped(folders, "inspections", steps):
            figures = kept.look(folder)
            if figures.fault:
                faults.append(f"{folder}: {figures.fault}")
            if figures.details is None or not figures.pinned:
                continue
            try:
                if figures.pinned not in instruments:
                    instruments[figures.pinned] = read_pinned(library / folder, figures.pinned)
            except LibraryError as fault:
                faults.append(f"{folder}: {fault}")
                continue
            instrument = instruments[figures.pinned]
            visits.append(Visit(folder=folder, details=figures.details, instrument=instrument, shares=figures.shares))
    finally:
        kept.save(all_folders)
    return Read(visits=tuple(visits), faults=tuple(faults))


def figures_of(folder: Path) -> Figures:
    """The shares of the inspection in a folder, of which nothing is touched; what is wrong with it, too."""
    details: Inspection | None = None
    try:
        data = decode_details(held_in(folder / DETAILS))
        details = data.details
        instrument = read_pinned(folder, data.instrument_hash)
    except LibraryError as fault:
        return Figures(folder=folder.name, details=details, fault=str(fault))
    shelf = Shelf(folder, instrument, data.instrument_hash)
    shelf.look()
    open_units = {unit.id for unit in instrument.units if not unit.confidential}
    records = [file.state for file in shelf if not file.state.record.trashed and file.state.record.unit in open_units]
    tallies = tally(instrument, map(reviewed, records))
    unread = len(shelf.damaged) - sum(bool(file.state.fault) for file in shelf)
    return Figures(
        folder=folder.name,
        details=details,
        pinned=data.instrument_hash,
        shares={
            question: Share(met=found.met, of=found.of, reasons={reason.reason: reason.count for reason in found.reasons})
            for question, found in tallies.questions.items()
            if found.of
        },
        fault=f"{unread} record file{'s' if unread > 1 else ''} cannot be read; opening it names them." if unread else "",
    )
