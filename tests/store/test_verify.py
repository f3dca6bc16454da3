"""Verifying: what is not as it should be is found, named and, where it is offered, put right; what is well is not touched."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.letter.entries import Decision, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import Content, Draft, RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.store.findings import Badness, Finding, Repair
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.library import Library
from sqs_tui.store.locks import locked
from sqs_tui.store.repair import Repaired, repair
from sqs_tui.store.verify import verify
from tests.store.helpers import START, answer, case_list, lead_to, make, opened, snapshot, waive_all

CASE = "cases/BU07.json"
YES, NO = Content(value="yes"), Content(value="no", reasons=("late",), note="a note", quote=True)


class Whole:
    """An inspection in which everything has been done that can be done."""

    def __init__(self, path: Path) -> None:
        self.library = make(path)
        ann = opened(path)
        record = ann.add_record("case", "BU07", inspector="ann").id
        other = ann.add_record("case", "BU08").id
        staff = ann.add_record("staff", "CM1").id
        answer(ann, record, "1.1", NO)
        answer(ann, record, "fact", YES)
        answer(ann, record, "fact", Content())
        answer(ann, other, "1.1", YES)
        answer(ann, staff, "s1", YES)
        ann.undo()
        ann.redo()
        ann.change_record(record, case_manager="CM1")
        ann.undo_on_records()
        lead_to(ann, other, RecordState.COMPLETE)
        ann.change_details(lead="A lead")
        ann.sample.add(lists={"1a": case_list("1a")})
        ann.save_draft(record, Draft(question="1.2", note="typed", caret=3, act="a", by="ann"))
        bob = opened(path, by="bob")
        answer(bob, record, "1.1", YES)
        answer(ann, record, "1.1", Content(value="na"))
        ann.letter.put(
            {
                "paragraph:p": ParagraphEntry(text="words"),
                "area:plans": Decision(sign=Sign.STRENGTH),
                "quote:q": Quote(record=record, question="1.1", original="a note", text="a note"),
                "waiver:w": Waiver(says="this", reason="that"),
            }
        )
        ann.letter.undo()
        ann.letter.redo()
        ann.letter.save_draft(LetterDraft(paragraph="p", text="typed", caret=(0, 1)))
        assert ann.conflicts()
        bob.refresh()
        second = ann.begin_second(other, "bob").id
        bob.refresh()
        answer(bob, second, "1.1", NO)
        waive_all(bob, second)
        bob.set_state(second, RecordState.COMPLETE)
        self.folder = ann.folder
        self.snapshots = self.library.backups.of(self.folder)
        self.snapshots.take(self.folder, why="test", at=START)
        self.record = record

    def path(self, place: str = CASE) -> Path:
        return self.folder / place

    def found(self) -> list[Finding]:
        before = snapshot(self.library.path)
        found = verify(self.folder, self.library.backups.of(self.folder))
        assert snapshot(self.library.path) == before
        return found

    def repair(self) -> Repaired:
        return repair(self.folder, self.library.backups.of(self.folder), START + timedelta(hours=1))

    def change(self, change: Callable[[dict[str, Any]], object], place: str = CASE) -> None:
        data = msgspec.json.decode(self.path(place).read_bytes())
        change(data)
        self.path(place).write_bytes(msgspec.json.encode(data))


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    return Whole(tmp_path)


def test_what_the_program_writes_is_well(whole: Whole) -> None:
    assert whole.found() == []
    before = snapshot(whole.library.path)
    assert whole.repair() == Repaired(done=(), left=(), before="")
    assert snapshot(whole.library.path) == before


def test_the_demonstration_is_well(demo_library: Path) -> None:
    library = Library(demo_library)
    for folder in library.folders():
        assert verify(demo_library / folder, library.backups.of(demo_library / folder)) == []


def test_it_is_still_well_after_a_restore_that_another_program_has_not_seen(whole: Whole, tmp_path: Path) -> None:
    inspection = opened(tmp_path)
    then = whole.path().read_bytes()
    answer(inspection, whole.record, "fact", YES)
    whole.path().write_bytes(then)
    answer(inspection, whole.record, "fact", Content(value="no"))
    assert whole.found() == []


# Damaged files


@pytest.mark.parametrize("place", [CASE, "inspection.json", "instrument.json", "letter.json", "sample.json"])
@pytest.mark.parametrize("content", [b"", b"[]", b'{"meta": {}}', None], ids=["empty", "list", "foreign", "missing"])
def test_a_damaged_or_missing_file_is_put_right_from_its_good_copy(whole: Whole, place: str, content: bytes | None) -> None:
    good = snapshot(whole.folder)
    whole.path(place).unlink()
    if content is not None:
        whole.path(place).write_bytes(content)
        whole.path(place).chmod(0o600)
    found = [one for one in whole.found() if one.place == place]
    assert [(one.badness, one.repair) for one in found] == [(Badness.DAMAGED, Repair.COPY)]
    done = whole.repair()
    assert done.left == ()
    assert done.before
    assert snapshot(whole.folder) == good
    assert [path.read_bytes() for path in (whole.snapshots.path / "damaged").glob("*")] == ([] if content is None else [content])


def test_details_and_instrument_that_are_both_damaged_are_both_put_right(whole: Whole) -> None:
    good = snapshot(whole.folder)
    whole.path("inspection.json").write_bytes(b"{")
    whole.path("instrument.json").write_bytes(b"{")
    assert whole.repair().left == ()
    assert snapshot(whole.folder) == good


def test_an_instrument_is_only_replaced_by_the_one_that_was_pinned(whole: Whole) -> None:
    other = whole.path("instrument.json").read_bytes() + b" "
    whole.path("instrument.json").write_bytes(other)
    kept = whole.snapshots.path / whole.snapshots.names()[0] / "instrument.json"
    kept.write_bytes(other)
    (found,) = [one for one in whole.found() if one.place == "instrument.json"]
    assert found.what == "it is not the instrument that this inspection began with"
    assert found.repair is Repair.NONE
    whole.repair()
    assert whole.path("instrument.json").read_bytes() == other


def test_without_a_good_copy_there_is_no_repair_and_the_bytes_stay(whole: Whole) -> None:
    whole.snapshots.forget()
    whole.path().write_bytes(b"null")
    (found,) = [one for one in whole.found() if one.place == CASE]
    assert found.remedy.startswith("no repair: there is no good copy of it")
    assert found in whole.repair().left
    assert whole.path().read_bytes() == b"null"


def test_a_file_of_a_newer_program_is_named_and_never_replaced(whole: Whole) -> None:
    newer = whole.path().read_bytes().replace(b'"format": 1', b'"format": 2')
    whole.path().write_bytes(newer)
    (found,) = [one for one in whole.found() if one.place == CASE]
    assert found.remedy == "no repair: update sqs-tui"
    whole.repair()
    assert whole.path().read_bytes() == newer


def test_a_record_that_lies_there_twice_is_named(whole: Whole) -> None:
    whole.path("cases/copy.json").write_bytes(whole.path().read_bytes())
    whole.path("cases/copy.json").chmod(0o600)
    (found,) = whole.found()
    assert (found.place, found.what) == ("cases/copy.json", f"it holds the same record as {CASE}")


# What does not fit together


def line(data: dict[str, Any], number: int = 0, table: str = "changes") -> dict[str, Any]:
    """A line of a history, by its number."""
    found: dict[str, Any] = list(data[table].values())[number]
    return found


INCONSISTENT: dict[str, tuple[str, Callable[[dict[str, Any]], object], str]] = {
    "a base that is gone": (CASE, lambda data: line(data).update(base=["gone"]), "replaced gone, which is not there"),
    "a base of another question": (
        CASE,
        lambda data: line(data, 1).update(base=[line(data)["id"]]),
        "which is about 1.1 and not about fact",
    ),
    "a base that came later": (CASE, lambda data: line(data, 1).update(base=[line(data, 2)["id"]]), "which came later"),
    "a time that is none": (CASE, lambda data: line(data).update(at="yesterday"), 'has no time: "yesterday"'),
    "a time without a zone": (CASE, lambda data: line(data).update(at="2013-03-18T09:00:00"), "has no time"),
    "nobody": (CASE, lambda data: line(data).update(by=""), "says nobody made it"),
    "an undo of nothing": (CASE, lambda data: line(data, 1).update(cause="undo"), "is an undo but names no act"),
    "an undo of what is gone": (
        CASE,
        lambda data: line(data, 1).update(cause="undo", undoes="gone"),
        "takes back or brings again the act gone, which is not there",
    ),
    "an answer that undoes": (CASE, lambda data: line(data).update(undoes="x"), "is an answer but names an act"),
    "no act": (CASE, lambda data: line(data).update(act=""), "belongs to no act"),
    "an unknown question": (CASE, lambda data: line(data).update(question="9.9"), 'there are answers to "9.9"'),
    "a question of another unit": (CASE, lambda data: line(data).update(question="s1"), "no question that is asked of a case"),
    "an unknown value": (
        CASE,
        lambda data: line(data, -1).update(new={"value": "perhaps"}),
        'the answer to 1.1 is "perhaps", which cannot be chosen there',
    ),
    "an unknown reason": (
        CASE,
        lambda data: line(data, -1).update(new={"value": "no", "reasons": ["rain"]}),
        'the answer to 1.1 has the reason "rain"',
    ),
    "a draft of nobody": (CASE, lambda data: data["draft"]["ann"].update(by="bob"), "what ann is typing is said to be typed by"),
    "a draft of no question": (CASE, lambda data: data["draft"]["ann"].update(question="9"), 'what ann is typing belongs to "9"'),
    "a caret outside": (CASE, lambda data: data["draft"]["ann"].update(caret=99), "has its caret at 99"),
    "a record made at no time": (
        CASE,
        lambda data: next(iter(data["record"].values())).update(created="once"),
        'the record\'s "created" is no time',
    ),
    "a field line with a base that is gone": (
        CASE,
        lambda data: line(data, 1, "record_changes").update(base=["gone"]),
        "replaced gone, which is not there",
    ),
    "a detail's base that is gone": (
        "inspection.json",
        lambda data: line(data, 1).update(base=["gone"]),
        "replaced gone, which is not there",
    ),
    "an unknown area": (
        "letter.json",
        lambda data: [one.update(key="area:none") for one in data["changes"].values() if one["key"] == "area:plans"],
        'it decides on "none"',
    ),
    "a kind that is none": (
        "letter.json",
        lambda data: line(data).update(key="poem:p"),
        'puts something under "poem:p" that does not belong there',
    ),
    "an entry of another kind": (
        "letter.json",
        lambda data: line(data).update(key="waiver:p"),
        'puts something under "waiver:p" that does not belong there',
    ),
    "a quote of a record that is gone": (
        "letter.json",
        lambda data: [
            one["new"].update(record="gone") for one in data["changes"].values() if one["key"] == "quote:q" and one.get("new")
        ],
        'the quote "q" is from a record that is not there',
    ),
    "a case list of no time": (
        "sample.json",
        lambda data: data["lists"]["1a"].update(at="once"),
        "what it keeps under 1a bears no time",
    ),
    "a case list of unknown records": (
        "sample.json",
        lambda data: data["lists"]["1a"].update(unit="dog"),
        "the case list 1a is of a kind of record that the criteria do not know",
    ),
    "a second scoring of what is gone": (
        "second/BU08.json",
        lambda data: next(iter(data["record"].values())).update(of="gone"),
        "it scores the record gone again, which is not there",
    ),
    "a comparison with what is gone": (
        "second/BU08.json",
        lambda data: [one.update(new=["gone"]) for one in data["record_changes"].values() if one["field"] == "compared"],
        "it was compared with the change gone, which is not there",
    ),
    "a quote of no question": (
        "letter.json",
        lambda data: [
            one["new"].update(question="9.9") for one in data["changes"].values() if one["key"] == "quote:q" and one.get("new")
        ],
        'the quote "q" is from "9.9"',
    ),
}


@pytest.mark.parametrize(("place", "change", "says"), INCONSISTENT.values(), ids=INCONSISTENT)
def test_what_does_not_fit_together_is_named_with_its_place(
    whole: Whole, place: str, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    whole.change(change, place)
    found = [one for one in whole.found() if says in one.what]
    assert found, [one.what for one in whole.found()]
    assert {(one.place, one.badness, one.repair) for one in found} == {(place, Badness.INCONSISTENT, Repair.NONE)}
    assert all(one.why for one in found)


@pytest.mark.parametrize(
    ("place", "table", "change"),
    [
        (CASE, "answers", lambda data: data["answers"].clear()),
        (CASE, "answers", lambda data: data["answers"]["1.1"]["content"].update(value="yes")),
        (CASE, "record", lambda data: next(iter(data["record"].values())).update(case_manager="another")),
        (CASE, "answers", lambda data: data.pop("answers")),
        ("inspection.json", "inspection", lambda data: next(iter(data["inspection"].values())).update(lead="nobody")),
        ("letter.json", "entries", lambda data: data["entries"].pop("paragraph:p")),
    ],
)
def test_a_list_that_is_not_what_the_history_says_is_written_anew(
    whole: Whole, place: str, table: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    whole.path(place).chmod(0o600)
    good = snapshot(whole.folder)
    whole.change(change, place)
    (found,) = whole.found()
    assert (found.place, found.repair) == (place, Repair.REPLAY)
    assert found.what == f'its table "{table}" is not what its history leads to'
    following = opened(tmp_path)
    done = whole.repair()
    assert (done.done, done.left) == ((found,), ())
    assert {file: msgspec.json.decode(content) for file, content in snapshot(whole.folder).items()} == {
        file: msgspec.json.decode(content) for file, content in good.items()
    }
    answer(following, whole.record, "fact", YES)
    assert whole.found() == []


# What does not belong there


def test_a_list_that_writes_out_what_may_be_left_out_says_the_same(whole: Whole) -> None:
    whole.change(lambda data: next(iter(data["inspection"].values())).update(published=""), "inspection.json")
    assert whole.found() == []
    whole.change(lambda data: next(iter(data["inspection"].values())).update(unknown=""), "inspection.json")
    assert [found.place for found in whole.found()] == ["inspection.json"]


def test_what_does_not_belong_there_is_named_and_only_what_a_save_left_is_removed(whole: Whole, tmp_path: Path) -> None:
    strays = {
        "readme.txt": "it is no file of an inspection",
        "notes.json": "it is no file of an inspection",
        "cases/BU07.json~": "it is no file of an inspection",
        "cases/.hidden": "it is no file of an inspection",
    }
    for place in strays:
        whole.path(place).write_bytes(b"mine")
    for place in ("old", "cases/deep"):
        whole.path(place).mkdir()
    (tmp_path / "elsewhere").write_bytes(b"")
    whole.path("cases/link.json").symlink_to(tmp_path / "elsewhere")
    left = whole.path("cases/.BU07.json.tmp")
    left.write_bytes(b"half")
    strays |= {"old": "it is no folder of an inspection", "cases/deep": "it is a folder where only records lie"}
    strays |= {"cases/link.json": "it is a link, and is not followed"}
    strays |= {"cases/.BU07.json.tmp": "it was left by a save of BU07.json that did not end"}
    assert {one.place: one.what for one in whole.found()} == strays
    assert {one.badness for one in whole.found()} == {Badness.STRAY}
    done = whole.repair()
    assert [one.place for one in done.done] == ["cases/.BU07.json.tmp"]
    assert not left.exists()
    assert {one.place for one in done.left} == strays.keys() - {"cases/.BU07.json.tmp"}
    assert all(whole.path(place).read_bytes() == b"mine" for place in ("readme.txt", "notes.json", "cases/.hidden"))


def test_what_is_being_saved_at_this_moment_is_not_removed(whole: Whole) -> None:
    left = whole.path("cases/.BU07.json.tmp")
    left.write_bytes(b"being written")
    with locked(whole.path()):
        whole.repair()
        assert left.exists()


@pytest.mark.parametrize("place", ["", "cases", CASE, "letter.json", "cases/.BU07.json.lock"])
def test_rights_that_let_others_in_are_mended(whole: Whole, place: str) -> None:
    path = whole.path(place) if place else whole.folder
    before = path.stat().st_mode
    path.chmod(0o755 if path.is_dir() else 0o644)
    (found,) = whole.found()
    assert (found.place, found.repair) == (place, Repair.MODE)
    assert whole.repair().left == ()
    assert path.stat().st_mode == before


def test_what_is_marked_read_only_is_meant_to_be(whole: Whole) -> None:
    whole.path().chmod(0o400)
    assert whole.found() == []


def test_in_a_shared_library_what_shuts_colleagues_out_is_mended(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library").chmod(0o2770)
    whole = Whole(tmp_path)
    assert whole.found() == []
    whole.path().chmod(0o600)
    (found,) = whole.found()
    assert found.what == "its rights are 600 where those of the rest are 660"
    assert whole.repair().left == ()


# Snapshots


def test_a_snapshot_that_has_gone_bad_is_named(whole: Whole) -> None:
    name = whole.snapshots.names()[0]
    (whole.snapshots.path / name / CASE).write_bytes(b"rotten")
    (found,) = whole.found()
    assert found.place == f".backup/{whole.snapshots.inspection}/{name}"
    assert found.what == f"the copy of {CASE} in it is not what it was"
    (whole.snapshots.path / name / ".snapshot.json").write_bytes(b"")
    assert [one.what for one in whole.found()] == ["the list of its files is damaged or missing"]


def test_a_finding_holds_nothing_that_a_terminal_takes_for_a_command(whole: Whole) -> None:
    whole.path("evil\x1b[31m\n.txt").write_bytes(b"")
    whole.change(lambda data: line(data).update(question="\u202e9.9\x07"))
    for one in whole.found():
        assert all(text.isprintable() for text in (one.place, one.what, one.remedy))
    assert len(whole.found()) >= 2


def test_details_that_name_an_instrument_that_nothing_holds_are_what_is_put_right(whole: Whole) -> None:
    good = snapshot(whole.folder)
    whole.change(lambda data: data["instrument"]["pinned"].update(sha256="0" * 64), "inspection.json")
    (found,) = whole.found()
    assert (found.place, found.what) == ("inspection.json", "it names another instrument than the one that is there")
    assert whole.repair().left == ()
    assert snapshot(whole.folder) == good


def test_a_second_scoring_in_the_wrong_folder_is_damaged(whole: Whole, tmp_path: Path) -> None:
    whole.path("second/BU08.json").rename(whole.path("cases/BU09.json"))
    (found,) = [one for one in whole.found() if one.place == "cases/BU09.json"]
    assert found.what == "it is a second scoring, and lies in the wrong folder"
    assert found.what in opened(tmp_path).damaged[0]
