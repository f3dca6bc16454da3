"""The libraries that the benchmarks make by copying files are as sound as those that the program makes."""

import os
from pathlib import Path

import pytest

from benchmarks.libraries import ALREADY, INSPECTOR, many, opened, sixty
from sqs_tui.domain.records import BLANK
from sqs_tui.store.library import Library
from sqs_tui.store.verify import verify


@pytest.fixture(autouse=True)
def nothing_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # what is made here need not outlive a power cut


def test_sixty_cases_have_ids_of_their_own_and_the_last_eight_wait(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    book = opened(library.path, sixty(library.path))
    cases = book.records("case")
    lines = [line.id for _, line in book.lines()]
    assert len({case.id for case in cases}) == len({case.reference for case in cases}) == 60
    assert len(set(lines)) == len(lines)
    assert [case.reference for case in cases if case.inspector == INSPECTOR] == [f"BU{number}" for number in range(53, 61)]
    assert len(book.contents(book.record("BU53").id)) == ALREADY
    assert verify(book.folder, library.backups.of(book.folder)) == []


def test_many_inspections_are_other_inspections_with_the_same_cases(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    folders = many(library.path, 3)
    entries = library.entries()
    assert sorted(folders) == [entry.folder for entry in entries]
    assert [entry.fault for entry in entries] == [""] * 3
    assert len({entry.details.id for entry in entries if entry.details}) == 3
    assert [entry.records["case"] for entry in entries] == [14] * 3


def test_an_answer_in_one_of_many_inspections_is_in_no_other(tmp_path: Path) -> None:
    library = tmp_path / "library"
    first, second = many(library, 2)
    book, untouched = opened(library, first), opened(library, second)
    record = book.record("BU01").id
    before = untouched.contents(record)
    book.put(record, "4.5", BLANK, act=book.new_act())
    assert book.contents(record) != before
    assert opened(library, second).contents(record) == before
