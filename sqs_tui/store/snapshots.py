"""Dated copies of an inspection's files in the library's `.backup`, one folder for each inspection's id.

A file that has not changed is a hard link to the copy in the snapshot before, never to the file that is worked on: an editor that
writes in place must not reach a snapshot.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.settings import Settings
from sqs_tui.store.files import file_mode, make_folder, random_name, shown, sync_folder, why_not_saved, write_file
from sqs_tui.store.inspection_file import DETAILS, INSTRUMENT
from sqs_tui.store.locks import PATIENCE, locked
from sqs_tui.store.places import (
    Measure,
    Seen,
    content_of,
    contents_in,
    hash_of,
    is_folder_name,
    is_place,
    look_at,
    measure_of,
)

BACKUP = ".backup"
DAMAGED = "damaged"
"""Where damaged files are kept when a good copy takes their place."""
MANIFEST = ".snapshot.json"
FORMAT = 1
BEFORE_RESTORE = "before a restore"
BEFORE_REPAIR = "before a repair"
_LASTING = (BEFORE_RESTORE, BEFORE_REPAIR)
"""Why those are taken that are kept at any age: what was there before may lie nowhere else."""

_NAME = re.compile(r"[0-9]{8}T[0-9]{9}Z")
_BEGUN = ".new-"


class Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file in a snapshot."""

    sha256: str
    size: int
    """Bytes."""
    fault: str = ""
    """Why the file could not be used when it was copied; empty where it is a good copy."""
    holds: str = ""
    """The id of the record or the inspection in it."""
    answers: int = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a snapshot says of itself."""

    format: int = FORMAT
    inspection: str
    """The inspection's id."""
    folder: str
    """Its folder in the library."""
    taken: str
    """UTC, ISO 8601 with milliseconds and Z."""
    why: str
    files: dict[str, Kept]
    """By their places."""

    @property
    def records(self) -> int:
        """How many records it holds."""
        return sum("/" in place for place in self.files)

    @property
    def answers(self) -> int:
        """How many answers stand in its records."""
        return sum(kept.answers for kept in self.files.values())


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What files can be brought back from: a snapshot, or one inspection of an archive."""

    name: str
    manifest: Manifest
    content: Callable[[str], bytes | None]
    """A file's bytes by its place; None where they are not those that were kept. Raises KeyError for a place that it has not."""


class Ages(msgspec.Struct, frozen=True, kw_only=True):
    """How long snapshots are kept: all of them, then the last of each day, then the last of each week."""

    every: timedelta = timedelta(hours=24)
    daily: timedelta = timedelta(days=14)
    weekly: timedelta = timedelta(weeks=26)


AGES = Ages()


def ages_of(settings: Settings) -> Ages:
    """How long snapshots are kept by the settings."""
    return Ages(
        every=timedelta(hours=settings.snapshots_all_hours),
        daily=timedelta(days=settings.snapshots_daily_days),
        weekly=timedelta(weeks=settings.snapshots_weekly_weeks),
    )


