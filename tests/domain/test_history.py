"""What stands where two have written without seeing each other's lines."""

from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.history import Cause, Stand, stand_of
from sqs_tui.domain.records import FieldChange


def line(identity: str, new: str, *base: str, by: str = "ann", cause: Cause = Cause.ANSWER) -> FieldChange:
    """A line whose time is its id."""
    return FieldChange(id=identity, at=identity, by=by, field="inspector", old="", new=new, base=base, act=identity, cause=cause)


def stand(*lines: FieldChange) -> Stand[FieldChange]:
    found = stand_of(lines)
    assert found
    return found


def ids(lines: Sequence[FieldChange]) -> list[str]:
    return [found.id for found in lines]


def test_no_lines_lead_nowhere() -> None:
    assert stand_of(()) is None


def test_the_later_of_two_stands_and_the_earlier_is_in_conflict_with_it() -> None:
    found = stand(line("1", "a"), line("3", "c", "1", by="bob"), line("2", "b", "1"))
    assert (found.line.id, ids(found.others), found.base) == ("3", ["2"], ("3",))


def test_two_who_say_the_same_are_in_no_conflict_and_the_next_change_replaces_both() -> None:
    found = stand(line("1", "same"), line("2", "same", by="bob"))
    assert (found.others, found.base) == ((), ("1", "2"))


def test_a_clearing_never_beats_what_another_put_there_but_is_told() -> None:
    found = stand(line("1", "a"), line("2", "b", "1", by="bob"), line("3", "", "1", cause=Cause.CLEAR))
    assert (found.line.id, ids(found.others)) == ("2", ["3"])


def test_a_clearing_stands_over_what_the_same_person_put_there_elsewhere() -> None:
    assert stand(line("1", "a"), line("2", "b", "1"), line("3", "", "1", cause=Cause.CLEAR)).line.id == "3"


def test_an_undo_takes_back_its_own_path_only_and_ends_the_conflict() -> None:
    forked = (line("1", "a"), line("2", "b", "1", by="bob"), line("3", "c", "1"))
    assert ids(stand(*forked).others) == ["2"]
    undone = stand(*forked, line("4", "a", "3", cause=Cause.UNDO))
    assert (undone.line.id, undone.others) == ("2", ())
    again = stand(*forked, line("4", "a", "3", cause=Cause.UNDO), line("5", "c", "4", cause=Cause.REDO))
    assert (again.line.id, ids(again.others)) == ("5", ["2"])


def test_going_on_with_what_stands_leaves_a_conflict_open_until_a_line_replaces_all() -> None:
    forked = (line("1", "a"), line("2", "b", "1", by="bob"), line("3", "c", "1"))
    on = stand(*forked, line("4", "d", *stand(*forked).base))
    assert (on.line.id, ids(on.others)) == ("4", ["2"])
    settled = stand(*forked, line("4", "b", "2", "3", by="lead", cause=Cause.RESOLVE))
    assert (settled.line.id, settled.others) == ("4", ())


def test_lines_that_replace_each_other_in_a_circle_still_lead_somewhere() -> None:
    assert stand(line("1", "a", "2"), line("2", "b", "1")).line.id == "2"


@given(st.data())
def test_what_stands_does_not_depend_on_the_order_in_which_lines_come(data: st.DataObject) -> None:
    lines: list[FieldChange] = []
    for number in range(data.draw(st.integers(1, 8))):
        base = data.draw(st.lists(st.sampled_from(lines), max_size=2)) if lines else []
        lines.append(
            line(
                f"{number}",
                data.draw(st.sampled_from(["", "a", "b"])),
                *(known.id for known in base),
                by=data.draw(st.sampled_from(["ann", "bob"])),
                cause=data.draw(st.sampled_from([Cause.ANSWER, Cause.CLEAR, Cause.UNDO, Cause.RESOLVE])),
            )
        )
    first = stand(*lines)
    assert stand(*data.draw(st.permutations(lines))) == first
    assert first.line in first.heads
    assert not {first.line.id, *first.base} & {other.id for other in first.others}


def reversal(identity: str, new: str, base: str, undoes: str, cause: Cause) -> FieldChange:
    return msgspec.structs.replace(line(identity, new, base, by="lead", cause=cause), undoes=undoes)


def test_a_decision_that_is_taken_back_opens_the_conflict_again() -> None:
    said = (line("1", "a"), line("2", "b", by="bob"), line("3", "a", "1", "2", by="lead", cause=Cause.RESOLVE))
    assert stand(*said).others == ()
    undone = reversal("4", "b", "3", "3", Cause.UNDO)
    found = stand(*said, undone)
    assert (found.line.id, ids(found.others)) == ("2", ["1"])
    redone = reversal("5", "a", "4", "3", Cause.REDO)
    assert (stand(*said, undone, redone).line.new, stand(*said, undone, redone).others) == ("a", ())
    again = stand(*said, undone, line("5", "c", *found.base))
    assert (again.line.id, ids(again.others)) == ("5", ["1"])
