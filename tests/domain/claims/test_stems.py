"""Words brought to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.claims.stems import stem, stemmed, stems


@pytest.mark.parametrize(
    "alike",
    [
        "plan plans planned planning",
        "assess assesses assessed assessing assessment assessments",
        "review reviews reviewed reviewing",
        "involve involved involving involvement",
        "comply complies complied complying compliance compliant",
        "vulnerable vulnerability vulnerabilities",
        "oversee oversaw overseen oversight",
        "diverse diversity",
        "custody custodial",
        "child child's children children's",
        "engage engaged engagement",
        "sufficient sufficiently",
        "report reports reported",
    ],
)
def test_forms_of_one_word_have_one_stem(alike: str) -> None:
    assert len({stem(word) for word in alike.split()}) == 1


@pytest.mark.parametrize(
    "different", ["offend reoffend", "policy police", "adequate inadequate", "manager management", "harm harmony"]
)
def test_other_words_keep_stems_of_their_own(different: str) -> None:
    first, second = different.split()
    assert stem(first) != stem(second)


def test_denials_stay_and_little_words_go() -> None:
    assert stems("It hadn't been done, and they cannot.") == ["not", "do", "not"]
    assert stemmed("Parents/carers of non-compliant children") == " parent carer non comply child "


@given(st.text())
def test_any_text_has_stems(text: str) -> None:
    assert all(word and " " not in word for word in stems(text))


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("took part in planning", "involved in planning"),
        ("had no say in the plan", "no involved plan"),
        ("stuck to the requirements", "complied requirements"),
        ("plans had been updated", "plans had been reviewed"),
        ("the plan was looked at again", "the plan was reviewed"),
        ("analysed the danger", "assessed the risk"),
        ("let the child down", "failed"),
        ("was under-assessed", "was poorly assessed"),
    ],
)
def test_other_words_for_the_same_have_the_same_stems(said: str, term: str) -> None:
    assert stems(said) == stems(term)


def test_a_part_of_a_thing_is_no_taking_part() -> None:
    assert "involv" not in stems("took part of the afternoon")
