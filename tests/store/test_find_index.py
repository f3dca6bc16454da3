"""The index of what can be found: it finds what a plain scan does, follows what changes and holds nothing that is hidden."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sqs_tui.domain.finding import Document, Kind, Known, Query, Source, parse, scan
from sqs_tui.domain.records import Content
from sqs_tui.errors import SqsError
from sqs_tui.progress import CancelledError
from sqs_tui.store import find_index as under_test
from sqs_tui.store.find_file import FOUND, FOUND_NOTES, forget_found
from sqs_tui.store.find_index import FindIndex
from sqs_tui.store.findable import documents_elsewhere, documents_here, known_here, source_of
from sqs_tui.store.index import stamped
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.ui.hand import Stage

BURY = "bury-2013-03"
NOTE = "friends who paid"
"""Words of a note, which the letter has not."""


@pytest.fixture
def stage(demo_library: Path) -> Stage:
    return Stage(demo_library, BURY)


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are so new that their times would not be trusted yet."""
    monkeypatch.setattr(under_test, "SETTLED", 0)


def index_of(stage: Stage, *, notes: bool = False) -> FindIndex:
    index = FindIndex(Library(stage.path), notes=notes)
    index.refresh()
    return index


def places(index: FindIndex, typed: str, besides: str = "") -> list[str]:
    return [hit.document.place for hit in index.find(parse(typed, index.known), limit=1000, besides=besides).hits]


def put(opened: OpenInspection, reference: str, question: str, note: str) -> None:
    record = opened.record(reference).id
    content = msgspec.structs.replace(opened.contents(record).get(question, Content(value="yes")), note=note)
    opened.put(record, question, content, act=opened.new_act())


# What is found


WORDS = st.sampled_from(["plan", "planning", "late", "Café", "BU07", "of", "2.4", "zz", "risk", "riske"])
TEXT = st.lists(WORDS, max_size=5).map(" ".join)
IDS = st.sampled_from(["", "1.1", "2.4"])
DOCUMENTS = st.builds(
    Document,
    kind=st.sampled_from(Kind),
    place=st.sampled_from(["letter 3.2", "BU07 2.4", "2.4"]),
    title=TEXT,
    says=TEXT,
    note=TEXT,
    question=IDS,
    figures=st.lists(IDS, max_size=2).map(tuple),
    value=st.sampled_from(["", "yes", "no"]),
    reasons=st.lists(st.sampled_from(["late", "no-plan"]), max_size=2).map(tuple),
    by=st.sampled_from(["", "ann", "ben"]),
    reference=st.sampled_from(["", "BU07", "BU10"]),
)
LISTED = st.lists(DOCUMENTS, max_size=6)
AREAS = ("Bury", "Leeds", "York")
KNOWN = Known(
    questions={"1.1": "First", "2.4": "Planning"},
    answers={"yes": "Yes", "no": "No"},
    reasons={"late": "Late", "no-plan": "No plan"},
    areas={area: area for area in AREAS},
    people={"ann": "ann", "ben": "ben"},
    records={"BU07": "BU07", "BU10": "BU10"},
)
TYPED = st.lists(
    st.one_of(
        st.sampled_from(
            ["pla", "plan", "late", "cafe", "r", "o", "letter", '"plan late"', '"risk of ris', "note:plan", "note:zz"]
        ),
        st.sampled_from(["question:2.4", "question:", "answer:no", "reason:late", "by:ann", "record:BU10", "area:leeds"]),
    ),
    max_size=3,
).map(" ".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.lists(LISTED, min_size=3, max_size=3),
    then=st.lists(LISTED, min_size=3, max_size=3),
    typed=st.lists(TYPED, max_size=4),
)
@pytest.mark.parametrize("tried", [0, 40])
def test_what_the_index_finds_is_what_a_plain_scan_finds(
    monkeypatch: pytest.MonkeyPatch, tried: int, first: list[list[Document]], then: list[list[Document]], typed: list[str]
) -> None:
    monkeypatch.setattr(FindIndex, "_refusal", "a disk is slow")
    monkeypatch.setattr(under_test, "_TRIED", tried)  # with none the search of single documents is asked at once
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        sources = [Source(f"{area.lower()}-1", f"{area} 2013", area, f"201{at}-01-01") for at, area in enumerate(AREAS)]
        for source in sources:
            (library.path / source.folder).mkdir()
        index = FindIndex(library, notes=False)
        for every in (first, then):  # the second time in place of the first
            for source, documents in zip(sources, every, strict=True):
                stamp = msgspec.json.encode(stamped(library.path / source.folder)[0], order="sorted")
                index._write(source.folder, source, stamp, documents, b"")
        for query in (parse(one, KNOWN) for one in typed):
            by_hand = [hit for at in (2, 1, 0) for hit in scan(query, sources[at], then[at])]  # the newest first
            found = index.find(query, limit=1000)
            assert list(found.hits) == by_hand
            assert not found.more
            assert not found.unread
        index.close()


