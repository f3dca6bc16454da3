"""The removal of notes and histories from a library: what goes, what stays, and what no merge or copy brings back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sqs_tui.domain.letter.tokens import letter_tokens
from sqs_tui.domain.records import Content, Inspection, RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.export.summary import summary_json
from sqs_tui.settings import DEFAULTS, Settings
from sqs_tui.store.archive import archive_of, read_archive
from sqs_tui.store.carried import carried_in
from sqs_tui.store.carry import import_file, merge_library
from sqs_tui.store.dump import dump
from sqs_tui.store.exchange import exported
from sqs_tui.store.find_file import FOUND_NOTES
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.presence import Presence
from sqs_tui.store.restoring import plan
from sqs_tui.store.retaining import Retained, Stage, in_trash, retained
from sqs_tui.store.verify import verify
from tests.store import helpers
from tests.store.closed import FOLDER, MARK, Day, places_of_mark

TODAY = date(2026, 3, 3)


@pytest.fixture
def closed(closed_library: Path) -> Library:
    return Library(closed_library, clock=Day())


def opened(library: Library, by: str = "ann") -> OpenInspection:
    return library.open(FOLDER, by=by, now=Day())


def only(library: Library, today: date = TODAY) -> Retained:
    (one,) = retained(library, today)
    return one


def clear(library: Library) -> Retained:
    return library.retain(FOLDER, by="lead", today=TODAY)


def figures(library: Library) -> object:
    """All that is to stay: tallies, the letter as it is printed, its problems' count, agreement, states, who answered when."""
    one = opened(library)
    letter = one.written()
    answers = {
        (record.reference, question): (answer.content.value, answer.content.reasons, answer.by, answer.at)
        for record in one.records()
        for question, answer in one.answers(record.id).items()
    }
    return (
        summary_json(one.instrument, one.details, one.tallies(), one.reviewed(), one.letter.entries),
        [str(token) for token in letter_tokens(letter.paragraphs, letter.figures)],
        one.agreement(),
        [(compared.outcome, compared.question) for found in one.comparisons() for compared in found.compared],
        [(found.decisions.keys(), found.raters) for found in one.comparisons()],
        one.records(),
        answers,
        [len(one.waivers(record.id)) for record in one.records()],
        one.details,
    )


def findings(library: Library) -> list[str]:
    path = library.path / FOLDER
    return [f"{found.place}: {found.what}" for found in verify(path, library.backups.of(path))]


def test_of_what_people_wrote_nothing_is_left_in_the_library_and_all_figures_stay(closed: Library) -> None:
    before = figures(closed)
    assert len(places_of_mark(closed.path)) > 15
    told = only(closed)
    gone = clear(closed)
    assert gone.going == told.going
    assert places_of_mark(closed.path) == []
    assert figures(closed) == before
    assert findings(closed) == []
    assert not opened(closed).damaged


def test_no_index_keeps_what_was_removed(closed: Library) -> None:
    closed.finding(notes=True).refresh()
    assert (closed.path / FOUND_NOTES).exists()
    clear(closed)
    assert not (closed.path / FOUND_NOTES).exists()


def test_the_list_says_what_goes_and_writes_nothing(closed: Library) -> None:
    opened(closed)  # which removes what a save that broke off has left, whoever opens it
    before = helpers.snapshot(closed.path)
    one = only(closed)
    assert helpers.snapshot(closed.path) == before
    assert (one.stage, one.due, one.refusals, one.left) == (Stage.DUE, "2014-05-08", (), ())
    going = one.going
    assert going
    assert (going.snapshots, going.copies, going.drafts) == (2, 2, 4)
    assert min(going.notes, going.quotes, going.reasons, going.lines, going.size) > 0


def test_a_line_says_what_went_when_and_by_whom(closed: Library) -> None:
    words = only(closed).words
    clear(closed)
    line = carried_in(closed.path / FOLDER).details.retention
    assert line
    assert (line.by, line.new) == ("lead", ("removed", *words))
    assert line.at.startswith("2026-03-02T")


def test_one_snapshot_is_taken_afterwards_and_all_others_are_gone(closed: Library) -> None:
    clear(closed)
    (source,) = closed.backups.of(closed.path / FOLDER).all()
    assert source.manifest.why == "after notes and histories were removed"
    assert plan(closed.path / FOLDER, source) == []


