"""Bringing files back from a snapshot or an archive: one by one, each as a save does, never over what nobody has a copy of."""

import shutil
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from sqs_tui.domain.records import FieldChange
from sqs_tui.errors import LibraryError
from sqs_tui.progress import Steps, stepped, stepped_whole, untold
from sqs_tui.store.files import free_name, make_folder, random_name, saving, shown, sync_folder
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT, decode_details
from sqs_tui.store.places import Measure, Seen, contents_in, hash_of, look_at, measure_of, put_bytes
from sqs_tui.store.snapshots import BEFORE_RESTORE, Snapshots, Source, write_copy
from sqs_tui.store.storage import HeldBytes


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What bringing back one file does."""

    place: str
    """In the snapshot."""
    target: str
    """In the inspection: where the record is by now, or a name of its own where another record has taken the name."""
    content: bytes
    instead_of: bytes | None = None
    """What lay there when the step was planned; None where nothing did."""
    refusal: str = ""
    """Why it may not be brought back, in a sentence; empty where it may."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore has done."""

    brought_back: tuple[str, ...]
    """Places in the inspection."""
    refused: tuple[str, ...]
    """A sentence for each file that stays as it is."""
    before: str
    """The name of the snapshot that holds what was there before."""


def plan(folder: Path, source: Source, only: Collection[str] = (), steps: Steps = untold) -> list[Step]:
    """What a restore of all files, or of some, would do; a file that is the same already is no step. Raises LibraryError."""
    live = _live(folder)
    wanted = sorted(only or source.manifest.files)
    unknown = [place for place in wanted if place not in source.manifest.files]
    if unknown:
        raise LibraryError(f"{source.name} has no file {shown(Path(unknown[0]))}: `sqs-tui restore` lists what there is.")
    kept = {place: source.content(place) for place in wanted}
    _require_from_after(source, live)
    future = live | {place: content for place, content in kept.items() if content is not None}
    measure = measure_of(future.get(DETAILS), future.get(INSTRUMENT))
    present = _seen_in(folder, live)
    planned = []
    wanted = sorted(wanted, key=lambda place: place == DETAILS)  # the instrument first: the details name its hash
    for place in stepped(wanted, "files compared", steps):
        content = kept[place]
        if content is None:
            planned.append(
                Step(place=place, target=place, content=b"", refusal=_refusal(place, "the copy of it is not what it was"))
            )
            continue
        seen = look_at(folder / place, place, content, measure)
        target = _target(place, seen, present)
        there = live.get(target)
        if there == content:
            continue
        refusal = _why_not(place, seen, present.get(target), measure, future)
        planned.append(Step(place=place, target=target, content=content, instead_of=there, refusal=refusal))
    return planned


def _require_from_after(source: Source, live: Mapping[str, bytes]) -> None:
    """Raise LibraryError where notes and histories have been removed since, which no copy brings back."""
    said = _retention_in(live.get(DETAILS))
    before = _retention_in(source.content(DETAILS)) if DETAILS in source.manifest.files else None
    if said and before is None:
        raise LibraryError(
            f"{source.name} was not brought back: it holds notes and histories that were removed on {said.at[:10]} by {said.by}; "
            "choose a copy that was made after that."
        )


def _retention_in(details: bytes | None) -> FieldChange | None:
    try:
        return decode_details(HeldBytes(Path(DETAILS), details)).retention if details is not None else None
    except LibraryError:
        return None


def _why_not(place: str, seen: Seen, present: Seen | None, measure: Measure, future: Mapping[str, bytes]) -> str:
    if seen.fault:
        return _refusal(place, f"the copy of it is no good one ({seen.fault})")
    if present and present.newer:
        return _refusal(place, "it was written by a newer program, which alone can tell what is in it")
    if present and present.signed_off:
        return _refusal(place, "it is signed off, and nothing changes it before it is reopened")
    if place in (DETAILS, INSTRUMENT) and INSTRUMENT in future and measure.pinned not in ("", hash_of(future[INSTRUMENT])):
        return _refusal(place, f"{DETAILS} and {INSTRUMENT} would no longer belong together; bring both back")
    return ""


