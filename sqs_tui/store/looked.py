"""Which lines of the history each account has had before it in the list of changes."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from sqs_tui.domain.telling import Placed
from sqs_tui.store.account_file import AccountFile
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.storage import Readable

LOOKED = ".looked"
"""The folder in an inspection's folder that holds it."""
_LOOKS = "looks"

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
        self._file = AccountFile(inspection, LOOKED, _LOOKS, _decode)
        self._read: tuple[Look | None, frozenset[str]] = (None, frozenset())

    @property
    def looked(self) -> str:
        """When the account looked last; empty where it never did."""
        look = self._file.own
        return look.at if look else ""

    def lines(self) -> list[Placed]:
        """The lines by others that the account has not had before it."""
        seen, by = self._seen(), self._inspection.by
        return [placed for placed in self._inspection.visible_lines() if placed[1].by != by and placed[1].id not in seen]

    def look(self, lines: Iterable[str]) -> None:
        """Say that the account has had lines before it, by their ids. Raises NotSavedError."""
        seen = self._seen() | frozenset(lines)
        if self._file.own is None or seen != self._seen():
            self._file.keep(packed(seen, self._inspection.now()))

    def _seen(self) -> frozenset[str]:
        look = self._file.own
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
