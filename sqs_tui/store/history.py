"""Who wrote what, when: the stamps of what an opened inspection writes."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from sqs_tui.domain.history import Cause, Stand
from sqs_tui.domain.records import FieldChange, FieldValue
from sqs_tui.store.files import random_name

_TICK = timedelta(milliseconds=1)


class Writer:
    """Signs what one opened inspection writes: `3f9a0c12-000017`, by whom, and when."""

    def __init__(self, by: str, now: Callable[[], datetime]) -> None:
        self.by = by
        self._now = now
        self._name = random_name(4)
        self._changes = 0
        self._acts = 0
        self._latest = ""

    def wrote(self, line_id: str) -> bool:
        """Whether this writer wrote the line of this id."""
        return line_id.rpartition("-")[0] == self._name

    def catch_up(self, at: str) -> None:
        """Stamp all behind this: what the account did before, with a clock that was ahead of this one, stays before."""
        self._latest = max(self._latest, _after(at))

    def now(self) -> str:
        """The time by this machine's clock."""
        return stamp(self._now())

    def change_id(self) -> str:
        """An id that no other change has."""
        self._changes += 1
        return f"{self._name}-{self._changes:06d}"

    def act_id(self) -> str:
        """An id that no other act has."""
        self._acts += 1
        return f"{self._name}-act-{self._acts:06d}"

    def at(self, replaced: Iterable[str] = ()) -> str:
        """The time, but never before what this writer stamped already, and after the times of the changes that are replaced.

        So a clock that is put back never turns the order of changes, and neither does another machine's.
        """
        after = max(replaced, default="")
        now = stamp(self._now())
        if now <= after:
            now = _after(after) or now
        self._latest = max(self._latest, now)
        return self._latest

    def field_change(
        self,
        stand: Stand[FieldChange] | None,
        field: str,
        old: FieldValue,
        new: FieldValue,
        *,
        base: Iterable[str] | None = None,
        act: str = "",
        cause: Cause = Cause.ANSWER,
        undoes: str = "",
        why: str = "",
    ) -> FieldChange:
        """The line of history for a field that becomes another; it replaces what is no conflict, or `base`."""
        heads = stand.heads if stand else ()
        replaced = stand.base if stand and base is None else base or ()
        return FieldChange(
            id=self.change_id(),
            at=self.at(head.at for head in heads),
            by=self.by,
            field=field,
            old=old,
            new=new,
            base=tuple(replaced),
            act=act,
            cause=cause,
            undoes=undoes,
            why=why,
        )


def _after(at: str) -> str:
    """The next moment; empty where there is none, or what stands there by another's hand is no time at all."""
    try:
        return stamp(datetime.fromisoformat(at) + _TICK)
    except (ValueError, OverflowError):
        return ""


def stamp(moment: datetime) -> str:
    """A moment as the files have it: UTC, ISO 8601 with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
