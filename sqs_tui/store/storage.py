"""A TinyDB storage in which one locked transaction is one durable, atomic write."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import msgspec
from tinydb import Storage, TinyDB
from tinydb.table import Table

from sqs_tui.errors import DamagedFileError, LibraryError, NotSavedError
from sqs_tui.store.encoding import Encoder
from sqs_tui.store.files import (
    Identity,
    forget_temporary,
    identity_in,
    identity_of,
    put_in_place,
    require_writable,
    saving,
    shown,
    sync_folder,
    write_beside,
)
from sqs_tui.store.locks import generation_in, locked, set_generation
from sqs_tui.text import clean_text, is_odd

FORMAT = 1
"""The newest format of the library's files that this program knows."""

META: dict[str, dict[str, Any]] = {"meta": {"file": {"format": FORMAT}}}
"""The table that every file begins with."""

Tables = dict[str, dict[str, Any]]
"""A file's content as TinyDB has it: documents by their id, in tables."""
_Kind = TypeVar("_Kind")


class _Document(msgspec.Struct, frozen=True):
    """A document of which nothing matters but its format, should it bear one."""

    format: Any = None


_SHAPE = msgspec.json.Decoder(dict[str, dict[str, _Document]])


class Readable(Protocol):
    """What a file's bytes can be read from as a value of ours."""

    @property
    def path(self) -> Path:
        """The file, for messages."""

    def read_as(self, kind: type[_Kind]) -> _Kind:
        """The tables as a value. Raises DamagedFileError, or LibraryError where they cannot be read or are too new."""


