"""Bringing files back: each as a save does, never over what nobody has a copy of; and the archives that carry them."""

import io
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store import restoring
from sqs_tui.store.archive import ArchiveError, archive_of, read_archive, require_whole
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.places import put_bytes
from sqs_tui.store.restoring import Restored, differing, mend, mends, plan, restore
from sqs_tui.store.snapshots import MANIFEST, Snapshots, Source
from tests.store.helpers import FOLDER, START, answer, lead_to, make, opened, snapshot

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))
HOUR = timedelta(hours=1)
CASE = "cases/BU07.json"


class Kept:
    """An inspection with a snapshot, and what has happened since."""

    def __init__(self, path: Path) -> None:
        self.library: Library = make(path)
        self.inspection: OpenInspection = opened(path)
        for reference in ("BU07", "BU08"):
            answer(self.inspection, self.inspection.add_record("case", reference).id, "1.1", YES)
        self.folder = self.inspection.folder
        self.snapshots: Snapshots = self.library.backups.of(self.folder)
        self.source: Source = self.snapshots.take(self.folder, why="test", at=START)

    def id(self, reference: str = "BU07") -> str:
        return self.inspection.record(reference).id

    def answer(self, content: Content, reference: str = "BU07") -> None:
        answer(self.inspection, self.id(reference), "1.1", content)

    def restore(self, *only: str) -> Restored:
        return restore(self.snapshots, self.folder, plan(self.folder, self.source, only), START + HOUR)

    def path(self, place: str = CASE) -> Path:
        return self.folder / place


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_restore_brings_back_what_was_and_keeps_what_is(kept: Kept, tmp_path: Path) -> None:
    then = snapshot(kept.folder)
    kept.answer(NO)
    now = snapshot(kept.folder)
    assert differing(kept.folder, kept.source) == (CASE,)
    done = kept.restore()
    assert (done.brought_back, done.refused) == ((CASE,), ())
    assert snapshot(kept.folder) == then
    before = kept.snapshots.source(done.before)
    assert before
    assert {place: before.content(place) for place in before.manifest.files} == now
    assert before.manifest.why == "before a restore"
    restore(kept.snapshots, kept.folder, plan(kept.folder, before), START + 2 * HOUR)
    assert snapshot(kept.folder) == now
    assert opened(tmp_path).damaged == ()


def test_a_program_that_has_the_inspection_open_follows_and_goes_on_writing(kept: Kept) -> None:
    kept.answer(NO)
    kept.restore()
    assert kept.inspection.refresh()
    assert kept.inspection.contents(kept.id()) == {"1.1": YES}
    kept.answer(Content(value="na"))
    assert kept.inspection.contents(kept.id()) == {"1.1": Content(value="na")}


def test_a_save_that_has_not_seen_the_restore_yet_is_put_on_top_of_it(kept: Kept, tmp_path: Path) -> None:
    kept.answer(NO)
    kept.restore()
    answer(kept.inspection, kept.id(), "fact", YES)
    assert opened(tmp_path).contents(kept.id()) == {"1.1": YES, "fact": YES}


def test_records_that_came_later_stay(kept: Kept, tmp_path: Path) -> None:
    later = kept.inspection.add_record("case", "BU09").id
    kept.answer(NO)
    kept.restore()
    assert later in {record.id for record in opened(tmp_path).records()}


def test_one_file_alone_is_brought_back(kept: Kept) -> None:
    kept.answer(NO)
    kept.answer(NO, "BU08")
    assert kept.restore(CASE).brought_back == (CASE,)
    kept.inspection.refresh()
    assert kept.inspection.contents(kept.id("BU08")) == {"1.1": NO}
    with pytest.raises(LibraryError, match="has no file cases/BU99"):
        plan(kept.folder, kept.source, ["cases/BU99.json"])


def test_what_is_the_same_already_is_no_step(kept: Kept) -> None:
    assert plan(kept.folder, kept.source) == []
    assert differing(kept.folder, kept.source) == ()


def test_a_signed_off_record_stays_and_is_named(kept: Kept) -> None:
    kept.answer(NO)
    kept.answer(NO, "BU08")
    lead_to(kept.inspection, kept.id(), RecordState.SIGNED_OFF)
    before = kept.path().read_bytes()
    done = kept.restore()
    assert done.brought_back == ("cases/BU08.json",)
    assert done.refused == ("cases/BU07.json stays as it is: it is signed off, and nothing changes it before it is reopened.",)
    assert kept.path().read_bytes() == before