class Snapshots:
    """The snapshots of the inspection with this id."""

    def __init__(self, library: Path, inspection: str) -> None:
        self.inspection = inspection
        self.path = library / BACKUP / inspection

    def all(self) -> list[Source]:
        """Every snapshot that can be read, oldest first."""
        return [source for name in self.names() if (source := self.source(name))]

    def names(self) -> list[str]:
        """The names of the snapshots, oldest first."""
        try:
            return sorted(name for name in os.listdir(self.path) if _NAME.fullmatch(name))  # noqa: PTH208 - names alone
        except OSError:
            return []

    def source(self, name: str) -> Source | None:
        """The snapshot of this name; None where it cannot be read."""
        folder = self.path / name
        manifest = _manifest_in(folder)
        if manifest is None:
            return None
        return Source(name=name, manifest=manifest, content=lambda place: _kept_content(folder, place, manifest.files[place]))

    def newest(self) -> Source | None:
        """The newest snapshot that can be read."""
        return next(filter(None, map(self.source, reversed(self.names()))), None)

    def good_copies(self, place: str, measure: Measure) -> Iterator[tuple[Source, bytes]]:
        """The good copies of a file, newest first: sound when they were made, and still what they were."""
        for name in reversed(self.names()):
            source = self.source(name)
            kept = source.manifest.files.get(place) if source else None
            if source and kept and not kept.fault:
                content = source.content(place)
                if content is not None and not look_at(self.path / name / place, place, content, measure).fault:
                    yield source, content

    def take(self, folder: Path, *, why: str, at: datetime, patience: float = PATIENCE, steps: Steps = untold) -> Source:
        """Copy the files of an inspection's folder; gives the newest snapshot where nothing has changed since, and it lasts.

        Durable and whole when this returns. `patience` is how many seconds to wait for another program's snapshot. Raises
        NotSavedError or what `steps` raises, and then there is no new one.
        """
        with _taking(folder):
            self._make()
            with locked(self.path / "snapshots", patience):
                self._clear_begun()
                before = self.newest()
                now = contents_in(folder)[0]
                lasting = why not in _LASTING or (before and before.manifest.why in _LASTING)
                if before and lasting and _same(before, now) and before.manifest.folder == folder.name:
                    return before
                return self._write(folder, now, before, why, self._time_after_all(at), steps)

    def _write(self, folder: Path, now: dict[str, bytes], before: Source | None, why: str, at: datetime, steps: Steps) -> Source:
        measure = measure_of(now.get(DETAILS), now.get(INSTRUMENT))
        begun = self.path / f"{_BEGUN}{random_name(4)}"
        files: dict[str, Kept] = {}
        try:
            make_folder(begun)
            for place, content in stepped(list(now.items()), "files copied", steps):
                known = before.manifest.files.get(place) if before else None
                target = begun / place
                if not target.parent.exists():
                    make_folder(target.parent)
                same = known is not None and before is not None and before.content(place) == content
                if not (same and before and _linked(self.path / before.name / place, target)):
                    write_copy(target, content)
                files[place] = known if same and known else _kept(content, look_at(folder / place, place, content, measure))
            taken = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            manifest = Manifest(inspection=self.inspection, folder=folder.name, taken=taken, why=why, files=files)
            write_copy(begun / MANIFEST, encoded(manifest))
            for made in {(begun / place).parent for place in files} | {begun}:
                sync_folder(made)
            name = _name_of(at)
            begun.rename(self.path / name)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
        sync_folder(self.path)
        return Source(name=name, manifest=manifest, content=lambda place: _kept_content(self.path / name, place, files[place]))

    def prune(self, at: datetime, ages: Ages = AGES) -> list[str]:
        """Remove the snapshots that are past their age, and give their names.

        What holds the newest good copy of a file is kept at any age, and so is the newest of all, and what was there before
        something was brought back over it.
        """
        young = kept_by_age(self.names(), at, ages)
        removed = [name for name in self.names() if name not in young and not self._lasts(name)]
        if removed:
            needed = self._bearing_newest_good()
            removed = [name for name in removed if name not in needed]
        for name in removed:
            _remove(self.path / name)
        return removed

    def forget(self) -> None:
        """Remove every snapshot of the inspection, each whole, and what was set aside, for good. Raises NotSavedError."""
        for name in self.names():
            _remove(self.path / name)
        try:
            if self.path.exists():
                shutil.rmtree(self.path)
        except OSError as fault:
            raise NotSavedError(f"{shown(self.path)} could not be removed: {why_not_saved(fault)}.") from fault

    def forget_record(self, record_id: str, place: str) -> None:
        """Remove every copy of a record, which lies at this place, for good. Raises NotSavedError."""
        with _taking(self.path):
            for source in self.all():
                kept = source.manifest.files
                going = [at for at, one in kept.items() if one.holds == record_id or (at == place and not one.holds)]
                if going:
                    left = {at: one for at, one in kept.items() if at not in going}
                    folder = self.path / source.name
                    write_file(folder / MANIFEST, encoded(msgspec.structs.replace(source.manifest, files=left)))
                    for at in going:
                        (folder / at).unlink(missing_ok=True)
            for aside in (self.path / DAMAGED).glob(f"*-{place.replace('/', '-')}"):
                aside.unlink()

    def set_aside(self, place: str, content: bytes, at: datetime) -> Path:
        """Keep a damaged file's bytes, durably, and give where. Raises NotSavedError."""
        folder = self.path / DAMAGED
        with _taking(self.path):
            self._make()
            if not folder.exists():
                make_folder(folder)
                sync_folder(self.path)
            name = f"{_name_of(at)}-{place.replace('/', '-')}"
            target = folder / name
            while target.exists():
                target = folder / f"{_name_of(at)}-{random_name(2)}-{place.replace('/', '-')}"
            write_copy(target, content)
            sync_folder(folder)
        return target

    def _lasts(self, name: str) -> bool:
        manifest = _manifest_in(self.path / name)
        return manifest is not None and manifest.why in _LASTING

    def _bearing_newest_good(self) -> set[str]:
        bearing: dict[str, str] = {}
        for source in reversed(self.all()):
            for place, kept in source.manifest.files.items():
                if place not in bearing and not kept.fault and source.content(place) is not None:
                    bearing[place] = source.name
        return set(bearing.values())

    def _time_after_all(self, at: datetime) -> datetime:
        """The time, but after that of the newest snapshot: a clock that is put back never turns their order."""
        names = self.names()
        at = at.astimezone(UTC)
        return max(at, time_of(names[-1]) + timedelta(milliseconds=1)) if names else at

    def _make(self) -> None:
        for folder in (self.path.parent, self.path):
            if not folder.exists():
                with suppress(FileExistsError):  # another program has made it at this moment
                    make_folder(folder)
                    sync_folder(folder.parent)

    def _clear_begun(self) -> None:
        """Remove what a program that was killed had begun."""
        for left in self.path.glob(f"{_BEGUN}*"):
            shutil.rmtree(left, ignore_errors=True)


