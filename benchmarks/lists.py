"""A case list of 50,000 rows from the start of the command to the list on disk."""

import csv
import random
import resource
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.libraries import empty
from benchmarks.place import Place
from benchmarks.programs import sqs, surroundings
from benchmarks.report import Figure, figure
from benchmarks.starts import plainly

ROWS = 50_000
BUDGET = 5_000
"""Milliseconds, of the issue on case lists."""
_HEADER = ("Reference", "Case manager", "Inspector", "Person", "Custody", "Looked after", "Sentence", "Team")


def lists(place: Place) -> Iterator[Figure]:
    """Importing it, looking only, with generated codes in the place of its own, and again when it is there already."""
    environment = surroundings(place.home)
    file = write_list(place.folder / "cases.csv", ROWS)
    generate = ("--generate", "BU", "--generate-staff", "CM", "--generate-persons", "P")
    took: dict[str, list[float]] = {}
    worked: dict[str, list[float]] = {}
    size = 0
    for number in range(2 if place.quick else 5):
        library = place.new()
        folder = empty(library)
        mapping = ("--mapping", str(place.folder / f"mapping-{number}.csv"))
        for what, options in (
            ("only looked at", ("--dry-run", "--json")),
            ("imported", ()),
            ("imported again, with nothing new in it", ()),
            ("imported with generated codes and their mapping", (*generate, *mapping)),
        ):
            command = sqs(library, "import", str(file), "--into", folder, "--keep", "Team", *options)
            before = _processor()
            took.setdefault(what, []).append(plainly(command, environment))
            worked.setdefault(what, []).append(_processor() - before)
            size = size or (library / folder / "sample.json").stat().st_size if what == "imported" else size
    for what, times in took.items():
        against = f"processor {statistics.median(worked[what]):,.0f}"
        if what == "imported":
            against += f"; sample.json {size / 1e6:.1f} MB, the list {file.stat().st_size / 1e6:.1f} MB"
        yield figure(f"a list of {ROWS:,} cases {what}", times, budget=BUDGET, against=against)


def _processor() -> float:
    """Milliseconds of the processor that the commands have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def write_list(path: Path, rows: int) -> Path:
    """A list of as many cases, two of each person, as a spreadsheet writes it."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for number in range(rows):
            facts = chance.choice(("yes", "no")), chance.choice(("Y", "N", "")), chance.choice("123456")
            team = chance.choice(("North", "South", "East side", "West, and the rest"))
            writer.writerow((f"BU{number:05}", f"CM{number % 300}", "", f"P{number // 2}", *facts, team))
    return path