def test_a_signed_off_record_whose_file_is_damaged_or_gone_is_brought_back(kept: Kept) -> None:
    lead_to(kept.inspection, kept.id(), RecordState.SIGNED_OFF)
    good = kept.path().read_bytes()
    kept.source = kept.snapshots.take(kept.folder, why="test", at=START + HOUR)
    kept.path().write_bytes(good[:100])
    assert kept.restore().brought_back == (CASE,)
    assert kept.path().read_bytes() == good
    kept.path().unlink()
    assert kept.restore().brought_back == (CASE,)
    assert kept.path().read_bytes() == good


def test_no_copy_from_before_the_sign_off_is_offered_for_a_signed_off_record_that_was_changed(kept: Kept) -> None:
    lead_to(kept.inspection, kept.id(), RecordState.SIGNED_OFF)
    signed = kept.path().read_bytes()
    changed = signed.replace(b'"value": "yes"', b'"value": "no"')
    kept.path().write_bytes(changed)
    assert mends(kept.snapshots, kept.folder) == []
    kept.path().write_bytes(signed)
    kept.snapshots.take(kept.folder, why="test", at=START + HOUR)
    kept.path().write_bytes(changed)
    assert [one.content for one in mends(kept.snapshots, kept.folder)] == [signed]


def test_a_file_of_a_newer_program_stays(kept: Kept) -> None:
    newer = kept.path().read_bytes().replace(b'"format": 1', b'"format": 7')
    kept.path().write_bytes(newer)
    (refused,) = kept.restore().refused
    assert "written by a newer program" in refused
    assert kept.path().read_bytes() == newer


def test_a_damaged_copy_is_not_brought_back(kept: Kept) -> None:
    good = kept.path().read_bytes()
    kept.path().write_bytes(b"null")
    kept.source = kept.snapshots.take(kept.folder, why="test", at=START + HOUR)
    kept.path().write_bytes(good)
    (refused,) = kept.restore().refused
    assert refused == "cases/BU07.json stays as it is: the copy of it is no good one (it holds no tables)."
    (kept.snapshots.path / kept.source.name / "cases/BU08.json").write_bytes(b"rotten")
    assert [step.refusal for step in plan(kept.folder, kept.source)][-1].endswith("the copy of it is not what it was.")
    assert kept.path().read_bytes() == good


def test_what_is_saved_at_this_moment_is_not_lost(kept: Kept) -> None:
    kept.answer(NO)
    steps = plan(kept.folder, kept.source)
    really = kept.snapshots.take

    def meanwhile(*given: object, **named: object) -> Source:
        taken = really(*given, **named)  # type: ignore[arg-type]
        kept.answer(Content(value="na"))
        return taken

    kept.snapshots.take = meanwhile  # type: ignore[method-assign]
    with pytest.raises(NotSavedError, match="somebody has changed it at this moment"):
        restore(kept.snapshots, kept.folder, steps, START + HOUR)
    assert kept.inspection.contents(kept.id()) == {"1.1": Content(value="na")}


def test_a_record_goes_to_where_it_is_by_now_and_never_over_another(kept: Kept, tmp_path: Path) -> None:
    kept.answer(NO)
    kept.path().rename(kept.path("cases/moved.json"))
    assert kept.restore().brought_back == ("cases/moved.json",)
    kept.path("cases/moved.json").unlink()
    kept.path("cases/BU08.json").rename(kept.path())
    other = kept.path().read_bytes()
    assert kept.restore(CASE).brought_back == ("cases/BU07-2.json",)
    assert kept.path().read_bytes() == other
    assert {record.reference for record in opened(tmp_path).records()} == {"BU07", "BU08"}


def test_details_and_instrument_are_not_torn_apart(kept: Kept) -> None:
    other = msgspec.json.encode(msgspec.json.decode(kept.path("instrument.json").read_bytes()) | {"title": "Another"})
    details = kept.path("inspection.json").read_bytes()
    held = msgspec.json.decode(details)
    held["instrument"]["pinned"]["sha256"] = restoring.hash_of(other)
    kept.path("instrument.json").write_bytes(other)
    kept.path("inspection.json").write_bytes(msgspec.json.encode(held))
    for place in ("instrument.json", "inspection.json"):
        (refused,) = kept.restore(place).refused
        assert place in refused
    assert kept.restore().brought_back == ("instrument.json", "inspection.json")
    assert kept.path("inspection.json").read_bytes() == details


def test_a_file_in_a_folder_that_is_gone_is_brought_back_with_it(kept: Kept) -> None:
    good = snapshot(kept.folder)
    for path in (kept.folder / "cases").iterdir():
        path.unlink()
    (kept.folder / "cases").rmdir()
    kept.restore()
    assert snapshot(kept.folder) == good


