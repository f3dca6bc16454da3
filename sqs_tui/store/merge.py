"""Bringing what was done elsewhere into an inspection: the union of both histories, file by file, each file one save.

A crash in between leaves each file whole, and merging again completes it. What cannot be merged is named and left alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from sqs_tui.domain.merging import ClashError
from sqs_tui.domain.records import FieldChange
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.progress import Steps, stepped, untold, without_cancelling
from sqs_tui.store.carried import Carried, CarriedRecord, carried_in
from sqs_tui.store.files import free_name, safe_name, shown
from sqs_tui.store.held import Lines, by_record
from sqs_tui.store.inspection_file import DELETED, DETAILS, InspectionData, decode_details
from sqs_tui.store.kept_apart import require_same_retention
from sqs_tui.store.letter_file import LETTER, NOTHING, LetterData, decode_letter
from sqs_tui.store.merged_files import MergedRecord, merged_details, merged_letter, merged_record, merged_sample, with_held
from sqs_tui.store.places import change_bytes, content_of
from sqs_tui.store.sample_file import NO_SAMPLE, SAMPLE, decode_sample
from sqs_tui.store.shelf import folder_of_record
from sqs_tui.store.storage import HeldBytes

_SUFFIX = ".json"
_NAMED = 6
"""How many new records a message names."""


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What came into one inspection, or would come."""

    folder: str
    """Its folder in the library; the one that it would get where it was not there."""
    inspection: str
    """Its id; empty where its files do not tell."""
    new: bool = False
    """It was not in the library, and came whole."""
    records: tuple[str, ...] = ()
    """The references of the records that are new, second scorings among them."""
    answers: int = 0
    """Lines of history on answers."""
    other: int = 0
    """Lines of history on records, details and the letter."""
    conflicts: int = 0
    """Answers, fields and parts of the letter that were not in conflict before, and are now."""
    held: int = 0
    """Lines that wait outside the files of records that are signed off, and did not before."""
    refused: tuple[str, ...] = ()
    """A sentence for each thing that was left alone, or is out of sight."""
    clashes: int = 0
    """How many of these because the two sides cannot both be right."""

    @property
    def says(self) -> str:
        """What came, as the end of a sentence that begins with the inspection."""
        counts = [
            _count(len(self.records), "record" if self.new else "new record") + self._named,
            _count(self.answers, "change of an answer", "changes of answers"),
            _count(self.other, "other change"),
            _count(self.conflicts, "conflict"),
            f"{_count(self.held, 'change')} held for records that are signed off" if self.held else "",
        ]
        told = ", ".join(count for count in counts if count and not count.startswith("0 "))
        if self.new:
            return f"new here, with {told}." if told else "new here, and empty."
        return f"{told}." if told else "nothing that is not here already."

    @property
    def _named(self) -> str:
        if self.new or not self.records:
            return ""
        more = ", …" if len(self.records) > _NAMED else ""
        return f" ({', '.join(self.records[:_NAMED])}{more})"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


class _Told:
    """Counts what comes while the files are merged."""

    def __init__(self) -> None:
        self.records: list[str] = []
        self.counts: Counter[str] = Counter()
        self.refused: list[str] = []
        self.hidden: list[str] = []
        """A sentence for each record that is out of sight in the trash, though answers came into it or it was in use here."""

    def came(self, folder: str, inspection: str, *, new: bool) -> Came:
        counts = {name: self.counts[name] for name in ("answers", "other", "conflicts", "held", "clashes")}
        return Came(
            folder=folder,
            inspection=inspection,
            new=new,
            records=tuple(self.records),
            refused=(*self.hidden, *self.refused),
            **counts,
        )

    def lines(self, before: InspectionData | LetterData, after: InspectionData | LetterData) -> None:
        """Count what came into the details or the letter."""
        self.counts["other"] += len(after.changes) - len(before.changes)
        known = {stand.line.subject for stand in before.conflicts}
        self.counts["conflicts"] += len({stand.line.subject for stand in after.conflicts} - known)

    def clash(self, what: str, clash: ClashError) -> None:
        """Tell that something was left alone because the two sides cannot both be right."""
        self.counts["clashes"] += 1
        self.refused.append(
            f"{what} was not merged: {clash.what} is told differently here and there, so that one of the two was changed by "
            "other means; compare them, and bring back the right one from a backup."
        )

    def record(self, merged: MergedRecord) -> None:
        before, after = merged.before, merged.after
        if before is None:
            self.records.append(after.record.reference)
        answers = after.changes.keys() - (before.changes.keys() if before else ())
        self.counts["answers"] += len(answers)
        if after.record.trashed and before and (answers or not before.record.trashed):
            by = after.stands["trashed"].line.by
            self.hidden.append(
                f"{after.record.reference} was put into the trash by {by}: bring it back if its answers are to count."
            )
        self.counts["other"] += len(after.field_changes.keys() - (before.field_changes.keys() if before else ()))
        known = {stand.line.subject for stand in before.conflicts} if before else set()
        self.counts["conflicts"] += len({stand.line.subject for stand in after.conflicts} - known)


