"""What the time of an answer is made of, from the bytes of its key to those that are written for it."""

import json
import sys
from collections.abc import Iterator, Sequence

from benchmarks.keys import ON_REVIEW
from benchmarks.libraries import FIRST, fourteen
from benchmarks.place import Place
from benchmarks.programs import ROOT, SMALL, surroundings
from benchmarks.report import Figure, figure
from benchmarks.scripts import answers
from benchmarks.terminal import Terminal

STEPS = (
    ("read>", "key>", "the key is read, and handed over by Textual"),
    ("key>", "save>", "what it means for the flow, with the routes"),
    ("save>", "save<", "the answer is saved, durably"),
    ("save<", "show>", "tallies, problems, conflicts, who is here"),
    ("show>", "show<", "the rows of the screen are worked out"),
    ("show<", "compose>", "Textual comes to paint them"),
    ("compose>", "compose<", "Textual's compositor makes strips of those that have changed"),
    ("compose<", "write>", "delta painting finds the cells that differ"),
    ("read>", "write>", "from the key to what is written, in all"),
)
"""From when to when, and what is done meanwhile."""
_QUIT = "\x11"


def steps(place: Place) -> Iterator[Figure]:
    """The steps of each answer, taken inside the program; the stopwatch itself costs some hundredths of a millisecond."""
    library, columns, rows = place.new(), *SMALL
    folder, file = fourteen(library), place.folder / "steps.json"
    command = [sys.executable, "-m", "benchmarks.traced", str(file), "--library", str(library), "open", folder, FIRST]
    environment = surroundings(place.home)
    with Terminal(command, columns=columns, rows=rows, environment=environment, folder=ROOT) as terminal:
        terminal.start(ON_REVIEW)
        for key in answers(20 if place.quick else 100):
            terminal.press(key.keys)
        terminal.press(_QUIT)
        terminal.process.wait(10)
    keys = list(each_answer(json.loads(file.read_text("utf-8"))))
    for begin, end, says in STEPS:
        yield figure(says, [(times[end] - times[begin]) * 1000 for times in keys])


def each_answer(taken: Sequence[tuple[str, float]]) -> Iterator[dict[str, float]]:
    """When each step of a key that was an answer was, by its name; of a step that came again, the first time."""
    times: dict[str, float] = {}
    for name, at in [*taken, ("read>", 0.0)]:
        if name == "read>":
            if {begin for begin, _, _ in STEPS} <= times.keys():
                yield times
            times = {}
        times.setdefault(name, at)
