"""Four processes answer at random in the same fourteen cases, and a fifth kills one of them every so often: nothing is lost.

Every acknowledged answer is in exactly one of three places: it stands; a line that had seen it has replaced it; or it is in the
list of conflicts. Once these are settled, one by one, none is left, and every answer is still in the history.
"""

import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_tui.domain.history import stand_of
from sqs_tui.domain.records import Change, Inspection
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.faults.answering import Intent, Saved, acknowledged, read_log
from tests.faults.conftest import Counted, HowOften

ROOT = Path(__file__).parents[2]
PEOPLE = ("ann", "bob", "cem", "dee")
PATIENCE = 1800.0
"""Seconds, however slow the machine; nothing is measured."""


class Crowd:
    """The four at work."""

    def __init__(self, library: Library, folder: str, count: int, seed: int) -> None:
        self._command = [str(library.path), folder], [str(count), str(seed)]
        self.logs = {name: library.path.parent / f"{name}.log" for name in PEOPLE}
        self._running = {name: self._start(name) for name in PEOPLE}

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        before, after = self._command
        command = [sys.executable, "-m", "tests.faults.answering", *before, name, *after, str(self.logs[name])]
        return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)

    def written(self) -> int:
        """How much the logs hold, in lines."""
        return sum(path.read_bytes().count(b"\n") for path in self.logs.values() if path.exists())

    def at_work(self) -> list[str]:
        """Who has not ended; raises AssertionError where one has ended badly."""
        for name, process in self._running.items():
            assert process.poll() in (None, 0), f"{name}: {process.stderr.read().decode() if process.stderr else ''}"
        return [name for name, process in self._running.items() if process.poll() is None]

    def kill(self, name: str) -> None:
        """Kill one with SIGKILL, and let another go on in its name."""
        self._end(name)
        self._running[name] = self._start(name)

    def _end(self, name: str) -> None:
        process = self._running[name]
        process.kill()
        process.communicate()

    def end(self) -> None:
        """End whoever is left."""
        for name in PEOPLE:
            self._end(name)


@pytest.mark.timeout(300)
def test_every_acknowledged_answer_stands_is_history_or_in_conflict(
    tmp_path: Path, counted: Counted, how_often: HowOften
) -> None:
    count, kills, seed = how_often(1000, quick=30), how_often(60, quick=5), 20130318
    library = Library(tmp_path / "library")
    details = Inspection(id="", area="Testborough")
    folder = library.create(DEFAULT_CRITERIA.read_bytes(), details, by="lead", now=lambda: datetime.now(UTC))
    lead = opened(library, folder)
    for number in range(1, 15):
        lead.add_record("case", f"T{number:02}")
    killed, chance, last = 0, random.Random(seed), time.monotonic() + PATIENCE
    crowd = Crowd(library, folder, count, seed)
    try:
        while at_work := crowd.at_work():
            assert time.monotonic() < last
            if killed < kills and crowd.written() >= (killed + 1) * 2 * len(PEOPLE) * count // (kills + 1):
                time.sleep(chance.uniform(0, 0.02))
                crowd.kill(chance.choice(at_work))
                killed += 1
            time.sleep(0.01)
    finally:
        crowd.end()
    told = [one for path in crowd.logs.values() for one in read_log(path)]
    end = opened(library, folder)
    found = whereabouts(end, acknowledged(told))
    settled = settle(end, chance)
    counts = {name: sum(where == [name] for where in found.values()) for name in ("stands", "history", "conflict")}
    lost = sum(not where for where in found.values())
    twice = sum(len(where) > 1 for where in found.values())
    counted(
        "answers by four processes, one killed now and then",
        len(found),
        kills=killed,
        lost=lost,
        in_two_places=twice,
        damaged=len(end.damaged),
        **counts,
        settled=settled,
    )
    assert (lost, twice, end.damaged) == (0, 0, ())
    assert len(found) == len(PEOPLE) * count
    assert killed
    assert min(counts.values()) > 0, "each of the three has come about"
    assert unseen(lines_of(end), told) == []
    again = opened(library, folder)
    assert again.conflicts() == []
    assert not {one.line for one in acknowledged(told)}.difference(lines_of(again)), "settling has taken something away"


def opened(library: Library, folder: str) -> OpenInspection:
    return library.open(folder, by="lead", now=lambda: datetime.now(UTC))


def lines_of(inspection: OpenInspection) -> dict[str, Change]:
    """Every line of history on answers, by its id."""
    return {key: line for file in inspection._shelf for key, line in file.state.changes.items()}


def whereabouts(inspection: OpenInspection, answers: list[Saved]) -> dict[str, list[str]]:
    """Where each acknowledged answer is, by the id of its line."""
    lines = lines_of(inspection)
    replaced = {base for line in lines.values() for base in line.base}
    cells: dict[tuple[str, str], list[Change]] = {}
    for file in inspection._shelf:
        for line in file.state.changes.values():
            cells.setdefault((file.state.record.id, line.question), []).append(line)
    stands = {stand.line.id for of_cell in cells.values() if (stand := stand_of(of_cell))}
    in_conflict = {line.id for conflict in inspection.conflicts() for line in conflict.others}
    found: dict[str, list[str]] = {}
    for one in answers:
        line = lines.get(one.line)
        if line is None or (line.new.note, line.by) != (one.note, one.by):
            found[one.line] = []
            continue
        places = {"stands": line.id in stands, "history": line.id in replaced, "conflict": line.id in in_conflict}
        found[one.line] = [name for name, there in places.items() if there]
    return found


def unseen(lines: dict[str, Change], told: list[Intent | Saved]) -> list[str]:
    """The lines that replaced something that their writer had not seen, or that nobody meant to write."""
    seen = {one.note: set(one.seen) for one in told if isinstance(one, Intent)}
    return [line.id for line in lines.values() if line.by in PEOPLE and not set(line.base) <= seen.get(line.new.note, {None})]


def settle(inspection: OpenInspection, chance: random.Random) -> int:
    """Settle one conflict after the other; gives how many."""
    settled = 0
    while conflicts := inspection.conflicts():
        conflict = conflicts[0]
        inspection.settle(conflict, chance.choice((conflict.stands, *conflict.others)).id, "as the file says")
        settled += 1
        assert len(inspection.conflicts()) == len(conflicts) - 1
    return settled
