"""A closed inspection with something to remove in every place where text may lie, each bearing a word of its own."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from sqs_tui.domain.letter.entries import ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import BLANK, Content, Draft, RecordState
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.library import Library
from sqs_tui.store.outside import About, put_outside
from sqs_tui.store.place import Place, save_place
from tests.store.helpers import lead_to, waive_all

FOLDER = "bury-2013-03"
MARK = "zzmark"
"""What every planted text holds, and nothing else does."""
LATER = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Day:
    """The time of a day long after publication, which goes on by a second each time it is asked."""

    def __init__(self, at: datetime = LATER) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def sign_all(opened: OpenInspection) -> None:
    """Sign off every record."""
    for record in opened.records():
        lead_to(opened, record.id, RecordState.SIGNED_OFF, by="somebody")


def close(library: Library) -> None:
    """Plant what is to go in the demonstration, and sign off all of it."""
    opened = library.open(FOLDER, by="ann", now=Day(LATER - timedelta(days=30)))
    _answers(opened)
    _letter(opened)
    library.snapshot(FOLDER, why="test")
    sign_all(opened)
    library.snapshot(FOLDER, why="test")
    _around(library, opened)


def _answers(opened: OpenInspection) -> None:
    first = opened.record("BU01")
    for question, content in opened.contents(first.id).items():
        note = f"{MARK}-note" if content.reasons or question == "1.1" else content.note
        opened.put(first.id, question, msgspec.structs.replace(content, note=note), act=opened.new_act())
    was = opened.contents(first.id)["1.1"]
    opened.put(first.id, "1.1", Content(value="no", note=f"{MARK}-before"), act=opened.new_act())
    opened.put(first.id, "1.1", was, act=opened.new_act())
    second = opened.begin_second(opened.record("BU02").id, "ann")
    for question, content in opened.contents(opened.record("BU02").id).items():
        given = Content(value="no", note=f"{MARK}-second") if question == "1.1" else content
        opened.put(second.id, question, given, act=opened.new_act())
    waive_all(opened, second.id)
    opened.set_state(second.id, RecordState.COMPLETE)
    opened.moderate(second.id, "1.1", None, f"{MARK}-decision")
    trashed = opened.add_record("case", "BU99")
    opened.put(trashed.id, "1.1", Content(value="yes", note=f"{MARK}-trashed"), act=opened.new_act())
    opened.put(trashed.id, "1.2", Content(note=f"{MARK}-without-answer"), act=opened.new_act())
    opened.put(trashed.id, "2.1", Content(value="yes", note=f"{MARK}-cleared"), act=opened.new_act())
    opened.put(trashed.id, "2.1", BLANK, act=opened.new_act())
    opened.save_draft(trashed.id, Draft(question="2.2", note=f"{MARK}-draft", caret=0, act="x", by="ann"))
    opened.trash_record(trashed.id)


def _letter(opened: OpenInspection) -> None:
    record = opened.record("BU01").id
    quote = Quote(record=record, question="1.1", original=f"{MARK}-original", text=f"{MARK}-quoted")
    removed = ParagraphEntry(text=f"{MARK} {{{{quote:one}}}}", place="999")
    opened.letter.put({"quote:one": quote, "paragraph:gone": removed})
    opened.letter.put({"paragraph:gone": msgspec.structs.replace(removed, removed=True)})
    opened.letter.put({"waiver:0123456789abcdef": Waiver(says=f"{MARK}-says", reason=f"{MARK}-reason")})
    opened.letter.save_draft(LetterDraft(paragraph="gone", text=f"{MARK}-letter-draft", caret=(0, 0)))


def _around(library: Library, opened: OpenInspection) -> None:
    copy = Library(library.path / ".elsewhere")
    shutil.copytree(library.path / FOLDER, copy.path / FOLDER)
    copy.trash(FOLDER)
    (trashed,) = (copy.path / ".trash").iterdir()
    (library.path / ".trash").mkdir(exist_ok=True)
    trashed.rename(library.path / ".trash" / trashed.name)
    shutil.rmtree(copy.path)
    library.backups.of(library.path / FOLDER).set_aside("cases/BU03.json", f"{MARK}-aside".encode(), LATER)
    (library.path / FOLDER / "cases" / ".BU04.json.tmp").write_text(f"{MARK}-temporary")
    note = Draft(question="1.1", note="", caret=0, act="x", by="ann")
    about = About(
        by="ann", inspection=opened.details.id, called="1.1", text=f"{MARK}-outside", record=opened.record("BU01").id, note=note
    )
    put_outside(library.path, about).let_go()
    (library.path / ".find-notes.sqlite").write_text(f"{MARK}-found")
    save_place(library.path, "ann", Place(inspection=FOLDER, typed={FOLDER: {"Waive": {"reason": f"{MARK}-form"}}}))


def places_of_mark(library: Path) -> list[str]:
    """Every file of a library that holds one of the planted texts."""
    every = (path for path in sorted(library.rglob("*")) if path.is_file())
    return [str(path.relative_to(library)) for path in every if MARK.encode() in path.read_bytes()]
