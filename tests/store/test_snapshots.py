"""Snapshots: dated copies that nothing reaches any more, made whole or not at all, and let go of by age."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.records import Content
from sqs_tui.errors import NotSavedError
from sqs_tui.store.backups import Backups
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.places import Measure, is_place
from sqs_tui.store.snapshots import AGES, MANIFEST, Ages, Snapshots, kept_by_age, time_of
from tests.store.helpers import FOLDER, START, answer, make, opened, snapshot

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))
HOUR = timedelta(hours=1)


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    make(tmp_path)
    inspection = opened(tmp_path)
    for reference in ("BU07", "BU08"):
        answer(inspection, inspection.add_record("case", reference).id, "1.1", YES)
    return inspection


@pytest.fixture
def snapshots(tmp_path: Path, inspection: OpenInspection) -> Snapshots:
    return Backups(tmp_path / "library").of(inspection.folder)


def take(snapshots: Snapshots, inspection: OpenInspection, at: datetime = START) -> str:
    return snapshots.take(inspection.folder, why="test", at=at).name


def place(inspection: OpenInspection) -> Path:
    return inspection.folder / "cases" / "BU07.json"


def test_a_snapshot_holds_every_file_as_it_was(snapshots: Snapshots, inspection: OpenInspection) -> None:
    before = snapshot(inspection.folder)
    name = take(snapshots, inspection)
    answer(inspection, inspection.record("BU07").id, "1.1", NO)
    assert name == "20130318T090000000Z"
    source = snapshots.source(name)
    assert source
    assert {file: source.content(file) for file in source.manifest.files} == before
    assert (source.manifest.records, source.manifest.answers, source.manifest.folder) == (2, 2, FOLDER)
    assert source.manifest.inspection == inspection.details.id
    assert source.manifest.taken == "2013-03-18T09:00:00.000Z"
    assert all(not kept.fault for kept in source.manifest.files.values())


def test_where_nothing_has_changed_there_is_no_other_one(snapshots: Snapshots, inspection: OpenInspection) -> None:
    name = take(snapshots, inspection)
    place(inspection).touch()
    assert take(snapshots, inspection, START + HOUR) == name
    assert snapshots.names() == [name]


def test_what_has_not_changed_is_a_link_to_the_copy_before_and_never_to_the_live_file(
    snapshots: Snapshots, inspection: OpenInspection
) -> None:
    first = take(snapshots, inspection)
    answer(inspection, inspection.record("BU08").id, "1.1", NO)
    second = take(snapshots, inspection, START + HOUR)
    inodes = {name: (snapshots.path / name / "cases/BU07.json").stat().st_ino for name in (first, second)}
    assert inodes[first] == inodes[second] != place(inspection).stat().st_ino
    changed = {(snapshots.path / name / "cases/BU08.json").stat().st_ino for name in (first, second)}
    assert len(changed) == 2
    before = (snapshots.path / first / "cases/BU07.json").read_bytes()
    with place(inspection).open("r+b") as editor:  # one that writes in place
        editor.write(b"overwritten")
    assert (snapshots.path / first / "cases/BU07.json").read_bytes() == before


def test_without_hard_links_files_are_copied(
    snapshots: Snapshots, inspection: OpenInspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    first = take(snapshots, inspection)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    answer(inspection, inspection.record("BU08").id, "1.1", NO)
    second = take(snapshots, inspection, START + HOUR)
    same = [(snapshots.path / name / "cases/BU07.json") for name in (first, second)]
    assert same[0].read_bytes() == same[1].read_bytes()
    assert same[0].stat().st_ino != same[1].stat().st_ino


def test_a_copy_that_has_gone_bad_is_made_anew_and_not_handed_on(snapshots: Snapshots, inspection: OpenInspection) -> None:
    first = take(snapshots, inspection)
    (snapshots.path / first / "cases/BU07.json").write_bytes(b"rotten")
    second = take(snapshots, inspection, START + HOUR)
    assert second != first
    assert (snapshots.path / second / "cases/BU07.json").read_bytes() == place(inspection).read_bytes()


def test_the_newest_good_copy_is_found_behind_damaged_ones(snapshots: Snapshots, inspection: OpenInspection) -> None:
    good = place(inspection).read_bytes()
    first = take(snapshots, inspection)
    for hours, content in ((1, b""), (2, b"null"), (3, good[:-40])):
        place(inspection).write_bytes(content)
        take(snapshots, inspection, START + hours * HOUR)
    newest = snapshots.newest()
    assert newest
    assert newest.manifest.files["cases/BU07.json"].fault == "it is not JSON, or breaks off"
    ((source, content),) = snapshots.good_copies("cases/BU07.json", Measure(instrument=inspection.instrument))
    assert (source.name, content) == (first, good)


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_copied(
    snapshots: Snapshots, inspection: OpenInspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.open

    def refuse(path: str | Path, *rest: int) -> int:
        if Path(path) == place(inspection):
            raise PermissionError(13, "Permission denied")
        return really(path, *rest)

    monkeypatch.setattr(os, "open", refuse)
    source = snapshots.source(take(snapshots, inspection))
    assert source
    assert "cases/BU07.json" not in source.manifest.files
    assert "cases/BU08.json" in source.manifest.files


@pytest.mark.parametrize("step", ["rename", "fsync"])
def test_a_snapshot_that_fails_leaves_nothing_and_says_why(
    snapshots: Snapshots, inspection: OpenInspection, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = take(snapshots, inspection)
    answer(inspection, inspection.record("BU07").id, "1.1", NO)
    before = snapshot(snapshots.path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(*((Path, "rename", full) if step == "rename" else (os, "fsync", full)))
        with pytest.raises(NotSavedError, match=rf"The snapshot of {FOLDER} was not saved: the disk is full"):
            take(snapshots, inspection, START + HOUR)
    assert snapshot(snapshots.path) == before
    assert snapshots.names() == [first]
    assert take(snapshots, inspection, START + HOUR) != first


def test_what_a_killed_program_left_is_no_snapshot_and_is_cleared(snapshots: Snapshots, inspection: OpenInspection) -> None:
    take(snapshots, inspection)
    left = snapshots.path / ".new-12345678"
    left.mkdir()
    (left / MANIFEST).write_bytes(b"{")
    assert len(snapshots.all()) == 1
    take(snapshots, inspection, START + HOUR)
    assert not left.exists()


def test_links_and_hidden_and_foreign_files_are_not_copied(
    tmp_path: Path, snapshots: Snapshots, inspection: OpenInspection
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("no file of the inspection")
    for link in ("cases/BU99.json", "letter.json"):
        (inspection.folder / link).symlink_to(secret)
    (inspection.folder / "linked").symlink_to(inspection.folder / "cases")
    for foreign in ("cases/.BU07.json.tmp", "readme.txt", "notes.json", "cases/BU07.json~"):
        (inspection.folder / foreign).write_bytes(b"{}")
    source = snapshots.source(take(snapshots, inspection))
    assert source
    assert sorted(source.manifest.files) == ["cases/BU07.json", "cases/BU08.json", "inspection.json", "instrument.json"]


def test_a_clock_that_is_put_back_does_not_turn_the_order(snapshots: Snapshots, inspection: OpenInspection) -> None:
    first = take(snapshots, inspection)
    answer(inspection, inspection.record("BU07").id, "1.1", NO)
    second = take(snapshots, inspection, START - HOUR)
    assert snapshots.names() == [first, second]
    assert second == "20130318T090000001Z"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b'{"files": 1}', b'{"format": 9, "inspection": "", "folder": "a", "taken": "", "why": ""}'],
)
def test_a_snapshot_whose_list_is_damaged_is_passed_over(
    snapshots: Snapshots, inspection: OpenInspection, content: bytes
) -> None:
    first = take(snapshots, inspection)
    (snapshots.path / first / MANIFEST).write_bytes(content)
    assert snapshots.all() == []
    assert take(snapshots, inspection, START + HOUR) != first


@pytest.mark.parametrize("folder", ["..", "../x", "a/b", "", ".hidden", "a\\b", "x\x1b", "x" * 256])
def test_a_list_that_names_a_folder_elsewhere_is_no_list(snapshots: Snapshots, inspection: OpenInspection, folder: str) -> None:
    path = snapshots.path / take(snapshots, inspection) / MANIFEST
    data = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(data | {"folder": folder}))
    assert snapshots.all() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/etc/x.json",
        "../x.json",
        "cases/../x.json",
        "a/b/c.json",
        "cases/.x.json",
        ".x/y.json",
        "x.json",
        "cases/x.txt",
        "cases\\x.json",
        "cases/x\n.json",
        "cases//x.json",
        "cases/\udc80.json",
        f"cases/{'x' * 251}.json",
        "./letter.json",
    ],
)
def test_what_no_inspection_has_is_no_place(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize("text", ["letter.json", "inspection.json", "cases/BU07.json", "Fälle/Ä 1.json", "second/BU01-2.json"])
def test_what_an_inspection_has_is_a_place(text: str) -> None:
    assert is_place(text)


def test_snapshots_are_private_and_in_a_shared_library_shared(tmp_path: Path) -> None:
    for shared, folder_mode, mode in ((False, 0o700, 0o600), (True, 0o2770, 0o660)):
        place = tmp_path / str(shared)
        (place / "library").mkdir(parents=True, mode=0o700)
        (place / "library").chmod(folder_mode)
        before = os.umask(0o077)
        try:
            library = make(place)
            library.snapshot(FOLDER, why="test")
        finally:
            os.umask(before)
        for path in (library.path / ".backup").rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) == (folder_mode if path.is_dir() else mode), path


# Ages


def names_of(*ages: timedelta, at: datetime = START) -> list[str]:
    return [f"{at - age:%Y%m%dT%H%M%S}000Z" for age in sorted(ages, reverse=True)]


def test_all_of_a_day_one_a_day_for_two_weeks_and_one_a_week_for_half_a_year_are_kept() -> None:
    every = names_of(*(timedelta(hours=hour) for hour in range(24 * 365)))
    kept = sorted(kept_by_age(every, START, AGES))
    assert kept[-25:] == every[-25:]
    before = [time_of(name) for name in kept[:-25]]
    days = [taken.date() for taken in before if START - taken <= timedelta(days=15)]
    assert len(days) == len(set(days)) == 15
    weeks = [taken.isocalendar()[:2] for taken in before if START - taken > timedelta(days=15)]
    assert len(weeks) == len(set(weeks)) == 27
    assert START - before[0] <= timedelta(days=15, weeks=26)


def test_the_newest_is_kept_at_any_age() -> None:
    every = names_of(timedelta(days=900), timedelta(days=800))
    assert kept_by_age(every, START, AGES) == {every[-1]}
    assert kept_by_age([], START, AGES) == set()


@pytest.mark.parametrize("why", ["before a restore", "before a repair"])
def test_what_was_there_before_something_was_brought_back_over_it_is_kept_at_any_age(
    snapshots: Snapshots, inspection: OpenInspection, why: str
) -> None:
    hourly = take(snapshots, inspection)
    before = snapshots.take(inspection.folder, why=why, at=START + HOUR).name
    assert before != hourly
    assert snapshots.take(inspection.folder, why=why, at=START + 2 * HOUR).name == before
    record = inspection.records()[0].id
    answer(inspection, record, "1.2", Content(value="yes"))
    last = take(snapshots, inspection, START + 3 * HOUR)
    assert snapshots.prune(START + timedelta(days=900)) == [hourly]
    assert snapshots.names() == [before, last]


@given(st.lists(st.integers(0, 400 * 24 * 60), max_size=40), st.integers(0, 3000))
def test_what_was_let_go_of_would_have_been_let_go_of_later_too(minutes: list[int], later: int) -> None:
    every = names_of(*(timedelta(minutes=minute) for minute in set(minutes)))
    kept = kept_by_age(every, START, AGES)
    moment = START + timedelta(minutes=later)
    assert kept_by_age(kept, moment, AGES) <= kept
    assert kept_by_age(kept, START, AGES) == kept


def test_a_snapshot_from_a_clock_that_was_ahead_is_young() -> None:
    every = names_of(timedelta(days=-400), timedelta(0))
    assert kept_by_age(every, START, AGES) == set(every)


def test_digits_that_are_no_time_are_old() -> None:
    assert time_of("99999999T999999999Z") == datetime.min.replace(tzinfo=UTC)
    assert time_of("20130318T090001123Z") == START + timedelta(seconds=1, milliseconds=123)


def test_pruning_never_takes_the_last_good_copy(snapshots: Snapshots, inspection: OpenInspection) -> None:
    good = place(inspection).read_bytes()
    first = take(snapshots, inspection)
    place(inspection).write_bytes(b"")
    second = take(snapshots, inspection, START + HOUR)
    place(inspection).unlink()
    third = take(snapshots, inspection, START + 2 * HOUR)
    late = START + timedelta(days=1000)
    assert snapshots.prune(late, Ages()) == [second]
    assert snapshots.names() == [first, third]
    place(inspection).write_bytes(good)
    fourth = take(snapshots, inspection, START + 3 * HOUR)
    assert snapshots.prune(late, Ages()) == [first, third]
    assert snapshots.names() == [fourth]
    assert (snapshots.path / fourth / "cases/BU07.json").read_bytes() == good


def test_forgetting_leaves_nothing(snapshots: Snapshots, inspection: OpenInspection) -> None:
    take(snapshots, inspection)
    snapshots.set_aside("cases/BU07.json", b"damaged", START)
    snapshots.forget()
    assert not snapshots.path.exists()
    snapshots.forget()


def test_what_is_set_aside_keeps_its_bytes_under_a_name_of_its_own(snapshots: Snapshots) -> None:
    kept = [snapshots.set_aside("cases/BU07.json", content, START) for content in (b"one", b"two")]
    assert [path.read_bytes() for path in kept] == [b"one", b"two"]
    assert kept[0] == snapshots.path / "damaged" / "20130318T090000000Z-cases-BU07.json"


# Whose they are


def test_an_inspection_that_cannot_say_its_id_is_known_by_its_folder_and_its_records(
    tmp_path: Path, snapshots: Snapshots, inspection: OpenInspection
) -> None:
    backups = Backups(tmp_path / "library")
    take(snapshots, inspection)
    (inspection.folder / "inspection.json").write_bytes(b"")
    assert backups.of(inspection.folder).path == snapshots.path
    for case in (inspection.folder / "cases").iterdir():
        case.unlink()
    assert backups.of(inspection.folder).path == snapshots.path


def test_snapshots_of_another_inspection_in_a_folder_of_the_same_name_are_not_taken_for_its_own(
    tmp_path: Path, snapshots: Snapshots, inspection: OpenInspection
) -> None:
    take(snapshots, inspection)
    library = make(tmp_path)
    library.trash(FOLDER)
    make(tmp_path)
    other = library.open(f"{FOLDER}", by="ann", now=lambda: START)
    answer(other, other.add_record("case", "BU07").id, "1.1", YES)
    assert library.backups.of(other.folder).path != snapshots.path
    (other.folder / "inspection.json").write_bytes(b"")
    assert library.backups.of(other.folder).path != snapshots.path


@pytest.mark.parametrize("identity", ["../../outside", "..", "", "a/b", ".hidden", "x" * 300])
def test_an_id_from_a_file_never_leads_out_of_the_folder_of_snapshots(
    tmp_path: Path, inspection: OpenInspection, identity: str
) -> None:
    path = inspection.folder / "inspection.json"
    data = msgspec.json.decode(path.read_bytes())
    (details,) = data["inspection"].values()
    data["inspection"] = {identity: details | {"id": identity}}
    path.write_bytes(msgspec.json.encode(data))
    library = tmp_path / "library"
    kept = Backups(library).of(inspection.folder)
    kept.take(inspection.folder, why="test", at=START)
    assert kept.path.parent == library / ".backup"
    assert kept.path.resolve().parent == (library / ".backup").resolve()
    assert len(kept.names()) == 1
