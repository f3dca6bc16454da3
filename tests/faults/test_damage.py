"""A file that is broken in whatever way is opened or named as damaged: never a traceback, and never written over."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.domain.letter.entries import Decision, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import Content, Draft, RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.errors import SqsError
from sqs_tui.store.findings import Badness, Repair
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.library import Library
from sqs_tui.store.snapshots import Snapshots
from sqs_tui.store.verify import verify
from tests.faults.breaking import BREAKS, truncations
from tests.faults.conftest import Counted, HowOften
from tests.store.helpers import FOLDER, START, Clock, answer, case_list, make, opened

CASE = "cases/BU07.json"
PLACES = [CASE, "inspection.json", "letter.json", "sample.json", "instrument.json"]
SEEDS = range(8)
ROUNDS = 250
"""Mutations of a seed in full: with eight seeds 2,000, over all files."""
YES, NO = Content(value="yes"), Content(value="no", reasons=("late",), note="a note", quote=True)


class Bench:
    """An inspection with a snapshot, open in a program, whose files are broken one after another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.library: Library = make(path)
        self.earlier: OpenInspection = opened(path)
        self.record = self.earlier.add_record("case", "BU07", inspector="ann").id
        answer(self.earlier, self.record, "fact", YES)
        answer(self.earlier, self.record, "1.1", NO)
        answer(self.earlier, self.record, "1.1", YES)
        self.earlier.undo()
        self.earlier.change_record(self.record, case_manager="a role")
        self.earlier.save_draft(self.record, Draft(question="1.2", note="typed", caret=3, act="a", by="ann"))
        self.earlier.letter.put(
            {
                "paragraph:p": ParagraphEntry(text="In {{1.1}} it was so.", place="1/2"),
                "area:plans": Decision(sign=Sign.STRENGTH),
                "quote:q": Quote(record=self.record, question="1.1", original="a note", text="a note"),
                "waiver:w": Waiver(says="this", reason="that"),
            }
        )
        self.earlier.letter.save_draft(LetterDraft(paragraph="p", text="typed", caret=(0, 1)))
        self.earlier.change_details(lead="A lead")
        self.earlier.sample.add(lists={"1a": case_list("1a"), "2b": case_list("2b")})
        self.folder = self.earlier.folder
        self.snapshots: Snapshots = self.library.backups.of(self.folder)
        self.snapshots.take(self.folder, why="test", at=START)
        self.whole = {place: (self.folder / place).read_bytes() for place in PLACES}

    def mend(self) -> None:
        """Put every file back as it was: else the histories of those that are whole grow with each round."""
        for place, content in self.whole.items():
            (self.folder / place).write_bytes(content)
        self.earlier.refresh()

    def suffer(self, place: str, content: bytes) -> bool:
        """Break a file, do with it what can be done, and mend it; gives whether it was named as damaged.

        Raises AssertionError where it was written over, or was named as damaged without its good copy being offered.
        """
        path = self.folder / place
        path.write_bytes(content)
        try:
            damaged = self._is_named(place)
            self._look(place, damaged=damaged)
            assert path.read_bytes() == content, "looking has changed the file"
            self._work()
            if damaged:
                assert path.read_bytes() == content, "working has written over a damaged file"
        finally:
            self.mend()
        return damaged

    def _is_named(self, place: str) -> bool:
        found = [one for one in verify(self.folder, self.library.backups.of(self.folder)) if one.place == place]
        wrong = [one for one in found if one.badness is Badness.DAMAGED]
        newer = [one for one in wrong if "newer version" in one.what]
        assert all(one.repair is Repair.COPY for one in wrong if one not in newer), wrong
        return bool(wrong)

    def _look(self, place: str, *, damaged: bool) -> None:
        (entry,) = self.library.entries()
        said = ""
        now = None
        try:
            now = opened(self.path)
        except SqsError as fault:
            said = str(fault)
        if now is None:
            assert damaged, said
            assert "\n" not in said
            assert place in ("inspection.json", "instrument.json")
            return
        now.sample.data.present  # noqa: B018 - the file is read when it is asked for
        assert damaged == bool(now.damaged), (now.damaged, entry.fault)
        assert not damaged or any(Path(place).name in says for says in now.damaged)
        for record in now.records():
            now.answers(record.id)
            now.draft(record.id)
        now.tallies()
        now.sample.refresh()
        now.conflicts()
        now.written().paragraphs  # noqa: B018 - the letter is made when it is looked at

    def _work(self) -> None:
        """Whatever a program does that had the inspection open before, and one that opens it now."""
        self._save(self.earlier)
        self.earlier.refresh()
        with suppress(SqsError):
            self._save(opened(self.path, by="bob"))

    def _save(self, inspection: OpenInspection) -> None:
        for save in (
            lambda: answer(inspection, self.record, "1.1", Content(value="na")),
            lambda: inspection.save_draft(self.record, Draft(question="1.2", note="more", caret=1, act="b", by="ann")),
            lambda: inspection.change_record(self.record, inspector="bob"),
            lambda: inspection.set_state(self.record, RecordState.COMPLETE),
            lambda: inspection.change_details(lead="Another"),
            lambda: inspection.letter.put({"paragraph:p": ParagraphEntry(text="others")}),
            lambda: inspection.letter.save_draft(None),
            inspection.undo,
            inspection.redo,
            inspection.undo_on_records,
            inspection.letter.undo,
            lambda: inspection.sample.add(lists={"3c": case_list("3c")}),
        ):
            with suppress(SqsError):
                save()
        (inspection.folder / "cases" / "BU08.json").unlink(missing_ok=True)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.parametrize("place", PLACES[:4])