def test_an_inspection_that_is_no_longer_there_comes_back_whole(kept: Kept) -> None:
    good = snapshot(kept.folder)
    kept.library.trash(FOLDER)
    assert kept.library.bring_back(kept.source) == FOLDER
    assert snapshot(kept.folder) == good
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    with pytest.raises(LibraryError, match="is the same inspection"):
        kept.library.bring_back(kept.source)
    kept.library.trash(FOLDER)
    make(kept.library.path.parent)
    assert kept.library.bring_back(kept.source) == f"{FOLDER}-2"
    assert kept.library.restore() == f"{FOLDER}-3"


def test_an_inspection_without_its_details_does_not_come_back_half(kept: Kept) -> None:
    kept.path("inspection.json").write_bytes(b"")
    source = kept.snapshots.take(kept.folder, why="test", at=START + HOUR)
    kept.library.trash(FOLDER)
    with pytest.raises(LibraryError, match=r"no good inspection\.json with its instrument\.json"):
        kept.library.bring_back(source)
    assert kept.library.folders() == []


# Damaged files


@pytest.mark.parametrize("place", [CASE, "inspection.json", "instrument.json", "letter.json"])
@pytest.mark.parametrize("content", [b"", b"null", b'{"_default": {}}', None])
def test_the_newest_good_copy_takes_the_place_of_a_damaged_file_which_is_kept(
    kept: Kept, tmp_path: Path, place: str, content: bytes | None
) -> None:
    kept.inspection.letter.put({"paragraph:p": ParagraphEntry(text="words")})
    kept.snapshots.take(kept.folder, why="test", at=START + HOUR)
    good = snapshot(kept.folder)
    if content is None:
        kept.path(place).unlink()
    else:
        kept.path(place).write_bytes(content)
    kept.snapshots.take(kept.folder, why="test", at=START + 2 * HOUR)
    snapshots = kept.library.backups.of(kept.folder)
    (found,) = mends(snapshots, kept.folder)
    assert found.place == place
    aside = mend(snapshots, kept.folder, found, START + 3 * HOUR)
    assert snapshot(kept.folder) == good
    assert (aside and aside.read_bytes()) == content
    assert opened(tmp_path).damaged == ()


def test_nothing_is_offered_for_what_is_sound_newer_elsewhere_or_never_was(kept: Kept) -> None:
    assert mends(kept.snapshots, kept.folder) == []
    kept.path("cases/BU99.json").write_bytes(b"")
    assert mends(kept.snapshots, kept.folder) == []
    good = kept.path().read_bytes()
    kept.path().write_bytes(good.replace(b'"format": 1', b'"format": 7'))
    assert mends(kept.snapshots, kept.folder) == []
    kept.path().write_bytes(good)
    kept.path().rename(kept.path("cases/moved.json"))
    assert mends(kept.snapshots, kept.folder) == []


def test_a_damaged_file_that_was_mended_meanwhile_is_not_written_over(kept: Kept) -> None:
    good = kept.path().read_bytes()
    kept.path().write_bytes(b"")
    (found,) = mends(kept.snapshots, kept.folder)
    kept.path().write_bytes(good + b" ")
    with pytest.raises(NotSavedError, match="somebody has changed it"):
        mend(kept.snapshots, kept.folder, found, START)
    assert kept.path().read_bytes() == good + b" "


def test_bytes_are_not_put_over_what_is_marked_read_only(kept: Kept) -> None:
    before = kept.path().read_bytes()
    kept.path().chmod(0o400)
    with pytest.raises(NotSavedError, match="marked read-only"):
        put_bytes(kept.path(), b"", instead_of=before)
    assert kept.path().read_bytes() == before


# Archives


@pytest.fixture
def archive(kept: Kept, tmp_path: Path) -> Path:
    path = tmp_path / "carried.zip"
    path.write_bytes(archive_of([kept.source]))
    return path


def test_an_archive_gives_back_what_went_in(kept: Kept, archive: Path) -> None:
    (source,) = read_archive(archive)
    require_whole(source)
    assert source.manifest == kept.source.manifest
    assert {place: source.content(place) for place in source.manifest.files} == snapshot(kept.folder)


def test_an_archive_can_begin_a_library(tmp_path: Path, kept: Kept, archive: Path) -> None:
    (source,) = read_archive(archive)
    library = Library(tmp_path / "another" / "library")
    assert library.bring_back(source) == FOLDER
    assert snapshot(library.path / FOLDER) == snapshot(kept.folder)


