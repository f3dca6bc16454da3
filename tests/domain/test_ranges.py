"""The Wilson range, against values that others have published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.ranges import range_text, wilson


@pytest.mark.parametrize(
    ("met", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_gives_the_published_values(met: int, of: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3 (the score method without continuity correction)."""
    assert wilson(met, of) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_range_holds_its_share_and_mirrors_that_of_the_rest(counts: tuple[int, int]) -> None:
    met, of = counts
    low, high = wilson(met, of)
    assert 0 <= low <= met / of <= high <= 1
    assert low < high
    assert wilson(of - met, of) == pytest.approx((1 - high, 1 - low))


@given(st.integers(1, 2000))
def test_all_and_none_reach_the_end_exactly(of: int) -> None:
    assert wilson(of, of)[1] == 1.0
    assert wilson(0, of)[0] == 0.0


@pytest.mark.parametrize(("met", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_what_is_no_share_has_no_range(met: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(met, of)


@pytest.mark.parametrize(
    ("met", "of", "least", "text"),
    [
        (11, 14, 5, "52 to 92%"),
        (5, 5, 5, "57 to 100%"),
        (0, 5, 5, "0 to 43%"),
        (4, 4, 5, ""),
        (0, 0, 0, ""),
        (1, 1, 0, "21 to 100%"),
    ],
)
def test_it_is_told_in_whole_per_cent_from_enough_answers_on(met: int, of: int, least: int, text: str) -> None:
    assert range_text(met, of, least=least) == text
