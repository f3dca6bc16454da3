"""A whole inspection in one file: the round trip loses nothing, and a file from outside is taken in whole or refused by name."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import Content, Draft, Record
from sqs_tui.errors import LibraryError
from sqs_tui.store.carried import carried_in
from sqs_tui.store.carry import import_file
from sqs_tui.store.dump import dump
from sqs_tui.store.exchange import LARGEST, exported, read_export
from sqs_tui.store.library import Library
from tests.store.helpers import FOLDER, START, Clock, answer, case_list, make, opened, snapshot

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",), note='Too "late" \\ <b>é\n\tso.')
CASE = "cases/BU07.json"


@pytest.fixture(scope="module")
def _inspection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with an inspection that has something of everything."""
    path = tmp_path_factory.mktemp("exchange")
    make(path)
    ann, bob = opened(path), opened(path, by="bob")
    case = ann.add_record("case", "BU07", case_manager="CM 1").id
    staff = ann.add_record("staff", "P 1/2").id
    bob.refresh()
    answer(ann, case, "1.1", NO)
    answer(bob, case, "1.1", YES)
    answer(ann, staff, "s1", YES)
    ann.undo()
    ann.change_record(case, inspector="ann")
    ann.change_details(service="The service", copies=("One", "Two"))
    ann.letter.put({"paragraph:1": ParagraphEntry(text="Of {{1.1}}.")})
    ann.sample.add(lists={"1a": case_list("1a")})
    ann.save_draft(case, Draft(question="1.2", note="half a", caret=6, act="a", by=""))
    ann._seconds.add(Record(id="5ec0", unit="case", reference="BU07", inspector="cem", of=case), ann._writer)
    return path


@pytest.fixture
def library(_inspection: Path, tmp_path: Path) -> Library:
    shutil.copytree(_inspection / "library", tmp_path / "library")
    return Library(tmp_path / "library")


@pytest.fixture
def file(library: Library, tmp_path: Path) -> Path:
    path = tmp_path / "carried.json"
    path.write_bytes(exported(carried_in(library.path / FOLDER), START))
    return path


def changed(file: Path, change: Callable[[Any], object]) -> Path:
    """The file with something in it changed."""
    data = msgspec.json.decode(file.read_bytes())
    change(data)
    file.write_bytes(msgspec.json.encode(data))
    return file