@pytest.mark.parametrize("part", range(4))
def test_a_file_that_breaks_off_anywhere_is_named_and_left_alone(
    bench: Bench, counted: Counted, how_often: HowOften, place: str, part: int
) -> None:
    every = list(truncations(bench.whole[place]))
    step = max(1, 4 * how_often(1, quick=len(every) // 40))
    cut = every[part::step]
    unnamed = sum(not bench.suffer(place, content) for content in cut)
    counted(f"{Path(place).name} cut short", len(cut), unnamed=unnamed, written_over=0)
    assert unnamed == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_file_that_is_broken_in_any_way_is_opened_or_named(
    bench: Bench, counted: Counted, how_often: HowOften, seed: int
) -> None:
    chance = random.Random(seed)
    rounds = how_often(ROUNDS, quick=12)
    named = 0
    for _ in range(rounds):
        place, breaks = chance.choice(PLACES), chance.choice(BREAKS)
        content = breaks(bench.whole[place], chance)
        try:
            named += bench.suffer(place, content)
        except Exception as fault:
            fault.add_note(f"{place}, {breaks.__name__}: {content[:600]!r}")
            raise
    counted("random mutations of a file", rounds, opened=rounds - named, named_as_damaged=named, written_over=0, tracebacks=0)


Command = Callable[[Bench], list[str]]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plain_command_gives_a_traceback_or_writes_over_a_broken_file(
    bench: Bench, counted: Counted, how_often: HowOften, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    chance = random.Random(1000 + seed)
    rounds = how_often(30, quick=2)
    commands = (
        ["list"],
        ["show", FOLDER],
        ["show", FOLDER, "BU07", "--json"],
        ["summary", FOLDER],
        ["letter", FOLDER],
        ["check", FOLDER],
        ["verify"],
        ["restore", FOLDER],
    )
    for _ in range(rounds):
        place, breaks = chance.choice(PLACES), chance.choice(BREAKS)
        content = breaks(bench.whole[place], chance)
        (bench.folder / place).write_bytes(content)
        for command in commands:
            assert cli.main(["--library", str(bench.library.path), *command]) in (0, 1, 2)
            told = capsys.readouterr()
            assert (told.out + told.err).replace("\n", "").replace("\t", "").isprintable()
        assert (bench.folder / place).read_bytes() == content
        bench.mend()
    counted("commands on a broken file", rounds * len(commands), written_over=0, tracebacks=0)


def test_the_bench_holds_what_it_should(bench: Bench) -> None:
    """Else the tests above would pass for nothing."""
    assert verify(bench.folder, bench.snapshots) == []
    assert bench.suffer(CASE, b"")
    assert not bench.suffer(CASE, bench.whole[CASE])
    assert bench.earlier.contents(bench.record)["1.1"] == NO
    assert Clock().now + timedelta(0) == START