def _refusal(place: str, why: str) -> str:
    return f"{shown(Path(place))} stays as it is: {why}."


def _target(place: str, seen: Seen, present: Mapping[str, Seen]) -> str:
    """Where a file is put: where its record lies now, else in its own place, unless another record has taken that."""
    if "/" not in place or not seen.holds:
        return place
    own = next((other for other, there in present.items() if "/" in other and there.holds == seen.holds), None)
    if own:
        return own
    there = present.get(place)
    if there is None or not there.holds:
        return place
    folder, _, name = place.partition("/")
    taken = [other.partition("/")[2].removesuffix(".json") for other in present if other.startswith(f"{folder}/")]
    return f"{folder}/{free_name(name.removesuffix('.json'), taken)}.json"


def restore(snapshots: Snapshots, folder: Path, planned: Collection[Step], at: datetime, steps: Steps = untold) -> Restored:
    """Carry out what `plan` gave, after a snapshot of what is there. Raises NotSavedError; what it did until then stays.

    A file that somebody has changed since it was planned is not touched: it may be signed off by now. `steps` can cancel
    while the snapshot is taken, and not behind that.
    """
    before = snapshots.take(folder, why=BEFORE_RESTORE, at=at, steps=steps)
    done: list[str] = []
    refused = [step.refusal for step in planned if step.refusal]
    for step in stepped_whole([step for step in planned if not step.refusal], "files brought back", steps):
        put_bytes(folder / step.target, step.content, instead_of=step.instead_of)
        done.append(step.target)
    return Restored(brought_back=tuple(done), refused=tuple(refused), before=before.name)


def restore_whole(library: Path, source: Source, taken: Collection[str], steps: Steps = untold) -> str:
    """Bring back an inspection that is no longer in the library, and give its folder; `taken` are the names that are not free.

    The library is held alone by the caller. Raises LibraryError, or what `steps` raises, and then there is no inspection, not
    even half of one.
    """
    planned = plan(library / source.manifest.folder, source, steps=steps)
    bad = [step.refusal for step in planned if step.refusal and step.place in (DETAILS, INSTRUMENT)]
    if bad or DETAILS not in source.manifest.files or INSTRUMENT not in source.manifest.files:
        raise LibraryError(f"{source.name} cannot bring the inspection back: it has no good {DETAILS} with its {INSTRUMENT}.")
    contents = {step.place: step.content for step in planned if not step.refusal}
    return put_whole(library, source.manifest.folder, taken, contents, steps)


def put_whole(library: Path, wanted: str, taken: Collection[str], contents: Mapping[str, bytes], steps: Steps = untold) -> str:
    """Put an inspection, given its files by their places, into a library at once and whole, and give its folder.

    The library is held alone by the caller. Raises NotSavedError, or what `steps` raises, and then there is no inspection, not
    even half of one.
    """
    begun = library / f".new-{random_name(4)}"
    folder = free_name(wanted, taken)
    with saving(library / folder):
        try:
            make_folder(begun)
            for place, content in stepped(list(contents.items()), "files written", steps):
                target = begun / place
                if not target.parent.exists():
                    make_folder(target.parent)
                write_copy(target, content)
            for made in (*(path for path in begun.iterdir() if path.is_dir()), begun):
                sync_folder(made)
            begun.rename(library / folder)
            sync_folder(library)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
    return folder


# Damaged files


def differing(folder: Path, source: Source) -> tuple[str, ...]:
    """The files of a snapshot that are not there as they are in it. Raises LibraryError."""
    there = {place: hash_of(content) for place, content in _live(folder).items()}
    return tuple(place for place, kept in sorted(source.manifest.files.items()) if there.get(place) != kept.sha256)


class Mend(msgspec.Struct, frozen=True, kw_only=True):
    """The newest good copy of a file that is damaged or missing."""

    place: str
    fault: str
    """What is wrong with the file; empty where it is missing."""
    taken: str
    """When the copy was made: UTC, ISO 8601."""
    content: bytes
    damaged: bytes | None
    """What lies in its place; None where nothing does."""


