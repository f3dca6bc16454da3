"""The folder of all inspections: beginning, finding, listing, trash and restoring."""

import hashlib
import os
import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.records import Content, Inspection, RecordState
from sqs_tui.errors import DamagedFileError, InstrumentError, LibraryError, NotSavedError
from sqs_tui.store.library import Library
from tests import builders
from tests.store.helpers import FOLDER, INSTRUMENT, Clock, answer, lead_to, make, opened, snapshot


def begin(library: Library, area: str, fieldwork_from: str = "") -> str:
    return library.create(INSTRUMENT, Inspection(id="", area=area, fieldwork_from=fieldwork_from), by="lead", now=Clock())


def test_an_inspection_begins_in_a_folder_named_by_area_and_month(tmp_path: Path) -> None:
    library = Library(tmp_path / "deep" / "library")
    assert begin(library, "Bury", "2013-03-18") == "bury-2013-03"
    assert begin(library, "BURY", "2013-03-25") == "bury-2013-03-2"
    assert begin(library, "St Helens & Knowsley") == "st-helens-knowsley"
    assert begin(library, "../..") == "inspection"
    (library.path / "wigan").write_bytes(b"")
    assert begin(library, "Wigan") == "wigan-2"
    assert begin(library, "x" * 300).startswith("xxx")


def test_what_begins_is_pinned_private_and_whole(tmp_path: Path) -> None:
    folder = make(tmp_path).path / FOLDER
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        "cases",
        "inspection.json",
        "instrument.json",
        "staff",
    ]
    assert (folder / "instrument.json").read_bytes() == INSTRUMENT
    held = msgspec.json.decode((folder / "inspection.json").read_bytes())
    assert held["instrument"]["pinned"]["sha256"] == hashlib.sha256(INSTRUMENT).hexdigest()
    assert held["meta"] == {"file": {"format": 1}}
    (line,) = held["changes"].values()
    assert (line["field"], line["by"]) == ("created", "lead")
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_details_are_cleaned_and_get_an_id(tmp_path: Path) -> None:
    library = Library(tmp_path)
    details = Inspection(id="", area="  Bu\x1bry\n", letterhead="one\r\ntwo", copies=("a\x07\nb",))
    library.create(INSTRUMENT, details, by="lead", now=Clock())
    held = library.open("bury", by="ann", now=Clock()).details
    assert (held.area, held.letterhead, held.copies) == ("Bury", "one\ntwo", ("a b",))
    assert len(held.id) == 16
    assert held.created == "2013-03-18T09:00:01.000Z"


def test_an_inspection_needs_an_area_and_criteria(tmp_path: Path) -> None:
    library = Library(tmp_path)
    with pytest.raises(LibraryError, match="needs an area"):
        begin(library, " \x1b ")
    with pytest.raises(InstrumentError):
        library.create(b"{}", Inspection(id="", area="Bury"), by="lead", now=Clock())
    assert library.entries() == []


def test_a_unit_folder_from_a_criteria_file_stays_inside(tmp_path: Path) -> None:
    data = builders.criteria()
    data["units"][0]["folder"] = "../../outside"
    data["units"][1]["folder"] = ".."
    library = make(tmp_path, instrument=msgspec.json.encode(data))
    inspection = opened(tmp_path)
    inspection.add_record("case", "BU01")
    inspection.add_record("staff", "CM1")
    assert (library.path / FOLDER / "outside" / "BU01.json").exists()
    assert (library.path / FOLDER / "staff" / "CM1.json").exists()
    assert library.entries()[0].records == {"case": 1, "staff": 1}


def test_nothing_is_left_where_beginning_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = make(tmp_path)
    before = snapshot(library.path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NotSavedError, match="the disk is full"):
        begin(library, "Rochdale")
    assert snapshot(library.path) == before
    assert [entry.folder for entry in library.entries()] == [FOLDER]


def test_what_a_killed_beginning_left_is_no_inspection_and_is_cleared(tmp_path: Path) -> None:
    library = make(tmp_path)
    (library.path / ".new-12345678").mkdir()
    assert [entry.folder for entry in library.entries()] == [FOLDER]
    begin(library, "Rochdale")
    assert not (library.path / ".new-12345678").exists()


