"""Records are shared out as evenly as can be."""

from collections import Counter
from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.allocation import in_turn, known_inspectors, names_in, shares_text, unallocated
from sqs_tui.domain.records import Record, RecordState


def record(number: int, inspector: str = "", state: RecordState = RecordState.NOT_STARTED) -> Record:
    return Record(id=f"r{number}", unit="case", reference=f"BU{number:02}", inspector=inspector, state=state)


def test_names_stand_between_commas_each_once() -> None:
    assert names_in(" ann, Ben  Bell ,,ann\x1b[0m , ") == ("ann", "Ben Bell", "ann[0m")
    with pytest.raises(ValueError, match="Name at least one inspector"):
        names_in(" , ")


def test_those_who_are_named_stand_before_those_who_have_records() -> None:
    records = [record(1, "cleo"), record(2), record(3, "Ann"), record(4, "me"), record(5, "ben")]
    assert known_inspectors(records, "me", "") == ("me", "Ann", "ben", "cleo")


def test_what_is_signed_off_needs_nobody() -> None:
    records = [record(1), record(2, "ann"), record(3, state=RecordState.SIGNED_OFF), record(4, state=RecordState.COMPLETE)]
    assert [one.reference for one in unallocated(records)] == ["BU01", "BU04"]


def test_records_go_round_in_the_order_of_the_names() -> None:
    records = [record(number) for number in range(5)]
    assert list(in_turn(records, ("ann", "ben"), records).values()) == ["ann", "ben", "ann", "ben", "ann"]


def test_what_each_has_already_counts() -> None:
    held = [record(number, "ann") for number in range(3)]
    free = [record(number) for number in range(10, 15)]
    assert Counter(in_turn(free, ("ann", "ben"), [*held, *free]).values()) == {"ben": 4, "ann": 1}


def test_what_is_allocated_anew_does_not_count_for_whoever_had_it() -> None:
    records = [record(number, "ann") for number in range(4)]
    assert Counter(in_turn(records, ("ann", "ben"), records).values()) == {"ann": 2, "ben": 2}


@given(
    held=st.lists(st.sampled_from(["ann", "ben", "cleo", "zoe"]), max_size=12),
    free=st.integers(0, 20),
    among=st.lists(st.sampled_from(["ann", "ben", "cleo"]), min_size=1, unique=True),
)
def test_nobody_is_given_a_record_while_another_has_fewer(held: list[str], free: int, among: list[str]) -> None:
    there = [record(number, name) for number, name in enumerate(held)]
    new = [record(100 + number) for number in range(free)]
    shares = in_turn(new, among, [*there, *new])
    assert list(shares) == [one.id for one in new]
    totals = Counter([name for name in held if name in among] + list(shares.values()))
    given_to = Counter(shares.values())
    for name in given_to:
        assert totals[name] <= min(totals[other] for other in among) + 1


@given(
    held=st.lists(st.sampled_from(["ann", "ben"]), max_size=4),
    barred=st.lists(st.sets(st.sampled_from(["ann", "ben", "cleo"])), max_size=6),
)
def test_shares_are_as_even_as_conflicts_of_interest_allow(held: list[str], barred: list[set[str]]) -> None:
    among = ("ann", "ben", "cleo")
    there = [record(number, name) for number, name in enumerate(held)]
    new = [record(100 + number) for number in range(len(barred))]
    out = {one.id: names for one, names in zip(new, barred, strict=True)}
    shares = in_turn(new, among, [*there, *new], lambda one: out[one.id])
    assert all(name not in out[given] for given, name in shares.items())
    readable = [one for one in new if len(out[one.id]) < len(among)]
    assert set(shares) == {one.id for one in readable}

    def uneven(names: Iterable[str]) -> int:
        return sum(count**2 for count in Counter([*held, *names]).values())

    every = product(*([name for name in among if name not in out[one.id]] for one in readable))
    assert uneven(shares.values()) == min(uneven(names) for names in every)


def test_shares_are_told_in_the_order_they_were_given() -> None:
    assert shares_text(["ann", "ben", "ann"]) == "ann 2, ben 1"
    assert shares_text([""]) == "nobody 1"
