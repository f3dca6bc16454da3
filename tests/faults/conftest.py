"""Counts what the tests of this folder did, and prints it: `make faults`.

A test says how often it breaks something by `how_often(1000, quick=20)`: the first number with `make faults` (pytest's option
`--full`), the second in `make test`. When it has done so, it tells what it counted, and then asserts on the same numbers:

    def test_nothing_is_lost_to_kills(counted: Counted, how_often: HowOften) -> None:
        kills = how_often(1000, quick=20)
        ...
        counted("kill -9 after an answer", kills, lost=lost, damaged=damaged, longest_wait_s=0.4)
        assert (lost, damaged) == (0, 0)

Each text is a line of the table. Where several tests, or several parameters of one, give the same text, their lines become one:
whole numbers are added up, of decimal fractions the largest stands. Tests are best parted by a parameter (a seed), so that
`make faults` keeps every processor busy; a test that takes longer than a minute in full needs no mark, since its limit is an
hour there. A test that is skipped has its reason in the table. All this works under xdist: counts travel with the test's report.
"""

from collections.abc import Callable
from typing import Protocol, TypedDict, cast

import pytest

_COUNTED = "counted"
_FULL_TIMEOUT = 3600


class _Told(TypedDict):
    what: str
    times: int
    counts: dict[str, int | float]


class Counted(Protocol):
    """Takes one line of the table: what was done, how often, and what was counted (underscores of a name print as blanks)."""

    def __call__(self, what: str, times: int, /, **counts: float) -> None: ...


class HowOften(Protocol):
    """Gives the first number with `make faults`, the other in the daily run."""

    def __call__(self, full: int, *, quick: int) -> int: ...


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    def tell(what: str, times: int, /, **counts: float) -> None:
        record_property(_COUNTED, _Told(what=what, times=times, counts=counts))

    return tell


@pytest.fixture
def how_often(pytestconfig: pytest.Config) -> HowOften:
    return lambda full, *, quick: full if is_full(pytestconfig) else quick


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full", action="store_true", help="break things as often as `make faults` does, and print what was counted"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_full(config):
        for item in items:
            item.add_marker(pytest.mark.timeout(_FULL_TIMEOUT), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not is_full(config):
        return
    rows = _rows(
        [
            cast("_Told", value)
            for outcome in ("passed", "failed")
            for report in terminalreporter.getreports(outcome)
            for name, value in report.user_properties
            if name == _COUNTED
        ]
    )
    width = max((len(what) for what in rows), default=0)
    terminalreporter.section("what was broken, and how often")
    for what, (times, counts) in rows.items():
        told = "   ".join(f"{name.replace('_', ' ')} {_number(count)}" for name, count in counts.items())
        terminalreporter.line(f"{what:{width}}  {times:>7,}   {told}")
    for report in terminalreporter.getreports("skipped"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.line(f"NOT RUN: {report.nodeid.rpartition('::')[2]}: {reason}")


def _rows(told: list[_Told]) -> dict[str, tuple[int, dict[str, int | float]]]:
    """The lines by their text, those of the same text in one."""
    rows: dict[str, tuple[int, dict[str, int | float]]] = {}
    for one in sorted(told, key=lambda one: one["what"]):
        times, counts = rows.setdefault(one["what"], (0, {}))
        for name, count in one["counts"].items():
            before = counts.get(name, 0)
            counts[name] = max(before, count) if isinstance(count, float) else before + count
        rows[one["what"]] = times + one["times"], counts
    return rows


def _number(count: float) -> str:
    return f"{count:.2f}" if isinstance(count, float) else f"{count:,}"


def is_full(config: pytest.Config) -> bool:
    """Whether this is `make faults`; for tests that have more parts then."""
    return bool(config.getoption("--full", default=False))
