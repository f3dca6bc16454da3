"""How an inspection begins: its folder is filled before it has its name, so that there is never half of one."""

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from sqs_tui.domain.instrument import Instrument, read_instrument
from sqs_tui.domain.records import Inspection
from sqs_tui.errors import LibraryError
from sqs_tui.store.files import free_name, make_folder, random_name, safe_name, sync_folder
from sqs_tui.store.history import Writer
from sqs_tui.store.inspection_file import clean_details, write_inspection
from sqs_tui.store.shelf import unit_folders
from sqs_tui.text import clean_text


def no_such_words(instrument: Instrument, wanted: str) -> str:
    """That an instrument has no words for proportions of this id, as a sentence; empty where it has, or none are wanted."""
    known = [profile.id for profile in instrument.word_profiles]
    if not wanted or wanted in known:
        return ""
    return f"word_profile: the criteria know {', '.join(known)} and no “{wanted}”; the inspection has {known[0]}."


class Beginning:
    """An inspection that is about to begin, pinned to these criteria. Raises InstrumentError or LibraryError.

    The id and the time of creation of `details` are given here.
    """

    def __init__(self, instrument: bytes, details: Inspection, *, by: str, now: Callable[[], datetime]) -> None:
        read = read_instrument(instrument)
        self._units = read.units
        if no_such_words(read, details.word_profile):
            details = msgspec.structs.replace(details, word_profile="")
        self._instrument = instrument
        self._writer = Writer(clean_text(by, one_line=True) or "unknown", now)
        self._details = clean_details(msgspec.structs.replace(details, id=random_name(8), created=self._writer.at()))
        if not self._details.area:
            raise LibraryError("An inspection needs an area, such as Bury.")

    def put_into(self, library: Path, begun: str, taken: Iterable[str]) -> str:
        """Make its folder, called `begun` until it is whole, and give its name; the library is held. Raises OSError."""
        folder = free_name(self._wanted, list(taken))
        filled = library / begun
        try:
            make_folder(filled)
            for name in dict.fromkeys(unit_folders([(unit.id, unit.folder) for unit in self._units]).values()):
                make_folder(filled / name)
            write_inspection(filled, self._details, self._instrument, self._writer)
            filled.rename(library / folder)
            sync_folder(library)
        except BaseException:
            shutil.rmtree(filled, ignore_errors=True)
            raise
        return folder

    @property
    def _wanted(self) -> str:
        month = re.match(r"[0-9]{4}-[0-9]{2}", self._details.fieldwork_from)
        area = safe_name(self._details.area.casefold(), otherwise="inspection")
        return f"{area}-{month[0]}" if month else area
