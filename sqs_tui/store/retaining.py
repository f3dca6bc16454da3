"""Retention in a library: of which inspections notes and histories go, how much that is, and their removal.

An inspection is cleared file by file, each one save. A line in inspection.json is there before anything goes, and another when
all has gone: what was broken off in between is completed by doing it again, and no merge brings back what went.
"""

import shutil
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

import msgspec

from sqs_tui.domain.due import due_on, is_due
from sqs_tui.domain.records import RecordState
from sqs_tui.domain.retention import Going
from sqs_tui.errors import LibraryError
from sqs_tui.progress import Steps, inside, stepped_whole, untold
from sqs_tui.store.carried import Carried, carried_in
from sqs_tui.store.files import saving, shown, write_refusal
from sqs_tui.store.findings import Badness, Finding, Repair
from sqs_tui.store.history import Writer
from sqs_tui.store.index import Entry
from sqs_tui.store.inspection_file import DETAILS, REMOVED, RETENTION, decode_details, mark_begun, open_details
from sqs_tui.store.letter_file import LETTER
from sqs_tui.store.library import Library
from sqs_tui.store.outside import is_edited, remove_text, texts_of
from sqs_tui.store.place import forget_typed, typed_in
from sqs_tui.store.places import OWN_FILES, change_bytes
from sqs_tui.store.presence import Presence
from sqs_tui.store.retained_files import (
    Left,
    Printed,
    left_of_details,
    left_of_letter,
    left_of_record,
    left_of_sample,
    unknown_places,
)
from sqs_tui.store.sample_file import SAMPLE
from sqs_tui.store.shelf import SECOND
from sqs_tui.store.snapshots import DAMAGED, Snapshots
from sqs_tui.store.storage import HeldBytes, held_in
from sqs_tui.store.strays import stray_findings
from sqs_tui.store.trash import TRASH, remove_copy

_FOUND = ".find*"
"""The files of what finds words in the library, with their journals: derived, notes among them, made anew when needed."""
AFTER = "after notes and histories were removed"
_SETTLED = 5.0
"""Seconds behind the removal within which its own last save lies: what was written later is looked at."""


class Stage(StrEnum):
    """How it stands with the notes and histories of an inspection."""

    DUE = "due"
    """Their day has come."""
    LATER = "later"
    OPEN = "not closed"
    """Their day has come, and not every record is signed off."""
    UNDATED = "not published"
    NEVER = "never"
    """The settings say that nothing ever goes."""
    DAMAGED = "damaged"
    """What is needed to know it cannot be read."""
    REMOVED = "removed"