Entries = dict[str, bytes]


def packed(path: Path, entries: Entries, change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as written:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            change(entry)
            written.writestr(entry, content)
    path.write_bytes(held.getvalue())
    return path


@pytest.fixture
def entries(archive: Path) -> Entries:
    with zipfile.ZipFile(archive) as read:
        return {entry.filename: read.read(entry) for entry in read.infolist()}


def refused(path: Path, says: str) -> None:
    with pytest.raises(ArchiveError, match=says) as raised:
        _ = [require_whole(source) for source in read_archive(path)]
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.json",
        "/etc/passwd",
        f"{FOLDER}/../../x.json",
        "C:\\x.json",
        f"{FOLDER}\\cases\\x.json",
        f"{FOLDER}/.ssh/keys",
        f"{FOLDER}/cases/a/b.json",
        f"{FOLDER}/cases/.BU07.json.lock",
        f"{FOLDER}/x\x00.json",
        "x",
        f"{FOLDER}/",
        "\x1b[31m/letter.json",
    ],
)
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, entries: Entries, name: str) -> None:
    refused(packed(tmp_path / "bad.zip", entries | {name: b"{}"}), "which is no file of an inspection")


def test_an_archive_with_a_link_or_a_device_is_refused(tmp_path: Path, entries: Entries) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK, stat.S_IFDIR):

        def mark(entry: zipfile.ZipInfo, kind: int = kind) -> None:
            entry.external_attr = (kind | 0o777) << 16

        refused(packed(tmp_path / "bad.zip", entries, mark), "is no ordinary file")


def test_an_archive_packed_in_another_way_is_refused(tmp_path: Path, entries: Entries) -> None:
    def pack(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = zipfile.ZIP_LZMA

    refused(packed(tmp_path / "bad.zip", entries, pack), "packed in a way that no backup is")
    path = packed(tmp_path / "locked.zip", entries)
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    refused(path, "packed in a way that no backup is")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, entries: Entries) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, content in entries.items():
            bomb.writestr(name, content)
        bomb.writestr(f"{FOLDER}/cases/big.json", bytes((1 << 26) + 1))
    refused(path, "larger than any file of an inspection")


def test_an_archive_with_a_file_twice_is_refused(tmp_path: Path, entries: Entries) -> None:
    refused(packed(tmp_path / "bad.zip", entries | {f"{FOLDER}/cases/bu07.json": b"{}"}), "twice")


def test_an_archive_whose_list_is_wrong_is_refused(tmp_path: Path, entries: Entries) -> None:
    listed = f"{FOLDER}/{MANIFEST}"
    without = {name: content for name, content in entries.items() if name != listed}
    refused(packed(tmp_path / "bad.zip", without), "has no list of its files")
    for bad in (
        b"",
        b"null",
        entries[listed].replace(b'"format": 1', b'"format": 2'),
        entries[listed].replace(b"bury-2", b"leeds-2"),
    ):
        refused(packed(tmp_path / "bad.zip", entries | {listed: bad}), "has no list of its files")
    refused(packed(tmp_path / "bad.zip", entries | {f"{FOLDER}/cases/BU99.json": b"{}"}), "not as the list of its files says")
    case = f"{FOLDER}/{CASE}"
    refused(packed(tmp_path / "bad.zip", entries | {case: b"{}"}), "not as the list of its files says")
    refused(packed(tmp_path / "bad.zip", entries | {case: entries[case].swapcase()}), "is not what was kept")


def test_what_is_no_archive_is_refused(tmp_path: Path, archive: Path) -> None:
    whole = archive.read_bytes()
    place = tmp_path / "bad.zip"
    refused(place, "there is no such file")
    refused(tmp_path, "there is no such file")
    for content in (b"", b"PK", b"{}", whole[:-10], whole[:200], whole[100:]):
        place.write_bytes(content)
        refused(place, "cannot be used")
    refused(packed(place, {}), "it is empty")


def test_an_archive_that_breaks_anywhere_is_refused_or_gives_what_went_in(tmp_path: Path, archive: Path, kept: Kept) -> None:
    whole = archive.read_bytes()
    good = {place: kept.source.content(place) for place in kept.source.manifest.files}
    for at in range(0, len(whole), 7):
        content = bytearray(whole)
        content[at] ^= 0x55
        (tmp_path / "bad.zip").write_bytes(content)
        try:
            (source,) = read_archive(tmp_path / "bad.zip")
            require_whole(source)
        except ArchiveError:
            continue
        assert {place: source.content(place) for place in source.manifest.files} == good
