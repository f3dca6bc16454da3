"""What two programs do at the same moment: the one is made to come in between two steps of the other, and nothing is lost."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import Change, Content, RecordState
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store import merge
from sqs_tui.store.carry import merge_library
from sqs_tui.store.encoding import encoded
from sqs_tui.store.files import put_in_place
from sqs_tui.store.findings import Finding, Repair
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.inspection_file import DETAILS
from sqs_tui.store.library import Library
from sqs_tui.store.merge import Came
from sqs_tui.store.places import change_bytes
from sqs_tui.store.repair import repair
from sqs_tui.store.restoring import plan, restore
from sqs_tui.store.verify import verify
from tests.store.helpers import FOLDER, START, Clock, answer, lead_to, make, opened

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


# Deleting for good


def test_a_record_that_was_brought_back_meanwhile_is_not_deleted(race: Race) -> None:
    ann, lead = race.here(), race.here("lead")
    ann.trash_record(race.record)
    lead.refresh()
    ann.bring_back(race.record)
    answer(ann, race.record, "1.2", NO)
    with pytest.raises(LibraryError, match="BU07 is not in the trash"):
        lead.delete_record(race.record)
    assert race.here().contents(race.record) == {"1.1": YES, "1.2": NO}
    assert race.here()._details.state.deleted == {}


def test_deleting_that_was_cut_short_is_completed_by_another(race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = race.here()
    ann.trash_record(race.record)
    unlink = Path.unlink

    def broken(path: Path, **options: bool) -> None:
        if path.name == "BU07.json":
            raise OSError(errno.EIO, "broken")
        unlink(path, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", broken)
        with pytest.raises(NotSavedError):
            ann.delete_record(race.record)
    again = race.here()
    marks = len(again._details.state.changes)
    assert list(again.delete_record(race.record).values()) == ["cases/BU07.json"]
    assert race.here().trashed() == []
    assert len(again._details.state.changes) == marks


def test_what_went_into_the_trash_meanwhile_is_not_scored_again(race: Race) -> None:
    lead, ann = race.here("lead"), race.here()
    lead_to(lead, race.record, RecordState.COMPLETE)
    ann.trash_record(race.record)
    with pytest.raises(LibraryError, match="BU07 is in the trash: bring it back first"):
        lead.begin_second(race.record, "ben")
    assert race.here().seconds() == []


def test_an_inspection_that_was_brought_back_meanwhile_is_not_deleted(race: Race) -> None:
    race.library.trash(FOLDER)
    trashed = race.library.find_trashed(FOLDER)
    race.library.restore()
    with pytest.raises(LibraryError, match="no longer in the trash"):
        race.library.delete(trashed, snapshots=True)
    assert race.library.deleted() == {}


def test_what_a_killed_deletion_left_goes_with_the_next_change_of_the_list(race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    race.library.snapshot(FOLDER, why="test")
    race.library.trash(FOLDER)
    trashed = race.library.find_trashed(FOLDER)
    with monkeypatch.context() as patched:
        patched.setattr("sqs_tui.store.trash.clear_deleting", lambda _: None)
        race.library.delete(trashed, snapshots=True)
    assert race.library.backups.known() == []
    assert [path.name for path in (race.library.path / ".trash").iterdir()] == [f".deleting-{trashed.name}"]
    make(race.path / "here")
    assert list((race.library.path / ".trash").iterdir()) == []


def test_what_was_deleted_for_good_and_brought_back_is_merged_again(race: Race) -> None:
    source = race.library.snapshot(FOLDER, why="test")
    race.library.trash(FOLDER)
    race.library.delete(race.library.find_trashed(FOLDER))
    assert "deleted for good" in race.merge().refused[0]
    race.library.bring_back(source)
    answer(race.there, race.record, "1.2", NO)
    assert race.merge().answers == 1


def test_no_merge_brings_the_second_scoring_of_a_deleted_record(race: Race) -> None:
    lead_to(race.there, race.record, RecordState.COMPLETE)
    race.there.begin_second(race.record, "ben")
    assert race.merge().records == ("BU07",)
    ann = race.here()
    ann.trash_record(race.record)
    assert set(ann.delete_record(race.record).values()) == {"cases/BU07.json", "second/BU07.json"}
    race.there.begin_second(race.record, "cem")
    assert len(race.merge().refused) == 3
    assert list(race.here().seconds()) == []
    (new,) = merge_library(Library(race.path / "new"), race.library.path)
    assert new.records == ()


# Bringing in


def test_an_inspection_that_two_bring_in_at_once_comes_once(race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(race.path / "new")
    put = Library.put

    def late(self: Library, *given: Any) -> str:
        monkeypatch.setattr(Library, "put", put)
        merge_library(library, race.library.path)
        return put(self, *given)

    monkeypatch.setattr(Library, "put", late)
    (came,) = merge_library(library, race.library.path)
    assert "has just come into the library" in came.refused[0]
    assert library.folders() == [FOLDER]


# Verification


def held_in(race: Race) -> OpenInspection:
    """The inspection here, with a line that is held for a record that is signed off."""
    lead_to(race.here(), race.record, RecordState.SIGNED_OFF)
    answer(race.there, race.record, "1.2", NO)
    race.there.change_record(race.record, case_manager="cem")
    race.merge()
    return race.here()


def found(race: Race) -> list[Finding]:
    folder = race.library.path / FOLDER
    return verify(folder, race.library.backups.of(folder))


def edit(path: Path, change: Callable[[Any], object]) -> None:
    tables = msgspec.json.decode(path.read_bytes())
    change(tables)
    path.write_bytes(encoded(tables))


def test_what_waits_for_a_record_that_is_not_signed_off_is_found_and_comes_in(race: Race) -> None:
    here = held_in(race)
    other = here.add_record("case", "BU08").id
    edit(here.folder / DETAILS, lambda tables: [one.update(record=other) for one in tables["held"].values()])
    assert [one.repair for one in found(race)] == [Repair.TAKE_IN]
    repaired = repair(here.folder, race.library.backups.of(here.folder), START)
    assert (len(repaired.done), repaired.left) == (1, ())
    assert race.here().contents(other) == {"1.2": NO}
    assert [conflict for conflict in race.here().conflicts() if conflict.held] == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda held, _: [one.update(record="gone") for one in held], "it holds changes for the record gone, which is not there"),
        (
            lambda held, lines: [one["answer"].update(lines[0] | {"by": "x"}) for one in held if "answer" in one],
            "bears another id",
        ),
        (lambda held, _: [one["field"].update(new=["x"]) for one in held if "field" in one], "Expected `str`, got `array`"),
    ],
    ids=["no record", "another line", "no value of its field"],
)
def test_what_waits_and_does_not_fit_is_found(race: Race, change: Callable[[Any, Any], object], what: str) -> None:
    here = held_in(race)
    lines = [msgspec.to_builtins(line) for record, line in here.lines() if record and isinstance(line, Change)]
    edit(here.folder / DETAILS, lambda tables: change(list(tables["held"].values()), lines))
    assert what in found(race)[0].what


def test_a_record_in_the_folder_of_another_unit_is_found(race: Race) -> None:
    folder = race.library.path / FOLDER
    (folder / "cases" / "BU07.json").rename(folder / "staff" / "BU07.json")
    assert [one.what for one in found(race)] == ["it lies in the wrong folder"]


def test_a_record_that_was_deleted_for_good_and_is_still_there_is_found(race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = race.here()
    ann.trash_record(race.record)
    with monkeypatch.context() as patched:
        patched.setattr("sqs_tui.store.shelf.Shelf.delete", lambda *_: (_ for _ in ()).throw(NotSavedError("killed")))
        with pytest.raises(NotSavedError):
            ann.delete_record(race.record)
    assert [one.what for one in found(race)] == ["its record was deleted for good, and is still here"]


def test_a_line_of_another_record_is_found(race: Race) -> None:
    here = race.here()
    here.add_record("case", "BU08")
    lines = msgspec.json.decode((here.folder / "cases" / "BU07.json").read_bytes())["changes"]
    edit(here.folder / "cases" / "BU08.json", lambda tables: tables.update(changes=lines))
    assert f"the change {min(lines)} is that of cases/BU07.json" in [one.what for one in found(race)]


@pytest.mark.parametrize(("place", "table"), [("cases/BU07.json", "answers"), ("letter.json", "entries")])
def test_a_list_that_alone_tells_of_a_lost_line_is_not_written_anew(race: Race, place: str, table: str) -> None:
    here = race.here()
    here.letter.put({"paragraph:opening": ParagraphEntry(text="A letter.")})
    edit(here.folder / place, lambda tables: tables.update(changes={}))
    (one,) = found(race)
    assert (one.place, one.repair) == (place, Repair.NONE)
    assert f'its table "{table}"' in one.what


@pytest.mark.parametrize("field", ["created", "drawn"])
def test_the_seal_holds_all_of_the_record(race: Race, field: str) -> None:
    here = race.here()
    lead_to(here, race.record, RecordState.SIGNED_OFF)
    path = here.folder / "cases" / "BU07.json"
    edit(path, lambda tables: next(iter(tables["record"].values())).update({field: "2014-01-01T00:00:00.000Z"}))
    assert "its file was changed since by other means" in found(race)[0].what


# Moderation


def test_a_decision_whose_answer_was_not_saved_is_none(race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(race.there, race.record, RecordState.COMPLETE)
    with monkeypatch.context() as patched:
        patched.setattr("sqs_tui.store.second.random_name", lambda size: "f" * 2 * size)  # behind the first in any order
        second = race.there.begin_second(race.record, "ben")
    ben, lead = (opened(race.path / "there", by=by, now=Clock()) for by in ("ben", "lead"))
    answer(ben, second.id, "1.1", NO)
    lead_to(ben, second.id, RecordState.COMPLETE)
    lead.refresh()

    def full(path: Path) -> None:
        if path.parent.name == "cases":
            raise OSError(errno.ENOSPC, "full")
        put_in_place(path)

    with monkeypatch.context() as patched:
        patched.setattr("sqs_tui.store.storage.put_in_place", full)
        with pytest.raises(NotSavedError):
            lead.moderate(second.id, "1.1", NO, "Ben is right.")
    lead.refresh()
    compared = lead.comparison(second.id)
    assert compared
    assert (compared.decisions, lead.contents(race.record)["1.1"]) == ({}, YES)
    lead.moderate(second.id, "1.1", NO, "Ben is right.")
    assert lead.contents(race.record)["1.1"] == NO


@pytest.mark.parametrize("side", ["here", "there"])
def test_a_merge_tells_of_a_record_that_it_leaves_in_the_trash(race: Race, side: str) -> None:
    here = race.here()
    thrown, used = (here, race.there) if side == "here" else (race.there, here)
    thrown.trash_record(race.record)
    answer(used, race.record, "1.2", NO)
    said = (f"BU07 was put into the trash by {thrown.by}: bring it back if its answers are to count.",)
    assert race.merge().refused == said
    assert race.merge().refused == ()


# Restoring


def test_a_restore_changes_nothing_that_was_signed_off_since_it_was_planned(race: Race) -> None:
    source = race.library.snapshot(FOLDER, why="test")
    ann, folder = race.here(), race.library.path / FOLDER
    answer(ann, race.record, "1.2", NO)
    steps = plan(folder, source)
    lead_to(ann, race.record, RecordState.SIGNED_OFF)
    signed = (folder / "cases" / "BU07.json").read_bytes()
    with pytest.raises(NotSavedError, match="somebody has changed it"):
        restore(race.library.backups.of(folder), folder, steps, START)
    assert (folder / "cases" / "BU07.json").read_bytes() == signed


def test_nothing_is_left_where_an_inspection_was_that_went_into_the_trash(race: Race, before_save: BeforeSave) -> None:
    answer(race.there, race.record, "1.2", NO)
    before_save(DETAILS, lambda: race.library.trash(FOLDER))
    with pytest.raises(NotSavedError, match="it is no longer there; bring it back from the trash"):
        race.merge()
    assert race.library.folders() == []
