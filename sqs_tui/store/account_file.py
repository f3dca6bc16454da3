"""A small file of an inspection in which each account keeps something of its own.

It is no part of the history, and nothing carries it on: it lies in a hidden folder, so that writing it changes nothing that
another program follows or a snapshot holds.
"""

from contextlib import suppress
from typing import Generic, TypeVar

import msgspec

from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.files import identity_of, make_folder, saving, shown
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.table_file import Decode, TableFile, create_file

V = TypeVar("V", bound=msgspec.Struct)


class AccountFile(Generic[V]):
    """The file `name`.json in the hidden `folder`, with a table called `name`; `decode` gives that table, by account."""

    def __init__(self, inspection: OpenInspection, folder: str, name: str, decode: Decode[dict[str, V]]) -> None:
        self._by = inspection.by
        self._path = inspection.folder / folder / f"{name}.json"
        self._table = name
        self._decode = decode
        self._file: TableFile[dict[str, V]] | None = None

    @property
    def own(self) -> V | None:
        """What the account has there now; None where it has nothing, or the file cannot be used."""
        file = self._opened()
        return file.state.get(self._by) if file else None

    def keep(self, value: V) -> None:
        """Put a value in the place of what the account has there. Raises NotSavedError."""
        if identity_of(self._path) is None:
            with saving(self._path), suppress(FileExistsError):
                make_folder(self._path.parent)
            with suppress(FileExistsError):  # another program has begun it at this moment
                create_file(self._path, {self._table: {}})
        file = self._opened()
        if file is None:
            raise NotSavedError(
                f"{shown(self._path)} was not saved: it cannot be used as it is; move it away, and a new one is begun."
            )
        with file.writing() as writing:
            writing.put(self._table, self._by, value)
            writing.state = {**writing.state, self._by: value}

    def _opened(self) -> TableFile[dict[str, V]] | None:
        """The file as it is now; None where there is none that could be used."""
        try:
            if self._file is None:
                self._file = TableFile(self._path, self._decode)
            else:
                self._file.refresh()
        except LibraryError:
            self._file = None
        return self._file
