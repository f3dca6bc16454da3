"""One durable save against the same bytes through the bare system calls, in libraries of three sizes, in turn."""

import fcntl
import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.libraries import many, opened
from benchmarks.place import Place
from benchmarks.report import Figure, figure
from benchmarks.starts import INSPECTIONS
from sqs_tui.domain.records import Content
from sqs_tui.store.inspection import OpenInspection

_QUESTION = "4.5"


def saves(place: Place) -> Iterator[Figure]:
    """A save at 14, 600 and 21,000 cases in the library."""
    sizes = (1, 43, 100 if place.quick else INSPECTIONS)
    libraries = {inspections: place.new() for inspections in sizes}
    books: dict[int, OpenInspection] = {}
    for inspections, library in libraries.items():
        books[inspections] = opened(library, many(library, inspections)[0])
    took: dict[int, list[float]] = {inspections: [] for inspections in sizes}
    bare: dict[int, list[float]] = {inspections: [] for inspections in sizes}
    bench = place.folder / "bare"
    bench.mkdir()
    for number in range(30 if place.quick else 200):
        for inspections, book in books.items():
            record = book.records("case")[0]
            value = ("yes", "no")[number % 2]
            took[inspections].append(_timed(partial(_save, book, record.id, value)))
            content = (book.folder / "cases" / f"{record.reference}.json").read_bytes()
            bare[inspections].append(_timed(partial(bare_save, bench / "record.json", content)))
    for inspections in sizes:
        base, middle = statistics.median(bare[inspections]), statistics.median(took[inspections])
        yield figure(
            f"one durable save, {inspections * 14:,} cases in the library",
            took[inspections],
            budget=2 * base,
            against=f"bare system calls {base:.2f}; {middle / base:.2f} x",
        )
        if inspections != 1:
            yield figure(
                f"one durable save, {inspections * 14:,} cases against 14, in pairs",
                [more / least for more, least in zip(took[inspections], took[1], strict=True)],
                unit="x",
                budget=1.1,
                against="equal within 10 %: 0.90 to 1.10 x",
            )


def _save(book: OpenInspection, record: str, value: str) -> None:
    book.put(record, _QUESTION, Content(value=value), act=book.new_act())


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def bare_save(path: Path, content: bytes) -> None:
    """What no durable save can do without: a lock, a file written and synced, its place taken, and the folder synced."""
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        temporary = path.with_suffix(".tmp")
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(file, content)
        os.fsync(file)
        os.close(file)
        temporary.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)
    finally:
        os.close(lock)
