"""How long the program takes, beside what it may take: `make bench`.

Each figure is the middle one of several runs. A budget that is missed is marked; nothing fails, because a busy machine would.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks.letter import keys_in_the_editor
from sqs_tui.demo.load import make_demo
from sqs_tui.domain.records import Content, Inspection
from sqs_tui.domain.tally import Tallier, tally
from sqs_tui.settings import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.verify import verify

ROOT = Path(__file__).parent.parent
CASES = 60


def middle(action: Callable[[], object], runs: int) -> float:
    """The middle of the times that an action takes, in milliseconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def start(*arguments: str) -> Callable[[], object]:
    """One run of the program as a process of its own."""
    command = [sys.executable, "-m", "sqs_tui", *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)


def now() -> datetime:
    """The time, as the store asks for it."""
    return datetime.now(UTC)


def saves(opened: OpenInspection) -> Callable[[], object]:
    """One answer changed, which is one durable write."""
    record = opened.records("case")[0]
    values = iter(["yes", "no"] * 500)
    return lambda: opened.put(record.id, "4.5", Content(value=next(values)), act=opened.new_act())


def many_inspections(library: Library, count: int) -> None:
    """More inspections in the library, without records."""
    for number in range(count):
        details = Inspection(id="", area=f"Area {number}", fieldwork_from="2014-01-06")
        library.create(DEFAULT_CRITERIA.read_bytes(), details, by="benchmark", now=now)


def figures(library: Library, opened: OpenInspection) -> Iterator[tuple[str, float, float]]:
    """What is measured: its name, its time and its budget, both in milliseconds."""
    folder = str(library.path)
    yield "start: sqs-tui --help", middle(start("--help"), 9), 150
    yield "start: sqs-tui list, one inspection", middle(start("--library", folder, "list"), 9), 250
    yield "start: sqs-tui summary", middle(start("--library", folder, "summary", "bury"), 9), 500
    yield "save: one answer, durably", middle(saves(opened), 200), 10
    yield "open: an inspection of 22 records", middle(lambda: library.open(opened.folder.name, by="benchmark", now=now), 20), 100
    yield "list: one inspection of 22 records", middle(library.entries, 20), 50
    yield from keeping(library, opened)
    many_inspections(library, 99)
    yield "list: the same and 99 empty ones", middle(library.entries, 5), 500
    yield from counting(opened)
    yield from editing(library, opened)


def keeping(library: Library, opened: OpenInspection) -> Iterator[tuple[str, float, float]]:
    """Snapshots, which are taken in a thread beside the work, what they cost a save meanwhile, and verifying."""
    folder, save = opened.folder, saves(opened)
    snapshots = library.backups.of(folder)

    def snapshot() -> object:
        return snapshots.take(folder, why="benchmark", at=now())

    yield "snapshot: 22 records for the first time", middle(snapshot, 1), 1000
    yield "snapshot: where nothing has changed", middle(snapshot, 20), 200
    yield "snapshot: of one record that has changed", middle(lambda: (save(), snapshot()), 20), 300
    done = threading.Event()

    def go_on() -> None:
        while not done.is_set():
            snapshot()

    beside = threading.Thread(target=go_on)
    beside.start()
    yield "save: one answer, while snapshots are taken without a pause", middle(save, 200), 50
    done.set()
    beside.join()
    yield "verify: 22 records and their snapshots", middle(lambda: verify(folder, snapshots), 3), 2000


def counting(opened: OpenInspection) -> Iterator[tuple[str, float, float]]:
    """Counting the cases of a large inspection, all of them and after one answer."""
    cases = opened.reviewed("case")
    many = [msgspec.structs.replace(cases[number % len(cases)], id=f"case-{number}") for number in range(CASES)]
    yield f"tally: all answers of {CASES} cases", middle(lambda: tally(opened.instrument, many), 20), 100
    tallier = Tallier(opened.instrument)
    for case in many:
        tallier.update(case)
    changed = [
        msgspec.structs.replace(many[0], answers={**many[0].answers, "4.5": Content(value=value)}) for value in ("no", "yes")
    ]
    turns = iter(changed * 500)

    def one_answer() -> None:
        tallier.update(next(turns))
        tallier.tallies()

    yield f"tally: one answer more of {CASES} cases", middle(one_answer, 200), 10


def editing(library: Library, opened: OpenInspection) -> Iterator[tuple[str, float, float]]:
    """A key in the editor of a large letter, to its last byte on the terminal: the middle one and the slowest of twenty."""
    took: dict[str, list[float]] = {}
    for name, milliseconds in keys_in_the_editor(library, opened):
        took.setdefault(name, []).append(milliseconds)
    for name, times in took.items():
        yield name, statistics.median(times), 100
        yield f"{name}, p95", sorted(times)[int(len(times) * 0.95)], 100


def main() -> None:
    """Measure and print the table."""
    print(f"{'':<68} {'ms':>8} {'budget':>8}")
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library")
        opened = library.open(make_demo(library), by="benchmark", now=now)
        for name, took, budget in figures(library, opened):
            print(f"{name:<68} {took:>8.1f} {budget:>8.0f}{'  over' if took > budget else ''}")


if __name__ == "__main__":
    main()