def test_the_letter_the_figures_and_the_reasons_of_another_inspection_are_found_and_no_note(stage: Stage) -> None:
    index = index_of(stage)
    assert "letter 2.2" in places(index, "planning attention")
    assert places(index, "question:2.4 reason:no-plan") == ["2.4"]
    assert {hit.document.kind for hit in index.find(parse("2.4", index.known), limit=99).hits} >= {Kind.FIGURE, Kind.REASON}
    assert places(index, f'"{NOTE}"') == []
    assert not (stage.path / FOUND_NOTES).exists()
    assert NOTE.encode() not in (stage.path / FOUND).read_bytes()


def test_with_the_setting_notes_are_found_in_an_index_of_their_own(stage: Stage) -> None:
    assert places(index_of(stage, notes=True), f'"{NOTE}"') == ["BU09 3.5"]
    assert places(index_of(stage), f'"{NOTE}"') == []
    assert not (stage.path / FOUND_NOTES).exists(), "it is removed by who has not asked for it, in a library of one's own"


def test_the_inspection_that_is_open_is_left_out(stage: Stage) -> None:
    index = FindIndex(Library(stage.path), notes=False)
    index.refresh(besides=BURY)
    assert index.stale(BURY) == []
    assert index.stale() == [BURY], "nothing of it was read"
    assert places(index_of(stage), "planning", besides=BURY) == []


def test_there_is_more_than_was_asked_for(stage: Stage) -> None:
    index = index_of(stage)
    found = index.find(parse("p", index.known), limit=3)
    assert len(found.hits) == 3
    assert found.more


def test_of_two_inspections_the_newer_comes_first(stage: Stage) -> None:
    elder = stage.begin("Aberdeen", "A1")
    index = index_of(stage)
    folders = [hit.source.folder for hit in index.find(parse("letter", index.known), limit=1000).hits]
    assert list(dict.fromkeys(folders)) == [BURY, elder]


# What is hidden


def test_nothing_of_a_staff_interview_is_a_document(stage: Stage) -> None:
    opened = stage.other()
    staff = opened.records("staff")[0]
    opened.change_record(staff.id, reference="ZQSTAFF", inspector="zqwho")
    put(opened, "ZQSTAFF", "s1", "zqsaid in confidence")
    for documents in (documents_here(opened), documents_elsewhere(opened, notes=True)):
        assert "zq" not in msgspec.json.encode(documents).decode().casefold()
        assert all(document.question not in opened.instrument.questions or not document.record or
                   opened.record(document.record).unit == "case" for document in documents)  # fmt: skip
    known = known_here(opened)
    assert "ZQSTAFF" not in known.records
    assert not [document for document in documents_elsewhere(opened, notes=True) if document.kind in (Kind.FIGURE, Kind.REASON)
                and opened.instrument.section_of(document.question).unit == "staff"]  # fmt: skip


def test_what_is_blind_is_not_found_by_who_scores_it_again_and_in_no_other_inspection(stage: Stage) -> None:
    opened = stage.other("lead")
    first = opened.record("BU09").id
    second = opened.begin_second(first, "colleague")
    colleague = stage.other("colleague")
    colleague.put(second.id, "3.5", Content(value="no", note="zqsecond opinion"), act=colleague.new_act())
    assert "BU09" not in {document.reference for document in documents_here(colleague)}
    assert "BU09" not in known_here(colleague).records
    assert "BU09" in {document.reference for document in documents_here(opened)}
    for documents in (documents_here(opened), documents_here(colleague), documents_elsewhere(opened, notes=True)):
        assert "zqsecond" not in msgspec.json.encode(documents).decode()
    assert places(index_of(stage, notes=True), f'"{NOTE}"') == []