def kept_by_age(names: Iterable[str], at: datetime, ages: Ages) -> set[str]:
    """Which of these snapshots are kept: those young enough, the last of a day, the last of a week, and the newest."""
    ordered = sorted(names)
    last_of: dict[tuple[str, object], str] = {}
    kept = set(ordered[-1:])
    for name in ordered:
        taken = time_of(name)
        age = at - taken
        if age <= ages.every:
            kept.add(name)
        elif age <= ages.every + ages.daily:
            last_of["day", taken.date()] = name
        elif age <= ages.every + ages.daily + ages.weekly:
            last_of["week", taken.isocalendar()[:2]] = name
    return kept | set(last_of.values())


def time_of(name: str) -> datetime:
    """When a snapshot of this name was taken."""
    digits = name.replace("T", "").rstrip("Z")
    try:
        return datetime.strptime(f"{digits}000+0000", "%Y%m%d%H%M%S%f%z")
    except ValueError:  # digits that are no time were put there by another's hand, long ago for all that is known
        return datetime.min.replace(tzinfo=UTC)


def manifest_from(content: bytes) -> Manifest | None:
    """A snapshot's list of its files; None for what is none, or names files that an inspection cannot have."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    named = is_folder_name(manifest.folder) and all(map(is_place, manifest.files))
    return manifest if manifest.format == FORMAT and named and _is_time(manifest.taken) else None


def encoded(manifest: Manifest) -> bytes:
    """A snapshot's list of its files as it is written."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _name_of(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z"


def _manifest_in(folder: Path) -> Manifest | None:
    try:
        content = content_of(folder / MANIFEST)
    except OSError:
        return None
    return None if content is None else manifest_from(content)


def _kept_content(folder: Path, place: str, kept: Kept) -> bytes | None:
    try:
        content = content_of(folder / place)
    except OSError:
        return None
    return content if content is not None and hash_of(content) == kept.sha256 else None


def _kept(content: bytes, seen: Seen) -> Kept:
    return Kept(sha256=hash_of(content), size=len(content), fault=seen.fault, holds=seen.holds, answers=seen.answers)


def _same(before: Source, now: dict[str, bytes]) -> bool:
    files = before.manifest.files
    return files.keys() == now.keys() and all(before.content(place) == content for place, content in now.items())


def _linked(source: Path, target: Path) -> bool:
    """Whether a copy could be made a second name of another; not every file system has such."""
    try:
        target.hardlink_to(source)
    except OSError:
        return False
    return True


def write_copy(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, durably but for its name, where nobody sees it half done. Raises OSError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as handle:
        os.fchmod(handle.fileno(), file_mode(path.parent))
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _remove(folder: Path) -> None:
    """Remove a snapshot; under a name that is none first, so that what is left of it never passes for one."""
    going = folder.with_name(f"{_BEGUN}{random_name(4)}")
    with suppress(OSError):
        folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)


@contextmanager
def _taking(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise NotSavedError(f"The snapshot of {shown(Path(folder.name))} was not saved: {why_not_saved(fault)}.") from fault
    except NotSavedError:
        raise
    except LibraryError as fault:
        raise NotSavedError(f"The snapshot of {shown(Path(folder.name))} was not saved: {fault}") from fault
