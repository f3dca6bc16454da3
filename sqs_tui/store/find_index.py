"""An index of what can be found in the inspections of a library, beside them: SQLite with its full-text search.

It is derived, never the only copy of anything, and only spares looking: what `domain.finding` says of a document is what counts.
What it has of an inspection counts while that one's files are as they were when it was read; of another nothing is found until it
has been read again. Where the file is missing, damaged or of another version it begins anew; where none can be kept there, it is
kept in memory for as long as the program runs, and `fault` says why.

What inspectors noted is in a file of its own, which is made only where the settings let notes of other inspections be found.
"""

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TypeVar

import msgspec

from sqs_tui.domain.finding import Document, Hit, Known, Query, Source, scan, source_matches
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.files import write_refusal
from sqs_tui.store.find_file import FOUND, FOUND_NOTES, ROOM, Narrowed, connected, distinct, forget_notes, narrowed_to, words_of
from sqs_tui.store.findable import documents_elsewhere, known_of, people_and_records, source_of
from sqs_tui.store.index import SETTLED, Stamp, files_were_replaced, stamped
from sqs_tui.store.library import Library

T = TypeVar("T")

_TRIED = 40
"""Inspections that are looked into before the search that knows single documents is asked, which takes longer."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    hits: tuple[Hit, ...]
    more: bool = False
    """There is more than was asked for."""
    unread: int = 0
    """How many inspections were passed over, since they have still to be read."""


class _Kept(msgspec.Struct, frozen=True):
    """An inspection that is in the index."""

    number: int
    folder: str
    stamp: bytes
    source: Source


class FindIndex:
    """The index of a library, with `notes` or without. It may be used by several threads.

    Raises LibraryError where the library cannot be read.
    """

    def __init__(self, library: Library, *, notes: bool, clock: Callable[[], int] = time.time_ns) -> None:
        self._library = library
        self._notes = notes
        self._clock = clock
        self._lock = RLock()
        self._path: Path | None = library.path / (FOUND_NOTES if notes else FOUND)
        self.fault = ""
        """Why nothing is kept for the next start, in a sentence."""
        self.told = False
        """Whether the user was told of the fault."""
        self.reading: tuple[int, int] | None = None
        """How many inspections have been read, of how many, while that is being done."""
        self.changes = 0
        """How often inspections have been read, or forgotten: who shows what was found finds anew when this is another."""
        self._kept: dict[str, _Kept] = {}
        """The newest first."""
        self._known: Known | None = None
        self._version = -1
        """By what to see that another program has written."""
        self._unsettled: dict[str, tuple[bytes, int]] = {}
        """Inspections that were read so soon after a change that another could bear the same time: their stamps, and when."""
        self._file = self._opened()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    # Finding

    def find(self, query: Query, *, limit: int, besides: str = "") -> Found:
        """What is found in the inspections but for one: the newest first, in each in the order of its documents."""
        if not query:
            return Found(hits=())
        return self._tried(lambda: self._found(query, limit, besides), Found(hits=(), unread=len(self._library.folders())))

    def _found(self, query: Query, limit: int, besides: str) -> Found:
        self._look_at_file()
        narrowed = narrowed_to(query)
        there = set(self._library.folders()) - {besides}
        unread = len(there - self._kept.keys())
        numbers = self._holding(narrowed)
        listed = [
            kept
            for folder, kept in self._kept.items()
            if folder in there and (numbers is None or kept.number in numbers) and source_matches(query, kept.source)
        ]
        hits: list[Hit] = []
        for at, kept in enumerate(listed):
            if at == _TRIED and narrowed.asked and not narrowed.single:  # many hold all words, and few in one document
                numbers = self._really_holding(narrowed)
            if numbers is not None and kept.number not in numbers:
                continue
            found = list(scan(query, kept.source, self._documents(kept.number, narrowed)))
            if found and not self._seems_as_read(kept.folder):
                unread += 1
                continue
            hits += found
            if len(hits) > limit:
                return Found(hits=tuple(hits[:limit]), more=True, unread=unread)
        return Found(hits=tuple(hits), unread=unread)

    def _holding(self, narrowed: Narrowed) -> set[int] | None:
        """The inspections that hold all words, by their numbers; None stands for all."""
        if not narrowed.asked:
            return None
        return {number for (number,) in self._file.execute("SELECT rowid FROM whole WHERE whole MATCH ?", (narrowed.asked,))}

    def _really_holding(self, narrowed: Narrowed) -> set[int]:
        """The same, only those of which one document holds all words."""
        rows = self._file.execute("SELECT DISTINCT rowid >> ? FROM each WHERE each MATCH ?", (ROOM, narrowed.asked))
        return {number for (number,) in rows}

    def _documents(self, number: int, narrowed: Narrowed) -> list[Document]:
        """The documents of an inspection that may be what is looked for."""
        fitting = [place for place, text in enumerate(self._texts(number)) if narrowed.fits(text)]
        if not fitting:
            return []
        (packed,) = self._file.execute("SELECT documents FROM inspections WHERE number = ?", (number,)).fetchone()
        documents = msgspec.msgpack.decode(zlib.decompress(packed), type=list[Document])
        return [documents[place] for place in fitting]

    def _texts(self, number: int) -> list[str]:
        """The documents of an inspection as the searches take them."""
        (packed,) = self._file.execute("SELECT words FROM inspections WHERE number = ?", (number,)).fetchone()
        return zlib.decompress(packed).decode().splitlines()

    def faults(self, besides: str = "") -> list[str]:
        """A sentence for each inspection but one that could not be read, or not whole."""
        return self._tried(lambda: self._kept_faults(besides), [])

    def _kept_faults(self, besides: str) -> list[str]:
        self._look_at_file()
        there = set(self._library.folders()) - {besides}
        sources = (kept.source for kept in self._kept.values())
        return sorted(f"{one.folder}: {one.fault}" for one in sources if one.fault and one.folder in there)

    @property
    def known(self) -> Known:
        """What filters may name in all inspections that have been read."""
        return self._tried(self._kept_known, Known())

    def _kept_known(self) -> Known:
        self._look_at_file()
        if self._known is None:
            self._known = self._all_known()
        return self._known

    def _all_known(self) -> Known:
        known = Known(
            areas={kept.source.area: kept.source.area for kept in self._kept.values() if kept.source.area},
            inspections={folder: kept.source.name for folder, kept in self._kept.items() if kept.source.name},
        )
        for (packed,) in self._file.execute("SELECT known FROM instruments"):
            known |= msgspec.msgpack.decode(packed, type=Known)
        people: dict[str, str] = {}
        records: dict[str, str] = {}
        for (packed,) in self._file.execute("SELECT people FROM inspections WHERE people IS NOT NULL"):
            one = msgspec.msgpack.decode(packed, type=Known)
            people |= one.people
            records |= one.records
        return known | Known(people=people, records=records)

    # Keeping it up to date

    def stale(self, besides: str = "") -> list[str]:
        """The inspections that have still to be read, but for one; cheap where few have changed."""
        self._tried(self._look_at_file, None)
        there = [folder for folder in self._library.folders() if folder != besides]
        folders = [folder for folder in there if folder not in self._kept or not self._is_as_read(folder)]
        now = self._clock()
        due = [folder for folder, (_, at) in self._unsettled.items() if folder in there and not 0 <= now - at < SETTLED]
        return list(dict.fromkeys((*folders, *due)))

    def refresh(self, steps: Steps = untold, besides: str = "") -> None:
        """Read what has changed, but for one inspection, and forget what has gone. What was read when `steps` cancel stays."""
        self._tried(self._check, None)

        def telling(done: int, of: int, what: str) -> None:
            self.reading = (done, of)
            steps(done, of, what)

        try:
            self._refresh(telling, besides)
        finally:
            self.reading = None

    def _refresh(self, steps: Steps, besides: str) -> None:
        for _ in range(2):  # where the file failed meanwhile, all of them are read once more
            stale, file = self.stale(besides), self._file
            for folder in self._kept.keys() - set(self._library.folders()):
                self._write(folder, None, b"", [], b"")
            for folder in stepped(stale, "inspections", steps):
                self._read(folder)
            if self._file is file:
                break

    def _check(self) -> None:
        if self._file.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError

    def _has(self, folder: str, stamp: bytes) -> bool:
        """Whether an inspection was read with this stamp."""
        self._look_at_file()
        return folder in self._kept and self._kept[folder].stamp == stamp

    def _read(self, folder: str) -> None:
        """Read an inspection, unless another program has meanwhile."""
        path = self._library.path / folder
        now = self._clock()
        stamp, newest = stamped(path)
        told = msgspec.json.encode(stamp, order="sorted")
        if self._tried(lambda: self._has(folder, told), otherwise=False):
            return
        try:
            opened = self._library.open(folder, by="", now=lambda: datetime.now(UTC))
            source, documents = source_of(opened, opened.unread), documents_elsewhere(opened, notes=self._notes)
            known = known_of(opened.instrument)
        except (SqsError, OSError) as fault:  # it is damaged, or has just gone: nothing is found in it until it is another
            source, documents, known = Source(folder, "", "", fault=str(fault)), [], Known()
        settled = abs(now - newest) >= SETTLED
        if settled:
            self._unsettled.pop(folder, None)
        else:
            self._unsettled[folder] = told, now
        self._write(folder, source, told if settled else b"", documents, _packed(known))

    def _write(self, folder: str, source: Source | None, stamp: bytes, documents: list[Document], known: bytes) -> None:
        """Put what an inspection has in place of what was known of it; without a source, forget it."""
        self._tried(lambda: self._put(folder, source, stamp, documents, known), None)

    def _put(self, folder: str, source: Source | None, stamp: bytes, documents: list[Document], known: bytes) -> None:
        with self._transaction():
            row = self._file.execute("SELECT number FROM inspections WHERE folder = ?", (folder,)).fetchone()
            if row:
                self._forget_words(row[0])
                self._file.execute("DELETE FROM inspections WHERE number = ?", row)
            if source:
                (number,) = row or self._file.execute("SELECT 1 + ifnull(max(number), 0) FROM inspections").fetchone()
                people = people_and_records(documents)
                told = _packed(people) if people != Known() else None
                texts = [words_of(document) for document in documents]
                values = (
                    *(number, folder, stamp, msgspec.msgpack.encode(source), told),
                    *map(zlib.compress, ("\n".join(texts).encode(), msgspec.msgpack.encode(documents))),
                )
                self._file.execute("INSERT INTO inspections VALUES (?, ?, ?, ?, ?, ?, ?)", values)
                self._file.execute("INSERT OR IGNORE INTO instruments VALUES (?)", (known,))
                self._file.execute("INSERT INTO whole (rowid, said) VALUES (?, ?)", (number, distinct(texts)))
                self._file.executemany("INSERT INTO each (rowid, said) VALUES (?, ?)", _rows(number, texts))
        self._version = -1
        self.changes += 1

    def _forget_words(self, number: int) -> None:
        """Take the words of an inspection out of the index, which has to be told what they were."""
        texts = self._texts(number)
        self._file.execute("INSERT INTO whole (whole, rowid, said) VALUES ('delete', ?, ?)", (number, distinct(texts)))
        self._file.executemany("INSERT INTO each (each, rowid, said) VALUES ('delete', ?, ?)", _rows(number, texts))

    def _is_as_read(self, folder: str) -> bool:
        """Whether an inspection is as it was when it was read."""
        stamp = msgspec.json.encode(stamped(self._library.path / folder)[0], order="sorted")
        return stamp in self._stamps(folder)

    def _seems_as_read(self, folder: str) -> bool:
        """The same by a few looks, for every key: what was changed in place, as no program of ours does, `stale` sees."""
        stamps = (msgspec.json.decode(stamp, type=Stamp) for stamp in self._stamps(folder))
        return any(not files_were_replaced(self._library.path / folder, stamp) for stamp in stamps)

    def _stamps(self, folder: str) -> list[bytes]:
        """The stamps that an inspection may bear to be as it was read."""
        unsettled = self._unsettled.get(folder)
        return [stamp for stamp in (self._kept[folder].stamp, unsettled[0] if unsettled else b"") if stamp]

    # The file

    def _opened(self) -> sqlite3.Connection:
        """The file, begun anew where it cannot be used, else one in memory."""
        if not self._notes:
            forget_notes(self._library.path)
        for _ in range(2):
            refusal = self._refusal
            if self._path is None or refusal:
                break
            try:
                return connected(self._path)
            except OSError:
                break
            except sqlite3.Error as fault:
                if not _is_damage(fault):
                    break
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        return self._in_memory()

    @property
    def _refusal(self) -> str:
        path = self._path
        if path is None or not path.parent.is_dir():
            return "there is no library yet"
        return write_refusal(path.parent) or write_refusal(path)

    def _in_memory(self) -> sqlite3.Connection:
        """An index that nothing is kept of."""
        why = self._refusal or "it cannot be written"
        if self._library.path.is_dir():
            self.fault = f"What can be found is read anew at every start, because {why}."
        self._path, self._kept, self._version = None, {}, -1
        self._unsettled.clear()
        try:
            return connected(None)
        except sqlite3.Error as fault:
            raise LibraryError(f"Nothing can be found, because SQLite fails here: {fault}.") from fault

    def _tried(self, do: Callable[[], T], otherwise: T) -> T:
        """Do something with the file, or give `otherwise`; go on with a new one where it is damaged or gone, else without."""
        with self._lock:
            try:
                return do()
            except sqlite3.Error as fault:
                self._begin_anew(damaged=_is_damage(fault) or (self._path is not None and not self._path.exists()))
            except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError, IndexError, TypeError):
                self._begin_anew(damaged=True)
            return otherwise

    def _begin_anew(self, *, damaged: bool) -> None:
        with suppress(sqlite3.Error):
            self._file.close()
        self._kept, self._known, self._version = {}, None, -1
        self._unsettled.clear()
        if damaged and self._path:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._file = self._opened()
        else:
            self._file = self._in_memory()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def _look_at_file(self) -> None:
        """Take what is in the file, where this or another program has written."""
        (version,) = self._file.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return
        rows = self._file.execute("SELECT number, folder, stamp, source FROM inspections").fetchall()
        every = [
            _Kept(number, folder, stamp, msgspec.msgpack.decode(source, type=Source)) for number, folder, stamp, source in rows
        ]
        every.sort(key=lambda kept: kept.folder)
        every.sort(key=lambda kept: kept.source.fieldwork, reverse=True)
        self._kept = {kept.folder: kept for kept in every}
        self._version, self._known = version, None


def _is_damage(fault: sqlite3.Error) -> bool:
    """Whether a file is damaged or lacks tables, rather than locked for too long, on a full disk or not to be written."""
    operational = isinstance(fault, sqlite3.OperationalError)
    return not operational or getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR


def _packed(known: Known) -> bytes:
    return msgspec.msgpack.encode(known, order="sorted")


def _rows(number: int, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The rows of the documents of an inspection."""
    return (((number << ROOM) + place, distinct([text])) for place, text in enumerate(texts))
