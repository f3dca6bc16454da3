"""What case managers are called in breakdowns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.staff_codes import is_staff_code, staff_codes


@pytest.mark.parametrize("code", ["CM1", "cm 12", "YOT/014", "7", "S-07"])
def test_a_short_text_with_a_digit_and_no_word_is_a_code(code: str) -> None:
    assert is_staff_code(code)
    assert staff_codes([code]) == {code: code}


@pytest.mark.parametrize("name", ["Ann Example", "example", "AE", "O'Neill", "Smith1", "Anna 2", "Łukasz1", "李明", "CM"])
def test_what_may_be_a_name_gets_a_code(name: str) -> None:
    assert staff_codes([name]) == {name: "CM-A"}


def test_codes_come_in_the_order_of_the_records_and_capitals_make_no_other_person() -> None:
    codes = staff_codes(["Zed Example", "", "CM2", "Ann Example", "zed  example", "cm2"])
    assert codes == {"Zed Example": "CM-A", "zed  example": "CM-A", "Ann Example": "CM-B", "CM2": "CM2", "cm2": "CM2"}


def test_there_are_codes_for_more_people_than_letters() -> None:
    names = [f"name{'x' * count}" for count in range(28)]
    assert list(staff_codes(names).values())[24:] == ["CM-Y", "CM-Z", "CM-AA", "CM-AB"]


@given(st.lists(st.text("aAbß1- \u674e", max_size=15)))
def test_two_people_never_have_one_code_and_no_name_is_told(names: list[str]) -> None:
    codes = staff_codes(names)
    people = {" ".join(name.split()).casefold(): code for name, code in codes.items()}
    assert len(set(people.values())) == len(people)
    assert all(is_staff_code(code) or code.startswith("CM-") for code in codes.values())
