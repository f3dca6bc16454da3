"""Long work that is cancelled: each inspection is as before or as after, sound, and the work can be done again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.records import Content, Inspection
from sqs_tui.progress import CancelledError, Steps, counted, inside, stepped, stepped_whole, untold
from sqs_tui.store.archive import archive_of, read_archive, require_whole
from sqs_tui.store.carried import carried_in
from sqs_tui.store.carry import import_file, merging
from sqs_tui.store.dump import dump
from sqs_tui.store.exchange import exported
from sqs_tui.store.index import INDEX
from sqs_tui.store.library import Library
from sqs_tui.store.repair import repair
from sqs_tui.store.restoring import mends, plan, restore
from sqs_tui.store.verify import verify
from tests.store.helpers import FOLDER, START, answer, make, opened

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))


class Until:
    """Steps that cancel at the call of this number, counted from 0, and at each behind it."""

    def __init__(self, last: int | None = None) -> None:
        self.last = last
        self.calls: list[tuple[int, int, str]] = []

    def __call__(self, done: int, of: int, what: str) -> None:
        self.calls.append((done, of, what))
        if self.last is not None and len(self.calls) > self.last:
            raise CancelledError("enough")


class Stage:
    """A library (`here`), another in which the work has gone on (`there`), and what belongs to them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.here = Library(path / "library", clock=lambda: START)
        self.there = path / "there" / "library"

    @property
    def states(self) -> dict[str, bytes]:
        """What each inspection holds, by its folder."""
        return {folder: dump(carried_in(self.here.path / folder)) for folder in self.here.folders()}

    def sound(self) -> bool:
        """Whether nothing is found, and nothing begun lies about."""
        left = [path for path in self.path.rglob("*") if path.name.startswith(".new-") or path.name.endswith(".tmp")]
        folders = (self.here.path / folder for folder in self.here.folders())
        return not left and not any(verify(folder, self.here.backups.of(folder)) for folder in folders)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two inspections, a copy of it with changes in both and a third, and that as a file and as an archive."""
    path = tmp_path_factory.mktemp("progress")
    library = make(path)
    library.create((library.path / FOLDER / "instrument.json").read_bytes(), _details("Bolton"), by="lead", now=lambda: START)
    inspection = opened(path)
    for reference in ("BU07", "BU08"):
        answer(inspection, inspection.add_record("case", reference).id, "1.1", YES)
    library.snapshot(FOLDER, why="before")
    there = Path(shutil.copytree(library.path, path / "there" / "library"))
    elsewhere = Library(there).open(FOLDER, by="bob", now=lambda: START)
    answer(elsewhere, elsewhere.record("BU07").id, "1.1", NO)
    answer(elsewhere, elsewhere.add_record("case", "BU09").id, "1.1", NO)
    answer(inspection, inspection.record("BU08").id, "1.1", NO)
    Library(there).create((there / FOLDER / "instrument.json").read_bytes(), _details("Wigan"), by="lead", now=lambda: START)
    (path / "carried.json").write_bytes(exported(carried_in(there / FOLDER), START))
    (path / "backup.zip").write_bytes(archive_of([Library(there).snapshot(FOLDER, why="to carry")]))
    return path


def _details(area: str) -> Inspection:
    return Inspection(id="", area=area, fieldwork_from="2013-03-18")


def merge(stage: Stage, steps: Steps) -> None:
    list(merging(stage.here, stage.there, steps=steps))


def merge_one(stage: Stage, steps: Steps) -> None:
    list(merging(stage.here, stage.there, FOLDER, steps=steps))


def import_into(stage: Stage, steps: Steps) -> None:
    import_file(stage.here, stage.path / "carried.json", steps=steps)


def import_new(stage: Stage, steps: Steps) -> None:
    _forget(stage, FOLDER)
    import_file(stage.here, stage.path / "carried.json", steps=steps)


def back_up(stage: Stage, steps: Steps) -> None:
    for folder, own in inside(stage.here.folders(), "inspections", steps):
        stage.here.snapshot(folder, why="by hand", steps=own)


def restore_files(stage: Stage, steps: Steps) -> None:
    (source,) = read_archive(stage.path / "backup.zip")
    require_whole(source, steps)
    folder = stage.here.path / FOLDER
    restore(stage.here.backups.of(folder), folder, plan(folder, source, steps=steps), START, steps)


def bring_back(stage: Stage, steps: Steps) -> None:
    _forget(stage, FOLDER)
    (source,) = read_archive(stage.path / "backup.zip")
    stage.here.bring_back(source, steps)


def _forget(stage: Stage, folder: str) -> None:
    """Take an inspection away where it is as it was at first: it comes back by what is tried."""
    records = stage.here.path / folder / "cases"
    if records.is_dir() and not (records / "BU09.json").exists():
        shutil.rmtree(stage.here.path / folder)


WORKS = (merge, merge_one, import_into, import_new, back_up, restore_files, bring_back)


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_work_that_is_cancelled_leaves_each_inspection_as_before_or_as_after(
    work: Callable[[Stage, Steps], None], prepared: Path, tmp_path: Path
) -> None:
    stage = Stage(Path(shutil.copytree(prepared, tmp_path / "whole")))
    with pytest.raises(CancelledError):
        work(stage, Until(0))
    before, steps = stage.states, Until()
    work(stage, steps)
    after = stage.states
    assert len(steps.calls) > 3
    cancelled = 0
    for last in range(len(steps.calls)):
        one = Stage(Path(shutil.copytree(prepared, tmp_path / str(last))))
        cancelling = Until(last)
        try:
            work(one, cancelling)
        except CancelledError:
            cancelled += 1
        states = one.states
        for folder in {*before, *after}:
            assert states.get(folder) in (before.get(folder), after.get(folder))
        assert one.sound()
        work(one, untold)
        assert one.states == after
        assert one.sound()
        shutil.rmtree(one.path)
    assert cancelled > 2


def test_a_merge_gives_each_inspection_when_it_is_whole(prepared: Path, tmp_path: Path) -> None:
    stage = Stage(Path(shutil.copytree(prepared, tmp_path / "whole")))
    before, steps = stage.states, Until()
    merges = merging(stage.here, stage.there, steps=steps)
    assert next(merges).folder == stage.here.folders()[0]
    steps.last = len(steps.calls) + 1
    with pytest.raises(CancelledError):
        next(merges)
    assert stage.states[FOLDER] == before[FOLDER]
    assert all(call[1:] == (3, "inspections") for call in steps.calls)


def test_a_snapshot_that_is_cancelled_is_none(prepared: Path, tmp_path: Path) -> None:
    stage = Stage(Path(shutil.copytree(prepared, tmp_path / "whole")))
    snapshots = stage.here.backups.of(stage.here.path / FOLDER)
    names = snapshots.names()
    with pytest.raises(CancelledError):
        stage.here.snapshot(FOLDER, why="by hand", steps=Until(2))
    assert snapshots.names() == names
    assert stage.sound()


def test_a_repair_is_cancelled_before_it_begins_or_done_whole(prepared: Path, tmp_path: Path) -> None:
    for last in range(1000):
        stage = Stage(Path(shutil.copytree(prepared, tmp_path / str(last))))
        folder = stage.here.path / FOLDER
        places = [folder / "cases" / f"{reference}.json" for reference in ("BU07", "BU08")]
        for place in places:
            tables = msgspec.json.decode(place.read_bytes())
            place.write_bytes(msgspec.json.encode(tables | {"answers": {}}))
        spoilt = [place.read_bytes() for place in places]
        steps = Until(last)
        try:
            repaired = repair(folder, stage.here.backups.of(folder), START, steps)
        except CancelledError:
            assert [place.read_bytes() for place in places] == spoilt
            repaired = repair(folder, stage.here.backups.of(folder), START, untold)
        assert (len(repaired.done), repaired.left) == (2, ())
        assert stage.sound()
        if len(steps.calls) <= last:
            assert last > 10
            return
        shutil.rmtree(stage.path)
    pytest.fail("it never came to its end")


def test_what_was_read_for_a_list_that_is_cancelled_is_known_the_next_time(
    prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqs_tui.store.index.SETTLED", 0)
    stage = Stage(Path(shutil.copytree(prepared, tmp_path / "whole")))
    (stage.here.path / INDEX).unlink(missing_ok=True)
    with pytest.raises(CancelledError):
        stage.here.entries(Until(1))
    known = Library(stage.here.path).index
    assert [known.known(folder) is not None for folder in stage.here.folders()] == [True, False]


@pytest.mark.parametrize("last", [0, 1, 3])
def test_what_is_only_read_raises_at_the_step_that_cancels(prepared: Path, last: int) -> None:
    stage = Stage(prepared)
    sources = [source for folder in stage.here.folders() for source in stage.here.backups.of(stage.here.path / folder).all()]
    for reads in (
        lambda steps: carried_in(stage.here.path / FOLDER, steps),
        lambda steps: exported(carried_in(stage.here.path / FOLDER), START, steps),
        lambda steps: archive_of(sources, steps),
        lambda steps: verify(stage.here.path / FOLDER, stage.here.backups.of(stage.here.path / FOLDER), steps),
    ):
        steps = Until(min(last, 2))
        with pytest.raises(CancelledError):
            reads(steps)
        assert len(steps.calls) == min(last, 2) + 1


def test_looking_for_good_copies_tells_how_far_it_is(prepared: Path, tmp_path: Path) -> None:
    stage = Stage(Path(shutil.copytree(prepared, tmp_path / "whole")))
    (stage.here.path / FOLDER / "cases" / "BU07.json").write_bytes(b"")
    steps = Until()
    mends(stage.here.backups.of(stage.here.path / FOLDER), stage.here.path / FOLDER, steps)
    assert steps.calls == [(0, 1, "copies looked for"), (1, 1, "copies looked for")]


# The words and the counts


def test_steps_are_told_before_each_item_and_at_the_end() -> None:
    steps = Until()
    assert list(stepped("ab", "letters", steps)) == ["a", "b"]
    assert steps.calls == [(0, 2, "letters"), (1, 2, "letters"), (2, 2, "letters")]


def test_what_is_done_whole_or_not_at_all_is_not_cancelled_in_between() -> None:
    steps = Until(0)
    assert list(stepped_whole("ab", "letters", steps)) == ["a", "b"]
    assert len(steps.calls) == 3


def test_the_steps_inside_one_of_several_can_cancel_all_and_tell_how_far_all_are() -> None:
    steps = Until(3)
    each = inside("abc", "letters", steps)
    next(each)[1](7, 9, "strokes")
    _, own = next(each)
    with pytest.raises(CancelledError):
        own(7, 9, "strokes")
    assert steps.calls == [(0, 3, "letters"), (0, 3, "letters"), (1, 3, "letters"), (1, 3, "letters")]
    alone = Until()
    for _, own in inside("a", "letters", alone):
        own(7, 9, "strokes")
    assert alone.calls == [(7, 9, "strokes")]


def test_counts_are_told_with_their_thousands_apart() -> None:
    assert counted(312, 1500, "inspections") == "312 of 1,500 inspections"