def merge_into(folder: Path, came: Carried, *, before: Callable[[], object] | None, steps: Steps = untold) -> Came:
    """Merge an inspection into that of the same id in a folder. Raises LibraryError where nothing of it can be merged.

    `before` is called before anything is written, and keeps what is there. Without it nothing is written, and what is told is
    what would come. Raises NotSavedError where something could not be written; merging again goes on from there. `steps` can
    cancel until the first file is written, and not behind that: an inspection is merged whole, or not at all.
    """
    here = carried_in(folder, steps)
    _require_same_criteria(here, came)
    require_same_retention(here, came)
    would = _Merge(here, came, writes=False, steps=steps)
    comes = would.run()
    if before is None or not would.changes:
        return comes
    before()
    here = carried_in(folder, steps)
    return _Merge(here, came, writes=True, steps=without_cancelling(steps)).run()


def _require_same_criteria(here: Carried, came: Carried) -> None:
    if here.details.instrument_hash != came.details.instrument_hash:
        raise LibraryError(
            f"{shown(Path(here.path.name))} was not merged: the two have different criteria, by which their answers mean "
            "different things; keep them apart."
        )


def whole_files(came: Carried, steps: Steps = untold) -> tuple[dict[str, bytes], Came]:
    """The files of an inspection that is not here yet, by place, and what is told of it. Each record is checked on the way."""
    told = _Told()
    files = {place: content for place, content in came.contents.items() if place not in came.faults and "/" not in place}
    if LETTER in files:
        files[LETTER] = merged_letter(came.path / LETTER, None, came.letter, files[LETTER]) or files[LETTER]
        told.counts["other"] += len(came.letter.changes)
    told.counts["other"] += came.sample.documents
    told.counts["other"] += len(came.details.changes)
    told.refused += came.faults.values()
    deleted = deleted_in(came.details.changes)
    held = {record: dict(lines) for record, lines in came.held.items()}
    for identity, record in stepped(list(came.records.items()), "records compared", steps):
        if _deleted_with(record, deleted):
            continue
        with _naming(told, record.data.record.reference):
            merged = merged_record(came, record.place, None, record, ({}, came.held.get(identity, {})))
            held[identity] = merged.held
            files[record.place] = merged.content
            told.record(merged)
    files[DETAILS] = with_held(came.path / DETAILS, files[DETAILS], held)
    told.counts["held"] = sum(map(len, held.values()))
    return files, told.came(came.path.name, came.details.details.id, new=True)


def deleted_in(changes: Mapping[str, FieldChange]) -> dict[str, FieldChange]:
    """What tells of records that were deleted for good, by their ids."""
    told = (line for line in changes.values() if line.field.startswith(DELETED))
    return {line.field.removeprefix(DELETED): line for line in told}


def _deleted_with(record: CarriedRecord, deleted: Mapping[str, FieldChange]) -> FieldChange | None:
    """What tells that a record, or the one that it scores again, was deleted for good."""
    return deleted.get(record.data.record.id) or deleted.get(record.data.record.of)


