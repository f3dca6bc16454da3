"""Breakdowns: what is counted in each group, and that nothing hidden can be worked out from the whole table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_tui.domain.breakdown import (
    CASE_MANAGER,
    INSPECTOR,
    Breakdown,
    BreakdownError,
    Chosen,
    Measure,
    Way,
    breakdown,
    way,
    ways,
)
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.suppression import Share
from sqs_tui.domain.tally import Reviewed, tally
from tests.builders import bury_expected, bury_records, default_instrument, instrument, question, reviewed

BY_INSPECTOR = Way(INSPECTOR, "Inspector")


def lenient(made: Instrument, least: int) -> Instrument:
    """An instrument with another least number of answers."""
    return msgspec.structs.replace(made, thresholds=msgspec.structs.replace(made.thresholds, least_answers=least))


def row(found: Breakdown, identity: str, kind: str = "question") -> Measure:
    return next(measure for measure in found.measures if (measure.kind, measure.id) == (kind, identity))


def told(measure: Measure) -> str:
    return " ".join("-" if share is None else f"{share.met}/{share.of}" for share in measure.shares)


def group_of(name: str, *values: str, **also: str) -> list[Reviewed]:
    """Records of one inspector that answer 1.1 so."""
    return [reviewed(f"{name}{at}", {"1.1": value, **also}, inspector=name) for at, value in enumerate(values)]


# The demonstration


def test_the_demonstration_by_custody_can_be_counted_by_hand() -> None:
    found = breakdown(lenient(default_instrument(), 1), bury_records(), way(default_instrument(), "custody"))
    assert [(group.title, len(group.records)) for group in found.groups] == [("Yes", 4), ("No", 10)]
    rows = [expected for expected in bury_expected()["judgements"] if expected["question"][0].isdigit()]
    assert len(rows) > 20
    for expected in rows:
        by_hand = [by_hand_count(expected["question"], custody) for custody in ("yes", "no")]
        measure = row(found, expected["question"])
        assert [(share.met, share.of) for share in measure.shares if share] == by_hand
        assert (measure.total.met, measure.total.of) == tuple(map(sum, zip(*by_hand, strict=True)))
        if "n" in expected:
            assert (measure.total.met, measure.total.of) == (expected["n"], expected["d"])


def by_hand_count(asked: str, custody: str) -> tuple[int, int]:
    """Met and all answers to a question in the file of the demonstration, among the cases with or without custody."""
    values = [
        case.answers[asked].value
        for case in bury_records()
        if case.unit == "case" and case.answers["custody"].value == custody and asked in case.answers
    ]
    return values.count("yes"), values.count("yes") + values.count("no")


def test_a_way_is_named_by_its_id_or_title_whatever_joins_its_words() -> None:
    for name in ("case-manager", "case_manager", "Case Manager"):
        assert way(default_instrument(), name).id == CASE_MANAGER


def test_with_four_cases_in_custody_nothing_is_broken_down_by_it() -> None:
    found = breakdown(default_instrument(), bury_records(), way(default_instrument(), "custody"))
    assert {measure.why_not for measure in found.measures} == {"too few answers", "all alike", "would tell of 4.6"}
    assert not any(measure.broken_down for measure in found.measures)


def test_by_inspector_seven_cases_each_are_shown() -> None:
    found = breakdown(default_instrument(), bury_records(), BY_INSPECTOR)
    assert [group.title for group in found.groups] == ["inspector-1", "inspector-2"]
    assert told(row(found, "1.1")) == "7/7 3/7"
    assert told(row(found, "oversight", "area")) == "9/13 6/14"
    assert told(row(found, "1.5")) == "- -"


@pytest.mark.parametrize("by", [way.id for way in ways(default_instrument())])
def test_totals_are_those_of_the_summary(by: str) -> None:
    made, tallies = default_instrument(), tally(default_instrument(), bury_records())
    pooled: dict[str, dict[str, Any]] = {"question": tallies.questions, "section": tallies.sections, "area": tallies.areas}
    for measure in breakdown(made, bury_records(), way(made, by)).measures:
        of_summary = pooled[measure.kind][measure.id]
        assert measure.total == Share(of_summary.met, of_summary.of)


# Groups


def test_groups_of_a_fact_come_in_the_order_of_its_choices_and_without_an_answer_last() -> None:
    records = [reviewed("A", {}), reviewed("B", {"fact": "no"}), reviewed("C", {"fact": "yes"}), reviewed("D", {"fact": "no"})]
    found = breakdown(instrument(), records, way(instrument(), "The Fact"))
    assert [(group.title, sorted(group.records)) for group in found.groups] == [
        ("Yes", ["C"]),
        ("No", ["B", "D"]),
        ("not answered", ["A"]),
    ]


def test_inspectors_are_sorted_as_people_count_and_nobody_comes_last() -> None:
    records = [reviewed(f"R{at}", {}, inspector=name) for at, name in enumerate(["i10", "", "I2", "anna"])]
    assert [group.title for group in breakdown(instrument(), records, BY_INSPECTOR).groups] == ["anna", "I2", "i10", "nobody"]


def test_case_managers_are_called_by_codes_and_never_by_name() -> None:
    names = ["Ann Example", "CM2", "", "ann example", "Zed Other"]
    records = [reviewed(f"R{at}", {}, case_manager=name) for at, name in enumerate(names)]
    found = breakdown(instrument(), records, way(instrument(), CASE_MANAGER))
    assert [(group.id, group.title) for group in found.groups] == [
        ("CM2", "CM2"),
        ("CM-A", "CM-A"),
        ("CM-B", "CM-B"),
        ("", "nobody"),
    ]
    assert found.groups[1].records == {"R0", "R3"}
    assert "example" not in msgspec.json.encode(found).decode().casefold()


def test_what_was_said_in_confidence_is_never_broken_down() -> None:
    records = [reviewed(f"P{at}", {"s1": "yes"}, unit="staff", inspector="ann") for at in range(9)]
    found = breakdown(instrument(), records, BY_INSPECTOR)
    assert not found.groups
    assert all(measure.id not in {"s1", "2"} for measure in found.measures)
    with pytest.raises(BreakdownError, match="Likes it cannot be broken down: what was said there is given in confidence"):
        breakdown(instrument(), records, BY_INSPECTOR, Chosen(questions=("s1",)))


# What is chosen


def test_only_what_is_chosen_is_broken_down_each_once() -> None:
    chosen = Chosen(questions=("1.1", "fact", "1.1"), areas=("plans",), sections=("1",))
    found = breakdown(instrument(), [], BY_INSPECTOR, chosen)
    assert [(measure.kind, measure.id) for measure in found.measures] == [
        ("section", "1"),
        ("question", "1.1"),
        ("question", "fact"),
        ("area", "plans"),
    ]


@pytest.mark.parametrize(
    ("by", "chosen", "says"),
    [
        ("sentence", {"questions": ("1.9",)}, 'There is no question "1.9": choose one of interviewed, sentence'),
        ("sentence", {"areas": ("planing",)}, 'There is no area "planing": choose one of'),
        ("sentence", {"sections": ("9",)}, 'There is no section "9": choose one of 0, 1'),
        ("custody", {"questions": ("custody",)}, "Custodial element cannot be broken down by what it says itself"),
        ("custody", {"questions": ("sentence",)}, "Sentence cannot be broken down: nothing in it is met or not met"),
        ("custody", {"sections": ("0",)}, "Case details cannot be broken down: nothing in it is met or not met"),
        ("custody", {"sections": ("5",)}, "Operational management cannot be broken down: nothing in it"),
        ("nothing", {}, 'Nothing can be broken down by "nothing": choose one of interviewed, '),
        ("s1", {}, 'Nothing can be broken down by "s1"'),
        ("1.1", {}, 'Nothing can be broken down by "1.1"'),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(by: str, chosen: dict[str, tuple[str, ...]], says: str) -> None:
    made = default_instrument()
    with pytest.raises(BreakdownError) as fault:
        breakdown(made, [], way(made, by), Chosen(**chosen))
    assert str(fault.value).startswith(says)
    assert str(fault.value).endswith(".")


def test_a_fact_is_found_by_its_id_or_its_title() -> None:
    made = default_instrument()
    assert way(made, "PSR") == way(made, "pre-sentence report provided") == Way("psr", "Pre-sentence report provided")
    assert way(made, "Case manager").id == CASE_MANAGER


def test_a_question_that_decides_whether_the_fact_is_asked_is_not_broken_down_by_it() -> None:
    made = instrument(question("q"), question("f", scale="fact", asked_when="q = no"))
    assert not breakdown(made, [], way(made, "f"), Chosen()).measures[1:]
    with pytest.raises(BreakdownError, match="by what it says itself"):
        breakdown(made, [], way(made, "f"), Chosen(questions=("q",)))


# What is hidden


def test_a_small_group_is_hidden_with_the_next_smallest() -> None:
    records = [*group_of("a", "yes", "no"), *group_of("b", *["yes"] * 4, "no", "no"), *group_of("c", *["yes"] * 7, "no")]
    found = breakdown(instrument(), records, BY_INSPECTOR)
    assert told(row(found, "1.1")) == "- - 7/8"
    assert told(row(found, "assessments", "area")) == "- - 7/8"
    assert not row(found, "1.1").why_not


def test_an_area_is_hidden_where_one_of_its_questions_is_whatever_stands_in_the_table() -> None:
    made = two_questions()
    records = [
        reviewed(
            f"{name}{at}",
            {"q1": "yes" if at % 2 else "no"} | ({"q2": "yes" if at % 3 else "no"} if at < few else {}),
            inspector=name,
        )
        for name, few in (("a", 3), ("b", 5), ("c", 8))
        for at in range(8)
    ]
    assert told(row(breakdown(made, records, BY_INSPECTOR), "q1")) == "4/8 4/8 4/8"
    for chosen in (Chosen(), Chosen(areas=("both",))):
        assert told(row(breakdown(made, records, BY_INSPECTOR, chosen), "both", "area")) == "- - 9/16"


def two_questions(**second: str) -> Instrument:
    area = {"id": "both", "title": "Both", "short": "both", "questions": ["q1", "q2"], "strength": "s", "improvement": "i"}
    return instrument(question("q1"), question("q2", **second), areas=[area])


@pytest.mark.parametrize(
    ("rule", "told_of"), [("q1 = no", "would tell of q1"), ("q1 != yes", "would tell of q1"), ("q1 has late", "would tell of q1"),
                          ("q1 != na", ""), ("", "")]
)  # fmt: skip
def test_a_question_whose_number_of_answers_would_tell_of_another_is_not_broken_down_beside_it(rule: str, told_of: str) -> None:
    made = two_questions(asked_when=rule)
    records = [
        reviewed(f"{name}{at}", {"q1": value, "q2": ("yes", "no")[at % 2]}, inspector=name)
        for name, values in (("a", "nny"), ("b", "ynyynny"), ("c", "nnnnnnnnyy"))
        for at, value in enumerate({"y": "yes", "n": "no"}[letter] for letter in values)
    ]
    found = breakdown(made, records, BY_INSPECTOR)
    assert told(row(found, "q1")) == "- - 2/10"
    assert row(found, "q2").depends_on == told_of.removeprefix("would tell of ")
    assert (set(row(found, "q2").sizes) == {None}) is bool(told_of)
    assert row(found, "both", "area").why_not == told_of
    if told_of:
        assert row(found, "q2").why_not == told_of
    alone = breakdown(made, records, BY_INSPECTOR, Chosen(questions=("q2",)))
    assert not row(alone, "q2").depends_on


# Attackers

LEAST = 3
Counts = tuple[int, int, int, int]
"""In one group: q1 met, q2 met, answers to q2, q3 met."""


def attacked() -> Instrument:
    """An instrument in which q2 is asked where q1 is not met, and an area that joins q1 and q3."""
    area = {"id": "joined", "title": "J", "short": "j", "questions": ["q1", "q3"], "strength": "s", "improvement": "i"}
    return lenient(instrument(question("q1"), question("q2", asked_when="q1 = no"), question("q3"), areas=[area]), LEAST)


@st.composite
def groups(draw: st.DrawFn) -> list[list[tuple[str, str, str]]]:
    """The answers of two or three inspectors' records to q1, q2 (which may be open) and q3."""
    answer = st.sampled_from(["yes", "no"])
    record = st.tuples(answer, st.sampled_from(["yes", "no", ""]), answer)
    return draw(st.lists(st.lists(record, min_size=1, max_size=5), min_size=2, max_size=3))


