"""The floor of a key: the fewest bytes that can tell a terminal what has changed on its screen, by a simple count."""

from itertools import groupby

from benchmarks.emulator import Cell, Snapshot

RUN = 6
"""Bytes for each separate run of changed cells in a row: the cursor's move to it."""

Look = tuple[object, ...]


def floor(before: Snapshot, after: Snapshot) -> int:
    """The cells whose text or visible style differ between two screens, as UTF-8, and RUN bytes for each run of them."""
    return sum(_of_row(old, new) for old, new in zip(before, after, strict=True))


def _of_row(before: tuple[Cell, ...], after: tuple[Cell, ...]) -> int:
    if before == after:
        return 0
    size = 0
    for changed, run in groupby(zip(before, after, strict=True), lambda pair: look(pair[0]) != look(pair[1])):
        if changed:
            size += RUN + sum(len(new.data.encode()) for _, new in run)
    return size


def look(cell: Cell) -> Look:
    """What can be seen of a cell; of a blank's foreground nothing can, unless it is underlined, struck out or reversed."""
    ground = f"foreground {cell.fg}" if cell.reverse and cell.fg == "default" else cell.fg if cell.reverse else cell.bg
    ink = f"background {cell.bg}" if cell.reverse and cell.bg == "default" else cell.bg if cell.reverse else cell.fg
    drawn = cell.underscore or cell.strikethrough
    if cell.data in {"", " "} and not drawn:
        return cell.data, ground, cell.reverse and cell.dim, cell.link
    return (
        cell.data,
        ground,
        ink,
        cell.bold,
        cell.italics,
        cell.underscore,
        cell.strikethrough,
        cell.blink,
        cell.dim,
        cell.link,
    )
