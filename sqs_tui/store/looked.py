"""Which lines of the history each account has had before it in the list of changes.

That is no part of the history, and nothing carries it on. It lies in a hidden folder of its own, so that looking changes nothing
that another program follows or a snapshot holds.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby

import msgspec

from sqs_tui.domain.telling import Placed
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.files import identity_of, make_folder, saving, shown
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.storage import Readable
from sqs_tui.store.table_file import TableFile, create_file

LOOKED = ".looked"
"""The folder in an inspection's folder that holds it."""
_LOOKS = "looks.json"

_COUNTED = re.compile(r"(.+)-([0-9]{6})")
"""A line's id as a writer gives it."""
_RUN = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How far an account has looked."""

    at: str
    """When it did last, in UTC."""
    lines: dict[str, str] = {}
    """What it has seen: by each writer, the counters of its lines in runs ("1-17,19")."""
    others: tuple[str, ...] = ()
    """Seen lines whose ids no writer of this program gave."""


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    looks: dict[str, Look] = {}


class Unseen:
    """What others have changed in an inspection since its account last looked at the list of changes.

    A line counts as seen by its id and not by its time: what a laptop brings home later is news, whatever its clock said.
    """

    def __init__(self, inspection: OpenInspection) -> None:
        self._inspection = inspection
        self._path = inspection.folder / LOOKED / _LOOKS
        self._file: TableFile[dict[str, Look]] | None = None
        self._read: tuple[Look | None, frozenset[str]] = (None, frozenset())

    @property
    def looked(self) -> str:
        """When the account looked last; empty where it never did."""
        look = self._look
        return look.at if look else ""

    def lines(self) -> list[Placed]:
        """The lines by others that the account has not had before it."""
        seen, by = self._seen(), self._inspection.by
        return [placed for placed in self._inspection.visible_lines() if placed[1].by != by and placed[1].id not in seen]

    def look(self, lines: Iterable[str]) -> None:
        """Say that the account has had lines before it, by their ids. Raises NotSavedError."""
        seen = self._seen() | frozenset(lines)
        if self._look and seen == self._seen():
            return
        if identity_of(self._path) is None:
            with suppress(FileExistsError), saving(self._path):
                make_folder(self._path.parent)
            with suppress(FileExistsError):  # another program has begun it at this moment
                create_file(self._path, {"looks": {}})
        file = self._opened()
        if file is None:
            raise NotSavedError(
                f"{shown(self._path)} was not saved: it cannot be used as it is; move it away, and a new one is begun."
            )
        with file.writing() as writing:
            look = packed(seen, self._inspection.now())
            writing.put("looks", self._inspection.by, look)
            writing.state = {**writing.state, self._inspection.by: look}

    @property
    def _look(self) -> Look | None:
        file = self._opened()
        return file.state.get(self._inspection.by) if file else None

    def _opened(self) -> TableFile[dict[str, Look]] | None:
        """The file as it is now; None where there is none that could be used."""
        try:
            if self._file is None:
                self._file = TableFile(self._path, _decode)
            else:
                self._file.refresh()
        except LibraryError:
            self._file = None
        return self._file

    def _seen(self) -> frozenset[str]:
        look = self._look
        if look is not self._read[0]:
            self._read = (look, frozenset(unpacked(look)) if look else frozenset())
        return self._read[1]


def _decode(storage: Readable) -> dict[str, Look]:
    return storage.read_as(_Tables).looks


def packed(ids: Iterable[str], at: str) -> Look:
    """Ids of lines in little room."""
    others: list[str] = []
    counters: dict[str, list[int]] = {}
    for id_ in sorted(ids):
        counted = _COUNTED.fullmatch(id_)
        if counted:
            counters.setdefault(counted[1], []).append(int(counted[2]))
        else:
            others.append(id_)
    runs = {writer: ",".join(_runs(numbers)) for writer, numbers in counters.items()}
    return Look(at=at, lines=runs, others=tuple(others))


def _runs(numbers: list[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), lambda counted: counted[1] - counted[0]):
        first, *rest = (number for _, number in run)
        yield f"{first}-{rest[-1]}" if rest else str(first)


def unpacked(look: Look) -> Iterator[str]:
    """The ids that `packed` was given; a run that is none is passed over."""
    yield from look.others
    for writer, runs in look.lines.items():
        for run in filter(None, map(_RUN.fullmatch, runs.split(","))):
            yield from (f"{writer}-{number:06d}" for number in range(int(run[1]), int(run[2] or run[1]) + 1))
