"""What was measured: figures beside their budgets, as a table, as JSON and as docs/performance.md."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

DOCS = Path(__file__).parent.parent / "docs"
_HOW = Path(__file__).with_name("performance.md")
_HEAD = ("what", "median", "p95", "budget", "set against", "")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table."""

    what: str
    median: float
    p95: float | None = None
    unit: str = "ms"
    budget: float | None = None
    """What the median may be; None where the issue of budgets names none."""
    budget_p95: float | None = None
    against: str = ""
    """What it was set against in the same run, in words and figures."""
    over: bool = False
    count: int = 1
    """How many measurements the median is of."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one run, by group, and where and when it was."""

    machine: dict[str, str]
    figures: dict[str, list[Figure]]


def figure(
    what: str,
    measured: Sequence[float],
    *,
    unit: str = "ms",
    budget: float | None = None,
    budget_p95: float | None = None,
    against: str = "",
    over: bool | None = None,
) -> Figure:
    """Make a line of the table from measurements; without `over` the median, and the p95 where it has a budget, decide."""
    middle, slow = statistics.median(measured), p95(measured)
    beyond = (budget is not None and middle > budget) or (budget_p95 is not None and slow > budget_p95)
    return Figure(
        what=what,
        median=middle,
        p95=slow if len(measured) > 1 else None,
        unit=unit,
        budget=budget,
        budget_p95=budget_p95,
        against=against,
        over=beyond if over is None else over,
        count=len(measured),
    )


def p95(measured: Sequence[float]) -> float:
    """The measurement that 95 % of them do not exceed."""
    return sorted(measured)[max(0, -(-len(measured) * 95 // 100) - 1)]


def machine() -> dict[str, str]:
    """Where and when this is: what has a bearing on the figures."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "textual": version("textual"),
        "terminal": "pyte behind a pty, TERM=xterm-256color",
    }


def text_of(figure: Figure) -> str:
    """A figure as a line for people at a terminal."""
    what, *cells = row_of(figure)
    median, slow, budget, against, over = cells
    return f"{what:<86} {median:>12} {slow:>9} {budget:>14}  {over:<5} {against}".rstrip()


HEAD = f"{_HEAD[0]:<86} {_HEAD[1]:>12} {_HEAD[2]:>9} {_HEAD[3]:>14}  {'':<5} {_HEAD[4]}"


def row_of(figure: Figure) -> tuple[str, str, str, str, str, str]:
    """The cells of a figure in the order of the table's head."""
    budget = "" if figure.budget is None else _number(figure.budget)
    if figure.budget_p95 is not None:
        budget += f" / {_number(figure.budget_p95)}"
    return (
        figure.what,
        f"{_number(figure.median)} {figure.unit}".rstrip(),
        "" if figure.p95 is None else _number(figure.p95),
        budget,
        figure.against,
        "over" if figure.over else "",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def write(run: Run) -> None:
    """Keep a run in docs/: the figures for programs, and the page for people."""
    (DOCS / "performance.json").write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
    (DOCS / "performance.md").write_text(page(run, _HOW.read_text("utf-8")), "utf-8")


def page(run: Run, how: str) -> str:
    """The page: what the figures mean, with the place, the count of budgets and the tables put in."""
    every = [figure for figures in run.figures.values() for figure in figures]
    bounded = [figure for figure in every if figure.budget is not None]
    over = [figure for figure in bounded if figure.over]
    place = "; ".join(f"{name} {value}" for name, value in run.machine.items())
    count = f"{len(bounded) - len(over)} of {len(bounded)} figures that have a budget keep it."
    tables = "\n".join(f"## {group}\n\n{_table(figures)}" for group, figures in run.figures.items())
    return how.format(place=place, count=count, tables=tables)


def _table(figures: Iterable[Figure]) -> str:
    rows = [_HEAD, ("---", "---:", "---:", "---:", "---", "---"), *map(row_of, figures)]
    return "".join(f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |\n" for row in rows)
