"""Seals: what they cover, what they keep out, and what they notice."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.records import (
    BLANK,
    Change,
    FieldChange,
    Record,
    RecordState,
    field_stands,
    present_answers,
)
from sqs_tui.domain.seals import SEAL, STATE, Partition, counting_seal, is_broken, partition, read_seal, seal_of
from tests.builders import content

INSTRUMENT = "0" * 64
BU07 = Record(id="r1", unit="case", reference="BU07", case_manager="worker 3", inspector="ann")
Line = Change | FieldChange


def at(number: int) -> str:
    return f"2013-03-18T09:{number // 60:02}:{number % 60:02}.000Z"


def answer(number: int, value: str, *base: str, question: str = "1.1", by: str = "ann") -> Change:
    new = content(value)
    return Change(id=f"c{number}", at=at(number), by=by, question=question, old=BLANK, new=new, base=base, act=f"a{number}")


def state(number: int, new: RecordState, *base: str, by: str = "ann") -> FieldChange:
    return FieldChange(id=f"s{number}", at=at(number), by=by, field=STATE, old="", new=new, base=base, act=f"a{number}")


def parted(lines: Sequence[Line]) -> Partition:
    return partition(
        (line for line in lines if isinstance(line, Change)), (line for line in lines if isinstance(line, FieldChange))
    )


def record_of(lines: Sequence[Line]) -> Record:
    stands = field_stands(line for line in lines if isinstance(line, FieldChange))
    return msgspec.structs.replace(BU07, state=RecordState(str(stands[STATE].line.new))) if STATE in stands else BU07


def signed(number: int, *lines: Line, by: str = "bob") -> list[Line]:
    """These lines, then the two of a sign-off."""
    stands = field_stands(line for line in lines if isinstance(line, FieldChange))
    base = [head.id for head in stands[STATE].heads] if STATE in stands else []
    having = [*lines, state(number, RecordState.SIGNED_OFF, *base, by=by)]
    answers = present_answers(line for line in lines if isinstance(line, Change))
    new = seal_of(BU07, answers, having, INSTRUMENT)
    seal = FieldChange(id=f"seal{number}", at=at(number), by=by, field=SEAL, old="", new=new, act=f"a{number}")
    return [*having, seal]


def broken(lines: Sequence[Line], record: Record | None = None, instrument: str = INSTRUMENT) -> bool:
    changes = [line for line in lines if isinstance(line, Change)]
    fields = [line for line in lines if isinstance(line, FieldChange)]
    return is_broken(record or record_of(lines), changes, fields, instrument)


CHECKED: list[Line] = [
    answer(1, "no"),
    answer(2, "yes", "c1"),
    state(3, RecordState.COMPLETE),
    state(4, RecordState.CHECKED, "s3", by="bob"),
]
SIGNED = signed(5, *CHECKED)
LATE = answer(6, "no", "c2", by="carl")


def test_what_is_not_signed_off_has_no_seal_and_nothing_is_held() -> None:
    found = parted(CHECKED)
    assert (found.seal, found.held, set(found.changes), set(found.fields)) == (None, {}, {"c1", "c2"}, {"s3", "s4"})
    assert not broken(CHECKED)


def test_nothing_is_sealed_before_it_is_signed_off() -> None:
    with pytest.raises(ValueError, match="BU07 is not signed off"):
        seal_of(BU07, {}, CHECKED, INSTRUMENT)


def test_a_seal_covers_what_was_there_and_holds_what_comes() -> None:
    found = parted([*SIGNED, LATE])
    assert found.seal
    assert found.seal.covers == {"c1", "c2", "s3", "s4", "s5"}
    assert found.held == {"c6": LATE}
    assert {*found.changes, *found.fields} == found.seal.ids


def test_a_whole_seal_is_not_broken() -> None:
    assert not broken(SIGNED)


def without(identity: str) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [line for line in lines if line.id != identity]


def with_other(identity: str, **fields: Any) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [msgspec.structs.replace(line, **fields) if line.id == identity else line for line in lines]


@pytest.mark.parametrize(
    "edit",
    [
        with_other("c2", new=content("no")),
        with_other("c1", new=content("yes")),
        with_other("c2", by="somebody"),
        with_other("c2", at=at(59)),
        with_other("s4", by="ann"),
        with_other("s5", new=RecordState.IN_PROGRESS),
        with_other("s5", act="another"),
        with_other("seal5", new=("0" * 64, "s5", "c1", "c2", "s3", "s4", "s5")),
        with_other("seal5", new=""),
        with_other("seal5", new=("0" * 64,)),
        without("c1"),
        without("s4"),
        without("s5"),
        without("seal5"),
        lambda lines: [*lines, LATE],
        lambda lines: [*lines, answer(1, "no", question="1.2")],
    ],
)
def test_a_line_that_is_edited_removed_or_added_by_hand_breaks_the_seal(edit: Callable[[list[Line]], list[Line]]) -> None:
    assert broken(edit(SIGNED))


@pytest.mark.parametrize("field", ["id", "unit", "reference", "case_manager", "inspector"])
def test_another_name_in_the_record_breaks_the_seal(field: str) -> None:
    assert broken(SIGNED, msgspec.structs.replace(record_of(SIGNED), **{field: "another"}))


def test_another_instrument_breaks_the_seal() -> None:
    assert broken(SIGNED, instrument="1" * 64)


def test_a_line_that_leaves_the_sign_off_voids_the_seal_and_lets_in_what_was_held() -> None:
    lines = [*SIGNED, LATE, state(7, RecordState.IN_PROGRESS, "s5", by="lead")]
    found = parted(lines)
    assert (found.seal, found.held) == (None, {})
    assert not broken(lines)


def test_a_state_that_was_written_without_knowing_of_the_sign_off_voids_nothing() -> None:
    beside = state(7, RecordState.IN_PROGRESS, "s4", by="carl")
    found = parted([*SIGNED, beside])
    assert found.seal
    assert found.held == {"s7": beside}


def test_what_is_signed_off_again_is_sealed_with_all_that_had_come() -> None:
    reopened = [*SIGNED, LATE, state(7, RecordState.IN_PROGRESS, "s5")]
    again = signed(9, *reopened, state(8, RecordState.CHECKED, "s7"))
    found = parted(again)
    assert found.seal
    assert (found.seal.signed, found.held) == ("s9", {})
    assert not broken(again)


def test_of_two_who_sign_off_apart_the_later_counts_and_the_lines_of_the_other_are_held() -> None:
    here, there = signed(5, *CHECKED), signed(6, *CHECKED, answer(5, "yes", question="1.2"), by="carl")
    found = parted([*here, *there])
    assert found.seal
    assert found.seal.line.by == "carl"
    assert set(found.held) == {"s5", "seal5"}
    assert not broken([*found.changes.values(), *found.fields.values()])


def test_a_seal_that_covers_lines_which_are_not_there_counts_for_less_than_one_that_is_whole() -> None:
    forged = FieldChange(id="seal9", at=at(9), by="x", field=SEAL, old="", new=("0" * 64, "s9", "s9", "c9"), act="a9")
    found = counting_seal([], [line for line in [*SIGNED, forged] if isinstance(line, FieldChange)])
    assert found
    assert found.line.id == "seal9"  # neither is whole without its answers
    whole = parted([*SIGNED, forged])
    assert whole.seal
    assert whole.seal.line.id == "seal5"
    assert whole.held == {"seal9": forged}


@pytest.mark.parametrize("new", ["", "text", (), ("a", "b"), ("a", "b", "c")])
def test_what_does_not_name_its_sign_off_among_its_lines_is_no_seal(new: Any) -> None:
    assert read_seal(FieldChange(id="x", at=at(1), by="x", field=SEAL, old="", new=new)) is None


POOL: list[Line] = [
    *signed(5, *CHECKED),
    *signed(6, *CHECKED, answer(5, "yes", question="1.2"), by="carl")[4:],
    LATE,
    state(7, RecordState.IN_PROGRESS, "s5"),
    state(8, RecordState.IN_PROGRESS, "s6"),
    FieldChange(id="f1", at=at(9), by="x", field="inspector", old="ann", new="dora"),
]


@given(st.lists(st.sampled_from(POOL)), st.lists(st.sampled_from(POOL)), st.randoms())
def test_what_is_held_is_a_function_of_the_set_of_lines(first: list[Line], second: list[Line], random: Any) -> None:
    every = [*first, *second]
    shuffled = list(every)
    random.shuffle(shuffled)
    found = parted(every)
    assert found == parted(shuffled)
    assert {*found.changes, *found.fields, *found.held} == {line.id for line in every}
    before = parted(first)
    kept = [*before.changes.values(), *before.fields.values(), *before.held.values()]
    assert parted([*kept, *second]) == found
