"""Undo and redo work from the history: they outlive a restart, and never take back what somebody else made since."""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_tui.domain.history import Cause, undoable_acts
from sqs_tui.domain.records import BLANK, Change, Content, present_answers
from sqs_tui.store.inspection import OpenInspection
from tests.store.helpers import Clock, answer, opened, snapshot, tables

YES = Content(value="yes")
NO = Content(value="no", reasons=("late",))


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def record(inspection: OpenInspection) -> str:
    return inspection.add_record("case", "BU07").id


def test_undo_takes_back_the_last_act_in_whatever_record_and_says_which(inspection: OpenInspection, record: str) -> None:
    other = inspection.add_record("case", "BU08").id
    answer(inspection, record, "1.1", YES)
    answer(inspection, other, "1.2", NO)
    done = inspection.undo()
    assert (done.record, done.question, done.says) == (other, "1.2", "Took back BU08 1.2: No (late).")
    assert inspection.undo().says == "Took back BU07 1.1: Yes."
    assert inspection.undo().says == "There is nothing to undo."
    assert inspection.contents(record) == inspection.contents(other) == {}


def test_an_act_is_taken_back_whole(inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "1.1", YES)
    act = inspection.new_act()
    for content in (Content(value="no"), NO, Content(value="no", reasons=("late",), note="a note")):
        inspection.put(record, "1.1", content, act=act)
    inspection.undo()
    assert inspection.contents(record) == {"1.1": YES}
    assert inspection.redo().says == "Brought back BU07 1.1: No (late)."
    assert inspection.contents(record)["1.1"].note == "a note"
    assert inspection.redo().says == "There is nothing to redo."


def test_an_undo_is_a_change_of_its_own(inspection: OpenInspection, record: str) -> None:
    first = inspection.put(record, "fact", YES, act="one")
    assert first
    assert inspection.undo().says == "Took back BU07 The fact: Yes."
    undo = msgspec.convert(list(tables(inspection)["changes"].values())[-1], Change)
    assert (undo.cause, undo.undoes, undo.base, undo.old, undo.new) == (Cause.UNDO, "one", (first.id,), YES, BLANK)
    assert undo.at > first.at


def test_undo_and_redo_outlive_a_restart(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "1.1", YES)
    answer(inspection, record, "1.1", NO)
    assert opened(tmp_path).undo().says == "Took back BU07 1.1: No (late)."
    assert opened(tmp_path).contents(record) == {"1.1": YES}
    assert opened(tmp_path).redo().record == record
    assert opened(tmp_path).contents(record) == {"1.1": NO}


def test_undo_works_when_the_clock_stands_or_goes_backwards(tmp_path: Path, record: str) -> None:
    for step in (0, -3600):
        inspection = opened(tmp_path, by=f"step {step}", now=Clock(step=step))
        for question in ("fact", "1.1", "1.2"):
            answer(inspection, record, question, YES)
        assert [inspection.undo().question for _ in range(4)] == ["1.2", "1.1", "fact", ""]
        assert [inspection.redo().question for _ in range(4)] == ["fact", "1.1", "1.2", ""]
        for question in ("fact", "1.1", "1.2"):
            answer(inspection, record, question, BLANK)


def test_undo_is_mine_alone(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "fact", YES)
    other = opened(tmp_path, by="bob")
    assert other.undo().says == "There is nothing to undo."
    answer(other, record, "1.1", YES)
    assert inspection.undo().question == "fact"
    assert inspection.contents(record) == {"1.1": YES}


def test_undo_is_refused_where_somebody_has_changed_the_answer_since(
    tmp_path: Path, inspection: OpenInspection, record: str
) -> None:
    answer(inspection, record, "1.1", YES)
    answer(opened(tmp_path, by="bob"), record, "1.1", NO)
    before = snapshot(inspection.folder)
    refused = inspection.undo()
    assert (refused.record, refused.question) == ("", "")
    assert refused.says == "BU07 1.1 was changed by bob since, and stays as it is."
    assert snapshot(inspection.folder) == before


def test_redo_is_refused_where_somebody_has_changed_the_answer_since(
    tmp_path: Path, inspection: OpenInspection, record: str
) -> None:
    answer(inspection, record, "1.1", YES)
    inspection.undo()
    answer(opened(tmp_path, by="bob"), record, "1.1", NO)
    assert inspection.redo().says == "BU07 1.1 was changed by bob since, and stays as it is."
    assert inspection.contents(record) == {"1.1": NO}


