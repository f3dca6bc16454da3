"""Texts that are out in an editor: whose they are, what they hold, and what becomes of those that were left behind."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sqs_tui.domain.records import Content, Draft, RecordState
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.outside import FOLDER, About, Outside, left_behind, put_outside, taken_back
from tests.store.helpers import answer, lead_to, opened

OLD, NEW = "What stood there.", "What was written\nin the editor."


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    made = opened(tmp_path)
    answer(made, made.add_record("case", "BU07").id, "1.1", Content(value="yes", note=OLD))
    return made


def library(inspection: OpenInspection) -> Path:
    return inspection.folder.parent


def out(inspection: OpenInspection, *, by: str = "ann", text: str = OLD) -> Outside:
    """The note on 1.1 of BU07 out in an editor."""
    note = Draft(question="1.1", note=text, caret=0, act="", by=by)
    record = inspection.record("BU07").id
    about = About(by=by, inspection=inspection.details.id, called="1.1 of BU07", text=text, record=record, note=note)
    return put_outside(library(inspection), about)


def left(inspection: OpenInspection) -> list[str]:
    return sorted(path.name for path in (library(inspection) / FOLDER).iterdir())


def typed(inspection: OpenInspection) -> str | None:
    draft = opened(inspection.folder.parents[1]).draft(inspection.record("BU07").id)
    return draft.note if draft else None


@pytest.mark.parametrize("shared", [False, True])
def test_nobody_else_can_read_it_in_a_shared_library_either(inspection: OpenInspection, shared: bool) -> None:
    if shared:
        library(inspection).chmod(0o2770)
    outside = out(inspection)
    modes = [stat.S_IMODE(path.stat().st_mode) & 0o777 for path in (outside.path, outside.path.parent)]
    assert modes == [0o600, 0o700]
    assert outside.path.read_text() == OLD
    outside.remove()
    assert left(inspection) == []


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"plain\n", "plain"),
        (f"{OLD}\n".encode(), OLD),
        ("“quoted” – Zoë".encode(), "“quoted” – Zoë"),
        ("\ufeffZoë".encode(), "Zoë"),
        ("Zoë".encode("utf-16"), "Zoë"),
        ("“Zoë”".encode("cp1252"), "“Zoë”"),
        (b"a\x00b\x1b[31mc\x07\r\nd", "ab[31mc\nd"),
        (b"\xff", "ÿ"),
        (b"", ""),
    ],
)
def test_what_was_written_is_read_whatever_the_editor_makes_of_it(inspection: OpenInspection, content: bytes, text: str) -> None:
    outside = out(inspection)
    outside.path.write_bytes(content)
    assert outside.read() == text


def test_a_file_that_is_gone_is_told(inspection: OpenInspection) -> None:
    outside = out(inspection)
    outside.path.unlink()
    with pytest.raises(LibraryError, match="no longer there"):
        outside.read()


def test_where_it_cannot_be_written_nothing_is_left(inspection: OpenInspection) -> None:
    (library(inspection) / FOLDER).write_text("in the way")
    with pytest.raises(NotSavedError):
        out(inspection)


def test_what_was_left_behind_becomes_what_is_typed(inspection: OpenInspection) -> None:
    outside = out(inspection)
    outside.path.write_text(NEW)
    assert taken_back(library(inspection), inspection) == []  # this program has it still
    outside.let_go()
    (told,) = taken_back(library(inspection), inspection)
    assert told == "What you wrote in your editor on 1.1 of BU07 is kept as what you are typing there."
    assert typed(inspection) == NEW
    assert left(inspection) == []


def test_what_an_editor_still_has_is_left_alone_until_it_ends(inspection: OpenInspection) -> None:
    outside = out(inspection)
    outside.path.write_text(NEW)
    wait = [sys.executable, "-c", "print('up', flush=True); input()"]
    editor = subprocess.Popen(wait, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(outside.lock,))
    assert editor.stdout
    editor.stdout.readline()
    outside.let_go()
    assert taken_back(library(inspection), inspection) == []
    outside.leave()
    assert len(left(inspection)) == 1
    editor.communicate(b"\n", timeout=30)
    assert len(taken_back(library(inspection), inspection)) == 1
    assert typed(inspection) == NEW


@pytest.mark.parametrize("text", [OLD, f"{OLD}\n", ""])
def test_what_nobody_has_written_in_is_only_removed(inspection: OpenInspection, text: str) -> None:
    outside = out(inspection)
    outside.path.write_text(text)
    outside.let_go()
    assert taken_back(library(inspection), inspection) == []
    assert (typed(inspection), left(inspection)) == (None, [])


def test_what_was_saved_before_the_program_ended_is_only_removed(inspection: OpenInspection) -> None:
    outside = out(inspection)
    outside.path.write_text(NEW)
    answer(inspection, inspection.record("BU07").id, "1.1", Content(value="yes", note=NEW))
    answer(inspection, inspection.record("BU07").id, "1.1", Content(value="yes", note="Later."))
    outside.let_go()
    assert taken_back(library(inspection), inspection) == []
    assert (typed(inspection), left(inspection)) == (None, [])


def test_what_others_or_other_inspections_have_left_is_not_taken(inspection: OpenInspection) -> None:
    for outside in (out(inspection, by="bob"), out(inspection)):
        outside.path.write_text(NEW)
        outside.let_go()
    assert [one.about.by for one in left_behind(library(inspection), "bob", inspection.details.id)] == ["bob"]
    assert list(left_behind(library(inspection), "ann", "another")) == []
    (library(inspection) / FOLDER / "odd").mkdir()
    (library(inspection) / FOLDER / "odd" / "about.json").write_text("{")
    assert len(taken_back(library(inspection), inspection)) == 1
    assert len(left(inspection)) == 2


def test_where_something_else_is_typed_it_stays_and_its_place_is_told(inspection: OpenInspection) -> None:
    record = inspection.record("BU07").id
    inspection.save_draft(record, Draft(question="1.2", note="Another thought.", caret=0, act="", by="ann"))
    outside = out(inspection)
    outside.path.write_text(NEW)
    outside.let_go()
    (told,) = taken_back(library(inspection), inspection)
    assert "Something else is typed there: end that first." in told
    assert str(outside.path) in told
    assert (typed(inspection), outside.path.read_text()) == ("Another thought.", NEW)
    inspection.save_draft(record, None)
    assert len(taken_back(library(inspection), inspection)) == 1
    assert typed(inspection) == NEW


def test_where_the_record_is_signed_off_it_stays_and_its_place_is_told(inspection: OpenInspection) -> None:
    outside = out(inspection)
    outside.path.write_text(NEW)
    outside.let_go()
    record = inspection.record("BU07").id
    lead_to(inspection, record, RecordState.SIGNED_OFF)
    before = (inspection.folder / "cases" / "BU07.json").read_bytes()
    (told,) = taken_back(library(inspection), inspection)
    assert str(outside.path) in told
    assert outside.path.read_text() == NEW
    assert (inspection.folder / "cases" / "BU07.json").read_bytes() == before


def test_a_paragraph_that_was_left_behind_becomes_what_is_typed_in_the_letter(inspection: OpenInspection) -> None:
    draft = LetterDraft(paragraph="own-1", text=OLD, caret=(0, 0), place="intro")
    about = About(by="ann", inspection=inspection.details.id, called="a paragraph", text=OLD, paragraph=draft)
    outside = put_outside(library(inspection), about)
    outside.path.write_text(NEW)
    outside.let_go()
    assert len(taken_back(library(inspection), inspection)) == 1
    found = opened(inspection.folder.parents[1]).letter.draft
    assert found
    assert (found.text, found.caret, found.place) == (NEW, (1, len("in the editor.")), "intro")
    assert left(inspection) == []


def test_what_a_killed_editor_had_not_saved_is_left_and_named_once(inspection: OpenInspection) -> None:
    outside = out(inspection)
    outside.path.write_text(NEW)
    swap = outside.path.with_name(".note.txt.swp")
    swap.write_bytes(b"unsaved words")
    outside.path.with_name("note.txt~").write_text(OLD)
    outside.let_go()
    (told,) = taken_back(library(inspection), inspection)
    assert told.endswith(f"What the editor had not saved lies in {swap}.")
    assert swap.read_bytes() == b"unsaved words"
    assert taken_back(library(inspection), inspection) == []


def test_the_end_of_the_program_removes_what_nobody_has_written_in(inspection: OpenInspection) -> None:
    untouched, changed = out(inspection), out(inspection)
    changed.path.write_text(NEW)
    untouched.leave()
    changed.leave()
    assert not untouched.path.exists()
    assert changed.path.read_text() == NEW
