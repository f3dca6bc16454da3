"""sample.json: the lists of cases that were imported, and what was drawn from them.

A document of it never changes once it is written, and none is taken away: so two files of one inspection are merged by the union
of their documents. Only who needs it opens it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.case_list import CaseList, present_list
from sqs_tui.domain.interests import Interest
from sqs_tui.domain.merging import ClashError
from sqs_tui.domain.sample import Draw, Replacement
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.files import status_of
from sqs_tui.store.storage import Readable, damaged
from sqs_tui.store.table_file import TableFile, Writing, create_file

SAMPLE = "sample.json"


class SampleData(msgspec.Struct, frozen=True, kw_only=True):
    """What sample.json holds: tables of documents, each under its id. Every field is a table of the file, of the same name."""

    lists: dict[str, CaseList] = {}
    draws: dict[str, Draw] = {}
    replacements: dict[str, Replacement] = {}
    interests: dict[str, Interest] = {}

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Its tables by their names."""
        return {name: getattr(self, name) for name in self.__struct_fields__}

    @property
    def documents(self) -> int:
        """How many there are in all tables."""
        return sum(map(len, self.tables.values()))

    @property
    def present(self) -> CaseList | None:
        """The list of cases that counts."""
        return present_list(self.lists.values())

    def is_decided_as(self, other: "SampleData") -> bool:
        """Whether the list that counts, the draws and the replacements are the same: what drawing and replacing go by."""
        lists = [data.present.id if data.present else "" for data in (self, other)]
        return lists[0] == lists[1] and (self.draws, self.replacements) == (other.draws, other.replacements)


class OvertakenError(LibraryError):
    """Another process has drawn, replaced or imported since what is to be saved was decided."""


NO_SAMPLE = SampleData()
TABLES = SampleData.__struct_fields__

SampleFile = TableFile[SampleData]
"""sample.json while it is open."""


def decode_sample(storage: Readable) -> SampleData:
    """What the file holds. Raises DamagedFileError, or LibraryError where it cannot be read or is too new."""
    data = storage.read_as(SampleData)
    wrong = next((key for table in data.tables.values() for key, one in table.items() if one.id != key), None)
    if wrong is not None:
        raise damaged(storage.path, f"what it keeps under {wrong} bears another id")
    return data


def document_times(data: SampleData) -> Iterator[tuple[str, str]]:
    """The id of every document with the time that it bears."""
    return ((key, one.at) for table in data.tables.values() for key, one in table.items())


def united(*sides: SampleData) -> SampleData:
    """The documents of all sides, by their ids. Raises ClashError where two differ under one id."""
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for side in sides:
        for name, table in side.tables.items():
            for key, document in table.items():
                if tables[name].setdefault(key, document) != document:
                    raise ClashError(f"the document {key}")
    return SampleData(**{name: dict(sorted(table.items())) for name, table in tables.items()})


class OpenSample:
    """The sample of an open inspection. Its file is read when it is first asked for, and begins with the first list.

    `announce` is told of every change: whether this program made it. Whatever adds something is on disk when it returns; it
    raises NotSavedError where it could not be, and then nothing has changed in memory either.
    """

    def __init__(self, folder: Path, announce: Callable[[bool], object] = bool) -> None:
        self._path = folder / SAMPLE
        self._announce = announce
        self._file: SampleFile | None = None
        self._looked = False
        self.fault = ""
        """Why the file cannot be used, where it was asked for and cannot."""
        self._unusable: tuple[int, ...] = ()
        """By what to see that it is still the file that could not be opened, without reading it again."""

    @property
    def data(self) -> SampleData:
        """What the file holds, as of the last look; nothing where there is none, or where it is of no use."""
        if not self._looked:
            self._open()
        return self._file.state if self._file else NO_SAMPLE

    def refresh(self) -> bool:
        """Pick up what other processes wrote, announce it, and give whether there was anything; not before it was asked for."""
        if not self._looked:
            return False
        before = self.data
        if self._file is None:
            self._open()
        else:
            try:
                self._file.refresh()
            except LibraryError as fault:
                self.fault = str(fault)
                return False
            self.fault = ""
        return self._tell(before, self.data, own=False)

    def require_usable(self) -> None:
        """Raise LibraryError where there is a file, and it is of no use: nobody draws from a list that is not read."""
        if not self._looked:
            self._open()
        if self.fault:
            raise LibraryError(self.fault)

    def add(self, onto: SampleData | None = None, **tables: Mapping[str, msgspec.Struct]) -> None:
        """Save documents by their ids, in tables by their names, as one write. Raises NotSavedError.

        Where they were decided by what is in `onto`, and another process has decided something since, that is OvertakenError.
        """
        with self._alone() as writing:
            if onto is not None and not writing.found.is_decided_as(onto):
                raise OvertakenError("Somebody has changed the sample at this moment: look at it, and do this again.")
            for name, documents in tables.items():
                for key, document in documents.items():
                    writing.put(name, key, document)
            grown = {name: {**getattr(writing.state, name), **documents} for name, documents in tables.items()}
            writing.state = msgspec.structs.replace(writing.state, **grown)

    @contextmanager
    def held(self) -> Iterator[SampleData]:
        """Keep everybody else from drawing and replacing meanwhile; gives what the file holds now. Raises NotSavedError."""
        with self._alone() as writing:
            yield writing.found

    @contextmanager
    def _alone(self) -> Iterator[Writing[SampleData]]:
        before, file = self.data, self._begun()
        found = before
        try:
            with file.writing() as writing:
                found = writing.found
                yield writing
        finally:
            self._tell(before, found, own=False)
        self._tell(found, writing.state, own=True)

    def _tell(self, before: SampleData, after: SampleData, *, own: bool) -> bool:
        changed = before.documents != after.documents or before != after
        if changed:
            self._announce(own)
        return changed

    def _open(self) -> None:
        self._looked = True
        status = status_of(self._path)
        if self.fault and status == self._unusable:
            return
        self.fault = ""
        if not status:
            return
        try:
            self._file = SampleFile(self._path, decode_sample)
        except LibraryError as fault:
            self.fault, self._unusable = str(fault), status

    def _begun(self) -> SampleFile:
        """The file, which begins now where there is none. Raises NotSavedError."""
        if self._file is None:
            self._open()
        if self._file is None and not self.fault:
            with suppress(FileExistsError):  # another process has begun it at this moment
                create_file(self._path, {name: {} for name in TABLES})
            self._open()
        if self._file is None:
            raise NotSavedError(f"Not saved, because {self.fault}")
        return self._file
