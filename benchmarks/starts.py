"""From the start of a process to its first full screen, to the end of a plain command, and what it holds in memory then."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.keys import ON_REVIEW
from benchmarks.libraries import FIRST, empty, fourteen, many, sixty
from benchmarks.place import Place
from benchmarks.programs import SIZES, SMALL, bare_python, bare_textual, sqs, surroundings, vim
from benchmarks.report import Figure, figure
from benchmarks.terminal import Terminal, cpu_seconds, first_full_screen

INSPECTIONS = 1500
"""Inspections in the largest library: 21,000 cases."""
_MB = 1024
_SETTLES = 2.5
"""Seconds after which a library that has just been made is believed to be as its index has it (`sqs_tui.store.index`)."""
_SLOW = 15.0
"""Seconds after which a start is so far from its budget that three rounds tell as much as eleven."""


class Program(NamedTuple):
    """A command line, and a text that its settled screen holds."""

    command: Sequence[str]
    expected: str


class Started(NamedTuple):
    """How a program started: until its first full screen, in bytes, and in the processor's time until it had settled."""

    milliseconds: float
    size: int
    worked: float


def first_screen(program: Program, environment: Mapping[str, str], size: tuple[int, int] = SMALL) -> Started:
    """Start a program, and end it when its screen has settled."""
    columns, rows = size
    with Terminal(program.command, columns=columns, rows=rows, environment=environment) as terminal:
        stroke = terminal.start(program.expected)
        worked = cpu_seconds(terminal.process.pid) * 1000
        return Started(*first_full_screen(stroke, columns, rows), worked)