def mends(snapshots: Snapshots, folder: Path, steps: Steps = untold) -> list[Mend]:
    """The damaged and missing files of an inspection that have a good copy, its own files first. Raises LibraryError.

    A copy of a record that lies elsewhere by now is none, and of the instrument only the one that the inspection began with. Of a
    record that was signed off and then changed only a copy will do that is signed off.
    """
    live, unreadable = _read(folder)
    measure = measure_of(live.get(DETAILS), live.get(INSTRUMENT))
    seen = {place: look_at(folder / place, place, content, measure) for place, content in live.items()}
    missing = {place for source in snapshots.all() for place in source.manifest.files} - live.keys() - unreadable.keys()
    wrong = [place for place, one in seen.items() if one.fault and not one.newer]
    held = {one.holds for place, one in seen.items() if one.holds}
    found = _mispinned(snapshots, live, measure)
    if found:
        wrong.remove(INSTRUMENT)
    lacking = sorted({*wrong, *missing}, key=lambda place: ("/" in place, place))
    for place in stepped(lacking, "copies looked for", steps):
        unsealed = place in seen and seen[place].unsealed
        copy = _copy_of(snapshots, place, measure, live.get(INSTRUMENT), held, signed=unsealed)
        if copy:
            source, content = copy
            fault = seen[place].fault if place in seen else ""
            found.append(Mend(place=place, fault=fault, taken=source.manifest.taken, content=content, damaged=live.get(place)))
    return found


def _mispinned(snapshots: Snapshots, live: Mapping[str, bytes], measure: Measure) -> list[Mend]:
    """The good copy of the details that name the instrument that is there, where those there name one that nothing holds."""
    instrument = live.get(INSTRUMENT)
    if instrument is None or measure.pinned in ("", hash_of(instrument)) or _copy_of(snapshots, INSTRUMENT, measure, None, ()):
        return []
    for source, content in snapshots.good_copies(DETAILS, measure):
        if measure_of(content, None).pinned == hash_of(instrument):
            fault = "it names another instrument than the one that is there"
            taken = source.manifest.taken
            return [Mend(place=DETAILS, fault=fault, taken=taken, content=content, damaged=live[DETAILS])]
    return []


def _copy_of(
    snapshots: Snapshots,
    place: str,
    measure: Measure,
    instrument: bytes | None,
    held: Collection[str],
    *,
    signed: bool = False,
) -> tuple[Source, bytes] | None:
    """The newest good copy of a file that may take its place."""
    if place == INSTRUMENT and not measure.pinned:
        return None
    every = snapshots.good_copies(place, measure)
    good = [(source, content) for source, content in every if source.manifest.files[place].holds not in {*held, *measure.deleted}]
    if signed:
        good = [copy for copy in good if look_at(Path(place), place, copy[1], measure).signed_off]
    if place == DETAILS and measure.instrument and instrument:  # better those that the instrument belongs to
        fitting = [copy for copy in good if measure_of(copy[1], None).pinned == hash_of(instrument)]
        good = fitting or good
    return good[0] if good else None


def mend(snapshots: Snapshots, folder: Path, found: Mend, at: datetime) -> Path | None:
    """Put the newest good copy in the place of a damaged file, which is set aside first; gives where that lies now.

    Raises NotSavedError, and then the damaged file is where it was.
    """
    aside = snapshots.set_aside(found.place, found.damaged, at) if found.damaged is not None else None
    put_bytes(folder / found.place, found.content, instead_of=found.damaged)
    return aside


def _live(folder: Path) -> dict[str, bytes]:
    """The files that are there and can be read, by their places. Raises LibraryError."""
    return _read(folder)[0]


def _read(folder: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    try:
        return contents_in(folder)
    except FileNotFoundError:
        return {}, {}
    except OSError as fault:
        raise LibraryError(f"{shown(folder)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault


def _seen_in(folder: Path, live: Mapping[str, bytes]) -> dict[str, Seen]:
    measure = measure_of(live.get(DETAILS), live.get(INSTRUMENT))
    return {place: look_at(folder / place, place, content, measure) for place, content in live.items()}
