"""Drawing a sample: exactly what was asked for, or a true sentence on why not."""

import random
import re
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.drawing import Drawn, draw
from sqs_tui.domain.sample import Wanted, strata_fields, stratum_of
from sqs_tui.domain.shares import largest_remainder

CHI_SQUARED = {39: 72.055, 37: 69.346}
"""The upper 0.001 points of chi-squared by degrees of freedom (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4)."""
SEEDS = 20_000


def case(number: int, manager: str = "", person: str = "", **facts: str) -> ListedCase:
    return ListedCase(reference=f"C{number:02}", case_manager=manager, person=person, facts=facts)


def lists(most: int) -> st.SearchStrategy[list[ListedCase]]:
    rows = st.tuples(st.sampled_from(["", "m", "n", "o"]), st.sampled_from(["", "p", "q", "r"]), st.sampled_from("ABC"))
    made = rows.flatmap(lambda row: st.sampled_from("12").map(lambda age: (*row, age)))
    return st.lists(made, min_size=1, max_size=most).map(
        lambda found: [case(at, row[0], row[1], area=row[2], age=row[3]) for at, row in enumerate(found)]
    )


WANTED = st.builds(
    Wanted,
    size=st.integers(1, 10),
    seed=st.text(max_size=4),
    by=st.sampled_from([(), ("area",), ("age",), ("area", "age"), ("case_manager",), ("case_manager", "area")]),
    cap=st.integers(0, 3),
    one_a_person=st.booleans(),
    reserve=st.integers(0, 4),
)


def drawn_or_why_not(cases: list[ListedCase], wanted: Wanted) -> Drawn | str:
    wanted_by = tuple(field for field in wanted.by if field in strata_fields(cases))
    try:
        return draw(cases, Wanted(**{name: getattr(wanted, name) for name in wanted.__struct_fields__} | {"by": wanted_by}))
    except ValueError as fault:
        return str(fault)


def keeps_limits(chosen: list[ListedCase], wanted: Wanted) -> bool:
    managers = Counter(one.case_manager for one in chosen if one.case_manager)
    persons = Counter(one.person for one in chosen if one.person)
    return not (wanted.cap and max(managers.values(), default=0) > wanted.cap) and not (
        wanted.one_a_person and max(persons.values(), default=0) > 1
    )


def keeps_shares(cases: list[ListedCase], chosen: list[ListedCase], wanted: Wanted) -> bool:
    by = tuple(field for field in wanted.by if field in strata_fields(cases))
    quotas = largest_remainder(Counter(stratum_of(one, by) for one in cases), len(chosen), wanted.seed)
    return Counter(stratum_of(one, by) for one in chosen) == Counter(quotas)


@given(lists(12), WANTED)
def test_a_draw_has_exactly_its_size_within_every_limit_and_within_one_of_proportion(
    cases: list[ListedCase], wanted: Wanted
) -> None:
    found = drawn_or_why_not(cases, wanted)
    if isinstance(found, str):
        return
    by_reference = {one.reference: one for one in cases}
    chosen = [by_reference[reference] for reference in found.cases]
    assert len(chosen) == len(set(found.cases)) == wanted.size
    assert keeps_limits(chosen, wanted)
    for share in found.shares:
        assert abs(share.drawn - wanted.size * share.listed / len(cases)) < 1
    assert sum(share.drawn for share in found.shares) == wanted.size
    if wanted.by:
        by = tuple(field for field in wanted.by if field in strata_fields(cases))
        assert Counter(stratum_of(one, by) for one in chosen) == +Counter({one.stratum: one.drawn for one in found.shares})
    assert len(found.reserves) <= wanted.reserve
    assert not {*found.reserves} & {*found.cases}
    if wanted.one_a_person:
        reserves = [by_reference[reference].person for reference in found.reserves]
        known = [person for person in (*reserves, *(one.person for one in chosen)) if person]
        assert len(known) == len(set(known))


@given(lists(8), WANTED)
def test_what_cannot_be_drawn_cannot_be_chosen_by_hand_either(cases: list[ListedCase], wanted: Wanted) -> None:
    found = drawn_or_why_not(cases, wanted)
    by_hand = (
        any(
            keeps_limits(list(chosen), wanted) and keeps_shares(cases, list(chosen), wanted)
            for chosen in combinations(cases, wanted.size)
        )
        if wanted.size <= len(cases)
        else False
    )
    assert isinstance(found, Drawn) == by_hand


@given(lists(8), WANTED)
def test_what_is_offered_instead_can_be_drawn_and_nothing_larger(cases: list[ListedCase], wanted: Wanted) -> None:
    found = drawn_or_why_not(cases, wanted)
    if not isinstance(found, str):
        return
    offered = re.search(r"ask for ([0-9]+)", found)
    sizes = [
        size
        for size in range(1, min(len(cases), wanted.size - 1) + 1)
        if any(
            keeps_limits(list(chosen), wanted) and keeps_shares(cases, list(chosen), wanted)
            for chosen in combinations(cases, size)
        )
    ]
    assert (int(offered[1]) if offered else 0) == max(sizes, default=0)


@given(lists(12), WANTED, st.randoms())
def test_the_order_of_the_list_does_not_matter(cases: list[ListedCase], wanted: Wanted, chance: random.Random) -> None:
    other = cases[:]
    chance.shuffle(other)
    assert drawn_or_why_not(cases, wanted) == drawn_or_why_not(other, wanted)