class _Merge:
    """One merge of an inspection that is on both sides."""

    def __init__(self, here: Carried, came: Carried, *, writes: bool, steps: Steps) -> None:
        self.told = _Told()
        self.changes = False
        """Whether any file becomes another."""
        self._here = here
        self._came = came
        self._writes = writes
        self._tell = steps
        self._folder = here.path
        self._deleted = deleted_in(here.details.changes) | deleted_in(came.details.changes)

    def run(self) -> Came:
        """Merge file by file: first what waits for sealed records, then the records, then what waits no longer."""
        self.told.refused += [*self._came.faults.values(), *self._here.faults.values()]
        steps = dict(self._steps())
        held = self._held({identity: step.held for identity, (_, _, step) in steps.items()})
        self._details(held)
        what = "records merged" if self._writes else "records compared"
        for identity, (place, record, step) in stepped(list(steps.items()), what, self._tell):
            with _naming(self.told, step.after.record.reference):
                self._record(place, identity, record, held)
        self._file(LETTER, "The letter", self._letter)
        self._file(SAMPLE, "The sample", self._sample)
        for identity, (place, _, _) in steps.items():
            if self._here.held.get(identity) or self._came.held.get(identity):
                self._let_go(place, identity)
        known = {key for lines in self._here.held.values() for key in lines}
        self.told.counts["held"] = len({key for lines in held.values() for key in lines} - known)
        return self.told.came(self._folder.name, self._here.details.details.id, new=False)

    def _steps(self) -> Iterator[tuple[str, tuple[str, CarriedRecord | None, MergedRecord]]]:
        """Each record that something may come into, by its id, with the place of its file and what becomes of it."""
        taken = list(self._here.contents)
        deleted_there = deleted_in(self._came.details.changes).keys() - deleted_in(self._here.details.changes).keys()
        for identity in sorted(self._came.records.keys() | self._came.held.keys() | self._here.held.keys() | deleted_there):
            record, there = self._came.records.get(identity), self._here.records.get(identity)
            either = there or record
            if either is None or self._is_refused(identity, either, there):
                continue
            place = there.place if there else self._free_place(either, taken)
            taken.append(place)
            with _naming(self.told, either.data.record.reference):
                now = there.content if there else None
                yield identity, (place, record, self._merged(place, now, record, identity))

    def _is_refused(self, identity: str, record: CarriedRecord, there: CarriedRecord | None) -> bool:
        """Whether a record is not merged, and told."""
        reference = record.data.record.reference
        deleted = _deleted_with(record, self._deleted)
        if deleted:
            what = "stays here: delete it here too, if that is meant" if there else "is not brought back"
            self.told.refused.append(f"{reference} was deleted for good by {deleted.by}, and {what}.")
            return True
        if there is None:
            damaged = next((place for place in self._here.faults if self._may_be(place, identity, record)), None)
            if damaged:
                self.told.refused.append(f"{reference} was not merged: {damaged} here cannot be used; mend it and merge again.")
            return damaged is not None
        return False

    def _may_be(self, place: str, identity: str, record: CarriedRecord) -> bool:
        """Whether a file here that cannot be used may be that of a record: nothing may lie beside it under the same id."""
        return place == record.place or identity.encode() in self._here.contents.get(place, b"")

    def _free_place(self, record: CarriedRecord, taken: list[str]) -> str:
        folder = folder_of_record(record.data.record, self._here.folders)
        stem = record.place.partition("/")[2].removesuffix(_SUFFIX)
        there = [place.partition("/")[2].removesuffix(_SUFFIX) for place in taken if place.startswith(f"{folder}/")]
        return f"{folder}/{free_name(safe_name(stem, otherwise='record'), there)}{_SUFFIX}"

    def _merged(self, place: str, now: bytes | None, record: CarriedRecord | None, identity: str) -> MergedRecord:
        held = self._here.held.get(identity, {}), self._came.held.get(identity, {})
        return merged_record(self._here, place, now, record, held)

    def _held(self, merged: Mapping[str, Lines]) -> dict[str, Lines]:
        """What waits in all, once these records are merged."""
        every: dict[str, Lines] = {}
        for side in (self._here.held, self._came.held):
            for identity, lines in side.items():
                if identity not in self._deleted:
                    every[identity] = every.get(identity, {}) | lines
        return {identity: lines for identity, lines in (every | dict(merged)).items() if lines}

    def _record(self, place: str, identity: str, record: CarriedRecord | None, held: dict[str, Lines]) -> None:
        """Save a record's file, merged with what it holds by now."""

        def made(now: bytes | None) -> bytes:
            merged = self._merged(place, now, record, identity)
            held[identity] = merged.held
            self._hold(identity, merged.held)
            self.told.record(merged)
            return merged.content

        self._change(self._folder / place, made)

    def _details(self, held: Mapping[str, Lines]) -> None:
        """Save the details with what came, and with what is to wait beside what waits already."""
        path = self._folder / DETAILS

        def made(now: bytes | None) -> bytes:
            before, waiting = _held_in(path, now)
            for identity, lines in held.items():
                waiting[identity] = waiting.get(identity, {}) | lines
            try:
                content = merged_details(path, before, self._came, waiting)
            except ClashError as clash:
                self.told.clash("The inspection itself", clash)
                return with_held(path, before, waiting)
            self.told.lines(decode_details(HeldBytes(path, before)), decode_details(HeldBytes(path, content)))
            return content

        self._change(path, made)

    def _hold(self, identity: str, lines: Lines) -> None:
        """Have lines wait before the record's file, which is held, is without them: somebody may have just written them."""
        path = self._folder / DETAILS

        def made(now: bytes | None) -> bytes:
            before, waiting = _held_in(path, now)
            every = waiting.get(identity, {}) | lines
            return before if every == waiting.get(identity) else with_held(path, before, {**waiting, identity: every})

        if lines:
            self._change(path, made)

    def _let_go(self, place: str, identity: str) -> None:
        """Let go of what waits and lies in its record's file by now; that is held meanwhile, so that nobody takes it out."""
        path = self._folder / DETAILS

        def looked(now: bytes | None) -> None:
            data = self._here.record_in(place, now) if now is not None else None
            filed = data.changes.keys() | data.field_changes.keys() if data else set()

            def made(details: bytes | None) -> bytes:
                before, waiting = _held_in(path, details)
                there = waiting.get(identity, {})
                left = {key: line for key, line in there.items() if key not in filed}
                return before if left == there else with_held(path, before, {**waiting, identity: left})

            self._change(path, made)

        self._change(self._folder / place, looked)

    def _letter(self, path: Path, now: bytes | None) -> bytes | None:
        before = decode_letter(HeldBytes(path, now)) if now is not None else NOTHING
        content = merged_letter(path, now, self._came.letter, self._came.contents[LETTER])
        if content is not None:
            self.told.lines(before, decode_letter(HeldBytes(path, content)))
        return content

    def _sample(self, path: Path, now: bytes | None) -> bytes:
        before = decode_sample(HeldBytes(path, now)) if now is not None else NO_SAMPLE
        content = merged_sample(path, now, self._came.sample, self._came.contents[SAMPLE])
        self.told.counts["other"] += decode_sample(HeldBytes(path, content)).documents - before.documents
        return content

    def _file(self, place: str, what: str, made: Callable[[Path, bytes | None], bytes | None]) -> None:
        """Merge a file that an inspection may lack."""
        if place in self._came.contents and place not in self._here.faults and place not in self._came.faults:
            path = self._folder / place
            with _naming(self.told, what):
                self._change(path, partial(made, path))

    def _change(self, path: Path, made: Callable[[bytes | None], bytes | None]) -> None:
        def watched(now: bytes | None) -> bytes | None:
            content = made(now)
            self.changes |= content is not None and content != now
            return content

        if self._writes:
            change_bytes(path, watched)
        else:
            watched(content_of(path))


def _held_in(path: Path, now: bytes | None) -> tuple[bytes, dict[str, Lines]]:
    """The bytes of inspection.json, and what waits in it. Raises LibraryError where it has gone."""
    if now is None:
        raise LibraryError(f"{shown(path)} is no longer there; bring it back from the trash or from where it was moved to.")
    return now, by_record(decode_details(HeldBytes(path, now)).held)


@contextmanager
def _naming(told: _Told, what: str) -> Iterator[None]:
    """Tell of what could not be merged, and go on."""
    try:
        yield
    except ClashError as clash:
        told.clash(what, clash)
    except NotSavedError:
        raise
    except LibraryError as fault:
        told.refused.append(str(fault))
