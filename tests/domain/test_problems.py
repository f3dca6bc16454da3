"""What stands between a record and its completion."""

import pytest

from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.records import Content
from tests.builders import answers, bury_records, content, default_instrument, instrument, question

DONE: dict[str, Content | str] = {"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": "yes"}


def found(given: dict[str, Content | str]) -> list[tuple[str, str]]:
    return [(problem.question, problem.kind) for problem in problems(instrument(), "case", answers(given))]


def test_a_record_with_every_answer_has_none() -> None:
    assert found(DONE) == []


def test_every_question_that_is_asked_and_open_is_one_in_file_order() -> None:
    assert found({}) == [("fact", "unanswered"), ("1.1", "unanswered")]
    assert found({"fact": "yes"}) == [("1.2", "unanswered"), ("1.1", "unanswered")]


def test_a_note_without_an_answer_is_a_problem_of_its_own() -> None:
    assert found(DONE | {"1.1": content(note="To be looked at again.")}) == [("1.1", "note-without-answer")]
    assert found(DONE | {"1.1": content(note=" ")}) == [("1.1", "unanswered")]


def test_compliance_no_with_nothing_on_the_response_is_a_problem() -> None:
    given = answers({question.id: "yes" for question in default_instrument().of_unit("case")} | {"4.6": "no"})
    del given["4.7"]
    (problem,) = (one for one in problems(default_instrument(), "case", given) if one.kind == "unanswered")
    assert problem.says == "4.7 Response to non-compliance is not answered."


def test_what_is_not_asked_or_parked_is_none() -> None:
    assert found({"fact": "no", "1.1": "yes", "1.2": "no"}) == []


def test_a_no_without_reason_is_a_problem() -> None:
    assert found(DONE | {"1.1": "no"}) == [("1.1", "no-reason")]
    assert found(DONE | {"1.1": content("no", "late")}) == []


def test_a_no_whose_reasons_are_all_unknown_has_no_reason() -> None:
    assert found(DONE | {"1.1": content("no", "weather")}) == [("1.1", "no-reason")]


def test_an_optional_reason_may_be_left_out() -> None:
    given = answers({question.id: "yes" for question in default_instrument().of_unit("case")} | {"4.6": "no", "4.7": "yes"})
    kinds = {problem.question: problem.kind for problem in problems(default_instrument(), "case", given)}
    assert "4.6" not in kinds


def test_the_other_reason_wants_a_note() -> None:
    assert found(DONE | {"1.1": content("no", "other")}) == [("1.1", "reason-wants-note")]
    assert found(DONE | {"1.1": content("no", "other", note="  ")}) == [("1.1", "reason-wants-note")]
    assert found(DONE | {"1.1": content("no", "other", note="It was about somebody else.")}) == []


def test_a_value_that_is_no_choice_is_to_be_answered_again() -> None:
    assert found(DONE | {"1.1": "perhaps"}) == [("1.1", "unknown-value")]


@pytest.mark.parametrize("note", ["y", "yyn", "n2 y", "Y1", "1230", "a"])
def test_a_note_of_answer_keys_and_digits_looks_like_answers(note: str) -> None:
    assert found(DONE | {"1.1": content("yes", note=note)}) == [("1.1", "looks-like-answers")]


@pytest.mark.parametrize("note", ["yes", "none", "late by 3", "y.", ""])
def test_a_note_with_anything_else_in_it_does_not(note: str) -> None:
    assert found(DONE | {"1.1": content("yes", note=note)}) == []


def test_answers_that_do_not_go_together_are_a_problem_at_the_first_of_them() -> None:
    given = answers(DONE | {"1.2": content("no", "no-plan")})
    assert problems(instrument(), "case", given) == (
        Problem(question="1.3", kind="check:unplanned", says="1.3 says reviewed, 1.2 says no plan."),
    )


@pytest.mark.parametrize(
    ("given", "check"),
    [
        ({"2.5": "yes", "2.4": content("no", "no-plan")}, "harm-plan-missing-but-reviewed"),
        ({"3.4": "yes", "3.3": content("no", "no-plan")}, "vulnerability-plan-missing-but-reviewed"),
        ({"1.7": "yes", "1.4": content("no", "no-plan")}, "plan-missing-but-reviewed"),
        ({"1.6": "yes", "1.1": content("no", "not-done")}, "assessment-missing-but-reviewed"),
        ({"2.4": content("no", "victims"), "victim": "no"}, "victims-unplanned-without-victim"),
        ({"sentence": "4", "custody": "no"}, "detention-without-custody"),
        ({"sentence": "5", "custody": "no"}, "detention-without-custody"),
        ({"2.7": "na", "2.4": "yes"}, "harm-oversight-not-called-for"),
        ({"3.5": "na", "3.3": "no"}, "vulnerability-oversight-not-called-for"),
    ],
)
def test_each_check_of_the_catalogue_speaks_up(given: dict[str, Content | str], check: str) -> None:
    kinds = [problem.kind for problem in problems(default_instrument(), "case", answers(given))]
    assert [kind for kind in kinds if kind.startswith("check:")] == [f"check:{check}"]


def test_the_demonstration_has_no_problems() -> None:
    asked = default_instrument()
    assert [
        (record.reference, problem) for record in bury_records() for problem in problems(asked, record.unit, record.answers)
    ] == []


def test_checks_of_other_units_say_nothing() -> None:
    asked = instrument(question("a", scale="fact"), checks=[{"id": "c", "unit": "case", "when": "a = no", "says": "No."}])
    assert [problem.kind for problem in problems(asked, "case", answers({"a": "no"}))] == ["check:c"]
    assert problems(instrument(), "staff", answers({"s1": "no"})) == ()
