"""Bytes and time of each key: on Review against their budgets, on other screens reported beside; and an idle screen."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from benchmarks.floor import floor
from benchmarks.libraries import FIRST, fourteen, many, sixty
from benchmarks.place import Place
from benchmarks.programs import COLOURS, SIZES, SMALL, sqs, surroundings, vim
from benchmarks.report import Figure, figure
from benchmarks.scripts import ANSWER, ELSEWHERE, NOTE, Key, answers, review
from benchmarks.terminal import Terminal, cpu_seconds

ON_REVIEW = "answered"
"""What the screen of a review shows."""
_IDLE = 10.0
_AT_REST = 2.5
"""Seconds after which a program has done all that it does by itself after its start."""
_LEAST, _MOST = 24, 60
"""Bytes that a key may always take, in the middle and at most."""


class Pressed(NamedTuple):
    """A key as it was measured."""

    kind: str
    size: int
    floor: int
    last: float
    """Milliseconds to the last byte."""


def measured(terminal: Terminal, keys: Iterable[Key], *, quiet: float = 0.1) -> Iterator[Pressed]:
    """Press keys one by one."""
    before = terminal.emulator.snapshot()
    for key in keys:
        stroke = terminal.press(key.keys, quiet=quiet)
        after = terminal.emulator.snapshot()
        yield Pressed(key.kind, len(stroke.data), floor(before, after), stroke.last())
        before = after


def bytes_of_keys(place: Place) -> Iterator[Figure]:
    """Every key on Review, in every setting; then those on other screens."""
    for name, make, first in (("14 cases", fourteen, FIRST), ("60 cases", sixty, "BU53")):
        for columns, rows in SIZES:
            for colours in COLOURS if not place.quick else COLOURS[:1]:
                library = place.new()
                command = sqs(library, "open", make(library), first)
                with Terminal(command, columns=columns, rows=rows, environment=surroundings(place.home, colours)) as terminal:
                    terminal.start(ON_REVIEW)
                    terminal.listen(_AT_REST)
                    pressed = list(measured(terminal, review()))
                yield from _on_review(f"{name}, {columns}x{rows}, {colours}", pressed, columns, colours)
    yield from _elsewhere(place)


def _on_review(setting: str, pressed: Sequence[Pressed], columns: int, colours: str) -> Iterator[Figure]:
    if colours == "ansi":
        yield against_the_floor(f"any key: {setting}", pressed, times=1.5, least=_LEAST)
        worst = max(pressed, key=lambda key: key.size / max(4 * key.floor, _MOST))
        beyond = sum(key.size > max(4 * key.floor, _MOST) for key in pressed)
        yield figure(
            f"the worst key, as a share of the larger of 4 x its floor and {_MOST}: {setting}",
            [worst.size / max(4 * worst.floor, _MOST)],
            unit="x",
            budget=1.0,
            against=f"{worst.kind}: {worst.size} bytes, floor {worst.floor}; {beyond} of {len(pressed)} keys are beyond",
        )
    elif colours == "truecolor":
        yield against_the_floor(f"any key: {setting}", pressed, times=3, least=_LEAST)
    else:
        yield _sizes(f"any key: {setting}", pressed)
    budgets = {ANSWER: 300 if columns <= 80 else 350, NOTE: 12}
    for kind in dict.fromkeys(key.kind for key in pressed):
        what, some = f"{kind}: {setting}", [key for key in pressed if key.kind == kind]
        if colours == "ansi" and kind in budgets:
            yield _sizes(what, some, budget=budgets[kind], most=_MOST if kind == NOTE else None)
        elif colours == "ansi":
            yield against_the_floor(what, some, times=1.5, least=_LEAST)
        elif kind in budgets:
            yield _sizes(what, some)


def against_the_floor(what: str, pressed: Sequence[Pressed], *, times: float, least: int) -> Figure:
    """A line on keys that may each take some times their floor; the median of the shares of what they may take decides."""
    allowed = [max(times * key.floor, least) for key in pressed]
    share = statistics.median(key.size / may for key, may in zip(pressed, allowed, strict=True))
    line = _sizes(what, pressed, budget=statistics.median(allowed))
    return msgspec.structs.replace(line, over=share > 1, against=f"{line.against}; median share of the budget {share:.2f}")


def _sizes(what: str, pressed: Sequence[Pressed], *, budget: float | None = None, most: int | None = None) -> Figure:
    sizes, floors = [key.size for key in pressed], [key.floor for key in pressed]
    line = figure(what, sizes, unit="bytes", budget=budget)
    against = f"floor {statistics.median(floors):.0f}, most {max(sizes)}" + (f", may be {most}" if most else "")
    return msgspec.structs.replace(line, against=against, over=line.over or (most is not None and max(sizes) > most))


def _elsewhere(place: Place) -> Iterator[Figure]:
    library, crowded = place.new(), place.new()
    folder = fourteen(library)
    many(crowded, 60)
    for screen, (arguments, way, keys) in ELSEWHERE.items():
        for columns, rows in SIZES:
            command = sqs(crowded if screen == "home" else library, *(part.format(folder=folder) for part in arguments))
            with Terminal(command, columns=columns, rows=rows, environment=surroundings(place.home)) as terminal:
                terminal.start("keys")
                terminal.listen(_AT_REST)
                if way:
                    terminal.press(way, quiet=1.0, patience=5.0)
                pressed = list(measured(terminal, keys))
            yield _sizes(f"{screen}, any key: {columns}x{rows}, ansi", pressed)
            yield figure(f"{screen}, key to last byte: {columns}x{rows}, ansi", [key.last for key in pressed])


def latency(place: Place) -> Iterator[Figure]:
    """The time from an answer's key to the last byte of what it paints, with the answer on disk in between."""
    for columns, rows in SIZES:
        for colours in COLOURS[:1] if place.quick or (columns, rows) != SMALL else COLOURS:
            library = place.new()
            command = sqs(library, "open", fourteen(library), FIRST)
            with Terminal(command, columns=columns, rows=rows, environment=surroundings(place.home, colours)) as terminal:
                terminal.start(ON_REVIEW)
                terminal.listen(_AT_REST)
                keys = answers(20 if place.quick else 100)
                before = cpu_seconds(terminal.process.pid)
                took = [key.last for key in measured(terminal, keys) if key.kind == ANSWER]
                worked = (cpu_seconds(terminal.process.pid) - before) * 1000 / len(keys)
            budgets = (8.0, 15.0) if colours == "ansi" else (None, None)
            yield figure(
                f"key to last byte, the answer durable in between: {columns}x{rows}, {colours}",
                took,
                budget=budgets[0],
                budget_p95=budgets[1],
                against=f"{worked:.1f} ms of the processor's time a key",
            )
    yield _durable(place)
    yield from _vim(place)


