"""Fisher's exact test against values that others have published, and against counting every split one by one."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.fisher import fisher, holm


@st.composite
def shares(draw: st.DrawFn, most: int = 60) -> tuple[int, int, int, int]:
    of, other_of = draw(st.integers(0, most)), draw(st.integers(0, most))
    return draw(st.integers(0, of)), of, draw(st.integers(0, other_of)), other_of


@pytest.mark.parametrize(
    ("table", "p"),
    [
        # R. A. Fisher, The Design of Experiments, 1935, chapter II: eight cups of tea, four with the milk poured first. All told
        # right is one way of 70, and all told wrong is as unlikely.
        ((4, 4, 0, 4), Fraction(2, 70)),
        # A. Agresti, Categorical Data Analysis, 2nd edition, 2002, section 3.5.1: three of the four told right; two-sided 0.486.
        ((3, 4, 1, 4), Fraction(34, 70)),
    ],
)
def test_the_lady_tasting_tea(table: tuple[int, int, int, int], p: Fraction) -> None:
    assert fisher(*table) == p


@pytest.mark.parametrize(
    ("table", "p", "digits"),
    [
        # R's documentation of fisher.test, example Convictions (Fisher's like-sex twins of convicts): two-sided 0.0005367.
        ((2, 17, 10, 13), 0.0005367, 7),
        # SciPy's documentation of fisher_exact, whales and sharks in two oceans: two-sided 0.0350.
        ((8, 10, 1, 6), 0.0350, 4),
    ],
)
def test_it_gives_the_published_values(table: tuple[int, int, int, int], p: float, digits: int) -> None:
    assert round(float(fisher(*table)), digits) == p


def test_eight_and_twelve_of_fourteen_are_what_chance_does() -> None:
    assert round(float(fisher(8, 14, 12, 14)), 4) == 0.2087


@given(shares(most=4))
def test_it_is_what_counting_every_way_to_place_the_met_ones_gives(table: tuple[int, int, int, int]) -> None:
    met, of, other_met, other_of = table
    ways = [sum(at < of for at in placed) for placed in combinations(range(of + other_of), met + other_met)]
    likely = {split: Fraction(ways.count(split), len(ways)) for split in set(ways)}
    assert fisher(*table) == sum(chance for chance in likely.values() if chance <= likely[met])


@given(shares())
def test_it_is_the_same_from_either_side_and_of_what_is_not_met(table: tuple[int, int, int, int]) -> None:
    met, of, other_met, other_of = table
    p = fisher(*table)
    assert 0 < p <= 1
    assert p == fisher(other_met, other_of, met, of) == fisher(of - met, of, other_of - other_met, other_of)


@given(st.integers(0, 60), st.integers(1, 9))
def test_equal_shares_never_differ(met: int, times: int) -> None:
    assert fisher(met, 60, met * times, 60 * times) == 1


@pytest.mark.parametrize("table", [(3, 2, 0, 1), (-1, 2, 0, 1), (0, 1, 2, 1)])
def test_what_is_no_share_has_no_test(table: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="are no two shares"):
        fisher(*table)


def test_holm_gives_the_values_of_a_worked_example() -> None:
    """Four p's worked through by the rule: the smallest times 4, the next times 3, and so on, none below the one before."""
    found = [Fraction(p) for p in ("0.01", "0.04", "0.03", "0.005")]
    assert holm(found) == tuple(Fraction(p) for p in ("0.03", "0.06", "0.06", "0.02"))


@given(st.lists(st.fractions(0, 1), max_size=12))
def test_holm_lies_between_each_alone_and_all_divided(found: list[Fraction]) -> None:
    held = holm(found)
    assert len(held) == len(found)
    assert all(p <= given <= min(Fraction(1), p * len(found)) for p, given in zip(found, held, strict=True))
    ranked = sorted(zip(found, held, strict=True))
    assert [given for _, given in ranked] == sorted(held)
