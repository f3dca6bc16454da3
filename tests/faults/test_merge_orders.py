"""Merging gives the same whatever the order: three libraries that share a beginning go apart at random, and come together."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from itertools import permutations
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from sqs_tui.domain.letter.entries import ParagraphEntry
from sqs_tui.domain.records import BLANK, Content, Draft, RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.store.carried import carried_in
from sqs_tui.store.carry import merge_library
from sqs_tui.store.dump import dump
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.faults.conftest import Counted, HowOften
from tests.store.helpers import FOLDER, Clock, case_list, lead_to, make, opened

_SHARED = Path("/dev/shm")  # noqa: S108 - the folders made in it bear random names
MEMORY = _SHARED if _SHARED.is_dir() else None
"""Where files need no disk: nothing is cut short here."""
PEOPLE = ("ann", "bob", "cem")
QUESTIONS = ("fact", "1.1")
CONTENTS = (Content(value="yes"), Content(value="no", reasons=("late",)), Content(value="na"), Content(note="so"), BLANK)
FIELDS = ("reference", "case_manager", "inspector")
DETAILS = ("service", "lead")

few = st.integers(0, 3)
answers = st.tuples(st.just("answer"), st.integers(0, 1), st.sampled_from(QUESTIONS), st.sampled_from(CONTENTS))
others = st.one_of(
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("undo on records")),
    st.tuples(st.just("say"), few, st.sampled_from(FIELDS), few),
    st.tuples(st.just("state"), few, st.sampled_from(["in progress", "complete", "checked"])),
    st.tuples(st.just("sign off"), st.integers(0, 1)),
    st.tuples(st.just("reopen"), few),
    st.tuples(st.just("details"), st.sampled_from(DETAILS), few),
    st.tuples(st.just("paragraph"), few, few),
    st.tuples(st.just("draft"), few, few),
    st.tuples(st.just("list"), few),
    st.tuples(st.just("add")),
    st.tuples(st.just("trash"), few),
    st.tuples(st.just("settle"), few),
    st.tuples(st.just("take in"), few),
)
moves = st.booleans().flatmap(lambda answered: answers if answered else others)
Plan = list[tuple[int, tuple[Any, ...]]]
plans: st.SearchStrategy[Plan] = st.lists(st.tuples(st.integers(0, 2), moves), min_size=8, max_size=24)


class Apart:
    """Three libraries that share a beginning, each with a person at work in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        make(path / "0")
        first = opened(path / "0", by="lead")
        for number in range(1, 4):
            record = first.add_record("case", f"BU0{number}").id
            first.put(record, "fact", Content(value="yes"), act=first.new_act())
        for name in ("1", "2"):
            shutil.copytree(path / "0", path / name)
        self.clocks = [Clock(step) for step in (1, 0.5, 0)]
        self.at_work = [opened(path / str(one), by=PEOPLE[one], now=self.clocks[one]) for one in range(3)]

    def play(self, one: int, move: Sequence[Any]) -> None:
        """Have one of the three do something, as far as it may be done."""
        inspection = self.at_work[one]
        with suppress(LibraryError):
            if move[0] == "take in":
                merge_library(Library(self.path / str(one) / "library"), self.path / str(move[1] % 3) / "library")
                inspection.refresh()
            else:
                play(inspection, move)

    def state_of(self, one: str) -> bytes:
        """All that one library holds."""
        held = carried_in(self.path / one / "library" / FOLDER)
        assert not held.faults, "a seal is broken"
        return dump(held)

    def merged(self, order: Sequence[str], into: str) -> str:
        """Merge libraries into a copy of the first of them, and give the copy's name."""
        shutil.copytree(self.path / order[0], self.path / into)
        for other in order[1:]:
            merge_library(Library(self.path / into / "library"), self.path / other / "library")
        return into


def play(inspection: OpenInspection, move: Sequence[Any]) -> None:  # noqa: C901, PLR0912 - a table of moves
    """Do one random thing; raises LibraryError where it may not be."""
    records = [record.id for record in inspection.records()]
    match tuple(move):
        case "answer", number, question, content:
            inspection.put(records[number % len(records)], question, content, act=inspection.new_act())
        case ("undo",):
            inspection.undo()
        case ("redo",):
            inspection.redo()
        case ("undo on records",):
            inspection.undo_on_records()
        case "say", number, field, value:
            inspection.change_record(records[number % len(records)], **{field: f"{field} {value}"})
        case "state", number, state:
            inspection.set_state(records[number % len(records)], RecordState(state))
        case "sign off", number:
            lead_to(inspection, records[number % len(records)], RecordState.SIGNED_OFF)
        case "reopen", number:
            inspection.set_state(records[number % len(records)], RecordState.IN_PROGRESS, "look again")
        case "details", field, value:
            inspection.change_details(**{field: f"{field} {value}"})
        case "paragraph", number, text:
            inspection.letter.put({f"paragraph:{number}": ParagraphEntry(text=f"Text {text}.") if text else None})
        case "draft", number, length:
            draft = Draft(question="1.1", note="x" * length, caret=0, act="a", by="")
            inspection.save_draft(records[number % len(records)], draft)
        case "list", number:
            inspection.sample.add(lists={f"{number}": case_list(f"{number}", f"BU{number}")})
        case ("add",):
            inspection.add_record("case", "BU04")
        case "trash", number:
            inspection.trash_record(records[number % len(records)])
        case "settle", number:
            conflicts = [conflict for conflict in inspection.conflicts() if not conflict.held]
            if conflicts:
                conflict = conflicts[number % len(conflicts)]
                inspection.settle(conflict, conflict.others[0].id, "so it is")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(2))
def test_three_libraries_come_to_the_same_in_every_order_and_twice(part: int, counted: Counted, how_often: HowOften) -> None:
    examples = how_often(250, quick=8)
    seen: Counter[str] = Counter()

    @seed(part)
    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(plans)
    def comes_to_the_same(plan: Plan) -> None:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder, patch("os.fsync"):
            seen.update(come_together(Apart(Path(folder)), plan))

    comes_to_the_same()
    counted(
        "three libraries merged in six orders, two groupings, twice",
        seen["plans"],
        in_conflict=seen["conflicts"],
        with_lines_held=seen["held"],
        other_results=0,
    )
    assert seen["plans"] >= examples


def come_together(apart: Apart, plan: Plan) -> Counter[str]:
    """Let the three go apart and come together in every way; raises AssertionError where one way leads elsewhere."""
    for one, move in plan:
        apart.play(one, move)
    ends = [apart.merged(order, f"of-{''.join(order)}") for order in permutations("012")]
    states = {apart.state_of(end) for end in ends}
    assert len(states) == 1, "another order leads elsewhere"
    first = ends[0]
    for other in (ends[1], "0", "1", "2"):
        (came,) = merge_library(Library(apart.path / first / "library"), apart.path / other / "library")
        assert came.refused == ()
        counts = (len(came.records), came.answers, came.other, came.conflicts, came.held)
        assert not any(counts), "it came twice"
    assert apart.state_of(first) in states
    apart.merged("12", "of-1-2")
    assert apart.state_of(apart.merged(["0", "of-1-2"], "of-0-12")) in states, "it matters who is merged first"
    held = carried_in(apart.path / first / "library" / FOLDER).held
    return Counter(plans=1, conflicts=bool(opened(apart.path / first).conflicts()), held=bool(held))
