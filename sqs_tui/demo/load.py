"""The demonstration: the Bury inspection of 2013 in a library, as if it had been scored on its days."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn

import msgspec

from sqs_tui.domain.letter.editing import written
from sqs_tui.domain.letter.entries import Decision, Quote
from sqs_tui.domain.records import Content, Inspection, RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library

_DATA = Path(__file__).with_name("bury.json")
_FIRST_HOUR = 9
_STEP = timedelta(seconds=30)
_ENDINGS = (signal.SIGTERM, signal.SIGHUP)
_MEMORY = "/dev/shm"  # noqa: S108 - where Linux keeps files in memory: nothing thrown away need wait for a disk; files get 0600


class _Scored(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record of the demonstration, with the day on which it was scored."""

    reference: str
    case_manager: str
    inspector: str
    day: str
    answers: dict[str, Content]


class _Chosen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words from a note, with where the note lies."""

    reference: str
    question: str
    text: str


class _Letter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the lead inspector of the demonstration made of its letter."""

    inspector: str
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]
    left_out: dict[str, str]
    quotes: dict[str, _Chosen]
    paragraphs: dict[str, str]


class _Demonstration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What bury.json holds."""

    inspection: dict[str, str | tuple[str, ...]]
    cases: list[_Scored]
    staff: list[_Scored]
    letter: _Letter


class _Clock:
    """Tells the times of a day's work, half a minute apart from nine in the morning on."""

    def __init__(self, day: str) -> None:
        self._time = _morning(day)

    def turn_to(self, day: str) -> None:
        """Go on to a later day; on the same day time just goes on."""
        self._time = max(self._time, _morning(day))

    def __call__(self) -> datetime:
        self._time += _STEP
        return self._time


def _morning(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=_FIRST_HOUR, tzinfo=UTC)


def make_demo(library: Library, *, by: str = "demonstration") -> str:
    """Put the demonstration into a library and give the name of its folder; `by` is who set it up.

    Every record is scored completely, by its inspector on its day.
    """
    data = msgspec.json.decode(_DATA.read_bytes(), type=_Demonstration)
    details = msgspec.convert({"id": "", **data.inspection}, Inspection)
    folder = library.create(DEFAULT_CRITERIA.read_bytes(), details, by=by, now=_Clock(details.fieldwork_from))
    work = [(record, "case") for record in data.cases] + [(record, "staff") for record in data.staff]
    for inspector in sorted({record.inspector for record, _ in work}):
        clock = _Clock(details.fieldwork_from)
        opened = library.open(folder, by=inspector, now=clock)
        for scored, unit in sorted(work, key=lambda scored: scored[0].day):
            if scored.inspector == inspector:
                clock.turn_to(scored.day)
                _score(opened, unit, scored)
    _write(library.open(folder, by=data.letter.inspector, now=_Clock(details.fieldwork_to)), data.letter)
    return folder


def _write(opened: OpenInspection, made: _Letter) -> None:
    """Edit the letter as its lead inspector did: areas and quotes first, then the paragraphs that print them."""
    lists = ((Sign.STRENGTH, made.strengths), (Sign.IMPROVEMENT, made.improvements))
    opened.letter.put({f"area:{area}": Decision(sign=sign) for sign, areas in lists for area in areas})
    opened.letter.put({f"area:{area}": Decision(sign=None, reason=reason) for area, reason in made.left_out.items()})
    for identity, chosen in made.quotes.items():
        record = opened.record(chosen.reference)
        note = opened.contents(record.id)[chosen.question].note
        quote = Quote(record=record.id, question=chosen.question, original=note, text=chosen.text)
        opened.letter.put({f"quote:{identity}": quote})
    letter = opened.written()
    for paragraph in letter.paragraphs:
        if paragraph.id in made.paragraphs:
            opened.letter.put(written(letter, paragraph, made.paragraphs[paragraph.id]))


def _score(opened: OpenInspection, unit: str, scored: _Scored) -> None:
    record = opened.add_record(unit, scored.reference, case_manager=scored.case_manager, inspector=scored.inspector)
    for question, content in scored.answers.items():
        opened.put(record.id, question, content, act=opened.new_act())
    opened.set_state(record.id, RecordState.COMPLETE)


@contextmanager
def throw_away_library() -> Iterator[Path]:
    """The folder of a library with the demonstration, removed at the end, also when a signal ends the program."""

    def leave(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    # A hang-up that is ignored (nohup) stays ignored.
    handled = {number: signal.signal(number, leave) for number in _ENDINGS if signal.getsignal(number) is signal.SIG_DFL}
    try:
        where = _MEMORY if os.access(_MEMORY, os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="sqs-tui-demo-", dir=where, ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "library"
            make_demo(Library(path))
            yield path
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)