class HeldBytes:
    """The bytes of a file that lies elsewhere: in a snapshot or an archive."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self._content = content

    def read_as(self, kind: type[_Kind]) -> _Kind:
        """The tables as a value of ours, the text in it cleaned. Raises DamagedFileError, or LibraryError for one too new."""
        if not _is_sound(self._content):
            _parsed(self._content, self.path)
        return _decoded(self._content, kind, self.path, odd=is_odd(self._content))


class LockedStorage(Storage):
    """One JSON file; TinyDB's writes only mark it, and a transaction's end saves it.

    What was read is held while it is current: as bytes, until TinyDB is to change something in it, then as tables.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = 0
        """Moves on whenever what is held becomes another."""
        self._content: bytes | None = None
        self._data: Tables | None = None
        self._encoder = Encoder()
        self._identity: Identity | None = None
        self._generation: int | None = None
        """None: read without the lock, and so read again under it."""
        self._refused: tuple[Identity, LibraryError] | None = None
        """Why the file was of no use when it was read last, and which one it was: it is not read again to be told so."""
        self._inside = False
        self._odd = False
        self._dirty = False
        self._unsynced = False

    def read(self) -> Tables:
        """The file's tables. Raises as `look` does."""
        self.look()
        if self._data is None:
            self._data, self._content = _parsed(self._content or b"", self.path), None
        return self._data

    def look(self) -> None:
        """Read the file where it is another than what is held.

        Raises DamagedFileError, or LibraryError where it cannot be read or is too new.
        """
        if self._is_held and (self._inside or self._identity == identity_of(self.path)):
            return
        if self._refused and not self._inside and self._refused[0] == identity_of(self.path):
            raise self._refused[1].with_traceback(None)
        content, identity = _content_of(self.path)
        try:
            if not _is_sound(content):
                _parsed(content, self.path)
        except LibraryError as fault:
            self._refused = identity, fault
            raise
        self._content, self._data = content, None
        self._identity, self._odd, self._refused = identity, is_odd(content), None
        if not self._inside:
            self._generation = None
        self.version += 1

    @property
    def _is_held(self) -> bool:
        return self._content is not None or self._data is not None

    def _let_go(self) -> None:
        self._content = self._data = None

    def read_as(self, kind: type[_Kind]) -> _Kind:
        """The file's tables as a value of ours, the text in it cleaned; the file keeps its own. Raises as `look` does."""
        self.look()
        if self._content is not None:
            return _decoded(self._content, kind, self.path, odd=self._odd)
        return _converted(self.read(), kind, self.path, odd=self._odd)

    def write(self, data: Tables) -> None:
        """Take TinyDB's tables, to be saved when the transaction ends."""
        if not self._inside:
            raise RuntimeError(f"{self.path.name} is written outside a transaction")
        self._data, self._dirty = data, True

    def create(self, data: Tables) -> None:
        """Write a file that is not there yet. Raises FileExistsError, or NotSavedError."""
        with ExitStack() as stack:
            lock = self._take_lock(stack)
            if self.path.exists():
                raise FileExistsError(self.path)
            self._data = data
            with saving(self.path):
                self._commit(lock)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file alone; what was written inside is on disk when this ends.

        Raises NotSavedError where the lock cannot be had or the file not be saved. Upon that or any other exception the file is
        as it was, and what is held of it, which TinyDB may have changed, is forgotten.
        """
        if self._inside:  # a signal's handler, in the middle of a save
            raise NotSavedError(f"{shown(self.path)} was not saved: it is being saved at this moment; try again.")
        with ExitStack() as stack:
            lock = self._take_lock(stack)
            generation = generation_in(lock)
            if self._generation != generation or self._identity != identity_of(self.path):
                self._let_go()
            self._generation, self._inside, self._dirty = generation, True, False
            try:
                yield
                with saving(self.path):
                    self._finish(lock)
            except BaseException:
                self._let_go()
                raise
            finally:
                self._inside = False

    def _take_lock(self, stack: ExitStack) -> int:
        require_writable(self.path)
        with saving(self.path):
            return stack.enter_context(locked(self.path))

    def _finish(self, lock: int) -> None:
        if self._dirty:
            self._commit(lock)
        elif self._unsynced:  # an earlier save failed in its last step; what was found since must not pass for durable
            sync_folder(self.path.parent)
            self._unsynced = False

    def _commit(self, lock: int) -> None:
        identity = write_beside(self.path, self._encoder.encoded(self._data or {}))
        generation = (self._generation or 0) + 1
        try:
            set_generation(lock, generation)
        except BaseException:
            forget_temporary(self.path)
            raise
        self._unsynced = True
        put_in_place(self.path)
        sync_folder(self.path.parent)
        self._unsynced = False
        self._identity, self._generation = identity, generation
        self.version += 1


class KeyedTable(Table):
    """A table whose documents are named by text: counted numbers would clash between two processes."""

    document_id_class = cast("type[int]", str)  # TinyDB declares numbers, and takes whatever this makes

    def _update_table(self, updater: Callable[[dict[int, Mapping[Any, Any]]], None]) -> None:
        """Change the table in place: TinyDB would copy all of it twice to turn its ids into text and back, which they are."""
        tables = cast("Tables", self._storage.read())
        updater(cast("dict[int, Mapping[Any, Any]]", tables.setdefault(self.name, {})))
        self._storage.write(tables)
        self.clear_cache()

    def put(self, key: str, document: Mapping[str, object]) -> None:
        """Store a document, or another one in its place."""

        def store(table: dict[int, Mapping[Any, Any]]) -> None:
            table[cast("int", key)] = document

        self._update_table(store)

    def drop(self, key: str) -> None:
        """Remove a document, if it is there."""

        def remove(table: dict[int, Mapping[Any, Any]]) -> None:
            table.pop(cast("int", key), None)

        self._update_table(remove)

    def fill(self, documents: Mapping[str, Mapping[str, object]]) -> None:
        """Store these documents and no others."""

        def store(table: dict[int, Mapping[Any, Any]]) -> None:
            table.clear()
            table.update(cast("dict[int, Mapping[Any, Any]]", documents))

        self._update_table(store)


class KeyedDatabase(TinyDB):
    """TinyDB over a storage of ours."""

    table_class = KeyedTable

    def __init__(self, storage: LockedStorage) -> None:
        super().__init__(storage=lambda: storage)

    def keyed(self, name: str) -> KeyedTable:
        """The table of this name."""
        return cast("KeyedTable", self.table(name))


def read_as(path: Path, kind: type[_Kind]) -> _Kind:
    """Read a file as a value of ours, without keeping anything. Raises as `LockedStorage.read_as` does."""
    return HeldBytes(path, _content_of(path)[0]).read_as(kind)


def held_in(path: Path) -> HeldBytes:
    """The bytes of a file as they are now. Raises LibraryError where they cannot be read."""
    return HeldBytes(path, _content_of(path)[0])


def _content_of(path: Path) -> tuple[bytes, Identity]:
    try:
        with path.open("rb") as handle:
            return handle.read(), identity_in(os.fstat(handle.fileno()))
    except FileNotFoundError:
        raise LibraryError(
            f"{shown(path)} is no longer there; bring it back from the trash or from where it was moved to."
        ) from None
    except OSError as fault:
        raise LibraryError(f"{shown(path)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault


def _is_sound(content: bytes) -> bool:
    """Whether `_parsed` would take a file's bytes; that is told without making tables of them."""
    try:
        number = _SHAPE.decode(content)["meta"]["file"].format
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError):
        return False
    return type(number) is int and 1 <= number <= FORMAT


