"""The sample as it stands: replaced cases, reserves, and who is kept out of what."""

import pytest

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.interests import Interest, concerns, kept_out, present_interests
from sqs_tui.domain.sample import Draw, Replacement, Wanted, present_draw, reserve_for, standing

LIST = CaseList(
    id="list",
    at="2013-03-01T09:00:00.000Z",
    by="ann",
    source="cases.csv",
    unit="case",
    cases=tuple(
        ListedCase(reference=f"BU{number:02}", case_manager=f"CM{number % 3}", facts={"area": "Bury" if number < 6 else "Leeds"})
        for number in range(1, 11)
    ),
)


def a_draw(**changes: object) -> Draw:
    given = {
        "id": "draw",
        "at": "2013-03-02T09:00:00.000Z",
        "by": "ann",
        "list": "list",
        "wanted": Wanted(size=3, seed="a", by=("area",), reserve=3),
        "cases": ("BU01", "BU02", "BU07"),
        "reserves": ("BU03", "BU04", "BU08"),
    }
    return Draw(**{**given, **changes})  # type: ignore[arg-type]


def gives_way(replaced: str, reserve: str, minute: int, draw: str = "draw") -> Replacement:
    at = f"2013-03-02T10:{minute:02}:00.000Z"
    return Replacement(
        id=f"{replaced}-{minute}", at=at, by="ann", draw=draw, replaced=replaced, reserve=reserve, why="wrong file"
    )


def test_the_latest_draw_counts() -> None:
    later = a_draw(id="later", at="2013-03-03T09:00:00.000Z")
    assert present_draw([later, a_draw()]) == later
    assert present_draw([]) is None


def test_a_reserve_stands_where_the_case_stood_that_it_stands_in_for() -> None:
    now = standing(a_draw(), [gives_way("BU03", "BU04", 9), gives_way("BU01", "BU03", 1)])
    assert now.cases == ("BU04", "BU02", "BU07")
    assert now.reserves == ("BU08",)
    assert now.gone == {"BU01", "BU03"}


def test_of_two_replacements_that_cannot_both_be_the_earlier_counts() -> None:
    ones = [gives_way("BU02", "BU03", 2), gives_way("BU01", "BU03", 1), gives_way("BU07", "BU08", 3, draw="another")]
    assert standing(a_draw(), ones).cases == ("BU03", "BU02", "BU07") == standing(a_draw(), ones[::-1]).cases


def test_a_reserve_of_the_same_stratum_goes_before_one_that_comes_earlier() -> None:
    assert reserve_for("BU07", standing(a_draw(), []), LIST) == ("BU08", True)
    assert reserve_for("BU01", standing(a_draw(), []), LIST) == ("BU03", True)
    without = standing(a_draw(reserves=("BU03",)), [])
    assert reserve_for("BU07", without, LIST) == ("BU03", False)


def test_a_reserve_with_which_a_case_manager_would_have_too_many_is_passed_over() -> None:
    draw = a_draw(wanted=Wanted(size=3, seed="a", cap=1), cases=("BU01", "BU02", "BU03"), reserves=("BU04", "BU05"))
    assert reserve_for("BU02", standing(draw, []), LIST) == ("BU05", True)
    with pytest.raises(ValueError, match="keeps to the most cases of one case manager"):
        reserve_for("BU03", standing(draw, []), LIST)


@pytest.mark.parametrize(
    ("reference", "says"),
    [("BU09", "is no case of the sample"), ("BU01", "was replaced already"), ("BU02", "no reserve is left")],
)
def test_a_case_that_cannot_be_replaced_says_why(reference: str, says: str) -> None:
    now = standing(a_draw(reserves=("BU03",)), [gives_way("BU01", "BU03", 1)])
    with pytest.raises(ValueError, match=says):
        reserve_for(reference, now, LIST)


def an_interest(number: int, inspector: str, field: str, value: str, withdraws: str = "") -> Interest:
    at = f"2013-03-01T09:{number:02}:00.000Z"
    return Interest(id=f"i{number}", at=at, by="ann", inspector=inspector, field=field, value=value, withdraws=withdraws)


def test_an_interest_holds_until_it_is_withdrawn() -> None:
    first, second = an_interest(1, "ann", "area", "Bury"), an_interest(2, "ben", "case_manager", "CM1")
    gone = an_interest(3, "ann", "area", "Bury", withdraws="i1")
    assert present_interests([gone, second, first]) == (second,)
    assert present_interests([second, first]) == (first, second)


def test_an_interest_is_in_a_case_by_its_facts_its_people_or_its_reference() -> None:
    case = LIST.cases[0]
    assert concerns(an_interest(1, "ann", "area", "bury"), case)
    assert concerns(an_interest(1, "ann", "case_manager", "cm1"), case)
    assert concerns(an_interest(1, "ann", "reference", "bu01"), case)
    assert not concerns(an_interest(1, "ann", "inspector", ""), case)
    assert kept_out([an_interest(1, "Ann", "area", "Bury"), an_interest(2, "ben", "area", "Leeds")], case).keys() == {"ann"}