class Retained(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with an inspection, and what goes of it."""

    folder: str
    called: str
    stage: Stage
    published: str
    due: str
    """The day on which it goes, ISO 8601; empty where there is none."""
    removed: str = ""
    """When it went: UTC, ISO 8601; empty where nothing has."""
    going: Going | None = None
    """None where nobody has looked, as its day has not come or something else stands in the way."""
    refusals: tuple[str, ...] = ()
    """Why nothing can be removed now, a sentence each."""
    left: tuple[str, ...] = ()
    """A sentence for each thing in the library that is not removed with the rest."""

    @property
    def words(self) -> tuple[str, ...]:
        """What goes, each kind in words."""
        return self.going.words if self.going else ()


def retained(library: Library, today: date, folders: Iterable[str] = (), steps: Steps = untold) -> Iterator[Retained]:
    """How it stands with these inspections, or with all. Nothing is written.

    Only those are read whose day has come. Raises LibraryError, or what `steps` raises.
    """
    months = library.settings.retention_months
    every = library.folders()
    try:
        for folder, own in inside(list(folders) or every, "inspections", steps):
            yield _retained(library, library.index.look(folder), months, today, own)
    finally:
        library.index.save(every)


def in_trash(library: Library, today: date) -> Iterator[str]:
    """A sentence for each inspection that lies in the trash alone, with notes whose day has come. Raises LibraryError."""
    there = {library.backups.of(library.path / folder).inspection for folder in library.folders()}
    for one in library.trashed():
        path = library.path / TRASH / one.name / DETAILS
        try:
            data = decode_details(held_in(path))
        except LibraryError:
            continue
        if (
            is_due(data.details.published, library.settings.retention_months, today)
            and not data.is_cleared
            and one.id not in there
        ):
            yield (
                f"{one.name} lies in the trash with notes whose day has come: `sqs-tui delete {one.folder}` deletes it for good, "
                "and `sqs-tui untrash` brings it back."
            )


def _retained(library: Library, entry: Entry, months: int, today: date, steps: Steps) -> Retained:
    details = entry.details
    due = due_on(details.published, months) if details else None
    stage = _stage(entry, months, due, today)
    found = Retained(
        folder=entry.folder,
        called=details.name if details else "",
        stage=stage,
        published=details.published if details else "",
        due=due.isoformat() if due else "",
        removed=entry.removed,
    )
    if details is None:
        return msgspec.structs.replace(found, refusals=(entry.fault,))
    if stage is Stage.OPEN:
        return msgspec.structs.replace(found, refusals=(_not_closed(entry),))
    return look(library, found, steps) if stage is Stage.DUE else found


def _stage(entry: Entry, months: int, due: date | None, today: date) -> Stage:
    if entry.details is None:
        return Stage.DAMAGED
    if entry.removed and not _written_since(entry):
        return Stage.REMOVED
    if not months:
        return Stage.NEVER
    if due is None:
        return Stage.UNDATED
    if due > today:
        return Stage.LATER
    return Stage.DUE if entry.is_closed else Stage.OPEN


def _written_since(entry: Entry) -> bool:
    try:
        written = datetime.fromisoformat(entry.changed) - datetime.fromisoformat(entry.removed)
    except ValueError:
        return True
    return written.total_seconds() > _SETTLED


def _not_closed(entry: Entry) -> str:
    every = sum(entry.records.values())
    open_, them = every - entry.signed, "it" if every - entry.signed == 1 else "them"
    if every == 1:
        why = "its one record is not signed off"
    elif open_ == every:
        why = f"none of its {every} records is signed off"
    else:
        why = f"{open_} of its {every} records {'is' if open_ == 1 else 'are'} not signed off"
    return f"{entry.folder} is not closed, because {why}: sign {them} off, or put into the trash what does not count."


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """What lies around an inspection's own files and goes with them."""

    snapshots: Snapshots
    names: tuple[str, ...]
    """Those of the snapshots that hold what goes."""
    texts: tuple[Path, ...]
    """Folders of texts that are out in an editor."""
    forms: dict[Path, int]
    copies: tuple[Path, ...]
    """Files and folders that hold copies."""


def look(library: Library, found: Retained, steps: Steps = untold) -> Retained:
    """What would go of an inspection whose day has come, and why nothing can. Nothing is written. Raises what `steps` raises."""
    path = library.path / found.folder
    try:
        inspection = carried_in(path, steps)
        lefts = dict(_lefts(inspection, _printed(library, found.folder)))
        around = _around(library, inspection, written=any(left.going for left in lefts.values()))
        refusals = tuple(_refusals(library, inspection, around))
        left = tuple(_not_reached(library, inspection))
    except (LibraryError, OSError) as fault:
        return msgspec.structs.replace(found, refusals=(str(fault),))
    going = _going_around(around)
    for one in lefts.values():
        going += one.going
    stage = Stage.DUE if going or not inspection.details.is_cleared else Stage.REMOVED
    return msgspec.structs.replace(found, stage=stage, going=going, refusals=refusals, left=left)


def _printed(library: Library, folder: str) -> Printed:
    letter = library.open(folder, by="retention", now=library.now).written()
    own = frozenset(paragraph.id for paragraph in letter.paragraphs if paragraph.own)
    return Printed(paragraphs=own, quotes=frozenset(letter.quotes_placed()))


def _lefts(inspection: Carried, printed: Printed) -> Iterator[tuple[str, Left]]:
    """What is left of each file, by place."""
    if LETTER in inspection.contents and LETTER not in inspection.faults:
        yield LETTER, left_of_letter(inspection.path / LETTER, inspection.contents[LETTER], printed)
    if SAMPLE in inspection.contents and SAMPLE not in inspection.faults:
        yield SAMPLE, left_of_sample(inspection.path / SAMPLE, inspection.contents[SAMPLE])
    for record in inspection.records.values():
        yield record.place, left_of_record(inspection, record.place, record.content)
    yield DETAILS, left_of_details(inspection.path / DETAILS, inspection.contents[DETAILS])


def _around(library: Library, inspection: Carried, *, written: bool) -> _Around:
    """What lies around an inspection; snapshots from after a removal are none of it, unless something was `written` since."""
    identity, said = inspection.details.details.id, inspection.details.retention
    snapshots = library.backups.of_inspection(identity)
    since = said.at if said and inspection.details.is_cleared and not written else ""
    names = [name for name in snapshots.names() if not since or not _is_from(snapshots, name, since)]
    copies = [library.path / TRASH / one.name for one in library.trashed() if one.id == identity]
    if snapshots.path.is_dir():
        copies += [one for one in snapshots.path.iterdir() if one.name == DAMAGED or one.name.startswith(".new-")]
    copies += [inspection.path / one.place for one in _strays(inspection) if one.repair is Repair.REMOVE]
    texts = tuple(texts_of(library.path, identity)[0])
    forms = typed_in(library.path, inspection.path.name)
    return _Around(snapshots=snapshots, names=tuple(names), texts=texts, forms=forms, copies=tuple(copies))


def _is_from(snapshots: Snapshots, name: str, since: str) -> bool:
    source = snapshots.source(name)
    return source is not None and source.manifest.taken >= since


def _strays(inspection: Carried) -> list[Finding]:
    found = stray_findings(inspection.path, {*inspection.folders.values(), SECOND})
    return [one for one in found if one.badness is Badness.STRAY]


def _going_around(around: _Around) -> Going:
    places = [*(around.snapshots.path / name for name in around.names), *around.texts, *around.copies]
    return Going(
        drafts=len(around.texts) + sum(around.forms.values()),
        snapshots=len(around.names),
        copies=len(around.copies),
        size=_size(places),
    )


def _size(places: Iterable[Path]) -> int:
    """The bytes of files and of what lies in folders; what bears several names counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for place in places:
        for path in [place, *place.rglob("*")] if place.is_dir() else [place]:
            try:
                status = path.lstat()
            except OSError:
                continue
            if not path.is_dir():
                sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())


def _refusals(library: Library, inspection: Carried, around: _Around) -> Iterator[str]:
    """Why an inspection cannot be cleared as it is: it is cleared whole, or not at all."""
    folder = inspection.path.name
    yield from inspection.faults.values()
    opened = library.open(folder, by="retention", now=library.now)
    open_ = [record for record in opened.records() if record.state is not RecordState.SIGNED_OFF]
    if open_:
        yield f"{folder} is not closed, because {open_[0].reference} is {open_[0].state.value}: sign it off first."
    conflicts = [conflict for conflict in opened.conflicts() if not conflict.held]
    if conflicts:
        yield f"{folder} has open conflicts ({len(conflicts)}), whose other side would be lost: decide on them first."
    presence = Presence(inspection.path, by="retention", now=library.now)
    presence.look()
    here = sorted({present.account for present in presence.others})
    presence.leave()
    if here:
        yield f"{folder} is open with {', '.join(here)}: have it left first, since what is typed there would be written after."
    if any(map(is_edited, around.texts)):
        yield f"{folder} has a text that is open in somebody's editor: have that ended first."
    places = {inspection.path / place for place in inspection.contents} | {around.snapshots.path.parent}
    places |= {path.parent for path in places} | set(around.forms)
    refused = sorted({refusal for path in places if (refusal := write_refusal(path))})
    if refused:
        yield f"{folder} stays as it is: {refused[0]}."


def _not_reached(library: Library, inspection: Carried) -> Iterator[str]:
    folder = inspection.path.name
    stray = [one.place for one in _strays(inspection) if one.repair is not Repair.REMOVE]
    for place in dict.fromkeys((*unknown_places(inspection, OWN_FILES), *stray)):
        yield f"{shown(Path(folder) / place)} is no file of the inspection and is not removed: look at it, and move it away."
    hidden = texts_of(library.path, inspection.details.details.id)[1]
    if hidden:
        yield f"{len(hidden)} texts in editors of other accounts may not be looked into: each is removed by its own account."


# The removal


def clear(library: Library, folder: str, *, by: str, today: date, steps: Steps = untold) -> Retained:
    """Remove notes and histories of one inspection, which the caller holds alone with the library; gives what went.

    Raises LibraryError where it is not due or something speaks against it, or what `steps` raises, and then nothing has changed;
    NotSavedError where a file could not be saved: doing it again completes what was begun.
    """
    (found,) = retained(library, today, [folder], steps)
    if found.refusals:
        raise LibraryError(found.refusals[0])
    if found.stage is not Stage.DUE:
        raise LibraryError(f"{folder} has nothing that is due to be removed: `sqs-tui retain` lists when what goes.")
    path = library.path / folder
    inspection, printed = carried_in(path), _printed(library, folder)
    writer = Writer(by, library.now)
    with open_details(path).writing() as writing:
        mark_begun(writing, writer, found.words)
    if LETTER in inspection.contents:
        change_bytes(path / LETTER, lambda now: now and left_of_letter(path / LETTER, now, printed).content)
    if SAMPLE in inspection.contents:
        change_bytes(path / SAMPLE, lambda now: now and left_of_sample(path / SAMPLE, now).content)
    for record in stepped_whole(list(inspection.records.values()), "records", steps):
        change_bytes(path / record.place, partial(_left_of_record, inspection, record.place))
    around = _around(library, inspection, written=True)
    _remove(around, folder)
    for index in library.path.glob(_FOUND):
        with saving(index):
            index.unlink(missing_ok=True)
    change_bytes(path / DETAILS, partial(_left_of_details, path / DETAILS, writer))
    library.snapshot(folder, why=AFTER)
    return msgspec.structs.replace(found, stage=Stage.REMOVED)


def _left_of_record(inspection: Carried, place: str, now: bytes | None) -> bytes | None:
    return now and left_of_record(inspection, place, now).content


def _left_of_details(path: Path, writer: Writer, now: bytes | None) -> bytes | None:
    if now is None:
        return None
    data = decode_details(HeldBytes(path, now))
    said = data.retention.new[1:] if data.retention else ()
    done = writer.field_change(data.stands.get(RETENTION), RETENTION, "", (REMOVED, *said))
    return left_of_details(path, now, done).content


def _remove(around: _Around, folder: str) -> None:
    """Remove what lies around an inspection. Raises NotSavedError."""
    for path in around.forms:
        forget_typed(path, folder)
    for text in around.texts:
        with saving(text):
            remove_text(text)
    for copy in around.copies:
        with saving(copy):
            if copy.parent.name == TRASH:
                remove_copy(copy)
            elif copy.is_dir():
                shutil.rmtree(copy)
            else:
                copy.unlink(missing_ok=True)
    around.snapshots.forget()
