"""Drawing a share of records by a seed."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.sampling import draw, size_of

IDS = [f"{number:016x}" for number in range(14)]


@pytest.mark.parametrize(
    ("wanted", "count", "size"),
    [("20%", 14, 3), ("20 %", 14, 3), ("1%", 14, 1), ("100%", 14, 14), ("12.5%", 16, 2), ("33.333333%", 3, 1), ("3", 14, 3)],
)
def test_a_size_is_a_share_rounded_up_or_a_number(wanted: str, count: int, size: int) -> None:
    assert size_of(wanted, count) == size


@pytest.mark.parametrize(
    ("wanted", "count", "says"),
    [
        ("many", 14, '"many" is no size'),
        ("", 14, "is no size"),
        ("-3", 14, "is no size"),
        ("1e3", 14, "is no size"),
        ("20%%", 14, "is no size"),
        ("٣", 14, "is no size"),
        ("0", 14, "is none"),
        ("0%", 14, "is none"),
        ("101%", 14, "more than there is"),
        ("15", 14, "there are 14 to draw from"),
        ("1", 0, "there are 0 to draw from"),
    ],
)
def test_a_size_that_cannot_be_is_refused_in_a_sentence(wanted: str, count: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        size_of(wanted, count)


@given(st.integers(1, 100), st.integers(1, 500))
def test_a_share_is_never_less_than_was_asked_for_and_never_one_more(percent: int, count: int) -> None:
    size = size_of(f"{percent}%", count)
    assert size == ceil(percent * count / 100 - 1e-9)
    assert 1 <= size <= count


@given(st.permutations(IDS), st.integers(0, 14), st.text(max_size=5))
def test_the_same_seed_draws_the_same_records_whatever_their_order(ids: list[str], size: int, seed: str) -> None:
    drawn = draw(ids, size, seed)
    assert drawn == draw(IDS, size, seed)
    assert len(drawn) == size
    assert drawn <= set(IDS)


def test_what_a_seed_draws_is_fixed_for_good() -> None:
    assert sorted(int(identity, 16) for identity in draw(IDS, 3, "7")) == [1, 9, 10]


def test_other_seeds_draw_other_records() -> None:
    assert len({draw(IDS, 3, str(seed)) for seed in range(20)}) > 10


def test_every_record_is_drawn_about_as_often_as_any_other() -> None:
    times = [sum(identity in draw(IDS, 7, str(seed)) for seed in range(400)) for identity in IDS]
    assert min(times) > 150
    assert max(times) < 250


@given(st.integers(1, 13), st.text(max_size=3))
def test_a_larger_draw_holds_the_smaller_one(size: int, seed: str) -> None:
    assert draw(IDS, size, seed) < draw(IDS, size + 1, seed)