def plainly(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """The milliseconds that a command takes which needs no terminal."""
    begun = time.perf_counter()
    subprocess.run(command, env=dict(environment), capture_output=True, check=True)
    return (time.perf_counter() - begun) * 1000


def starts(place: Place) -> Iterator[Figure]:
    """The first screen of an inspection against a bare Textual program, bare Python and vim, in turn."""
    library = place.new()
    bare, editor = Program(bare_textual(), "Quit"), vim(place.text())
    ours = Program(sqs(library, "open", fourteen(library), FIRST), ON_REVIEW)
    environment = surroundings(place.home)
    for size in SIZES:
        columns, rows = size
        took: dict[str, list[Started]] = {"ours": [], "bare": [], "vim": []}
        python: list[float] = []
        for _ in range(place.rounds):
            took["ours"].append(first_screen(ours, environment, size))
            took["bare"].append(first_screen(bare, environment, size))
            python.append(plainly(bare_python(), environment))
            if editor:
                took["vim"].append(first_screen(Program(editor, place.text().name), environment, size))
        yardstick = _times(took["bare"])
        base, small = statistics.median(yardstick), size == SMALL
        against = f"bare Textual {base:.0f}, bare Python {statistics.median(python):.0f}"
        against += f", vim {statistics.median(_times(took['vim'])):.0f}" if editor else ", vim is not installed"
        against += f"; {statistics.median(_times(took['ours'])) / base:.2f} x bare Textual"
        worked = {name: statistics.median(screen.worked for screen in took[name]) for name in ("ours", "bare")}
        against += f"; processor {worked['ours']:.0f} against {worked['bare']:.0f}"
        yield figure(
            f"process start to first full screen, 14 cases, {columns}x{rows}",
            _times(took["ours"]),
            budget=1.15 * base if small else None,
            against=against,
        )
        yield figure(
            f"bytes of the first screen, 14 cases, {columns}x{rows}",
            [screen.size for screen in took["ours"]],
            unit="bytes",
            budget=3000 if small else None,
            against=", ".join(f"{name} {took[key][0].size:,}" for name, key in _NAMES.items() if took[key]),
        )


_NAMES = {"bare Textual": "bare", "vim": "vim"}


def _times(screens: Sequence[Started]) -> list[float]:
    return [screen.milliseconds for screen in screens]


def opening(place: Place) -> Iterator[Figure]:
    """Opening an inspection of 60 cases against opening one of one empty case, in turn."""
    library = place.new()
    full = Program(sqs(library, "open", sixty(library), "BU53"), ON_REVIEW)
    bare = Program(sqs(library, "open", empty(library), FIRST), ON_REVIEW)
    environment = surroundings(place.home)
    more, least = [], []
    for _ in range(place.rounds):
        begun = first_screen(bare, environment).milliseconds
        more.append(first_screen(full, environment).milliseconds - begun)
        least.append(begun)
    yield figure(
        "opening 60 cases to a painted Review, over opening an empty inspection",
        more,
        budget=60,
        against=f"an empty one {statistics.median(least):.0f}",
    )


def home(place: Place) -> Iterator[Figure]:
    """The home screen of a library of 1,500 inspections against that of one with 1, in turn."""
    crowded, single = place.new(), place.new()
    count = 100 if place.quick else INSPECTIONS
    many(crowded, count)
    many(single, 1)
    environment = surroundings(place.home)
    full, one = Program(sqs(crowded), "Area 0000"), Program(sqs(single), "Bury")
    took: dict[str, list[Started]] = {"cold": [], "warm": [], "one": []}
    first_screen(one, environment)
    slow = first_screen(full, environment).milliseconds > _SLOW * 1000
    for _ in range(3 if slow else place.rounds):
        _forget_index(crowded)
        took["cold"].append(first_screen(full, environment))
        took["warm"].append(first_screen(full, environment))
        took["one"].append(first_screen(one, environment))
    base = statistics.median(_times(took["one"]))
    for name, times in (("warm", 1.2), ("cold", 4.0)):
        middle = statistics.median(_times(took[name]))
        yield figure(
            f"home screen of {count:,} inspections, index {name}",
            _times(took[name]),
            budget=times * base,
            against=f"of 1 inspection {base:.0f}; {middle / base:.2f} x, may be {times} x; {took[name][0].size:,} bytes",
        )


def _forget_index(library: Path) -> None:
    """Remove what the program has derived of a library to show it fast."""
    for index in library.glob(".index*"):
        if index.is_dir():
            shutil.rmtree(index)
        else:
            index.unlink()


def plain(place: Place) -> Iterator[Figure]:
    """The plain commands against bare Python, in turn."""
    library = place.new()
    fourteen(library)
    environment = surroundings(place.home)
    commands = {"--help": sqs(library, "--help"), "list": sqs(library, "list"), "summary": sqs(library, "summary", "bury")}
    took: dict[str, list[float]] = {name: [] for name in commands}
    python = []
    time.sleep(_SETTLES)
    plainly(commands["list"], environment)
    for _ in range(place.rounds * 2):
        python.append(plainly(bare_python(), environment))
        for name, command in commands.items():
            took[name].append(plainly(command, environment))
    base = statistics.median(python)
    for name, times in took.items():
        yield figure(
            f"sqs-tui {name}, over bare Python",
            [time - base for time in times],
            budget=None if name == "summary" else 80,
            against=f"bare Python {base:.0f}",
        )


def memory(place: Place) -> Iterator[Figure]:
    """What an open inspection of 60 cases holds in memory against the bare Textual program."""
    library = place.new()
    full = Program(sqs(library, "open", sixty(library), "BU53"), ON_REVIEW)
    bare = Program(bare_textual(), "Quit")
    held: dict[str, list[dict[str, float]]] = {"full": [], "bare": []}
    for _ in range(place.rounds):
        for name, program in (("full", full), ("bare", bare)):
            with Terminal(program.command, columns=80, rows=24, environment=surroundings(place.home)) as terminal:
                terminal.start(program.expected)
                terminal.listen(2.5)
                held[name].append(held_by(terminal.process.pid))
    for kind in held["full"][0]:
        base = statistics.median(each[kind] for each in held["bare"])
        yield figure(
            f"memory ({kind}), 60 cases open",
            [each[kind] for each in held["full"]],
            unit="MB",
            budget=1.3 * base,
            against=f"bare Textual {base:.1f}; {statistics.median(each[kind] for each in held['full']) / base:.2f} x",
        )


def held_by(process: int) -> dict[str, float]:
    """The megabytes that a process holds: its resident set (Rss), and its share of what it shares with others (Pss)."""
    folder = Path(f"/proc/{process}")
    rollup = folder / "smaps_rollup"
    lines = (rollup if rollup.exists() else folder / "status").read_text("utf-8").splitlines()
    names = {"Rss:": "Rss", "Pss:": "Pss", "VmRSS:": "Rss"}
    fields = [line.split() for line in lines]
    return {names[field[0]]: int(field[1]) / _MB for field in fields if field and field[0] in names}
