"""A file of the library while it is open: what it holds as a value, kept beside the tables on disk."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.storage import META, KeyedDatabase, LockedStorage, Readable

State = TypeVar("State")
Decode = Callable[[Readable], State]
"""Makes the value of what a storage holds; raises DamagedFileError."""


class Writing(Generic[State]):
    """One save in the making: what is put here is on disk, and in the file's state, when the save ends well."""

    def __init__(self, database: KeyedDatabase, before: State, state: State) -> None:
        self._database = database
        self.before = before
        """The state that the program knew when the save began."""
        self.found = state
        """The state on disk when the save began: another process may have written meanwhile."""
        self.state = state
        """The state as it will be."""

    def put(self, table: str, key: str, value: msgspec.Struct | None) -> None:
        """Store a value under a key; None removes what is there."""
        if value is None:
            self._database.keyed(table).drop(key)
        else:
            self._database.keyed(table).put(key, msgspec.to_builtins(value))

    def fill(self, table: str, documents: Mapping[str, msgspec.Struct]) -> None:
        """Store these values in a table, and no others."""
        self._database.keyed(table).fill({key: msgspec.to_builtins(value) for key, value in documents.items()})


class TableFile(Generic[State]):
    """One TinyDB file. Raises DamagedFileError, or LibraryError where it cannot be read or is too new."""

    def __init__(self, path: Path, decode: Decode[State]) -> None:
        self.path = path
        self._decode = decode
        self._storage = LockedStorage(path)
        self._database = KeyedDatabase(self._storage)
        self.state = decode(self._storage)
        """What the file holds, as of the last reading or saving."""
        self._version = self._storage.version

    def refresh(self) -> bool:
        """Read again what another process wrote; gives whether it did. Raises as opening does, and keeps the state then."""
        self._storage.look()
        if self._storage.version == self._version:
            return False
        self.state = self._decode(self._storage)
        self._version = self._storage.version
        return True

    @contextmanager
    def writing(self) -> Iterator[Writing[State]]:
        """Hold the file alone for one save. Raises NotSavedError, and then the state holds nothing of the save."""
        with self._storage.transaction():
            before = self.state
            try:
                self.refresh()
            except LibraryError as fault:
                raise NotSavedError(f"Not saved, because {fault}") from fault
            writing = Writing(self._database, before, self.state)
            yield writing
        self.state = writing.state
        self._version = self._storage.version


def create_file(path: Path, documents: Mapping[str, Mapping[str, msgspec.Struct]]) -> None:
    """Write a new file with these documents, by table and key. Raises FileExistsError or NotSavedError."""
    tables = {name: {key: msgspec.to_builtins(value) for key, value in table.items()} for name, table in documents.items()}
    LockedStorage(path).create(META | tables)