def test_an_empty_library_gets_every_file_to_the_byte(library: Library, file: Path, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    came = import_file(other, file)
    assert (came.folder, came.new, sorted(came.records), came.refused) == (FOLDER, True, ["BU07", "BU07", "P 1/2"], ())
    assert snapshot(other.path / FOLDER) == snapshot(library.path / FOLDER)
    assert other.open(FOLDER, by="cem", now=Clock()).damaged == ()
    assert (other.path / FOLDER).stat().st_mode & 0o777 == 0o700
    assert (other.path / FOLDER / CASE).stat().st_mode & 0o777 == 0o600


def test_exporting_again_gives_the_same_file(library: Library, file: Path, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    import_file(other, file)
    assert exported(carried_in(other.path / FOLDER), START) == file.read_bytes()


def test_a_library_that_has_the_inspection_merges_the_file(library: Library, file: Path, tmp_path: Path) -> None:
    here = opened(tmp_path)
    answer(here, here.record("BU07").id, "1.3", YES)
    before = dump(carried_in(here.folder))
    assert import_file(library, file).answers == 0
    assert dump(carried_in(here.folder)) == before
    file.write_bytes(exported(carried_in(here.folder), START))
    other = Library(tmp_path / "other")
    import_file(other, file)
    answer(here, here.record("BU07").id, "1.2", YES)
    file.write_bytes(exported(carried_in(here.folder), START))
    assert import_file(other, file).answers == 1
    assert dump(carried_in(other.path / FOLDER)) == dump(carried_in(here.folder))


def test_a_file_that_contradicts_what_is_here_is_refused_as_a_whole(library: Library, file: Path, tmp_path: Path) -> None:
    here = opened(tmp_path)
    answer(here, here.record("BU07").id, "1.3", YES)
    file.write_bytes(exported(carried_in(here.folder), START))
    other = Library(tmp_path / "other")
    import_file(other, file)
    answer(here, here.record("BU07").id, "1.2", YES)
    file.write_bytes(exported(carried_in(here.folder), START))
    changed(file, lambda data: only(data, "changes", "letter.json").update(by="somebody else"))
    before = snapshot(other.path)
    with pytest.raises(LibraryError, match="The letter was not merged: the line"):
        import_file(other, file)
    assert snapshot(other.path) == before


def test_a_dry_run_makes_no_library(file: Path, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    assert import_file(other, file, dry_run=True).new
    assert not other.path.exists()


def test_lists_that_do_not_say_what_the_history_says_are_written_anew(file: Path, tmp_path: Path, library: Library) -> None:
    def lie(data: Any) -> None:
        data["files"][CASE]["answers"] = {"1.1": {"content": {"value": "na"}, "by": "x", "at": "", "heads": []}}
        data["files"]["letter.json"]["entries"] = {}

    other = Library(tmp_path / "other")
    import_file(other, changed(file, lie))
    assert dump(carried_in(other.path / FOLDER)) == dump(carried_in(library.path / FOLDER))
    for place in (CASE, "letter.json"):
        there, here = (msgspec.json.decode((one.path / FOLDER / place).read_bytes()) for one in (other, library))
        assert there == here


def test_a_folder_of_that_name_stays_what_it_is(file: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other")
    before = snapshot(other.path / FOLDER)
    assert import_file(other, file).folder == f"{FOLDER}-2"
    assert snapshot(other.path / FOLDER) == before


def only(data: Any, table: str, place: str = CASE) -> Any:
    """The only document of a table, or its first."""
    return next(iter(data["files"][place][table].values()))


def renamed(data: Any, old: str, new: str) -> None:
    """Another id for a record, everywhere in its file."""
    data["files"][CASE] = msgspec.json.decode(msgspec.json.encode(data["files"][CASE]).replace(old.encode(), new.encode()))


def moved(data: Any, place: str, to: str) -> None:
    data["files"][to] = data["files"].pop(place)


HOSTILE: dict[str, tuple[Callable[[Any], object], str]] = {
    "another program's": (lambda data: data.update(what="a list"), "no inspection that this program has written"),
    "newer": (lambda data: data.update(format=2), "newer version"),
    "a newer case": (lambda data: only(data, "meta").update(format=2), "newer version"),
    "with a field too many": (lambda data: data.update(more=1), "more"),
    "without criteria": (lambda data: data.pop("instrument"), "instrument"),
    "with other criteria": (lambda data: data.update(instrument=data["instrument"] + " "), "not the instrument"),
    "with criteria that are none": (lambda data: data.update(instrument="{}"), "instrument: "),
    "without details": (lambda data: data["files"].pop("inspection.json"), "it is missing"),
    "with a path": (lambda data: moved(data, CASE, "cases/../../x.json"), "no file of an inspection"),
    "with an absolute path": (lambda data: moved(data, CASE, "/etc/x.json"), "no file of an inspection"),
    "with a hidden file": (lambda data: moved(data, CASE, "cases/.x.json"), "no file of an inspection"),
    "with a file at the top": (lambda data: moved(data, CASE, "x.json"), "no file of an inspection"),
    "with criteria among its files": (lambda data: data["files"].update({"instrument.json": {}}), "no file of an inspection"),
    "with a folder of its own": (lambda data: moved(data, CASE, "other/BU07.json"), "know no records that would lie there"),
    "with a case among the staff": (lambda data: moved(data, CASE, "staff/BU07.json"), "wrong folder"),
    "with a folder that is a path": (lambda data: data.update(folder="../x"), "folder: "),
    "with a hidden folder": (lambda data: data.update(folder=".trash"), "folder: "),
    "with a table too many": (lambda data: data["files"][CASE].update(more={}), "no table more"),
    "with a table that is none": (lambda data: data["files"][CASE].update(changes=[]), "changes"),
    "with another type": (lambda data: only(data, "changes").update(at=1), "at"),
    "with a field that no line has": (lambda data: only(data, "changes").update(more="1"), "more"),
    "with a line under another id": (lambda data: only(data, "changes").update(id="x-1"), "bears another id"),
    "with an id that is a path": (lambda data: renamed(data, only(data, "record")["id"], "../x"), '"../x" is no id'),
    "with an inspection's id that is a path": (
        lambda data: only(data, "inspection", "inspection.json").update(id="../x"),
        "no id",
    ),
    "with a case twice": (lambda data: data["files"].update({"cases/A.json": data["files"][CASE]}), "is a copy of"),
    "with a line in two files": (
        lambda data: data["files"]["inspection.json"]["changes"].update(data["files"][CASE]["record_changes"]),
        "already",
    ),
    "with a list under another id": (lambda data: only(data, "lists", "sample.json").update(id="x-1"), "bears another id"),
    "with a field that no list has": (lambda data: only(data, "lists", "sample.json").update(more="1"), "more"),
    "with a list whose id is a path": (
        lambda data: data["files"]["sample.json"].update(lists={"../x": {**only(data, "lists", "sample.json"), "id": "../x"}}),
        '"../x" is no id',
    ),
    "of an unknown kind": (lambda data: only(data, "record").update(unit="dog"), "does not know"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_its_place_and_nothing_is_written(file: Path, tmp_path: Path, name: str) -> None:
    change, says = HOSTILE[name]
    other = Library(tmp_path / "other")
    with pytest.raises(LibraryError) as refused:
        import_file(other, changed(file, change))
    sentence = str(refused.value)
    assert says in sentence
    assert sentence.startswith(str(file))
    assert sentence.endswith((".", "in."))
    assert "\n" not in sentence
    assert not other.path.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no inspection that this program has written"),
        (b"null", "no inspection that this program has written"),
        (b"\xff\xfe", "no inspection that this program has written"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"what":"sqs-tui inspection","format":1,"files":' + b'{"a":' * 100_000, "nested too deeply"),
        (b" " * (LARGEST + 1), "larger than any inspection"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=says):
        read_export(path)


@pytest.mark.parametrize(("name", "says"), [("none.json", "no such file"), ("", "a folder"), ("a\0b", "no such file")])
def test_a_place_that_is_no_file_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(LibraryError, match=says):
        read_export(tmp_path / name)


def test_text_for_a_terminal_is_cleaned_on_the_way_in(file: Path, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    import_file(other, changed(file, lambda data: only(data, "changes")["new"].update(note="\x1b[31mred\u202e")))
    text = "".join(content.decode() for content in snapshot(other.path).values())
    assert "\\u001b" not in text
    assert "\u202e" not in text
    assert b"[31mred" in snapshot(other.path)[f"{FOLDER}/{CASE}"]


def test_a_seal_that_does_not_fit_is_refused(file: Path, tmp_path: Path) -> None:
    def seal(data: Any) -> None:
        lines = data["files"][CASE]["record_changes"]
        base = {"at": "2013-03-19T09:00:00.000Z", "by": "lead", "old": ""}
        lines["s-1"] = {**base, "id": "s-1", "field": "state", "new": "signed off"}
        lines["s-2"] = {**base, "id": "s-2", "field": "seal", "new": ["0" * 64, "s-1", *data["files"][CASE]["changes"], *lines]}

    with pytest.raises(LibraryError, match="BU07"):
        import_file(Library(tmp_path / "other"), changed(file, seal))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_changed_in_it_a_file_is_taken_in_whole_or_refused(file: Path, data: st.DataObject) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=4))
    path = file.with_name("mutated.json")
    path.write_bytes(content)
    says = ""
    try:
        read_export(path)
    except LibraryError as refused:
        says = str(refused)
    assert not says or says.startswith(str(path))
