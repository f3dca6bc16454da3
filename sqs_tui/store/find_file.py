"""The file of the index of what can be found: its tables, what stands in its full-text search, and its removal."""

import os
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from sqs_tui import __version__
from sqs_tui.domain.finding import Document, Query
from sqs_tui.store.files import file_mode

FOUND, FOUND_NOTES = ".find.sqlite", ".find-notes.sqlite"
"""The files in a library: without notes, and with them."""
ROOM = 20
"""Bits of a row's number for the place of a document in its inspection; the others are the inspection's own number."""
_BUSY = 5.0
"""Seconds to wait for another program that is writing."""
_FEW = 64
"""More values than this of a filter narrow nothing."""
_TABLES = """
CREATE TABLE inspections (
    number INTEGER PRIMARY KEY, folder TEXT UNIQUE, stamp BLOB, source BLOB, people BLOB, words BLOB, documents BLOB
);
CREATE TABLE instruments (known BLOB PRIMARY KEY);
CREATE VIRTUAL TABLE whole USING fts5(said, content='', detail=none, columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE each USING fts5(said, content='', detail=none, columnsize=0, tokenize='ascii')
"""
"""Both searches hold words: `whole` those of each inspection, which is quick to ask, `each` those of each document."""
_NAMES = ("whole", "each", "inspections", "instruments")
_VERSION = zlib.crc32(f"{__version__} {_TABLES}".encode()) & 0x7FFFFFFF


def forget_found(library: Path) -> None:
    """Remove the index, after what was in it was removed for good; it is made anew when it is needed."""
    for name in (FOUND, FOUND_NOTES):
        with suppress(OSError):
            (library / name).unlink(missing_ok=True)


def forget_notes(library: Path) -> None:
    """Remove the index that has notes, unless colleagues share the library, of whom one may have asked for it."""
    with suppress(OSError):
        if file_mode(library) == 0o600:
            (library / FOUND_NOTES).unlink(missing_ok=True)


def connected(path: Path | None) -> sqlite3.Connection:
    """A database with its tables. Raises sqlite3.Error or OSError where it is damaged or cannot be made."""
    if path:  # with its rights from the first
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with suppress(OSError):
            os.fchmod(descriptor, file_mode(path.parent))
        os.close(descriptor)
    file = sqlite3.connect(path or ":memory:", timeout=_BUSY, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA secure_delete = ON")
        file.execute("PRAGMA temp_store = MEMORY")
        (version,) = file.execute("PRAGMA user_version").fetchone()
        there = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        if version != _VERSION or not there.issuperset(_NAMES):
            _begin(file)
    except BaseException:
        file.close()
        raise
    return file


def _begin(file: sqlite3.Connection) -> None:
    """Make the tables, in place of those of another version."""
    file.execute("BEGIN IMMEDIATE")
    for name in _NAMES:
        file.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _TABLES.split(";"):
        file.execute(statement)
    file.execute(f"PRAGMA user_version = {_VERSION}")
    file.execute("COMMIT")


# Words in the searches


def words_of(document: Document) -> str:
    """A document as the searches take it: its words, and one for each value that a filter may name."""
    held = {
        "question": (document.question, *document.figures),
        "answer": (document.value,),
        "reason": document.reasons,
        "by": (document.by,),
        "record": (document.reference,),
    }
    marks = "".join(f" {_mark(name, value)}" for name, values in held.items() for value in values if value)
    return f"{document.folded} |{marks}" if marks else document.folded


def distinct(texts: Iterable[str]) -> str:
    """The words of texts, each once."""
    return " ".join(sorted({word for text in texts for word in text.split() if word != "|"}))


def _mark(name: str, value: str) -> str:
    """The word that stands for a value of a filter."""
    return f"0{name[0] if name != 'record' else 'c'}{value.encode().hex()}"


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """What every document that is looked for holds; others may hold it, too."""

    words: tuple[str, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    """Of each group one."""

    @property
    def single(self) -> bool:
        """Whether an inspection that holds it has a document that does."""
        return len(self.marks) + sum(word.count(" ") + 1 for word in self.words) == 1

    @property
    def asked(self) -> str:
        """What the searches are asked; empty where nothing narrows them."""
        terms: dict[str, None] = {}
        for words in self.words:
            *whole, beginning = words.split()
            terms |= dict.fromkeys((*(f'"{word}"' for word in whole), f'"{beginning}"*'))
        for group in self.marks:
            alternatives = " OR ".join(f'"{mark}"' for mark in group)
            terms[f"({alternatives})"] = None
        return " AND ".join(terms)

    def fits(self, text: str) -> bool:
        """Whether a document, as the searches take it, may be what is looked for."""
        return all(f" {word}" in text for word in self.words) and all(any(mark in text for mark in group) for group in self.marks)


def narrowed_to(query: Query) -> Narrowed:
    """What every document holds that a query looks for."""
    named = (name for name in query.filters if name not in ("area", "inspection"))
    marks = (tuple(_mark(name, value) for value in sorted(query.filters[name])) for name in named)
    return Narrowed(words=(*query.words, *query.notes), marks=tuple(group for group in marks if len(group) <= _FEW))
