"""Verifying an inspection: every file is what it should be, fits with itself, with the others and with the instrument."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.consistency import answer_faults, draft_faults, history_faults, is_moment, letter_faults
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Answer, Record, RecordState
from sqs_tui.domain.second import second_faults
from sqs_tui.errors import LibraryError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.files import shown
from sqs_tui.store.findings import Badness, Finding, Repair, finding
from sqs_tui.store.held import Lines, by_record
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT, InspectionData, decode_details
from sqs_tui.store.letter_file import LETTER, LetterData, decode_letter
from sqs_tui.store.places import Measure, contents_in, hash_of, look_at, measure_of
from sqs_tui.store.record_file import RecordData, decode_record
from sqs_tui.store.restoring import mends
from sqs_tui.store.sample_file import SAMPLE, decode_sample, document_times
from sqs_tui.store.shelf import SECOND, folder_of_record, unit_folders
from sqs_tui.store.snapshots import BACKUP, Snapshots
from sqs_tui.store.storage import HeldBytes
from sqs_tui.store.strays import stray_findings

_BY_HAND = "look at it on the screen, and put it right there"
_LOST = "a line of its history is lost; bring the file back from a snapshot that has it"
_UNSEALED = "there is no copy of it that is signed off; bring an earlier one back, or open it again with a reason"
_NO_COPY = "there is no good copy of it; put one in its place, or move it away"


class _Lists(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of a file that only say again what its history says."""

    record: dict[str, Any] = {}
    inspection: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    entries: dict[str, Any] = {}


