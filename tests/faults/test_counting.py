"""The table that `make faults` prints comes from what the tests counted, and from nothing else."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
TESTS = """
import pytest

@pytest.mark.parametrize("seed", range(2))
def test_breaks(counted, how_often, seed):
    counted("kill -9", how_often(1500, quick=2), lost=seed, damaged=0, longest_s=0.25 + seed)

def test_fails(counted):
    counted("a hang-up", 7, lost=1)
    assert not "lost"

def test_cannot():
    pytest.skip("needs root")
"""


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makepyfile(TESTS)
    return pytester


@pytest.mark.parametrize("processes", [0, 2])
def test_in_full_each_text_is_a_line_with_the_sums_of_all_its_tests(folder: pytest.Pytester, processes: int) -> None:
    ran = folder.runpytest_subprocess("--full", "-p", "xdist", f"-n{processes}")
    ran.assert_outcomes(passed=2, failed=1, skipped=1)
    ran.stdout.fnmatch_lines(
        [
            "a hang-up        7   lost 1",
            "kill -9      3,000   lost 1   damaged 0   longest s 1.25",
            "NOT RUN: test_cannot: Skipped: needs root",
        ]
    )


def test_the_daily_run_breaks_less_and_prints_no_table(folder: pytest.Pytester) -> None:
    ran = folder.runpytest_subprocess()
    ran.assert_outcomes(passed=2, failed=1, skipped=1)
    ran.stdout.no_fnmatch_line("*what was broken*")