def test_in_the_private_view_only_the_record_in_front_gives_documents(stage: Stage) -> None:
    opened = stage.other()
    front = opened.record("BU07").id
    documents = documents_here(opened, front)
    assert {document.record for document in documents} == {front, ""}
    assert {document.kind for document in documents} == {Kind.RECORD, Kind.QUESTION, Kind.ANSWER}
    assert set(known_here(opened, front).records) == {"BU07"}


def test_what_lies_in_the_trash_is_not_found_before_the_index_is_made_anew(stage: Stage) -> None:
    index = index_of(stage, notes=True)
    opened = stage.other()
    opened.trash_record(opened.record("BU09").id)
    assert places(index, f'"{NOTE}"') == []
    index.refresh()
    assert places(index, f'"{NOTE}"') == []
    assert "letter 2.2" in places(index, "planning attention")
    Library(stage.path).trash(BURY)
    assert places(index, "planning attention") == []


# Following


def test_what_has_changed_is_passed_over_until_it_has_been_read_again(stage: Stage) -> None:
    index = index_of(stage, notes=True)
    put(stage.other(), "BU07", "1.1", "zqnew words")
    found = index.find(parse("planning", index.known), limit=99)
    assert (found.hits, found.unread) == ((), 1)
    assert index.stale() == [BURY]
    index.refresh()
    assert index.stale() == []
    assert places(index, "zqnew") == ["BU07 1.1"]
    put(stage.other(), "BU07", "1.1", "other words")
    index.refresh()
    assert places(index, "zqnew") == []


def test_what_was_changed_in_place_is_read_the_next_time(stage: Stage) -> None:
    index = index_of(stage, notes=True)
    path = stage.path / BURY / "cases" / "BU09.json"
    path.write_text(path.read_text().replace(NOTE, "zqother words"))
    assert index.stale() == [BURY]
    index.refresh()
    assert places(index, f'"{NOTE}"') == []


def test_another_start_reads_nothing_that_has_not_changed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(stage).close()
    monkeypatch.setattr(Library, "open", lambda *_, **__: pytest.fail("it was read again"))
    again = index_of(stage)
    assert "letter 2.2" in places(again, "planning attention")


def test_two_programs_see_what_each_has_read(stage: Stage) -> None:
    one, other = index_of(stage, notes=True), index_of(stage, notes=True)
    put(stage.other(), "BU07", "1.1", "zqnew words")
    one.refresh()
    assert places(other, "zqnew") == ["BU07 1.1"]
    assert other.stale() == []


def test_what_was_read_just_behind_a_change_is_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "SETTLED", 10**15)
    index = index_of(stage)
    assert "letter 2.2" in places(index, "planning attention"), "it holds here while nothing is seen to change"
    assert FindIndex(Library(stage.path), notes=False).stale() == [BURY], "the next start does not trust it"
    monkeypatch.setattr(under_test, "SETTLED", 0)
    assert index.stale() == [BURY]
    index.refresh()
    assert index.stale() == []


def test_a_damaged_inspection_gives_nothing_and_is_not_read_again_and_again(stage: Stage) -> None:
    (stage.path / BURY / "inspection.json").write_text("no json")
    index = index_of(stage)
    assert places(index, "planning") == []
    assert index.stale() == []


def test_reading_can_be_cancelled_and_keeps_what_was_read(stage: Stage) -> None:
    stage.begin("Aberdeen", "A1")
    index = FindIndex(Library(stage.path), notes=False)

    def steps(done: int, of: int, what: str) -> None:
        assert index.reading == (done, of)
        if done == 1:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        index.refresh(steps)
    assert index.reading is None
    assert len(index.stale()) == 1


# The file


def test_nobody_else_may_read_the_file_but_who_shares_the_library(stage: Stage) -> None:
    index_of(stage).close()
    assert stat.S_IMODE((stage.path / FOUND).stat().st_mode) == 0o600
    forget_found(stage.path)
    stage.path.chmod(0o2770)
    index_of(stage, notes=True).close()
    assert stat.S_IMODE((stage.path / FOUND_NOTES).stat().st_mode) == 0o660
    index_of(stage).close()
    assert (stage.path / FOUND_NOTES).exists(), "a colleague may have asked for it"


