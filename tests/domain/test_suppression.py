"""No hidden number of a breakdown can be worked out: attackers try who know the totals, all sizes, and the rule itself."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.suppression import Share, pooled, suppressed

Page = tuple[Share | None, ...]


def page(shares: Sequence[Share], least: int) -> Page:
    """What is printed of a question."""
    hidden = suppressed(shares, least)
    return tuple(None if place in hidden else share for place, share in enumerate(shares))


def shares_of(mets: Sequence[int], sizes: Sequence[int]) -> list[Share]:
    return [Share(met, of) for met, of in zip(mets, sizes, strict=True)]


def tables(sizes: Sequence[int]) -> list[list[Share]]:
    """Every table with so many answers in its groups."""
    return [shares_of(mets, sizes) for mets in product(*(range(size + 1) for size in sizes))]


def ranges(shares: Sequence[Share], shown: Page) -> dict[int, tuple[int, int]]:
    """From how many to how many met answers each hidden group can have, to somebody who knows the total and all sizes."""
    rest = pooled([share for share, seen in zip(shares, shown, strict=True) if seen is None])
    hidden = [place for place, seen in enumerate(shown) if seen is None]
    return {place: (max(0, shares[place].of - rest.not_met), min(shares[place].of, rest.met)) for place in hidden}


@st.composite
def questions(draw: st.DrawFn, groups: int = 12, most: int = 40) -> list[Share]:
    """A question's shares by group; groups without answers and small ones are frequent."""
    size = st.one_of(st.integers(0, 6), st.integers(0, most))
    sizes = draw(st.lists(size, min_size=1, max_size=groups))
    return [Share(draw(st.one_of(st.just(0), st.just(of), st.integers(0, of))), of) for of in sizes]


@given(questions(), st.integers(0, 8))
def test_a_group_with_fewer_answers_than_the_limit_is_never_shown(shares: list[Share], least: int) -> None:
    assert all(seen is None or seen.of == 0 or seen.of >= least for seen in page(shares, least))


@given(questions(), st.integers(2, 8))
def test_no_hidden_group_can_be_worked_out_from_totals_and_sizes(shares: list[Share], least: int) -> None:
    shown = page(shares, least)
    if any(shown):
        assert all(low < high for low, high in ranges(shares, shown).values())


@given(questions(), st.integers(2, 8))
def test_nothing_is_hidden_without_need(shares: list[Share], least: int) -> None:
    if not any(0 < share.of < least for share in shares):
        assert None not in page(shares, least)


SIZES = [
    (least, sizes)
    for least, most, groups in ((2, 5, 3), (3, 5, 3), (3, 4, 4), (5, 7, 3))
    for sizes in combinations_with_replacement(range(most + 1), groups)
    if any(0 < size < least for size in sizes)
]


@pytest.mark.parametrize("least", [2, 3, 5])
def test_who_knows_the_rule_and_tries_every_table_finds_no_hidden_number(least: int) -> None:
    tried = 0
    for _, sizes in (one for one in SIZES if one[0] == least):
        looks_like: defaultdict[tuple[Page, Share], list[list[Share]]] = defaultdict(list)
        for shares in tables(sizes):
            looks_like[page(shares, least), pooled(shares)].append(shares)
        answered = [place for place, size in enumerate(sizes) if size]
        for (shown, total), alike in looks_like.items():
            if total.met in (0, total.of) or len(answered) == 1:
                assert shown == (None,) * len(sizes)  # the total says it all: nothing stands there to be worked out
                continue
            for place in answered:
                if shown[place] is None:
                    tried += 1
                    assert len({shares[place] for shares in alike}) > 1, (sizes, shown, total)
    assert tried > 300


def test_a_total_that_would_tell_of_the_larger_groups_hides_them_too() -> None:
    sizes, least = (2, 2, 2, 2, 3), 3
    looks_alike = [shares for shares in tables(sizes) if pooled(shares).met == 7 and not any(page(shares, least))]
    assert {shares[-1].met for shares in looks_alike} == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("shares", "shown"),
    [
        ([(5, 8), (3, 6), (4, 9)], "5/8 3/6 4/9"),
        ([(2, 4), (3, 6), (4, 9)], "- - 4/9"),
        ([(4, 9), (3, 6), (0, 0), (2, 4)], "4/9 - 0/0 -"),
        ([(2, 4), (1, 2), (3, 6), (4, 9)], "- - 3/6 4/9"),
        ([(2, 4), (3, 6)], "- -"),
        ([(4, 4), (6, 6), (5, 9)], "- - -"),  # of what would be hidden all is met
        ([(4, 4), (5, 6), (5, 9)], "- - -"),  # or all but one
        ([(4, 4), (6, 6), (9, 9)], "- - -"),
        ([(3, 4), (0, 0)], "- -"),
        ([(5, 8), (0, 0)], "5/8 0/0"),
        ([(6, 6), (5, 5)], "6/6 5/5"),
    ],
)
def test_small_groups_are_hidden_together_with_the_next(shares: list[tuple[int, int]], shown: str) -> None:
    seen = page([Share(met, of) for met, of in shares], 5)
    assert " ".join("-" if share is None else f"{share.met}/{share.of}" for share in seen) == shown
