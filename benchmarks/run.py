"""How long the program takes, and how much it sends, beside what it may: `make bench`, or `python -m benchmarks.run GROUP…`.

A budget that is missed is marked; nothing fails, because on a busy machine much would.
"""

import argparse
import compileall
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.finding import finding
from benchmarks.inside import inside
from benchmarks.keys import bytes_of_keys, idle, latency
from benchmarks.lists import lists
from benchmarks.place import Place
from benchmarks.programs import ROOT
from benchmarks.report import HEAD, Figure, Run, machine, text_of, write
from benchmarks.saves import saves
from benchmarks.ssh import over_ssh
from benchmarks.starts import home, memory, opening, plain, starts
from benchmarks.steps import steps

GROUPS: dict[str, tuple[str, Callable[[Place], Iterator[Figure]]]] = {
    "start": ("Start", starts),
    "keys": ("Bytes for a key", bytes_of_keys),
    "idle": ("Idle", idle),
    "latency": ("Time of a key", latency),
    "steps": ("What the time of an answer is made of", steps),
    "ssh": ("Over ssh: 150 ms there and back, 64 kbit/s", over_ssh),
    "saves": ("Saving", saves),
    "opening": ("Opening", opening),
    "home": ("The home screen", home),
    "plain": ("Plain commands", plain),
    "lists": ("Case lists", lists),
    "memory": ("Memory", memory),
    "find": ("Finding and comparing", finding),
    "inside": ("Behind the screens", inside),
}


def main(arguments: list[str]) -> None:
    """Measure the groups that are asked for, or all, and print the table; a whole run is kept in docs/."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"one of {', '.join(GROUPS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="few rounds, to try the benchmarks themselves")
    parser.add_argument("--keep", action="store_true", help="keep the figures in docs/ although not all was asked for")
    args = parser.parse_args(arguments)
    unknown = [name for name in args.groups if name not in GROUPS]
    if unknown:
        parser.error(f"there is no group {unknown[0]}; there are {', '.join(GROUPS)}")
    compileall.compile_dir(ROOT / "sqs_tui", quiet=1)
    place, figures = {**machine(), "rounds": "few, to try it" if args.quick else "all"}, {}
    print("; ".join(f"{name} {value}" for name, value in place.items()))
    for name in args.groups or GROUPS:
        title, measure = GROUPS[name]
        figures[title] = _measured(title, measure, quick=args.quick)
    if args.keep or not (args.groups or args.quick):
        write(Run(machine=place, figures=figures))


def _measured(title: str, measure: Callable[[Place], Iterator[Figure]], *, quick: bool) -> list[Figure]:
    print(f"\n{title}\n{HEAD}")
    figures = []
    with tempfile.TemporaryDirectory(prefix="sqs-tui-bench-") as folder:
        try:
            for figure in measure(Place(Path(folder), quick=quick)):
                print(text_of(figure), flush=True)
                figures.append(figure)
        except RuntimeError as fault:  # one program that does not come up is no reason to measure no other
            print(f"Not measured further: {fault}")
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
