"""The letter's two lists, and where each area stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.letter.conclusions import LISTED, Group, concluded, conclusions, contradicted, grouped, listed, undecided
from sqs_tui.domain.letter.entries import Decision
from sqs_tui.domain.tally import Sign, tally
from tests.builders import bury_expected, bury_records
from tests.domain.letter.deciding import ANY_DECISION, AREAS, INSTRUMENT
from tests.domain.letter.letters import bury_entries

STRENGTH, IMPROVEMENT = Sign.STRENGTH, Sign.IMPROVEMENT
BURY = tally(INSTRUMENT, bury_records())


def items(**decisions: Decision) -> list[tuple[str, ...]]:
    """The items of both lists, of areas a to e."""
    return [item.areas for item in conclusions("abcde", decisions)]


def test_the_published_lists_come_of_the_decisions_on_them() -> None:
    found = concluded(INSTRUMENT, bury_entries().decisions)
    assert [item.areas[0] for item in found if item.sign is STRENGTH] == bury_expected()["strengths"]
    assert [item.areas[0] for item in found if item.sign is IMPROVEMENT] == bury_expected()["improvements"]


def test_an_area_that_was_left_out_stands_in_no_list() -> None:
    assert items(a=Decision(sign=None, reason="r"), b=Decision(sign=STRENGTH)) == [("b",)]


def test_strengths_come_before_improvements_and_each_list_is_in_its_order() -> None:
    assert items(a=Decision(sign=IMPROVEMENT), b=Decision(sign=STRENGTH), c=Decision(sign=STRENGTH, place="1/2")) == [
        ("c",),
        ("b",),
        ("a",),
    ]


def test_joined_areas_share_an_item_in_the_place_of_the_first() -> None:
    joined = Decision(sign=STRENGTH, joined="c")
    assert items(a=joined, b=Decision(sign=STRENGTH), c=Decision(sign=STRENGTH), e=joined) == [("b",), ("c", "a", "e")]


@pytest.mark.parametrize(
    "other", [Decision(sign=IMPROVEMENT), Decision(sign=None, reason="r"), Decision(sign=STRENGTH, joined="a"), None]
)
def test_an_area_joined_to_what_is_no_item_of_its_list_stands_alone(other: Decision | None) -> None:
    found = items(a=Decision(sign=STRENGTH, joined="b"), **({"b": other} if other else {}))
    assert ("a",) in found


def test_an_item_has_the_words_of_its_areas_or_those_it_was_given() -> None:
    first, second = Decision(sign=IMPROVEMENT), Decision(sign=IMPROVEMENT, joined="vulnerability")
    (item,) = concluded(INSTRUMENT, {"vulnerability": first, "compliance": second})
    assert item.text == (
        "better assessment, planning and review of vulnerability and safeguarding, and better compliance and enforcement"
    )
    own = Decision(sign=IMPROVEMENT, text="better plans")
    assert concluded(INSTRUMENT, {"vulnerability": own})[0].text == "better plans"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a and b", "c"], "a and b, and c"),
        (["a", "b, c", "d"], "a; b, c; and d"),
    ],
)
def test_items_are_listed_so_that_they_are_kept_apart(parts: list[str], text: str) -> None:
    assert listed(parts) == text


# Groups


def test_before_any_decision_what_is_proposed_waits_and_nothing_is_listed() -> None:
    found = grouped(INSTRUMENT, BURY, {})
    expected = bury_expected()
    proposed = {*expected["strengths"], *expected["improvements"]}
    assert {area for (area,) in found[Group.PROPOSED]} == proposed == set(undecided(INSTRUMENT, BURY, {}))
    assert {area for (area,) in found[Group.REST]} == set(expected["neither"])
    assert found[Group.STRENGTHS] == found[Group.IMPROVEMENTS] == found[Group.LEFT_OUT] == ()


def test_an_area_may_be_listed_or_left_out_whatever_is_proposed() -> None:
    decisions = {
        "harm": Decision(sign=STRENGTH),
        "vulnerability": Decision(sign=STRENGTH, joined="harm"),
        "oversight": Decision(sign=None, reason="r"),
    }
    found = grouped(INSTRUMENT, BURY, decisions)
    assert found[Group.STRENGTHS] == (("harm", "vulnerability"),)
    assert found[Group.LEFT_OUT] == (("oversight",),)


@pytest.mark.parametrize(
    ("area", "decided", "against"),
    [
        ("vulnerability", Decision(sign=STRENGTH), STRENGTH),
        ("vulnerability", Decision(sign=IMPROVEMENT), None),
        ("vulnerability", Decision(sign=None, reason="r"), None),
        ("vulnerability", None, None),
        ("compliance", Decision(sign=IMPROVEMENT), IMPROVEMENT),
        ("harm", Decision(sign=STRENGTH), None),
    ],
)
def test_the_answers_contradict_a_list_where_they_propose_the_other(
    area: str, decided: Decision | None, against: Sign | None
) -> None:
    assert contradicted(BURY.areas[area], decided) is against


@given(st.dictionaries(st.sampled_from([*AREAS, "gone"]), ANY_DECISION))
def test_whatever_was_decided_each_area_stands_in_one_place(decisions: dict[str, Decision]) -> None:
    found = grouped(INSTRUMENT, BURY, decisions)
    assert list(found) == list(Group)
    assert sorted(area for items in found.values() for item in items for area in item) == sorted(AREAS)
    for group, sign in LISTED.items():
        assert {area for item in found[group] for area in item} == {
            area for area, decision in decisions.items() if decision.sign is sign and area in AREAS
        }