@given(st.dictionaries(st.tuples(st.text(max_size=2)), st.integers(0, 9), min_size=1), st.integers(0, 30), st.text(max_size=3))
def test_whole_shares_add_up_and_are_within_one(counts: dict[tuple[str, ...], int], size: int, seed: str) -> None:
    total = sum(counts.values())
    shares = largest_remainder(counts, min(size, total), seed)
    assert sum(shares.values()) == min(size, total)
    assert all(abs(shares[part] - min(size, total) * counts[part] / max(1, total)) < 1 for part in counts)
    assert all(shares[part] <= counts[part] for part in counts)


def test_a_draw_differs_between_seeds_and_is_the_same_with_one() -> None:
    cases = [case(number) for number in range(40)]
    drawn = {draw(cases, Wanted(size=14, seed=str(seed))).cases for seed in range(50)}
    assert len(drawn) == 50
    first, again = (draw(cases, Wanted(size=14, seed="bury 2013")) for _ in range(2))
    assert first == again
    assert first.cases[:4] == ("C36", "C20", "C23", "C12")  # as any SHA-256 has them: no version of Python may change a draw


def test_equal_remainders_are_settled_by_the_seed() -> None:
    halves = {("A",): 5, ("B",): 5}
    assert {largest_remainder(halves, 3, str(seed))[("A",)] for seed in range(20)} == {1, 2}


@pytest.mark.parametrize("by", [(), ("area",)], ids=["without strata", "with strata"])
def test_over_twenty_thousand_seeds_every_case_is_drawn_as_often_as_chance_allows(by: tuple[str, ...]) -> None:
    # 25, 10 and 5 of 40 cases are drawn 10, 4 and 2: exactly in proportion, so that every case has the same chance, 16 in 40.
    cases = [case(number, area="A" if number < 25 else "B" if number < 35 else "C") for number in range(40)]
    drawn: Counter[str] = Counter()
    for seed in range(SEEDS):
        drawn.update(draw(cases, Wanted(size=16, seed=str(seed), by=by)).cases)
    chance = 16 / 40
    strata = Counter(stratum_of(one, by) for one in cases)
    off = 0.0
    for one in cases:
        # Drawn without replacement, the counts of a stratum of n cases vary n / (n - 1) times as much as their sum being fixed
        # lets on; so scaled, the statistic has n - 1 degrees of freedom for each stratum.
        count = strata[stratum_of(one, by)]
        off += (drawn[one.reference] - SEEDS * chance) ** 2 / (SEEDS * chance * (1 - chance) * count / (count - 1))
    assert off < CHI_SQUARED[len(cases) - len(strata)]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted(size=41, seed="a"), "41 cases cannot be drawn: the list has 40; ask for 40."),
        (
            Wanted(size=14, seed="a", cap=2),
            (
                "14 cases cannot be drawn with at most 2 of one case manager: 10 can at most; "
                "ask for 10 or allow 3 of one case manager."
            ),
        ),
        (
            Wanted(size=21, seed="a", one_a_person=True),
            "21 cases cannot be drawn with one case a person: 20 can at most; ask for 20 or allow several cases of a person.",
        ),
        (
            Wanted(size=12, seed="a", by=("area",), cap=3),
            (
                "12 cases cannot be drawn in proportion to the strata and with at most 3 of one case manager: Leeds is to have 6 "
                "of them, of which 3 can at most; ask for 7, allow 6 of one case manager or draw without strata."
            ),
        ),
        (Wanted(size=3, seed="a", by=("shoe",)), 'The list has no "shoe": choose from area, case_manager.'),
        (Wanted(size=3, seed="a", by=("area", "area")), "Strata go by one fact, or by two different ones."),
        (Wanted(size=0, seed="a"), "A sample has at least one case: give its size."),
    ],
)
def test_a_refusal_says_what_stands_in_the_way_and_what_can_be_done(wanted: Wanted, says: str) -> None:
    cases = [
        case(number, f"M{number % 5}" if "area" not in wanted.by or number % 2 else "M0", f"P{number // 2}", area=area)
        for number in range(40)
        for area in ["Bury" if number % 2 else "Leeds"]
    ]
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        draw(cases, wanted)


def test_a_case_is_passed_over_where_no_sample_could_be_completed_with_it() -> None:
    # The manager m has all of A: whoever takes m's case of B has no room left for any of A.
    cases = [case(0, "m", area="A"), case(1, "m", area="A"), case(2, "m", area="B"), case(3, "n", area="B")]
    for seed in range(20):
        drawn = draw(cases, Wanted(size=2, seed=str(seed), by=("area",), cap=1)).cases
        assert "C03" in drawn
        assert "C02" not in drawn


def test_persons_whose_managers_do_not_go_with_all_their_strata_are_settled_one_after_another() -> None:
    # P is managed by m in A and by n in B, Q the other way round, and only one choice of both fits with the cases of m and n.
    cases = [case(0, "m", "P", area="A"), case(1, "n", "P", area="B"), case(2, "n", "Q", area="A"), case(3, "m", "Q", area="B")]
    for seed in range(20):
        drawn = draw(cases, Wanted(size=2, seed=str(seed), by=("area",), cap=2, one_a_person=True)).cases
        assert set(drawn) in ({"C00", "C03"}, {"C01", "C02"})


def test_a_reserve_is_short_rather_than_made_up() -> None:
    cases = [case(number, person=f"P{number % 6}") for number in range(12)]
    found = draw(cases, Wanted(size=4, seed="a", one_a_person=True, reserve=9))
    assert len(found.reserves) == 2


def test_cases_without_a_case_manager_count_towards_no_cap() -> None:
    cases = [case(number) for number in range(6)]
    assert len(draw(cases, Wanted(size=6, seed="a", cap=1)).cases) == 6
