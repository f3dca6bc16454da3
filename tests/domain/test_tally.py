"""From records to tallies."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.conditions import ConditionError
from sqs_tui.domain.instrument import Instrument, Thresholds
from sqs_tui.domain.records import Content
from sqs_tui.domain.tally import Pooled, ReasonCount, Reviewed, Sign, Tallier, filtered, sign, tally
from tests.builders import content, default_instrument, instrument, question, reviewed

DEFAULTS = Thresholds(improvement_under=65, strength_from=80, strength_each_from=75, least_answers=5, least_records=5)


def graded(*scores: tuple[int, int]) -> list[Reviewed]:
    """Records that give question `q0`, `q1`, … that many met of that many answers."""
    size = max((of for _, of in scores), default=0)
    return [
        reviewed(f"R{n:02}", {f"q{place}": "yes" if n < met else "no" for place, (met, of) in enumerate(scores) if n < of})
        for n in range(size)
    ]


def cluster(count: int, **overrides: object) -> Instrument:
    """An instrument with one area of that many judgements."""
    ids = [f"q{place}" for place in range(count)]
    area = {"id": "area", "title": "Area", "short": "area", "questions": ids, "strength": "good", "improvement": "better"}
    return instrument(*map(question, ids), areas=[area], **overrides)


def proposed(*scores: tuple[int, int]) -> tuple[Sign | None, int | None]:
    area = tally(cluster(len(scores)), graded(*scores)).areas["area"]
    return area.proposal, area.margin


# Questions


def test_met_and_not_met_count_and_not_applicable_stands_aside() -> None:
    records = [reviewed(name, {"1.1": value}) for name, value in {"C": "no", "A": "yes", "B": "na", "D": "yes"}.items()]
    found = tally(instrument(), records).questions["1.1"]
    assert (found.met, found.of) == (2, 3)
    assert (found.met_records, found.not_met_records, found.out_records) == (("A", "D"), ("C",), ("B",))
    assert found.values == {"yes": 2, "no": 1, "na": 1}


def test_an_answer_that_is_no_choice_and_a_note_alone_count_nowhere() -> None:
    found = tally(instrument(), [reviewed("A", {"1.1": "perhaps"}), reviewed("B", {"1.1": content(note="hm")})])
    assert found.questions["1.1"].of == 0
    assert not found.questions["1.1"].values
    assert found.records == {"case": 0, "staff": 0}


def test_choices_that_count_nowhere_are_counted_by_value() -> None:
    found = tally(
        default_instrument(), [reviewed(name, {"sentence": value}) for name, value in (("A", "1"), ("B", "4"), ("C", "1"))]
    )
    assert found.questions["sentence"].values == {"1": 2, "4": 1}
    assert found.questions["sentence"].of == 0


def test_records_are_counted_by_unit_and_staff_answer_staff_questions_only() -> None:
    held = {"1.1": "yes", "s1": "yes"}
    found = tally(instrument(), [reviewed("A", held), reviewed("P", held, unit="staff")])
    assert found.records == {"case": 1, "staff": 1}
    assert (found.questions["1.1"].met_records, found.questions["s1"].met_records) == (("A",), ("P",))
    assert found.questions["1.1"].of == found.questions["s1"].of == 1


def test_reasons_are_counted_over_the_not_met_the_commonest_first_and_equals_in_list_order() -> None:
    given_reasons = {"A": ("other", "late"), "B": ("late",), "C": ("other",), "D": ("no-plan", "unknown")}
    records = [reviewed(name, {"1.1": content("no", *given)}) for name, given in given_reasons.items()]
    records.append(reviewed("E", {"1.1": Content(value="yes", reasons=("no-plan",))}))
    assert tally(instrument(), records).questions["1.1"].reasons == (
        ReasonCount("late", 2, ("A", "B")),
        ReasonCount("other", 2, ("A", "C")),
        ReasonCount("no-plan", 1, ("D",)),
    )


def test_sections_and_the_matrix_pool_judgements_only() -> None:
    found = tally(instrument(), [reviewed("A", {"fact": "yes", "1.1": "yes", "1.2": "no", "1.3": "yes"})])
    assert found.sections == {"1": Pooled(2, 3)}
    assert found.matrix == {("work", "assessment"): Pooled(1, 1), ("work", "planning"): Pooled(1, 2)}


# Signs and proposals


@pytest.mark.parametrize(
    ("met", "of", "expected"),
    [
        (0, 0, None),
        (0, 4, None),
        (4, 4, None),
        (0, 5, Sign.IMPROVEMENT),
        (3, 5, Sign.IMPROVEMENT),
        (13, 20, None),
        (15, 20, None),
        (4, 5, Sign.STRENGTH),
        (5, 5, Sign.STRENGTH),
    ],
)
def test_a_share_carries_its_sign_from_enough_answers_on(met: int, of: int, expected: Sign | None) -> None:
    assert sign(DEFAULTS, met, of) is expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([(12, 20)], (Sign.IMPROVEMENT, 1)),
        ([(13, 20)], (None, 1)),
        ([(14, 20)], (None, 2)),
        ([(15, 20)], (None, 1)),
        ([(16, 20)], (Sign.STRENGTH, 1)),
        ([(20, 20)], (Sign.STRENGTH, 5)),
        ([(0, 20)], (Sign.IMPROVEMENT, 13)),
        ([(4, 4)], (None, None)),
        ([(10, 10), (7, 10)], (None, 1)),
        ([(10, 10), (3, 4)], (Sign.STRENGTH, 2)),
        ([(9, 10), (8, 10)], (Sign.STRENGTH, 1)),
    ],
)
def test_areas_are_proposed_with_their_margin(scores: list[tuple[int, int]], expected: tuple[Sign | None, int | None]) -> None:
    assert proposed(*scores) == expected


def test_a_margin_of_one_is_borderline() -> None:
    assert tally(cluster(1), graded((13, 20))).areas["area"].borderline
    assert not tally(cluster(1), graded((14, 20))).areas["area"].borderline
    assert not tally(cluster(1), graded((1, 2))).areas["area"].borderline


def test_an_area_needs_records_not_answers() -> None:
    area = tally(cluster(3), graded((4, 4), (4, 4), (4, 4))).areas["area"]
    assert (area.met, area.of, area.records, area.proposal) == (12, 12, 4, None)


def test_without_answers_nothing_is_proposed() -> None:
    least = {"improvement_under": 65, "strength_from": 80, "strength_each_from": 75, "least_answers": 0, "least_records": 0}
    area = tally(cluster(1, thresholds=least), []).areas["area"]
    assert (area.proposal, area.margin) == (None, None)


def proposal_by_the_rule(scores: list[tuple[int, int]]) -> Sign | None:
    met, of = sum(met for met, _ in scores), sum(of for _, of in scores)
    if Fraction(met, of) < Fraction(65, 100):
        return Sign.IMPROVEMENT
    each = all(Fraction(met, of) >= Fraction(75, 100) for met, of in scores if of >= 5)
    return Sign.STRENGTH if Fraction(met, of) >= Fraction(80, 100) and each else None


@given(st.lists(st.integers(0, 8).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1, max_size=3))
def test_proposals_and_margins_are_what_trying_every_change_finds(scores: list[tuple[int, int]]) -> None:
    found = proposed(*scores)
    if max(of for _, of in scores) < 5:
        assert found == (None, None)
        return
    now = proposal_by_the_rule(scores)
    others = product(*(range(of + 1) for _, of in scores))
    changes = [
        sum(abs(met - before) for met, (before, _) in zip(tried, scores, strict=True))
        for tried in others
        if proposal_by_the_rule([(met, of) for met, (_, of) in zip(tried, scores, strict=True)]) is not now
    ]
    assert found == (now, min(changes))


# Filters


def test_records_are_filtered_by_a_condition_of_the_routing_language() -> None:
    records = [reviewed("A", {"fact": "yes", "1.2": "no"}), reviewed("B", {"fact": "no", "1.2": "no"}), reviewed("C", {})]
    asked = instrument()
    assert [record.id for record in filtered(asked, records, "fact = yes")] == ["A"]
    assert [record.id for record in filtered(asked, records, "1.2 = no")] == ["A"]  # B's is parked
    with pytest.raises(ConditionError):
        filtered(asked, records, "fact is yes")


# Records that change


@st.composite
def updates(draw: st.DrawFn) -> list[Reviewed | str]:
    """Records that come, change, are renamed and go (a string is the id of one that goes)."""
    asked = instrument()
    steps: list[Reviewed | str] = []
    for _ in range(draw(st.integers(0, 25))):
        name = draw(st.sampled_from("abc"))
        if draw(st.integers(0, 5)) == 0:
            steps.append(name)
            continue
        unit = draw(st.sampled_from(["case", "case", "staff"]))
        values = draw(st.dictionaries(st.sampled_from(list(asked.questions)), st.sampled_from(["yes", "no", "na"])))
        reasons = ["late"] if draw(st.booleans()) else []
        given_answers = {of: content(value, *(reasons if value == "no" else [])) for of, value in values.items()}
        reference = draw(st.sampled_from(["C1", "C2", "C3"]))
        steps.append(Reviewed(id=name, reference=reference, unit=unit, answers=given_answers))
    return steps


@given(updates(), st.booleans())
def test_tallies_kept_current_equal_tallies_counted_anew(steps: list[Reviewed | str], each: bool) -> None:
    tallier = Tallier(instrument())
    present: dict[str, Reviewed] = {}
    for step in steps:
        if isinstance(step, str):
            tallier.remove(step)
            present.pop(step, None)
        else:
            tallier.update(step)
            present[step.id] = step
        if each:
            assert tallier.tallies() == tally(instrument(), present.values())
    assert tallier.tallies() == tally(instrument(), present.values())


def test_tallies_that_were_given_out_do_not_change() -> None:
    tallier = Tallier(instrument())
    tallier.update(reviewed("A", {"1.1": "yes"}))
    before = tallier.tallies()
    tallier.update(reviewed("A", {"1.1": "no"}))
    assert before.questions["1.1"].met == 1
    assert tallier.tallies().questions["1.1"].met == 0
