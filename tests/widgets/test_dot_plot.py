"""Dots on an axis, in as many cells as are asked for."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.comparing import Dot, Share, Spread
from sqs_tui.widgets.dot_plot import course_plot, heading, pair_plot, spread_plot
from sqs_tui.widgets.glyphs import ASCII, UNICODE, Glyphs

SHARES = st.integers(0, 40).flatmap(lambda of: st.builds(Share, met=st.integers(0, of), of=st.just(of)))


def test_two_shares_with_their_ranges() -> None:
    assert pair_plot(UNICODE, 21, Share(met=12, of=14), Share(met=8, of=14), 5) == "┊      ╌╌╌╌○═════●──┊"


def test_both_in_one_place_are_one_sign() -> None:
    same = Share(met=7, of=14)
    plot = pair_plot(UNICODE, 21, same, same, 5)
    assert "◉" in plot
    assert "●" not in plot
    assert "○" not in plot


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_of_too_few_answers_only_the_axis_is_drawn(glyphs: Glyphs) -> None:
    few = Share(met=2, of=4)
    tick = glyphs.tick
    for plot in (pair_plot(glyphs, 21, few, few, 5), course_plot(glyphs, 21, [few, None], 5)):
        assert plot == f"{tick}         {tick}         {tick}"


def test_the_last_of_a_course_the_one_before_and_earlier_ones_differ() -> None:
    shares = [Share(met=met, of=10) for met in (0, 5, 10)]
    plot = course_plot(ASCII, 21, shares, 5)
    assert (plot[0], plot[10], plot[20]) == (".", "o", "*")


def test_several_inspections_in_one_place_are_a_larger_dot() -> None:
    shares = [Share(met=met, of=10) for met in (1, 1, 1, 5, 9)]
    dots = tuple(Dot(folder=str(at), name=str(at), share=share) for at, share in enumerate(shares))
    quartiles = (Fraction(1, 10), Fraction(1, 10), Fraction(1, 2))
    spread = Spread(question="1.1", label="1.1", own=shares[-1], dots=dots, few=0, quartiles=quartiles)
    assert spread_plot(ASCII, 21, spread, 5) == ": |-------.       * :"
    spread = Spread(question="1.1", label="1.1", own=shares[-1], dots=dots, few=0, quartiles=None)
    assert spread_plot(ASCII, 21, spread, 5) == ": o       .       * :"


@given(st.integers(3, 90), SHARES, SHARES, st.sampled_from([UNICODE, ASCII]))
def test_every_plot_has_the_width_that_was_asked_for(width: int, one: Share, other: Share, glyphs: Glyphs) -> None:
    assert len(pair_plot(glyphs, width, one, other, 5)) == width
    assert len(course_plot(glyphs, width, [one, None, other], 5)) == width


@pytest.mark.parametrize("width", range(12, 60))
def test_the_heading_stands_over_its_axis(width: int) -> None:
    text = heading(width)
    assert len(text) == width
    middle = (width - 1) // 2
    assert "50" in text[middle - 1 : middle + 2]
