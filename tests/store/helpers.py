"""What the tests of the store share: a small inspection in a library, and a clock that is moved by hand."""

import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.problems import problems
from sqs_tui.domain.records import Content, Inspection, RecordState
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests import builders

INSTRUMENT = msgspec.json.encode(builders.criteria())
START = datetime(2013, 3, 18, 9, tzinfo=UTC)
FOLDER = "bury-2013-03"


class Clock:
    """Tells a time that goes on by a second each time it is asked, or stands, or is set back."""

    def __init__(self, step: float = 1) -> None:
        self.now = START
        self.step = timedelta(seconds=step)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def make(path: Path, *, area: str = "Bury", instrument: bytes = INSTRUMENT) -> Library:
    """A library with one inspection in it."""
    library = Library(path / "library")
    library.create(instrument, Inspection(id="", area=area, fieldwork_from="2013-03-18"), by="lead", now=Clock())
    return library


def opened(path: Path, *, by: str = "ann", now: Clock | None = None) -> OpenInspection:
    """The inspection of a library made by `make`, which is made if it is not there."""
    library = Library(path / "library")
    if not library.path.exists():
        make(path)
    return library.open(FOLDER, by=by, now=now or Clock())


def answer(inspection: OpenInspection, record: str, question: str, content: Content) -> None:
    """Save an answer as an act of its own."""
    inspection.put(record, question, content, act=inspection.new_act())


def case_list(identity: str, *references: str, unit: str = "case") -> CaseList:
    """A case list that was imported."""
    cases = tuple(
        ListedCase(reference=reference, case_manager="CM1", person="P1", facts={"fact": "yes", "Team": "East"})
        for reference in references or ("BU01", "BU02")
    )
    return CaseList(id=identity, at="2013-03-18T09:00:00.000Z", by="ann", source="cases.csv", unit=unit, cases=cases)


WAY = (RecordState.COMPLETE, RecordState.CHECKED, RecordState.SIGNED_OFF)
"""The states that a record is led through to its sign-off."""


def waive_all(inspection: OpenInspection, record: str) -> None:
    """Waive whatever is a problem of a record."""
    for problem in problems(inspection.instrument, inspection.record(record).unit, inspection.contents(record)):
        inspection.waive(record, problem, "the file is lost")


def lead_to(inspection: OpenInspection, record: str, state: RecordState, *, by: str = "checker") -> None:
    """Lead a record to a state, whatever is a problem of it being waived; another account checks it and signs it off."""
    waive_all(inspection, record)
    inspection.set_state(record, RecordState.COMPLETE)
    other = Library(inspection.folder.parent).open(inspection.folder.name, by=by, now=Clock())
    for following in WAY[1 : WAY.index(state) + 1]:
        other.set_state(record, following)
    inspection.refresh()


def files(folder: Path) -> Iterator[Path]:
    """Every file under a folder but locks and the list of all, which is derived."""
    hidden = (".lock", ".index")
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(hidden))


def snapshot(folder: Path) -> dict[str, bytes]:
    """The bytes of every file under a folder but locks."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in files(folder)}


def run_together(commands: Sequence[Sequence[str]]) -> list[int]:
    """Run programs that each print a line and wait for one, let them go at the same moment, and give what they exit with."""
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands]
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=50)
    return [process.returncode for process in processes]


def tables(inspection: OpenInspection, reference: str = "BU07") -> dict[str, dict[str, dict[str, Any]]]:
    """What lies in the file of a case."""
    read: dict[str, dict[str, dict[str, Any]]] = msgspec.json.decode(
        (inspection.folder / "cases" / f"{reference}.json").read_bytes()
    )
    return read