def test_what_was_removed_is_not_due_again_until_something_is_written(closed: Library) -> None:
    clear(closed)
    assert only(closed).stage is Stage.REMOVED
    with pytest.raises(LibraryError, match="nothing that is due"):
        clear(closed)
    one = opened(closed)
    record = one.record("BU01").id
    one.set_state(record, RecordState.IN_PROGRESS, f"{MARK}-why")
    one.put(record, "1.2", Content(value="no", note=f"{MARK}-again"), act=one.new_act())
    helpers.lead_to(one, record, RecordState.SIGNED_OFF, by="somebody")
    closed.index._known.clear()
    later = Library(closed.path, clock=Day(datetime(2026, 4, 2, tzinfo=UTC)))
    assert only(later).stage is Stage.DUE
    later.retain(FOLDER, by="lead", today=TODAY)
    assert places_of_mark(closed.path) == []
    assert findings(later) == []


def test_an_inspection_goes_when_its_day_has_come_and_it_is_closed(closed: Library) -> None:
    assert only(closed, date(2014, 5, 7)).stage is Stage.LATER
    never = Library(closed.path, clock=Day(), settings=lambda: Settings(retention_months=0))
    assert (only(never).stage, only(never).going) == (Stage.NEVER, None)
    assert DEFAULTS.retention_months == 12
    one = opened(closed)
    one.set_state(one.record("BU03").id, RecordState.IN_PROGRESS, "x")
    told = only(closed)
    assert told.stage is Stage.OPEN
    assert "1 of its 22 records is not signed off: sign it off, or" in told.refusals[0]
    with pytest.raises(LibraryError, match="not closed"):
        clear(closed)


def test_an_inspection_without_a_day_of_publication_never_goes(tmp_path: Path) -> None:
    library = helpers.make(tmp_path)
    library.create(helpers.INSTRUMENT, Inspection(id="", area="Bolton", published="soon"), by="lead", now=helpers.Clock())
    assert {one.stage for one in retained(library, TODAY)} == {Stage.UNDATED}


@pytest.fixture
def spoilt(closed: Library, request: pytest.FixtureRequest) -> Iterator[Library]:
    """The closed inspection with something that speaks against its removal."""
    path = closed.path / FOLDER
    presence = Presence(path, by="bob", now=Day())
    match request.param:
        case "open":
            presence.enter()
        case "damaged":
            (path / "cases" / "BU05.json").write_text("{")
        case "read-only":
            (path / "cases" / "BU05.json").chmod(0o400)
    yield closed
    presence.leave()


@pytest.mark.parametrize(
    ("spoilt", "why"), [("open", "is open with bob"), ("damaged", "BU05"), ("read-only", "read-only")], indirect=["spoilt"]
)
def test_nothing_is_removed_while_something_speaks_against_it(spoilt: Library, why: str) -> None:
    opened(spoilt)
    before = places_of_mark(spoilt.path)
    assert why in " ".join(only(spoilt).refusals)
    with pytest.raises(LibraryError, match=why):
        clear(spoilt)
    assert places_of_mark(spoilt.path) == before


def test_a_conflict_is_decided_on_first(closed: Library, tmp_path: Path) -> None:
    there = shutil.copytree(closed.path, tmp_path / "there")
    opened(Library(there)).change_details(service="Another service")
    opened(closed).change_details(service="One service")
    merge_library(closed, there, FOLDER)
    assert "open conflicts (1)" in only(closed).refusals[0]


def test_what_waits_for_a_signed_off_record_goes_too(closed: Library, demo_library_elsewhere: Path) -> None:
    there = opened(Library(demo_library_elsewhere), "bob")
    there.put(there.record("BU05").id, "1.1", Content(value="no", note=f"{MARK}-held"), act=there.new_act())
    merge_library(closed, demo_library_elsewhere, FOLDER)
    assert [conflict.subject for conflict in opened(closed).conflicts() if conflict.held]
    told = only(closed).going
    assert told
    assert told.held > 0
    clear(closed)
    assert not opened(closed).conflicts()
    assert places_of_mark(closed.path) == []
    assert findings(closed) == []


