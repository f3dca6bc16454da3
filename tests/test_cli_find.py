"""`find`: which inspections are looked through, and what is said of those that could not be read."""

import json
from pathlib import Path

import pytest

from sqs_tui.store.library import Library
from tests.test_cli import Run, run
from tests.visits import inspect

__all__ = ["run"]  # a fixture

OLD, NEW = "bury-2013-03", "bury-2015-03"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Bury, inspected twice, of two cases each, and Leeds."""
    library = Library(tmp_path / "library")
    for area, year in (("Bury", 2013), ("Bury", 2015), ("Leeds", 2014)):
        inspect(library, area, year, {"1.1": "1/2"})
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(library.path))
    return library.path


def test_an_area_that_was_inspected_twice_is_looked_through_in_both(run: Run, library: Path) -> None:
    ran = run("find", "bury", "answer:no", "late", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [(hit["inspection"], hit["kind"], hit["place"]) for hit in json.loads(ran.out)] == [
        (NEW, "answer", "C02 1.1"),
        (OLD, "answer", "C02 1.1"),
    ]
    assert [line.split()[0] for line in run("find", "bury", "by:ann").out.splitlines()] == [NEW, NEW, OLD, OLD]
    assert run("find", "bury", "--limit", "3", "by:ann").err.startswith("sqs-tui: there are more than 3")


def test_the_mere_beginning_of_several_names_is_a_word_and_told_where_it_finds_nothing(run: Run, library: Path) -> None:
    several = f'Several inspections begin with "bu": {OLD}, {NEW}. Give more of the name.'
    ran = run("find", "bu", "nothing-of-the-kind")
    assert (ran.code, ran.out, ran.err) == (1, "", f"sqs-tui: {several}\nsqs-tui: nothing is found.\n")
    assert run("find", "bu", "by:nobody").err.startswith(f"sqs-tui: {several}\n")


@pytest.mark.parametrize("typed", ["assessed", "nothing-of-the-kind", "area:Leeds"])
def test_an_inspection_that_cannot_be_read_is_told(run: Run, library: Path, typed: str) -> None:
    (library / "leeds-2014-03" / "inspection.json").write_text("{")
    told = "sqs-tui: leeds-2014-03: leeds-2014-03/inspection.json is damaged: it is not JSON, or breaks off."
    for _ in range(2):  # also where it is only remembered
        ran = run("find", typed)
        assert ran.code == (2 if typed.startswith("area") else 1)
        assert ran.err.startswith(told)
        assert bool(ran.out) is (typed == "assessed")
    (library / NEW / "inspection.json").write_text("{")
    ran = run("find", "bury", "by:ann")
    assert (ran.code, {line.split()[0] for line in ran.out.splitlines()}) == (1, {OLD})
    assert ran.err.startswith(f"sqs-tui: {NEW}: {NEW}/inspection.json is damaged")


def test_an_inspection_of_which_some_records_cannot_be_read_is_told(run: Run, library: Path) -> None:
    next((library / OLD / "cases").glob("*.json")).write_text("{")
    ran = run("find", "assessed")
    assert (ran.code, ran.err) == (1, f"sqs-tui: {OLD}: 1 of its files cannot be read; opening it names them.\n")
    assert OLD in ran.out


def test_an_option_that_is_unknown_stays_so(run: Run, library: Path) -> None:
    ran = run("find", "bury", "--limits", "3", "plan")
    assert (ran.code, "unrecognized arguments: --limits 3 plan" in ran.err) == (2, True)