def verify(folder: Path, snapshots: Snapshots, steps: Steps = untold) -> list[Finding]:
    """Everything that is not as it should be in an inspection's folder and in its snapshots. Raises LibraryError.

    Nothing is written.
    """
    try:
        contents, unreadable = contents_in(folder)
        measure = measure_of(contents.get(DETAILS), contents.get(INSTRUMENT))
        strays = list(stray_findings(folder, _record_folders(measure, contents)))
    except OSError as fault:
        raise LibraryError(f"{shown(folder)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault
    found = [finding(place, f"it cannot be read: {why}", Badness.DAMAGED, why=_NO_COPY) for place, why in unreadable.items()]
    found += _damaged(folder, contents, measure, snapshots, unreadable, steps)
    found += _consistency(folder, contents, measure, steps)
    return [*found, *strays, *_snapshot_findings(snapshots, steps)]


def twice(folder: str) -> Finding:
    """The finding of an inspection that lies in another folder, too."""
    why = "see which of the two counts, and put the other into the trash"
    return finding(DETAILS, f"it is the same inspection as {folder}", Badness.INCONSISTENT, why=why)


def _record_folders(measure: Measure, contents: Collection[str]) -> set[str]:
    """The folders in which records may lie; where the instrument cannot tell, those where some lie."""
    if measure.instrument is None:
        return {place.partition("/")[0] for place in contents if "/" in place} | {SECOND}
    return {*_folders(measure.instrument).values(), SECOND}


def _folders(instrument: Instrument) -> dict[str, str]:
    return unit_folders([(unit.id, unit.folder) for unit in instrument.units])


def _damaged(
    folder: Path,
    contents: Mapping[str, bytes],
    measure: Measure,
    snapshots: Snapshots,
    unreadable: Collection[str],
    steps: Steps,
) -> Iterator[Finding]:
    mendable = {one.place: one for one in mends(snapshots, folder, steps)}
    for place, content in stepped(list(contents.items()), "files read", steps):
        seen = look_at(folder / place, place, content, measure)
        if not seen.fault and place in mendable:
            yield finding(place, mendable[place].fault, Badness.DAMAGED, Repair.COPY)
        if place == INSTRUMENT and DETAILS in contents and DETAILS in mendable and measure.pinned:
            continue  # what is wrong is what the details say of it
        if seen.newer:
            yield finding(place, seen.fault, Badness.DAMAGED, why="update sqs-tui")
        elif seen.fault:
            repair = Repair.COPY if place in mendable else Repair.NONE
            why = _UNSEALED if seen.unsealed else _NO_COPY
            yield finding(place, seen.fault, Badness.DAMAGED, repair, "" if place in mendable else why)
    for place in dict.fromkeys((*mendable, DETAILS, INSTRUMENT)):
        if place not in contents and place not in unreadable:
            repair = Repair.COPY if place in mendable else Repair.NONE
            yield finding(place, "it is missing", Badness.DAMAGED, repair, "" if place in mendable else _NO_COPY)


# What the sound files say


def _consistency(folder: Path, contents: Mapping[str, bytes], measure: Measure, steps: Steps) -> Iterator[Finding]:
    records: dict[str, RecordData] = {}
    seconds: dict[str, RecordData] = {}
    first: dict[str, str] = {}
    lines: dict[str, str] = {}
    for place, content in stepped(list(contents.items()), "files compared", steps):
        held = HeldBytes(folder / place, content)
        if "/" not in place or look_at(folder / place, place, content, measure).fault:
            continue
        data = decode_record(held, measure.units, measure.pinned)
        identity = data.record.id
        if identity in first:
            what = f"it holds the same record as {first[identity]}"
            yield finding(place, what, Badness.INCONSISTENT, why="see which of the two counts, and move the other away")
            continue
        first[identity] = place
        if data.record.of:
            seconds[place] = data
        else:
            records[identity] = data
        yield from _of_record(place, held, data, measure.instrument)
        yield from _out_of_place(place, data.record, measure)
        shared = next((line for line in (*data.changes, *data.field_changes) if line in lines), None)
        if shared:
            yield from _inconsistent(place, [f"the change {shared} is that of {lines[shared]}"])
        lines |= dict.fromkeys((*data.changes, *data.field_changes), place)
    for place, data in seconds.items():
        scored = records.get(data.record.of)
        yield from _inconsistent(place, second_faults(data.record, scored.changes if scored else None, data.changes, data.stands))
    for place, read in ((DETAILS, _of_details), (LETTER, _of_letter), (SAMPLE, _of_sample)):
        own = contents.get(place)
        if own is not None and not look_at(folder / place, place, own, measure).fault:
            yield from read(HeldBytes(folder / place, own), measure.instrument, records)


def _out_of_place(place: str, record: Record, measure: Measure) -> Iterator[Finding]:
    folder = place.partition("/")[0]
    wanted = folder_of_record(record, _folders(measure.instrument)) if measure.instrument else folder
    if folder != wanted:
        yield finding(place, "it lies in the wrong folder", Badness.INCONSISTENT, why=f"move it to {wanted}")
    if record.id in measure.deleted:
        what = "its record was deleted for good, and is still here"
        yield finding(place, what, Badness.INCONSISTENT, why="delete it again if that is meant; until then no merge reaches it")


def _of_record(place: str, held: HeldBytes, data: RecordData, instrument: Instrument | None) -> Iterator[Finding]:
    faults = [*history_faults(data.changes), *history_faults(data.field_changes), *_shared(data.changes, data.field_changes)]
    if instrument:
        unit = data.record.unit
        faults += answer_faults(instrument, unit, data.changes.values())
        faults += draft_faults(instrument, unit, data.drafts)
    faults += [
        f'the record\'s "{name}" is no time'
        for name in ("created", "trashed")
        if (at := getattr(data.record, name)) and not is_moment(at)
    ]
    yield from _inconsistent(place, faults)
    lists = held.read_as(_Lists)
    lost = next((head for answer in lists.answers.values() for head in _heads(answer) if head not in data.changes), None)
    if lost is not None:  # no list is written anew that alone tells of it
        yield finding(place, f'its table "answers" stands on {lost}, which is not there', Badness.INCONSISTENT, why=_LOST)
        return
    yield from _as_listed(place, "answers", lists.answers, data.answers)
    yield from _as_listed(place, "record", lists.record, {data.record.id: data.record})


def _heads(answer: object) -> tuple[str, ...]:
    """The lines that an answer in a list, which anybody may have written, says it stands on."""
    try:
        return msgspec.convert(answer, Answer).heads
    except msgspec.ValidationError:
        return ()


def _of_details(held: HeldBytes, _: Instrument | None, records: Mapping[str, RecordData]) -> Iterator[Finding]:
    data: InspectionData = decode_details(held)
    waiting = by_record(data.held)
    for identity, lines in waiting.items():
        if identity in records:
            yield from _of_held(records[identity], lines)
        else:
            what = f"it holds changes for the record {identity}, which is not there or cannot be read"
            yield finding(DETAILS, what, Badness.INCONSISTENT, why="bring the record back from a snapshot that has it")
    yield from _inconsistent(DETAILS, history_faults(data.changes))
    yield from _as_listed(DETAILS, "inspection", held.read_as(_Lists).inspection, {data.details.id: data.details})


def _of_held(data: RecordData, lines: Lines) -> Iterator[Finding]:
    """What waits for a record, and is told differently in its file, or could be there."""
    filed: Lines = {**data.changes, **data.field_changes}
    name = data.record.reference
    other = next((key for key, line in lines.items() if filed.get(key, line) != line), None)
    if other is not None:
        yield from _inconsistent(DETAILS, [f"the change {other}, which it holds for {name}, is another in the file of {name}"])
    elif lines.keys() - filed.keys() and data.record.state is not RecordState.SIGNED_OFF:
        what = f"it holds changes for {name}, which is not signed off"
        yield finding(DETAILS, what, Badness.INCONSISTENT, Repair.TAKE_IN)


def _of_letter(held: HeldBytes, instrument: Instrument | None, records: Mapping[str, RecordData]) -> Iterator[Finding]:
    data: LetterData = decode_letter(held)
    faults: Iterable[str] = history_faults(data.changes)
    if instrument:
        asked = {
            identity: {question.id for question in instrument.of_unit(record.record.unit)} for identity, record in records.items()
        }
        faults = chain(faults, letter_faults(instrument, data.changes.values(), data.entries, asked))
    yield from _inconsistent(LETTER, faults)
    listed = held.read_as(_Lists).entries
    lost = next((key for key in listed if key not in data.stands), None)
    if lost is not None:
        yield finding(LETTER, f'its table "entries" has {lost}, of which there is no history', Badness.INCONSISTENT, why=_LOST)
        return
    yield from _as_listed(LETTER, "entries", listed, data.entries)


def _of_sample(held: HeldBytes, instrument: Instrument | None, _: Mapping[str, RecordData]) -> Iterator[Finding]:
    data = decode_sample(held)
    faults = [f"what it keeps under {key} bears no time" for key, at in document_times(data) if not is_moment(at)]
    if instrument:
        units = {unit.id for unit in instrument.units}
        faults += [
            f"the case list {key} is of a kind of record that the criteria do not know"
            for key, one in data.lists.items()
            if one.unit not in units
        ]
    yield from _inconsistent(SAMPLE, faults)


def _shared(*histories: Mapping[str, object]) -> Iterator[str]:
    """Ids that two histories of one file give to different lines."""
    first, second = histories
    return (f"two changes bear the id {identity}" for identity in first.keys() & second.keys())


def _inconsistent(place: str, faults: Iterable[str]) -> Iterator[Finding]:
    for fault in faults:
        yield finding(place, fault, Badness.INCONSISTENT, why=_BY_HAND)


def _as_listed(place: str, table: str, listed: Mapping[str, object], stands: Mapping[str, msgspec.Struct]) -> Iterator[Finding]:
    """Whether a table that only says again what the history says does so."""
    if listed != plain_table(stands) and not _same_values(listed, stands):
        what = f'its table "{table}" is not what its history leads to'
        yield finding(place, what, Badness.INCONSISTENT, Repair.REPLAY)


def _same_values(listed: Mapping[str, object], stands: Mapping[str, msgspec.Struct]) -> bool:
    """Whether a table says the same at greater length: a field that has its default may be left out, or written."""
    try:
        return listed.keys() == stands.keys() and all(
            isinstance(told, dict)
            and told.keys() <= set(stands[key].__struct_encode_fields__)
            and msgspec.convert(told, type(stands[key])) == stands[key]
            for key, told in listed.items()
        )
    except msgspec.ValidationError:
        return False


def plain_table(stands: Mapping[str, msgspec.Struct]) -> dict[str, Any]:
    """Values as a file's table has them."""
    table: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(stands))
    return table


# Snapshots


def _snapshot_findings(snapshots: Snapshots, steps: Steps) -> Iterator[Finding]:
    looked: dict[tuple[int, int], str] = {}
    for name in stepped(snapshots.names(), "snapshots", steps):
        place = f"{BACKUP}/{snapshots.inspection}/{name}"
        source = snapshots.source(name)
        if source is None:
            what = "the list of its files is damaged or missing"
            yield finding(place, what, Badness.DAMAGED, why="the next snapshot is whole again; move this one away")
            continue
        for file, kept in source.manifest.files.items():
            if _hash_at(snapshots.path / name / file, looked) != kept.sha256:
                what = f"the copy of {file} in it is not what it was"
                yield finding(place, what, Badness.DAMAGED, why="the next snapshot has a good copy of what is there now")


def _hash_at(path: Path, looked: dict[tuple[int, int], str]) -> str:
    """A copy's hash, worked out once for all snapshots that share it."""
    try:
        status = path.lstat()
        key = (status.st_dev, status.st_ino)
        if key not in looked:
            looked[key] = hash_of(path.read_bytes())
    except OSError:
        return ""
    return looked[key]
