"""What two programs do at the same moment: the one is made to come in between two steps of the other, and nothing is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.store import merge
from sqs_tui.store.carry import merge_library
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.merge import Came
from sqs_tui.store.places import change_bytes
from tests.store.helpers import Clock, answer, lead_to, opened

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))


class Race:
    """A library and a copy of it elsewhere, with the record BU07 in both."""

    def __init__(self, path: Path) -> None:
        self.path = path
        first = opened(path / "here", by="ann")
        self.record = first.add_record("case", "BU07").id
        answer(first, self.record, "1.1", YES)
        shutil.copytree(path / "here", path / "there")
        self.library = Library(path / "here" / "library")
        self.there = opened(path / "there", by="bob")

    def here(self, by: str = "ann") -> OpenInspection:
        return opened(self.path / "here", by=by, now=Clock())

    def merge(self) -> Came:
        (came,) = merge_library(self.library, self.path / "there" / "library")
        return came

    def opened_again_elsewhere(self) -> OpenInspection:
        """A copy of what is here, in which the record was opened again and somebody wrote in the letter."""
        shutil.rmtree(self.path / "there")
        shutil.copytree(self.path / "here", self.path / "there")
        there = opened(self.path / "there", by="bob", now=Clock())
        there.set_state(self.record, RecordState.IN_PROGRESS, "a mistake")
        there.letter.put({"paragraph:opening": ParagraphEntry(text="A letter.")})
        return there

    def lines(self) -> tuple[set[str], set[str]]:
        """The ids of the lines on answers in the record's file, and of all that are held for it."""
        here = self.here()
        filed = {line.id for record, line in here.lines() if record == self.record}
        held = {line.id for conflict in here.conflicts() if conflict.held for line in conflict.lines}
        return filed, held


@pytest.fixture
def race(tmp_path: Path) -> Race:
    return Race(tmp_path)


@pytest.fixture
def before_save(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Have something done once, just before a merge saves the file of this name."""

    def arrange(name: str, action: Callable[[], object]) -> None:
        waiting = [action]

        def watched(path: Path, made: Callable[[bytes | None], bytes | None]) -> None:
            if path.name == name and waiting:
                waiting.pop()()
            change_bytes(path, made)

        monkeypatch.setattr(merge, "change_bytes", watched)

    return arrange


BeforeSave = Callable[[str, Callable[[], object]], None]


def test_an_answer_given_while_a_sign_off_is_merged_is_held(race: Race, before_save: BeforeSave) -> None:
    lead_to(race.there, race.record, RecordState.SIGNED_OFF)
    ann = race.here()

    def put() -> str:
        line = ann.put(race.record, "1.2", NO, act=ann.new_act())
        assert line
        written.append(line.id)
        return line.id

    written: list[str] = []
    before_save("BU07.json", put)
    race.merge()
    filed, held = race.lines()
    assert written
    assert race.here().record(race.record).state is RecordState.SIGNED_OFF
    assert written[0] in held - filed


def test_what_comes_for_a_record_that_is_signed_off_at_this_moment_is_held(race: Race, before_save: BeforeSave) -> None:
    line = race.there.put(race.record, "1.2", NO, act=race.there.new_act())
    before_save("BU07.json", lambda: lead_to(race.here(), race.record, RecordState.SIGNED_OFF))
    assert line
    assert race.merge().held == 1
    filed, held = race.lines()
    assert line.id in held - filed


def test_what_waits_is_let_go_only_while_it_lies_in_the_file_of_its_record(race: Race, before_save: BeforeSave) -> None:
    ann = race.here()
    lead_to(ann, race.record, RecordState.SIGNED_OFF)
    line = race.there.put(race.record, "1.2", NO, act=race.there.new_act())
    race.merge()
    file = ann.folder / "cases" / "BU07.json"
    without = file.read_bytes()
    race.there = race.opened_again_elsewhere()
    before_save("letter.json", lambda: file.write_bytes(without))
    race.merge()
    filed, held = race.lines()
    assert line
    assert line.id in held - filed