def _durable(place: Place) -> Figure:
    """How many of the answers are in the case's file when the first byte of their painting comes."""
    library = place.new()
    folder = fourteen(library)
    file = library / folder / "cases" / f"{FIRST}.json"
    there: list[bytes] = []
    missing = 0
    with Terminal(sqs(library, "open", folder, FIRST), columns=80, rows=24, environment=surroundings(place.home)) as terminal:
        terminal.start(ON_REVIEW)
        keys = answers(1)
        for key in keys:
            before = file.read_bytes()
            terminal.press(key.keys, seen=lambda: there.append(file.read_bytes()))
            missing += there[-1] == before or there[-1] != file.read_bytes()
    return figure(
        "answers that are not in their file when the first byte comes", [missing], unit="", budget=0, against=f"of {len(keys)}"
    )


def _vim(place: Place) -> Iterator[Figure]:
    command = vim(place.text())
    if command is None:
        print("vim is not installed: nothing is set against it.")
        return
    with Terminal(command, columns=80, rows=24, environment=surroundings(place.home)) as terminal:
        terminal.start(place.text().name)
        pressed = list(measured(terminal, [Key("move", "j")] * 15 + [Key("move", "k")] * 15))
    yield figure("vim, for comparison: key to last byte of a move, 80x24", [key.last for key in pressed])
    yield _sizes("vim, for comparison: a move, 80x24", pressed)


def idle(place: Place) -> Iterator[Figure]:
    """What a program does while nobody does anything: bytes, and its share of a core."""
    for columns, rows in SIZES if not place.quick else SIZES[:1]:
        library = place.new()
        command = sqs(library, "open", fourteen(library), FIRST)
        with Terminal(command, columns=columns, rows=rows, environment=surroundings(place.home)) as terminal:
            terminal.start(ON_REVIEW)
            terminal.listen(_AT_REST)
            before = cpu_seconds(terminal.process.pid)
            sent = len(terminal.listen(_IDLE).data)
            share = (cpu_seconds(terminal.process.pid) - before) / _IDLE * 100
        yield figure(f"idle for 10 s, bytes: Review, {columns}x{rows}", [sent], unit="bytes", budget=0)
        yield figure(f"idle for 10 s, share of a core: Review, {columns}x{rows}", [share], unit="%", budget=0.5)