def test_what_i_put_over_anothers_answer_goes_back_to_theirs(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    act = inspection.new_act()
    inspection.put(record, "1.1", Content(value="no"), act=act)
    answer(opened(tmp_path, by="bob"), record, "1.1", YES)
    inspection.put(record, "1.1", NO, act=act)
    inspection.undo()
    assert inspection.contents(record) == {"1.1": YES}


def test_a_new_answer_ends_what_can_be_redone(inspection: OpenInspection, record: str) -> None:
    answer(inspection, record, "1.1", YES)
    inspection.undo()
    answer(inspection, record, "fact", YES)
    assert inspection.redo().says == "There is nothing to redo."


def test_an_act_over_several_records_is_taken_back_in_all(inspection: OpenInspection, record: str) -> None:
    other = inspection.add_record("case", "BU08").id
    act = inspection.new_act()
    for id_ in (record, other):
        inspection.put(id_, "1.1", YES, act=act)
    assert inspection.undo().says.startswith("Took back 2 answers, the first of them BU0")
    assert inspection.contents(record) == inspection.contents(other) == {}
    inspection.redo()
    assert inspection.contents(record) == inspection.contents(other) == {"1.1": YES}


def test_an_act_over_several_records_is_refused_as_a_whole(tmp_path: Path, inspection: OpenInspection, record: str) -> None:
    other = inspection.add_record("case", "BU08").id
    act = inspection.new_act()
    for id_ in (record, other):
        inspection.put(id_, "1.1", YES, act=act)
    answer(opened(tmp_path, by="bob"), max(record, other), "1.1", NO)
    assert "was changed by bob" in inspection.undo().says
    assert inspection.contents(min(record, other)) == {"1.1": YES}


def change(
    number: int, question: str, *, act: str = "", cause: Cause = Cause.ANSWER, undoes: str = "", by: str = "ann"
) -> Change:
    return Change(
        id=f"w-{number:06d}", at=f"2013-03-18T09:00:{number:02d}.000Z", by=by, question=question,
        old=BLANK, new=YES, act=act or f"act {number}", cause=cause, undoes=undoes,
    )  # fmt: skip


def test_an_undo_that_reached_some_records_only_leaves_the_rest_to_undo() -> None:
    histories = {
        "one": [change(1, "fact", act="a"), change(3, "fact", cause=Cause.UNDO, undoes="a")],
        "two": [change(2, "fact", act="a")],
    }
    done, undone = undoable_acts(histories, "ann")
    assert [[record for record, _ in act.changes] for act in done] == [["two"]]
    assert [[record for record, _ in act.changes] for act in undone] == [["one"]]


def test_an_undo_of_an_act_that_is_nowhere_changes_nothing() -> None:
    done, undone = undoable_acts({"one": [change(1, "fact", cause=Cause.UNDO, undoes="gone"), change(2, "1.1")]}, "ann")
    assert ([act.id for act in done], undone) == (["act 2"], [])


def test_a_history_that_runs_in_a_circle_still_has_an_answer() -> None:
    first = msgspec.structs.replace(change(1, "fact"), base=("w-000002",))
    second = msgspec.structs.replace(change(2, "fact"), base=("w-000001",))
    assert present_answers([first, second])["fact"].heads == ("w-000002",)


class Step(Enum):
    UNDO = auto()
    REDO = auto()
    RESTART = auto()


QUESTIONS = ("fact", "1.1", "1.2")
_contents = st.builds(
    Content,
    value=st.sampled_from(["", "yes", "no"]),
    reasons=st.sampled_from([(), ("late",)]),
    note=st.sampled_from(["", "[b] a note\nin two lines"]),
)
_puts = st.tuples(st.integers(0, 1), st.sampled_from(QUESTIONS), st.lists(_contents, min_size=1, max_size=3))
_steps = st.lists(st.one_of(_puts, st.sampled_from([Step.UNDO, Step.REDO, Step.RESTART])), max_size=25)

Held = dict[tuple[str, str], Content]


@settings(max_examples=50, deadline=None)
@given(steps=_steps)
def test_any_sequence_of_acts_undos_and_redos_gives_what_a_plain_model_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[Step | tuple[int, str, list[Content]]]
) -> None:
    place = tmp_path_factory.mktemp("undo")
    clock = Clock()
    inspection = opened(place, now=clock)
    records = [inspection.add_record("case", reference).id for reference in ("BU01", "BU02")]
    now: Held = {}
    past: list[Held] = []
    future: list[Held] = []
    for step in steps:
        if step is Step.RESTART:
            inspection = opened(place, now=clock)
        elif step is Step.UNDO:
            assert bool(inspection.undo().record) == bool(past)
            if past:
                future.append(now)
                now = past.pop()
        elif step is Step.REDO:
            assert bool(inspection.redo().record) == bool(future)
            if future:
                past.append(now)
                now = future.pop()
        elif not isinstance(step, Step):
            number, question, contents = step
            act, key, before = inspection.new_act(), (records[number], question), now
            for content in contents:
                if inspection.put(*key, content, act=act) and (content or BLANK) != now.get(key, BLANK):
                    if now is before:
                        past.append(before)
                        future.clear()
                    now = {**now, key: content or BLANK}
        assert {(id_, asked): held for id_ in records for asked, held in inspection.contents(id_).items()} == {
            key: content for key, content in now.items() if content
        }
    again = opened(place, by="bob")
    assert all(again.answers(id_) == inspection.answers(id_) for id_ in records)
