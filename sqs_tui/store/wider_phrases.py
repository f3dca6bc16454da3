"""What an inspector's own notes in other inspections give to the phrase bank, where the settings say so.

Notes on one service's children must not come up at another: only what two cases or more have in common goes on, and of that
nothing that may identify somebody, or tells at which service it was written.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.phrases import Noted, shared
from sqs_tui.domain.privacy.doubting import privacy_doubts
from sqs_tui.domain.privacy.lexicon import Known, Lexicon
from sqs_tui.errors import SqsError
from sqs_tui.store.following import FollowedInspection
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.phrases import feeding, own_notes

_MOST = 30
"""How many other inspections are read, those worked on last: what was written before is hardly what one would write now."""


def wider_notes(
    library: Library, here: OpenInspection, lexicon: Callable[[], Lexicon], goes_on: Callable[[], bool]
) -> tuple[Noted, ...] | None:
    """What the other inspections of a library give to whoever has `here` open, on questions that it asks in the same words.

    This reads many files and takes its time: it is called in a thread, and gives up with None once `goes_on` says that nobody
    waits for it any more. What cannot be read gives nothing.
    """
    notes: list[Noted] = []
    references: set[str] = set()
    names: set[str] = set()
    for path in sorted(_others(library, here.folder.name), key=_worked_on, reverse=True)[:_MOST]:
        if not goes_on():
            return None
        with suppress(SqsError, OSError):
            opened = library.open(path.name, by=here.by, now=lambda: datetime.now(UTC))
            same = _asked_alike(opened.instrument, here.instrument)
            if same:
                references |= {record.reference for record in (*opened.records(), *opened.trashed())}
                names |= _names_in(opened)
                notes += [noted for record in feeding(opened) for noted in own_notes(opened, record) if noted.question in same]
    known = Known(references=frozenset(references), accounts=frozenset(names))
    return shared(notes, lambda phrase: bool(privacy_doubts(phrase, lexicon(), known))) if notes else ()


def _others(library: Library, here: str) -> list[Path]:
    with suppress(SqsError):
        return [library.path / folder for folder in library.folders() if folder != here]
    return []


def _worked_on(path: Path) -> float:
    """When a file of an inspection was last replaced."""
    with suppress(OSError), os.scandir(path) as entries:
        return max((entry.stat().st_mtime for entry in entries if entry.is_dir()), default=0.0)
    return 0.0


def _asked_alike(one: Instrument, other: Instrument) -> frozenset[str]:
    """The questions that two instruments ask in the same words."""
    if one.id != other.id:
        return frozenset()
    shared_ids = one.questions.keys() & other.questions.keys()
    return frozenset(id_ for id_ in shared_ids if one.questions[id_].text == other.questions[id_].text)


def _names_in(opened: FollowedInspection) -> set[str]:
    """What would tell of which service, or of whom, a phrase was written, each as a whole and word by word."""
    details = opened.details
    people = {details.lead, details.contact, details.area}
    for record in (*opened.records(), *opened.trashed()):
        people |= {record.inspector, record.case_manager}
    words = {word for name in people for word in name.split() if len(word) > 2}
    return (people | words | {details.service}) - {""}