def test_the_list_counts_records_and_says_when_they_changed(tmp_path: Path) -> None:
    library = make(tmp_path)
    inspection = opened(tmp_path)
    for reference in ("BU01", "BU02"):
        answer(inspection, inspection.add_record("case", reference).id, "fact", Content(value="yes"))
    lead_to(inspection, inspection.record("BU01").id, RecordState.COMPLETE)
    inspection.add_record("staff", "CM1")
    (entry,) = library.entries()
    assert (entry.folder, entry.scored, entry.records, entry.fault) == (FOLDER, 1, {"case": 2, "staff": 1}, "")
    assert entry.details
    assert entry.details.area == "Bury"
    assert entry.changed.endswith("Z")


def test_an_empty_or_missing_library_lists_nothing_and_is_not_made(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    assert library.entries() == []
    assert not library.path.exists()


def test_one_damaged_inspection_does_not_hide_the_others(tmp_path: Path) -> None:
    library = make(tmp_path)
    for area in ("no details", "bad instrument", "bad record", "empty folder"):
        begin(library, area)
    (library.path / "no-details" / "inspection.json").write_bytes(b"")
    (library.path / "bad-instrument" / "instrument.json").write_bytes(b"{")
    (library.path / "bad-record" / "cases" / "BU01.json").write_bytes(b"null")
    (library.path / "empty-folder" / "inspection.json").unlink()
    (library.path / "a file").write_bytes(b"")
    before = snapshot(library.path)
    faults = {entry.folder: entry.fault for entry in library.entries()}
    assert faults[FOLDER] == ""
    assert "is damaged: it is empty" in faults["no-details"]
    assert "instrument.json is damaged" in faults["bad-instrument"]
    assert faults["bad-record"] == "1 record file cannot be read; opening it names them."
    assert "no longer there" in faults["empty-folder"]
    assert len(faults) == 5
    assert snapshot(library.path) == before


def test_a_library_that_is_no_folder_or_cannot_be_read_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"")
    with pytest.raises(LibraryError, match="is no folder"):
        Library(place).entries()
    with pytest.raises(LibraryError, match="cannot be made"):
        begin(Library(place / "below"), "Bury")

    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(LibraryError, match="cannot be read: permission denied"):
        Library(tmp_path).entries()


def test_a_beginning_finds_the_one_inspection(tmp_path: Path) -> None:
    library = make(tmp_path)
    begin(library, "Bury", "2014-03-01")
    begin(library, "Bury", "2013-03-19")
    begin(library, "Rochdale")
    assert library.find("bury-2013-03") == "bury-2013-03"
    assert library.find("ROCH") == "rochdale"
    with pytest.raises(
        LibraryError, match=r"Several inspections begin with \"bury\": bury-2013-03, bury-2013-03-2, bury-2014-03"
    ):
        library.find("bury")
    with pytest.raises(LibraryError, match="sqs-tui list"):
        library.find("../bury")
    with pytest.raises(LibraryError, match="sqs-tui new"):
        Library(tmp_path / "none").find("bury")


def test_a_folder_that_is_no_inspection_is_not_opened(tmp_path: Path) -> None:
    library = make(tmp_path)
    for folder in ("none", "..", "", ".trash", f"{FOLDER}/cases"):
        with pytest.raises(LibraryError, match="There is no inspection"):
            library.open(folder, by="ann", now=Clock())


def test_a_changed_instrument_is_named_as_damage(tmp_path: Path) -> None:
    library = make(tmp_path)
    path = library.path / FOLDER / "instrument.json"
    path.write_bytes(INSTRUMENT + b" ")
    with pytest.raises(
        DamagedFileError, match=r"instrument\.json is damaged: it is not the instrument that this inspection began with"
    ):
        opened(tmp_path)
    path.unlink()
    with pytest.raises(DamagedFileError, match="it is missing"):
        opened(tmp_path)