def _decoded(content: bytes, kind: type[_Kind], path: Path, *, odd: bool) -> _Kind:
    """Make a value of a sound file's bytes. Raises DamagedFileError."""
    if not odd:
        with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):  # what is wrong is told below
            return msgspec.json.decode(content, type=kind)
    return _converted(_parsed(content, path), kind, path, odd=odd)


def _parsed(content: bytes, path: Path) -> Tables:
    """Make tables of a file's bytes.

    TinyDB would take an empty file, `null` or another program's file for an empty database, and write over it. Raises
    DamagedFileError for those, and LibraryError for a format that is newer than this program.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise damaged(path, "it is empty")
    try:
        data = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise damaged(path, "it is not JSON, or breaks off") from None
    if not isinstance(data, dict):
        raise damaged(path, "it holds no tables")
    _require_known_format(data, path)
    for name, table in data.items():
        if not isinstance(table, dict) or not all(isinstance(document, dict) for document in table.values()):
            raise damaged(path, f'its table "{clean_text(name, one_line=True)}" is none')
    return data


def _require_known_format(data: dict[str, Any], path: Path) -> None:
    """Raise LibraryError where a file's format is newer than this program, DamagedFileError where it bears none."""
    try:
        number = data["meta"]["file"]["format"]
    except (KeyError, TypeError):
        number = None
    if type(number) is not int or number < 1:
        raise damaged(path, "it bears no format number")
    if number > FORMAT:
        raise LibraryError(
            f"{shown(path)} was written by a newer version of this program (format {number}, known up to {FORMAT}) and is left "
            "alone; update sqs-tui to open it."
        )


def damaged(path: Path, what: str) -> DamagedFileError:
    """The fault of a file that cannot be read as what it should be."""
    name = f"{path.parent.name}/{path.name}"
    return DamagedFileError(
        f"{clean_text(name, one_line=True)} is damaged: {what}. It is left as it is at {shown(path)}: put a good copy in its "
        "place, or move it away."
    )


def _converted(data: Tables, kind: type[_Kind], path: Path, *, odd: bool) -> _Kind:
    try:
        return msgspec.convert(_cleaned(data) if odd else data, kind)
    except (msgspec.ValidationError, RecursionError) as fault:
        raise damaged(path, clean_text(str(fault), one_line=True).rstrip(".")) from None


def _cleaned(data: object) -> object:
    """Text from a file is text from outside."""
    if isinstance(data, str):
        return clean_text(data)
    if isinstance(data, dict):
        return {_cleaned(key): _cleaned(value) for key, value in data.items()}
    return [_cleaned(item) for item in data] if isinstance(data, list) else data