def records_of(answered: Sequence[Sequence[tuple[str, str, str]]]) -> Iterator[Reviewed]:
    for group, records in enumerate(answered):
        for at, values in enumerate(records):
            given_ = {asked: value for asked, value in zip(("q1", "q2", "q3"), values, strict=True) if value}
            yield reviewed(f"{group}-{at}", given_, inspector=str(group))


def possible(size: int) -> list[tuple[int, int, int]]:
    """What a group of so many records may have answered to q1 and q2: q1 met, q2 met, answers to q2."""
    return [(met, met2, of2) for met in range(size + 1) for of2 in range(size - met + 1) for met2 in range(of2 + 1)]


def fits(share: Share | None, met: int, of: int) -> bool:
    return share is None or (share.met, share.of) == (met, of)


@settings(max_examples=60)
@given(groups())
def test_who_tries_every_table_that_fits_finds_no_hidden_number(answered: list[list[tuple[str, str, str]]]) -> None:
    found = breakdown(attacked(), records_of(answered), BY_INSPECTOR)
    first, second, third = (row(found, asked) for asked in ("q1", "q2", "q3"))
    sizes = [len(records) for records in answered]
    for measure in found.measures:
        assert all(share is None or share.of == 0 or share.of >= LEAST for share in measure.shares)

    each = [
        [
            one
            for one in possible(size)
            if fits(first.shares[at], one[0], size) and fits(second.shares[at], *one[1:])
        ]
        for at, size in enumerate(sizes)
    ]  # fmt: skip
    fitting = [
        table
        for table in product(*each)
        if sum(one[0] for one in table) == first.total.met
        and sum(one[1] for one in table) == second.total.met
        and sum(one[2] for one in table) == second.total.of
    ]
    thirds = [
        mets
        for mets in product(*(range(size + 1) for size in sizes))
        if sum(mets) == third.total.met
        and all(fits(share, met, size) for share, met, size in zip(third.shares, mets, sizes, strict=True))
    ]
    values: defaultdict[str, list[set[object]]] = defaultdict(list)
    for at in range(len(sizes)):
        values["q1"].append({table[at][0] for table in fitting})
        values["q2"].append({table[at][1:] for table in fitting})
        values["q3"].append({mets[at] for mets in thirds})
        values["joined"].append({mine + other for mine in values["q1"][at] for other in values["q3"][at]})  # type: ignore[operator]
    alike = {measure.id for measure in (first, second, third) if measure.total.met in (0, measure.total.of)}
    told_by_totals = alike | ({"joined"} if alike >= {"q1", "q3"} else set()) | (set() if second.depends_on else {"q2"})
    for measure in (first, second, third, row(found, "joined", "area")):
        for at, share in enumerate(measure.shares):
            if share is None and (measure.broken_down or measure.id not in told_by_totals):
                assert len(values[measure.id][at]) > 1, (measure, at)