@pytest.fixture
def demo_library_elsewhere(_demonstration: Path, tmp_path: Path) -> Path:
    return shutil.copytree(_demonstration, tmp_path / "elsewhere")


def test_an_edit_by_hand_of_what_is_left_is_seen(closed: Library) -> None:
    clear(closed)
    path = closed.path / FOLDER / "cases" / "BU01.json"
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"value": "yes"', b'"value": "no"', 1))
    assert path.read_bytes() != content
    assert "was changed since by other means" in " ".join(findings(closed))


def test_what_is_no_file_of_the_inspection_is_named_and_left(closed: Library) -> None:
    (closed.path / FOLDER / "cases" / "BU01.json~").write_text(MARK)
    (one,) = only(closed).left
    assert "cases/BU01.json~" in one
    clear(closed)
    assert places_of_mark(closed.path) == [f"{FOLDER}/cases/BU01.json~"]


def test_what_lies_in_the_trash_alone_is_named_when_its_day_has_come(closed: Library) -> None:
    assert list(in_trash(closed, TODAY)) == []  # what is also in the library goes with that
    closed.trash(FOLDER)
    assert list(in_trash(closed, date(2014, 5, 7))) == []
    first, *others = in_trash(closed, TODAY)
    assert f"sqs-tui delete {FOLDER}" in first
    assert len(others) == 1


def test_what_was_cleared_before_it_was_put_into_the_trash_is_not_named(closed: Library) -> None:
    clear(closed)
    closed.trash(FOLDER)
    assert list(in_trash(closed, TODAY)) == []


# What must not bring it back


def test_no_merge_brings_back_what_was_removed_and_none_takes_it_elsewhere(closed: Library, tmp_path: Path) -> None:
    other = Library(shutil.copytree(closed.path, tmp_path / "other"), clock=Day())
    clear(closed)
    before, there = helpers.snapshot(closed.path / FOLDER), helpers.snapshot(other.path / FOLDER)
    (came,) = merge_library(closed, other.path, FOLDER)
    assert "were removed here on 2026-03-02 by lead" in came.refused[0]
    assert "lines of history that the other has from before" in came.refused[0]
    assert helpers.snapshot(closed.path / FOLDER) == before
    assert places_of_mark(closed.path) == []
    (came,) = merge_library(other, closed.path, FOLDER)
    assert "were removed there on 2026-03-02 by lead" in came.refused[0]
    assert helpers.snapshot(other.path / FOLDER) == there


def test_two_that_were_cleared_apart_are_merged_and_come_to_the_same(closed: Library, tmp_path: Path) -> None:
    other = Library(shutil.copytree(closed.path, tmp_path / "other"), clock=Day(datetime(2026, 5, 2, tzinfo=UTC)))
    clear(closed)
    other.retain(FOLDER, by="somebody", today=TODAY)
    for here, there in ((closed, other), (other, closed)):
        (came,) = merge_library(here, there.path, FOLDER)
        assert not came.refused
        assert not came.clashes
        assert not opened(here).conflicts()
        assert findings(here) == []
    assert dump(carried_in(closed.path / FOLDER)) == dump(carried_in(other.path / FOLDER))


def test_a_cleared_inspection_makes_the_round_trip(closed: Library, tmp_path: Path) -> None:
    clear(closed)
    file = tmp_path / "bury.json"
    file.write_bytes(exported(carried_in(closed.path / FOLDER), datetime.now(UTC)))
    other = Library(tmp_path / "other")
    came = import_file(other, file)
    assert came.new
    assert dump(carried_in(other.path / came.folder)) == dump(carried_in(closed.path / FOLDER))
    assert figures(other) == figures(closed)


def test_a_copy_from_before_is_not_brought_back_over_it(closed: Library, tmp_path: Path) -> None:
    source = closed.snapshot(FOLDER, why="test")
    archive = tmp_path / "before.zip"
    archive.write_bytes(archive_of([source], lambda *_: None))
    clear(closed)
    with pytest.raises(LibraryError, match="were removed on 2026-03-02 by lead"):
        plan(closed.path / FOLDER, read_archive(archive)[0])
