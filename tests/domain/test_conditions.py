"""The routing language."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.conditions import Condition, ConditionError, LookUp, Missing, parse
from sqs_tui.domain.records import Content
from tests.builders import content, default_instrument

NOT_ASKED, UNANSWERED = Missing.NOT_ASKED, Missing.UNANSWERED


def among(answers: Mapping[str, Content | Missing]) -> LookUp:
    return lambda question: answers.get(question, NOT_ASKED)


def holds(text: str, answers: Mapping[str, Content | Missing]) -> bool | None:
    return parse(text).holds(among(answers))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("psr = yes", True),
        ("psr = no", False),
        ("psr != yes", False),
        ("psr != no", True),
        ("2.4 = no", True),
        ("2.4 has no-plan", True),
        ("2.4 has late", False),
        ("psr=yes and 2.4!=na", True),
        ("not psr = yes", False),
        ("not not psr = yes", True),
        ("not (psr = yes and 2.4 = yes)", True),
        ("psr = no or psr = yes and 2.4 = yes", False),
        ("(psr = no or psr = yes) and 2.4 = no", True),
        ("psr = yes or 2.4 = yes and psr = no", True),
    ],
)
def test_comparisons_and_words_mean_what_they_say(condition: str, expected: bool) -> None:
    assert holds(condition, {"psr": content("yes"), "2.4": content("no", "no-plan")}) is expected


@pytest.mark.parametrize("comparison", ["x = yes", "x != yes", "x has late"])
def test_a_comparison_with_what_is_not_asked_is_false_whichever_way_it_compares(comparison: str) -> None:
    assert holds(comparison, {"x": NOT_ASKED}) is False
    assert holds(comparison, {"x": UNANSWERED}) is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("x = yes and psr = no", False),
        ("x = yes and psr = yes", None),
        ("x = yes or psr = yes", True),
        ("x = yes or psr = no", None),
        ("not x = yes", None),
        ("gone = yes or x = yes", None),
        ("not gone = yes", True),
    ],
)
def test_what_is_unanswered_leaves_open_only_what_it_decides(condition: str, expected: bool | None) -> None:
    assert holds(condition, {"x": UNANSWERED, "psr": content("yes")}) is expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected a question at its end"),
        ("psr", '"psr" needs "=", "!=" or "has" behind it'),
        ("psr yes", '"psr" needs "=", "!=" or "has" behind it, not "yes"'),
        ("psr =", 'expected a value behind "=" at its end'),
        ("psr = and", 'expected a value behind "=", not "and"'),
        ("= yes", 'expected a question, not "="'),
        ("(psr = yes", 'a "(" is not closed'),
        ("psr = yes)", 'expected "and" or "or" before ")"'),
        ("psr = yes custody = no", 'expected "and" or "or" before "custody"'),
        ("psr ! yes", '"!" has no meaning in a condition'),
        ("psr = yes and", "expected a question at its end"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, says: str) -> None:
    with pytest.raises(ConditionError) as fault:
        parse(text)
    assert str(fault.value) == says


@given(st.lists(st.sampled_from([*"()=! a1.\n", " and ", " or ", " not ", " has ", " != "]), max_size=60).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError as fault:
        condition = None
        refused = str(fault)
        assert refused
    if condition:
        assert condition.holds(among({})) in (True, False)
        assert condition.questions == {part.question for part in condition.parts}


_VALUES = st.sampled_from([UNANSWERED, NOT_ASKED, content("yes"), content("no", "late")])


@given(_VALUES, _VALUES)
def test_and_or_and_not_obey_de_morgan_with_three_values(first: Content | Missing, second: Content | Missing) -> None:
    answers = {"a": first, "b": second}
    assert holds("not (a = yes and b = yes)", answers) is holds("not a = yes or not b = yes", answers)
    assert holds("not (a = yes or b = yes)", answers) is holds("not a = yes and not b = yes", answers)


def test_its_parts_and_questions_can_be_asked_for() -> None:
    condition = parse("(sentence = 4 or sentence = 5) and not custody = yes")
    assert [(part.question, part.operator, part.value) for part in condition.parts] == [
        ("sentence", "=", "4"),
        ("sentence", "=", "5"),
        ("custody", "=", "yes"),
    ]
    assert condition.questions == {"sentence", "custody"}


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("psr = yes", "Pre-sentence report provided is Yes"),
        ("2.4 != na", "2.4 Harm planning is not Not applicable"),
        ("2.4 has no-plan", "2.4 Harm planning has the reason “No plan produced”"),
        ("psr = yes and not custody = no", "Pre-sentence report provided is Yes and it is not so that Custodial element is No"),
        ("psr = maybe or 2.4 has luck", "Pre-sentence report provided is maybe or 2.4 Harm planning has the reason “luck”"),
    ],
)
def test_it_can_be_said_to_a_person(condition: str, says: str) -> None:
    read: Condition = parse(condition)
    assert read.describe(default_instrument()) == says
