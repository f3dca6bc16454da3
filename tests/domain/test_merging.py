"""Merging as a matter of sets: whatever the sides and their order, the same comes of them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sqs_tui.domain.history import in_order
from sqs_tui.domain.merging import ClashError, RecordLines, begun_as, kept_drafts, merged, union
from sqs_tui.domain.records import BLANK, Change, Content, Draft, FieldChange, FieldValue, Record, RecordState
from sqs_tui.domain.seals import SEAL, STATE, seal_of

RECORD = Record(id="r", unit="case", reference="BU07")


def change(number: int, *, at: int = 0, by: str = "ann", value: str = "yes", base: tuple[str, ...] = ()) -> Change:
    new = Content(value=value)
    return Change(
        id=f"c-{number}", at=f"2013-03-18T09:00:{at:02}.000Z", by=by, question="1.1", old=BLANK, new=new, base=base, act="a"
    )


def said(number: int, field: str, new: FieldValue, *, old: FieldValue = "", base: tuple[str, ...] = ()) -> FieldChange:
    return FieldChange(
        id=f"f-{number}", at=f"2013-03-18T10:00:{number:02}.000Z", by="lead", field=field, old=old, new=new, base=base
    )


def lines(*every: Change | FieldChange) -> RecordLines:
    return RecordLines(
        changes={line.id: line for line in every if isinstance(line, Change)},
        fields={line.id: line for line in every if isinstance(line, FieldChange)},
    )


def signed(*before: Change, number: int = 1) -> RecordLines:
    """A record with these answers, signed off."""
    state = said(number, STATE, RecordState.SIGNED_OFF)
    seal = said(number + 1, SEAL, seal_of(RECORD, {}, [*before, state], "hash"))
    return lines(*before, state, seal)


CHANGES = [
    change(number, at=number % 3, by="ann" if number % 2 else "bob", value=("yes", "no")[number % 2]) for number in range(8)
]
SIGNED = signed(CHANGES[0], CHANGES[1])
REOPENED = said(5, STATE, RecordState.IN_PROGRESS, base=("f-1",))
EVERY: list[RecordLines] = [*(lines(one) for one in CHANGES), SIGNED, signed(*CHANGES[:3], number=3), lines(REOPENED)]

sides = st.lists(st.lists(st.sampled_from(EVERY), max_size=4).map(lambda parts: merged(*parts)), min_size=3, max_size=3)


@given(sides)
def test_merging_is_commutative_associative_and_idempotent(three: list[RecordLines]) -> None:
    one, two, other = three
    together = merged(one, two, other)
    assert all(merged(*order) == together for order in permutations(three))
    assert merged(merged(one, two), other) == merged(one, merged(two, other)) == together
    assert merged(together, one) == merged(together, together) == together


@given(sides)
def test_no_line_is_lost_and_none_lies_in_two_places(three: list[RecordLines]) -> None:
    together = merged(*three)
    every = {key for side in three for key in (*side.changes, *side.fields, *side.held)}
    assert every == {*together.changes, *together.fields, *together.held}
    assert len(every) == len(together.changes) + len(together.fields) + len(together.held)


def test_what_a_seal_does_not_cover_is_held_until_a_line_opens_the_record() -> None:
    late = change(9)
    together = merged(SIGNED, lines(late))
    assert together == RecordLines(changes=SIGNED.changes, fields=SIGNED.fields, held={late.id: late})
    opened = merged(together, lines(REOPENED))
    assert opened.held == {}
    assert late.id in opened.changes


def test_lines_come_in_the_order_of_their_times() -> None:
    together = union({"c-1": change(1, at=5)}, {"c-2": change(2, at=1), "c-3": change(3, at=5)})
    assert list(together) == ["c-2", "c-1", "c-3"]
    assert list(together.values()) == sorted(together.values(), key=in_order)


def test_a_line_that_is_told_in_two_ways_is_a_clash() -> None:
    with pytest.raises(ClashError, match="the line c-1 of its history"):
        merged(lines(change(1)), lines(change(1, value="no")))
    with pytest.raises(ClashError, match="the line f-1"):
        merged(lines(said(1, "reference", "a")), RecordLines(changes={}, fields={}, held={"f-1": replace(change(1), id="f-1")}))


def test_a_record_began_as_the_side_has_it_that_never_changed_it() -> None:
    line = said(1, "reference", "BU17", old="BU07")
    changed = replace(RECORD, reference="BU17")
    fields = ("reference", "state")
    for order in permutations([(RECORD, []), (changed, [line])]):
        assert begun_as(order, fields) == RECORD
    assert (
        begun_as([(changed, [line]), (replace(RECORD, reference="BU27"), [said(2, "reference", "BU27", old="BU17")])], fields)
        == RECORD
    )


@pytest.mark.parametrize("field", ["reference", "unit", "created"])
def test_two_that_began_differently_are_a_clash(field: str) -> None:
    with pytest.raises(ClashError, match=rf"what it began as \({field}\)"):
        begun_as([(RECORD, []), (replace(RECORD, **{field: "other"}), [said(1, "created", "other")])], ("reference",))


drafts = st.dictionaries(
    st.sampled_from(["ann", "bob"]),
    st.builds(
        Draft,
        question=st.sampled_from(["1.1", "1.2"]),
        note=st.text(max_size=2),
        caret=st.integers(0, 2),
        act=st.just("a"),
        by=st.just(""),
    ),
)


@given(drafts, drafts, drafts)
def test_of_two_drafts_the_longer_is_kept_whatever_the_order(
    one: dict[str, Draft], two: dict[str, Draft], other: dict[str, Draft]
) -> None:
    def kept(*sides: dict[str, Draft]) -> dict[str, Draft]:
        return kept_drafts(lambda draft: draft.note, *sides)

    together = kept(one, two, other)
    assert kept(kept(one, two), other) == kept(one, kept(two, other)) == kept(other, two, one) == kept(together, one) == together
    for account, draft in together.items():
        assert len(draft.note) == max(len(side[account].note) for side in (one, two, other) if account in side)
