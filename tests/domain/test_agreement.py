"""Raw agreement, AC1 and kappa: against examples that are published, and for every table of ratings."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.agreement import Figures, Ratings, Scored, agreement, figures
from sqs_tui.domain.compare import Compared, Outcome, compare
from tests import builders
from tests.builders import answers, content

INSTRUMENT = builders.instrument()


def ratings(table: Sequence[Sequence[int]]) -> Ratings:
    """Ratings from a table: the first's categories are its rows, the second's its columns."""
    cells = ((row, column, count) for row, counts in enumerate(table) for column, count in enumerate(counts))
    return Counter({(str(row), str(column)): count for row, column, count in cells})


def of_table(*table: Sequence[int]) -> Figures:
    return figures([(ratings(table), len(table))])


# Feinstein and Cicchetti 1990 (J Clin Epidemiol 43:543-549), the four tables on which the two paradoxes of kappa are shown: the
# same agreement, and kappa .70 and .32, .13 and .26. Their AC1 is worked out by hand from Gwet's formula: with two categories
# chance agreement is 2p(1 - p), p being the mean share of "yes" (.475, .875, .65 and .45).
PARADOXES = [
    (((40, 9), (6, 45)), 0.85, 0.70, (0.85 - 2 * 0.475 * 0.525) / (1 - 2 * 0.475 * 0.525)),
    (((80, 10), (5, 5)), 0.85, 0.32, (0.85 - 2 * 0.875 * 0.125) / (1 - 2 * 0.875 * 0.125)),
    (((45, 15), (25, 15)), 0.60, 0.13, (0.60 - 2 * 0.65 * 0.35) / (1 - 2 * 0.65 * 0.35)),
    (((25, 35), (5, 35)), 0.60, 0.26, (0.60 - 2 * 0.45 * 0.55) / (1 - 2 * 0.45 * 0.55)),
]


@pytest.mark.parametrize(("table", "raw", "kappa", "ac1"), PARADOXES)
def test_the_paradoxes_of_kappa_come_out_as_feinstein_and_cicchetti_have_them(
    table: Sequence[Sequence[int]], raw: float, kappa: float, ac1: float
) -> None:
    found = of_table(*table)
    assert (found.pairs, found.raw) == (100, raw)
    assert found.kappa == pytest.approx(kappa, abs=0.005)
    assert found.ac1 == pytest.approx(ac1)


def test_cohen_s_own_example_gives_his_kappa() -> None:
    # Cohen 1960 (Educ Psychol Meas 20:37-46): two psychologists, 200 patients, three diagnoses; kappa .492 with chance .41.
    found = of_table((88, 14, 18), (10, 40, 10), (2, 6, 12))
    assert (found.pairs, found.raw) == (200, 0.7)
    assert found.kappa == pytest.approx(0.492, abs=0.0005)


def test_gwet_s_first_example_has_high_agreement_and_a_kappa_below_nothing() -> None:
    # Gwet 2002 ("Kappa statistic is not satisfactory for assessing the extent of agreement between raters"): 125 subjects, 118
    # of them put into the first category by both, none into the second: agreement 94.4 %, kappa -2.34 %, AC1 94.08 %.
    found = of_table((118, 5), (2, 0))
    assert found.raw == pytest.approx(0.944)
    assert found.kappa == pytest.approx(-0.0234, abs=0.00005)
    assert found.ac1 == pytest.approx(0.9408, abs=0.00005)


def test_gwet_s_two_abstractors_agree_as_his_package_prints_it() -> None:
    # Gwet 2014 (Handbook of Inter-Rater Reliability, 4th ed.), 100 pregnancies by two abstractors; the data are
    # `cont3x3abstractors` of his R package irrCAC, whose overview prints kappa .7964094 and AC1 .8493305.
    found = of_table((13, 0, 0), (0, 20, 7), (0, 4, 56))
    assert found.raw == pytest.approx(0.89)
    assert found.kappa == pytest.approx(0.7964094, abs=5e-8)
    assert found.ac1 == pytest.approx(0.8493305, abs=5e-8)


def test_gwet_s_four_diagnoses_agree_as_irrcac_has_them() -> None:
    # The other table of that handbook, `cont4x4diagnosis` of irrCAC: 223 patients by two methods; kappa .432, AC1 .456.
    found = of_table((40, 4, 4, 17), (6, 25, 2, 13), (4, 1, 21, 12), (15, 5, 9, 45))
    assert found.pairs == 223
    assert found.kappa == pytest.approx(0.432, abs=0.0005)
    assert found.ac1 == pytest.approx(0.456, abs=0.0005)


# Where a figure is not defined


def test_nothing_is_defined_without_pairs() -> None:
    for none in (figures([]), of_table((0, 0), (0, 0))):
        assert (none.pairs, none.disagreements, none.raw, none.ac1, none.kappa) == (0, 0, None, None, None)


def test_kappa_is_not_defined_where_both_gave_the_same_category_throughout() -> None:
    found = of_table((7, 0), (0, 0))
    assert (found.raw, found.ac1, found.kappa) == (1.0, 1.0, None)


def test_kappa_is_nothing_where_one_gave_one_category_throughout_and_the_other_did_not() -> None:
    assert of_table((6, 1), (0, 0)).kappa == 0


def test_ac1_is_not_defined_where_there_is_one_category_to_give() -> None:
    found = of_table((7,))
    assert (found.raw, found.ac1, found.kappa) == (1.0, None, None)


def test_a_category_that_nobody_gave_counts_for_ac1_as_one_that_could_be_given() -> None:
    two, three = of_table((5, 1), (1, 5)), figures([(ratings(((5, 1), (1, 5))), 3)])
    assert two.kappa == three.kappa
    assert two.ac1 == pytest.approx((10 / 12 - 1 / 2) / (1 - 1 / 2))
    assert three.ac1 == pytest.approx((10 / 12 - 1 / 4) / (1 - 1 / 4))


# Several tables


def test_over_several_tables_agreement_and_chance_are_averaged_by_their_pairs() -> None:
    tables = [(ratings(((4, 1), (1, 4))), 2), (ratings(((2, 0), (1, 1))), 2)]
    chance = (10 * (0.5 * 0.5 + 0.5 * 0.5) + 4 * (0.5 * 0.75 + 0.5 * 0.25)) / 14
    found = figures(tables)
    assert (found.pairs, found.disagreements) == (14, 3)
    assert found.kappa == pytest.approx((11 / 14 - chance) / (1 - chance))


def test_a_table_without_a_kappa_of_its_own_still_counts_among_others() -> None:
    found = figures([(ratings(((4, 1), (1, 4))), 2), (ratings(((10, 0), (0, 0))), 2)])
    chance = (10 * 0.5 + 10 * 1) / 20
    assert found.kappa == pytest.approx((18 / 20 - chance) / (1 - chance))


# Every table


@st.composite
def tables(draw: st.DrawFn) -> tuple[Ratings, int]:
    size = draw(st.integers(1, 4))
    counts = draw(st.lists(st.lists(st.integers(0, 9), min_size=size, max_size=size), min_size=size, max_size=size))
    return ratings(counts), size


@given(st.lists(tables(), max_size=3))
def test_figures_keep_their_bounds(drawn: list[tuple[Ratings, int]]) -> None:
    found = figures(drawn)
    assert found.raw is None or 0 <= found.raw <= 1
    assert found.kappa is None or -1 <= found.kappa <= 1
    assert found.ac1 is None or -1 <= found.ac1 <= 1
    assert (found.raw is None) is (found.pairs == 0)
    assert (found.kappa is None) or found.pairs > 0


@given(st.lists(tables(), max_size=3))
def test_it_does_not_matter_who_is_called_the_first(drawn: list[tuple[Ratings, int]]) -> None:
    swapped = [(Counter({(b, a): count for (a, b), count in table.items()}), size) for table, size in drawn]
    assert figures(swapped) == figures(drawn)


@given(tables(), st.permutations("0123"))
def test_it_does_not_matter_what_the_categories_are_called(drawn: tuple[Ratings, int], names: list[str]) -> None:
    table, size = drawn
    called = dict(zip("0123", names, strict=True))
    assert figures([(Counter({(called[a], called[b]): count for (a, b), count in table.items()}), size)]) == figures([drawn])


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_full_agreement_is_one_by_every_figure_that_is_defined(diagonal: list[int]) -> None:
    found = of_table(*([count if row == column else 0 for column in range(len(diagonal))] for row, count in enumerate(diagonal)))
    expected = 1.0 if sum(diagonal) else None
    assert (found.raw, found.ac1) == (expected, expected)
    assert found.kappa == (1.0 if sum(count > 0 for count in diagonal) > 1 else None)


@given(tables())
def test_full_disagreement_is_beyond_chance_by_no_figure(drawn: tuple[Ratings, int]) -> None:
    apart = Counter({pair: count for pair, count in drawn[0].items() if pair[0] != pair[1]})
    found = figures([(apart, drawn[1])])
    assert found.raw in (0, None)
    assert found.kappa is None or found.kappa <= 0
    assert found.ac1 is None or found.ac1 <= 0


# Records


def scored(record: str, first: str, second: str, one: dict[str, str], other: dict[str, str]) -> Scored:
    compared = compare(INSTRUMENT, "case", answers(one), answers(other))
    return Scored(record=record, reference=record, first=first, second=second, compared=compared)


def test_agreement_is_told_by_question_by_pair_and_overall() -> None:
    found = agreement(
        INSTRUMENT,
        [
            scored("A", "ann", "ben", {"fact": "yes", "1.1": "yes"}, {"fact": "yes", "1.1": "no"}),
            scored("B", "ben", "ann", {"fact": "no", "1.1": "yes"}, {"fact": "no", "1.1": "yes"}),
            scored("C", "cat", "ann", {"fact": "no", "1.1": "na"}, {"fact": "no", "1.1": "yes"}),
        ],
    )
    assert {question: (of.pairs, of.disagreements) for question, of in found.questions.items() if of.pairs} == {
        "1.1": (3, 2),
        "fact": (3, 0),
    }
    assert {pair: (of.pairs, of.disagreements) for pair, of in found.raters.items()} == {
        ("ann", "ben"): (4, 1),
        ("ann", "cat"): (2, 1),
    }
    assert (found.overall.pairs, found.overall.disagreements) == (6, 2)
    assert found.overall.raw == pytest.approx(4 / 6)


def test_what_disagrees_most_stands_first() -> None:
    found = agreement(INSTRUMENT, [scored("A", "x", "y", {"fact": "no", "1.1": "yes"}, {"fact": "no", "1.1": "no"})])
    assert next(iter(found.questions)) == "1.1"


def test_a_pair_s_kappa_belongs_to_its_people_and_not_to_their_turn() -> None:
    # Ann says yes to all and Ben no to two: by turn their margins would be mixed, by name they are (4, 0) and (2, 2).
    records = [
        scored("A", "ann", "ben", {"1.1": "yes"}, {"1.1": "no"}),
        scored("B", "ann", "ben", {"1.1": "yes"}, {"1.1": "yes"}),
        scored("C", "ben", "ann", {"1.1": "no"}, {"1.1": "yes"}),
        scored("D", "ben", "ann", {"1.1": "yes"}, {"1.1": "yes"}),
    ]
    found = agreement(INSTRUMENT, records)
    assert found.raters["ann", "ben"].kappa == 0
    assert found.questions["1.1"].kappa == pytest.approx((0.5 - 0.625) / (1 - 0.625))


def test_what_was_asked_of_one_only_is_told_apart_from_pairs() -> None:
    found = agreement(
        INSTRUMENT,
        [scored("A", "ann", "ben", {"fact": "yes", "1.2": "yes", "1.3": "yes", "1.1": "yes"}, {"fact": "no", "1.1": "yes"})],
    )
    assert (found.questions["1.2"].pairs, found.questions["1.2"].one_only) == (0, 1)
    assert found.questions["1.2"].raw is None
    assert (found.overall.pairs, found.overall.one_only) == (2, 2)


def test_what_was_left_unanswered_is_told_apart_too() -> None:
    found = agreement(INSTRUMENT, [scored("A", "ann", "ben", {"fact": "no", "1.1": "yes"}, {"fact": "no"})])
    assert (found.questions["1.1"].pairs, found.questions["1.1"].open) == (0, 1)


def test_reasons_and_notes_are_not_rated() -> None:
    compared = Compared(
        question="1.1",
        first=content("no", "late"),
        second=content("no", "no-plan", note="words"),
        outcome=Outcome.AGREED,
    )
    found = agreement(INSTRUMENT, [Scored(record="A", reference="A", first="x", second="y", compared=(compared,))])
    assert found.overall.disagreements == 0
