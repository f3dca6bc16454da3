"""What somebody else has just done to a record, in words: "ben answered 2.1 No at 10:42"."""

from collections.abc import Iterable
from contextlib import suppress
from time import monotonic

from sqs_tui.domain.history import Cause, Stand, in_order
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.errors import LibraryError
from sqs_tui.screens.session import clock_time
from sqs_tui.store.following import Changed
from sqs_tui.store.inspection import OpenInspection

_FIELDS = {"reference": "the reference", "case_manager": "the case manager", "inspector": "the inspector", "state": "the state"}
_TRASHED = "trashed"
_TURNS = {Cause.UNDO: "took back", Cause.REDO: "brought again", Cause.RESOLVE: "settled", Cause.MODERATION: "decided on"}
"""What somebody does to an answer without giving one in the course of the review."""

_LASTS = 6.0
"""Seconds for which news stands though keys are pressed: who types sees it too."""


class News:
    """What was told last, until the first key that comes when it has stood for a while: nobody who was away misses it.

    It is about one record; what had been said of that before is no news.
    """

    def __init__(self, inspection: OpenInspection, record: str) -> None:
        self.text = ""
        self._since = 0.0
        self._known: frozenset[str] = frozenset()
        with suppress(LibraryError):
            self._known = _said(inspection, record)

    def hear(self, inspection: OpenInspection, changed: Changed) -> None:
        """Let news of a change to the record, if there is any, take the place of what was told before."""
        try:
            self.tell(told_of(inspection, changed, self._known))
            self._known = _said(inspection, changed.record)
        except LibraryError:
            self.tell("this record is no longer there")

    def tell(self, text: str) -> None:
        """Let a text take the place of what was told before; an empty one is none."""
        if text:
            self.text, self._since = text, monotonic()

    def pass_on(self) -> None:
        """A key was pressed."""
        if monotonic() - self._since > _LASTS:
            self.text = ""


def _said(inspection: OpenInspection, record: str) -> frozenset[str]:
    """The ids of the lines that say what stands of a record besides its answers. Raises LibraryError where it has gone."""
    return frozenset(stand.line.id for stand in inspection.fields(record))


def told_of(inspection: OpenInspection, changed: Changed, known: frozenset[str]) -> str:
    """What is to be told of a change to a record; empty where it is nothing new. Raises LibraryError where it has gone.

    `known` holds the ids of the lines on the record itself that are not new.
    """
    inspection.record(changed.record)
    stands = [stand for question in changed.questions if (stand := inspection.stand(changed.record, question))]
    contended = [stand for stand in stands if stand.others]
    if contended:
        return _contended(inspection, contended)
    if changed.own:
        return ""
    if stands:
        return _answered(inspection.instrument, stands)
    new = [stand for stand in inspection.fields(changed.record) if stand.line.id not in known]
    fields = [stand for stand in new if stand.line.field in (*_FIELDS, _TRASHED)]
    return _told(fields) if fields and not changed.questions else ""


def _contended(inspection: OpenInspection, stands: list[Stand[Change]]) -> str:
    stand = _latest(stands)
    by = dict.fromkeys(line.by for line in (*stand.others, stand.line))
    names = [name for name in by if name != inspection.by] + ["you"] * (inspection.by in by)
    who = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"{names[0]} in two windows"
    return f"{_name(inspection.instrument, stand)}: {who} gave different answers; both are kept"


def _answered(instrument: Instrument, stands: list[Stand[Change]]) -> str:
    stand = _latest(stands)
    line, name = stand.line, _name(instrument, stand)
    choice = instrument.choice(line.question, line.new.value) if line.question in instrument.questions else None
    if line.cause in _TURNS:
        said = choice.label if choice else line.new.value or "without an answer"
        return f"{line.by} {_TURNS[line.cause]} {name}, now {said}, at {clock_time(line.at)}"
    if line.new.value:
        did = f"answered {name} {choice.label if choice else line.new.value}"
    else:
        did = f"wrote a note on {name}" if line.new.note else f"cleared {name}"
    more = f" and {len(stands) - 1} more" if len(stands) > 1 else ""
    return f"{line.by} {did}{more} at {clock_time(line.at)}"


def _told(stands: list[Stand[FieldChange]]) -> str:
    line = max((stand.line for stand in stands), key=in_order)
    if line.field == _TRASHED:
        did = "put this record into the trash" if line.new else "brought this record back from the trash"
        return f"{line.by} {did} at {clock_time(line.at)}"
    return f"{line.by} set {_FIELDS[line.field]} to {line.new or 'nothing'} at {clock_time(line.at)}"


def _latest(stands: Iterable[Stand[Change]]) -> Stand[Change]:
    return max(stands, key=lambda stand: in_order(stand.line))


def _name(instrument: Instrument, stand: Stand[Change]) -> str:
    known = instrument.questions.get(stand.line.question)
    return known.title if known and not known.numbered else stand.line.question