def test_a_newer_inspection_is_left_alone(tmp_path: Path) -> None:
    library = make(tmp_path)
    path = library.path / FOLDER / "inspection.json"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 7'))
    before = snapshot(library.path)
    with pytest.raises(LibraryError, match="newer version"):
        opened(tmp_path)
    assert "newer version" in library.entries()[0].fault
    assert snapshot(library.path) == before


def test_the_trash_gives_back_what_was_put_there_last(tmp_path: Path) -> None:
    clock = Clock()
    library = Library(tmp_path / "library", clock=clock)
    make(tmp_path)
    begin(library, "Rochdale")
    before = snapshot(library.path / FOLDER)
    library.trash("rochdale")
    library.trash(FOLDER)
    assert library.entries() == []
    begin(library, "Bury", "2013-03-01")
    assert library.restore() == f"{FOLDER}-2"
    assert snapshot(library.path / f"{FOLDER}-2") == before
    assert library.restore() == "rochdale"
    with pytest.raises(LibraryError, match="The trash is empty"):
        library.restore()


def test_the_same_folder_may_go_to_the_trash_twice_in_one_moment(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", clock=Clock(step=0))
    for area in ("one", "two"):
        library.create(INSTRUMENT, Inspection(id="", area="Bury", lead=area), by="lead", now=Clock())
        library.trash("bury")
    assert library.restore() == "bury"
    assert library.restore() == "bury-2"


def test_what_is_in_the_trash_takes_no_answers_and_says_so(tmp_path: Path) -> None:
    library = make(tmp_path)
    inspection = opened(tmp_path)
    record = inspection.add_record("case", "BU01").id
    library.trash(FOLDER)
    assert not inspection.refresh()
    with pytest.raises(NotSavedError, match="no longer there"):
        answer(inspection, record, "fact", Content(value="yes"))
    assert not (library.path / FOLDER).exists()
    library.restore()
    answer(inspection, record, "fact", Content(value="yes"))
    assert opened(tmp_path).contents(record) == {"fact": Content(value="yes")}


def test_a_library_that_may_not_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = make(tmp_path)
    inspection = opened(tmp_path)
    record = inspection.add_record("case", "BU01").id
    answer(inspection, record, "fact", Content(value="yes"))
    before = snapshot(library.path)

    def refuse(*_: object) -> int:
        raise AssertionError("nothing may be opened for writing")

    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    monkeypatch.setattr(os, "open", refuse)
    reader = opened(tmp_path, by="bob")
    assert reader.contents(record) == {"fact": Content(value="yes")}
    assert reader.tallies().questions["fact"].met == 1
    assert not reader.refresh()
    assert "you may not write" in reader.writable_problem()
    assert library.entries()[0].fault == ""
    for write in (
        lambda: answer(reader, record, "1.1", Content(value="yes")),
        lambda: reader.add_record("case", "BU02"),
        lambda: reader.change_details(lead="x"),
        lambda: library.trash(FOLDER),
        lambda: begin(library, "Rochdale"),
    ):
        with pytest.raises(NotSavedError, match="you may not write"):
            write()
    assert snapshot(library.path) == before


def test_a_library_that_is_shared_stays_shared(tmp_path: Path) -> None:
    place = tmp_path / "library"
    place.mkdir()
    place.chmod(0o2770)
    before = os.umask(0o077)
    try:
        make(tmp_path)
        inspection = opened(tmp_path)
        record = inspection.add_record("case", "BU01").id
        answer(inspection, record, "fact", Content(value="yes"))
        Library(place).trash(FOLDER)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in place.rglob("*") if path.is_dir()}
    assert modes == {0o2770}
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.rglob("*") if path.is_file()} == {0o660}


def test_the_clock_of_the_trash_is_the_time(tmp_path: Path) -> None:
    clock = Clock(step=0)
    library = Library(make(tmp_path).path, clock=clock)
    begin(library, "Rochdale")
    clock.now += timedelta(days=1)
    library.trash("rochdale")
    clock.now -= timedelta(days=1)
    library.trash(FOLDER)
    assert library.restore() == "rochdale"
