"""What lies behind the screens: tallies, snapshots, verifying, and a key in the editor of a large letter."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle

import msgspec

from benchmarks.libraries import now, opened
from benchmarks.place import Place
from benchmarks.programs import SIZES, sqs, surroundings
from benchmarks.report import Figure, figure
from benchmarks.terminal import Terminal
from sqs_tui.demo.load import make_demo
from sqs_tui.domain.letter.editing import added, place_behind, written
from sqs_tui.domain.records import Content
from sqs_tui.domain.tally import Tallier, tally
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.verify import verify

_CASES = 60
_PARAGRAPHS, _FIGURES = 60, 200


def times(action: Callable[[], object], runs: int) -> list[float]:
    """The milliseconds that an action takes, run by run."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def inside(place: Place) -> Iterator[Figure]:
    """Figures with budgets of the program's own."""
    library = place.new()
    book = opened(library, make_demo(Library(library)))
    yield from _counting(book)
    yield from _keeping(Library(library), book)
    yield from _letter(place, book)


def _counting(book: OpenInspection) -> Iterator[Figure]:
    cases = book.reviewed("case")
    many = [msgspec.structs.replace(cases[number % len(cases)], id=f"case-{number}") for number in range(_CASES)]
    yield figure(f"tally: all answers of {_CASES} cases", times(lambda: tally(book.instrument, many), 20), budget=100)
    tallier = Tallier(book.instrument)
    for case in many:
        tallier.update(case)
    turns = cycle(
        msgspec.structs.replace(many[0], answers={**many[0].answers, "4.5": Content(value=value)}) for value in ("no", "yes")
    )

    def one_answer() -> None:
        tallier.update(next(turns))
        tallier.tallies()

    yield figure(f"tally: one answer more of {_CASES} cases", times(one_answer, 200), budget=10)


def _keeping(library: Library, book: OpenInspection) -> Iterator[Figure]:
    folder, record = book.folder, book.records("case")[0].id
    snapshots, values = library.backups.of(folder), cycle(("yes", "no"))

    def save() -> None:
        book.put(record, "4.5", Content(value=next(values)), act=book.new_act())

    def snapshot() -> None:
        snapshots.take(folder, why="benchmark", at=now())

    def save_and_take() -> None:
        save()
        snapshot()

    yield figure("snapshot: 22 records for the first time", times(snapshot, 1), budget=1000)
    yield figure("snapshot: where nothing has changed", times(snapshot, 20), budget=200)
    yield figure("snapshot: of one record that has changed", times(save_and_take, 20), budget=300)
    done = threading.Event()

    def go_on() -> None:
        while not done.is_set():
            snapshot()

    beside = threading.Thread(target=go_on)
    beside.start()
    yield figure("save: one answer, while snapshots are taken without a pause", times(save, 200), budget=50)
    done.set()
    beside.join()
    yield figure("verify: 22 records and their snapshots", times(lambda: verify(folder, snapshots), 3), budget=2000)


def _letter(place: Place, book: OpenInspection) -> Iterator[Figure]:
    _enlarge(book)
    name = f"{len(book.written().paragraphs)} paragraphs, {_count(book)} figures"
    for columns, rows in SIZES:
        command = sqs(book.folder.parent, "open", book.folder.name)
        with Terminal(command, columns=columns, rows=rows, environment=surroundings(place.home)) as terminal:
            terminal.start("keys")
            for key in ("l", "e"):
                terminal.press(key, quiet=1.0, patience=5.0)
            taken = [terminal.press(key, quiet=0.25, patience=1.0).last() for key in "abcdefghij" * (1 if place.quick else 3)]
            terminal.press("\x1b", quiet=1.0)
        yield figure(f"letter: a key in the editor, {columns}x{rows}, {name}", taken, budget=100, budget_p95=100)


def _enlarge(book: OpenInspection) -> None:
    """Add paragraphs and figures to the demonstration's letter until it has as many as are asked for."""
    letter = book.written()
    for number in range(_PARAGRAPHS - len(letter.paragraphs)):
        behind = place_behind(letter, letter.paragraphs[-1].id)
        book.letter.put(added(letter, f"more-{number}", behind, f"Paragraph {number}: {{{{1.1}}}} and {{{{2.4 not words}}}}."))
        letter = book.written()
    missing = _FIGURES - _count(book)
    text = letter.paragraphs[-1].text + "".join(f" {{{{{1 + at % 4}.{1 + at % 3} words}}}}," for at in range(missing))
    book.letter.put(written(letter, letter.paragraphs[-1], text))


def _count(book: OpenInspection) -> int:
    letter = book.written()
    return sum(len(letter.seen(paragraph)) for paragraph in letter.paragraphs)
