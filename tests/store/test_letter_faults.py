"""The letter where it cannot be saved, where its file is damaged, and where two processes write it at one moment."""

import errno
import os
import sys
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.letter.entries import Entries, ParagraphEntry
from sqs_tui.domain.records import Content
from sqs_tui.errors import NotSavedError
from sqs_tui.store.following import Changed
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.letter_file import LetterDraft
from tests.store.helpers import FOLDER, answer, make, opened, run_together

WORDS = ParagraphEntry(text="Ours.")
OTHERS = ParagraphEntry(text="Theirs.")
DRAFT = LetterDraft(paragraph="p", text="half a sen", caret=(0, 10), place="1")


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def path(inspection: OpenInspection) -> Path:
    return inspection.folder / "letter.json"


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_on_a_full_disk_nothing_has_changed(inspection: OpenInspection, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    inspection.letter.save_draft(DRAFT)
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    before = (inspection.letter.entries, inspection.letter.draft, path.read_bytes())
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        for write in (
            lambda: inspection.letter.put({"paragraph:p": OTHERS}),
            lambda: inspection.letter.save_draft(None),
            inspection.letter.undo,
        ):
            with pytest.raises(NotSavedError, match="the disk is full"):
                write()
    assert (inspection.letter.entries, inspection.letter.draft, path.read_bytes()) == before
    assert heard == []
    inspection.letter.put({"paragraph:p": OTHERS})
    assert inspection.letter.entries.paragraphs == {"p": OTHERS}


def test_a_letter_that_cannot_begin_begins_once_it_can(
    inspection: OpenInspection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        with pytest.raises(NotSavedError, match="the disk is full"):
            inspection.letter.put({"paragraph:p": WORDS})
    assert not path.exists()
    assert inspection.damaged == ()
    inspection.letter.put({"paragraph:p": WORDS})
    assert inspection.letter.entries.paragraphs == {"p": WORDS}


@pytest.mark.parametrize("what", ["letter.json", "."])
def test_what_is_marked_read_only_is_not_written(tmp_path: Path, inspection: OpenInspection, path: Path, what: str) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    place, before = inspection.folder / what, path.read_bytes()
    mode = place.stat().st_mode
    place.chmod(0o500 if what == "." else 0o400)
    try:
        with pytest.raises(NotSavedError, match="is marked read-only"):
            inspection.letter.put({"paragraph:p": OTHERS})
        assert opened(tmp_path).letter.entries.paragraphs == {"p": WORDS}
    finally:
        place.chmod(mode)
    assert path.read_bytes() == before


HEAD = b'{"meta": {"file": {"format": 1}}, '
DAMAGE = {
    "empty": b"",
    "blank": b"\0 \n",
    "null": b"null",
    "of another program": b'{"_default": {"1": {}}}',
    "newer": b'{"meta": {"file": {"format": 9}}}',
    "with a strange entry": HEAD
    + b'"changes": {"a": {"id": "a", "at": "", "by": "", "key": "", "act": "", "new": {"type": "x"}}}}',
    "under another id": HEAD + b'"changes": {"b": {"id": "a", "at": "", "by": "", "key": "", "act": ""}}}',
    "with a strange field": HEAD + b'"changes": {"a": {"id": "a", "at": "", "by": "", "key": "", "act": "", "z": 1}}}',
    "with a table that is none": HEAD + b'"changes": []}',
    "with a draft that is none": HEAD + b'"draft": {"ann": {"paragraph": 1}}}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_letter_is_named_left_alone_and_stops_nothing(tmp_path: Path, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    inspection = opened(tmp_path)
    (sentence,) = inspection.damaged
    assert str(path) in sentence
    assert "\n" not in sentence
    record = inspection.add_record("case", "BU07").id
    answer(inspection, record, "1.1", Content(value="yes"))
    assert inspection.tallies().questions["1.1"].met == 1
    assert inspection.letter.entries == Entries()
    assert inspection.written().paragraphs
    for write in (
        lambda: inspection.letter.put({"paragraph:p": WORDS}),
        lambda: inspection.letter.save_draft(DRAFT),
    ):
        with pytest.raises(NotSavedError, match="Not saved, because"):
            write()
    assert inspection.letter.undo() == "There is nothing to undo in the letter."
    assert not inspection.refresh()
    assert path.read_bytes() == content


def test_a_letter_that_breaks_off_anywhere_is_damaged(tmp_path: Path, inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({"paragraph:p": OTHERS})
    whole = path.read_bytes()
    for length in range(len(whole.rstrip())):
        path.write_bytes(whole[:length])
        again = opened(tmp_path)
        assert len(again.damaged) == 1, length
        with pytest.raises(NotSavedError):
            again.letter.put({"paragraph:p": WORDS})
        assert path.read_bytes() == whole[:length]


def test_a_damaged_letter_is_used_again_once_it_is_mended_or_moved_away(
    tmp_path: Path, inspection: OpenInspection, path: Path
) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    good = path.read_bytes()
    path.write_bytes(b"")
    again, moved = opened(tmp_path), opened(tmp_path)
    path.write_bytes(good)
    assert again.refresh()
    assert again.damaged == ()
    assert again.letter.entries.paragraphs == {"p": WORDS}
    path.unlink()
    moved.refresh()
    assert moved.damaged == ()
    moved.letter.put({"paragraph:p": OTHERS})
    assert opened(tmp_path).letter.entries.paragraphs == {"p": OTHERS}


def test_a_letter_that_is_damaged_while_open_is_still_shown_and_takes_nothing(inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    good = path.read_bytes()
    for content in (b"", None):
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        assert not inspection.refresh()
        assert len(inspection.damaged) == 1
        for write in (lambda: inspection.letter.put({"paragraph:p": OTHERS}), inspection.letter.undo):
            with pytest.raises(NotSavedError):
                write()
        assert inspection.letter.entries.paragraphs == {"p": WORDS}
    path.write_bytes(good)
    inspection.refresh()
    assert inspection.damaged == ()
    inspection.letter.put({"paragraph:p": OTHERS})
    assert inspection.letter.entries.paragraphs == {"p": OTHERS}


def test_a_folder_in_the_letters_place_is_named(tmp_path: Path, path: Path) -> None:
    path.mkdir()
    inspection = opened(tmp_path)
    assert "cannot be read" in inspection.damaged[0]
    with pytest.raises(NotSavedError):
        inspection.letter.put({"paragraph:p": WORDS})


# Two at a time

_PUTS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.library import Library
library, folder, by = sys.argv[1:]
inspection = Library(Path(library)).open(folder, by=by, now=lambda: datetime.now(UTC))
print(flush=True)
sys.stdin.readline()
for number in range(40):
    entry = ParagraphEntry(text=f"{by} {number}")
    inspection.letter.put({"paragraph:shared": entry, f"paragraph:{by}-{number}": entry})
    inspection.letter.save_draft(LetterDraft(paragraph="p", text=f"{by} {number}", caret=(0, 0)))
"""


def test_two_processes_that_begin_a_letter_at_one_moment_lose_nothing(tmp_path: Path) -> None:
    library = make(tmp_path)
    command = [sys.executable, "-c", _PUTS, str(library.path), FOLDER]
    assert run_together([[*command, by] for by in ("ann", "bob")]) == [0, 0]
    every = {f"{by} {number}" for by in ("ann", "bob") for number in range(40)}
    inspection = opened(tmp_path)
    assert inspection.damaged == ()
    held = msgspec.json.decode((inspection.folder / "letter.json").read_bytes())["changes"].values()
    assert {line["new"]["text"] for line in held if line["key"] == "paragraph:shared"} == every
    assert {entry.text for identity, entry in inspection.letter.entries.paragraphs.items() if identity != "shared"} == every
    assert [opened(tmp_path, by=by).letter.draft for by in ("ann", "bob")] == [
        LetterDraft(paragraph="p", text=f"{by} 39", caret=(0, 0)) for by in ("ann", "bob")
    ]
