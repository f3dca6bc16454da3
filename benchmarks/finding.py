"""Finding words in a large library, and comparing over it: what a key costs, how large the index is, how long a table takes."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.inside import times
from benchmarks.libraries import many
from benchmarks.place import Place
from benchmarks.programs import sqs, surroundings
from benchmarks.report import Figure, figure
from benchmarks.starts import INSPECTIONS, plainly
from benchmarks.terminal import Terminal
from sqs_tui.domain.finding import parse
from sqs_tui.store.find_file import FOUND, FOUND_NOTES
from sqs_tui.store.find_index import FindIndex
from sqs_tui.store.library import Library

_TYPED = (
    "planning custody",
    '"risk of harm" review',
    "question:2.4 reason:no-plan",
    "custody vulnerability oversight",
    "zebra",
)
"""What is typed, key by key: what is everywhere, words in quotes, filters, words that no paragraph holds together, nothing."""
_LISTED = 60
"""Places that the screen lists of the other inspections."""
_BUDGET = 150.0


def finding(place: Place) -> Iterator[Figure]:
    """A library of 1,500 inspections with 21,000 cases and some 700,000 answers."""
    library, count = place.new(), 40 if place.quick else INSPECTIONS
    many(library, count)
    size = _size(library)
    for notes, name in ((False, FOUND), (True, FOUND_NOTES)):
        index = FindIndex(Library(library), notes=notes)
        begun = time.perf_counter()
        index.refresh()
        each = (time.perf_counter() - begun) * 1000 / count
        which = f"{count:,} inspections{', with notes' if notes else ''}"
        yield figure(f"index: reading one of {which} for the first time", [each], against=f"all in {each * count / 1000:.0f} s")
        share = (library / name).stat().st_size / size * 100
        yield figure(f"index: its size beside that of {which}", [share], unit="%", budget=10.0, against=f"{size / 1e6:.0f} MB")
        yield figure(f"index: looking whether {which} have changed", times(index.stale, 3))
        took = list(_typed(index, 1 if place.quick else 3))
        yield figure(f"index: a key, all hits listed of {which}", took, budget=_BUDGET, budget_p95=_BUDGET)
        index.close()
    yield _on_screen(place, library, count)
    compare = sqs(library, "compare", Library(library).folders()[0], "--all", "--csv")
    for when, rounds in (("for the first time", 1), ("again", 3)):
        took = [plainly(compare, surroundings(place.home)) for _ in range(rounds)]
        yield figure(f"compare --all, {count:,} inspections, {when}", took)


def _typed(index: FindIndex, rounds: int) -> Iterator[float]:
    """The milliseconds from each key to what is found, with what is checked anew of each inspection that is listed."""
    known = index.known
    for typed in _TYPED * rounds:
        for at in range(1, len(typed) + 1):
            begun = time.perf_counter()
            index.find(parse(_whole(typed[:at]), known), limit=_LISTED)
            yield (time.perf_counter() - begun) * 1000


def _whole(typed: str) -> str:
    """What is typed without a filter whose value is not known yet, which is told and not looked for."""
    known = ("question:2.4", "reason:no-plan")
    return " ".join(word for word in typed.split(" ") if ":" not in word or word in known)


def _on_screen(place: Place, library: Path, count: int) -> Figure:
    """The milliseconds from a key to the first bytes of what it found."""
    took = []
    with Terminal(sqs(library), columns=80, rows=24, environment=surroundings(place.home)) as terminal:
        terminal.start("keys", quiet=2.0)
        terminal.press("\x06", quiet=5.0, patience=30.0)
        for typed in _TYPED[:2] if place.quick else _TYPED:
            took += [terminal.press(key, quiet=0.4, patience=3.0).last() for key in typed]
            terminal.press("\x1b", quiet=0.6, patience=3.0)
            terminal.press("\x06", quiet=1.5, patience=5.0)
    return figure(
        f"screen: a key in Find, to the last byte, {count:,} inspections, 80x24", took, budget=_BUDGET, budget_p95=_BUDGET
    )


def _size(library: Path) -> int:
    return sum(path.stat().st_size for path in library.rglob("*.json"))
