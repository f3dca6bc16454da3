"""The phrase bank of an open inspection: from which records it is made, and what it is never to offer again."""

from collections.abc import Iterator

import msgspec

from sqs_tui.domain.phrases import Bank, Noted, own_note
from sqs_tui.domain.records import Record
from sqs_tui.store.account_file import AccountFile
from sqs_tui.store.following import Changed, FollowedInspection
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.storage import Readable

PHRASES = ".phrases"
"""The folder in an inspection's folder that holds which phrases are forgotten."""
_FORGOTTEN = "forgotten"


class Forgotten(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys of the phrases that an account is never to be offered again; never the phrases themselves."""

    keys: tuple[str, ...] = ()


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    forgotten: dict[str, Forgotten] = {}


class Phrases:
    """What the inspector who has an inspection open may be offered in its notes."""

    def __init__(self, inspection: OpenInspection) -> None:
        self._inspection = inspection
        self._noted: dict[str, tuple[Noted, ...]] = {}
        self._file = AccountFile(inspection, PHRASES, _FORGOTTEN, _decode)
        self._unsaved: frozenset[str] = frozenset()
        self.wider: tuple[Noted, ...] | None = None
        """What other inspections give (see `store.wider_phrases`); None until they have been read."""
        inspection.subscribe(self._changed)

    def bank(self, record: Record, *, wider: bool = False) -> Bank:
        """The bank for a record, with `wider` from other inspections too, as far as they have been read.

        It is empty where the record is a second scoring, since that is blind, or where what is noted is given in confidence:
        there nothing comes in from other records, as nothing goes out to them.
        """
        if record.of or self._inspection.instrument.unit(record.unit).confidential:
            return Bank()
        notes: list[Noted] = []
        for id_ in feeding(self._inspection):
            if id_ not in self._noted:
                self._noted[id_] = tuple(own_notes(self._inspection, id_))
            notes += self._noted[id_]
        kept = self._file.own
        forgotten = self._unsaved | frozenset(kept.keys if kept else ())
        return Bank(record=record.id, notes=tuple(notes), wider=(self.wider or ()) if wider else (), forgotten=forgotten)

    def forget(self, key: str) -> None:
        """Never offer a phrase again, by its key. Raises NotSavedError, and then it is forgotten until the program ends."""
        self._unsaved |= {key}
        kept = self._file.own
        self._file.keep(Forgotten(keys=tuple(sorted({*(kept.keys if kept else ()), *self._unsaved}))))
        self._unsaved = frozenset()

    def _changed(self, changed: Changed) -> None:
        self._noted.pop(changed.record, None)


def _decode(storage: Readable) -> dict[str, Forgotten]:
    return storage.read_as(_Tables).forgotten


def feeding(inspection: FollowedInspection) -> Iterator[str]:
    """The records whose notes may be offered in others: none in the trash, no second scoring, none given in confidence."""
    instrument = inspection.instrument
    return (record.id for record in inspection.records() if not instrument.unit(record.unit).confidential)


def own_notes(inspection: FollowedInspection, record: str) -> Iterator[Noted]:
    """What the notes of a record give to the account that has the inspection open."""
    for question, content in inspection.contents(record).items():
        if content.note:
            noted = own_note(record, question, content, inspection.history(record, question), inspection.by)
            if noted:
                yield noted