def _zeroes(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 64):
        content[at] ^= 0xFF
    path.write_bytes(content)


def _other_version(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 1")
        file.execute("DROP TABLE whole")
    file.close()


def _no_documents(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("UPDATE inspections SET documents = x'00', words = x'00'")
    file.close()


@pytest.mark.parametrize("damage", [_zeroes, _cut, _scribbled, _other_version, _no_documents, Path.unlink])
@pytest.mark.parametrize("while_open", [False, True])
def test_a_damaged_file_is_made_anew(stage: Stage, damage: Callable[[Path], None], *, while_open: bool) -> None:
    index = index_of(stage)
    if not while_open:
        index.close()
    damage(stage.path / FOUND)
    if not while_open:
        index = FindIndex(Library(stage.path), notes=False)
    for _ in range(2):
        index.find(Query(words=("planning", "attention")), limit=9)
        index.refresh()
    assert "letter 2.2" in places(index, "planning attention")
    assert index.fault == ""
    again = index_of(stage)
    assert "letter 2.2" in places(again, "planning attention")


def test_a_library_that_can_only_be_read_is_searched_without_a_file_and_says_so(stage: Stage) -> None:
    stage.path.chmod(0o555)  # marked read-only, which the program honours for the superuser, too
    try:
        index = index_of(stage)
        assert "letter 2.2" in places(index, "planning attention")
        assert "is marked read-only" in index.fault
        assert index.fault.startswith("What can be found is read anew at every start, because ")
        assert not (stage.path / FOUND).exists()
    finally:
        stage.path.chmod(0o755)


def test_a_file_that_another_program_never_lets_go_of_is_done_without(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(stage).close()
    monkeypatch.setattr("sqs_tui.store.find_file._BUSY", 0.01)
    put(stage.other(), "BU07", "1.1", "other words")
    other = sqlite3.connect(stage.path / FOUND)
    other.execute("BEGIN EXCLUSIVE")
    try:
        index = index_of(stage)
        assert "letter 2.2" in places(index, "planning attention")
        assert index.fault
    finally:
        other.close()


def test_without_a_library_nothing_is_found_and_none_is_made(tmp_path: Path) -> None:
    index = FindIndex(Library(tmp_path / "none"), notes=False)
    index.refresh()
    assert places(index, "planning") == []
    assert index.fault == ""
    assert not (tmp_path / "none").exists()


def test_what_is_deleted_for_good_is_in_no_index_any_more(stage: Stage) -> None:
    index_of(stage, notes=True).close()
    library = Library(stage.path)
    library.trash(BURY)
    library.delete(library.find_trashed("bury"))
    assert not (stage.path / FOUND).exists()
    assert not (stage.path / FOUND_NOTES).exists()


def test_an_index_takes_a_small_part_of_the_library(stage: Stage) -> None:
    for number in range(6):
        shutil.copytree(stage.path / BURY, stage.path / f"area-{number}")
    index_of(stage).close()
    size = sum(path.stat().st_size for path in stage.path.rglob("*.json"))
    assert (stage.path / FOUND).stat().st_size <= size / 10


def test_a_library_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("no folder")
    with pytest.raises(SqsError, match="is no folder"):
        FindIndex(Library(tmp_path / "library"), notes=False).refresh()


def test_the_documents_of_an_inspection_name_where_they_are(stage: Stage) -> None:
    opened = stage.other()
    by_kind = {kind: [one for one in documents_here(opened) if one.kind is kind] for kind in Kind}
    assert source_of(opened) == Source(BURY, "Bury 2013", "Bury", "2013-03-18")
    assert len(by_kind[Kind.RECORD]) == len(opened.records("case"))
    assert len(by_kind[Kind.QUESTION]) == len(opened.instrument.questions)
    assert by_kind[Kind.QUOTE]
    assert all(one.paragraph for one in by_kind[Kind.LETTER])
    assert [one.figures for one in by_kind[Kind.LETTER] if one.place == "letter 1.2"] == [("psr", "1.2", "1.3")]


def test_where_sqlite_cannot_search_a_sentence_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.store.find_file._TABLES", "CREATE VIRTUAL TABLE whole USING no_such_module(said)")
    with pytest.raises(SqsError, match="Nothing can be found, because SQLite fails here: no such module"):
        FindIndex(Library(stage.path), notes=False)
