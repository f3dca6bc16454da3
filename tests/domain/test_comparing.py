"""Inspections beside one another: no word where the test does not hold, and no number where too few answers are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.comparing import Share, Visit, beside, over_time, spread
from sqs_tui.domain.fisher import fisher
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Inspection
from tests import builders

SMALL = builders.instrument()
QUESTIONS = ("fact", "1.1", "1.2", "1.3")


def visit(
    area: str,
    year: int,
    instrument: Instrument = SMALL,
    *,
    service: str = "",
    reasons: dict[str, int] | None = None,
    **shares: str,
) -> Visit:
    """An inspection with shares such as `q11="8/14"`."""
    names = {"fact": "fact", **{f"q{name.replace('.', '')}": name for name in QUESTIONS[1:]}}
    given = {names[name]: tuple(map(int, share.split("/"))) for name, share in shares.items()}
    return Visit(
        folder=f"{area}-{year}".lower(),
        details=Inspection(id=area, area=area, service=service, fieldwork_from=f"{year}-03-18"),
        instrument=instrument,
        shares={name: Share(met=met, of=of, reasons=reasons or {}) for name, (met, of) in given.items()},
    )


def words(one: Visit, *others: Visit) -> dict[str, str]:
    return {pair.question: pair.test.word for pair in beside(one, others).pairs if pair.test}


def test_eight_and_twelve_of_fourteen_give_no_word() -> None:
    assert words(visit("Bury", 2013, q11="12/14"), visit("Bury", 2011, q11="8/14")) == {"1.1": ""}


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        (visit("Bury", 2013, q11="13/14"), visit("Bury", 2011, q11="1/14"), "improved"),
        (visit("Bury", 2013, q11="1/14"), visit("Bury", 2011, q11="13/14"), "fell"),
        (visit("Bury", 2011, q11="13/14"), visit("Bury", 2013, q11="1/14"), "more"),
        (visit("Bury", 2013, q11="13/14"), visit("Leeds", 2011, q11="1/14"), "more"),
        (visit("Bury", 2013, q11="1/14"), visit("Leeds", 2011, q11="13/14"), "fewer"),
        (visit("Bury", 2013, fact="13/14"), visit("Bury", 2011, fact="1/14"), "more"),
    ],
)
def test_a_word_says_what_the_test_supports(one: Visit, other: Visit, word: str) -> None:
    """A judgement of the same service improves or falls with time; a fact is only there more often or less."""
    assert list(words(one, other).values()) == [word]


def test_a_p_that_holds_alone_but_not_over_all_questions_gives_no_word() -> None:
    one = visit("Bury", 2013, fact="7/14", q11="12/14", q12="7/14", q13="7/14")
    other = visit("Leeds", 2011, fact="7/14", q11="6/14", q12="7/14", q13="7/14")
    pairing = beside(one, [other])
    (test,) = (pair.test for pair in pairing.pairs if pair.question == "1.1")
    assert test
    assert test.p <= pairing.level < test.held
    assert pairing.tested == 4
    assert test.word == ""
    assert words(visit("Bury", 2013, q11="12/14"), visit("Leeds", 2011, q11="6/14")) == {"1.1": "more"}


@pytest.mark.parametrize(("one", "other"), [("4/4", "0/14"), ("14/14", "0/4"), ("4/4", "0/4")])
def test_nothing_is_tested_under_five_answers(one: str, other: str) -> None:
    (pair,) = (
        pair for pair in beside(visit("Bury", 2013, q11=one), [visit("Leeds", 2013, q11=other)]).pairs if pair.question == "1.1"
    )
    assert pair.test is None


def test_the_level_is_the_instruments() -> None:
    thresholds = builders.criteria()["thresholds"]
    strict = builders.instrument(thresholds={**thresholds, "level": 0.000001})
    assert SMALL.thresholds.level == 0.05
    assert words(visit("Bury", 2013, strict, q11="13/14"), visit("Bury", 2011, q11="1/14")) == {"1.1": ""}


def test_a_p_at_the_level_itself_still_supports_a_word() -> None:
    thresholds = builders.criteria()["thresholds"]
    level = builders.instrument(thresholds={**thresholds, "least_answers": 3, "level": 0.1})
    assert fisher(3, 3, 0, 3) == Fraction(1, 10)
    assert words(visit("Bury", 2013, level, q11="3/3"), visit("Leeds", 2013, q11="0/3")) == {"1.1": "more"}


def test_the_one_compared_is_not_in_its_pool() -> None:
    one = visit("Bury", 2013, q11="10/14")
    pairing = beside(one, [one, visit("Leeds", 2012, q11="3/10"), visit("York", 2012, q11="5/10")])
    (pair,) = (pair for pair in pairing.pairs if pair.question == "1.1")
    assert (pair.other.met, pair.other.of, pair.inspections) == (8, 20, 2)
    assert pairing.other == "2 other inspections"


def test_a_pool_holds_only_what_was_asked_alike_and_tells_of_the_rest_once() -> None:
    data = builders.criteria()["sections"]
    data[1]["questions"][0]["text"] = "Was it assessed in time?"
    other = builders.instrument(sections=data)
    pairing = beside(
        visit("Bury", 2013, q11="10/14"),
        [visit("Leeds", 2012, q11="3/10"), visit("York", 2012, other, q11="5/10"), visit("Hull", 2012, other, q11="5/10")],
    )
    (pair,) = (pair for pair in pairing.pairs if pair.question == "1.1")
    assert (pair.other.of, pair.inspections) == (10, 1)
    (told,) = (one for one in pairing.unlike if one.label == "1.1 Assessed")
    assert told.why == "worded otherwise: “Was it assessed?” here, “Was it assessed in time?” there"
    assert told.inspections == 2


def test_reasons_are_pooled_by_id_and_name_the_commonest_first() -> None:
    lists = builders.criteria()["reason_lists"]
    lists[0]["reasons"][1]["label"] = "Over the limit"
    renamed = builders.instrument(reason_lists=lists)
    pairing = beside(
        visit("Bury", 2013, q11="10/14", reasons={"late": 4}),
        [
            visit("Leeds", 2012, q11="3/10", reasons={"late": 2, "no-plan": 5}),
            visit("York", 2012, renamed, q11="3/10", reasons={"late": 7, "no-plan": 1}),
        ],
    )
    (pair,) = (pair for pair in pairing.pairs if pair.question == "1.1")
    assert list(pair.other.reasons.items()) == [("no-plan", 6), ("late", 2)]


def test_a_service_over_time_is_in_the_order_of_its_fieldwork() -> None:
    visits = [
        visit("Bury", 2013, q11="13/14"),
        visit("Bury", 2009, q11="4/14"),
        visit("Leeds", 2012, q11="7/14"),
        visit("Bury", 2011, q11="1/14"),
    ]
    series = over_time(visits[1], visits)
    assert series.names == ("Bury 2009", "Bury 2011", "Bury 2013")
    (course,) = (course for course in series.courses if course.question == "1.1")
    assert [share and share.met for share in course.shares] == [4, 1, 13]
    assert course.test
    assert course.test.word == "improved"


def test_a_service_is_known_by_its_area_and_its_name_where_both_give_one() -> None:
    visits = [
        visit("Bury", 2013, service="Youth Offending Service"),
        visit("Bury", 2011, service="Prevention team"),
        visit("Leeds", 2010, service="Youth Offending Service"),
        visit("bury", 2009, service="youth  offending service"),
        visit("Bury", 2008),
    ]
    assert over_time(visits[0], visits).names == ("Bury 2008", "bury 2009", "Bury 2013")


def test_one_inspection_alone_is_a_series_without_a_test() -> None:
    series = over_time(visit("Bury", 2013, q11="13/14"), [])
    assert series.names == ("Bury 2013",)
    assert series.tested == 0


def test_a_wording_that_changed_leaves_a_gap_in_the_series() -> None:
    data = builders.criteria()["sections"]
    data[1]["questions"][0]["text"] = "Was it assessed in time?"
    before = visit("Bury", 2011, builders.instrument(sections=data), q11="1/14")
    series = over_time(visit("Bury", 2013, q11="13/14"), [before])
    (course,) = (course for course in series.courses if course.question == "1.1")
    assert course.shares[0] is None
    assert course.test is None


def test_median_and_quartiles_need_five_inspections_with_enough_answers() -> None:
    visits = [visit(f"A{at}", 2012, q11=f"{at}/10") for at in range(1, 6)]
    few = visit("Small", 2012, q11="4/4")
    (four,) = (found for found in spread(visits[0], [*visits[:4], few]).spreads if found.question == "1.1")
    assert (len(four.dots), four.few, four.quartiles) == (4, 1, None)
    (five,) = (found for found in spread(visits[0], [*visits, few]).spreads if found.question == "1.1")
    assert five.quartiles == (Fraction(2, 10), Fraction(3, 10), Fraction(4, 10))
    assert [dot.share.met for dot in five.dots] == [1, 2, 3, 4, 5]


@st.composite
def two(draw: st.DrawFn) -> tuple[Visit, Visit]:
    """Two inspections of the small instrument with any answers at all."""
    made = []
    for area in ("Bury", "Leeds"):
        shares = {}
        for question in QUESTIONS:
            of = draw(st.integers(0, 30))
            shares[question] = Share(met=draw(st.integers(0, of)), of=of)
        details = Inspection(id=area, area=area, fieldwork_from="2013-03-18")
        made.append(Visit(folder=area.lower(), details=details, instrument=SMALL, shares=shares))
    return made[0], made[1]


@given(two())
def test_no_word_is_given_above_the_level_or_under_five_answers(visits: tuple[Visit, Visit]) -> None:
    pairing = beside(visits[0], [visits[1]])
    answered = {question for question in QUESTIONS if any(visit.shares[question].of for visit in visits)}
    assert {pair.question for pair in pairing.pairs} == answered
    for pair in pairing.pairs:
        enough = min(pair.one.of, pair.other.of) >= 5
        assert (pair.test is not None) == enough
        if pair.test:
            assert pair.test.p == fisher(pair.one.met, pair.one.of, pair.other.met, pair.other.of)
            assert pair.test.p <= pair.test.held
            assert bool(pair.test.word) == (pair.test.held <= Fraction(1, 20))
            if pair.test.word:
                assert pair.test.word == ("more" if pair.one.part > pair.other.part else "fewer")


@given(two())
def test_two_inspections_differ_from_either_side_alike(visits: tuple[Visit, Visit]) -> None:
    here, there = (beside(one, [other]) for one, other in (visits, visits[::-1]))
    opposite = {"more": "fewer", "fewer": "more", "": ""}
    assert [pair.test and (pair.test.held, pair.test.word) for pair in here.pairs] == [
        pair.test and (pair.test.held, opposite[pair.test.word]) for pair in there.pairs
    ]
