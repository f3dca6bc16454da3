"""Whether a clause counts what met the standard or what fell short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.claims.direction import falls_short, judges, main_part
from sqs_tui.domain.claims.stems import stemmed


def short(clause: str, *subject: str) -> bool:
    parts = tuple(stemmed(part) for part in subject)
    return falls_short(main_part(clause, "¤", parts), parts)


@pytest.mark.parametrize(
    "clause",
    [
        "in ¤ cases planning was sufficient",
        "planning was not insufficient in ¤ cases",
        "managers did not fail to oversee the work in ¤ cases",
        "in ¤ cases the plan was not found to be lacking",
        "in ¤ cases planning was not only prompt but good",
        "planning was good in ¤ cases, because nothing had been left out",
        "even where there had not been a report, planning was good in ¤ cases",
        "planning was good in ¤ cases, but in the others it was poor",
        "while ¤ of the reports were good, the remainder told too little",
        "for those who had not been told, planning was good in ¤ cases",
    ],
)
def test_clauses_that_count_what_was_met(clause: str) -> None:
    assert not short(clause, "planning")


@pytest.mark.parametrize(
    "clause",
    [
        "in ¤ cases planning was not sufficient",
        "in ¤ cases planning hadn't been sufficient",
        "in ¤ cases planning was insufficient",
        "planning fell short in ¤ cases",
        "in ¤ cases planning lacked detail",
        "in ¤ cases planning failed to do so",
        "there was too little planning in ¤ cases",
        "in ¤ cases there had not been enough attention to planning",
        "no planning had been done in ¤ cases",
        "planning was missing or poor in ¤ cases",
        "in ¤ cases planning could have been better",
        "planning left out what mattered in ¤ cases",
        "planning was good in the others, but in ¤ cases planning was weak",
    ],
)
def test_clauses_that_count_what_fell_short(clause: str) -> None:
    assert short(clause, "planning")


def test_words_of_the_subject_itself_deny_nothing() -> None:
    assert not short("the response to non-compliance was sufficient in ¤ cases", "response", "non-compliance")
    assert not short("the response was sufficient in ¤ cases that had not complied", "response", "not complied")
    assert short("there was non-compliance in ¤ cases", "compliance")
    assert short("there was a lack of response to non-compliance in ¤ cases", "response", "non-compliance")


def test_a_clause_judges_where_it_says_how_good_something_was() -> None:
    assert judges("planning was sufficient")
    assert judges("planning fell below the standard")
    assert not judges("the plan was shared with the school")


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_has_a_direction(text: str, subject: list[str]) -> None:
    assert short(f"{text} ¤ {text}", *subject) in {True, False}
