"""What an amount says of n and d."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.claims.proportions import proportion_words
from sqs_tui.domain.claims.quantities import Amount, count, fraction, number_of, percentage, simply_put
from sqs_tui.domain.instrument import WordProfile
from sqs_tui.domain.wording import failing, number, percent, proportion
from tests.builders import default_instrument

HOUSE, EDUCATION = default_instrument().word_profiles
shares = st.integers(1, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
VAGUE = {"some", "one", "all but one"}
"""Words that the check leaves alone, or reads as counts."""


@given(st.integers(1, 999))
def test_numbers_are_read_in_numerals_and_in_words(n: int) -> None:
    assert number_of(str(n)) == n
    if n < 100:
        assert number_of(number(n, default_instrument().numbers, first=True)) == n
        assert number_of(number(n, default_instrument().numbers, first=True).replace("-", " ")) == n


@pytest.mark.parametrize(
    ("hedge", "held", "not_held"),
    [
        ("", [8], [7, 9]),
        ("only", [8], [7, 9]),
        ("more than", [9, 14], [8]),
        ("Over", [9, 14], [8]),
        ("just over", [9, 10], [8, 11]),
        ("at least", [8, 14], [7]),
        ("no fewer than", [8, 9], [7]),
        ("fewer than", [7, 0], [8]),
        ("up to", [8, 0], [9]),
        ("almost", [7, 6], [8, 5]),
        ("around", [7, 8, 9], [6, 10]),
    ],
)
def test_a_hedge_loosens_a_count(hedge: str, held: list[int], not_held: list[int]) -> None:
    stated = count(8, of=14, hedge=hedge)
    assert [n for n in held if not stated.holds(n, 14)] == []
    assert [n for n in not_held if stated.holds(n, 14)] == []
    assert not stated.holds(held[0], 15)


@pytest.mark.parametrize(
    ("top", "part", "hedge", "held", "not_held"),
    [
        ("two", "thirds", "", [(2, 3), (9, 14)], [(9, 13), (7, 11), (10, 14)]),
        ("two", "thirds", "over", [(9, 13), (14, 14)], [(2, 3), (7, 11)]),
        ("two", "thirds", "just under", [(7, 11)], [(2, 3), (8, 14)]),
        ("a", "third", "", [(4, 12)], [(4, 13), (4, 14)]),
        ("three", "quarters", "at least", [(3, 4), (11, 14)], [(10, 14)]),
        ("", "half", "", [(7, 14)], [(7, 13), (6, 14)]),
        ("", "half", "fewer than", [(6, 14)], [(7, 14)]),
        ("", "half", "around", [(7, 13)], [(8, 13)]),
    ],
)
def test_a_fraction_holds_within_two_and_a_half_points(
    top: str, part: str, hedge: str, held: list[tuple[int, int]], not_held: list[tuple[int, int]]
) -> None:
    stated = fraction(top, part, hedge=hedge)
    assert [pair for pair in held if not stated.holds(*pair)] == []
    assert [pair for pair in not_held if stated.holds(*pair)] == []
    assert not stated.exact


@given(shares)
def test_the_percentage_that_is_printed_is_true_and_its_neighbours_are_not(share: tuple[int, int]) -> None:
    n, d = share
    printed = int(percent(n, d).rstrip("%"))
    assert percentage(str(printed)).holds(n, d)
    assert not percentage(str(printed + 2)).holds(n, d)
    assert percentage(f"{100 * n / d:.1f}").holds(n, d)


def test_seven_out_of_ten_may_be_a_share_put_simply_but_not_of_a_number_that_is_not_round() -> None:
    assert simply_put(7, 10).holds(7, 10)
    assert simply_put(7, 10).holds(9, 13)
    assert not simply_put(7, 10).holds(10, 13)
    assert simply_put(1, 5).holds(2, 10)
    assert not simply_put(7, 11).holds(14, 22)
    assert simply_put(5, 7, share_only=True).holds(10, 14)


@given(shares, st.sampled_from([HOUSE, EDUCATION]))
def test_a_word_that_the_profile_prints_is_true(share: tuple[int, int], profile: WordProfile) -> None:
    words = proportion_words(profile)
    n, d = share
    for word in (proportion(profile, n, d), failing(profile, n, d)):
        assert word is not None
        assert word in VAGUE or words[word].holds(n, d)


@pytest.mark.parametrize(
    ("word", "held", "not_held"),
    [
        ("most", [(11, 14), (13, 14)], [(9, 14)]),
        ("over two-thirds", [(9, 13), (13, 14)], [(7, 11), (2, 3)]),
        ("the majority", [(8, 14), (8, 15), (13, 14)], [(7, 14)]),
        ("more than half", [(7, 13), (13, 14)], [(7, 14)]),
        ("just over half", [(7, 13)], [(8, 14), (7, 14)]),
        ("just under half", [(6, 13)], [(7, 14), (6, 14)]),
        ("less than half", [(6, 14)], [(7, 14), (13, 14)]),
        ("nearly all", [(13, 14)], [(12, 14)]),
        ("the vast majority", [(13, 14)], [(12, 14)]),
        ("a minority", [(6, 14)], [(7, 14), (0, 14)]),
        ("hardly any", [(1, 14)], [(0, 14), (6, 14)]),
        ("a handful", [(2, 14)], [(6, 14)]),
        ("every", [(14, 14)], [(13, 14)]),
        ("none", [(0, 14)], [(1, 14)]),
        ("not all", [(13, 14)], [(14, 14)]),
        ("both", [(2, 2)], [(1, 2), (3, 3)]),
    ],
)
def test_a_word_says_what_its_range_covers(word: str, held: list[tuple[int, int]], not_held: list[tuple[int, int]]) -> None:
    stated = proportion_words(HOUSE)[word]
    assert [pair for pair in held if not stated.holds(*pair)] == []
    assert [pair for pair in not_held if stated.holds(*pair)] == []


def test_words_are_those_of_the_profile() -> None:
    assert proportion_words(EDUCATION)["most"].holds(11, 14)
    assert "some" not in proportion_words(HOUSE)
    assert "over two-thirds" not in proportion_words(EDUCATION)


def test_only_a_share_that_is_neither_all_nor_none_compares() -> None:
    words = proportion_words(HOUSE)
    assert [word for word in ("all", "none", "both", "every", "most", "few") if words[word].compares] == ["most", "few"]
    assert percentage("50").compares
    assert not count(3, of=4).compares
    assert not Amount(missing=1).compares
    assert Amount(low=Fraction(1, 2)).compares
